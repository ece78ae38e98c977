"""E-invoices: read and checked, laid beside the orders, and turned into a declaratie."""

import hashlib
from collections import defaultdict
from dataclasses import replace

from django.utils import timezone

from ontschot.aanbieders.models import Aanbieder
from ontschot.documenten import virus
from ontschot.kassier import ubl
from ontschot.kassier.actions.bewijsstukken import add_bewijs
from ontschot.kassier.actions.declaraties import create_declaratie, open_of
from ontschot.kassier.actions.indieningen import KASSIERS
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import (
    Declaratie,
    Declaratieregel,
    Factuur,
    Factuurbestand,
    Factuurregel,
    Verplichting,
)
from ontschot.kassier.models.indieningen import LIVE
from ontschot.kassier.queries.creditnota import still_costs
from ontschot.kassier.rules.facturen import Bestelling, Voorstel, propose
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.web.format import euro

WIE_LEEST = PROFESSIONALS | KASSIERS


@money_action
def read_invoice(wie: Actor, *, inhoud: bytes) -> Factuur:
    """Keep an e-invoice for the partner that ordered; nothing is declared yet.

    Raises ubl.Afgekeurd with a sentence per line when it does not add up or no line is for an
    order; Weigering when this invoice of this supplier was read before.
    """
    require_rol(wie, WIE_LEEST, "een e-factuur inlezen")
    assert wie.medewerker_id
    factuur = ubl.read(inhoud)
    if factuur.factuurdatum > timezone.localdate():
        raise ubl.Afgekeurd(["De factuurdatum ligt in de toekomst."])
    factuur, about = _with_reference(wie.regio, factuur)
    orders = _orders(wie.regio, factuur)
    partner = None if wie.rol in KASSIERS else wie.organisatie_id
    lines = propose(factuur, orders, partner)
    owners = {line.bestelling.organisatie_id for line in lines if line.bestelling}
    if not owners:
        raise ubl.Afgekeurd([f"Regel {line.regel.nummer}: {line.uitleg}" for line in lines])
    if len(owners) > 1:
        raise Weigering(
            "Deze factuur gaat over verplichtingen van meer dan één partner. Vraag de leverancier "
            "om een factuur per partner.",
            veld="bestand",
        )
    made = _keep(wie, factuur, owners.pop(), inhoud, about)
    _keep_lines(made, lines)
    _keep_files(made, inhoud, factuur.pdf)
    record_invoice(
        wie, "factuur_ingelezen", made, leverancier=made.leverancier, regels=str(len(lines))
    )
    return made


def _with_reference(regio_id: str, factuur: ubl.Factuur) -> tuple[ubl.Factuur, Factuur | None]:
    """A credit note with the invoice that it is about; it is for that order when it names none."""
    if factuur.soort != ubl.CREDITNOTA or not factuur.verwijst_naar:
        return factuur, None
    about = (
        Factuur.objects.filter(
            regio_id=regio_id,
            leverancier=factuur.leverancier.sleutel,
            nummer__in=factuur.verwijst_naar,
            soort=Factuur.FACTUUR,
        )
        .exclude(status="afgekeurd")
        .order_by("-pk")
        .first()
    )
    if about is None or factuur.ordernummers:
        return factuur, about
    lines = about.regels.filter(verplichting__isnull=False).select_related("verplichting")
    names = [line.verplichting.nummer for line in lines if line.verplichting]
    return replace(factuur, ordernummers=tuple(dict.fromkeys(names))), about


def _orders(regio_id: str, factuur: ubl.Factuur) -> dict[str, Bestelling]:
    """The orders that the invoice names, by their number."""
    names = {*factuur.ordernummers, *(n for r in factuur.regels for n in r.ordernummers)}
    ids = {int(name.rpartition("-")[2]) for name in names}
    rows = list(
        Verplichting.objects.filter(pk__in=ids, regio_id=regio_id).select_related(
            "inkoper", "leverancier__samengevoegd_met"
        )
    )
    left = still_costs(rows) if factuur.soort == ubl.CREDITNOTA else open_of(rows)
    return {
        row.nummer: Bestelling(
            row.pk,
            row.nummer,
            row.inkoper_id,
            row.inkoper.naam,
            row.aanbieder,
            row.btw,
            left[row.pk],
            row.status == "open",
            _keys(row.leverancier),
        )
        for row in rows
        if row.nummer in names
    }


def _keys(aanbieder: Aanbieder | None) -> frozenset[str]:
    """How a registered provider is known by number, with the one it was joined with; empty when it
    is known by name only."""
    rows = [row for row in (aanbieder, aanbieder and aanbieder.samengevoegd_met) if row]
    known = [(soort, n) for r in rows for soort, n in (("kvk", r.kvk), ("btw", r.btwnummer))]
    return frozenset(f"{soort}:{waarde}" for soort, waarde in known if waarde)


def _keep(
    wie: Actor, factuur: ubl.Factuur, organisatie_id: int, inhoud: bytes, about: Factuur | None
) -> Factuur:
    assert wie.medewerker_id
    leverancier = factuur.leverancier
    same = Factuur.objects.filter(
        regio_id=wie.regio, leverancier=leverancier.sleutel, nummer=factuur.nummer
    ).exclude(status="afgekeurd")
    if known := same.first():
        raise Weigering(
            f"Factuur {known.nummer} van {known.leverancier_naam} is al ingelezen. Kijk in de "
            "lijst.",
            veld="bestand",
        )
    return Factuur.objects.create(
        regio_id=wie.regio,
        organisatie_id=organisatie_id,
        soort=factuur.soort,
        nummer=factuur.nummer,
        leverancier=leverancier.sleutel,
        leverancier_naam=leverancier.naam,
        kvk=leverancier.kvk,
        btw_nummer=leverancier.btw,
        iban=leverancier.iban,
        factuurdatum=factuur.factuurdatum,
        vervaldatum=factuur.vervaldatum,
        netto_cent=factuur.netto_cent,
        btw_cent=factuur.btw_cent,
        totaal_cent=factuur.totaal_cent,
        sha256=hashlib.sha256(inhoud).hexdigest(),
        corrigeert=about,
        ingelezen_door_id=wie.medewerker_id,
    )


def _keep_lines(made: Factuur, lines: list[Voorstel]) -> None:
    Factuurregel.objects.bulk_create(
        Factuurregel(
            regio_id=made.regio_id,
            factuur=made,
            volgnummer=line.regel.nummer,
            ordernummer=line.ordernummer,
            verplichting_id=line.bestelling.pk if line.bestelling else None,
            netto_cent=line.regel.netto_cent,
            btw_cent=line.regel.btw_cent,
            voorstel_cent=line.cent,
            uitleg=line.uitleg,
        )
        for line in lines
    )


def _keep_files(made: Factuur, xml: bytes, pdf: bytes) -> None:
    """Written by Ontschot itself: a kassier may hand an invoice in, and never read it back."""
    files = {"xml": xml} | ({"pdf": pdf} if pdf else {})
    for content in files.values():
        virus.scan(content)
    with scope(systeem(made.regio_id, reden="e-factuur")):
        Factuurbestand.objects.bulk_create(
            Factuurbestand(
                regio_id=made.regio_id,
                factuur=made,
                soort=soort,
                inhoud=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )
            for soort, content in files.items()
        )


@money_action
def declare_invoice(
    wie: Actor, *, factuur_id: int, pdf_zonder_namen: bool = False
) -> list[Declaratie]:
    """Put what the invoice asks in a concept, one per fonds, each with the amount filled in.

    Never more than what is open on the order by now. With `pdf_zonder_namen` (a person looked)
    the PDF goes along as evidence with each line. Raises Weigering when nothing is left.
    """
    require_rol(wie, PROFESSIONALS, "een factuur declareren")
    factuur = own_invoice(wie, factuur_id)
    if factuur.soort == Factuur.CREDITNOTA:
        raise Weigering("Van een creditnota is niets te declareren. Verwerk haar.")
    if not Factuur.STAPPEN.allows(factuur.status, "voorgesteld"):
        Factuur.STAPPEN.move(factuur, "voorgesteld")
    lines = list(
        factuur.regels.filter(voorstel_cent__gt=0).select_related("verplichting__fondsregel")
    )
    asked: dict[int, int] = defaultdict(int)
    orders: dict[int, Verplichting] = {}
    for line in lines:
        assert line.verplichting
        asked[line.verplichting.pk] += line.voorstel_cent
        orders[line.verplichting.pk] = line.verplichting
    left = open_of(orders.values())
    amounts = {pk: min(cent, left[pk]) for pk, cent in asked.items() if left[pk] > 0}
    if not amounts:
        raise Weigering("Van deze factuur is niets (meer) te declareren.")
    made = [
        create_declaratie(
            wie,
            fonds_id=fonds_id,
            periode=factuur.factuurdatum,
            verplichting_ids=sorted(ids),
            bedragen={pk: amounts[pk] for pk in ids},
            factuur_id=factuur.pk,
        )
        for fonds_id, ids in _per_fonds(orders, amounts).items()
    ]
    Factuur.STAPPEN.move(factuur, "voorgesteld")
    factuur.save(update_fields=["status"])
    if pdf_zonder_namen:
        _add_evidence(wie, factuur, made)
    names = ", ".join(declaratie.naam for declaratie in made)
    record_invoice(wie, "factuur_voorgesteld", factuur, declaratie=names)
    return made


def _add_evidence(wie: Actor, factuur: Factuur, made: list[Declaratie]) -> None:
    pdf = factuur.bestanden.filter(soort="pdf").first()
    lines = Declaratieregel.objects.filter(declaratie__in=made).order_by("pk")
    for line in lines if pdf else ():
        assert pdf
        add_bewijs(
            wie,
            declaratieregel_id=line.pk,
            soort="factuur",
            naam=f"factuur {factuur.nummer}.pdf",
            inhoud=bytes(pdf.inhoud),
            kenmerk=factuur.nummer,
            zonder_namen=True,
        )


def _per_fonds(orders: dict[int, Verplichting], amounts: dict[int, int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for pk in sorted(amounts):
        found[orders[pk].fondsregel.fonds_id].append(pk)
    return dict(sorted(found.items()))


@money_action
def refuse_invoice(wie: Actor, *, factuur_id: int, reden: str) -> Factuur:
    """This invoice is not used; the same number may be read again when it has been mended."""
    require_rol(wie, PROFESSIONALS, "een factuur afkeuren")
    if not reden.strip():
        raise Weigering("Schrijf waarom je deze factuur niet gebruikt.", veld="reden")
    factuur = own_invoice(wie, factuur_id)
    live = factuur.declaratieregels.filter(status__in=LIVE).select_related("declaratie").first()
    if live:
        raise Weigering(
            f"Deze factuur staat in een declaratie ({live.declaratie.get_status_display()}). "
            "Trek die eerst in."
        )
    Factuur.STAPPEN.move(factuur, "afgekeurd")
    factuur.reden_afkeuring = reden.strip()[:300]
    factuur.save(update_fields=["status", "reden_afkeuring"])
    record_invoice(wie, "factuur_afgekeurd", factuur, reden=factuur.reden_afkeuring)
    return factuur


def own_invoice(wie: Actor, factuur_id: int) -> Factuur:
    """The invoice or credit note, locked; raises Weigering when it is of another organisatie."""
    found = (
        Factuur.objects.select_for_update(of=("self",))
        .filter(pk=factuur_id, organisatie_id=wie.organisatie_id or 0)
        .first()
    )
    if not found:
        raise Weigering("Deze factuur is niet van jouw organisatie.")
    return found


def record_invoice(wie: Actor, event: str, factuur: Factuur, **gegevens: str) -> None:
    """The audit line of a step of an invoice or credit note, by its kind and number."""
    facts = {"bedrag": euro(factuur.totaal_cent)} if event != "factuur_afgekeurd" else {}
    audit.record(
        wie,
        event,
        object_soort="factuur",
        object_sleutel=f"{factuur.soort} {factuur.nummer}"[:60],
        regio=factuur.regio_id,
        **facts,
        **gegevens,
    )
