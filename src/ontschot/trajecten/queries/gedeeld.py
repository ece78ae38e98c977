"""What leaves a dossier with a hand-over: the content itself, and the list for the kandidaat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.utils import timezone

from ontschot.kandidaten.models import Contactmoment, Kandidaat, Situatiefeit
from ontschot.meldingen.models import Advies
from ontschot.regelingen.queries import labels_of
from ontschot.trajecten.models import Overdracht, Overdrachtdocument, Stap
from ontschot.trajecten.rules.overdracht import DEELBAAR, shared_words
from ontschot.web.format import datum

DOCUMENTEN = "Documenten krijg je van je contact, niet via deze pagina."


@dataclass(frozen=True)
class Deel:
    """One part of what is shared, with a heading."""

    kop: str
    regels: tuple[str, ...]


def shared_parts(codes: Iterable[str], kandidaat: Kandidaat) -> list[Deel]:
    """What the chosen codes stand for, in words, for who accepted. At most five queries."""
    makers = {
        "contactgegevens": _contact,
        "situatie": _situation,
        "advies": _advies,
        "plan": _plan,
        "documenten": lambda _: [DOCUMENTEN],
        "geschiedenis": _history,
    }
    chosen = set(codes)
    return [
        Deel(words.capitalize(), tuple(makers[code](kandidaat)) or ("Er is niets vastgelegd.",))
        for code, words in DEELBAAR.items()
        if code in chosen
    ]


def _contact(kandidaat: Kandidaat) -> list[str]:
    return [line for line in (kandidaat.telefoon, kandidaat.email) if line]


def _situation(kandidaat: Kandidaat) -> list[str]:
    facts = Situatiefeit.objects.filter(kandidaat=kandidaat, tot__isnull=True)
    lines = [f"{f.soort.label}, sinds {datum(f.van)}" for f in facts.select_related("soort")]
    codes = [(name, getattr(kandidaat, name)) for name in ("opleiding", "sector")]
    labels = labels_of(codes)
    return lines + [f"{name.capitalize()}: {labels[name, code]}" for name, code in codes]


def _advies(kandidaat: Kandidaat) -> list[str]:
    found = Advies.objects.filter(kandidaat=kandidaat, vervangen_door__isnull=True).first()
    if found is None:
        return []
    lines = [f"{found.get_oordeel_display().capitalize()} ({datum(found.gegeven_op)})."]
    return lines + [grond.grond for grond in found.gronden.all()]


def _plan(kandidaat: Kandidaat) -> list[str]:
    steps = Stap.objects.filter(arrangement__kandidaat=kandidaat)
    current = steps.exclude(arrangement__status="vervangen").select_related("arrangement")
    rows = list(current.order_by("volgorde"))
    goal = [f"Doel: {rows[0].arrangement.doel}"] if rows else []
    return goal + [f"{n}. {row.omschrijving}" for n, row in enumerate(rows, 1)]


def _history(kandidaat: Kandidaat) -> list[str]:
    """When there was contact and how; what was said stays here."""
    rows = Contactmoment.objects.filter(kandidaat=kandidaat).order_by("-op")[:20]
    return [f"{datum(row.op)}: {row.get_wijze_display()}" for row in rows]


def handed_text(overdracht: Overdracht, kandidaat: Kandidaat) -> str:
    """The summary and the chosen parts as one text, as the receiving region keeps it."""
    # Contact details and documents go along themselves.
    parts = shared_parts(set(overdracht.gedeeld) - {"contactgegevens", "documenten"}, kandidaat)
    texts = ["\n".join([f"{deel.kop}:", *deel.regels]) for deel in parts]
    return "\n\n".join([overdracht.samenvatting, *texts])


@dataclass(frozen=True)
class Gedeeld:
    """What was shared with whom, for the person's own page. `tot` None: it still is."""

    aan: str
    wat: tuple[str, ...]
    waarom: str
    sinds: datetime
    tot: datetime | None
    grond: str
    # The same in codes, for a page in another language: `wat` as keys of `DEELBAAR` (empty: the
    # summary only) and the day of the person's own consent.
    codes: tuple[str, ...] = ()
    akkoord_op: date | None = None
    helpt_mee: bool = False
    # A colleague of this region who accepted reads the dossier itself.
    dossier: bool = False
    # The titles of the documents that went along to another region.
    documenten: tuple[str, ...] = ()


def gedeeld_van(kandidaat_id: int) -> list[Gedeeld]:
    """To whom, what, why, since and until, newest first. One query.

    Counts what was really seen: a colleague from accepting on; a partner outside or another region
    from the offer on (the summary) and the chosen parts once they accepted.
    """
    papers = Overdrachtdocument.objects.filter(overdracht=OuterRef("pk")).order_by("pk")
    seen = Q(status="aangenomen") | Q(waarheen__in=["buiten", "regio"])
    rows = (
        Overdracht.objects.filter(seen, kandidaat_id=kandidaat_id)
        .select_related("naar", "naar_organisatie", "naar_regio")
        .annotate(titels=ArraySubquery(papers.values_list("document__titel")))
        .order_by("-aangeboden_op", "-id")
    )
    return [_shared(row) for row in rows]


def _shared(row: Overdracht) -> Gedeeld:
    accepted = row.status == "aangenomen"
    inside = row.waarheen == "collega"
    words = tuple(shared_words(row.gedeeld)) if accepted else ("een korte samenvatting",)
    consent = (
        f"Jij vond dit goed op {datum(row.kandidaat_akkoord_op)}."
        if row.kandidaat_akkoord_op
        else row.andere_grond
    )
    closed = row.status in ("geweigerd", "ingetrokken")
    return Gedeeld(
        aan=row.naar_wie,
        wat=words,
        waarom=row.reden,
        sinds=(row.besloten_op if inside and row.besloten_op else row.aangeboden_op)
        or timezone.now(),
        tot=row.besloten_op if closed else None,
        grond=consent,
        codes=tuple(code for code in DEELBAAR if code in row.gedeeld) if accepted else (),
        akkoord_op=row.kandidaat_akkoord_op,
        helpt_mee=row.soort == "verwijzing",
        dossier=inside,
        documenten=tuple(getattr(row, "titels", ())) if accepted else (),
    )
