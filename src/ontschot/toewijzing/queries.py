"""What the rooms above ask of the assignment of questions."""

from datetime import date

from django.db.models import Exists, OuterRef, Subquery

from ontschot.netwerk.queries import valid_on
from ontschot.toewijzing.models import Afwezigheid, Inzet, Toewijzingsregel
from ontschot.toewijzing.rules import INDICATIES, Regel

TALEN = {"nl": "Nederlands", "en": "Engels"}
# The doors as they read after `de vraag komt binnen via`.
VIA = {
    "vakbond": "de vakbond",
    "werkgever": "een werkgever",
    "inloop": "de inloop",
    "telefoon": "de telefoon",
    "email": "e-mail",
    "werkcafe": "een Werkcafé",
    "outreach": "een campagne",
    "partner": "een partner",
    "elders": "een professional elders",
    "portaal": "het portaal",
}


def rules_on(regio: str, day: date) -> list[Toewijzingsregel]:
    """The rules that hold on this day, in order, with their names. One query."""
    found = Toewijzingsregel.objects.filter(valid_on(day), regio=regio)
    return list(found.select_related("gemeente", "organisatie", "medewerker"))


def conditions_of(row: Toewijzingsregel) -> str:
    """When the rule holds, as half a Dutch sentence without names of people; empty: always."""
    parts = []
    if row.deur:
        parts.append(f"binnenkomt via {VIA.get(row.deur, row.deur)}")
    if row.gemeente:
        parts.append(f"uit de gemeente {row.gemeente.naam} komt")
    if row.taal:
        parts.append(f"in het {TALEN.get(row.taal, row.taal)} is gesteld")
    if row.indicatie:
        parts.append(f"gaat over iemand die {INDICATIES.get(row.indicatie, row.indicatie)}")
    return f"de vraag {' en '.join(parts)}" if parts else ""


def target_of(row: Toewijzingsregel) -> str:
    """To whom the rule sends a question, in Dutch."""
    if row.medewerker:
        who = row.medewerker.naam
    elif row.organisatie:
        who = row.organisatie.naam
    else:
        who = f"iedere {row.get_organisatiesoort_display()} in de regio"
    return f"{who} (alleen wie goed is in: {row.expertise})" if row.expertise else who


def sentence_of(row: Toewijzingsregel) -> str:
    """The whole rule as a plain sentence."""
    als = conditions_of(row)
    if not als:
        return f"Iedere vraag gaat naar {target_of(row)}."
    return f"Als {als}, dan gaat die naar {target_of(row)}."


def as_rule(row: Toewijzingsregel) -> Regel:
    return Regel(
        volgorde=row.volgorde,
        als=conditions_of(row),
        deur=row.deur,
        gemeente_id=row.gemeente_id,
        taal=row.taal,
        indicatie=row.indicatie,
        expertise=row.expertise,
        organisatie_id=row.organisatie_id,
        organisatie_soort=row.organisatiesoort,
        medewerker_id=row.medewerker_id,
    )


def absent_on(regio: str, day: date) -> Exists:
    """Whether the medewerker of a `Rol` is away on this day, to annotate with."""
    away = Afwezigheid.objects.filter(valid_on(day), regio=regio, medewerker=OuterRef("medewerker"))
    return Exists(away)


def inzet_field(regio: str, field: str) -> Subquery:
    """One field of the inzet of the medewerker of a `Rol`, to annotate with."""
    rows = Inzet.objects.filter(regio=regio, medewerker=OuterRef("medewerker"))
    return Subquery(rows.values(field)[:1])


def absences(regio: str, since: date) -> list[Afwezigheid]:
    """Who is away or will be, by first day. One query."""
    found = Afwezigheid.objects.filter(regio=regio).exclude(tot__lt=since)
    return list(found.select_related("medewerker", "waarnemer"))
