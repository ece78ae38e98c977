// Builds build/static/ from node_modules and this folder: one stylesheet, one script, the fonts.
// No bundler: the parts only need to be put behind each other, in layers that cannot fight.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../../../..");
const modules = join(root, "node_modules");
const target = join(root, "build", "static");
const BUDGET_BYTES = 80 * 1024;
const WEIGHTS = [400, 600, 700];
const SUBSETS = ["latin", "latin-ext"];

const read = (...parts) => readFileSync(join(...parts), "utf8");

// NL Design System, in its own layer. "html" styles the plain element, which keeps our pages small.
const NLDS = [
  ...["link", "paragraph", "heading-1", "heading-2", "heading-3", "table"].map((n) => `@utrecht/${n}-css/dist/html/index.css`),
  ...["textbox", "textarea", "select", "radio-button", "checkbox"].map((n) => `@utrecht/${n}-css/dist/html/index.css`),
  ...["form-field", "form-field-description", "form-field-error-message", "form-fieldset", "form-label", "alert"].map(
    (n) => `@utrecht/${n}-css/dist/index.css`,
  ),
  ...["button", "data-badge", "skip-link"].map((n) => `@nl-design-system-candidate/${n}-css/dist/${n}.css`),
];

// Comments (except licences) and white space; strings in our CSS never hold either.
const minify = (css) =>
  css
    .replace(/\/\*(?!!)[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replace(/;}/g, "}")
    .trim();

function fontFace(weight, subset) {
  const file = `source-sans-3-${subset}-${weight}-normal.woff2`;
  const css = read(modules, "@fontsource/source-sans-3", `${weight}.css`);
  const block = css.split("@font-face").find((part) => part.includes(`/${file})`));
  const range = /unicode-range:\s*([^;]+);/.exec(block)[1];
  copyFileSync(join(modules, "@fontsource/source-sans-3/files", file), join(target, "fonts", file));
  return `@font-face{font-family:"Source Sans 3";font-style:normal;font-display:swap;font-weight:${weight};src:url(fonts/${file}) format("woff2");unicode-range:${range}}`;
}

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "fonts"), { recursive: true });

const licence =
  "/*! NL Design System (Utrecht, candidate): EUPL-1.2. Source Sans 3: OFL-1.1. Ontschot: EUPL-1.2. */\n";
const fonts = WEIGHTS.flatMap((weight) => SUBSETS.map((subset) => fontFace(weight, subset))).join("");
const nlds = NLDS.map((file) => read(modules, file)).join("\n");
const own = ["layout.css", "components.css", "forms.css", "print.css"].map((file) => read(here, file)).join("\n");
const css = `${licence}@layer nlds,ontschot;${fonts}${minify(read(here, "theme.css"))}@layer nlds{${minify(nlds)}}@layer ontschot{${minify(own)}}`;
writeFileSync(join(target, "ontschot.css"), css);

const js = `/*! htmx: 0BSD. Ontschot: EUPL-1.2. */\n${read(modules, "htmx.org/dist/htmx.min.js")};\n${read(here, "ontschot.js")}`;
writeFileSync(join(target, "ontschot.js"), js);
copyFileSync(join(here, "ontschot.svg"), join(target, "ontschot.svg"));
copyFileSync(join(modules, "@fontsource/source-sans-3/LICENSE"), join(target, "fonts", "LICENSE"));

const wire = gzipSync(css).length + gzipSync(js).length;
console.log(`build/static: css + js ${(wire / 1024).toFixed(1)} KB compressed (budget ${BUDGET_BYTES / 1024} KB)`);
if (wire > BUDGET_BYTES) {
  console.error("Too heavy for the wire: see the budgets in the design.");
  process.exit(1);
}
