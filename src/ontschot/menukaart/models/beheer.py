"""Keeping the menukaart right: its history, what professionals say, settings, and bulk input."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kern.db import AppendOnly, RegioScope
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.transitions import Stappen
from ontschot.menukaart.models.dienst import Dienst
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker


class Dienstversie(models.Model):
    """What was known of a service, or of it in one gemeente, since a moment.

    Written by triggers, so that a change by any way is kept; `bekend` holds the columns of the
    row (empty for a gemeente: as everywhere).
    """

    regio = models.ForeignKey("netwerk.Regio", on_delete=models.PROTECT, null=True, blank=True)
    dienst = models.ForeignKey(
        Dienst, on_delete=models.PROTECT, related_name="versies", db_index=False
    )
    gemeente = models.ForeignKey(
        "netwerk.Gemeente", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Number of the version of the service; 0 for a gemeente.
    versie = models.PositiveIntegerField()
    bekend = models.JSONField()
    op = models.DateTimeField()
    door = to_medewerker(null=True)

    class Meta:
        verbose_name = "versie van een dienst"
        constraints = [RegioScope(landelijk=True), AppendOnly()]
        indexes = [models.Index(fields=["dienst", "-op"], name="menukaart_versie_of")]


SIGNAAL_STAPPEN = Stappen({"open": {"beantwoord"}}, begin="open")


class Kwaliteitssignaal(RegioModel):
    """What a professional found out about a service, for its owner to answer. Never a rating."""

    STAPPEN = SIGNAAL_STAPPEN
    SOORTEN = [
        ("klopt_niet", "er klopt iets niet"),
        ("werkte_goed", "dit werkte goed"),
        ("werkte_niet", "dit werkte niet"),
    ]
    dienst = models.ForeignKey(Dienst, on_delete=models.PROTECT, related_name="signalen")
    soort = models.CharField(max_length=12, choices=SOORTEN)
    reden = models.TextField()
    door = to_medewerker()
    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    op = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="open")
    antwoord = models.TextField(blank=True, default="")
    beantwoord_door = to_medewerker(null=True)
    beantwoord_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "signaal over een dienst"
        ordering = ["-op", "-id"]
        constraints = [
            *regio_rules(zonder_rollen=ZONDER_NAMEN),
            *SIGNAAL_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=~Q(reden=""),
                name="menukaart_signaal_reason",
                violation_error_message="Schrijf in één zin wat je zag.",
            ),
            models.CheckConstraint(
                condition=Q(status="open", antwoord="")
                | ~Q(antwoord="") & Q(beantwoord_door__isnull=False, beantwoord_op__isnull=False),
                name="menukaart_signaal_answer",
                violation_error_message="Schrijf een antwoord voor wie dit meldde.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["regio", "dienst"],
                name="menukaart_signaal_open",
                condition=Q(status="open"),
            )
        ]

    @property
    def kind(self) -> str:
        """How it stands in a story."""
        return {"werkte_goed": "ok"}.get(self.soort, "warn")


class Menukaartinstelling(models.Model):
    """How one region keeps its menukaart; a region without a row has the defaults."""

    regio = models.OneToOneField(
        "netwerk.Regio", on_delete=models.PROTECT, primary_key=True, related_name="menukaart"
    )
    # Until how many months after a check it is fresh, and after how many it is out of date.
    vers_maanden = models.PositiveSmallIntegerField(default=3)
    verouderd_maanden = models.PositiveSmallIntegerField(default=6)
    # Groups of words that mean the same in this region, in small letters.
    synoniemen = models.JSONField(default=list)

    class Meta:
        verbose_name = "instelling van de menukaart"
        constraints = [
            RegioScope(),
            models.CheckConstraint(
                condition=Q(vers_maanden__gte=1, verouderd_maanden__gt=models.F("vers_maanden")),
                name="menukaart_instelling_months",
                violation_error_message=(
                    "‘Verouderd’ komt na ‘bijna verlopen’. Kies daarvoor meer maanden."
                ),
            ),
        ]


class Invoer(RegioModel):
    """A file with services that somebody offered: looked at first, loaded afterwards."""

    bestand = models.CharField(max_length=200)
    # One mapping per line: the number of the line and the columns as text.
    regels = models.JSONField()
    door = to_medewerker()
    op = models.DateTimeField(default=timezone.now)
    geladen_op = models.DateTimeField(null=True)
    # What was refused when it was loaded: the line, with the reason.
    geweigerd = models.JSONField(default=list)
    aantal_nieuw = models.PositiveIntegerField(default=0)
    aantal_gewijzigd = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "invoer van de menukaart"
        ordering = ["-id"]
        constraints = [*regio_rules(zonder_rollen=ZONDER_NAMEN)]
