"""How long people wait between the steps, from the knock on the door to the first day."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from ontschot.kern.scope import scope, systeem

# Fewer than this could point at a person.
KLEIN = 5

STAPPEN = (
    "Van vraag tot eerste contact",
    "Van eerste contact tot advies",
    "Van advies tot plan",
    "Van interventie gepland tot besluit",
    "Van besluit tot verplichting",
    "Van verplichting tot begin",
)

# `stappen` has one line per thing that happened: which step it ended, and from when until when.
_STATEMENT = """
WITH advies AS (
    SELECT kandidaat_id, min(gegeven_op) AS op FROM meldingen_advies
    WHERE regio_id = %(regio)s GROUP BY kandidaat_id
), contact AS (
    SELECT kandidaat_id, min(eerste_contact_op) AS op FROM meldingen_melding
    WHERE regio_id = %(regio)s GROUP BY kandidaat_id
), besluit AS (
    SELECT b.besloten_op, b.uitkomst, i.gepland_op, i.verplicht_op
    FROM casusoverleg_besluit b JOIN trajecten_interventie i ON i.id = b.interventie_id
    WHERE b.uitkomst IN ('toegekend', 'afgewezen') AND i.regio_id = %(regio)s
), stappen (stap, van, tot) AS (
    SELECT 0, m.ontvangen_op, m.eerste_contact_op FROM meldingen_melding m
    WHERE m.regio_id = %(regio)s
  UNION ALL
    SELECT 1, c.op, a.op FROM advies a JOIN contact c USING (kandidaat_id)
  UNION ALL
    SELECT 2, a.op, p.gemaakt_op FROM trajecten_arrangement p JOIN advies a USING (kandidaat_id)
    WHERE p.versie = 1 AND p.regio_id = %(regio)s
  UNION ALL
    SELECT 3, gepland_op, besloten_op FROM besluit
  UNION ALL
    SELECT 4, besloten_op, verplicht_op FROM besluit WHERE uitkomst = 'toegekend'
  UNION ALL
    SELECT 5, date_trunc('day', i.verplicht_op, 'Europe/Amsterdam'),
      i.gestart_op::timestamp AT TIME ZONE 'Europe/Amsterdam'
    FROM trajecten_interventie i WHERE i.regio_id = %(regio)s
)
SELECT stap, count(*), percentile_cont(0.5) WITHIN GROUP (
  ORDER BY extract(epoch FROM tot - van)::float / 86400)
FROM stappen WHERE tot >= van
  AND (tot AT TIME ZONE 'Europe/Amsterdam')::date BETWEEN %(van)s AND %(tot)s
GROUP BY stap
"""


@dataclass(frozen=True)
class Doorlooptijd:
    """One step: how often it ended in the period, and half took at most so many days.

    Both None where fewer than `KLEIN` would show.
    """

    stap: str
    aantal: int | None
    mediaan_dagen: float | None


def doorlooptijden(regio: str, van: date, tot: date) -> list[Doorlooptijd]:
    """The median waiting time of each step, by the day on which the step ended. One query.

    Reads past the person who asks, because the figures name nobody; small numbers stay hidden.
    """
    with scope(systeem(regio, reden="doorlooptijden")), connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"regio": regio, "van": van, "tot": tot})
        found = {stap: (aantal, mediaan) for stap, aantal, mediaan in cursor.fetchall()}
    return [_shown(number, *found.get(number, (0, None))) for number in range(len(STAPPEN))]


def _shown(number: int, aantal: int, mediaan: float | None) -> Doorlooptijd:
    if aantal < KLEIN or mediaan is None:
        return Doorlooptijd(STAPPEN[number], None, None)
    return Doorlooptijd(STAPPEN[number], aantal, round(mediaan, 1))
