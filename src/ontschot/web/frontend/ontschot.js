/* What a screen does more when there is JavaScript. Without it, every page works as well. */
(() => {
  "use strict";
  const PREFIX = "ontschot:";
  const KEEP_DAYS = 14;
  const body = document.body;
  // A visitor may sit at a shared computer: what they typed goes when the tab closes.
  const store = body.dataset.wie ? localStorage : sessionStorage;
  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
  const clock = (time) => {
    const date = new Date(time);
    return `${date.getHours()}.${String(date.getMinutes()).padStart(2, "0")}`;
  };
  const english = document.documentElement.lang.startsWith("en");
  const say = english
    ? { kept: "Your text of {} is still here.", back: "Put it back", drop: "Throw it away", saved: "Kept in this browser at {}" }
    : { kept: "Je tekst van {} staat er nog.", back: "Zet terug", drop: "Gooi weg", saved: "Bewaard in deze browser om {}" };

  /* Storage can be full or forbidden; then there are no drafts, and nothing else changes. */
  const attempt = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  const drafts = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  const forgetAll = () => attempt(() => drafts().forEach((key) => store.removeItem(key)));
  const readDraft = (key) => attempt(() => JSON.parse(store.getItem(key)));

  /* ---- drafts: form[data-bewaar] ---- */
  const SKIP = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);
  const fields = (form) =>
    [...form.elements].filter((f) => f.name && !SKIP.has(f.type) && f.name !== "csrfmiddlewaretoken" && !("bewaarNiet" in f.dataset));
  const collect = (form) => {
    const values = {};
    for (const field of fields(form)) {
      const list = (values[field.name] ??= []);
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) list.push(field.value);
      } else if (field.type === "select-multiple") {
        for (const option of field.selectedOptions) list.push(option.value);
      } else list.push(field.value);
    }
    return values;
  };
  const restore = (form, values) => {
    const seen = {};
    for (const field of fields(form)) {
      const list = values[field.name];
      if (!list) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = list.includes(field.value);
      else if (field.type === "select-multiple") for (const option of field.options) option.selected = list.includes(option.value);
      else {
        const at = (seen[field.name] = (seen[field.name] ?? -1) + 1);
        if (at < list.length) field.value = list[at];
      }
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const keyOf = (form) => {
    const place = [...document.querySelectorAll("form[data-bewaar]")].indexOf(form);
    return `${PREFIX}${location.pathname}#${form.dataset.bewaar || form.id || place}`;
  };

  const offer = (form, key, draft) => {
    const box = document.createElement("div");
    box.className = "utrecht-alert utrecht-alert--info os-note os-draft";
    box.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = say.kept.replace("{}", clock(draft.t));
    const row = document.createElement("span");
    row.className = "os-row";
    const button = (label, css, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `nl-button ${css}`;
      made.textContent = label;
      made.addEventListener("click", () => {
        act();
        box.remove();
        fields(form)[0]?.focus();
      });
      row.append(made);
    };
    button(say.back, "nl-button--secondary", () => restore(form, draft.v));
    button(say.drop, "nl-button--subtle", () => attempt(() => store.removeItem(key)));
    box.append(text, row);
    form.prepend(box);
  };

  const keepDrafts = (form) => {
    const key = keyOf(form);
    const start = JSON.stringify(collect(form));
    const draft = readDraft(key);
    if (draft && JSON.stringify(draft.v) !== start) offer(form, key, draft);
    const status = document.createElement("p");
    status.className = "os-saved";
    form.append(status);
    let timer = 0;
    const save = () => {
      const values = collect(form);
      const time = Date.now();
      const done = attempt(() => {
        if (JSON.stringify(values) === start) store.removeItem(key);
        else store.setItem(key, JSON.stringify({ t: time, v: values }));
        return true;
      });
      status.textContent = done ? say.saved.replace("{}", clock(time)) : "";
    };
    let sent = false;
    form.addEventListener("input", () => {
      sent = false;
      clearTimeout(timer);
      timer = setTimeout(save, 400);
    });
    // Leaving within that moment must not lose the last words.
    window.addEventListener("pagehide", () => {
      if (timer && !sent) save();
    });
    form.addEventListener("submit", () => {
      sent = true;
      clearTimeout(timer);
      save();
      attempt(() => sessionStorage.setItem(`${PREFIX}verstuurd`, key));
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      if (!event.detail.successful) return;
      sent = true;
      attempt(() => store.removeItem(key));
    });
  };

  /* A form that was sent and did not come back with errors has arrived: its draft goes.
     An error page, or a page reached by Back or Reload, says nothing about that: it stays. */
  const settleSent = () => {
    const sent = attempt(() => sessionStorage.getItem(`${PREFIX}verstuurd`));
    attempt(() => sessionStorage.removeItem(`${PREFIX}verstuurd`));
    const way = performance.getEntriesByType("navigation")[0]?.type;
    const refused = [...document.querySelectorAll(".os-errors")].some((box) => {
      const form = box.closest("form");
      return !form || keyOf(form) === sent;
    });
    if (sent && way === "navigate" && !("fout" in body.dataset) && !refused) attempt(() => store.removeItem(sent));
  };

  const tidyDrafts = () =>
    attempt(() => {
      const owner = `${PREFIX}wie`;
      if (body.dataset.wie && store.getItem(owner) !== body.dataset.wie) {
        forgetAll();
        store.setItem(owner, body.dataset.wie);
      }
      const oldest = Date.now() - KEEP_DAYS * 864e5;
      for (const key of drafts()) {
        const draft = readDraft(key);
        if (draft?.t && draft.t < oldest) store.removeItem(key);
      }
    });

  /* ---- dialogs: the opener is a link to the dialog, so it works without this as well ---- */
  const asButton = (link) => {
    link.setAttribute("role", "button");
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        link.click();
      }
    });
  };
  const setUpDialogs = (root) => {
    each("a[data-dialog]", (link) => {
      if (link.getAttribute("role")) return;
      asButton(link);
      link.setAttribute("aria-haspopup", "dialog");
    }, root);
    each("a[data-sluit]", (link) => link.getAttribute("role") || asButton(link), root);
    // What was refused in a dialog is read in it, not behind its button.
    each("dialog:has([aria-invalid=true])", (dialog) => dialog.open || dialog.showModal?.(), root);
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      if (!dialog.open) dialog.showModal();
      return;
    }
    const closer = event.target.closest?.("[data-sluit]");
    const around = closer ? closer.closest("dialog") : event.target.matches?.("dialog[open]") ? event.target : null;
    if (around?.open && (closer || outside(around, event))) {
      event.preventDefault();
      around.close();
    }
    each(".os-who[open]", (menu) => menu.contains(event.target) || (menu.open = false));
  });
  const outside = (dialog, { clientX: x, clientY: y }) => {
    const box = dialog.getBoundingClientRect();
    return x < box.left || x > box.right || y < box.top || y > box.bottom;
  };

  /* ---- sending once ---- */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("afmelden" in form.dataset) forgetAll();
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.bezig) {
      event.preventDefault();
      return;
    }
    form.dataset.bezig = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    // A download leaves us on this page: give the button back after a while.
    setTimeout(() => freeForm(form), 8000);
  });
  const freeForm = (form) => {
    delete form.dataset.bezig;
    each("[aria-busy]", (button) => button.removeAttribute("aria-busy"), form);
  };
  window.addEventListener("pageshow", (event) => event.persisted && each("form[data-bezig]", freeForm));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) freeForm(form);
  });

  /* ---- picking all rows ---- */
  const setUpPickAll = (root) =>
    each("[data-kies-alles]", (label) => {
      label.hidden = false;
      const name = label.dataset.kiesAlles;
      label.querySelector("input").addEventListener("change", (event) =>
        each(`input[type="checkbox"][name="${CSS.escape(name)}"]`, (box) => (box.checked = event.target.checked)),
      );
    }, root);

  /* ---- keys: / goes to search (can be switched off: WCAG 2.1.4), Escape closes the menu ---- */
  const shortcutOff = () => attempt(() => localStorage.getItem("sneltoets-zoeken")) === "uit";
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape")
      each(".os-who[open]", (menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || shortcutOff()) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const search = document.querySelector("[data-zoek]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  /* One key for a link or a field that names it: <a data-toets="j,ArrowRight">. A field gets the
     focus, a link is followed. Never while typing, and off together with the search key. */
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || shortcutOff()) return;
    const typing = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog");
    if (event.key === "Escape" && typing?.closest("[data-toetsen]")) typing.blur();
    if (typing) return;
    const named = [...document.querySelectorAll("[data-toets]")].find((part) => part.dataset.toets.split(",").includes(event.key));
    if (!named || (event.key.startsWith("Arrow") && event.target.matches("input"))) return;
    event.preventDefault();
    if (named.matches("a, button")) named.click();
    else named.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  const setUpShortcut = () =>
    each("[data-sneltoets]", (button) => {
      const show = () => button.setAttribute("aria-pressed", String(!shortcutOff()));
      button.hidden = false;
      button.addEventListener("click", () => {
        attempt(() => localStorage.setItem("sneltoets-zoeken", shortcutOff() ? "aan" : "uit"));
        show();
      });
      show();
    });

  const setUp = (root) => {
    setUpDialogs(root);
    setUpPickAll(root);
    each("form[data-bewaar]", keepDrafts, root);
  };
  settleSent();
  tidyDrafts();
  setUp(document);
  setUpShortcut();
  // On a small screen the menu is one scrolling line: bring the current place into it.
  each(".os-side a[aria-current]", (link) => {
    const side = link.closest(".os-side");
    side.scrollLeft = link.offsetLeft - side.offsetLeft - 48;
  });
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target?.showModal && target.matches("dialog.os-dialog")) target.showModal();
  document.querySelector(".os-errors")?.focus();
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt === body) return;
    setUp(event.detail.elt);
    // What was swapped in says where reading goes on: its first mistake, or its heading.
    const at = event.detail.elt.querySelector(".os-errors, [data-focus]");
    at?.focus();
  });
})();
