"""One order, followed from the fonds to the payment file, and back again."""

from pathlib import Path

import sepaxml
from lxml import etree
from playwright.sync_api import expect

from tests.browser import stappen
from tests.browser.reizen import houd_aan
from tests.browser.scherm import Scherm
from tests.browser.stappen import Traject, Vrager

XSD = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
PAIN = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
FONDS = "Interventiebudget Rijk van Nijmegen"
PRIJS = 4850
REKENINGEN = ["budget", "betaald", "gedeclareerd", "verplicht", "gereserveerd", "beschikbaar"]

# What `reizen` says of the way from melding to verplichting, for one kandidaat with one interventie
# from the menukaart: the question, a name and a number (3), the situation (1), one ground and the
# verdict (2), the goal and one word to search the menukaart (2), four facilities with an answer and
# a reason each (8), one tick that the six questions before a besluit were gone through (1); and the
# coördinator's decision with its reason (2). All else is known by then.

ANDRE = Vrager(
    "André Corsten",
    "Ik kan rijinstructeur worden bij mijn werkgever, maar de opleiding kan ik niet betalen.",
    "06 11223344",
)
RIJINSTRUCTEUR = Traject(
    situatie=stappen.IN_DIENST,
    gronden={"Eigen behoefte aan hulp": "Hij weet wat hij wil, maar kan het niet zelf betalen."},
    doel="Een erkend diploma als rijinstructeur",
    dienst="Opleiding tot rijinstructeur",
)


def test_one_euro_goes_from_fonds_to_payment_file_and_back(scherm: Scherm, tmp_path: Path) -> None:
    stappen.als(scherm, "kassier")
    begin = stand(scherm)

    # Given an order, for which people filled in no more than they must
    gezien = len(scherm.schermen)
    stappen.als(scherm, "loopbaancoach-fnv")
    sleutel = stappen.maak_kandidaat(scherm, stappen.leg_vraag_vast(scherm, ANDRE))
    interventie = stappen.tot_besluitvraag(scherm, sleutel, RIJINSTRUCTEUR)
    stappen.als(scherm, "coordinator")
    stappen.beslis(scherm, sleutel, "Met dit diploma heeft hij een vaste baan.")
    weg = scherm.schermen[gezien:]
    assert veranderd(begin, stand(scherm)) == {"gereserveerd": PRIJS, "beschikbaar": -PRIJS}
    stappen.als(scherm, "loopbaancoach-fnv")
    gezien = len(scherm.schermen)
    order = stappen.leg_verplichting_vast(scherm, interventie)
    houd_aan("tot_verplichting", scherm.ingevuld, weg + scherm.schermen[gezien:])

    # When the partner declares and one kassier approves and builds the batch
    declaratie = stappen.declareer(scherm, [order])
    stappen.als(scherm, "kassier")
    assert veranderd(begin, stand(scherm)) == {"gedeclareerd": PRIJS, "beschikbaar": -PRIJS}
    stappen.keur_goed(scherm, declaratie)
    batch = stappen.stel_batch_samen(scherm, declaratie)

    # Then that kassier cannot release it, not even with a button that the screen does not have
    scherm.zie("Je stelde deze batch zelf samen")
    expect(scherm.page.get_by_role("button", name="Geef vrij")).to_have_count(0)
    druk_op_verborgen_knop(scherm, "vrijgeven")
    scherm.zie("Vraag de andere kassier")

    # And the other one can, and gets a file that a bank takes
    stappen.als(scherm, "kassier-2")
    stappen.geef_vrij(scherm, batch)
    kenmerk = controleer_bestand(scherm, haal_bestand(scherm, tmp_path))
    scherm.klik("De bank heeft betaald")
    scherm.zie("Het geld staat nu als betaald")
    eind = stand(scherm)
    assert veranderd(begin, eind) == {"betaald": PRIJS, "beschikbaar": -PRIJS}

    # And back again: the journaal of the order, its road, and the money in the dossier
    assert saldi_in_journaal(scherm, order) == veranderd(begin, eind)
    scherm.page.locator("tbody").get_by_role("link", name=order).first.click()
    scherm.zie("Deze euro's, van het fonds tot de betaling")
    scherm.zie(kenmerk)
    stappen.mag_niet(scherm, f"/kandidaten/{sleutel}/")
    stappen.als(scherm, "loopbaancoach-fnv")
    stappen.open_dossier(scherm, sleutel)
    expect(stappen.kaart(scherm, "Geld")).to_contain_text("Betaald€ 4.850,00")
    scherm.klik("Volg het geld")
    scherm.zie(kenmerk)


def stand(scherm: Scherm) -> dict[str, int]:
    """What the page of the fonds says of all lines together, in whole euros per account."""
    scherm.open("/kassier/")
    scherm.page.get_by_role("table", name="Fondsen").get_by_role("link", name=FONDS).first.click()
    scherm.aangekomen()
    rij = scherm.page.get_by_role("table", name="Geld per regel").locator("tr.os-total")
    cijfers = [euro(tekst) for tekst in rij.locator("td").all_inner_texts()]
    found = dict(zip(REKENINGEN, cijfers, strict=True))
    parts = sum(cijfers[1:])
    # Each figure is rounded to whole euros on its own.
    assert abs(found["budget"] - parts) <= len(cijfers), found
    return found


def veranderd(begin: dict[str, int], eind: dict[str, int]) -> dict[str, int]:
    """The accounts that stand otherwise, in whole euros."""
    return {naam: eind[naam] - begin[naam] for naam in begin if eind[naam] != begin[naam]}


def saldi_in_journaal(scherm: Scherm, order: str) -> dict[str, int]:
    """What the entries of one order add up to per account, in whole euros."""
    scherm.klik("Journaal")
    scherm.vul("Verplichting", order)
    scherm.klik("Toon")
    saldi: dict[str, int] = {}
    for rij in scherm.page.locator("tbody tr").all():
        cellen = rij.locator("td").all_inner_texts()
        van, naar = cellen[3].split(" → ")
        saldi[van] = saldi.get(van, 0) - euro(cellen[4])
        saldi[naar] = saldi.get(naar, 0) + euro(cellen[4])
    return {rekening: saldo for rekening, saldo in saldi.items() if saldo}


def euro(tekst: str) -> int:
    """`€ 4.850` and `€ 4.850,00` are 4850; cents are not asked for here."""
    whole = tekst.partition(",")[0]
    cijfers = "".join(c for c in whole if c.isdigit())
    return -int(cijfers) if "−" in whole or "-" in whole else int(cijfers)


def druk_op_verborgen_knop(scherm: Scherm, knop: str) -> None:
    """Send the form of another button to the one that this screen does not offer."""
    scherm.page.locator("form[action$='/annuleren/']").evaluate(
        "(form, knop) => { form.action = form.action.replace('annuleren', knop); form.submit(); }",
        knop,
    )
    scherm.page.wait_for_load_state()


def haal_bestand(scherm: Scherm, tmp_path: Path) -> etree._Element:
    with scherm.page.expect_download() as download:
        scherm.page.get_by_role("button", name="Haal het betaalbestand op").click()
    bestand = tmp_path / download.value.suggested_filename
    download.value.save_as(bestand)
    return etree.parse(bestand).getroot()


def controleer_bestand(scherm: Scherm, bestand: etree._Element) -> str:
    """The file says what the screen says; gives the EndToEndId of its one payment."""
    etree.XMLSchema(file=XSD).assertValid(bestand)
    (betaling,) = bestand.iterfind(".//p:CdtTrfTxInf", PAIN)
    rij = scherm.page.locator("tbody tr")
    iban, kenmerk = rij.locator("th .os-nr").inner_text(), rij.locator("td .os-soft").inner_text()
    assert betaling.findtext("p:PmtId/p:EndToEndId", namespaces=PAIN) == kenmerk
    bedrag = betaling.find("p:Amt/p:InstdAmt", PAIN)
    assert bedrag is not None
    assert (bedrag.text, bedrag.get("Ccy")) == (f"{PRIJS}.00", "EUR")
    assert betaling.findtext("p:CdtrAcct/p:Id/p:IBAN", namespaces=PAIN) == iban.replace(" ", "")
    assert bestand.findtext(".//p:GrpHdr/p:CtrlSum", namespaces=PAIN) == f"{PRIJS}.00"
    return kenmerk
