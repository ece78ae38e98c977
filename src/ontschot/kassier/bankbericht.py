"""What a bank sends back, as plain values: `camt.053` (statements) and `pain.002` (answers). Pure.

Versions 02 to 08 of camt.053 (and later ones that kept the names), and 03 to 10 of pain.002:
elements are found by their name, whatever the version. Everything that does not add up is refused
with where it stands, so a file is read whole or not at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from ontschot.kassier.sepa import clean_iban
from ontschot.kassier.xmlveilig import cents, each, first, local, namespace, parse, text
from ontschot.kern.errors import Weigering

WAT = "het bestand van de bank"
MAX_REGELS = 50_000
_KIND = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.053|pain\.002)\.001\.[0-9]{2}")
KENMERK, NAAM, TEKST = 35, 70, 140


@dataclass(frozen=True)
class Regel:
    """One movement on an account. `richting` is `bij` or `af`; `cent` is always positive.

    `kenmerk` is our EndToEndId; `bericht` the MsgId or PmtInfId of our file when the bank booked
    `aantal` payments as one amount.
    """

    plek: str
    richting: str
    cent: int
    dag: date
    kenmerk: str = ""
    bericht: str = ""
    aantal: int = 1
    tegenrekening: str = ""
    tegenpartij: str = ""
    omschrijving: str = ""
    redencode: str = ""
    toelichting: str = ""


@dataclass(frozen=True)
class Afschrift:
    """One statement of one account; balances in cents, below zero is overdrawn."""

    iban: str
    nummer: str
    van: date
    tot: date
    begin_cent: int
    eind_cent: int
    regels: tuple[Regel, ...]


@dataclass(frozen=True)
class Antwoord:
    """What the bank says of one payment, or of a whole file when `kenmerk` is empty."""

    plek: str
    bericht: str
    status: str
    kenmerk: str = ""
    cent: int | None = None
    redencode: str = ""
    toelichting: str = ""


@dataclass(frozen=True)
class Bankbericht:
    """A whole file: statements, or answers."""

    soort: str
    nummer: str
    dag: date
    afschriften: tuple[Afschrift, ...] = ()
    antwoorden: tuple[Antwoord, ...] = ()


def read(content: bytes) -> Bankbericht:
    """Raises Weigering with a sentence that says what is wrong and where."""
    root = parse(content, WAT)
    found = _KIND.fullmatch(namespace(root))
    if not found or local(root) != "Document":
        raise Weigering(
            "Dit is geen afschrift (camt.053) en geen antwoord (pain.002) van een bank. Kies bij "
            "je bank het XML-bestand.",
            veld="bestand",
        )
    return _statements(root) if found[1] == "camt.053" else _answers(root)


def _refuse(plek: str, wat: str) -> Weigering:
    return Weigering(f"{plek}: {wat} Vraag de bank om een nieuw bestand.", veld="bestand")


def _day(element: Element | None, plek: str, *paths: str) -> date:
    value = text(element, *[f"{p}{end}" for p in paths for end in ("/Dt", "/DtTm", "")])[:10]
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _refuse(plek, "de datum ontbreekt of klopt niet.") from None


def _amount(element: Element | None, plek: str) -> int:
    """The euro cents of an `Amt`; never negative."""
    if element is None:
        raise _refuse(plek, "het bedrag ontbreekt.")
    if element.get("Ccy") != "EUR":
        raise _refuse(plek, "het bedrag is niet in euro.")
    found = cents((element.text or "").strip())
    if found is None or found < 0:
        raise _refuse(plek, "het bedrag is geen bedrag in euro en centen.")
    return found


def _richting(element: Element, plek: str) -> str:
    found = {"CRDT": "bij", "DBIT": "af"}.get(text(element, "CdtDbtInd"))
    if not found:
        raise _refuse(plek, "er staat niet of het geld erbij kwam of eraf ging.")
    return found


def _statements(root: Element) -> Bankbericht:
    body = first(root, "BkToCstmrStmt")
    statements = list(each(body, "Stmt"))
    if not statements:
        raise _refuse("Dit bestand", "er staat geen afschrift in.")
    nummer = text(body, "GrpHdr/MsgId", length=KENMERK)
    dag = _day(body, "De kop van het bestand", "GrpHdr/CreDtTm")
    found = tuple(_statement(s, f"Afschrift {n}") for n, s in enumerate(statements, start=1))
    if sum(len(s.regels) for s in found) > MAX_REGELS:
        raise Weigering(
            f"Dit bestand heeft meer dan {MAX_REGELS} regels. Vraag een bestand over minder dagen.",
            veld="bestand",
        )
    return Bankbericht("camt053", nummer, dag, afschriften=found)


def _statement(element: Element, plek: str) -> Afschrift:
    iban = text(element, "Acct/Id/IBAN")
    if not iban:
        raise _refuse(plek, "het rekeningnummer ontbreekt.")
    try:
        iban = clean_iban(iban)
    except Weigering:
        raise _refuse(plek, "het rekeningnummer klopt niet.") from None
    nummer = text(element, "Id")
    if not 0 < len(nummer) <= KENMERK:
        raise _refuse(plek, "het nummer van het afschrift ontbreekt of is te lang.")
    begin, van = _balance(element, plek, "OPBD", "PRCD")
    eind, tot = _balance(element, plek, "CLBD")
    regels = tuple(_lines(element, plek))
    moved = sum(r.cent if r.richting == "bij" else -r.cent for r in regels)
    if begin + moved != eind:
        raise _refuse(plek, "het begin- en het eindsaldo passen niet bij de regels ertussen.")
    return Afschrift(iban, nummer, min(van, tot), tot, begin, eind, regels)


def _balance(element: Element, plek: str, *codes: str) -> tuple[int, date]:
    for balance in each(element, "Bal"):
        if text(balance, "Tp/CdOrPrtry/Cd") in codes:
            cent = _amount(first(balance, "Amt"), plek)
            sign = 1 if _richting(balance, plek) == "bij" else -1
            return sign * cent, _day(balance, plek, "Dt")
    raise _refuse(plek, "het begin- of eindsaldo ontbreekt.")


def _lines(statement: Element, plek: str) -> Iterator[Regel]:
    for number, entry in enumerate(each(statement, "Ntry"), start=1):
        where = f"{plek}, regel {number}"
        # Pending entries move no balance; they come back as booked.
        if text(entry, "Sts/Cd", "Sts") == "BOOK":
            yield from _entry(entry, where)


def _entry(entry: Element, plek: str) -> Iterator[Regel]:
    """One line per transaction when the bank gives them and they add up, else one for the whole."""
    total = _amount(first(entry, "Amt"), plek)
    if total == 0:
        return
    richting, dag = _richting(entry, plek), _day(entry, plek, "BookgDt")
    details = list(each(entry, "NtryDtls/TxDtls"))
    if len(details) > 1:
        amounts = [first(d, "Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt") for d in details]
        if all(a is not None for a in amounts):
            parts = [_amount(a, plek) for a in amounts]
            if sum(parts) == total and all(parts):
                for detail, cent in zip(details, parts, strict=True):
                    yield _line(entry, detail, (plek, richting, cent, dag))
                return
    whole = details[0] if len(details) == 1 else None
    yield _line(entry, whole, (plek, richting, total, dag))


def _line(entry: Element, detail: Element | None, facts: tuple[str, str, int, date]) -> Regel:
    plek, richting, cent, dag = facts
    other = "Dbtr" if richting == "bij" else "Cdtr"
    batch = first(entry, "NtryDtls/Btch")
    count = text(batch, "NbOfTxs")
    kenmerk = text(detail, "Refs/EndToEndId", length=KENMERK)
    parties = first(detail, "RltdPties")
    return Regel(
        plek,
        richting,
        cent,
        dag,
        kenmerk="" if kenmerk == "NOTPROVIDED" else kenmerk,
        bericht=text(batch, "PmtInfId", "MsgId", length=KENMERK)
        or text(detail, "Refs/PmtInfId", "Refs/MsgId", length=KENMERK),
        aantal=int(count) if re.fullmatch(r"[0-9]{1,7}", count) else 1,
        tegenrekening=text(parties, f"{other}Acct/Id/IBAN", length=34),
        tegenpartij=text(parties, f"{other}/Nm", f"{other}/Pty/Nm", length=NAAM),
        omschrijving=text(detail, "RmtInf/Ustrd", length=TEKST)
        or text(entry, "AddtlNtryInf", length=TEKST),
        redencode=_code(text(detail, "RtrInf/Rsn/Cd")),
        toelichting=text(detail, "RtrInf/AddtlInf", length=TEKST),
    )


def _code(value: str) -> str:
    return value if re.fullmatch(r"[A-Z0-9]{1,4}", value) else ""


def _answers(root: Element) -> Bankbericht:
    body = first(root, "CstmrPmtStsRpt")
    group = first(body, "OrgnlGrpInfAndSts")
    bericht = text(group, "OrgnlMsgId", length=KENMERK)
    nummer = text(body, "GrpHdr/MsgId", length=KENMERK)
    if not bericht or not nummer:
        raise _refuse("De kop van het bestand", "het kenmerk ontbreekt.")
    found = tuple(_all_answers(body, group, bericht))
    if not found:
        raise _refuse("Dit bestand", "er staat geen antwoord in.")
    dag = _day(body, "De kop van het bestand", "GrpHdr/CreDtTm")
    return Bankbericht("pain002", nummer, dag, antwoorden=found)


def _all_answers(body: Element | None, group: Element | None, bericht: str) -> Iterator[Antwoord]:
    """Those of single payments first: they say more than the answer to the whole."""
    wholes = [(group, "GrpSts")] if group is not None else []
    for info in each(body, "OrgnlPmtInfAndSts"):
        wholes.append((info, "PmtInfSts"))
        for number, one in enumerate(each(info, "TxInfAndSts"), start=1):
            yield _single(one, f"Antwoord {number}", bericht)
    for whole, status in wholes:
        if value := text(whole, status):
            yield Antwoord("Antwoord op het hele bestand", bericht, value, **_reason(whole))


def _single(one: Element, plek: str, bericht: str) -> Antwoord:
    kenmerk, status = text(one, "OrgnlEndToEndId", length=KENMERK), text(one, "TxSts")
    if not kenmerk or not status:
        raise _refuse(plek, "het kenmerk of de uitkomst ontbreekt.")
    amount = first(one, "OrgnlTxRef/Amt/InstdAmt")
    return Antwoord(
        plek,
        bericht,
        status,
        kenmerk,
        None if amount is None else _amount(amount, plek),
        **_reason(one),
    )


def _reason(element: Element | None) -> dict[str, Any]:
    return {
        "redencode": _code(text(element, "StsRsnInf/Rsn/Cd")),
        "toelichting": text(element, "StsRsnInf/AddtlInf", length=TEKST),
    }
