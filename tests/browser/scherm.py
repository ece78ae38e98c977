"""What a person does at a screen, in the words of a test.

Every page that opens is held to axe, once per process for each way in which it is built.
"""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# Only what is wrong comes back: the full report of a page is some hundreds of kilobytes.
AXE_RUN = """rules => axe.run(document, {
    runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'],
}).then(found => found.violations.map(
    v => `${v.id}: ${v.help} — ${v.nodes[0].html.slice(0, 200)}`
))"""
# What kinds of element stand in which: two pages of one address with the same build pass or fail
# together, whatever the texts say.
BUILD = """() => [...new Set([...document.querySelectorAll('body *')].map(found =>
    [found.parentElement, found].map(e => e.tagName + '.' + [...e.classList].sort().join('.')
        + e.getAttributeNames().filter(n => n !== 'class').sort()).join(' > ')
))].sort().join('\\n')"""
KEY_OR_NUMBER = re.compile(r"AM\d\d-\w{4}-\w\w|V\d\d-\w{4}-\w\w|\d+")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


_HELD_TO_AXE: set[tuple[str, int, int]] = set()


class Scherm:
    """One browser tab. `toegankelijk=False` leaves axe out, for pages without JavaScript."""

    def __init__(self, page: Page, *, toegankelijk: bool = True) -> None:
        self.page = page
        self.toegankelijk = toegankelijk
        self.fouten: list[str] = []
        self.ingevuld: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda fault: self.fouten.append(str(fault)))

    def _listen(self, message: ConsoleMessage) -> None:
        # A refused form answers with a status of its own; Chromium reports that as an error too.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.fouten.append(message.text)

    # Going somewhere
    def open(self, path: str) -> None:
        self.page.goto(path)
        self._arrived()

    def meld_aan(self, persona: str) -> None:
        """Sign in as a demo person, by the button on the sign-in page."""
        self.page.context.clear_cookies()
        self.open("/account/login/")
        self.page.locator(f"form[action='/demo/inloggen/{persona}/'] button").click()
        self.page.wait_for_url("**/werkvoorraad/")
        self._arrived()

    def klik(self, naam: str, *, binnen: Locator | None = None) -> None:
        """Press the button or follow the link with this name."""
        place: Any = binnen or self.page
        target = place.get_by_role("button", name=naam).or_(place.get_by_role("link", name=naam))
        target.first.click()
        self.page.wait_for_load_state()
        self._arrived()

    # Filling in; every field that is typed in or chosen is kept in `ingevuld`
    def vul(self, label: str, waarde: str, *, binnen: Locator | None = None) -> None:
        self._veld(label, binnen).fill(waarde)

    def kies(self, label: str, optie: str, *, binnen: Locator | None = None) -> None:
        self._veld(label, binnen).select_option(label=optie)

    def vink(self, label: str, *, binnen: Locator | None = None) -> None:
        self._veld(label, binnen).check()

    def groep(self, naam: str) -> Locator:
        """The group of choices with this question above it."""
        return self.page.get_by_role("group", name=naam).first

    def _veld(self, label: str, binnen: Locator | None) -> Locator:
        self.ingevuld.append(label)
        place: Any = binnen or self.page
        field: Locator = place.get_by_label(label).first
        return field

    # Looking
    def zie(self, tekst: str) -> None:
        expect(self.page.get_by_text(tekst).first).to_be_visible()

    def zie_niet(self, tekst: str) -> None:
        expect(self.page.get_by_text(tekst)).to_have_count(0)

    @property
    def pad(self) -> str:
        return "/" + self.page.url.split("/", 3)[3]

    def breedte_past(self) -> None:
        """Nothing sticks out at the side: no sideways scrolling of the page."""
        over = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over <= 0, f"{self.pad} is {over} pixels wider than the screen"

    def _arrived(self) -> None:
        title = self.page.title()
        assert title, f"{self.pad} has no title"
        if self.toegankelijk and (key := self._key()) not in _HELD_TO_AXE:
            self.toets_toegankelijkheid()
            _HELD_TO_AXE.add(key)

    def _key(self) -> tuple[str, int, int]:
        address = KEY_OR_NUMBER.sub("…", self.pad.partition("?")[0])
        width = (self.page.viewport_size or {"width": 0})["width"]
        return address, width, hash(self.page.evaluate(BUILD))

    def toets_toegankelijkheid(self) -> None:
        """No violation of WCAG 2.2 AA on this page, as far as axe can see."""
        self.page.evaluate(AXE)
        problems = self.page.evaluate(AXE_RUN, RULES)
        assert not problems, f"{self.pad}\n" + "\n".join(problems)
