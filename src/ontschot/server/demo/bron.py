"""From the words of a plan to the numbers of the database, and rows changed as a set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import connection
from psycopg import sql

from ontschot.kern.keys import ALPHABET
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Dienst
from ontschot.netwerk.models import Gemeente, GemeenteInRegio
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.models import (
    Adviescriterium,
    Eerstverantwoordelijke,
    Interventiesoort,
    Regeling,
)
from ontschot.regelingen.queries import doelgroepregels
from ontschot.regelingen.rules import Doelgroepregels
from ontschot.server.demo import aanbod
from ontschot.server.demo.people import Bezetting
from ontschot.server.demo.plan import Collega


@dataclass(frozen=True)
class Bron:
    """Everything that rows point at, read once."""

    rng: Random
    bezetting: Bezetting
    gemeenten: dict[str, int]
    diensten: dict[str, Dienst]
    regelingen: list[Regeling]
    criteria: dict[tuple[str, str], int]
    doelgroepregels: Doelgroepregels
    eerstverantwoordelijk: dict[str, str]
    rubrieken: dict[str, str]
    used: set[str]

    def medewerker(self, wie: Collega) -> int:
        return self.bezetting.medewerker_ids[wie.sleutel]

    def organisatie(self, sleutel: str) -> int:
        return self.bezetting.organisatie_ids[sleutel]

    def actor(self, wie: Collega) -> Actor:
        """This colleague as the actions and the audit log know them."""
        return Actor(
            rol=wie.rol,
            regios=(wie.regio,),
            medewerker_id=self.medewerker(wie),
            organisatie_id=self.organisatie(wie.organisatie),
            naam=wie.naam,
            organisatie=self.bezetting.organisatie_namen[wie.organisatie],
            oorsprong="demo",
        )

    def regeling(self, day: date) -> str:
        """The code of the regeling that holds on a day."""
        return next(
            r.code for r in self.regelingen if r.van <= day and (r.tot is None or day <= r.tot)
        )

    def new_key(self, prefix: str) -> str:
        """A key in the shape of `kern.keys`, the same in every run, and never twice."""
        while True:
            letters = "".join(self.rng.choices(ALPHABET, k=6))
            key = f"{prefix}-{letters[:4]}-{letters[4:]}"
            if key not in self.used:
                self.used.add(key)
                return key


def read(rng: Random, bezetting: Bezetting) -> Bron:
    return Bron(
        rng=rng,
        bezetting=bezetting,
        gemeenten=dict(Gemeente.objects.values_list("naam", "pk")),
        diensten={d.sleutel: d for d in Dienst.objects.order_by("pk")},
        regelingen=list(Regeling.objects.order_by("-van")),
        criteria={
            (regeling, code): pk
            for regeling, code, pk in Adviescriterium.objects.values_list(
                "regeling_id", "code", "pk"
            )
        },
        doelgroepregels=doelgroepregels(),
        eerstverantwoordelijk=dict(
            Eerstverantwoordelijke.objects.values_list("doelgroep_id", "partij")
        ),
        rubrieken=dict(Interventiesoort.objects.values_list("code", "rubriek_id")),
        used=set(),
    )


# What the menukaart says where anybody may deliver; an order names who did.
WIE_LEVERT = {
    "De inkopende partner": "Reisbureau Halte",
    "Het team en werkgevers uit de regio": "Zaalverhuur De Brug",
    "Leverancier naar keuze": "Winkel De Plank",
}


def aanbod_of(bron: Bron, day: date) -> dict[str, aanbod.Dienst]:
    """The menukaart that holds on a day, as the plans need it."""
    return {
        d.sleutel: aanbod.Dienst(
            sleutel=d.sleutel,
            naam=d.naam,
            interventiesoort=d.interventiesoort_id or "",
            aanbieder=WIE_LEVERT.get(d.aanbieder, d.aanbieder),
            stap=d.stap,
            prijs_cent=d.prijs_cent,
            btw=d.btw,
            situaties=frozenset(d.situaties),
        )
        for d in bron.diensten.values()
        if d.van <= day and (d.tot is None or day <= d.tot)
    }


def gemeenten_of(regio: str, day: date) -> list[str]:
    found = GemeenteInRegio.objects.filter(valid_on(day), regio=regio)
    return list(found.order_by("gemeente__naam").values_list("gemeente__naam", flat=True))


def change(table: str, columns: dict[str, str], rows: Iterable[Sequence[object]]) -> None:
    """Set columns of many rows in one statement. Each row is (id, value per column).

    `columns` maps a column to the internal name of its type (`int8`, `bool`, `timestamptz`).
    """
    found = list(rows)
    if not found:
        return
    names = [sql.Identifier(name) for name in ("id", *columns)]
    arrays = [sql.SQL("%s::{}[]").format(sql.Identifier(k)) for k in ("int8", *columns.values())]
    statement = sql.SQL(
        "UPDATE {table} t SET {sets} FROM unnest({arrays}) AS v({names}) WHERE t.id = v.id"
    ).format(
        table=sql.Identifier(table),
        sets=sql.SQL(", ").join(sql.SQL("{0} = v.{0}").format(name) for name in names[1:]),
        arrays=sql.SQL(", ").join(arrays),
        names=sql.SQL(", ").join(names),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(values) for values in zip(*found, strict=True)])
