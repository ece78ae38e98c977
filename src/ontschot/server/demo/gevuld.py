"""The demo world so far, as it is handed to whoever adds a topic to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ontschot.meldingen.models import Melding
from ontschot.server.demo.bron import Bron
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.rijen import Dossier
from ontschot.server.demo.rijen_traject import Traject


@dataclass(frozen=True)
class Gevuld:
    """The world so far, for who adds to it. The scope is `systeem`, over all regions."""

    bron: Bron
    dossiers: Sequence[Dossier]
    vragen: Sequence[Melding]
    trajecten: Sequence[Traject]
    nu: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.nu)

    @property
    def hier(self) -> list[Dossier]:
        """The dossiers of the region in which the demo people work, without the hidden ones."""
        return [
            d for d in self.dossiers if d.regio == RIJK_VAN_NIJMEGEN and not d.leven.afgeschermd
        ]
