"""How this room says no."""

from django.urls import reverse

from ontschot.kern.errors import Weigering


class GeenToegang(Weigering):
    """This person's dossier is not open to whoever asks.

    Says the same for a key that does not exist, that lies in another region and that is hidden,
    so that nobody learns from the refusal who is known here. `sleutel` is what was asked for;
    `kandidaten:toegang` is the page where access can be asked.
    """

    def __init__(self, sleutel: str, *, schrijft: bool = False) -> None:
        wat = "Je kunt hier niets vastleggen" if schrijft else "Dit dossier is voor jou niet open"
        super().__init__(
            f"{wat}: je bent niet betrokken bij {sleutel}. "
            "Vraag de vaste contactpersoon om toegang.",
            naar=reverse("kandidaten:toegang", args=[sleutel]),
        )
        self.sleutel = sleutel
