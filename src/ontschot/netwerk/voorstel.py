"""Proposed by one person, decided by another: the shape of a decision that asks two people.

For where the proposal and the decision are one row with a `status`. What is decided, and what the
decision does, is the business of the room.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, to_medewerker, two_people

OPEN = "voorgesteld"


class Voorstel(RegioModel):
    """A proposal; the subclass says its `STAPPEN` and gives their choices to `status`."""

    STAPPEN: ClassVar[Stappen]

    status = models.CharField(max_length=12, default=OPEN)
    voorgesteld_door = to_medewerker()
    voorgesteld_op = models.DateTimeField(auto_now_add=True)
    beslist_door = to_medewerker(null=True)
    beslist_op = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def voorstel_rules(prefix: str, *, zin: str) -> list[models.BaseConstraint]:
    """Somebody else decides, and what is decided says who did; `zin` is for who tries both."""
    return [
        two_people("beslist_door", "voorgesteld_door", name=f"{prefix}_four_eyes", zin=zin),
        models.CheckConstraint(
            condition=Q(status=OPEN) ^ Q(beslist_door__isnull=False), name=f"{prefix}_decided"
        ),
    ]


def refuse_own(found: Voorstel, wie: Actor, *, ander: str) -> None:
    """Raises Weigering for who proposed it; `ander` is whom to ask."""
    if found.voorgesteld_door_id == wie.medewerker_id:
        raise Weigering(f"Je deed dit voorstel zelf. Vraag {ander}.")


def decide(found: Voorstel, wie: Actor, status: str) -> None:
    """Take the step and write down who took it; the row is locked already."""
    found.STAPPEN.move(found, status)
    found.beslist_door_id, found.beslist_op = wie.medewerker_id, timezone.now()
    found.save(update_fields=["status", "beslist_door", "beslist_op"])
