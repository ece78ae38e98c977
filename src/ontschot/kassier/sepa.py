"""A payment file: `pain.001.001.09` from plain values, small and strict. Pure.

Rules: EPC132-08 (Customer-to-PSP guidelines, 2023 and later: structured addresses or none), the
SEPA character set (EPC217-08), and the schema itself.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

from ontschot.aanbieders.nummers import clean_iban
from ontschot.kassier.target import is_target_day
from ontschot.kern.errors import Weigering

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
# The file speaks one language, so nothing in it carries a prefix.
NSMAP: Any = {None: NAMESPACE}
MAX_CENT = 99_999_999_999  # € 999.999.999,99: the bound of the scheme for one payment
MAX_REGELS = 10_000  # our own bound: a file that a bank's website still takes
NAAM, OMSCHRIJVING, KENMERK = 70, 140, 35

_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_ID = re.compile(r"[A-Za-z0-9\-?:().,'+ ]+(/[A-Za-z0-9\-?:().,'+ ]+)*")
# What taking the accents off does not do.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L",
        "ı": "i", "ĸ": "k", "ŋ": "n", "Ŋ": "N", "ħ": "h", "Ħ": "H", "€": "EUR", "&": "+",
        "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'", '"': "'", "“": "'", "”": "'", "„": "'",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "_": "-", ";": ",", "…": "...",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Adres:
    """A structured address: town and country at least, as the scheme asks since 2025."""

    plaats: str
    land: str = "NL"
    straat: str = ""
    huisnummer: str = ""
    postcode: str = ""


@dataclass(frozen=True)
class Betaling:
    """One payment of `cent` euro cents."""

    end_to_end_id: str
    cent: int
    naam: str
    iban: str
    omschrijving: str
    adres: Adres | None = None


@dataclass(frozen=True)
class Batch:
    """One file: who pays, from which account, on which TARGET day, and the payments."""

    kenmerk: str
    gemaakt_op: datetime
    uitvoerdatum: date
    naam: str
    iban: str
    betalingen: tuple[Betaling, ...]
    adres: Adres | None = None

    @property
    def totaal_cent(self) -> int:
        return sum(betaling.cent for betaling in self.betalingen)


def clean_text(text: str, length: int) -> str:
    """The text in the SEPA character set, at most `length` long; what has no letter is dropped.

    A slash may not begin, end or be doubled (EPC217-08).
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_LETTERS)
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    allowed = " ".join(_NOT_ALLOWED.sub(" ", kept).split())
    single = re.sub(r"/[ /]*/|/{2,}", "/", allowed)
    return single.strip("/ ")[:length].strip("/ ")


def pain001(batch: Batch) -> bytes:
    """The file as UTF-8 XML. Raises Weigering that names the line that cannot be paid."""
    _check_batch(batch)
    seen: set[str] = set()
    for number, payment in enumerate(batch.betalingen, start=1):
        _check_line(number, payment, seen)
    root = etree.Element(f"{{{NAMESPACE}}}Document", nsmap=NSMAP)
    initiation = _add(root, "CstmrCdtTrfInitn")
    _header(initiation, batch)
    _payments(initiation, batch)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _check_batch(batch: Batch) -> None:
    if not batch.betalingen:
        raise Weigering("Deze batch is leeg. Kies eerst regels om te betalen.")
    if len(batch.betalingen) > MAX_REGELS:
        raise Weigering(
            f"Deze batch heeft {len(batch.betalingen)} regels. Er passen er {MAX_REGELS} in een "
            "bestand. Maak twee batches."
        )
    if not _good_id(batch.kenmerk):
        raise Weigering("Het kenmerk van de batch past niet in een betaalbestand.")
    if not is_target_day(batch.uitvoerdatum):
        raise Weigering(
            "Op de uitvoerdatum betalen de banken niet. Kies een andere dag.", veld="uitvoerdatum"
        )
    if batch.uitvoerdatum < batch.gemaakt_op.date():
        raise Weigering("De uitvoerdatum ligt in het verleden.", veld="uitvoerdatum")
    if batch.gemaakt_op.tzinfo is None:
        raise ValueError("gemaakt_op needs a time zone")
    clean_iban(batch.iban)
    _name(batch.naam, "De betaler")


def _check_line(number: int, payment: Betaling, seen: set[str]) -> None:
    where = f"Regel {number} ({payment.end_to_end_id[:KENMERK]})"
    if not _good_id(payment.end_to_end_id):
        raise Weigering(f"{where}: het kenmerk past niet in een betaalbestand.")
    if payment.end_to_end_id in seen:
        raise Weigering(f"{where}: dit kenmerk staat er twee keer in. Betaal een regel één keer.")
    seen.add(payment.end_to_end_id)
    if not 0 < payment.cent <= MAX_CENT:
        raise Weigering(
            f"{where}: het bedrag moet meer zijn dan € 0 en hoogstens € 999.999.999,99."
        )
    try:
        clean_iban(payment.iban)
    except Weigering as refusal:
        raise Weigering(f"{where}: {refusal.zin}", veld=refusal.veld) from None
    _name(payment.naam, where)
    if payment.adres and not (
        clean_text(payment.adres.plaats, 35) and re.fullmatch(r"[A-Z]{2}", payment.adres.land)
    ):
        raise Weigering(f"{where}: een adres heeft minstens een plaats en een land.")


def _name(text: str, where: str) -> str:
    name = clean_text(text, NAAM)
    if not re.search(r"[A-Za-z0-9]", name):
        raise Weigering(
            f"{where}: de naam heeft geen letters die een bank kan lezen. Schrijf de naam zoals "
            "hij op het bankafschrift staat."
        )
    return name


def _good_id(text: str) -> bool:
    """An identifier of the scheme: 1 to 35 characters, no stray slashes or outer spaces."""
    return bool(0 < len(text) <= KENMERK and _ID.fullmatch(text) and text == text.strip())


def _add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    child.text = text
    return child


def _path(parent: etree._Element, tags: Iterable[str], text: str) -> None:
    for tag in tags:
        parent = _add(parent, tag)
    parent.text = text


def amount(cent: int) -> str:
    """Cents as the schema writes them: `1420.00`."""
    return f"{cent // 100}.{cent % 100:02d}"


def _header(parent: etree._Element, batch: Batch) -> None:
    header = _add(parent, "GrpHdr")
    _add(header, "MsgId", batch.kenmerk)
    _add(header, "CreDtTm", batch.gemaakt_op.replace(microsecond=0).isoformat())
    _add(header, "NbOfTxs", str(len(batch.betalingen)))
    _add(header, "CtrlSum", amount(batch.totaal_cent))
    _path(header, ["InitgPty", "Nm"], clean_text(batch.naam, NAAM))


def _payments(parent: etree._Element, batch: Batch) -> None:
    info = _add(parent, "PmtInf")
    _add(info, "PmtInfId", batch.kenmerk)
    _add(info, "PmtMtd", "TRF")
    _add(info, "NbOfTxs", str(len(batch.betalingen)))
    _add(info, "CtrlSum", amount(batch.totaal_cent))
    _path(info, ["PmtTpInf", "SvcLvl", "Cd"], "SEPA")
    _path(info, ["ReqdExctnDt", "Dt"], batch.uitvoerdatum.isoformat())
    _party(info, "Dbtr", batch.naam, batch.adres)
    _path(info, ["DbtrAcct", "Id", "IBAN"], clean_iban(batch.iban))
    # IBAN only: since 2016 the bank finds its own BIC.
    _path(info, ["DbtrAgt", "FinInstnId", "Othr", "Id"], "NOTPROVIDED")
    _add(info, "ChrgBr", "SLEV")
    for payment in batch.betalingen:
        _payment(info, payment)


def _payment(parent: etree._Element, payment: Betaling) -> None:
    transaction = _add(parent, "CdtTrfTxInf")
    _path(transaction, ["PmtId", "EndToEndId"], payment.end_to_end_id)
    _add(_add(transaction, "Amt"), "InstdAmt", amount(payment.cent)).set("Ccy", "EUR")
    _party(transaction, "Cdtr", payment.naam, payment.adres)
    _path(transaction, ["CdtrAcct", "Id", "IBAN"], clean_iban(payment.iban))
    if text := clean_text(payment.omschrijving, OMSCHRIJVING):
        _path(transaction, ["RmtInf", "Ustrd"], text)


def _party(parent: etree._Element, tag: str, naam: str, adres: Adres | None) -> None:
    party = _add(parent, tag)
    _add(party, "Nm", clean_text(naam, NAAM))
    if not adres:
        return
    address = _add(party, "PstlAdr")
    lines = [
        ("StrtNm", adres.straat, 70),
        ("BldgNb", adres.huisnummer, 16),
        ("PstCd", adres.postcode, 16),
        ("TwnNm", adres.plaats, 35),
        ("Ctry", adres.land, 2),
    ]
    for name, value, length in lines:
        if text := clean_text(value, length):
            _add(address, name, text)
