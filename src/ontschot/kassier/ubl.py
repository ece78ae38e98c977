"""An e-invoice as plain values: UBL 2.1 by EN 16931 (NLCIUS, Peppol BIS), recomputed. Pure.

Every line, rate and total is computed again, to the cent. What does not add up or is not there is
refused by the line: what is wrong, where, and who mends it.
"""

import base64
import binascii
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from xml.etree.ElementTree import Element

from stdnum.exceptions import ValidationError
from stdnum.nl import btw as stdnum_btw

from ontschot.kassier.sepa import clean_iban
from ontschot.kassier.xmlveilig import cents, each, first, local, namespace, number, parse, text
from ontschot.kern.errors import Weigering
from ontschot.web.format import euro

WAT = "de e-factuur"
ROOTS = {
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2": "Invoice",
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2": "CreditNote",
}
# EN 16931 itself and every profile that stays within it, such as NLCIUS.
EN16931 = "urn:cen.eu:en16931:2017"
FACTUUR, CREDITNOTA = "factuur", "creditnota"
CREDIT_CODES = frozenset({"381", "396"})
# UNCL5305 as EN 16931 uses it; only these may carry a rate above zero.
BTW_SOORTEN = frozenset({"S", "Z", "E", "AE", "K", "G", "O", "L", "M"})
MET_TARIEF = frozenset({"S", "L", "M"})
MAX_REGELS = 2000
MAX_EURO = Decimal(1_000_000_000)
ORDERNUMMER = re.compile(r"(?<![A-Za-z0-9])V(20[0-9]{2})-?([0-9]{6,9})(?![0-9])")
CENT = Decimal("0.01")
MIN = {
    FACTUUR: "een negatieve regel hoort op een creditnota.",
    CREDITNOTA: "deze regel telt de andere kant op dan de creditnota zelf.",
}


class Afgekeurd(Weigering):
    """An invoice that cannot be used; `bezwaren` says one thing each, with its place."""

    def __init__(self, bezwaren: Sequence[str]) -> None:
        self.bezwaren = tuple(bezwaren)
        super().__init__(
            "Deze e-factuur klopt niet. Vraag de leverancier om een verbeterde factuur. "
            + " ".join(self.bezwaren),
            veld="bestand",
        )


@dataclass(frozen=True)
class Regel:
    """One line with the order numbers that it names. `btw_cent` is its share of the rate."""

    nummer: int
    ordernummers: tuple[str, ...]
    netto_cent: int
    tarief: Decimal
    btw_cent: int = 0


@dataclass(frozen=True)
class Leverancier:
    """Who sends it; `sleutel` is how this supplier is told from all others."""

    naam: str
    kvk: str = ""
    btw: str = ""
    iban: str = ""

    @property
    def sleutel(self) -> str:
        for soort, waarde in (("kvk", self.kvk), ("btw", self.btw), ("iban", self.iban)):
            if waarde:
                return f"{soort}:{waarde}"
        return ""


@dataclass(frozen=True)
class Factuur:
    """The whole invoice; its lines add up to `netto_cent` and `btw_cent`. No free text."""

    soort: str
    nummer: str
    factuurdatum: date
    vervaldatum: date | None
    leverancier: Leverancier
    netto_cent: int
    btw_cent: int
    regels: tuple[Regel, ...]
    ordernummers: tuple[str, ...] = ()
    # The numbers of the invoices that a credit note is about.
    verwijst_naar: tuple[str, ...] = ()
    pdf: bytes = b""

    @property
    def totaal_cent(self) -> int:
        return self.netto_cent + self.btw_cent


def read(content: bytes) -> Factuur:
    """Raises Weigering when it is no e-invoice, and Afgekeurd when it does not add up."""
    root = parse(content, WAT)
    if ROOTS.get(namespace(root)) != local(root):
        raise Weigering(
            "Dit is geen e-factuur (UBL 2.1). Vraag de leverancier om de factuur als UBL-bestand. "
            "Een losse pdf kan hier niet.",
            veld="bestand",
        )
    if not text(root, "CustomizationID").startswith(EN16931):
        raise Weigering(
            "Deze e-factuur volgt de Europese norm (EN 16931, in Nederland NLCIUS) niet. Vraag de "
            "leverancier om een factuur volgens NLCIUS.",
            veld="bestand",
        )
    return _Reader(root).read()


def order_numbers(*texts: str) -> tuple[str, ...]:
    """The order numbers of Ontschot in these texts, each once, as `V2026-000123`."""
    found = [f"V{year}-{digits}" for value in texts for year, digits in ORDERNUMMER.findall(value)]
    return tuple(dict.fromkeys(found))


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """`total` cents over these weights, so that the parts add up; the largest remainder first."""
    whole = sum(weights)
    if not whole:
        return [total, *[0] * (len(weights) - 1)] if weights else []
    exact = [Decimal(total) * weight / whole for weight in weights]
    parts = [int(value.to_integral_value(ROUND_FLOOR)) for value in exact]
    by_rest = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_rest[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _percent(cent: int, tarief: Decimal) -> int:
    return int((Decimal(cent) * tarief / 100).quantize(Decimal(1), ROUND_HALF_UP))


def _below_zero(root: Element) -> bool:
    total = first(root, "LegalMonetaryTotal/LineExtensionAmount")
    found = number((total.text or "").strip()) if total is not None else None
    return found is not None and found < 0


class _Reader:
    """Goes through one invoice and gathers everything that is wrong with it."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.bezwaren: list[str] = []
        code = text(root, "InvoiceTypeCode", "CreditNoteTypeCode")
        # Some suppliers send an invoice below zero instead of a credit note: the same, mirrored.
        self.sign = -1 if local(root) == "Invoice" and _below_zero(root) else 1
        credit = local(root) == "CreditNote" or code in CREDIT_CODES or self.sign < 0
        self.soort = CREDITNOTA if credit else FACTUUR
        self.line_tag = "CreditNoteLine" if local(root) == "CreditNote" else "InvoiceLine"

    def wrong(self, sentence: str) -> None:
        self.bezwaren.append(sentence)

    def read(self) -> Factuur:
        if text(self.root, "DocumentCurrencyCode") != "EUR":
            self.wrong("De factuur is niet in euro.")
        nummer = text(self.root, "ID")
        if not 0 < len(nummer) <= 60:
            self.wrong("Het factuurnummer ontbreekt of is langer dan 60 tekens.")
        dag = self.day("IssueDate", "De factuurdatum", required=True)
        verval = self.day("DueDate", "De vervaldatum")
        if dag and verval and verval < dag:
            self.wrong("De vervaldatum ligt vóór de factuurdatum.")
        leverancier = self.supplier()
        lines = list(self.lines())
        netto, btw, lines = self.totals(lines)
        if self.bezwaren or dag is None:
            raise Afgekeurd(self.bezwaren)
        return Factuur(
            self.soort,
            nummer,
            dag,
            verval,
            leverancier,
            netto,
            btw,
            tuple(lines),
            order_numbers(
                text(self.root, "OrderReference/ID"),
                text(self.root, "BuyerReference"),
                *[note.text or "" for note in each(self.root, "Note")],
            ),
            self.referred(),
            self.pdf(),
        )

    def referred(self) -> tuple[str, ...]:
        """The invoices that this one says it is about, each once."""
        path = "BillingReference/InvoiceDocumentReference"
        names = (text(element, "ID", length=60) for element in each(self.root, path))
        return tuple(dict.fromkeys(filter(None, names)))

    def day(self, tag: str, wat: str, *, required: bool = False) -> date | None:
        value = text(self.root, tag)
        if not value and not required:
            return None
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.wrong(f"{wat} ontbreekt of is geen datum.")
            return None
        if not 2000 <= found.year <= 2100:
            self.wrong(f"{wat} kan niet kloppen.")
            return None
        return found

    def supplier(self) -> Leverancier:
        party = first(self.root, "AccountingSupplierParty/Party")
        naam = text(party, "PartyLegalEntity/RegistrationName", "PartyName/Name", length=140)
        if not naam:
            self.wrong("De naam van de leverancier ontbreekt.")
        found = Leverancier(naam, self.kvk(party), self.btw_number(party), self.iban())
        if not found.sleutel:
            self.wrong("De leverancier heeft geen KvK-nummer, btw-nummer of rekeningnummer.")
        return found

    def kvk(self, party: Element | None) -> str:
        for element in each(party, "PartyLegalEntity/CompanyID"):
            value = (element.text or "").replace(" ", "")
            if element.get("schemeID") in (None, "0106"):
                if re.fullmatch(r"[0-9]{8}", value):
                    return value
                self.wrong("Het KvK-nummer van de leverancier heeft geen 8 cijfers.")
        return ""

    def btw_number(self, party: Element | None) -> str:
        for scheme in each(party, "PartyTaxScheme"):
            value = text(scheme, "CompanyID")
            if text(scheme, "TaxScheme/ID") != "VAT" or not value:
                continue
            compact = re.sub(r"[ .-]", "", value).upper()
            if compact.startswith("NL"):
                try:
                    stdnum_btw.validate(compact)
                except ValidationError:
                    self.wrong("Het btw-nummer van de leverancier klopt niet.")
                    return ""
            return compact[:20]
        return ""

    def iban(self) -> str:
        value = text(self.root, "PaymentMeans/PayeeFinancialAccount/ID")
        if not value:
            return ""
        try:
            return clean_iban(value)
        except Weigering:
            self.wrong("Het rekeningnummer (IBAN) van de leverancier klopt niet.")
            return ""

    def amount(self, element: Element | None, plek: str) -> int:
        """Cents; what is no euro amount becomes 0 with a complaint."""
        if element is None:
            self.wrong(f"{plek}: het bedrag ontbreekt.")
            return 0
        found = cents((element.text or "").strip())
        if found is None:
            self.wrong(f"{plek}: dit is geen bedrag in euro en centen.")
        if element.get("currencyID", "EUR") != "EUR":
            self.wrong(f"{plek}: het bedrag is niet in euro.")
        return self.sign * (found or 0)

    def adjustments(self, parent: Element, plek: str) -> Iterator[tuple[int, Element]]:
        """Allowances below zero and charges above, in cents."""
        for element in each(parent, "AllowanceCharge"):
            sign = 1 if text(element, "ChargeIndicator") == "true" else -1
            yield sign * self.amount(first(element, "Amount"), plek), element

    def rate(self, category: Element | None, plek: str) -> Decimal:
        soort = text(category, "ID")
        tarief = number(text(category, "Percent") or "0")
        if soort not in BTW_SOORTEN or tarief is None or not 0 <= tarief <= 100:
            self.wrong(f"{plek}: het soort btw of het btw-tarief ontbreekt of klopt niet.")
            return Decimal(0)
        if tarief and soort not in MET_TARIEF:
            self.wrong(f"{plek}: bij dit soort btw hoort een tarief van 0 %.")
        return tarief.normalize()

    def lines(self) -> Iterator[Regel]:
        found = list(each(self.root, self.line_tag))
        if not found:
            self.wrong("De factuur heeft geen regels.")
        if len(found) > MAX_REGELS:
            self.wrong(f"De factuur heeft meer dan {MAX_REGELS} regels.")
            return
        for nummer, element in enumerate(found, start=1):
            yield self.line(nummer, element)

    def line(self, nummer: int, element: Element) -> Regel:
        plek = f"Regel {nummer}"
        netto = self.amount(first(element, "LineExtensionAmount"), plek)
        computed = self.computed(element, plek)
        if computed is not None and computed != netto:
            self.wrong(f"{plek}: aantal keer prijs is {euro(computed)}, en er staat {euro(netto)}.")
        if netto < 0:
            self.wrong(f"{plek}: {MIN[self.soort]}")
        texts = [
            text(element, path)
            for path in (
                "OrderLineReference/OrderReference/ID",
                "OrderLineReference/LineID",
                "Note",
                "Item/Name",
                "Item/Description",
            )
        ]
        tarief = self.rate(first(element, "Item/ClassifiedTaxCategory"), plek)
        return Regel(nummer, order_numbers(*texts), netto, tarief)

    def computed(self, element: Element, plek: str) -> int | None:
        """Quantity times price plus charges, in cents; None when one of them is no number."""
        aantal = number(text(element, "InvoicedQuantity", "CreditedQuantity"))
        prijs = number(text(element, "Price/PriceAmount"))
        per = number(text(element, "Price/BaseQuantity") or "1")
        if aantal is None or prijs is None or not per or per <= 0:
            self.wrong(f"{plek}: het aantal of de prijs ontbreekt of is geen getal.")
            return None
        if abs(aantal * prijs) > MAX_EURO * per:
            self.wrong(f"{plek}: aantal keer prijs is onmogelijk hoog.")
            return None
        gross = self.sign * (aantal * prijs / per).quantize(CENT, ROUND_HALF_UP)
        return int(gross * 100) + sum(cent for cent, _ in self.adjustments(element, plek))

    def totals(self, lines: Sequence[Regel]) -> tuple[int, int, list[Regel]]:
        """Net, VAT and the lines with their share of both; complains of what does not add up."""
        total = first(self.root, "LegalMonetaryTotal")
        extra: dict[Decimal, int] = defaultdict(int)
        for cent, element in self.adjustments(self.root, "Korting of toeslag"):
            extra[self.rate(first(element, "TaxCategory"), "Korting of toeslag")] += cent
        som = sum(line.netto_cent for line in lines)
        self.same(total, "LineExtensionAmount", som, "de som van de regels")
        netto = som + sum(extra.values())
        self.same(total, "TaxExclusiveAmount", netto, "het totaal zonder btw")
        per_rate = self.per_rate(lines, extra)
        btw = sum(vat for _, vat in per_rate.values())
        self.stated_rates(per_rate, btw)
        self.same(total, "TaxInclusiveAmount", netto + btw, "het totaal met btw")
        self.payable(total, netto + btw)
        if netto <= 0:
            self.wrong("Het totaal is € 0, of telt de verkeerde kant op.")
        return netto, btw, list(_shared(lines, per_rate))

    def same(self, total: Element | None, tag: str, cent: int, wat: str) -> None:
        stated = self.amount(first(total, tag), f"Totaal ({wat})")
        if stated != cent:
            self.wrong(f"Totaal: {wat} is {euro(cent)}, en er staat {euro(stated)}.")

    def payable(self, total: Element | None, cent: int) -> None:
        for tag, wat in (
            ("PrepaidAmount", "vooruitbetaald"),
            ("PayableRoundingAmount", "afgerond"),
        ):
            if first(total, tag) is not None and self.amount(first(total, tag), "Totaal"):
                self.wrong(f"Totaal: er is een bedrag {wat}. Dat kan hier niet.")
                return
        self.same(total, "PayableAmount", cent, "het bedrag om te betalen")

    def per_rate(
        self, lines: Iterable[Regel], extra: dict[Decimal, int]
    ) -> dict[Decimal, tuple[int, int]]:
        base: dict[Decimal, int] = defaultdict(int)
        for line in lines:
            base[line.tarief] += line.netto_cent
        for tarief, cent in extra.items():
            if tarief not in base:
                self.wrong("Korting of toeslag: geen regel heeft dit btw-tarief.")
            base[tarief] += cent
            if base[tarief] < 0:
                self.wrong("Korting: die is hoger dan wat er met dit btw-tarief op staat.")
        return {tarief: (cent, _percent(cent, tarief)) for tarief, cent in base.items()}

    def stated_rates(self, per_rate: dict[Decimal, tuple[int, int]], btw: int) -> None:
        stated: dict[Decimal, tuple[int, int]] = {}
        for sub in each(self.root, "TaxTotal/TaxSubtotal"):
            plek = "Btw-overzicht"
            tarief = self.rate(first(sub, "TaxCategory"), plek)
            basis, vat = stated.get(tarief, (0, 0))
            stated[tarief] = (
                basis + self.amount(first(sub, "TaxableAmount"), plek),
                vat + self.amount(first(sub, "TaxAmount"), plek),
            )
        for tarief in sorted({*per_rate, *stated}):
            basis, vat = per_rate.get(tarief, (0, 0))
            said_basis, said_vat = stated.get(tarief, (0, 0))
            if (basis, vat) != (said_basis, said_vat):
                self.wrong(
                    f"Btw {tarief:f} %: over {euro(basis)} is de btw {euro(vat)}, en er staat "
                    f"{euro(said_vat)} over {euro(said_basis)}."
                )
        total = first(self.root, "TaxTotal")
        self.same(total, "TaxAmount", btw, "de btw")

    def pdf(self) -> bytes:
        """The first PDF in the file; empty when there is none."""
        path = "AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject"
        for element in each(self.root, path):
            if element.get("mimeCode") != "application/pdf":
                continue
            try:
                content = base64.b64decode("".join((element.text or "").split()), validate=True)
            except (binascii.Error, ValueError):
                raise Afgekeurd(["De pdf in deze factuur is beschadigd."]) from None
            if not content.startswith(b"%PDF-"):
                raise Afgekeurd(["Wat in deze factuur een pdf heet, is geen pdf."])
            return content
        return b""


def _shared(lines: Sequence[Regel], per_rate: dict[Decimal, tuple[int, int]]) -> Iterator[Regel]:
    """The lines in their order, each with its share of the net and the VAT of its rate."""
    parts: dict[int, tuple[int, int]] = {}
    for tarief, (basis, vat) in per_rate.items():
        mine = [line for line in lines if line.tarief == tarief]
        weights = [max(line.netto_cent, 0) for line in mine]
        shares = zip(spread(basis, weights), spread(vat, weights), strict=True)
        for line, share in zip(mine, shares, strict=True):
            parts[line.nummer] = share
    for line in lines:
        netto, btw = parts[line.nummer]
        yield replace(line, netto_cent=netto, btw_cent=btw)
