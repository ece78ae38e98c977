"""Somebody of the monitor who brings a file, for the tests of a file on its way in."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from ontschot.kern.scope import scope, systeem
from ontschot.monitor.aanlevering import taken
from ontschot.monitor.levering.lezen import KOLOMMEN
from ontschot.monitor.models import Aanlevering, Leveringsfeit, Leveringsrij
from ontschot.netwerk.models import Rol
from tests.monitor.factories import (
    alles,
    rol,
)
from tests.monitor.test_hoofdstuk import tekst_van

Als = Callable[[Any], Client]
ZELFDE = {kolom: kolom for kolom in KOLOMMEN}
LIJST = "/monitor/leveringen/"
FOUT = {"doelgroep": "=HYPERLINK(1)"}


class Brenger:
    """Somebody of the monitor at the screen, with a worker that does what is asked at once."""

    def __init__(self, als: Als, wie: Rol | None = None) -> None:
        self.rol = wie or rol("monitor")
        self.client = als(self.rol)

    def kies(self, inhoud: bytes, naam: str = "levering.csv", **velden: str) -> Any:
        gezegd = {
            "soort": "interventies", "naam": "Proef", "bron": "Proefregio",
            "zichtbaar": "openbaar", **velden,
        }  # fmt: skip
        bestand = SimpleUploadedFile(naam, inhoud, content_type="text/csv")
        return self.client.post(LIJST, {"bestand": bestand, **gezegd})

    def breng(self, inhoud: bytes, naam: str = "levering.csv", **velden: str) -> str:
        """The address of the page of this file; a workbook has been opened."""
        gekozen = self.kies(inhoud, naam, **velden)
        assert gekozen.status_code == 302, tekst_van(gekozen)
        self.werk()
        return str(gekozen["Location"])

    def ander(self, adres: str, bestand: SimpleUploadedFile | None) -> Any:
        """A corrected file in the place of the former; None: forgot to choose one."""
        gekozen = {"nieuw-bestand": bestand} if bestand else {}
        return self.client.post(adres, {"ander_bestand": "ja", **gekozen})

    def controleer(self, inhoud: bytes, koppeling: dict[str, str] | None = None, **v: str) -> str:
        adres = self.breng(inhoud, **v)
        assert self.client.post(adres, koppeling or ZELFDE).status_code == 302
        self.werk()
        return adres

    def doe(self, adres: str, wat: str) -> Any:
        antwoord = self.client.post(f"{adres}{wat}/", follow=True)
        self.werk()
        return antwoord

    def zie(self, adres: str) -> str:
        return tekst_van(self.client.get(adres))

    def rij(self) -> Aanlevering:
        with scope(systeem("AM08", "AM10")):
            return Aanlevering.objects.get(door=self.rol.medewerker)

    def werk(self) -> None:
        row = self.rij()
        taken.work(row.pk, row.poging, row.rol_id)


def geladen() -> int:
    with scope(alles()):
        return Leveringsrij.objects.count() + Leveringsfeit.objects.count()


def in_de_wachtrij() -> list[tuple[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        return list(cursor.fetchall())
