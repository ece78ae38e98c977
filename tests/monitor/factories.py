"""A small world for the figures: roles, delivered rows and a file as somebody would send it."""

import io
import itertools
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model

from ontschot.kern.scope import Actor, systeem
from ontschot.monitor.importeren import Levergegevens, Uitslag, importeer
from ontschot.monitor.lezen import KOLOMMEN
from ontschot.netwerk.models import Medewerker, Organisatie, Regio, Rol
from ontschot.netwerk.queries import actor_in_role

_number = itertools.count(1)

GOED: dict[str, str] = {
    "regio": "AM08",
    "datum": "2023-06-12",
    "interventie": "orientatie_loopbaan",
    "doelgroep": "werknemer",
    "geslacht": "vrouw",
    "kwalificatie": "hbo_wo",
    "sector": "onbekend",
    "inkopende_partij": "fnv",
    "eerstverantwoordelijke": "vakbond",
    "kosten": "330.00",
}


def alles() -> Actor:
    return systeem(*Regio.objects.values_list("code", flat=True))


def rol(soort: str, regio: str = "AM08", organisatie: str = "uwv") -> Rol:
    """Somebody with this role in this region, valid since 2020."""
    nummer = next(_number)
    user = get_user_model().objects.create(username=f"{soort}-{nummer}")
    medewerker = Medewerker.objects.create(
        user=user, naam=f"Mede Werker {nummer}", email=f"m{nummer}@voorbeeld.nl"
    )
    found = Organisatie.objects.filter(soort=organisatie).first()
    assert found is not None
    return Rol.objects.create(
        medewerker=medewerker,
        organisatie=found,
        regio_id=regio,
        soort=soort,
        van=date(2020, 1, 1),
    )


def actor(soort: str, regio: str = "AM08") -> Actor:
    return actor_in_role(
        Rol.objects.select_related("medewerker", "organisatie").get(pk=rol(soort, regio).pk)
    )


def csv_bestand(
    *rijen: dict[str, str], kop: str = ",".join(KOLOMMEN), scheiding: str = ","
) -> bytes:
    """A file of rows; what a row does not say is right, and its id is its number."""
    lines = [kop.replace(",", scheiding)]
    for nummer, rij in enumerate(rijen, start=1):
        vol = {"id": f"R{nummer:05d}", **GOED, **rij}
        lines.append(scheiding.join(vol[kolom] for kolom in KOLOMMEN))
    return ("\n".join(lines) + "\n").encode()


def lever(inhoud: bytes, *, wie: Actor | None = None, **gegevens: Any) -> Uitslag:
    vol: dict[str, Any] = {
        "naam": "Proef",
        "bestandsnaam": "proef.csv",
        "openbaar": True,
    } | gegevens
    return importeer(wie or alles(), io.BytesIO(inhoud), Levergegevens(**vol))
