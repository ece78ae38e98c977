"""What is left, for whoever decides; and which levels of a region are reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.models import Fonds, Meldgrens
from ontschot.kassier.queries.fondsen import (
    Fondsstand,
    Regelstand,
    fondsregels_for,
    stand_of,
)
from ontschot.kassier.rules import Prognose, Tempo, forecast, needs_warning
from ontschot.web.format import datum, euro

# What visitors would read; the coördinator changes it before it is kept.
STOP_NL = (
    "Het geld voor dit onderwerp is bijna op. Je kunt je vraag wel stellen. "
    "We nodigen je later uit voor een gesprek."
)
STOP_EN = (
    "The money for this subject has almost run out. You can still ask your question. "
    "We will invite you for a talk later."
)


@dataclass(frozen=True)
class Melding:
    """A level that is reached: on a line, or (without) on the whole fonds. In cents."""

    grens: Meldgrens
    fonds: Fonds
    regel: Regelstand | None
    vrij_cent: int
    prognose: Prognose

    @property
    def waarvan(self) -> str:
        return f"{self.regel.omschrijving} ({self.fonds.naam})" if self.regel else self.fonds.naam

    @property
    def zin(self) -> str:
        """What is the matter, in one sentence."""
        if self.vrij_cent <= 0:
            return "Er is niets meer vrij."
        if self.grens.onder_cent is not None and self.vrij_cent < self.grens.onder_cent:
            return f"Nog {euro(self.vrij_cent)} vrij; de grens is {euro(self.grens.onder_cent)}."
        return f"In dit tempo op rond {datum(self.prognose.dag)}; nog {euro(self.vrij_cent)} vrij."

    @property
    def stop_url(self) -> str:
        """The screen of the intake stop, filled in as far as it is known."""
        known = {
            "reden": "geld",
            "rubriek": self.regel.rubriek if self.regel else "",
            "tekst_nl": STOP_NL,
            "tekst_en": STOP_EN,
        }
        if self.fonds.tot:
            known["tot"] = f"{self.fonds.tot:%d-%m-%Y}"
        return f"{reverse('meldingen:stop_nieuw')}?{urlencode(known)}"


def _line_or_whole(grens: Meldgrens, stand: Fondsstand, today: date) -> Melding:
    if grens.fondsregel_id:
        regel = next(r for r in stand.regels if r.pk == grens.fondsregel_id)
        return Melding(grens, stand.fonds, regel, regel.vrij_cent, regel.prognose)
    tempos = [regel.tempo for regel in stand.regels]
    whole = Tempo(
        vrij_cent=stand.vrij_cent,
        uitgegaan_cent=sum(t.uitgegaan_cent for t in tempos),
        aantal=sum(t.aantal for t in tempos),
        dagen=max((t.dagen for t in tempos), default=1),
        loopt=any(t.loopt for t in tempos),
        tot=stand.fonds.tot,
    )
    return Melding(grens, stand.fonds, None, stand.vrij_cent, forecast(today, whole))


def _reached(grenzen: Iterable[Meldgrens], standen: Iterable[Fondsstand]) -> list[Melding]:
    today = timezone.localdate()
    by_fonds = {stand.fonds.pk: stand for stand in standen}
    found = [_line_or_whole(g, by_fonds[g.fonds_id], today) for g in grenzen]
    return [
        melding
        for melding in found
        if melding.fonds.status == "open"
        and (melding.fonds.tot is None or melding.fonds.tot >= today)
        and melding.fonds.van <= today
        and needs_warning(
            melding.vrij_cent,
            melding.prognose.dag,
            today,
            onder_cent=melding.grens.onder_cent,
            dagen=melding.grens.dagen,
        )
    ]


def reached(regio: str) -> list[Melding]:
    """The levels of this region that are reached. One query when it set none, else five."""
    grenzen = list(Meldgrens.objects.filter(regio=regio).order_by("pk"))
    if not grenzen:
        return []
    return _reached(grenzen, stand_of(Fonds.objects.filter(pk__in={g.fonds_id for g in grenzen})))


def levels_of(regio: str, fonds_id: int) -> dict[int | None, Meldgrens]:
    """The levels of a region on one fonds: per id of a line, and None for the whole."""
    rows = Meldgrens.objects.filter(regio=regio, fonds=fonds_id)
    return {row.fondsregel_id: row for row in rows}


@dataclass(frozen=True)
class Rest:
    """One line that may pay this, with what is on it."""

    fonds: Fonds
    regel: Regelstand


@dataclass(frozen=True)
class Restgeld:
    """What is left for one rubriek in one region, the usual line first, and what is reached."""

    regels: tuple[Rest, ...]
    meldingen: tuple[Melding, ...]


def rest_for(regio: str, rubriek: str) -> Restgeld:
    """Seven queries at most, whatever stands on the lines."""
    wanted = fondsregels_for(regio, rubriek, timezone.localdate())
    order = list(wanted.values_list("pk", F("fonds_id")))
    if not order:
        return Restgeld((), ())
    standen = stand_of(Fonds.objects.filter(pk__in={fonds for _, fonds in order}))
    lines = {r.pk: Rest(stand.fonds, r) for stand in standen for r in stand.regels}
    chosen = tuple(lines[pk] for pk, _ in order)
    grenzen = Meldgrens.objects.filter(regio=regio, fonds__in={rest.fonds.pk for rest in chosen})
    shown = {rest.regel.pk for rest in chosen}
    return Restgeld(
        chosen,
        tuple(m for m in _reached(grenzen, standen) if not m.regel or m.regel.pk in shown),
    )
