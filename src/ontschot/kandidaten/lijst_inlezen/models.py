"""The list as it came, row by row, until it has been loaded; and how its columns were read.

Rows hold personal data: they show to who brought them and to the beheerder of that organisatie
only, and go when they are loaded, wiped, or 30 days old.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kern.db import DatabaseRule
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

_MIJ = "(SELECT current_setting('ontschot.medewerker', true))"
_ROL = "(SELECT current_setting('ontschot.rol', true))"


class Narrower(DatabaseRule):
    """A restrictive policy: a row that the region would show, shows only when this holds too."""

    template_name = "%(app_label)s_%(class)s_narrower"

    def __init__(self, *, condition: str, name: str = "", zin: str | None = None) -> None:
        super().__init__(name=name, zin=zin)
        self.condition = condition

    def make(self, table: str, model: type[models.Model]) -> str:
        return (
            f'CREATE POLICY "{self.name}" ON "{table}" AS RESTRICTIVE '
            f"USING ({self.condition}) WITH CHECK ({self.condition})"
        )

    def unmake(self, table: str) -> str:
        return f'DROP POLICY "{self.name}" ON "{table}"'

    def parameters(self) -> dict[str, Any]:
        return {"condition": self.condition}


MINE_OR_MY_BEHEER = """
ROL_NU = 'systeem' OR door_id::text = MIJ_NU OR (ROL_NU = 'beheer' AND organisatie_id IN (
  SELECT r.organisatie_id FROM netwerk_rol r WHERE r.medewerker_id::text = MIJ_NU
  AND r.soort = 'beheer' AND (ontschot_nu() AT TIME ZONE 'Europe/Amsterdam')::date
    BETWEEN r.van AND coalesce(r.tot, 'infinity')))
""".replace("ROL_NU", _ROL).replace("MIJ_NU", _MIJ)

INLEZING_STAPPEN = Stappen(
    {
        "koppelen": {"nakijken"},
        "nakijken": {"nagekeken"},
        "nagekeken": {"koppelen", "bezig"},
        "bezig": {"klaar"},
    },
    begin="koppelen",
    labels={
        "koppelen": "kolommen kiezen",
        "nakijken": "wordt nagekeken",
        "klaar": "ingelezen",
    },
)


class Inlezing(RegioModel):
    """One list: who brought it for which organisatie, and how far it is."""

    STAPPEN = INLEZING_STAPPEN

    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    door = to_medewerker()
    rol = models.ForeignKey("netwerk.Rol", on_delete=models.PROTECT, related_name="+")
    bestand = models.CharField(max_length=120)
    status = models.CharField(max_length=10, choices=STAPPEN.choices, default="koppelen")
    # The headings of the file, and for each of our fields which of them it is.
    koppen = models.JSONField(default=list)
    koppeling = models.JSONField(default=dict)
    begonnen_op = models.DateTimeField(default=timezone.now)
    klaar_op = models.DateTimeField(null=True)
    # When whoever works through it last took rows; a silence means that it stopped.
    bezig_op = models.DateTimeField(null=True)
    gewist_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "lijst"
        ordering = ["-begonnen_op", "-id"]
        constraints = [
            *regio_rules(zonder_rollen=ZONDER_NAMEN),
            Narrower(condition=MINE_OR_MY_BEHEER),
            *INLEZING_STAPPEN.constraints(),
        ]


INLEESREGEL_STAPPEN = Stappen(
    {
        "gelezen": {"nieuw", "dubbel", "geweigerd"},
        "nieuw": {"gelezen", "geladen", "geweigerd"},
        "dubbel": {"gelezen", "geladen", "overgeslagen", "geweigerd"},
        "geweigerd": {"gelezen"},
    },
    begin="gelezen",
)


class Inleesregel(RegioModel):
    """One row of the file. `cellen` is emptied in the transaction that loads it."""

    STAPPEN = INLEESREGEL_STAPPEN

    inlezing = models.ForeignKey(
        Inlezing, on_delete=models.CASCADE, related_name="regels", db_index=False
    )
    # The number of the line in the file; the headings are line 1.
    nummer = models.PositiveIntegerField()
    cellen = models.JSONField(default=list)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="gelezen")
    # For a refused row the heading and the sentence; for a double the sentences with reasons.
    meldingen = models.JSONField(default=list)
    toch = models.BooleanField(default=False)
    kandidaat = models.ForeignKey(
        "kandidaten.Kandidaat", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "regel van een lijst"
        ordering = ["nummer"]
        constraints = [
            *regio_rules("inlezing", zonder_rollen=ZONDER_NAMEN),
            Narrower(condition="inlezing_id IN (SELECT i.id FROM kandidaten_inlezing i)"),
            *INLEESREGEL_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["inlezing", "nummer"], name="kandidaten_inleesregel_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="geladen") | Q(cellen=[]),
                name="kandidaten_inleesregel_empty",
            ),
        ]


class Kolomkoppeling(RegioModel):
    """How an organisatie last read a heading, so that it need not choose again."""

    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.CASCADE, related_name="+"
    )
    # The heading, plain: lower case letters and digits.
    kop = models.CharField(max_length=120)
    veld = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        verbose_name = "kolom van een lijst"
        constraints = [
            *regio_rules(zonder_rollen=ZONDER_NAMEN),
            models.UniqueConstraint(
                fields=["regio", "organisatie", "kop"], name="kandidaten_koppeling_once"
            ),
        ]
