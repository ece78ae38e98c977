"""What was asked or granted does not go on: the question ends, and reserved money goes back."""

from django.utils import timezone

from ontschot.casusoverleg.actions.besluiten import locked_besluit
from ontschot.casusoverleg.models import Besluit
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kassier.actions import release_reservering
from ontschot.kassier.models import Reservering
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.trajecten import verplichten
from ontschot.trajecten.models import Interventie

MAY_LAPSE = frozenset({"besluit_gevraagd", "toegekend"})


@action
def lapse_interventie(
    wie: Actor, *, interventie_id: int, afbreekreden: str, reden: str = ""
) -> Interventie:
    """End an interventie about which a besluit was asked or taken, before the verplichting.

    An open question is withdrawn, an open reservering goes back to its line. The journaal says
    the reason of the list only, never the words beside it. Raises Weigering when there is nothing
    to lapse, or when the money was committed meanwhile.
    """
    interventie = verplichten.lock(interventie_id)
    kandidaat_for(wie, interventie.kandidaat_sleutel, schrijft=True)
    if interventie.status not in MAY_LAPSE:
        raise Weigering(
            f"Deze interventie staat op ‘{interventie.get_status_display()}’. Vervallen kan alleen "
            "als er een besluit is gevraagd of genomen, en nog niets is ingekocht."
        )
    if interventie.status == "besluit_gevraagd":
        _withdraw(wie, interventie)
        verplichten.take_back(interventie)
    verplichten.lapse(interventie, afbreekreden=afbreekreden, reden=reden)
    _give_back(wie, interventie)
    audit.record(
        wie,
        "interventie_gaat_niet_door",
        object_soort="interventie",
        object_sleutel=str(interventie.pk),
        regio=interventie.regio_id,
        kandidaat_sleutel=interventie.kandidaat_sleutel,
        reden=afbreekreden,
    )
    return interventie


def _withdraw(wie: Actor, interventie: Interventie) -> None:
    found = Besluit.objects.filter(interventie=interventie, uitkomst="open").first()
    if found is None:
        return
    besluit, _ = locked_besluit(found.pk)
    Besluit.STAPPEN.move(besluit, "ingetrokken", field="uitkomst")
    besluit.besloten_door_id, besluit.besloten_op = medewerker_of(wie), timezone.now()
    besluit.save()


def _give_back(wie: Actor, interventie: Interventie) -> None:
    """Release what was reserved; the reason is a fixed sentence without anything personal."""
    reserved = Reservering.objects.filter(interventie=interventie, status="open")
    zin = f"De interventie gaat niet door: {interventie.get_afbreekreden_display()}."
    for pk in reserved.values_list("pk", flat=True):
        release_reservering(wie, reservering_id=pk, reden=zin, eigen_zin=True)
