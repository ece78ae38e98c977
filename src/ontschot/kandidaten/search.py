"""Finding people: by sound, with typing errors, and with a hidden name for who may not look in."""

from dataclasses import dataclass
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


def search(wie: Actor, tekst: str) -> list[Treffer]:
    """Who fits what was typed, best first, at most 20. Two queries.

    Understands names with mistakes, a key, a date of birth, a year, a postcode, a telephone
    number and an e-mail address, in any order. Whoever is afgeschermd shows to the betrokkenen
    only.
    """
    question = read_search(tekst)
    if question.leeg:
        return []
    weighed = [(_score(question, k), k) for k in _candidates(wie, question.keys(), question)]
    fitting = [(score, k) for score, k in weighed if score >= NAAM_LIJKT]
    fitting.sort(key=lambda pair: (-pair[0], pair[1].achternaam, pair[1].pk))
    return [_as_hit(k) for _, k in fitting[:MAX_SHOWN]]


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
    """Who may already be this person, with the reasons; at most five. Two queries.

    Shows a hidden name where the dossier is closed to `wie`, and nobody who is afgeschermd.
    """
    asked = Persoon(voornaam, achternaam, geboortedatum, postcode, telefoon, email)
    keys = asked.keys()
    if not keys:
        return []
    found = []
    for kandidaat in _candidates(wie, keys):
        reasons = same_person_reasons(asked, _as_person(kandidaat))
        if reasons:
            found.append((len(reasons), kandidaat, reasons))
    found.sort(key=lambda row: (-row[0], row[1].pk))
    return [_as_hit(kandidaat, reasons) for _, kandidaat, reasons in found[:MAX_DUPLICATES]]


def _candidates(wie: Actor, keys: set[str], question: Zoekvraag | None = None) -> list[Kandidaat]:
    """The rows that share most keys with the question, with `is_open` for this reader."""
    ids = set(
        Zoeksleutel.objects.filter(waarde__in=keys)
        .values_list("kandidaat_id", flat=True)
        .annotate(gedeeld=Count("id"))
        .order_by("-gedeeld", "-kandidaat_id")[:MAX_WEIGHED]
    )
    wanted = Q(pk__in=ids)
    if question and question.sleutel:
        wanted |= Q(sleutel=question.sleutel)
    return list(
        Kandidaat.objects.filter(findable_by(wie), wanted)
        .annotate(is_open=Case(When(visible_to(wie), then=Value(True)), default=Value(False)))
        .select_related("gemeente")
        .order_by("pk")
    )


def _score(question: Zoekvraag, kandidaat: Kandidaat) -> float:
    """0-100: the average over what was asked."""
    if question.sleutel and question.sleutel == kandidaat.sleutel:
        return 100.0
    parts = []
    if question.woorden:
        naam = name_words(kandidaat.voornaam, kandidaat.achternaam)
        parts.append(name_likeness(question.woorden, naam))
    if question.exact:
        own = exact_keys(
            geboortedatum=kandidaat.geboortedatum,
            postcode=kandidaat.postcode,
            telefoon=kandidaat.telefoon,
            email=kandidaat.email,
        )
        parts += [100.0 if key in own else 0.0 for key in question.exact]
    if question.jaar:
        born = kandidaat.geboortedatum
        parts.append(100.0 if born and born.year == question.jaar else 40.0)
    return sum(parts) / len(parts) if parts else 0.0


def _as_person(kandidaat: Kandidaat) -> Persoon:
    return Persoon(
        kandidaat.voornaam,
        kandidaat.achternaam,
        kandidaat.geboortedatum,
        kandidaat.postcode,
        kandidaat.telefoon,
        kandidaat.email,
    )


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
