"""What the coördinator sets up: Werkcafés, campagnes and the terms that the region promises."""

from datetime import date
from typing import Any, TypeVar

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen.models import Campagne, Reactietermijn, Werkcafe
from ontschot.meldingen.termijnen import VELDEN

T = TypeVar("T", Werkcafe, Campagne)


def refuse_unless_coordinator(wie: Actor) -> None:
    if wie.rol != Rolsoort.COORDINATOR:
        raise Weigering("Alleen de coördinator van de regio mag dit veranderen. Vraag het daar.")


@action
def save_werkcafe(
    wie: Actor,
    *,
    naam: str,
    plaats: str,
    datum: date,
    organisatie_id: int | None = None,
    werkcafe_id: int | None = None,
) -> Werkcafe:
    """Add a Werkcafé or change it; raises Weigering for anybody but the coördinator."""
    refuse_unless_coordinator(wie)
    row = _row(Werkcafe, wie, werkcafe_id)
    row.naam, row.plaats, row.datum = _name(naam), _name(plaats, "plaats"), datum
    row.organisatie_id = organisatie_id
    row.save()
    _record(wie, "werkcafe_bewaard", "werkcafe", row.pk, naam=row.naam)
    return row


@action
def save_campagne(
    wie: Actor,
    *,
    naam: str,
    van: date,
    tot: date | None = None,
    campagne_id: int | None = None,
) -> Campagne:
    """Add a campagne or change it; raises Weigering for anybody but the coördinator."""
    refuse_unless_coordinator(wie)
    row = _row(Campagne, wie, campagne_id)
    row.naam, row.van, row.tot = _name(naam), van, tot
    row.save()
    _record(wie, "campagne_bewaard", "campagne", row.pk, naam=row.naam)
    return row


def _name(text: str, veld: str = "naam") -> str:
    clean = " ".join(text.split())
    if not clean:
        raise Weigering("Vul een naam in waaraan collega's dit herkennen.", veld=veld)
    return clean[:120]


def _row(model: type[T], wie: Actor, pk: int | None) -> T:
    if pk is None:
        return model(regio_id=wie.regio)
    found = model.objects.select_for_update().filter(pk=pk, regio=wie.regio).first()
    if found is None:
        raise Weigering("Dit is er niet in jouw regio. Kies het opnieuw uit de lijst.")
    return found


def _record(wie: Actor, gebeurtenis: str, soort: str, pk: int, **gegevens: str) -> None:
    audit.record(
        wie,
        gebeurtenis,
        object_soort=soort,
        object_sleutel=str(pk),
        regio=wie.regio,
        **gegevens,
    )


@action
def set_termijnen(wie: Actor, *, regio: str, dagen: dict[str, int]) -> Reactietermijn:
    """Set the terms of a region (working days, by field). What came in keeps its promise.

    Raises Weigering for anybody but the coördinator, IntegrityError outside the bounds.
    """
    refuse_unless_coordinator(wie)
    row, _ = Reactietermijn.objects.update_or_create(
        regio_id=regio, defaults={veld: dagen[veld] for veld in VELDEN}
    )
    told: dict[str, Any] = {veld: dagen[veld] for veld in VELDEN}
    audit.record(
        wie,
        "termijnen_gezet",
        object_soort="regio",
        object_sleutel=regio,
        regio=regio,
        **told,
    )
    return row
