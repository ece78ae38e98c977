"""Plans to begin with: the coördinator makes them, a professional puts one in a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Dienst
from ontschot.trajecten.actions.arrangement import append_stap
from ontschot.trajecten.actions.common import locked_arrangement, log_dossier, required
from ontschot.trajecten.models import Arrangement, Sjabloon, Sjabloonstap, Stap


@dataclass(frozen=True)
class Regel:
    """A step of a template: words or a dienst, who does it, and after which number."""

    omschrijving: str
    dienst_id: int | None = None
    wie: str = ""
    na: int | None = None


@action
def make_sjabloon(wie: Actor, *, naam: str, doel: str, regels: Sequence[Regel]) -> Sjabloon:
    """Make a template for this region; raises Weigering without a step or with a circle."""
    if wie.rol != Rolsoort.COORDINATOR or not wie.regio:
        raise Weigering("Alleen de coördinator maakt sjablonen.")
    if not regels:
        raise Weigering("Zet minstens één stap in het sjabloon.")
    naam = required(naam, "Geef het sjabloon een naam.", "naam")
    if Sjabloon.objects.filter(regio=wie.regio, naam=naam).exists():
        raise Weigering("Er is al een sjabloon met deze naam. Kies een andere.", veld="naam")
    sjabloon = Sjabloon.objects.create(
        regio_id=wie.regio,
        naam=naam,
        doel=required(doel, "Schrijf op wat iemand hiermee wil bereiken.", "doel"),
    )
    Sjabloonstap.objects.bulk_create(
        _step(sjabloon, number, regel) for number, regel in enumerate(regels, start=1)
    )
    audit.record(
        wie,
        "sjabloon_gemaakt",
        object_soort="sjabloon",
        object_sleutel=str(sjabloon.pk),
        regio=sjabloon.regio_id,
    )
    return sjabloon


def _step(sjabloon: Sjabloon, number: int, regel: Regel) -> Sjabloonstap:
    dienst = Dienst.objects.filter(pk=regel.dienst_id).first() if regel.dienst_id else None
    words = regel.omschrijving.strip() or (dienst.naam if dienst else "")
    if not words:
        raise Weigering(f"Schrijf op wat stap {number} is.", veld=f"omschrijving{number}")
    if regel.na is not None and not 0 < regel.na < number:
        raise Weigering(
            "Een stap kan alleen wachten op een stap die ervoor staat.", veld=f"na{number}"
        )
    return Sjabloonstap(
        regio_id=sjabloon.regio_id,
        sjabloon=sjabloon,
        volgorde=number,
        dienst=dienst,
        omschrijving=words[:160],
        wie=regel.wie,
        na=regel.na,
    )


@action
def apply_sjabloon(wie: Actor, *, arrangement_id: int, sjabloon_id: int) -> Arrangement:
    """Put the steps of a template behind those of a plan in the making."""
    arrangement = locked_arrangement(wie, arrangement_id)
    sjabloon = Sjabloon.objects.filter(
        pk=sjabloon_id, regio=arrangement.regio_id, actief=True
    ).first()
    if sjabloon is None:
        raise Weigering("Dit sjabloon is er niet meer. Ververs de pagina.")
    made: dict[int, Stap] = {}
    for step in sjabloon.stappen.all():
        before = made.get(step.na) if step.na else None
        made[step.volgorde] = append_stap(
            arrangement,
            dienst_id=step.dienst_id,
            omschrijving=step.omschrijving,
            van_wie="",
            van=None,
            tot=None,
            wie_doet=step.wie,
            na_id=before.pk if before else None,
        )
    log_dossier(wie, "sjabloon_gebruikt", arrangement.kandidaat)
    return arrangement


@action
def close_sjabloon(wie: Actor, *, sjabloon_id: int) -> Sjabloon:
    """Offer a template no longer; the plans that began with it keep their steps."""
    found = Sjabloon.objects.filter(pk=sjabloon_id, regio=wie.regio, actief=True).first()
    if found is None or wie.rol != Rolsoort.COORDINATOR:
        raise Weigering("Dit sjabloon is er niet meer. Ververs de pagina.")
    found.actief = False
    found.save(update_fields=["actief"])
    audit.record(
        wie,
        "sjabloon_gesloten",
        object_soort="sjabloon",
        object_sleutel=str(found.pk),
        regio=found.regio_id,
    )
    return found
