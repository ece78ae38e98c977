"""What every figure means: the registry on the screen, to be searched by heading."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ontschot.kern.rollen import LABELS, Rolsoort
from ontschot.kern.routes import Verzoek, may_open, route
from ontschot.monitor.definities import (
    AFRONDEN,
    DEFINITIES,
    DIMENSIES,
    GROEPEN,
    Definitie,
    Dimensie,
)
from ontschot.monitor.definities.vorm import in_order
from ontschot.monitor.forms import DefinitieZoekForm
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.models import LEZERS
from ontschot.monitor.rules import sleutelwoord


@route(
    "monitor/definities/",
    rollen=LEZERS | {Rolsoort.KASSIER},
    leest="wat elk cijfer betekent",
    naam="definities",
)
def definities(request: Verzoek) -> HttpResponse:
    zoek = request.GET.get("zoek", "")
    mine = [d for d in DEFINITIES.values() if d.voor(request.wie.rol)]
    by_heading = [d for d in mine if _matches(zoek, (d.naam, d.groep, d.code))]
    # A word that heads nothing, such as ‘uitstroom’, may stand in the texts.
    found = by_heading or [d for d in mine if _matches(zoek, (d.tekst,))]
    groepen = [(g, [_shown(d) for d in found if d.groep == g]) for g in GROEPEN]
    context = {
        "form": DefinitieZoekForm({"zoek": zoek}),
        # A kassier has figures of money, and not the monitor.
        "ziet_monitor": may_open(request.wie.rol, "monitor:overzicht"),
        "begin_url": reverse("monitor:definities"),
        "koppen": [(groep, shown) for groep, shown in groepen if shown],
        "dimensies": [
            {"dimensie": d, "anker": f"dimensie-{d.code}"}
            for d in DIMENSIES.values()
            if _matches(zoek, (d.naam, d.code))
        ],
        "afronden": AFRONDEN,
    }
    return render(request, "monitor/definities.html", context)


def _matches(zoek: str, texts: Iterable[str]) -> bool:
    """Every word that was typed stands in the heading, whatever the capitals and accents."""
    heading = sleutelwoord(" ".join(texts))
    return all(word in heading for word in sleutelwoord(zoek).split())


def _shown(definitie: Definitie) -> tuple[Definitie, str, list[Dimensie], str]:
    """A definition, the address of its figure, what it can be split by, and who may see it."""
    code = definitie.code
    url = reverse("monitor:indicator", args=[code]) if code in INDICATOREN else ""
    who = ", ".join(LABELS[rol] for rol in in_order(definitie.rollen))
    return definitie, url, [DIMENSIES[d] for d in definitie.dimensies], who
