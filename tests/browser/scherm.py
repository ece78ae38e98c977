"""What a person does at a screen, in the words of a test.

Every page that opens is held to axe, once per run for each way in which it is built.
"""

import hashlib
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, ConsoleMessage, Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# Only what is wrong comes back: the full report of a page is some hundreds of kilobytes.
AXE_RUN = """rules => axe.run(document, {
    runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'],
}).then(found => found.violations.map(
    v => `${v.id}: ${v.help} — ${v.nodes[0].html.slice(0, 200)}`
))"""
# What kinds of element stand in which: a page with nothing in it that axe did not see at this
# address passes or fails as that one did, whatever the texts say.
BUILD = """() => [...new Set([...document.querySelectorAll('body *')].map(found =>
    [found.parentElement, found].map(e => e.tagName + '.' + [...e.classList].sort().join('.')
        + e.getAttributeNames().filter(n => n !== 'class').sort()).join(' > ')
))]"""
KEY_OR_NUMBER = re.compile(
    r"AM\d\d-\w{4}-\w\w|V\d\d-\w{4}-\w\w|(?<=^/[no]/)[\w-]+|(?<=/link/)[\w-]+|\d+"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class HeldToAxe:
    """What axe saw at each address and width; with a folder, what other processes saw too."""

    folder: Path | None = None

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = {}

    def new_in(self, place: str, build: set[str]) -> bool:
        seen = self._seen.setdefault(place, set())
        if build <= seen:
            return False
        if (file := self._file(place)) and file.exists():
            seen |= set(file.read_text(encoding="utf-8").split("\n"))
        return not build <= seen

    def add(self, place: str, build: set[str]) -> None:
        self._seen.setdefault(place, set()).update(build)
        if file := self._file(place):
            with file.open("a", encoding="utf-8") as shared:
                shared.write("\n".join([*sorted(build), ""]))

    def _file(self, place: str) -> Path | None:
        return self.folder and self.folder / hashlib.sha256(place.encode()).hexdigest()[:24]


HELD_TO_AXE = HeldToAxe()


class Scherm:
    """One browser tab. `toegankelijk=False` leaves axe out, for pages without JavaScript.

    It counts what a person does: every field that is filled in, and every next screen.
    """

    def __init__(self, page: Page, *, toegankelijk: bool = True) -> None:
        self.page = page
        self.toegankelijk = toegankelijk
        self.fouten: list[str] = []
        self.ingevuld: list[str] = []
        self.schermen: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda fault: self.fouten.append(str(fault)))

    @cached_property
    def _devtools(self) -> CDPSession:
        return self.page.context.new_cdp_session(self.page)

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
        self.aangekomen()

    def aangekomen(self) -> None:
        """Look around after a key that leads somewhere."""
        self.page.wait_for_load_state()
        self._arrived()

    # Filling in; every field that is typed in or chosen is kept in `ingevuld`
    def vul(self, label: str, waarde: str, *, binnen: Locator | None = None) -> None:
        self._veld(label, binnen).fill(waarde)

    def kies(self, label: str, optie: str, *, binnen: Locator | None = None) -> None:
        self._veld(label, binnen).select_option(label=optie)

    def vink(self, label: str, *, binnen: Locator | None = None) -> None:
        self._veld(label, binnen).check()

    def vul_veld(self, naam: str, waarde: str) -> None:
        """The field with this name in the form, where its label stands in the head of a table."""
        self.ingevuld.append(naam)
        self.page.locator(f"main [name='{naam}']").fill(waarde)

    def kies_eerste(self, naam: str) -> None:
        """The first real choice of the list with this name."""
        self.ingevuld.append(naam)
        self.page.locator(f"main select[name='{naam}']").select_option(index=1)

    def bestand(self, label: str, naam: str, inhoud: bytes) -> None:
        self._veld(label, None).set_input_files(
            {"name": naam, "mimeType": "text/csv", "buffer": inhoud}
        )

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
        address = KEY_OR_NUMBER.sub("…", self.pad.partition("?")[0])
        if self.schermen[-1:] != [address]:
            self.schermen.append(address)
        if self.toegankelijk:
            self._hold_to_axe_once(address)

    def _hold_to_axe_once(self, address: str) -> None:
        width = (self.page.viewport_size or {"width": 0})["width"]
        place, build = f"{address} {width}", set(self.page.evaluate(BUILD))
        if HELD_TO_AXE.new_in(place, build):
            self.toets_toegankelijkheid()
            HELD_TO_AXE.add(place, build)

    def toets_toegankelijkheid(self) -> None:
        """No violation of WCAG 2.2 AA on this page, as far as axe can see."""
        # Past `evaluate`, which would pack and unpack half a megabyte once more.
        self._devtools.send("Runtime.evaluate", {"expression": AXE})
        problems = self.page.evaluate(AXE_RUN, RULES)
        assert not problems, f"{self.pad}\n" + "\n".join(problems)
