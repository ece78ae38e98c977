"""Finding a service in plain words, with synonyms of the region and with typing errors."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from rapidfuzz import fuzz, process

from ontschot.menukaart.models import Dienst, DienstInGemeente, Menukaartinstelling
from ontschot.menukaart.queries.aanbod import for_situaties, gemeenten_of, on_menukaart
from ontschot.menukaart.rules import GRENS, Versheid, Versheidsgrens, add_months
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.models import Interventiesoort, Situatiesoort

# More words than this say nothing more, and a pasted page would make a slow query.
MAX_WOORDEN = 12
# How much alike two words must be (0-100) to call one a typing error of the other.
LIJKT_OP = 76
# Shorter words are like too many others.
MIN_LENGTE = 4


@dataclass(frozen=True)
class Filter:
    """What somebody is looking for; empty values do not narrow.

    `wacht` is the longest waiting time in days; `versheid` and `van_ons` (an organisatie) are for
    who keeps the menukaart; `concept` shows what is not (or no longer) published instead.
    """

    q: str = ""
    stap: str = ""
    soort: str = ""
    interventiesoort: str = ""
    situatie: str = ""
    gemeente_id: int | None = None
    vorm: str = ""
    taal: str = ""
    wacht: int | None = None
    versheid: str = ""
    van_ons: int | None = None
    concept: bool = False


@dataclass(frozen=True)
class Begrepen:
    """What we search for: the words that were typed, and what we added ourselves."""

    woorden: tuple[str, ...] = ()
    synoniemen: tuple[str, ...] = ()
    lijken: tuple[str, ...] = ()


# In which order the list of a filter stands; total, so that it can be paged by keyset.
VOLGORDE = ("naam", "pk")
VOLGORDE_GEZOCHT = ("-rang", "naam", "pk")


def search(
    filter: Filter,
    day: date,
    grens: Versheidsgrens = GRENS,
    begrepen: Begrepen | None = None,
) -> QuerySet[Dienst]:
    """The services of this day that fit the filter; with a `rang` when words were given.

    Order by VOLGORDE, or VOLGORDE_GEZOCHT where `filter.q` is filled. Words ask two queries
    more, unless `begrepen` already holds the answer of `understand`.
    """
    on_it = on_menukaart(day)
    found = Dienst.objects.filter(valid_on(day) & ~on_it if filter.concept else on_it)
    found = found.select_related("eigenaar", "interventiesoort", "regio__menukaart")
    found = found.filter(_narrowed(filter)).defer("zoekvector")
    if filter.gemeente_id:
        absent = DienstInGemeente.objects.filter(gemeente=filter.gemeente_id, beschikbaar=False)
        found = found.exclude(pk__in=absent.values("dienst"))
    if filter.versheid:
        found = found.filter(_as_fresh_as(filter.versheid, day, grens))
    return _in_words(found, begrepen or understand(filter.q)) if filter.q.strip() else found


def _narrowed(filter: Filter) -> Q:
    chosen = Q()
    for field in ["stap", "soort", "interventiesoort", "vorm"]:
        if value := getattr(filter, field):
            chosen &= Q(**{field: value})
    if filter.situatie:
        chosen &= for_situaties([filter.situatie])
    if filter.taal:
        chosen &= Q(talen__contains=[filter.taal])
    if filter.wacht is not None:
        chosen &= Q(wachttijd_dagen__lte=filter.wacht)
    if filter.van_ons:
        chosen &= Q(eigenaar=filter.van_ons)
    return chosen


def _as_fresh_as(versheid: str, day: date, grens: Versheidsgrens) -> Q:
    """The same bounds as `rules.freshness`, as a condition on the day of the check."""
    fresh = add_months(day, -grens.vers_maanden)
    stale = add_months(day, -grens.verouderd_maanden)
    return {
        Versheid.VERS: Q(gecontroleerd_op__gte=fresh),
        Versheid.BIJNA_VERLOPEN: Q(gecontroleerd_op__lt=fresh, gecontroleerd_op__gte=stale),
        Versheid.VEROUDERD: Q(gecontroleerd_op__lt=stale),
    }.get(Versheid(versheid), Q())


def understand(text: str) -> Begrepen:
    """The words of a question, with the region's synonyms and the words that they look like.

    Two queries: the synonyms, and the words that stand on the menukaart.
    """
    words = list(dict.fromkeys(re.findall(r"\w+", text.lower())))[:MAX_WOORDEN]
    if not words:
        return Begrepen()
    typed = " ".join(words)
    groups = [
        group
        for own in Menukaartinstelling.objects.values_list("synoniemen", flat=True)
        for group in own
    ]
    same = [
        word
        for group in groups
        if any(_stands_in(word, typed) for word in group)
        for word in group
        if not _stands_in(word, typed)
    ]
    vocabulary = _vocabulary()
    like = [found for word in words for found in _like(word, vocabulary)]
    return Begrepen(tuple(words), tuple(dict.fromkeys(same)), tuple(dict.fromkeys(like)))


def _stands_in(word: str, typed: str) -> bool:
    return f" {word} " in f" {typed} "


def _vocabulary() -> list[str]:
    """The stems of all words on the menukaarten in scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM ts_stat('SELECT zoekvector FROM menukaart_dienst')")
        return [word for (word,) in cursor.fetchall()]


def _like(word: str, vocabulary: Sequence[str]) -> Iterable[str]:
    """The stems that a word looks like, when no word on the menukaart begins with it."""
    if len(word) < MIN_LENGTE or any(
        stem.startswith(word[: max(MIN_LENGTE, len(word) - 2)]) and abs(len(stem) - len(word)) < 4
        for stem in vocabulary
    ):
        return []
    found = process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=LIJKT_OP, limit=3)
    return [stem for stem, _, _ in found if len(stem) >= MIN_LENGTE]


def _in_words(found: QuerySet[Dienst], begrepen: Begrepen) -> QuerySet[Dienst]:
    """Any of the words, or the beginning of one, in Dutch; what has more of them stands first."""
    typed = [f"'{word}':*" for word in begrepen.woorden]
    phrases = [re.findall(r"\w+", phrase) for phrase in begrepen.synoniemen]
    typed += ["(" + " & ".join(f"'{part}':*" for part in parts) + ")" for parts in phrases if parts]
    if not typed:
        return found.none().annotate(rang=Value(0))
    query = SearchQuery(" | ".join(typed), search_type="raw", config="dutch")
    if begrepen.lijken:
        stems = " | ".join("'" + stem.replace("'", "") + "':*" for stem in begrepen.lijken)
        # Stems as they stand in the index; stemming them once more would miss them.
        query = query | SearchQuery(stems, search_type="raw", config="simple")
    # A whole number, because a keyset compares for equality.
    rang = Cast(SearchRank(F("zoekvector"), query) * 1_000_000, IntegerField())
    return found.annotate(rang=rang).filter(zoekvector=query)


def filter_choices(regios: Collection[str], day: date) -> dict[str, list[tuple[str | int, str]]]:
    """What the filter of the menukaart offers, per field. Three queries."""
    situaties = Situatiesoort.objects.order_by("volgorde").values_list("code", "label")
    soorten = Interventiesoort.objects.order_by("volgorde").values_list("code", "naam")
    return {
        "situatie": [("", "Iedereen"), *situaties],
        "interventiesoort": [("", "Alle interventies"), *soorten],
        "gemeente": [("", "Alle gemeenten"), *gemeenten_of(regios, day)],
    }
