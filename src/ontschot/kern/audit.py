"""The audit log: one line per event, reads included, with one sentence template per event.

Each room declares its events in `gebeurtenissen.py` and registers them when it starts:

    register({"melding_beantwoord": "{wie} beantwoordde vraag {object}."})

A template may use `{wie}`, `{object}` and the keys of `gegevens`. Lines hold keys and codes; a
name or a text of a kandidaat does not belong in them.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from string import Formatter
from typing import Any

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.utils import timezone

from ontschot.kern.models import Auditregel
from ontschot.kern.rows import insert
from ontschot.kern.scope import Actor

LANDELIJK = "landelijk"
TEMPLATES: dict[str, str] = {}
_FIELDS: dict[str, frozenset[str]] = {}

# How many lines the running action has written; see kern.actions.
written: ContextVar[int] = ContextVar("audit_written", default=0)


def register(templates: Mapping[str, str]) -> None:
    """Add the events of a room; the same name twice is a mistake."""
    for event, template in templates.items():
        if TEMPLATES.get(event, template) != template:
            raise ValueError(f"Audit event {event!r} is registered twice.")
        TEMPLATES[event] = template
        names = {name for _, name, _, _ in Formatter().parse(template) if name}
        _FIELDS[event] = frozenset(names - {"wie", "object"})


@dataclass(frozen=True)
class Inzage:
    """A read that must be logged once the page has been made."""

    gebeurtenis: str
    object_soort: str
    object_sleutel: str
    kandidaat_sleutel: str
    regio: str
    gegevens: Mapping[str, Any]


def record(
    wie: Actor,
    gebeurtenis: str,
    *,
    object_soort: str,
    object_sleutel: str,
    regio: str = "",
    kandidaat_sleutel: str = "",
    resultaat: str = "gelukt",
    **gegevens: Any,
) -> Auditregel:
    """Write one line in the running transaction.

    `regio` is the chain it belongs to (empty: the national chain). Raises ValueError for an
    event that is not registered or a template whose fields are not given.
    """
    missing = _FIELDS.get(gebeurtenis, frozenset({"?"})) - gegevens.keys()
    if missing:
        raise ValueError(f"Audit event {gebeurtenis!r} is unknown or misses {sorted(missing)}.")
    line = Auditregel(
        keten=regio or LANDELIJK,
        gebeurtenis=gebeurtenis,
        object_soort=object_soort,
        object_sleutel=object_sleutel,
        kandidaat_sleutel=kandidaat_sleutel,
        medewerker_id=wie.medewerker_id,
        wie=wie.naam,
        organisatie=wie.organisatie,
        rol=wie.rol,
        resultaat=resultaat,
        oorsprong=wie.oorsprong,
        gegevens=gegevens,
    )
    insert(line)
    written.set(written.get() + 1)
    return line


def inzage(
    request: HttpRequest,
    gebeurtenis: str,
    *,
    object_soort: str,
    object_sleutel: str,
    regio: str = "",
    kandidaat_sleutel: str = "",
    **gegevens: Any,
) -> None:
    """Ask the route machinery to log this read; it does so before the page leaves the house."""
    reads: list[Inzage] = request.__dict__.setdefault("inzages", [])
    reads.append(
        Inzage(gebeurtenis, object_soort, object_sleutel, kandidaat_sleutel, regio, gegevens)
    )


def sentence(line: Auditregel) -> str:
    """The Dutch sentence of a line, also when its event no longer exists."""
    template = TEMPLATES.get(line.gebeurtenis, "{wie}: " + line.gebeurtenis.replace("_", " "))
    values = {**line.gegevens, "wie": line.wie, "object": line.object_sleutel}
    return Formatter().vformat(template, (), _Forgiving(values))


class _Forgiving(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def readers_of(kandidaat_sleutel: str, *, dagen: int = 14) -> int:
    """How many different people opened or changed this dossier in the last days."""
    since = timezone.now() - timedelta(days=dagen)
    lines = Auditregel.objects.filter(kandidaat_sleutel=kandidaat_sleutel, op__gte=since)
    return lines.exclude(medewerker_id=None).values("medewerker_id").distinct().count()


@dataclass(frozen=True)
class Lezer:
    """On this day somebody of this organisation, in this role, opened or changed a dossier."""

    dag: date
    organisatie: str
    rol: str
    keer: int


def readers(kandidaat_sleutel: str, *, hoogstens: int = 200) -> list[Lezer]:
    """Who opened or changed this dossier, per day, newest first; without names. One query.

    `hoogstens` is a number of rows. For the kandidaat, who may know who looked (AVG article 15).
    """
    lines = Auditregel.objects.filter(kandidaat_sleutel=kandidaat_sleutel, resultaat="gelukt")
    rows = (
        lines.exclude(medewerker_id=None)
        .annotate(dag=TruncDate("op"))
        .values("dag", "organisatie", "rol")
        .annotate(keer=Count("pk"))
        .order_by("-dag", "organisatie", "rol")
    )
    return [Lezer(**row) for row in rows[:hoogstens]]


CHECK_CHAINS = """
SELECT keten, volgnummer, fout FROM (
    SELECT a.keten, a.volgnummer,
        CASE
            WHEN a.hash <> kern_audit_hash(a) THEN 'inhoud'
            WHEN a.vorige_hash <> coalesce(lag(a.hash) OVER w, '') THEN 'schakel'
            WHEN a.volgnummer <> coalesce(lag(a.volgnummer) OVER w, 0) + 1 THEN 'gat'
        END AS fout
    FROM kern_auditregel a
    WINDOW w AS (PARTITION BY a.keten ORDER BY a.volgnummer)
) regels WHERE fout IS NOT NULL
UNION ALL
SELECT k.keten, k.volgnummer, 'einde' FROM kern_auditketen k
WHERE k.keten = ANY (string_to_array(current_setting('ontschot.regios', true), ','))
AND NOT EXISTS (
    SELECT 1 FROM kern_auditregel a
    WHERE a.keten = k.keten AND a.volgnummer = k.volgnummer AND a.hash = k.hash
)
ORDER BY 1, 2
"""


def check_chains() -> list[tuple[str, int, str]]:
    """Recompute every hash of the chains in scope; returns (keten, volgnummer, fout) per fault."""
    with connection.cursor() as cursor:
        cursor.execute(CHECK_CHAINS)
        return [(keten, nummer, fout) for keten, nummer, fout in cursor.fetchall()]
