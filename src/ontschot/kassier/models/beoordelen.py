"""Judging a declaratie: what was known when its lines locked, the sample, the conversation."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kassier.db import frozen, no_delete
from ontschot.kassier.models.afspraken import STEEKPROEVEN
from ontschot.kassier.models.bewijsstukken import NO_EVIDENCE
from ontschot.kern.db import AppendOnly, Trigger
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker


class Momentopname(RegioModel):
    """What was known of one line when it locked: what is compared with now to find drift.

    `afgeleid` is the doelgroep that the facts pointed at, for the day of planning; empty when
    they left it open. Codes and numbers only: nothing here names or describes a person.
    """

    declaratieregel = models.ForeignKey(
        "kassier.Declaratieregel",
        on_delete=models.PROTECT,
        related_name="momentopnamen",
        db_index=False,
    )
    keer = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=18)
    afgesloten_op = models.DateField(null=True)
    aanwezig = models.PositiveIntegerField()
    verwacht = models.PositiveIntegerField()
    afgeleid = models.CharField(max_length=24, blank=True, default="")
    in_groep = models.BooleanField()
    bewijsstukken = models.JSONField(default=list)
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "momentopname"
        constraints = [
            *regio_rules("declaratieregel", zonder_rollen=NO_EVIDENCE),
            AppendOnly(zin="Wat bij het indienen bekend was, verandert niet meer."),
            models.UniqueConstraint(
                fields=["declaratieregel", "keer"], name="kassier_momentopname_once"
            ),
        ]


class Steekproef(RegioModel):
    """Which lines the kassier looks at: drawn by rule from a seed, so anybody can draw it again.

    The rule is a copy of that day. See `rules.steekproef.draw`.
    """

    declaratie = models.ForeignKey(
        "kassier.Declaratie", on_delete=models.PROTECT, related_name="steekproeven", db_index=False
    )
    keer = models.PositiveSmallIntegerField()
    zaad = models.CharField(max_length=32)
    soort = models.CharField(max_length=8, choices=STEEKPROEVEN)
    aantal = models.PositiveSmallIntegerField(null=True)
    procent = models.PositiveSmallIntegerField(null=True)
    altijd_vanaf_cent = models.BigIntegerField(null=True)
    getrokken_door = to_medewerker(null=True)
    getrokken_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "steekproef"
        constraints = [
            *regio_rules("declaratie"),
            AppendOnly(zin="Een getrokken steekproef verandert niet meer."),
            models.UniqueConstraint(
                fields=["declaratie", "keer"],
                name="kassier_steekproef_once",
                violation_error_message="De steekproef is al getrokken. Ververs de pagina.",
            ),
            models.CheckConstraint(
                condition=Q(zaad__regex=r"^[0-9a-f]{32}$"), name="kassier_steekproef_zaad"
            ),
        ]


class Steekproefregel(RegioModel):
    """One line of the sample, with what the kassier found."""

    BEVINDINGEN = [
        ("akkoord", "klopt"),
        ("opmerking", "klopt, met een opmerking"),
        ("niet_akkoord", "klopt niet"),
    ]

    steekproef = models.ForeignKey(
        Steekproef, on_delete=models.PROTECT, related_name="regels", db_index=False
    )
    declaratieregel = models.ForeignKey(
        "kassier.Declaratieregel", on_delete=models.PROTECT, related_name="steekproefregels"
    )
    bevinding = models.CharField(max_length=12, choices=BEVINDINGEN, blank=True, default="")
    toelichting = models.CharField(max_length=300, blank=True, default="")
    door = to_medewerker(null=True)
    op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "regel in de steekproef"
        ordering = ["id"]
        constraints = [
            *regio_rules("steekproef", "declaratieregel"),
            models.UniqueConstraint(
                fields=["steekproef", "declaratieregel"], name="kassier_steekproefregel_once"
            ),
            models.CheckConstraint(
                condition=Q(bevinding="", op__isnull=True)
                | Q(bevinding__in=["akkoord", "opmerking", "niet_akkoord"], op__isnull=False),
                name="kassier_steekproefregel_bevinding",
            ),
            models.CheckConstraint(
                condition=Q(bevinding__in=["", "akkoord"]) | ~Q(toelichting=""),
                name="kassier_steekproefregel_toelichting",
                violation_error_message="Schrijf erbij wat je zag.",
            ),
            frozen(
                ["regio_id", "steekproef_id", "declaratieregel_id"],
                name="kassier_steekproefregel_frozen",
                zin="Een getrokken steekproef verandert niet meer.",
            ),
            no_delete(
                name="kassier_steekproefregel_stays",
                zin="Een regel van de steekproef gaat niet weg.",
            ),
        ]


# A message stays; only that it was read is written later, and once.
ONLY_READ = """
IF OLD.gelezen_op IS NULL AND NEW.gelezen_op IS NOT NULL
  AND (to_jsonb(NEW) - 'gelezen_op' - 'gelezen_door_id')
    = (to_jsonb(OLD) - 'gelezen_op' - 'gelezen_door_id') THEN
  RETURN NEW;
END IF;
RAISE EXCEPTION 'a message stays'
  USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
"""


class Declaratiebericht(RegioModel):
    """What partner and kassier wrote to each other beside a declaratie. Nothing is deleted."""

    KANTEN = [("partner", "partner"), ("kassier", "kassier")]

    declaratie = models.ForeignKey(
        "kassier.Declaratie", on_delete=models.PROTECT, related_name="berichten"
    )
    kant = models.CharField(max_length=8, choices=KANTEN)
    tekst = models.TextField(max_length=2000)
    # The comment with which the kassier sent it back.
    bij_terugsturen = models.BooleanField(default=False)
    door = to_medewerker(null=True)
    op = models.DateTimeField(default=timezone.now)
    gelezen_op = models.DateTimeField(null=True)
    gelezen_door = to_medewerker(null=True)

    class Meta:
        verbose_name = "bericht bij een declaratie"
        ordering = ["id"]
        constraints = [
            *regio_rules("declaratie", zonder_rollen=NO_EVIDENCE),
            models.CheckConstraint(
                condition=Q(kant__in=["partner", "kassier"]),
                name="kassier_declaratiebericht_kant",
            ),
            models.CheckConstraint(
                condition=~Q(tekst=""),
                name="kassier_declaratiebericht_tekst",
                violation_error_message="Schrijf eerst een bericht.",
            ),
            Trigger(
                name="kassier_declaratiebericht_stays",
                when="BEFORE UPDATE",
                body=ONLY_READ,
                zin="Een verstuurd bericht verandert niet meer.",
            ),
            no_delete(
                name="kassier_declaratiebericht_no_delete",
                zin="Een verstuurd bericht gaat niet weg.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["regio", "kant"],
                name="declaratiebericht_ongelezen",
                condition=Q(gelezen_op__isnull=True),
            ),
        ]
