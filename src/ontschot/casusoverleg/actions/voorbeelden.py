"""The library: from a besluit to an example in which nobody can be found again."""

from django.utils import timezone

from ontschot.casusoverleg.actions.besluiten import locked_besluit
from ontschot.casusoverleg.actions.consult import persoon_of
from ontschot.casusoverleg.actions.mandaten import require_coordinator
from ontschot.casusoverleg.models import Besluit, Voorbeeld, Voorbeeldconcept
from ontschot.kandidaten.naamloos import Persoon, mask, require_nameless
from ontschot.kandidaten.queries import situation_of
from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.trajecten.models import Interventie

TEKSTEN = ("situatie", "vraag", "geprobeerd", "waarom")


@action
def keep_as_example(wie: Actor, *, besluit_id: int) -> Voorbeeldconcept:
    """Make the first words of an example from a besluit that was taken; somebody edits them."""
    besluit, interventie = locked_besluit(besluit_id)
    if besluit.uitkomst not in ("toegekend", "afgewezen") or besluit.besloten_op is None:
        raise Weigering("Er is nog niet besloten. Bewaar het voorbeeld daarna.")
    if wie.rol != Rolsoort.COORDINATOR and wie.medewerker_id not in (
        besluit.gevraagd_door_id,
        besluit.besloten_door_id,
    ):
        raise Weigering("Alleen wie vroeg of besliste, kan dit als voorbeeld bewaren.")
    if Voorbeeldconcept.objects.filter(besluit=besluit).exists():
        raise Weigering("Dit besluit is al bewaard als voorbeeld in de maak.")
    person = persoon_of(interventie.kandidaat)
    concept = Voorbeeldconcept.objects.create(
        regio_id=besluit.regio_id,
        besluit=besluit,
        doelgroep_id=interventie.doelgroep_id,
        interventiesoort_id=interventie.interventiesoort_id,
        uitkomst=besluit.uitkomst,
        jaar=timezone.localdate(besluit.besloten_op).year,
        gemaakt_door_id=medewerker_of(wie),
        **_skeleton(besluit, interventie, person),
    )
    _log(wie, "voorbeeld_begonnen", "voorbeeldconcept", concept.pk, besluit.regio_id)
    return concept


def _skeleton(besluit: Besluit, interventie: Interventie, person: Persoon) -> dict[str, str]:
    """Situation in words, the question, what was tried first and why: names masked."""
    facts = situation_of(interventie.kandidaat_id).geldig
    words = [feit.soort.label for feit in facts]
    tried = [
        f"{line.voorziening}: {line.get_antwoord_display().lower()}. {line.reden}"
        for line in interventie.toets.exclude(antwoord="").order_by("id")
    ]
    return {
        "situatie": ", ".join(words) or "onbekend",
        "vraag": mask(besluit.vraag or interventie.interventiesoort.naam, person),
        "geprobeerd": mask("\n".join(tried), person),
        "waarom": mask(besluit.motivering, person),
    }


@action
def edit_example(
    wie: Actor, *, concept_id: int, situatie: str, vraag: str, geprobeerd: str, waarom: str
) -> Voorbeeldconcept:
    """Change the words of an example that was not released."""
    concept = _locked(wie, concept_id)
    texts = {"situatie": situatie, "vraag": vraag, "geprobeerd": geprobeerd, "waarom": waarom}
    for veld, text in _checked(concept, texts).items():
        setattr(concept, veld, text)
    concept.save(update_fields=TEKSTEN)
    _log(wie, "voorbeeld_bewerkt", "voorbeeldconcept", concept.pk, concept.regio_id)
    return concept


@action
def release_example(
    wie: Actor, *, concept_id: int, situatie: str, vraag: str, geprobeerd: str, waarom: str
) -> Voorbeeld:
    """Put an example in the library, after the check on names; the way back is cut."""
    require_coordinator(wie, "een voorbeeld vrijgeven")
    concept = _locked(wie, concept_id)
    texts = {"situatie": situatie, "vraag": vraag, "geprobeerd": geprobeerd, "waarom": waarom}
    found = Voorbeeld.objects.create(
        regio_id=concept.regio_id,
        doelgroep_id=concept.doelgroep_id,
        interventiesoort_id=concept.interventiesoort_id,
        uitkomst=concept.uitkomst,
        jaar=concept.jaar,
        vrijgegeven_door_id=medewerker_of(wie),
        vrijgegeven_op=timezone.localdate(),
        **_checked(concept, texts),
    )
    concept.delete()
    _log(wie, "voorbeeld_vrijgegeven", "voorbeeld", found.pk, found.regio_id)
    return found


def _checked(concept: Voorbeeldconcept, texts: dict[str, str]) -> dict[str, str]:
    person = persoon_of(concept.besluit.interventie.kandidaat)
    for veld in ("situatie", "vraag", "waarom"):
        if not texts[veld].strip():
            raise Weigering("Vul dit in: zonder dit leert niemand van het voorbeeld.", veld=veld)
    return {veld: require_nameless(text, person, veld) for veld, text in texts.items()}


@action
def drop_example(wie: Actor, *, concept_id: int) -> None:
    """Throw an example in the making away."""
    concept = _locked(wie, concept_id)
    _log(wie, "voorbeeld_weggegooid", "voorbeeldconcept", concept.pk, concept.regio_id)
    concept.delete()


@action
def retract_example(wie: Actor, *, voorbeeld_id: int) -> Voorbeeld:
    """Take a released example out of the library."""
    require_coordinator(wie, "een voorbeeld intrekken")
    found = Voorbeeld.objects.select_for_update(of=("self",)).defer("zoek")
    example = found.filter(pk=voorbeeld_id, ingetrokken_op__isnull=True).first()
    if example is None:
        raise Weigering("Dit voorbeeld is er niet (meer). Zoek het in de lijst.")
    example.ingetrokken_op = timezone.localdate()
    example.save(update_fields=["ingetrokken_op"])
    _log(wie, "voorbeeld_ingetrokken", "voorbeeld", example.pk, example.regio_id)
    return example


def _locked(wie: Actor, concept_id: int) -> Voorbeeldconcept:
    found = Voorbeeldconcept.objects.select_for_update(of=("self",)).select_related(
        "besluit__interventie__kandidaat"
    )
    concept = found.filter(pk=concept_id).first()
    if concept is None:
        raise Weigering("Dit voorbeeld in de maak is er niet (meer). Kijk in de lijst.")
    if wie.rol != Rolsoort.COORDINATOR and concept.gemaakt_door_id != wie.medewerker_id:
        raise Weigering("Alleen wie dit voorbeeld maakte, of de coördinator, kan het veranderen.")
    return concept


def _log(wie: Actor, event: str, soort: str, pk: int, regio: str) -> None:
    audit.record(wie, event, object_soort=soort, object_sleutel=str(pk), regio=regio)
