"""The period of the waiting times."""

from ontschot.web.forms import DatumField, Formulier


class PeriodeForm(Formulier):
    van = DatumField(label="Van")
    tot = DatumField(label="Tot en met")
