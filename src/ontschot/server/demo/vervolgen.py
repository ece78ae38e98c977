"""Grounds to follow people, an answer by link, an offer outside, and one to and from elsewhere."""

from dataclasses import replace
from datetime import date, timedelta

from ontschot.documenten.models import Document
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.rijen import Dossier
from ontschot.trajecten.actions import (
    Afspraak,
    Partner,
    accept_regio,
    offer_outside,
    offer_regio,
    set_nazorgschema,
)
from ontschot.trajecten.models import Interventie, Nazorgmoment, Overdracht, Uitkomst, Volggrond
from ontschot.trajecten.rules.nazorg import Schema, follow_until

BUREN = "AM10"
PERSONAS = ("gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")
OPEN_GELD = ("besluit_gevraagd", "toegekend", "verplicht", "loopt")


def store(gevuld: Gevuld) -> None:
    _grounds(gevuld)
    _help_asked(gevuld)
    _schema(gevuld)
    _offers(gevuld)
    _taken_over(gevuld)


def _schema(gevuld: Gevuld) -> None:
    """The region asks a little less often than the schedule that holds without one of its own."""
    coordinator = gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="coordinator")[0]
    set_nazorgschema(
        gevuld.bron.actor(coordinator),
        momenten=["1m", "3m", "6m", "12m"],
        antwoord_dagen=14,
        automatisch=False,
        van=gevuld.today,
    )


def _taken_over(gevuld: Gevuld) -> None:
    """Somebody who moved here: offered by the neighbours, and taken over by one of us."""
    neighbours = dict.fromkeys(
        d.leven.contactpersoon.sleutel for d in gevuld.dossiers if d.regio == BUREN
    )
    found = next((free for c in neighbours for free in free_dossiers(gevuld, c)[:1]), None)
    ours = next(d for d in gevuld.hier if d.leven.contactpersoon.sleutel == PERSONAS[0])
    if found is None:
        return
    aanbod = offer_regio(
        _actor(gevuld, found),
        kandidaat_id=found.kandidaat.pk,
        naar_regio=RIJK_VAN_NIJMEGEN,
        afspraak=moving(gevuld.today),
    )
    accept_regio(_actor(gevuld, ours), aanbod_id=aanbod.pk)


def _grounds(gevuld: Gevuld) -> None:
    """Whoever found work said that we may ask later; some only because the law lets us."""
    works = Uitkomst.objects.filter(betekenis="aan_het_werk").order_by("datum", "id")
    first: dict[int, Uitkomst] = {}
    for row in works:
        first.setdefault(row.kandidaat_id, row)
    Volggrond.objects.bulk_create(
        Volggrond(
            regio_id=row.regio_id,
            kandidaat_id=row.kandidaat_id,
            grond="wettelijke_taak" if number % 4 == 3 else "toestemming",
            tekst="Begeleiding naar werk is onze wettelijke taak."
            if number % 4 == 3
            else "Gezegd in het gesprek over de nieuwe baan.",
            van=row.datum,
            tot=max(follow_until(row.datum, Schema()), gevuld.today + timedelta(days=30)),
            vastgelegd_door_id=row.vastgelegd_door_id,
            vastgelegd_op=row.vastgelegd_op,
        )
        for number, row in enumerate(first.values())
    )


def _help_asked(gevuld: Gevuld) -> None:
    """One person of each of the demo people answered late and alone, and asks for help."""
    ours = {d.kandidaat.pk: d.leven.contactpersoon.sleutel for d in gevuld.hier}
    helped: set[str] = set()
    rows = Nazorgmoment.objects.filter(antwoord="werkt_niet_meer", kandidaat_id__in=ours)
    for moment in rows.order_by("-gedaan_op", "id"):
        contact = ours[moment.kandidaat_id]
        if contact in helped:
            continue
        helped.add(contact)
        # What was asked by a message is told at once: an answer does not change afterwards.
        Nazorgmoment.objects.filter(pk=moment.pk).delete()
        moment.pk, moment.hulp_nodig, moment.via_link, moment.door_id = None, True, True, None
        moment.gedaan_op = max(gevuld.today - timedelta(days=2), moment.gepland_op)
        moment.save(force_insert=True)


def free_dossiers(gevuld: Gevuld, contact: str) -> list[Dossier]:
    """Dossiers of this colleague without an open offer and without money on its way."""
    busy = set(
        Overdracht.objects.filter(status="aangeboden").values_list("kandidaat_id", flat=True)
    )
    busy |= set(
        Interventie.objects.filter(status__in=OPEN_GELD).values_list("kandidaat_id", flat=True)
    )
    return [
        d
        for d in gevuld.dossiers
        if d.leven.contactpersoon.sleutel == contact
        and d.kandidaat.pk not in busy
        and not d.leven.afgeschermd
    ]


def _actor(gevuld: Gevuld, dossier: Dossier) -> Actor:
    medewerker = gevuld.bron.medewerker(dossier.leven.contactpersoon)
    rows = Rol.objects.filter(medewerker_id=medewerker, regio=dossier.regio)
    rol = rows.select_related("medewerker", "organisatie").order_by("pk").first()
    assert rol
    return actor_in_role(rol, oorsprong="laad_demo")


def _offers(gevuld: Gevuld) -> None:
    """To a partner outside by each of the demo people, and one offer to and from the neighbours."""
    today = gevuld.today
    partner = Partner("Els Vos", "Bureau Schuldhulp", "els.vos@schuldhulp.example")
    for persona in PERSONAS:
        for dossier in free_dossiers(gevuld, persona)[:1]:
            offer_outside(
                _actor(gevuld, dossier),
                kandidaat_id=dossier.kandidaat.pk,
                aan=partner,
                afspraak=agreed(today),
            )
    for van, naar in ((RIJK_VAN_NIJMEGEN, BUREN), (BUREN, RIJK_VAN_NIJMEGEN)):
        contacts = dict.fromkeys(
            d.leven.contactpersoon.sleutel for d in gevuld.dossiers if d.regio == van
        )
        free = [d for c in contacts for d in free_dossiers(gevuld, c)]
        found = next((d for d in free if _papers(d)), free[-1] if free else None)
        if found and found.regio == van:
            offer_regio(
                _actor(gevuld, found),
                kandidaat_id=found.kandidaat.pk,
                naar_regio=naar,
                afspraak=moving(today),
                document_ids=_papers(found),
            )


def _papers(dossier: Dossier) -> list[int]:
    """One paper of a dossier that may go along, if it has any."""
    rows = Document.objects.filter(kandidaat=dossier.kandidaat, ingetrokken_op__isnull=True)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:1])


def agreed(today: date) -> Afspraak:
    """What somebody agreed about help from outside."""
    return Afspraak(
        reden="Eerst moet er rust komen in de geldzaken.",
        warm_contact="Samen gebeld met de kandidaat",
        warm_contact_op=today,
        soort="verwijzing",
        kandidaat_akkoord_op=today,
        kandidaat_akkoord_wijze="gesprek",
        gedeeld=("contactgegevens", "plan"),
        samenvatting="Zoekt hulp bij schulden. Is bezig met een stap naar ander werk.",
        terugkoppeling_mag=True,
    )


def moving(today: date) -> Afspraak:
    """What somebody who moves agreed about the region to come."""
    return replace(
        agreed(today),
        reden="Verhuist voor werk van de partner.",
        soort="overdracht",
        gedeeld=("contactgegevens", "situatie", "advies", "plan"),
        samenvatting="Verhuist binnenkort. Heeft een plan en wil daarmee verder.",
    )
