"""From plans to rows: arrangement, interventie with its toets, hand-over, outcome, nazorg.

Every row begins in the state in which the database lets it begin; the states that follow are set
for all rows at once, in the order of the road.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from ontschot.casusoverleg.models import Besluit, Mandaat
from ontschot.regelingen.rules import derive_doelgroep, settle
from ontschot.server.demo import plan as plannen
from ontschot.server.demo.bron import Bron, change
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.rijen import Dossier, moment_in
from ontschot.server.demo.trajectplan import MANDAAT_CENT
from ontschot.trajecten.models import (
    Arrangement,
    Inkoopcheck,
    Interventie,
    Kostendeel,
    Leerbedrijfcheck,
    Nazorgmoment,
    Overdracht,
    Stap,
    Toetsregel,
    Uitkomst,
)
from ontschot.trajecten.rules.inkoop import PRAKTIJKLEREN, SCHOLING

INTERVENTIES = "trajecten_interventie"
# Made up: no company of these names is meant.
LEERBEDRIJVEN = ("Hoveniersbedrijf De Linde", "Magazijn Waalzicht", "Zorghuis De Brug")


@dataclass(frozen=True)
class Traject:
    """An interventie of a plan with its row, and the dossier it belongs to."""

    dossier: Dossier
    plek: int
    plan: plannen.Interventie
    rij: Interventie


def store_arrangementen(bron: Bron, dossiers: Iterable[Dossier]) -> list[Traject]:
    """Plans with their steps, interventies and toetsen; agreed where they are agreed."""
    planned = [(d, d.leven.arrangement) for d in dossiers if d.leven.arrangement]
    rows = Arrangement.objects.bulk_create(
        Arrangement(
            regio_id=d.regio,
            kandidaat=d.kandidaat,
            doel=plan.doel,
            gemaakt_door_id=bron.medewerker(plan.door),
            gemaakt_op=plan.gemaakt_op,
        )
        for d, plan in planned
    )
    trajecten = _store_steps(bron, zip(planned, rows, strict=True))
    _store_shares(trajecten)
    _store_toetsen(bron, trajecten)
    change(
        "trajecten_arrangement",
        {"status": "text", "akkoord_op": "date", "akkoord_wijze": "text"},
        [
            (row.pk, "akkoord", plan.akkoord_op, plan.akkoord_wijze)
            for (_, plan), row in zip(planned, rows, strict=True)
            if plan.akkoord_op
        ],
    )
    return trajecten


def _store_steps(
    bron: Bron,
    planned: Iterable[tuple[tuple[Dossier, plannen.Arrangement], Arrangement]],
) -> list[Traject]:
    steps = [
        (d, place, stap, row)
        for (d, plan), row in planned
        for place, stap in enumerate(plan.stappen)
    ]
    rows = Stap.objects.bulk_create(
        Stap(
            regio_id=d.regio,
            arrangement=row,
            volgorde=place + 1,
            dienst=bron.diensten.get(stap.dienst) if d.regio == "AM08" else None,
            omschrijving=stap.omschrijving,
            van_wie=stap.van_wie,
            van=stap.van,
            tot=stap.tot,
        )
        for d, place, stap, row in steps
    )
    bought = [
        (d, place, stap.interventie, row)
        for (d, place, stap, _), row in zip(steps, rows, strict=True)
        if stap.interventie
    ]
    made = Interventie.objects.bulk_create(
        _interventie(bron, d, plan, row) for d, _, plan, row in bought
    )
    return [
        Traject(d, place, plan, row) for (d, place, plan, _), row in zip(bought, made, strict=True)
    ]


def _interventie(
    bron: Bron, dossier: Dossier, plan: plannen.Interventie, stap: Stap
) -> Interventie:
    wie = dossier.kandidaat
    return Interventie(
        regio_id=dossier.regio,
        kandidaat=wie,
        kandidaat_sleutel=wie.sleutel,
        stap=stap,
        interventiesoort_id=plan.soort,
        omschrijving=plan.omschrijving,
        aanbieder=plan.aanbieder,
        gepland_op=plan.gepland_op,
        doelgroep_id=plan.doelgroep,
        doelgroep_omdat=because(bron, dossier.leven, plan),
        doelgroep_gekozen_door_id=bron.medewerker(plan.door) if plan.gekozen else None,
        geslacht=wie.geslacht,
        opleiding=wie.opleiding,
        sector=wie.sector,
        inkoper_id=bron.organisatie(plan.inkoper),
        eerstverantwoordelijk=bron.eerstverantwoordelijk[plan.doelgroep],
        gevraagd_cent=plan.gevraagd_cent,
        totaal_cent=_whole_price(plan),
        btw=plan.btw,
    )


def _whole_price(plan: plannen.Interventie) -> int | None:
    return plan.gevraagd_cent + sum(cent for *_, cent in plan.delen) if plan.delen else None


def _store_shares(trajecten: Iterable[Traject]) -> None:
    Kostendeel.objects.bulk_create(
        Kostendeel(regio_id=t.dossier.regio, interventie=t.rij, betaler=betaler, wie=wie, cent=cent)
        for t in trajecten
        for betaler, wie, cent in t.plan.delen
    )


def because(bron: Bron, leven: plannen.Leven, plan: plannen.Interventie) -> str:
    """The sentence of the derivation; raises ValueError when the rules say another doelgroep."""
    day = day_of(plan.gepland_op)
    facts = [f.soort for f in leven.feiten if f.van <= day and (f.tot is None or day <= f.tot)]
    regels = bron.doelgroepregels
    chosen = plan.doelgroep if plan.gekozen else None
    found = settle(derive_doelgroep(facts, regels), chosen, regels, door=plan.door.naam)
    if getattr(found, "code", None) != plan.doelgroep:
        raise ValueError(f"{facts} op {day} is niet {plan.doelgroep}: {found}")
    return found.omdat


def _store_toetsen(bron: Bron, trajecten: Iterable[Traject]) -> None:
    Toetsregel.objects.bulk_create(
        Toetsregel(
            regio_id=t.dossier.regio,
            interventie=t.rij,
            dienst=bron.diensten.get(line.dienst) if t.dossier.regio == "AM08" else None,
            voorziening=line.voorziening,
            bekend=_known(bron, line.dienst),
            antwoord=line.antwoord,
            reden=line.reden,
            door_id=bron.medewerker(line.door) if line.door else None,
            op=line.op,
        )
        for t in trajecten
        for line in t.plan.toets
    )


def _known(bron: Bron, sleutel: str) -> dict[str, object]:
    """The menukaart of that day, in the shape that the planning itself keeps."""
    dienst = bron.diensten.get(sleutel)
    if dienst is None:
        return {}
    return {
        "aanbieder": dienst.aanbieder,
        "samenvatting": dienst.samenvatting,
        "contact": dienst.contact,
        "voorwaarde": "",
        "beschikbaar": True,
        "prijs_cent": dienst.prijs_cent,
        "wachttijd_dagen": dienst.wachttijd_dagen,
        "gecontroleerd_op": dienst.gecontroleerd_op.isoformat(),
    }


def store_mandaten(bron: Bron, regios: Iterable[str], van: date) -> dict[tuple[str, str], int]:
    """The buying partners of a region may decide by themselves up to an amount."""
    pairs = sorted(
        {
            (c.regio, c.organisatie)
            for c in bron.bezetting.collegas
            if c.regio in set(regios) and c.rol in {"gids", "loopbaancoach", "consulent"}
        }
    )
    rows = Mandaat.objects.bulk_create(
        Mandaat(
            regio_id=regio,
            organisatie_id=bron.organisatie(organisatie),
            tot_cent=MANDAAT_CENT,
            van=van,
            bron="Demo: afspraak in het samenwerkingsplan",
        )
        for regio, organisatie in pairs
    )
    return {pair: row.pk for pair, row in zip(pairs, rows, strict=True)}


def store_besluiten(
    bron: Bron, trajecten: Iterable[Traject], mandaten: dict[tuple[str, str], int]
) -> list[Besluit]:
    """The toets is done, a besluit is asked, and decided where it is decided."""
    done = [t for t in trajecten if t.plan.toets_gedaan_op]
    change(
        INTERVENTIES,
        {"toets_gedaan_op": "timestamptz"},
        [(t.rij.pk, t.plan.toets_gedaan_op) for t in done],
    )
    asked = [(t, t.plan.besluit) for t in done if t.plan.besluit]
    _store_checks(bron, done)
    _step([t for t, _ in asked], "besluit_gevraagd")
    rows = Besluit.objects.bulk_create(
        Besluit(
            regio_id=t.dossier.regio,
            interventie=t.rij,
            gevraagd_door_id=bron.medewerker(besluit.gevraagd_door),
            gevraagd_op=besluit.gevraagd_op,
            gevraagd_cent=t.plan.gevraagd_cent,
            vraag=besluit.vraag,
        )
        for t, besluit in asked
    )
    decided = [
        (t, besluit, row)
        for (t, besluit), row in zip(asked, rows, strict=True)
        if besluit.besloten_door
    ]
    change(
        "casusoverleg_besluit",
        {
            "uitkomst": "text", "wijze": "text", "mandaat_id": "int8", "motivering": "text",
            "consensus": "bool", "afwijkend_standpunt": "text", "besloten_door_id": "int8",
            "besloten_op": "timestamptz",
        },
        [_answer(bron, besluit, row, mandaten) for _, besluit, row in decided],
    )  # fmt: skip
    for uitkomst in ("toegekend", "afgewezen"):
        _step([t for t, besluit, _ in decided if besluit.uitkomst == uitkomst], uitkomst)
    return rows


def _store_checks(bron: Bron, done: Iterable[Traject]) -> None:
    """The six questions were gone through together with the toets."""
    Inkoopcheck.objects.bulk_create(
        Inkoopcheck(
            regio_id=t.dossier.regio,
            interventie=t.rij,
            regulier="nee",
            regulier_omdat="Zie de toets.",
            gemotiveerd="ja",
            gemotiveerd_omdat="Ging akkoord met het plan.",
            blijvend="ja" if t.plan.soort in SCHOLING else "onbekend",
            door_id=bron.medewerker(t.plan.door),
            op=t.plan.toets_gedaan_op or t.plan.gepland_op,
        )
        for t in done
    )


def _answer(
    bron: Bron, besluit: plannen.Besluit, row: Besluit, mandaten: dict[tuple[str, str], int]
) -> tuple[object, ...]:
    door = besluit.besloten_door
    assert door
    mandaat = mandaten[row.regio_id, door.organisatie] if besluit.wijze == "mandaat" else None
    return (
        row.pk,
        besluit.uitkomst,
        besluit.wijze,
        mandaat,
        besluit.motivering,
        not besluit.afwijkend,
        besluit.afwijkend,
        bron.medewerker(door),
        besluit.besloten_op,
    )


def _step(trajecten: Iterable[Traject], status: str) -> None:
    change(INTERVENTIES, {"status": "text"}, [(t.rij.pk, status) for t in trajecten])


def store_orders(bron: Bron, trajecten: Iterable[Traject]) -> None:
    """What is counted is frozen at the verplichting; then the service runs and ends."""
    _store_leerbedrijven(bron, trajecten)
    ordered = [(t, t.plan.order) for t in trajecten if t.plan.order]
    change(
        INTERVENTIES,
        {
            "status": "text", "regeling_id": "text", "kosten_cent": "int8",
            "verplicht_op": "timestamptz",
        },
        [
            (t.rij.pk, "verplicht", bron.regeling(day_of(o.besteld_op)), o.cent, o.besteld_op)
            for t, o in ordered
        ],
    )  # fmt: skip
    begun = ("loopt", "afgerond", "afgebroken")
    change(
        INTERVENTIES,
        {"status": "text", "gestart_op": "date"},
        [(t.rij.pk, "loopt", _first_day(t, o)) for t, o in ordered if t.plan.status in begun],
    )
    change(
        INTERVENTIES,
        {
            "status": "text", "afgesloten_op": "date", "reden_afgebroken": "text",
            "afbreekreden": "text",
        },
        [
            (
                t.rij.pk,
                t.plan.status,
                t.plan.afgesloten_op,
                t.plan.reden_afgebroken,
                "anders" if t.plan.reden_afgebroken else "",
            )
            for t in trajecten
            if t.plan.status in {"afgerond", "afgebroken", "vervallen"}
        ],
    )  # fmt: skip


def _store_leerbedrijven(bron: Bron, trajecten: Iterable[Traject]) -> None:
    """Where somebody learns in a company, a colleague looked it up when the besluit was asked."""
    learning = [t for t in trajecten if t.plan.soort in PRAKTIJKLEREN and t.plan.besluit]
    Leerbedrijfcheck.objects.bulk_create(
        Leerbedrijfcheck(
            regio_id=t.dossier.regio,
            interventie=t.rij,
            bedrijf=LEERBEDRIJVEN[place % len(LEERBEDRIJVEN)],
            erkend=True,
            waar="Opgezocht op de website van SBB (demo)",
            opgezocht_op=day_of(t.plan.toets_gedaan_op or t.plan.gepland_op),
            door_id=bron.medewerker(t.plan.door),
            op=t.plan.toets_gedaan_op or t.plan.gepland_op,
        )
        for place, t in enumerate(learning)
    )


def _first_day(traject: Traject, order: plannen.Order) -> date:
    """A service begins some weeks after the order, but not after its own end or today."""
    ordered = day_of(order.besteld_op)
    first = ordered + timedelta(days=6 + traject.rij.pk % 15)
    return min(first, traject.plan.afgesloten_op or max(ordered, timezone.localdate()))


def store_moments(trajecten: Iterable[Traject]) -> None:
    """When an interventie last changed: not when the demo was loaded."""
    change(
        INTERVENTIES,
        {"laatste_wijziging_op": "timestamptz"},
        [(t.rij.pk, last_change(t.plan)) for t in trajecten],
    )


def last_change(plan: plannen.Interventie) -> datetime:

    besluit, order = plan.besluit, plan.order
    moments = [plan.gepland_op, plan.toets_gedaan_op, order.besteld_op if order else None]
    if besluit:
        moments += [besluit.gevraagd_op, besluit.besloten_op]
    return max(moment for moment in moments if moment)


def store_overdrachten(bron: Bron, dossiers: Iterable[Dossier]) -> list[tuple[Dossier, Overdracht]]:
    offers = [(d, offer) for d in dossiers for offer in d.leven.overdrachten]
    rows = Overdracht.objects.bulk_create(
        Overdracht(
            regio_id=d.regio,
            kandidaat=d.kandidaat,
            soort=o.soort,
            van_id=bron.medewerker(o.van),
            van_organisatie_id=bron.organisatie(o.van.organisatie),
            naar_id=bron.medewerker(o.naar),
            naar_organisatie_id=bron.organisatie(o.naar.organisatie),
            reden=o.reden,
            warm_contact=o.warm_contact,
            warm_contact_op=o.warm_contact_op,
            kandidaat_akkoord_op=o.warm_contact_op,
            aangeboden_op=o.aangeboden_op,
            reageer_uiterlijk=o.reageer_uiterlijk,
        )
        for d, o in offers
    )
    change(
        "trajecten_overdracht",
        {"status": "text", "besloten_op": "timestamptz", "weigering": "text"},
        [
            (row.pk, o.status, o.besloten_op, o.weigering)
            for (_, o), row in zip(offers, rows, strict=True)
            if o.besloten_op
        ],
    )
    return [(d, row) for (d, _), row in zip(offers, rows, strict=True)]


def store_uitkomsten(bron: Bron, dossiers: Iterable[Dossier], trajecten: Iterable[Traject]) -> None:
    """Dated results and the nazorg that follows from work."""
    of_step = {(t.dossier.kandidaat.pk, t.plek): t.rij for t in trajecten}
    found = [(d, u) for d in dossiers for u in d.leven.uitkomsten]
    rows = Uitkomst.objects.bulk_create(
        Uitkomst(
            regio_id=d.regio,
            kandidaat=d.kandidaat,
            interventie=None if u.stap is None else of_step[d.kandidaat.pk, u.stap],
            betekenis=u.betekenis,
            datum=u.datum,
            bron=u.bron,
            toelichting=u.toelichting,
            vastgelegd_door_id=bron.medewerker(u.door),
            vastgelegd_op=moment_in(d, u.datum),
        )
        for d, u in found
    )
    Nazorgmoment.objects.bulk_create(
        row
        for (d, u), uitkomst in zip(found, rows, strict=True)
        for row in _nazorg(bron, d, u, uitkomst)
    )


def _nazorg(
    bron: Bron, dossier: Dossier, plan: plannen.Uitkomst, uitkomst: Uitkomst
) -> Iterator[Nazorgmoment]:
    for moment in plan.nazorg:
        yield Nazorgmoment(
            regio_id=dossier.regio,
            uitkomst=uitkomst,
            kandidaat=dossier.kandidaat,
            gepland_op=moment.gepland_op,
            na=moment.na,
            gedaan_op=moment.gedaan_op,
            antwoord=moment.antwoord,
            door_id=bron.medewerker(moment.door) if moment.door else None,
        )
