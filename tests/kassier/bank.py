"""Files as a bank makes them, made here: no real account, no real person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

from django.utils import timezone

IBAN = "NL20INGB0001234567"  # the kassier of tests.kassier.factories


def today() -> date:
    return timezone.localdate()


def euro(cent: int) -> str:
    return f"{cent // 100}.{cent % 100:02d}"


@dataclass(frozen=True)
class Boeking:
    """One entry of a statement; `cent` below zero is money out."""

    cent: int
    kenmerk: str = ""
    rekening: str = ""
    naam: str = ""
    tekst: str = ""
    reden: str = ""
    bericht: str = ""
    aantal: int = 0
    status: str = "BOOK"
    munt: str = "EUR"


@dataclass(frozen=True)
class Stand:
    """One statement."""

    boekingen: tuple[Boeking, ...] = ()
    nummer: str = "A1"
    dag: date = field(default_factory=today)
    begin: int = 1_000_000
    eind: int | None = None
    iban: str = IBAN
    extra: str = field(default="")


def _signed(cent: int, munt: str = "EUR") -> str:
    sign = "CRDT" if cent >= 0 else "DBIT"
    return f'<Amt Ccy="{munt}">{euro(abs(cent))}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'


def _balance(code: str, cent: int, dag: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_signed(cent)}"
        f"<Dt><Dt>{dag}</Dt></Dt></Bal>"
    )


def _entry(b: Boeking, dag: date, new: bool) -> str:
    other = "Dbtr" if b.cent >= 0 else "Cdtr"
    status = f"<Sts><Cd>{b.status}</Cd></Sts>" if new else f"<Sts>{b.status}</Sts>"
    name = f"<Nm>{escape(b.naam)}</Nm>"
    party = f"<{other}>{f'<Pty>{name}</Pty>' if new else name}</{other}>" if b.naam else ""
    account = f"<{other}Acct><Id><IBAN>{b.rekening}</IBAN></Id></{other}Acct>" if b.rekening else ""
    batch = f"<Btch><PmtInfId>{b.bericht}</PmtInfId><NbOfTxs>{b.aantal}</NbOfTxs></Btch>"
    detail = (
        f"<TxDtls><Refs><EndToEndId>{escape(b.kenmerk)}</EndToEndId></Refs>"
        f"<RltdPties>{party}{account}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(b.tekst)}</Ustrd></RmtInf>"
        + (f"<RtrInf><Rsn><Cd>{b.reden}</Cd></Rsn></RtrInf>" if b.reden else "")
        + "</TxDtls>"
    )
    return (
        f"<Ntry>{_signed(b.cent, b.munt)}{status}<BookgDt><Dt>{dag}</Dt></BookgDt>"
        f"<NtryDtls>{batch if b.bericht else ''}{'' if b.bericht else detail}</NtryDtls></Ntry>"
    )


def _statement(s: Stand, new: bool) -> str:
    moved = sum(b.cent for b in s.boekingen if b.status == "BOOK")
    eind = s.begin + moved if s.eind is None else s.eind
    return (
        f"<Stmt><Id>{s.nummer}</Id><CreDtTm>{s.dag}T23:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{s.iban}</IBAN></Id></Acct>"
        + _balance("OPBD", s.begin, s.dag)
        + _balance("CLBD", eind, s.dag)
        + "".join(_entry(b, s.dag, new) for b in s.boekingen)
        + f"{s.extra}</Stmt>"
    )


def camt(*standen: Stand, versie: str = "08", nummer: str = "BANK-1") -> bytes:
    body = "".join(_statement(s, versie >= "04") for s in standen)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{versie}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{nummer}</MsgId><CreDtTm>{today()}T23:00:00</CreDtTm></GrpHdr>"
        f"{body}</BkToCstmrStmt></Document>"
    ).encode()


def pain002(
    bericht: str,
    regels: Iterable[tuple[str, str, str]] = (),
    *,
    geheel: str = "",
    reden: str = "",
    nummer: str = "STATUS-1",
    dag: date | None = None,
) -> bytes:
    """`regels` are (EndToEndId, status, reason code)."""

    def why(code: str) -> str:
        return f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if code else ""

    lines = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{e}</OrgnlEndToEndId><TxSts>{s}</TxSts>{why(c)}</TxInfAndSts>"
        for e, s, c in regels
    )
    whole = f"<GrpSts>{geheel}</GrpSts>{why(reden)}" if geheel else ""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
        f"<GrpHdr><MsgId>{nummer}</MsgId><CreDtTm>{dag or today()}T09:00:00</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{bericht}</OrgnlMsgId>{whole}</OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{bericht}</OrgnlPmtInfId>{lines}</OrgnlPmtInfAndSts>"
        "</CstmrPmtStsRpt></Document>"
    ).encode()
