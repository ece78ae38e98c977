"""The world of a trial of the kassier: fondsen, people, and interventies that were granted.

Set-based, and only for a throw-away database. Every row passes the same triggers as any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kassier.actions import create_fonds, toekennen
from ontschot.kassier.actions.fondsen import NieuweRegel
from ontschot.kassier.models import Fonds, Fondsregel
from ontschot.kern.keys import ALPHABET
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Medewerker, Organisatie, Regio, Rol
from ontschot.netwerk.queries import actor_in_role

SOORT = "sollicitatievaardigheden"
PREFIX = "proef-"
# Interventies of one person; a plan of this many steps is long, and here it saves people.
PER_PERSOON = 20

PLANS = """
INSERT INTO trajecten_arrangement (regio_id, kandidaat_id, versie, doel, status, akkoord_wijze,
  gemaakt_door_id, gemaakt_op)
SELECT b.regio_id, b.kandidaat_id, 1, 'Werk dat past', 'concept', '', b.medewerker_id, b.sinds
FROM kandidaten_betrokkenheid b WHERE b.kandidaat_id = ANY (%(mensen)s) RETURNING id
"""
ROAD = (
    """
INSERT INTO trajecten_stap (regio_id, arrangement_id, volgorde, omschrijving, van_wie)
SELECT %(regio)s, a.id, n, 'Stap ' || n, ''
FROM trajecten_arrangement a, generate_series(1, %(per)s) n WHERE a.id = ANY (%(plannen)s)
""",
    """
INSERT INTO trajecten_interventie (regio_id, kandidaat_id, kandidaat_sleutel, stap_id,
  interventiesoort_id, omschrijving, aanbieder, status, gepland_op, doelgroep_id, doelgroep_omdat,
  geslacht, opleiding, sector, inkoper_id, eerstverantwoordelijk, gevraagd_cent, btw,
  toets_gedaan_op, reden_afgebroken, laatste_wijziging_op)
SELECT k.regio_id, k.id, k.sleutel, s.id, %(soort)s, 'Gesprekken', '', 'gepland', now(), 'ww', '',
  'onbekend', 'onbekend', 'onbekend', %(inkoper)s, 'uwv', %(cent)s, 'excl', now(), '', now()
FROM trajecten_stap s JOIN trajecten_arrangement a ON a.id = s.arrangement_id
JOIN kandidaten_kandidaat k ON k.id = a.kandidaat_id WHERE a.id = ANY (%(plannen)s)
""",
    """
UPDATE trajecten_arrangement SET status = 'akkoord', akkoord_op = gemaakt_op::date,
  akkoord_wijze = 'gesprek' WHERE id = ANY (%(plannen)s)
""",
    """
INSERT INTO trajecten_inkoopcheck (regio_id, interventie_id, regulier, regulier_omdat, plicht,
  plicht_omdat, bijdrage, bijdrage_omdat, gemotiveerd, gemotiveerd_omdat, kansrijk,
  kansrijk_omdat, blijvend, blijvend_omdat, op)
SELECT i.regio_id, i.id, 'nee', '', 'onbekend', '', 'onbekend', '', 'ja', '', 'onbekend', '',
  'onbekend', '', i.gepland_op
FROM trajecten_interventie i JOIN trajecten_stap s ON s.id = i.stap_id
WHERE s.arrangement_id = ANY (%(plannen)s)
""",
    """
UPDATE trajecten_interventie i SET status = 'besluit_gevraagd' FROM trajecten_stap s
WHERE s.id = i.stap_id AND s.arrangement_id = ANY (%(plannen)s)
""",
    # Long ago: before there were meetings with a quorum.
    """
INSERT INTO casusoverleg_besluit (regio_id, interventie_id, gevraagd_door_id, gevraagd_op,
  gevraagd_cent, vraag, reden_boven_plafond, uitkomst, wijze, motivering, afwijkend_standpunt)
SELECT i.regio_id, i.id, %(gids)s, '2024-12-01', i.gevraagd_cent, '', '', 'open', '', '', ''
FROM trajecten_interventie i JOIN trajecten_stap s ON s.id = i.stap_id
WHERE s.arrangement_id = ANY (%(plannen)s)
""",
    """
UPDATE casusoverleg_besluit x SET uitkomst = 'toegekend', wijze = 'casusoverleg',
  consensus = true, motivering = 'Proef', besloten_op = '2025-01-01',
  besloten_door_id = %(coordinator)s
FROM trajecten_interventie i JOIN trajecten_stap s ON s.id = i.stap_id
WHERE i.id = x.interventie_id AND s.arrangement_id = ANY (%(plannen)s)
""",
    """
UPDATE trajecten_interventie i SET status = 'toegekend' FROM trajecten_stap s
WHERE s.id = i.stap_id AND s.arrangement_id = ANY (%(plannen)s)
""",
)


# The first so many of a region, as `reserve` would do it.
RESERVED = (
    """
INSERT INTO kassier_reservering (regio_id, fondsregel_id, interventie_id, kandidaat_sleutel, cent,
  status, beraadsbesluit, gemaakt_door_id, gemaakt_op, boekdatum, reden_vrijgave)
SELECT i.regio_id, %(regel)s, i.id, i.kandidaat_sleutel, %(cent)s, 'open', '', %(coordinator)s,
  now(), current_date - 1, ''
FROM trajecten_interventie i WHERE i.regio_id = %(regio)s ORDER BY i.id LIMIT %(aantal)s
""",
    """
INSERT INTO kassier_journaalpost (regio_id, fonds_id, fondsregel_id, soort, van, naar, cent,
  boekdatum, reden, idempotentiesleutel, reservering_id, wie, rol, organisatie, volgnummer,
  inhoud_hash, vorige_hash, hash)
SELECT r.regio_id, %(fonds)s, r.fondsregel_id, 'reservering', 'beschikbaar', 'gereserveerd',
  r.cent, r.boekdatum, '', 'reservering:reservering:' || r.id, r.id, 'proef', 'systeem', '', 0,
  '', '', ''
FROM kassier_reservering r WHERE r.regio_id = %(regio)s ORDER BY r.id
""",
)


@dataclass(frozen=True)
class Plek:
    """One region of the trial: who decides, who buys, from which line."""

    regio: str
    regel_id: int
    coordinator: Actor
    gids: Actor


def seed(
    fondsen: int,
    orders: int,
    *,
    eerste: int = 0,
    cent: int = 1000,
    money_for: int | None = None,
    reserveren: bool = False,
) -> None:
    """So many fondsen, each in a region of its own, with `orders` granted interventies each.

    The first fonds is the hot one and has `eerste`, if that is more. With `reserveren` the money
    of the first half is reserved already. Each fonds holds `cent` for each of `money_for` orders;
    without it, for all of them.
    """
    today = timezone.localdate()
    codes = Regio.objects.order_by("code").values_list("code", flat=True)[:fondsen]
    for place, code in enumerate(codes):
        number = orders if place else max(eerste, orders)
        with transaction.atomic(), scope(systeem(code, reden="proef")):
            gids = _person(code, "fnv", Rolsoort.LOOPBAANCOACH)
            coordinator = _person(code, "uwv", Rolsoort.COORDINATOR)
            regel = _fonds(code, (number if money_for is None else money_for) * cent, today)
            _granted(code, number, cent, gids, coordinator)
            if reserveren:
                _reserved(regel, number // 2, cent, coordinator)


def places() -> list[Plek]:
    """The regions of the trial, in the order of their code."""
    return list(_places())


def _places() -> Iterator[Plek]:
    for fonds in Fonds.objects.filter(sleutel__startswith=PREFIX).order_by("regio_id"):
        assert fonds.regio_id
        regel = Fondsregel.objects.get(fonds=fonds)
        rollen = Rol.objects.filter(
            regio_id=fonds.regio_id, medewerker__email__startswith=PREFIX
        ).select_related("medewerker", "organisatie")
        by_soort = {rol.soort: actor_in_role(rol) for rol in rollen}
        yield Plek(
            fonds.regio_id, regel.pk, by_soort[Rolsoort.COORDINATOR],
            by_soort[Rolsoort.LOOPBAANCOACH],
        )  # fmt: skip


def _person(regio: str, organisatie: str, soort: Rolsoort) -> Rol:
    name = f"{PREFIX}{regio}-{soort}".lower()
    user = get_user_model().objects.create(username=name, email=f"{name}@example.org")
    person = Medewerker.objects.create(user=user, naam=name, email=user.email)
    return Rol.objects.create(
        medewerker=person,
        organisatie=Organisatie.objects.get(sleutel=organisatie),
        regio_id=regio,
        soort=soort,
        van=date(2020, 1, 1),
    )


def _fonds(regio: str, cent: int, today: date) -> Fondsregel:
    wie = systeem(regio, reden="proef")
    uwv = Organisatie.objects.get(sleutel="uwv")
    fonds = create_fonds(
        wie,
        sleutel=f"{PREFIX}{regio.lower()}",
        naam=f"Proef {regio}",
        regio=regio,
        eigenaar_id=uwv.pk,
        kassier_id=uwv.pk,
        beslisregel="eigenaar",
        soort="interventies",
        van=date(2020, 1, 1),
        regels=[NieuweRegel("aanvullend", "Aanvullend", cent, "aanvullend")],
    )
    regel = fonds.regels.get()
    toekennen(
        wie,
        fondsregel_id=regel.pk,
        cent=cent,
        sleutel=f"{PREFIX}{regio}",
        reden="proef",
        dag=today,
    )
    return regel


def _reserved(regel: Fondsregel, aantal: int, cent: int, coordinator: Rol) -> None:
    values = {
        "regio": regel.regio_id,
        "regel": regel.pk,
        "fonds": regel.fonds_id,
        "cent": cent,
        "coordinator": coordinator.medewerker_id,
        "aantal": aantal,
    }
    with connection.cursor() as cursor:
        for statement in RESERVED:
            cursor.execute(statement, values)


def _granted(regio: str, orders: int, cent: int, gids: Rol, coordinator: Rol) -> None:
    number = -(-orders // PER_PERSOON)
    now = timezone.now() - timedelta(days=30)
    people = Kandidaat.objects.bulk_create(
        Kandidaat(
            regio_id=regio,
            sleutel=_key(regio, n),
            voornaam="Proef",
            achternaam=str(n),
            aangemaakt_op=now,
        )
        for n in range(number)
    )
    Betrokkenheid.objects.bulk_create(
        Betrokkenheid(
            regio_id=regio,
            kandidaat=person,
            medewerker_id=gids.medewerker_id,
            organisatie_id=gids.organisatie_id,
            grond="intake",
            vaste_contactpersoon=True,
            sinds=now,
        )
        for person in people
    )
    values: dict[str, Any] = {
        "regio": regio,
        "per": min(orders, PER_PERSOON),
        "soort": SOORT,
        "cent": cent,
        "inkoper": gids.organisatie_id,
        "gids": gids.medewerker_id,
        "coordinator": coordinator.medewerker_id,
        "mensen": [person.pk for person in people],
    }
    with connection.cursor() as cursor:
        cursor.execute(PLANS, values)
        values["plannen"] = [pk for (pk,) in cursor.fetchall()]
        for statement in ROAD:
            cursor.execute(statement, values)
    connection.check_constraints()


def _key(regio: str, number: int) -> str:
    letters = ""
    for _ in range(4):
        number, place = divmod(number, len(ALPHABET))
        letters = ALPHABET[place] + letters
    return f"{regio}-{letters}-ZZ"
