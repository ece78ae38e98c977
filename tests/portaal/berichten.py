"""Which sentences the public part speaks, read from the templates and the Python code."""

import ast
import re
from pathlib import Path

HUIS = Path(__file__).parents[2] / "src" / "ontschot"
TRANSLATE = re.compile(r"""\{%\s*translate\s+"([^"]+)"|\{%\s*translate\s+'([^']+)'""")
BLOCK = re.compile(
    r"\{%\s*blocktranslate(?P<opties>[^%]*)%\}(?P<tekst>.*?)\{%\s*endblocktranslate", re.DOTALL
)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
FUNCTIONS = {"_", "gettext", "gettext_lazy"}


def spoken() -> dict[str, str]:
    """Each sentence, with the file that says it."""
    found: dict[str, str] = {}
    for room in ("web", "portaal"):
        for path in sorted((HUIS / room).rglob("*.html")):
            found |= dict.fromkeys(_in_template(path.read_text("utf-8")), path.name)
        for path in sorted((HUIS / room).rglob("*.py")):
            found |= dict.fromkeys(_in_code(path.read_text("utf-8")), path.name)
    return found


def _in_template(text: str) -> list[str]:
    plain = [one or other for one, other in TRANSLATE.findall(text)]
    blocks = []
    for match in BLOCK.finditer(text):
        words = PLURAL.sub("\x00", match["tekst"]).replace("%", "%%")
        if "trimmed" in match["opties"]:
            words = " ".join(line.strip() for line in words.strip().splitlines())
        blocks.append(VARIABLE.sub(r"%(\1)s", words))
    return plain + blocks


def _in_code(text: str) -> list[str]:
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in FUNCTIONS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]
