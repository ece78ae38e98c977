"""The forms of the plan."""

from django import forms

from ontschot.trajecten.models import Arrangement
from ontschot.web.forms import DatumField, Formulier, text_area


class DoelForm(Formulier):
    """Begin a plan, or a next version of it."""

    doel = text_area("Wat wil de kandidaat bereiken?", 2, help_text="Eén zin, in gewone woorden.")


class ZoekForm(Formulier):
    """Look on the menukaart for a step of the plan."""

    q = forms.CharField(label="Zoek op de menukaart", required=False, max_length=80)


class StapForm(Formulier):
    """A step of one's own, beside the menukaart."""

    omschrijving = forms.CharField(label="Wat is de stap?", max_length=160)
    van_wie = forms.CharField(
        label="Wie doet dit?", required=False, max_length=140, help_text="Ook de kandidaat zelf kan"
    )
    van = DatumField(label="Van", required=False)
    tot = DatumField(label="Tot en met", required=False)


class AkkoordForm(Formulier):
    op = DatumField(label="Wanneer ging de kandidaat akkoord?")
    wijze = forms.ChoiceField(
        label="Hoe?", choices=Arrangement.WIJZEN, widget=forms.RadioSelect, initial="gesprek"
    )
