"""What must be settled before shared money is spent: six questions, payers, papers, length."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ontschot.kandidaten.queries import facts_on
from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.menukaart.queries.beroepen import KansrijkBeroep
from ontschot.trajecten.actions.common import (
    locked_interventie,
    log_interventie,
    not_in_future,
    required,
    without_person,
)
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import (
    Inkoopcheck,
    Inkoopregel,
    Interventie,
    Kostendeel,
    Leerbedrijfcheck,
    Stuk,
)
from ontschot.trajecten.models.inkoop import VORMEN
from ontschot.trajecten.queries.inkoop import (
    kansrijk_vorm,
    kansrijklijst_for,
    required_papers,
)
from ontschot.trajecten.rules import Bekend, Kansrijk, check_problems, suggest
from ontschot.trajecten.rules.inkoop import PRAKTIJKLEREN, SCHOLING

Antwoorden = Mapping[str, tuple[str, str]]
MAX_OMDAT = 200
MAX_STUK = 120


@dataclass(frozen=True)
class Deel:
    """What somebody else pays: `betaler` of `Kostendeel.BETALERS`, a name, and cents."""

    betaler: str
    wie: str
    cent: int


@dataclass(frozen=True)
class Kansrijkkeuze:
    """What somebody named: a trade of the list that counts today, who promises a job, or both."""

    beroep_id: int | None = None
    baangarantie_van: str = ""


NIETS_GEKOZEN = Kansrijkkeuze()


def suggested(interventie: Interventie) -> dict[str, tuple[str, str]]:
    """The six answers as far as they are known today. Five queries."""
    return suggest(
        Bekend(
            antwoorden=set(interventie.toets.values_list("antwoord", flat=True)),
            betalers=set(interventie.kostendelen.values_list("betaler", flat=True)),
            situaties=facts_on(interventie.kandidaat_id, timezone.localdate()),
            plan_agreed=interventie.stap.arrangement.status == "akkoord",
            scholing=interventie.interventiesoort_id in SCHOLING,
            kansrijk_zin=kansrijklijst_for(interventie).zin,
        )
    )


def store_check(
    wie: Actor,
    interventie: Interventie,
    answers: Antwoorden,
    moment: datetime,
    keuze: Kansrijkkeuze = NIETS_GEKOZEN,
) -> Inkoopcheck:
    """Keep the six answers inside the transaction of the action that finishes the toets.

    Raises Weigering with the question as its field.
    """
    beroep = _chosen_trade(interventie, keuze.beroep_id)
    promised_by = keuze.baangarantie_van.strip()[:140]
    problems = check_problems(
        dict(answers),
        scholing=interventie.interventiesoort_id in SCHOLING,
        kansrijk_vorm=kansrijk_vorm(interventie.regio_id, timezone.localdate()),
        kansrijk=Kansrijk(beroep.naam if beroep else "", promised_by),
    )
    for vraag, zin in problems.items():
        raise Weigering(zin, veld=vraag)
    values: dict[str, object] = {
        "door_id": wie.medewerker_id,
        "op": moment,
        "kansrijk_beroep_id": beroep.beroep_id if beroep else None,
        "baangarantie_van": promised_by,
    }
    for vraag, (antwoord, omdat) in answers.items():
        values |= {vraag: antwoord, f"{vraag}_omdat": omdat.strip()[:MAX_OMDAT]}
    found, _ = Inkoopcheck.objects.update_or_create(
        interventie=interventie, defaults={"regio_id": interventie.regio_id, **values}
    )
    return found


def _chosen_trade(interventie: Interventie, beroep_id: int | None) -> KansrijkBeroep | None:
    """The trade on the list of today; raises Weigering when it is not on it (any more)."""
    if beroep_id is None:
        return None
    on_list = kansrijklijst_for(interventie).beroepen
    found = next((beroep for beroep in on_list if beroep.beroep_id == beroep_id), None)
    if found is None:
        raise Weigering(
            "Dit beroep staat niet op de lijst van vandaag. Kies een ander, of schrijf het op.",
            veld="kansrijk_beroep",
        )
    return found


def write_shares(interventie: Interventie, delen: Iterable[Deel]) -> None:
    """Put the shares of the other payers beside that of shared money, for a saved interventie.

    The whole price follows from them, so it cannot be typed wrong. Raises Weigering.
    """
    rows = [_share(interventie, deel) for deel in delen]
    interventie.kostendelen.all().delete()
    Kostendeel.objects.bulk_create(rows)
    total = interventie.gevraagd_cent + sum(row.cent for row in rows) if rows else None
    if total != interventie.totaal_cent:
        interventie.totaal_cent = total
        interventie.save(update_fields=["totaal_cent", "laatste_wijziging_op"])


def _share(interventie: Interventie, deel: Deel) -> Kostendeel:
    if deel.betaler not in dict(Kostendeel.BETALERS):
        raise Weigering("Kies wie meebetaalt.", veld="betaler")
    if deel.cent <= 0:
        raise Weigering("Vul in hoeveel deze betaler meebetaalt.", veld="betaler")
    # The name of the person stands in the dossier, not beside the money.
    named = (
        ""
        if deel.betaler == "kandidaat"
        else without_person(interventie.kandidaat_id, deel.wie, "betaler")
    )
    return Kostendeel(
        regio_id=interventie.regio_id,
        interventie=interventie,
        betaler=deel.betaler,
        wie=named[:100],
        cent=deel.cent,
    )


@action
def ask_longer(wie: Actor, *, interventie_id: int) -> Interventie:
    """Ask the coördinator whether an interventie may last longer than the limit."""
    interventie = locked_interventie(wie, interventie_id)
    if interventie.langer_reden:
        raise Weigering("De coördinator vond het al goed.")
    interventie.langer_gevraagd_op = timezone.now()
    interventie.save(update_fields=["langer_gevraagd_op", "laatste_wijziging_op"])
    log_interventie(wie, "langer_gevraagd", interventie)
    return interventie


@action
def allow_longer(wie: Actor, *, interventie_id: int, reden: str) -> Interventie:
    """The coördinator lets it last longer, with a reason. Works by key: no dossier is opened."""
    if wie.rol != Rolsoort.COORDINATOR:
        raise Weigering("Alleen de coördinator kan dit goedvinden.")
    interventie = locked(Interventie.objects.all(), interventie_id, "Deze interventie")
    if interventie.langer_gevraagd_op is None:
        raise Weigering("Hierom is niet gevraagd. Ververs de pagina.")
    words = required(reden, "Schrijf op waarom het langer mag.", "reden")
    interventie.langer_reden = without_person(interventie.kandidaat_id, words, "reden")[:200]
    interventie.langer_door_id = medewerker_of(wie)
    interventie.save(update_fields=["langer_reden", "langer_door", "laatste_wijziging_op"])
    log_interventie(wie, "langer_toegestaan", interventie)
    return interventie


@action
def record_paper(wie: Actor, *, interventie_id: int, naam: str, op: date) -> Stuk:
    """Say that a paper which the regeling asks for is there, since a day."""
    interventie = locked_interventie(wie, interventie_id)
    not_in_future(op, "op")
    asked = required_papers(interventie, timezone.localdate())
    if naam not in asked:
        raise Weigering("Dit stuk hoort niet bij deze soort. Ververs de pagina.")
    found, new = Stuk.objects.get_or_create(
        interventie=interventie,
        naam=naam,
        defaults={
            "regio_id": interventie.regio_id,
            "aanwezig_op": op,
            "door_id": medewerker_of(wie),
        },
    )
    if not new:
        raise Weigering("Dit stuk was al vastgelegd.")
    log_interventie(wie, "stuk_vastgelegd", interventie)
    return found


@action
def record_leerbedrijf(
    wie: Actor,
    *,
    interventie_id: int,
    bedrijf: str,
    waar: str,
    opgezocht_op: date,
    erkend: bool,
    plaats: str = "",
) -> Leerbedrijfcheck:
    """Write down what somebody saw in the register of leerbedrijven: where, when, erkend or not.

    The last look counts. Raises Weigering for another kind than praktijkleren, and once the
    verplichting was entered.
    """
    interventie = locked_interventie(wie, interventie_id)
    not_in_future(opgezocht_op, "opgezocht_op")
    if interventie.interventiesoort_id not in PRAKTIJKLEREN:
        raise Weigering("Een leerbedrijf hoort alleen bij praktijkleren.")
    if interventie.verplicht_op:
        raise Weigering("Er is al ingekocht. Dit verandert nu niet meer.")
    found = Leerbedrijfcheck.objects.create(
        regio_id=interventie.regio_id,
        interventie=interventie,
        bedrijf=required(bedrijf, "Vul in welk bedrijf het is.", "bedrijf")[:140],
        plaats=plaats.strip()[:80],
        erkend=erkend,
        opgezocht_op=opgezocht_op,
        waar=required(waar, "Vul in waar je het opzocht.", "waar")[:140],
        door_id=medewerker_of(wie),
    )
    log_interventie(wie, "leerbedrijf_opgezocht", interventie, erkend=erkend)
    return found


def _paper_names(text: str) -> str:
    """The names as they are kept; raises Weigering for one that does not fit beside a paper."""
    names = [line.strip() for line in text.splitlines() if line.strip()]
    if any(len(name) > MAX_STUK for name in names):
        raise Weigering(
            f"De naam van een stuk heeft hoogstens {MAX_STUK} tekens. Schrijf het korter.",
            veld="stukken",
        )
    return "\n".join(names)


@action
def set_inkoopregel(
    wie: Actor,
    *,
    van: date,
    kansrijk_nodig: bool,
    maximaal_maanden: int | None,
    bron: str = "",
    kansrijk_vorm: str = "een_van_beide",
    stukken: str = "",
) -> Inkoopregel:
    """What this region asks before it buys, from a day on; the former rule ends the day before.

    `stukken` names the papers for praktijkleren, one on a line.
    """
    if wie.rol != Rolsoort.COORDINATOR or not wie.regio:
        raise Weigering("Alleen de coördinator kan dit veranderen.")
    if kansrijk_vorm not in dict(VORMEN):
        raise Weigering("Kies wat er bij scholing nodig is.", veld="kansrijk")
    if van < timezone.localdate():
        raise Weigering("Regels gaan vandaag of later in. Kies een andere dag.", veld="van")
    Inkoopregel.objects.filter(regio=wie.regio, van__gte=van).delete()
    former = Inkoopregel.objects.filter(regio=wie.regio, tot__isnull=True).first()
    if former:
        former.tot = date.fromordinal(van.toordinal() - 1)
        former.save(update_fields=["tot"])
    rule = Inkoopregel.objects.create(
        regio_id=wie.regio,
        van=van,
        kansrijk_nodig=kansrijk_nodig,
        kansrijk_vorm=kansrijk_vorm,
        stukken_praktijkleren=_paper_names(stukken),
        maximaal_maanden=maximaal_maanden,
        bron=bron.strip()[:200],
    )
    audit.record(
        wie,
        "inkoopregel_gemaakt",
        object_soort="inkoopregel",
        object_sleutel=str(rule.pk),
        regio=rule.regio_id,
        van=van.isoformat(),
        kansrijk_nodig=kansrijk_nodig,
    )
    return rule
