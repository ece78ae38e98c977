"""What is agreed with a provider: the contract and the framework prices."""

from django.db import models
from django.db.models import Q

from ontschot.aanbieders.models.aanbieder import Aanbieder, stays
from ontschot.kern.db import NoOverlap
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker

BTW = [("excl", "exclusief btw"), ("incl", "inclusief btw"), ("onbekend", "btw onbekend")]


class Contract(RegioModel):
    """What one partner agreed with one provider: period, what, and where the paper is."""

    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="contracten"
    )
    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="contracten")
    wat = models.CharField(max_length=200)
    # The number or place of the document at the partner; the document itself stays there.
    kenmerk = models.CharField(max_length=120, blank=True, default="")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    gemaakt_door = to_medewerker(null=True)

    class Meta:
        verbose_name = "contract"
        ordering = ["-van", "-id"]
        constraints = [
            *regio_rules("aanbieder"),
            period_in_order("aanbieders_contract_period"),
            models.CheckConstraint(
                condition=~Q(wat=""),
                name="aanbieders_contract_wat",
                violation_error_message="Schrijf waar het contract over gaat.",
            ),
            stays(
                "regio_id organisatie_id aanbieder_id wat kenmerk van gemaakt_door_id",
                name="aanbieders_contract_stays",
                zin="Een contract verandert niet. Beëindig het en leg een nieuw contract vast.",
            ),
        ]


class Kaderprijs(RegioModel):
    """The price that a contract sets for one kind of interventie, in cents, with its VAT basis.

    It holds on its own days, as far as its contract holds then too.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="prijzen")
    interventiesoort = models.ForeignKey(
        "regelingen.Interventiesoort", on_delete=models.PROTECT, related_name="+"
    )
    cent = models.BigIntegerField()
    btw = models.CharField(max_length=8, choices=BTW)
    # For what one pays it: per person, per month, per meeting.
    per = models.CharField(max_length=60, blank=True, default="")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    gemaakt_door = to_medewerker(null=True)

    class Meta:
        verbose_name = "kaderprijs"
        ordering = ["interventiesoort", "-van", "-id"]
        constraints = [
            *regio_rules("contract"),
            period_in_order("aanbieders_kaderprijs_period"),
            models.CheckConstraint(
                condition=Q(cent__gt=0) & Q(btw__in=["excl", "incl", "onbekend"]),
                name="aanbieders_kaderprijs_bedrag",
                violation_error_message="Vul een prijs in van meer dan € 0, en zeg of de btw "
                "erin zit.",
            ),
            NoOverlap(
                fields=["contract", "interventiesoort"],
                zin="Voor deze soort geldt in die tijd al een prijs. Kies een latere dag.",
            ),
            stays(
                "regio_id contract_id interventiesoort_id cent btw per van gemaakt_door_id",
                name="aanbieders_kaderprijs_stays",
                zin="Een prijs verandert niet. Leg een nieuwe vast vanaf een latere dag.",
            ),
        ]
