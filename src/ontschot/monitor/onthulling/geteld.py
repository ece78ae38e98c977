"""From the rows of a year to what is protected: counts, tables, and how they hang together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Max, QuerySet

from ontschot.kern.scope import Actor, systeem
from ontschot.monitor.codes import Codelijsten, klassen
from ontschot.monitor.definities import DEFINITIES
from ontschot.monitor.models import Monitorrij
from ontschot.monitor.onthulling.edities import Stand
from ontschot.monitor.onthulling.stelsel import Regels
from ontschot.monitor.onthulling.tabellen import Opzet, Tellingen, Verband
from ontschot.monitor.queries import Standen, region_counts
from ontschot.monitor.selectie import NEDERLAND, Selectie
from ontschot.monitor.tellen import counted
from ontschot.netwerk.models import Regio
from ontschot.regelingen.models import Eerstverantwoordelijke, Interventiesoort

VAKBONDEN = frozenset({"fnv", "cnv", "vcp"})  # one party where the first responsible is named


def rules() -> Regels:
    """The choices of klassen.toml."""
    chosen = klassen()["onthulling"]
    return Regels(
        int(chosen["drempel"]), int(chosen["dominantie_procent"]), int(chosen["marge_procent"])
    )


@dataclass(frozen=True)
class Meting:
    """Everything that was counted of a year, as known on one day (None: now), of every region."""

    counts: Mapping[str, Standen]
    dubbel: Collection[str]
    alles: Selectie
    tabellen: Sequence[str]

    @property
    def regios(self) -> set[str]:
        """The regions with at least one row."""
        return {regio for regio, cellen in self.counts.items() if cellen["", ""].aantal}

    def tellingen(self, regios: Collection[str]) -> Tellingen:
        return {
            regio: {
                key: (stand.aantal, stand.kosten_cent)
                for key, stand in self.counts.get(regio, {}).items()
            }
            for regio in sorted(regios)
        }

    def stand(self, regios: Collection[str], opzetten: Sequence[Opzet]) -> Stand:
        """What protecting these regions asks for; reads the largest amounts and the links."""
        rows = counted(replace(self.alles, regios=tuple(sorted(regios))))
        hoogste = {
            (regio, opzet.naam, waarde): cent
            for opzet in opzetten
            if opzet.met_kosten
            for regio, waarde, cent in rows.values_list("regio_id", opzet.naam).annotate(
                Max("kosten_cent")
            )
        }
        return Stand(self.tellingen(regios), hoogste, _links(rows, opzetten))


def measure(alles: Selectie, tabellen: Sequence[str]) -> Meting:
    counts, dubbel = region_counts(alles, tabellen)
    return Meting(counts, dubbel, alles, tabellen)


def whole_year(jaar: int, peil: date | None) -> Selectie:
    """A year over all regions and sources."""
    return Selectie(NEDERLAND, None, str(jaar), date(jaar, 1, 1), date(jaar, 12, 31), peil=peil)


def everybody() -> Actor:
    """Protection must know the neighbours: Ontschot itself, over every region."""
    return systeem(*Regio.objects.values_list("code", flat=True), reden="bescherming van cijfers")


def fixed_selections() -> dict[str, Sequence[str]]:
    return {naam: keuze["regios"] for naam, keuze in klassen()["selectie"].items()}


def layouts(tellingen: Tellingen, codes: Codelijsten, tabellen: Iterable[str]) -> tuple[Opzet, ...]:
    """Every table with all of its values: those of the code list, and what occurs beside them."""
    rubriek_of = dict(Interventiesoort.objects.values_list("code", "rubriek_id"))
    found = []
    for naam in tabellen:
        definitie = DEFINITIES[naam]
        occurring = {key[1] for cellen in tellingen.values() for key in cellen if key[0] == naam}
        listed = codes.labels(definitie.dimensie)
        waarden = (*listed, *sorted(occurring - listed.keys()))
        child = naam == "interventie" and "rubriek" in tabellen
        found.append(
            Opzet(
                naam=naam,
                waarden=waarden,
                onbekend=definitie.onbekend,
                met_kosten=definitie.met_kosten,
                ouder="rubriek" if child else "",
                deel_van={w: rubriek_of[w] for w in waarden} if child else {},
            )
        )
    return tuple(found)


def _links(rows: QuerySet[Monitorrij], opzetten: Iterable[Opzet]) -> list[Verband]:
    """Own or others' doelgroep follows from doelgroep and partij: everybody can look that up.

    Left out when a value is in no group: then nobody knows the rule for it either.
    """
    values = {opzet.naam: opzet.waarden for opzet in opzetten}
    if not {"doelgroep", "inkopende_partij", "eigen_andere"} <= values.keys():
        return []
    first = dict(Eerstverantwoordelijke.objects.values_list("doelgroep_id", "partij"))
    partij = {w: "vakbond" if w in VAKBONDEN else w for w in values["inkopende_partij"]}
    if not set(values["doelgroep"]) <= first.keys():
        return []
    samen = {
        (regio, doelgroep, inkoper): aantal
        for regio, doelgroep, inkoper, aantal in rows.values_list(
            "regio_id", "doelgroep", "inkopende_partij"
        ).annotate(Count("pk"))
    }
    own = {waarde: first[waarde] for waarde in values["doelgroep"]}
    return [Verband("doelgroep", own, "inkopende_partij", partij, ("eigen_andere", "eigen"), samen)]
