"""Making, changing, publishing and ending a service of the menukaart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.menukaart.actions.common import (
    bounded,
    keep,
    locked_dienst,
    record,
    refuse_stranger,
)
from ontschot.menukaart.models import Dienst, DienstInGemeente
from ontschot.menukaart.rules import may_make
from ontschot.netwerk.models import Organisatie, Rol
from ontschot.netwerk.queries import gemeenten_in, valid_on

# What people fill in, on the screen and (without the last two) in a bulk file.
VELDEN = (
    "naam",
    "soort",
    "interventiesoort_id",
    "aanbieder",
    "stap",
    "vorm",
    "wijze",
    "doel",
    "samenvatting",
    "voor_wie",
    "voorwaarden",
    "aanmelden",
    "situaties",
    "beroep",
    "duur",
    "uren_per_week",
    "prijs_cent",
    "btw",
    "contract_met",
    "contract_tot",
    "plaats",
    "locatie",
    "talen",
    "bereik",
    "contact",
    "wachttijd_dagen",
    "van",
    "tot",
    "eigenaar_id",
    "bijgehouden_door_id",
)
# Addresses of pages of our own, so no service may be called so.
GEEN_SLEUTEL = frozenset({"nieuw", "vergelijk", "invoer", "uitvoer", "instellingen", "signaal"})
MAX_SLEUTEL = 70


def new_key(regio: str, naam: str) -> str:
    """The key of a new service: the region before it, so that two regions never collide."""
    return f"{regio.lower()}-{slugify(naam)}"[:MAX_SLEUTEL].rstrip("-")


@action
def make_dienst(
    wie: Actor, *, gegevens: Mapping[str, Any], publiceer_op: date | None = None
) -> Dienst:
    """Put a service on the menukaart of the actor's region; a concept without `publiceer_op`.

    `gegevens` holds values for VELDEN. Raises Weigering when the owner is another organisation,
    or when the region has a service of this name already.
    """
    dienst = Dienst(
        regio_id=wie.regio,
        gepubliceerd_van=publiceer_op,
        gecontroleerd_op=timezone.localdate(),
        gecontroleerd_door_id=wie.medewerker_id,
    )
    fill(wie, dienst, gegevens)
    dienst.sleutel = new_key(wie.regio, dienst.naam)
    if dienst.sleutel in GEEN_SLEUTEL or not slugify(dienst.naam):
        raise Weigering("Geef de dienst een naam met letters.", veld="naam")
    refuse_same_name(dienst)
    keep(wie, dienst, "dienst_gemaakt")
    return dienst


@action
def change_dienst(wie: Actor, *, sleutel: str, versie: int, gegevens: Mapping[str, Any]) -> Dienst:
    """Change what is said of a service; who changes it also looked at it, so it counts as checked.

    `versie` is the one that was on the screen. Raises Weigering when somebody else changed it
    meanwhile, and when it belongs to another organisation.
    """
    dienst = locked_dienst(sleutel)
    refuse_stranger(wie, dienst)
    if dienst.versie != versie:
        raise Weigering(
            "Iemand anders veranderde deze dienst terwijl jij bezig was. Jouw tekst staat er nog. "
            "Open de dienst in een nieuw tabblad, kijk wat er veranderde, en bewaar dan opnieuw."
        )
    fill(wie, dienst, gegevens)
    refuse_same_name(dienst)
    dienst.gecontroleerd_op = timezone.localdate()
    dienst.gecontroleerd_door_id = wie.medewerker_id
    keep(wie, dienst, "dienst_gewijzigd")
    return dienst


def fill(wie: Actor, dienst: Dienst, gegevens: Mapping[str, Any]) -> None:
    """Put the values into the row, not saved yet; raises Weigering for what cannot be."""
    unknown = set(gegevens) - set(VELDEN)
    if unknown:
        raise ValueError(f"Not a field of a service: {sorted(unknown)}")
    bounded(gegevens)
    for field, value in gegevens.items():
        setattr(dienst, field, value)
    dienst.naam = " ".join(dienst.naam.split())
    if dienst.soort == "voorliggend":
        dienst.interventiesoort_id = None
    elif not dienst.interventiesoort_id:
        raise Weigering(
            "Aanvullend aanbod heeft een soort interventie. Kies er een.", veld="interventiesoort"
        )
    if dienst.tot and dienst.van and dienst.tot < dienst.van:
        raise Weigering("De laatste dag ligt vóór de eerste. Verander een van de twee.", veld="tot")
    if dienst.contract_tot and not dienst.contract_met:
        raise Weigering("Vul ook in met wie het contract is.", veld="contract_met")
    _refuse_owner(wie, dienst)


def _refuse_owner(wie: Actor, dienst: Dienst) -> None:
    if not may_make(wie.rol, wie.organisatie_id, dienst.eigenaar_id):
        raise Weigering(
            "Je kunt alleen aanbod van je eigen organisatie op de menukaart zetten. "
            "Vraag de coördinator voor aanbod van een ander.",
            veld="eigenaar",
        )
    today = valid_on(timezone.localdate())
    keeper = Rol.objects.filter(
        today, medewerker=dienst.bijgehouden_door_id, organisatie=dienst.eigenaar_id
    )
    if dienst.bijgehouden_door_id and not keeper.exists():
        naam = Organisatie.objects.get(pk=dienst.eigenaar_id).naam
        raise Weigering(
            f"Kies iemand van {naam} om dit bij te houden, of laat het leeg.",
            veld="bijgehouden_door",
        )


def refuse_same_name(dienst: Dienst) -> None:
    """Two services of one name confuse whoever searches. Raises Weigering."""
    same = Dienst.objects.filter(regio=dienst.regio_id, naam__iexact=dienst.naam)
    if same.exclude(pk=dienst.pk).exists():
        raise Weigering(
            f"‘{dienst.naam}’ staat al op de menukaart. Zoek die op, of kies een andere naam.",
            veld="naam",
        )


@action
def publish(wie: Actor, *, sleutel: str) -> Dienst:
    """Show the service to everybody from today, also when it had been taken off."""
    dienst = locked_dienst(sleutel)
    refuse_stranger(wie, dienst)
    today = timezone.localdate()
    if dienst.gepubliceerd_van is None or dienst.gepubliceerd_van > today:
        dienst.gepubliceerd_van = today
    dienst.gepubliceerd_tot = None
    dienst.gecontroleerd_op, dienst.gecontroleerd_door_id = today, wie.medewerker_id
    keep(wie, dienst, "dienst_gepubliceerd")
    return dienst


@action
def withdraw(wie: Actor, *, sleutel: str, laatste_dag: date) -> Dienst:
    """Take the service off the menukaart after this day; toetsen and plans keep pointing at it."""
    dienst = locked_dienst(sleutel)
    refuse_stranger(wie, dienst)
    if dienst.gepubliceerd_van is None:
        raise Weigering(
            "Deze dienst staat nog niet op de menukaart. Je hoeft hem niet weg te halen."
        )
    if laatste_dag < dienst.gepubliceerd_van:
        raise Weigering(
            "Op die dag stond deze dienst nog niet op de menukaart. Kies een latere dag.",
            veld="laatste_dag",
        )
    dienst.gepubliceerd_tot = laatste_dag
    keep(wie, dienst, "dienst_gestopt")
    return dienst


@dataclass(frozen=True)
class Plaats:
    """What is said of one gemeente. `beschikbaar` None: not known; `zelfde`: as everywhere."""

    gemeente_id: int
    zelfde: bool
    beschikbaar: bool | None = True
    voorwaarde: str = ""
    contact: str = ""


@action
def set_gemeenten(wie: Actor, *, sleutel: str, plaatsen: Sequence[Plaats]) -> Dienst:
    """Say in which gemeenten a service differs; only the gemeenten of the region count.

    Raises Weigering when a gemeente says no without a reason: the toets quotes that reason.
    """
    dienst = locked_dienst(sleutel)
    refuse_stranger(wie, dienst)
    names = dict(gemeenten_in(wie.regios, timezone.localdate()))
    for plaats in plaatsen:
        if plaats.gemeente_id not in names:
            raise Weigering("Die gemeente hoort niet bij jouw regio. Ververs de pagina.")
        if plaats.beschikbaar is False and not plaats.voorwaarde.strip() and not plaats.zelfde:
            raise Weigering(
                f"Schrijf waarom dit er in {names[plaats.gemeente_id]} niet is. "
                "Die zin komt in de toets te staan.",
                veld=f"g{plaats.gemeente_id}-voorwaarde",
            )
    _write_places(dienst, plaatsen)
    dienst.beheerd_sinds = dienst.beheerd_sinds or timezone.now()
    dienst.gecontroleerd_op = timezone.localdate()
    dienst.gecontroleerd_door_id = wie.medewerker_id
    dienst.save(update_fields=["beheerd_sinds", "gecontroleerd_op", "gecontroleerd_door"])
    record(wie, dienst, "dienst_gemeenten", aantal=sum(not p.zelfde for p in plaatsen))
    return dienst


def _write_places(dienst: Dienst, plaatsen: Sequence[Plaats]) -> None:
    same = [plaats.gemeente_id for plaats in plaatsen if plaats.zelfde]
    dienst.gemeenten.filter(gemeente__in=same).delete()
    DienstInGemeente.objects.bulk_create(
        [
            DienstInGemeente(
                dienst=dienst,
                gemeente_id=plaats.gemeente_id,
                beschikbaar=plaats.beschikbaar,
                voorwaarde=plaats.voorwaarde.strip(),
                contact=plaats.contact.strip()[:160],
            )
            for plaats in plaatsen
            if not plaats.zelfde
        ],
        update_conflicts=True,
        unique_fields=["dienst", "gemeente"],
        update_fields=["beschikbaar", "voorwaarde", "contact"],
    )
