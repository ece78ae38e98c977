"""What the bank and a supplier sent to the demo region: files made here, read by the actions.

A statement with the payments of a batch, of which the bank did two twice and one came back, two
receipts that nobody recognises, and an e-invoice that waits for the partner. No real account,
company or person.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from xml.sax.saxutils import escape

from django.db.models import Count
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.models import (
    Bankafschrift,
    Bankregel,
    Betaalbatch,
    Betaalregel,
    Plaatsing,
    Verplichting,
)
from ontschot.kassier.models.bank import OPGEHAALD
from ontschot.kassier.queries.vergelijken import message_id
from ontschot.kassier.queries.werk import to_declare
from ontschot.kassier.sepa import amount
from ontschot.kern.scope import Actor, scope
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN

BEGINSALDO_CENT = 48_213_075
# Who paid us, how much, and what it said; the last one gets a proposal.
ONBEKEND = (
    ("Stichting Voorbeeld Opleidingen", 12_500, "restitutie cursusgeld"),
    ("Voorbeeldbank", 431, "rente"),
)
# The second and third payment of the batch left twice; of the third this came back.
TWEE_KEER = slice(1, 3)
DEEL_TERUG_CENT = 10_000
# Our own choice for the demo: no source says how long money may be gone.
DUBBEL_DAGEN = 14
BTW = 21
MAX_REGELS = 40


def store(gevuld: Gevuld) -> None:
    kassiers = [
        gevuld.bron.actor(c) for c in gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="kassier")[:2]
    ]
    paid = Betaalbatch.objects.filter(regio_id=RIJK_VAN_NIJMEGEN, status="bevestigd")
    large = paid.annotate(aantal_regels=Count("regels")).filter(aantal_regels__gte=TWEE_KEER.stop)
    if batch := large.order_by("-bevestigd_op", "-pk").first():
        _bank(kassiers[0], batch)
        _twice(kassiers, batch)
    _invoice(gevuld)


def _bank(wie: Actor, batch: Betaalbatch) -> None:
    """The statement of the day after: everything was paid, one payment came back."""
    assert batch.bevestigd_op
    day = timezone.localdate(batch.bevestigd_op)
    lines = list(batch.regels.order_by("pk")[:MAX_REGELS])
    actions.fetch_file(wie, batch_id=batch.pk)
    actions.set_annuleren_tot(wie, annuleren_tot=OPGEHAALD)
    _read(wie, "antwoord-bank.xml", _answer(batch, lines[0], day))
    _read(wie, f"afschrift-{day:%Y-%m-%d}.xml", _statement(batch, lines, day))
    stranger = Bankregel.objects.get(status="te_plaatsen", tegenpartij=ONBEKEND[-1][0])
    actions.propose_plaatsing(
        wie, bankregel_id=stranger.pk, soort="niet_van_ons", reden="rente van de bank"
    )


def _twice(kassiers: Sequence[Actor], batch: Betaalbatch) -> None:
    """Placed by two as money that left twice: one was asked back, of one a part came back."""
    actions.set_dubbel_dagen(kassiers[0], dagen=DUBBEL_DAGEN)
    asked, partly = batch.regels.order_by("pk")[TWEE_KEER]
    lines = Bankregel.objects.filter(status="te_plaatsen")
    found = _placed(kassiers, lines.get(kenmerk=asked.end_to_end_id), asked)
    actions.record_stap(
        kassiers[0], plaatsing_id=found.pk, soort="bank", tekst="De bank zoekt het uit."
    )
    _placed(kassiers, lines.get(kenmerk=partly.end_to_end_id), partly)
    _placed(kassiers, lines.get(cent=DEEL_TERUG_CENT, richting="bij"), partly)


def _placed(kassiers: Sequence[Actor], line: Bankregel, payment: Betaalregel) -> Plaatsing:
    een, ander = kassiers
    made = actions.propose_plaatsing(
        een, bankregel_id=line.pk, soort="dubbel", betaalregel_id=payment.pk
    )
    return actions.agree_plaatsing(ander, plaatsing_id=made.pk)


def _read(wie: Actor, naam: str, content: bytes) -> None:
    kept = actions.stage_bank_file(wie, naam=naam, inhoud=content)
    actions.read_bank_file(wie, bestand_id=kept.pk)


def _answer(batch: Betaalbatch, line: Betaalregel, day: date) -> bytes:
    message = message_id(batch.regio_id, batch.pk)
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
        f"<GrpHdr><MsgId>DEMO-{message}</MsgId><CreDtTm>{day}T08:15:00</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><GrpSts>ACSC</GrpSts>"
        "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><TxInfAndSts>"
        f"<OrgnlEndToEndId>{line.end_to_end_id}</OrgnlEndToEndId><TxSts>ACSC</TxSts>"
        "</TxInfAndSts></OrgnlPmtInfAndSts>"
        "</CstmrPmtStsRpt></Document>"
    ).encode()


def _statement(batch: Betaalbatch, paid: Sequence[Betaalregel], day: date) -> bytes:
    left = [*paid, *paid[TWEE_KEER]]
    entries = [_entry("DBIT", line.cent, day, _refs(line)) for line in left]
    returned = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    entries.append(_entry("CRDT", paid[0].cent, day, _refs(paid[0]), returned))
    back = ("Voorbeeld Begeleiding", DEEL_TERUG_CENT, "dubbel ontvangen, eerste deel")
    received = [back, *ONBEKEND]
    for naam, cent, tekst in received:
        stranger = (
            f"<RltdPties><Dbtr><Pty><Nm>{escape(naam)}</Nm></Pty></Dbtr></RltdPties>"
            f"<RmtInf><Ustrd>{escape(tekst)}</Ustrd></RmtInf>"
        )
        entries.append(_entry("CRDT", cent, day, "", stranger))
    came = paid[0].cent + sum(cent for _, cent, _ in received)
    end = BEGINSALDO_CENT + came - sum(line.cent for line in left)
    number = Bankafschrift.objects.filter(iban=batch.betaler_iban).count() + 1
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>DEMO-{day}</MsgId><CreDtTm>{day}T22:00:00</CreDtTm></GrpHdr><Stmt>"
        f"<Id>{day.year}-{number:03d}</Id><Acct><Id><IBAN>{batch.betaler_iban}</IBAN></Id></Acct>"
        f"{_balance('OPBD', BEGINSALDO_CENT, day)}{_balance('CLBD', end, day)}"
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _refs(line: Betaalregel) -> str:
    return f"<EndToEndId>{line.end_to_end_id}</EndToEndId>"


def _entry(sign: str, cent: int, day: date, refs: str, more: str = "") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount(cent)}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<Refs>{refs}</Refs>{more}</TxDtls></NtryDtls></Ntry>"
    )


def _balance(code: str, cent: int, day: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{amount(cent)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _invoice(gevuld: Gevuld) -> None:
    """From the provider of an order that FNV has not declared yet."""
    bezetting = gevuld.bron.bezetting
    helper = next(iter(bezetting.of(RIJK_VAN_NIJMEGEN, organisatie="fnv")), None)
    if helper is None:
        return
    wie = gevuld.bron.actor(helper)
    orders = to_declare(wie.organisatie_id).filter(
        regio_id=RIJK_VAN_NIJMEGEN, boekdatum__lt=gevuld.today
    )
    with scope(wie):
        for order in orders[:1]:
            actions.read_invoice(wie, inhoud=_ubl(order, gevuld.today, order.bedrag_cent))
        # And one that makes another order cheaper: an invoice below zero.
        for order in orders[1:2]:
            actions.read_invoice(wie, inhoud=_ubl(order, gevuld.today, -order.bedrag_cent // 4))


def _ubl(order: Verplichting, day: date, cent: int) -> bytes:
    """One line of so many cents, on the VAT basis of the order; below zero takes back."""
    net = cent
    if order.btw != "excl":
        net = int((Decimal(net) * 100 / (100 + BTW)).quantize(Decimal(1), ROUND_HALF_UP))
    vat = int((Decimal(net) * BTW / 100).quantize(Decimal(1), ROUND_HALF_UP))
    rate = f"<cbc:ID>S</cbc:ID><cbc:Percent>{BTW}</cbc:Percent>"
    return (
        '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
        'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
        'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
        "<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#"
        "urn:fdc:nen.nl:nlcius:v1.0</cbc:CustomizationID>"
        f"<cbc:ID>{day.year}-{order.pk:04d}</cbc:ID><cbc:IssueDate>{day}</cbc:IssueDate>"
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        "<cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>"
        f"<cbc:RegistrationName>{escape(order.aanbieder)}</cbc:RegistrationName>"
        '<cbc:CompanyID schemeID="0106">90000001</cbc:CompanyID></cac:PartyLegalEntity>'
        "</cac:Party></cac:AccountingSupplierParty>"
        f"<cac:TaxTotal>{_eur('TaxAmount', vat)}<cac:TaxSubtotal>{_eur('TaxableAmount', net)}"
        f"{_eur('TaxAmount', vat)}<cac:TaxCategory>{rate}</cac:TaxCategory></cac:TaxSubtotal>"
        f"</cac:TaxTotal><cac:LegalMonetaryTotal>{_eur('LineExtensionAmount', net)}"
        f"{_eur('TaxExclusiveAmount', net)}{_eur('TaxInclusiveAmount', net + vat)}"
        f"{_eur('PayableAmount', net + vat)}</cac:LegalMonetaryTotal><cac:InvoiceLine>"
        "<cbc:ID>1</cbc:ID><cbc:InvoicedQuantity>1</cbc:InvoicedQuantity>"
        f"{_eur('LineExtensionAmount', net)}<cac:OrderLineReference><cac:OrderReference>"
        f"<cbc:ID>{order.nummer}</cbc:ID></cac:OrderReference></cac:OrderLineReference>"
        f"<cac:Item><cbc:Name>Dienst</cbc:Name><cac:ClassifiedTaxCategory>{rate}"
        f"</cac:ClassifiedTaxCategory></cac:Item><cac:Price>{_eur('PriceAmount', net)}"
        "</cac:Price></cac:InvoiceLine></Invoice>"
    ).encode()


def _eur(tag: str, cent: int) -> str:
    return f'<cbc:{tag} currencyID="EUR">{Decimal(cent) / 100:.2f}</cbc:{tag}>'
