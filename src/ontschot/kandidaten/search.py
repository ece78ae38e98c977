"""Finding people: by sound, with typing errors, and with a hidden name for who may not look in."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, Count, Q, Value, When
from django.urls import reverse

from ontschot.kandidaten.access import findable_by, visible_to
from ontschot.kandidaten.models import Kandidaat, Zoeksleutel
from ontschot.kandidaten.rules import (
    NAAM_LIJKT,
    Persoon,
    Zoekvraag,
    exact_keys,
    hidden_title,
    name_likeness,
    name_words,
    read_search,
    same_person_reasons,
)
from ontschot.kern.scope import Actor
from ontschot.web.format import datum

# How many rows are weighed for one search: those that share most keys with the question.
MAX_WEIGHED = 200
MAX_SHOWN = 20
MAX_DUPLICATES = 5
# The fields that are compared, in the order of `Persoon`.
PERSOON = ("voornaam", "achternaam", "geboortedatum", "postcode", "telefoon", "email")


@dataclass(frozen=True)
class Treffer:
    """A person that was found.

    `open` says whether the dossier may be opened; if not, `titel` hides the name and `url` leads
    to the page where access is asked. `omdat` says why this may be the same person.
    """

    sleutel: str
    titel: str
    uitleg: str
    url: str
    open: bool
    omdat: tuple[str, ...] = ()

    def because(self, reasons: tuple[str, ...]) -> "Treffer":
        return replace(self, omdat=reasons)


def search(wie: Actor, tekst: str) -> list[Treffer]:
    """Who fits what was typed, best first, at most 20. Three queries.

    Understands names with a mistake, a key, a date of birth, a year, a postcode, a telephone
    number and an e-mail address, in any order. A mistake in a name is seen through as far as
    `rules.name_keys` says: nearly always, in short names less often. Whoever is
    afgeschermd shows to the betrokkenen only. A dossier that was joined to another is found by
    its own data and shows as the other.
    """
    question = read_search(tekst)
    if question.leeg:
        return []
    fitting = [
        (score, row)
        for row in _weighed(question.keys(), question.sleutel)
        if (score := _score(question, row)) >= NAAM_LIJKT
    ]
    fitting.sort(key=lambda pair: (-pair[0], pair[1].persoon.achternaam, pair[1].pk))
    found = list(dict.fromkeys(row.pk for _, row in fitting))[: 2 * MAX_SHOWN]
    shown = _shown(wie, found)
    return [_as_hit(shown[pk]) for pk in found if pk in shown][:MAX_SHOWN]


def possible_duplicates(
    wie: Actor,
    *,
    voornaam: str = "",
    achternaam: str = "",
    geboortedatum: date | None = None,
    postcode: str = "",
    telefoon: str = "",
    email: str = "",
) -> list[Treffer]:
    """Who may already be this person, with the reasons; at most five. Three queries.

    Shows a hidden name where the dossier is closed to `wie`, and nobody who is afgeschermd.
    """
    asked = Persoon(voornaam, achternaam, geboortedatum, postcode, telefoon, email)
    found = alike(asked)
    shown = _shown(wie, list(found))
    hits = [_as_hit(shown[pk], found[pk]) for pk in found if pk in shown]
    return hits[:MAX_DUPLICATES]


def alike(asked: Persoon, regio: str = "") -> dict[int, tuple[str, ...]]:
    """The reasons per id of who may be this person, most reasons first; whoever may see them.

    With `regio` only there, also in a scope of several regions: a dossier never crosses one.
    """
    keys = asked.keys()
    found: dict[int, tuple[str, ...]] = {}
    for row in _weighed(keys, regio=regio) if keys else []:
        reasons = same_person_reasons(asked, row.persoon)
        if len(reasons) > len(found.get(row.pk, ())):
            found[row.pk] = reasons
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


@dataclass(frozen=True)
class Gewogen:
    """What is compared of one row; `pk` is the dossier that goes on for this person."""

    pk: int
    sleutel: str
    persoon: Persoon


def _weighed(keys: set[str], sleutel: str = "", regio: str = "") -> list[Gewogen]:
    """The rows that share most keys with the question, or have this key. Two queries."""
    there = {"regio": regio} if regio else {}
    ids = set(
        Zoeksleutel.objects.filter(waarde__in=keys, **there)
        .values_list("kandidaat_id", flat=True)
        .annotate(gedeeld=Count("id"))
        .order_by("-gedeeld", "-kandidaat_id")[:MAX_WEIGHED]
    )
    wanted = Q(pk__in=ids)
    if sleutel:
        wanted |= Q(sleutel=sleutel)
    rows = (
        Kandidaat.objects.filter(wanted)
        .order_by("pk")
        .values_list("pk", "samengevoegd_met_id", "sleutel", *PERSOON)
    )
    return [Gewogen(met or pk, key, Persoon(*rest)) for pk, met, key, *rest in rows]


def _shown(wie: Actor, ids: list[int]) -> dict[int, Kandidaat]:
    """Those of them that `wie` may know of, with `is_open`. One query."""
    rows = (
        Kandidaat.objects.filter(findable_by(wie), pk__in=ids)
        .annotate(is_open=Case(When(visible_to(wie), then=Value(True)), default=Value(False)))
        .select_related("gemeente")
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def hits_for(wie: Actor, ids: Collection[int]) -> dict[int, Treffer]:
    """These kandidaten as `wie` may see them, hidden names included; unknown ones are not there."""
    return {pk: _as_hit(row) for pk, row in _shown(wie, list(ids)).items()}


def _score(question: Zoekvraag, row: Gewogen) -> float:
    """0-100: the average over what was asked."""
    if question.sleutel and question.sleutel == row.sleutel:
        return 100.0
    parts, person = [], row.persoon
    if question.woorden:
        naam = name_words(person.voornaam, person.achternaam)
        parts.append(name_likeness(question.woorden, naam))
    if question.exact:
        own = exact_keys(
            geboortedatum=person.geboortedatum,
            postcode=person.postcode,
            telefoon=person.telefoon,
            email=person.email,
        )
        parts += [100.0 if key in own else 0.0 for key in question.exact]
    if question.jaar:
        born = person.geboortedatum
        parts.append(100.0 if born and born.year == question.jaar else 40.0)
    return sum(parts) / len(parts) if parts else 0.0


def hidden_name_of(kandidaat: Kandidaat) -> str:
    """The line under which somebody without access sees this kandidaat."""
    return hidden_title(
        kandidaat.voornaam,
        kandidaat.tussenvoegsel,
        kandidaat.achternaam,
        kandidaat.geboortedatum,
        kandidaat.gemeente.naam if kandidaat.gemeente else "",
    )


def _as_hit(kandidaat: Kandidaat, reasons: tuple[str, ...] = ()) -> Treffer:
    if not getattr(kandidaat, "is_open", False):
        url = reverse("kandidaten:toegang", args=[kandidaat.sleutel])
        return Treffer(
            kandidaat.sleutel, hidden_name_of(kandidaat), "niet open voor jou", url, False, reasons
        )
    born = datum(kandidaat.geboortedatum) if kandidaat.geboortedatum else ""
    gemeente = kandidaat.gemeente.naam if kandidaat.gemeente else ""
    uitleg = " · ".join(part for part in [born, gemeente, kandidaat.sleutel] if part)
    url = kandidaat.get_absolute_url()
    return Treffer(kandidaat.sleutel, kandidaat.naam, uitleg, url, True, reasons)
