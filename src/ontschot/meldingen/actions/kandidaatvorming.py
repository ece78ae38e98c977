"""From a question to a kandidaat: a new one, or somebody who is known already."""

from django.utils import timezone

from ontschot.kandidaten.actions import Gegevens, begin_kandidaat
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.meldingen.bezit import own, record_on
from ontschot.meldingen.models import Melding


@action
def make_kandidaat(wie: Actor, *, melding_id: int, gegevens: Gegevens) -> Kandidaat:
    """Make a kandidaat of the person who asked; `wie` becomes the vaste contactpersoon.

    Show possible duplicates first (`kandidaten.search.possible_duplicates`). Raises Weigering
    when the question is somebody else's, closed, or already about a kandidaat.
    """
    melding = _free(wie, melding_id)
    kandidaat = begin_kandidaat(wie, gegevens=gegevens)
    # Who somebody is, they told: that was the first contact, and is not asked again.
    melding.eerste_contact_op = melding.eerste_contact_op or timezone.now()
    _link(wie, melding, kandidaat)
    return kandidaat


@action
def link_kandidaat(wie: Actor, *, melding_id: int, sleutel: str) -> Kandidaat:
    """Say that the person who asked is this kandidaat; raises GeenToegang without involvement."""
    melding = _free(wie, melding_id)
    if not Kandidaat.objects.filter(sleutel=sleutel).exists():
        raise Weigering("Deze kandidaat is er niet in jouw regio. Zoek de kandidaat opnieuw.")
    kandidaat = kandidaat_for(wie, sleutel, schrijft=True)
    _link(wie, melding, kandidaat)
    return kandidaat


def _free(wie: Actor, melding_id: int) -> Melding:
    melding = own(wie, melding_id)
    if melding.kandidaat:
        raise Weigering(
            f"Deze vraag hoort al bij kandidaat {melding.kandidaat.sleutel}. Open dat dossier."
        )
    return melding


def _link(wie: Actor, melding: Melding, kandidaat: Kandidaat) -> None:
    melding.kandidaat = kandidaat
    melding.save(update_fields=["kandidaat", "eerste_contact_op"])
    record_on(wie, melding, "vraag_kandidaat", kandidaat=kandidaat.sleutel)
