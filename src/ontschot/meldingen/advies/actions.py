"""The advies: a reasoned judgement of a person, per criterion in words, never a score."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from ontschot.documenten.actions import keep_letter
from ontschot.documenten.models import Document
from ontschot.kandidaten.actions import touch
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.meldingen import rules
from ontschot.meldingen.models import Advies, Adviesgrond, Melding
from ontschot.regelingen.models import Adviescriterium, Regeling
from ontschot.regelingen.queries import criteria_of, regeling_op
from ontschot.regelingen.weging.queries import weging_op
from ontschot.web.format import datum


@action
def give_advies(
    wie: Actor,
    *,
    kandidaat_id: int,
    melding_id: int | None = None,
    oordeel: str,
    gronden: Mapping[str, str],
    toelichting: str = "",
) -> Advies:
    """Give the advies about a kandidaat; frozen from now on, and the one before it is replaced.

    `gronden`: the code of a criterium of today's regeling, and what it says about this person.
    Raises Weigering without a single ground, for an unknown criterium or oordeel, or a question
    that is not about this kandidaat; GeenToegang when `wie` is not betrokken.
    """
    if wie.rol not in PROFESSIONALS or wie.medewerker_id is None or wie.organisatie_id is None:
        raise Weigering("Een advies geeft een gids, loopbaancoach, consulent of coördinator.")
    kandidaat = _advised(wie, kandidaat_id)
    labels = dict(Advies.OORDELEN)
    if oordeel not in labels:
        raise Weigering("Kies een oordeel.", veld="oordeel")
    if melding_id and not Melding.objects.filter(pk=melding_id, kandidaat=kandidaat).exists():
        raise Weigering("Deze vraag hoort niet bij deze kandidaat. Koppel hem eerst.")
    regeling = regeling_op(timezone.localdate())
    if regeling is None:
        raise Weigering("Er geldt vandaag geen regeling, dus een advies kan nu niet.")
    grounds = _grounds(regeling, gronden)
    advies = Advies(
        pk=_next_id(),
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        melding_id=melding_id,
        regeling=regeling,
        weging=weging_op(kandidaat.regio_id, timezone.localdate()),
        oordeel=oordeel,
        toelichting=_bounded(toelichting, "toelichting"),
        aantal_gronden=len(grounds),
        door_id=wie.medewerker_id,
        organisatie_id=wie.organisatie_id,
    )
    _replace_current(kandidaat, advies)
    _store(advies, grounds)
    touch(kandidaat.pk)
    audit.record(
        wie,
        "advies_gegeven",
        object_soort="kandidaat",
        object_sleutel=kandidaat.sleutel,
        kandidaat_sleutel=kandidaat.sleutel,
        regio=kandidaat.regio_id,
        oordeel=labels[oordeel],
    )
    return advies


def _store(advies: Advies, grounds: Sequence[tuple[Adviescriterium, str]]) -> None:
    advies.save(force_insert=True)
    Adviesgrond.objects.bulk_create(
        Adviesgrond(regio_id=advies.regio_id, advies=advies, criterium=criterium, grond=grond)
        for criterium, grond in grounds
    )


def _advised(wie: Actor, kandidaat_id: int) -> Kandidaat:
    """The kandidaat, locked, for somebody who is betrokken."""
    sleutel = Kandidaat.objects.filter(pk=kandidaat_id).values_list("sleutel", flat=True).first()
    if sleutel is None:
        raise Weigering("Deze kandidaat is er niet in jouw regio. Zoek de kandidaat opnieuw.")
    return kandidaat_for(wie, sleutel, lock=True, schrijft=True)


BRIEF = "meldingen/brieven/advies.typ"
# What the verdict means for the person, in the words of the letter.
BETEKENIS = {
    "ondersteuning_nodig": "Je hebt extra hulp nodig om werk te vinden of te houden. We kijken "
    "samen met jou welke hulp dat is.",
    "regulier_volstaat": "De gewone hulp is genoeg om werk te vinden of te houden. Je "
    "contactpersoon vertelt je waar je die hulp krijgt.",
}


def make_letter(wie: Actor, *, kandidaat: Kandidaat) -> Document:
    """Put the advies of now in a letter for the kandidaat, and keep it in the dossier.

    Raises Weigering when there is no advies; GeenToegang when `wie` is not betrokken.
    """
    advies = (
        Advies.objects.filter(kandidaat=kandidaat, vervangen_door__isnull=True)
        .select_related("door", "organisatie", "regio")
        .first()
    )
    if advies is None:
        raise Weigering("Er is nog geen advies. Geef eerst een advies, dan kan er een brief komen.")
    return keep_letter(
        wie,
        kandidaat_id=kandidaat.pk,
        soort="advies",
        titel=letter_title(advies),
        template=BRIEF,
        gegevens=letter_of(advies, kandidaat),
    )


def letter_title(advies: Advies) -> str:
    return f"Advies van {datum(timezone.localdate(advies.gegeven_op))}"


def letter_of(advies: Advies, kandidaat: Kandidaat) -> dict[str, Any]:
    """What the letter says, for `BRIEF`. Reads the grounds; `door` and `organisatie` too."""
    gronden = Adviesgrond.objects.filter(advies=advies).order_by("criterium__volgorde")
    return {
        "naam": kandidaat.naam,
        "kenmerk": kandidaat.sleutel,
        "datum": datum(timezone.localdate(advies.gegeven_op)),
        "afzender": [f"Werkcentrum {advies.regio.naam}", advies.organisatie.naam],
        "betekenis": BETEKENIS[advies.oordeel],
        "gronden": [
            {"naam": naam, "tekst": tekst}
            for naam, tekst in gronden.values_list("criterium__naam", "grond")
        ],
        "toelichting": advies.toelichting,
        "door": advies.door.naam,
        "organisatie": advies.organisatie.naam,
    }


def _grounds(regeling: Regeling, gronden: Mapping[str, str]) -> list[tuple[Adviescriterium, str]]:
    criteria = {criterium.code: criterium for criterium in criteria_of(regeling)}
    if unknown := sorted(gronden.keys() - criteria.keys()):
        raise Weigering(f"{', '.join(unknown)} hoort niet bij de afweging van {regeling.naam}.")
    texts = {code: _bounded(text, f"grond_{code}") for code, text in gronden.items()}
    filled = [(criteria[code], text) for code, text in texts.items() if text]
    if not filled:
        raise Weigering("Vul bij minstens één onderwerp in wat je afweegt.")
    return filled


def _bounded(text: str, veld: str) -> str:
    clean = rules.clean_text(text)
    if not clean:
        return ""
    maximum = rules.MAX_GROND_TEKENS
    if problem := rules.text_problem(clean, wat="tekst", maximum_tekens=maximum):
        raise Weigering(problem, veld=veld)
    return clean


def _replace_current(kandidaat: Kandidaat, newer: Advies) -> None:
    """Point the present advies at its successor; there is never a moment with two."""
    current = Advies.objects.filter(kandidaat=kandidaat, vervangen_door__isnull=True)
    current.update(vervangen_door_id=newer.pk)


def _next_id() -> int:
    """The id of an advies that is not there yet, for the one that it replaces."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('meldingen_advies', 'id'))")
        return int(cursor.fetchone()[0])
