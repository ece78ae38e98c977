"""What stands in a report as people hand it around, before it becomes a PDF or a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from ontschot.monitor import kplusv
from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.definities import DEFINITIES, Definitie
from ontschot.monitor.models import Levering
from ontschot.monitor.queries import Rapport
from ontschot.monitor.rapport import hoofdstuk
from ontschot.monitor.rapport.bundel import Bundel
from ontschot.monitor.rapport.hoofdstuk import Hoofdstuk
from ontschot.monitor.rapport.samenvatting import five_sentences
from ontschot.monitor.rules import kort
from ontschot.monitor.selectie import Selectie
from ontschot.monitor.tonen import periode_label, regio_label
from ontschot.web.format import datum, euro, getal

LANGSTE_LABEL = 120
ALGEMEEN = ("aantal", "gemiddelde_prijs", "aandeel_kosten", "verschil", "verschil_in_woorden")
JAAR_VAN_HET_ONDERZOEK = "2023"
EXACT = "Exacte aantallen. Alleen voor intern gebruik: geef dit rapport niet door."
BESCHERMD = "Beschermd: dit rapport mag naar buiten."
VOORLOPIG = (
    "Beschermd, en voorlopig: niemand heeft deze cijfers vastgesteld. Zeg dat erbij als je het "
    "rapport doorgeeft."
)


@dataclass(frozen=True)
class Boek:
    """`hoofdstukken` are the selection as a whole and then each region that was asked for."""

    titel: str
    onder: str
    status: str
    feiten: Sequence[tuple[str, str]]
    zinnen: Sequence[str]
    definities: Sequence[Definitie]
    hoofdstukken: Sequence[tuple[str, Hoofdstuk]]
    bronnen: Sequence[str]
    tegenstrijdig: Sequence[str]


def write(
    bundel: Bundel,
    codes: Codelijsten,
    vorig: Bundel | None = None,
    volgorde: Sequence[str] = hoofdstuk.VOLGORDE,
) -> Boek:
    """Lay the counted reports together; `vorig` is the same bundle over the period before.

    Reads the names of the deliveries, so it needs the scope in which was counted.
    """
    selectie = bundel.rapport.selectie
    waar = kort(regio_label(selectie, codes), LANGSTE_LABEL)
    chapters = _chapters(bundel, codes, vorig, volgorde)
    return Boek(
        titel=f"Monitor {periode_label(selectie)}",
        onder=waar,
        status=_status(bundel),
        feiten=facts(bundel, codes),
        zinnen=five_sentences(chapters[0][1], waar, periode_label(selectie)),
        definities=_definitions(chapters[0][1]),
        hoofdstukken=chapters,
        bronnen=_sources(selectie),
        tegenstrijdig=kplusv.contradictions() if selectie.jaar == JAAR_VAN_HET_ONDERZOEK else (),
    )


def _status(bundel: Bundel) -> str:
    if bundel.drempel is None:
        return EXACT
    return VOORLOPIG if bundel.voorlopig else BESCHERMD


def facts(bundel: Bundel, codes: Codelijsten) -> list[tuple[str, str]]:
    """What a reader must know before the first figure."""
    selectie = bundel.rapport.selectie
    found = [
        ("Regio's", kort(regio_label(selectie, codes), 10 * LANGSTE_LABEL)),
        ("Periode", periode_label(selectie)),
        ("Zoals bekend op", datum(selectie.peil) if selectie.peil else "nu"),
        ("Bescherming", bundel.onthulling),
    ]
    if bundel.drempel is None:
        aantal, kosten = bundel.rapport.aantal, bundel.rapport.kosten_cent
        found.append(("Totaal", f"{getal(aantal)} interventies, {euro(kosten)}"))
    if bundel.rapport.dubbel:
        names = kort(", ".join(bundel.rapport.dubbel), 10 * LANGSTE_LABEL)
        found.append(("Let op", f"dubbel geteld uit twee bronnen: {names}"))
    return found


def _chapters(
    bundel: Bundel, codes: Codelijsten, vorig: Bundel | None, volgorde: Sequence[str]
) -> list[tuple[str, Hoofdstuk]]:
    rubriek_1 = hoofdstuk.soorten_van_rubriek_1()

    def chapter(rapport: Rapport, before: Rapport | None) -> Hoofdstuk:
        return hoofdstuk.make(_clean(rapport), before, rubriek_1, volgorde)

    waar = kort(regio_label(bundel.rapport.selectie, codes), LANGSTE_LABEL)
    found = [(waar, chapter(bundel.rapport, vorig.rapport if vorig else None))]
    namen = codes.labels("regio")
    for code, rapport in bundel.per_regio.items():
        before = vorig.per_regio.get(code) if vorig else None
        found.append((f"{kort(namen.get(code, code), 80)} ({code})", chapter(rapport, before)))
    return found


def _clean(rapport: Rapport) -> Rapport:
    """Labels that are edited by people, short enough for a cell and without control signs."""
    tables = {
        naam: replace(
            tabel,
            regels=tuple(replace(r, label=kort(r.label, LANGSTE_LABEL)) for r in tabel.regels),
        )
        for naam, tabel in rapport.tabellen.items()
    }
    return replace(rapport, tabellen=tables)


def _definitions(samen: Hoofdstuk) -> list[Definitie]:
    """The definitions that the report uses, those of its tables first."""
    used = [deel.definitie for deel in samen.onderdelen]
    return used + [DEFINITIES[code] for code in ALGEMEEN if code in DEFINITIES]


def _sources(selectie: Selectie) -> list[str]:
    """Where the rows came from: own registration, and the deliveries that counted then."""
    peil = selectie.peilmoment or timezone.now()
    found = Levering.objects.filter(
        Q(vervangen_op__isnull=True) | Q(vervangen_op__gte=peil),
        soort="interventies",
        geimporteerd_op__lt=peil,
        van__lte=selectie.tot,
        tot__gte=selectie.van,
    ).order_by("naam", "pk")
    own = ["Eigen registratie in Ontschot: wat partners vastlegden bij het inkopen."]
    if selectie.bron == "eigen":
        return own
    delivered = [
        f"Levering ‘{kort(naam, LANGSTE_LABEL)}’ van {kort(bron or 'onbekend', LANGSTE_LABEL)}, "
        f"geladen op {datum(timezone.localdate(geladen))}."
        for naam, bron, geladen in found.values_list("naam", "bron_naam", "geimporteerd_op")
    ]
    return delivered if selectie.bron else own + delivered
