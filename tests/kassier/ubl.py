"""E-invoices as a supplier makes them, made here: no real company, no real person."""

import base64
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from xml.sax.saxutils import escape

from django.utils import timezone

NLCIUS = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@dataclass(frozen=True)
class Regel:
    """`aantal` times `prijs` (cents); with the order number where `waar` says."""

    prijs: int
    order: str = ""
    aantal: str = "1"
    tarief: str = "21"
    soort: str = "S"
    waar: str = "order"
    tekst: str = "Begeleiding"
    netto: int | None = None

    @property
    def netto_cent(self) -> int:
        if self.netto is not None:
            return self.netto
        return int((Decimal(self.aantal) * self.prijs).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Nota:
    """One invoice; a figure that is given stands there instead of the right one."""

    regels: tuple[Regel, ...]
    nummer: str = "F-1"
    naam: str = "Bureau Loopbaan B.V."
    kvk: str = "12345678"
    btw_nummer: str = "NL004495445B01"
    iban: str = "NL20INGB0001234567"
    datum: str = field(default_factory=lambda: str(timezone.localdate()))
    verval: str = ""
    munt: str = "EUR"
    soort: str = "Invoice"
    order: str = ""
    noot: str = ""
    over: str = ""
    korting: int = 0
    pdf: bytes = b""
    profiel: str = NLCIUS
    anders: tuple[tuple[str, str], ...] = ()


def euro(cent: int) -> str:
    return f"{cent / 100:.2f}"


def _vat(cent: int, tarief: str) -> int:
    return int((Decimal(cent) * Decimal(tarief) / 100).quantize(Decimal(1), ROUND_HALF_UP))


def _amount(tag: str, cent: int, munt: str = "EUR") -> str:
    return f'<cbc:{tag} currencyID="{munt}">{euro(cent)}</cbc:{tag}>'


def _line(n: int, r: Regel, tag: str) -> str:
    quantity = "CreditedQuantity" if tag == "CreditNote" else "InvoicedQuantity"
    note = f"<cbc:Note>Zie {r.order}</cbc:Note>" if r.waar == "noot" else ""
    ref = (
        "<cac:OrderLineReference><cbc:LineID>1</cbc:LineID><cac:OrderReference>"
        f"<cbc:ID>{r.order}</cbc:ID></cac:OrderReference></cac:OrderLineReference>"
        if r.order and r.waar == "order"
        else ""
    )
    name = f"{r.tekst} {r.order}" if r.waar == "naam" else r.tekst
    return (
        f"<cac:{tag}Line><cbc:ID>{n}</cbc:ID>{note}<cbc:{quantity}>{r.aantal}</cbc:{quantity}>"
        f"{_amount('LineExtensionAmount', r.netto_cent)}{ref}"
        f"<cac:Item><cbc:Name>{escape(name)}</cbc:Name><cac:ClassifiedTaxCategory>"
        f"<cbc:ID>{r.soort}</cbc:ID><cbc:Percent>{r.tarief}</cbc:Percent>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>"
        f"<cac:Price>{_amount('PriceAmount', r.prijs)}</cac:Price></cac:{tag}Line>"
    )


def _taxes(nota: Nota) -> tuple[str, int]:
    base: dict[tuple[str, str], int] = {}
    for r in nota.regels:
        base[r.soort, r.tarief] = base.get((r.soort, r.tarief), 0) + r.netto_cent
    if nota.korting and nota.regels:
        base[nota.regels[0].soort, nota.regels[0].tarief] -= nota.korting
    subs = "".join(
        f"<cac:TaxSubtotal>{_amount('TaxableAmount', cent)}"
        f"{_amount('TaxAmount', _vat(cent, tarief))}<cac:TaxCategory><cbc:ID>{soort}</cbc:ID>"
        f"<cbc:Percent>{tarief}</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal>"
        for (soort, tarief), cent in base.items()
    )
    vat = sum(_vat(cent, tarief) for (_, tarief), cent in base.items())
    return f"<cac:TaxTotal>{_amount('TaxAmount', vat)}{subs}</cac:TaxTotal>", vat


def invoice(nota: Nota) -> bytes:
    tag = nota.soort
    taxes, vat = _taxes(nota)
    lines = sum(r.netto_cent for r in nota.regels)
    net = lines - nota.korting
    first = nota.regels[0] if nota.regels else Regel(0)
    discount = (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        f"{_amount('Amount', nota.korting)}<cac:TaxCategory><cbc:ID>{first.soort}</cbc:ID>"
        f"<cbc:Percent>{first.tarief}</cbc:Percent></cac:TaxCategory></cac:AllowanceCharge>"
        if nota.korting
        else ""
    )
    attached = (
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
        '<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="f.pdf">'
        f"{base64.b64encode(nota.pdf).decode()}</cbc:EmbeddedDocumentBinaryObject>"
        "</cac:Attachment></cac:AdditionalDocumentReference>"
        if nota.pdf
        else ""
    )
    legal = f"<cbc:RegistrationName>{escape(nota.naam)}</cbc:RegistrationName>" + (
        f'<cbc:CompanyID schemeID="0106">{nota.kvk}</cbc:CompanyID>' if nota.kvk else ""
    )
    scheme = (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{nota.btw_nummer}</cbc:CompanyID>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        if nota.btw_nummer
        else ""
    )
    account = (
        "<cac:PaymentMeans><cac:PayeeFinancialAccount>"
        f"<cbc:ID>{nota.iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>"
        if nota.iban
        else ""
    )
    order = f"<cac:OrderReference><cbc:ID>{nota.order}</cbc:ID></cac:OrderReference>"
    about = (
        "<cac:BillingReference><cac:InvoiceDocumentReference>"
        f"<cbc:ID>{nota.over}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
    )
    due = f"<cbc:DueDate>{nota.verval}</cbc:DueDate>" if nota.verval else ""
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<{tag} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{tag}-2" '
        'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
        'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
        f"<cbc:CustomizationID>{nota.profiel}</cbc:CustomizationID>"
        f"<cbc:ID>{escape(nota.nummer)}</cbc:ID><cbc:IssueDate>{nota.datum}</cbc:IssueDate>{due}"
        f"<cbc:Note>{escape(nota.noot)}</cbc:Note>"
        f"<cbc:DocumentCurrencyCode>{nota.munt}</cbc:DocumentCurrencyCode>"
        f"{order if nota.order else ''}{about if nota.over else ''}{attached}"
        "<cac:AccountingSupplierParty><cac:Party>"
        f"{scheme}<cac:PartyLegalEntity>{legal}</cac:PartyLegalEntity></cac:Party>"
        f"</cac:AccountingSupplierParty>{account}{discount}{taxes}<cac:LegalMonetaryTotal>"
        f"{_amount('LineExtensionAmount', lines)}{_amount('TaxExclusiveAmount', net)}"
        f"{_amount('TaxInclusiveAmount', net + vat)}{_amount('PayableAmount', net + vat)}"
        "</cac:LegalMonetaryTotal>"
        + "".join(_line(n, r, tag) for n, r in enumerate(nota.regels, start=1))
        + f"</{tag}>"
    )
    for van, naar in nota.anders:
        assert van in xml
        xml = xml.replace(van, naar, 1)
    return xml.encode()
