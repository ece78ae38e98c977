"""Many rows for `./ontschot bench`: set-based, plain, and only for a throw-away database.

Each part is a transaction of its own, as a bench may be killed without harm. The rows pass the
same triggers as any other: what has no agreed plan or no finished toets is not bought here either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ontschot.kandidaten.models import Betrokkenheid, Kandidaat, Situatiefeit
from ontschot.kassier.actions import toekennen
from ontschot.kassier.queries import fondsregel_for
from ontschot.kern.keys import ALPHABET
from ontschot.kern.rollen import HULPVERLENERS
from ontschot.kern.scope import scope, systeem
from ontschot.meldingen.models import Melding
from ontschot.menukaart.models import Dienst
from ontschot.netwerk.models import GemeenteInRegio, Rol
from ontschot.server.demo import zinnen
from ontschot.server.demo.aanbod import DOELGROEPEN, SITUATIES, weighted
from ontschot.server.demo.bron import change
from ontschot.server.demo.klok import Dobbelsteen
from ontschot.server.demo.namen import draw_name

REGIO = "AM08"
DEEL = 500
# Money of a bench runs through the journaal for this many orders.
ORDERS = 2_000
RUIM_CENT = 5_000_000_000

SOORTEN = (
    "orientatie_loopbaan", "versterken_arbeidsmarktpositie", "scholing_beroep",
    "scholing_vaardigheid", "orientatie_loopbaan", "sollicitatievaardigheden",
)  # fmt: skip

STEPS = """
INSERT INTO trajecten_stap (regio_id, arrangement_id, volgorde, omschrijving, van_wie)
SELECT %(regio)s, a.id, n, 'Stap ' || n, 'Aanbieder in de regio'
FROM trajecten_arrangement a, generate_series(1, %(per)s) n WHERE a.id = ANY (%(plannen)s)
"""
INTERVENTIES = """
INSERT INTO trajecten_interventie (regio_id, kandidaat_id, kandidaat_sleutel, stap_id,
  interventiesoort_id, omschrijving, aanbieder, status, gepland_op, doelgroep_id,
  doelgroep_omdat, geslacht, opleiding, sector, inkoper_id, eerstverantwoordelijk,
  gevraagd_cent, btw, reden_afgebroken, laatste_wijziging_op)
SELECT k.regio_id, k.id, k.sleutel, s.id, (%(soorten)s::text[])[1 + (s.id %% %(aantal)s)],
  s.omschrijving, s.van_wie, 'gepland', k.aangemaakt_op + s.volgorde * interval '3 days',
  x.doelgroep_id, '', k.geslacht, k.opleiding, k.sector, b.organisatie_id, e.partij,
  10000 + (s.id %% 40) * 5000, 'excl', '', k.aangemaakt_op + s.volgorde * interval '9 days'
FROM trajecten_stap s
JOIN trajecten_arrangement a ON a.id = s.arrangement_id
JOIN kandidaten_kandidaat k ON k.id = a.kandidaat_id
JOIN kandidaten_situatiefeit f ON f.kandidaat_id = k.id
JOIN regelingen_situatiesoort x ON x.code = f.soort_id
JOIN regelingen_eerstverantwoordelijke e ON e.doelgroep_id = x.doelgroep_id
JOIN kandidaten_betrokkenheid b ON b.kandidaat_id = k.id
WHERE s.arrangement_id = ANY (%(plannen)s)
"""
AGREE = """
UPDATE trajecten_arrangement SET status = 'akkoord', akkoord_op = gemaakt_op::date,
  akkoord_wijze = 'gesprek' WHERE id = ANY (%(plannen)s)
"""
CHECK = """
INSERT INTO trajecten_inkoopcheck (regio_id, interventie_id, regulier, regulier_omdat, plicht,
  plicht_omdat, bijdrage, bijdrage_omdat, gemotiveerd, gemotiveerd_omdat, kansrijk,
  kansrijk_omdat, blijvend, blijvend_omdat, op)
SELECT i.regio_id, i.id, 'nee', '', 'onbekend', '', 'onbekend', '', 'ja', '', 'onbekend', '',
  'onbekend', '', i.gepland_op
FROM trajecten_interventie i JOIN trajecten_stap s ON s.id = i.stap_id
WHERE s.arrangement_id = ANY (%(plannen)s) AND i.id %% 15 > 0
"""
# One in fifteen waits at each of the first steps; the others have been ordered.
ASK = """
UPDATE trajecten_interventie i SET status = 'besluit_gevraagd', toets_gedaan_op = i.gepland_op
FROM trajecten_stap s WHERE s.id = i.stap_id AND s.arrangement_id = ANY (%(plannen)s)
  AND i.id %% 15 > 0
"""
# Asked by one and answered by another, long ago: before there were meetings with a quorum.
QUESTIONS = """
INSERT INTO casusoverleg_besluit (regio_id, interventie_id, gevraagd_door_id, gevraagd_op,
  gevraagd_cent, vraag, reden_boven_plafond, uitkomst, wijze, motivering, afwijkend_standpunt)
SELECT i.regio_id, i.id, b.medewerker_id, i.gepland_op, i.gevraagd_cent, '', '', 'open', '', '', ''
FROM trajecten_interventie i JOIN trajecten_stap s ON s.id = i.stap_id
JOIN kandidaten_betrokkenheid b ON b.kandidaat_id = i.kandidaat_id
WHERE s.arrangement_id = ANY (%(plannen)s) AND i.id %% 15 > 1
"""
ANSWERS = """
UPDATE casusoverleg_besluit x SET uitkomst = 'toegekend', wijze = 'casusoverleg',
  consensus = true, motivering = 'Bench', besloten_op = least(x.gevraagd_op, '2025-01-01'),
  besloten_door_id = (SELECT m.id FROM netwerk_medewerker m
    WHERE m.id <> x.gevraagd_door_id ORDER BY m.id LIMIT 1)
FROM trajecten_interventie i JOIN trajecten_stap s ON s.id = i.stap_id
WHERE i.id = x.interventie_id AND s.arrangement_id = ANY (%(plannen)s) AND i.id %% 15 > 1
"""
GRANT = """
UPDATE trajecten_interventie i SET status = 'toegekend'
FROM trajecten_stap s WHERE s.id = i.stap_id AND s.arrangement_id = ANY (%(plannen)s)
  AND i.id %% 15 > 1
"""
ORDER = """
UPDATE trajecten_interventie i SET status = 'verplicht', kosten_cent = i.gevraagd_cent,
  regeling_id = (SELECT r.code FROM regelingen_regeling r WHERE r.van <= i.gepland_op::date
    AND coalesce(r.tot, 'infinity') >= i.gepland_op::date ORDER BY r.van DESC LIMIT 1),
  verplicht_op = i.gepland_op + interval '4 days'
FROM trajecten_stap s WHERE s.id = i.stap_id AND s.arrangement_id = ANY (%(plannen)s)
  AND i.id %% 15 > 2
"""
END = """
UPDATE trajecten_interventie i SET status = 'afgerond',
  afgesloten_op = (i.gepland_op + interval '40 days')::date
FROM trajecten_stap s WHERE s.id = i.stap_id AND s.arrangement_id = ANY (%(plannen)s)
  AND i.id %% 15 > 4
"""
RESERVE = """
INSERT INTO kassier_reservering (regio_id, fondsregel_id, interventie_id, kandidaat_sleutel, cent,
  status, beraadsbesluit, gemaakt_door_id, gemaakt_op, boekdatum, reden_vrijgave)
SELECT i.regio_id, %(regel)s, i.id, i.kandidaat_sleutel, i.gevraagd_cent, 'open', '', %(wie)s,
  now(), %(dag)s, ''
FROM trajecten_interventie i JOIN regelingen_interventiesoort x ON x.code = i.interventiesoort_id
WHERE i.status = 'verplicht' AND x.rubriek_id = 'aanvullend' AND NOT EXISTS (
  SELECT 1 FROM kassier_reservering r WHERE r.interventie_id = i.id)
ORDER BY i.id LIMIT %(aantal)s RETURNING id
"""
COMMIT = """
INSERT INTO kassier_verplichting (regio_id, reservering_id, fondsregel_id, interventie_id,
  kandidaat_sleutel, interventiesoort_id, inkoper_id, aanbieder, bedrag_cent, btw,
  reden_boven_plafond, regeling_id, status, besteld_door_id, besteld_op, boekdatum,
  vrijgevallen_cent, reden_vrijgave, mandaat_id)
SELECT r.regio_id, r.id, r.fondsregel_id, i.id, r.kandidaat_sleutel, i.interventiesoort_id,
  i.inkoper_id, i.aanbieder, r.cent, i.btw, '', i.regeling_id, 'open', %(wie)s, i.verplicht_op,
  r.boekdatum, 0, '', (SELECT m.id FROM kassier_inkoopmandaat m
    WHERE m.regio_id = r.regio_id AND m.organisatie_id = i.inkoper_id AND m.soort = 'kopen'
      AND r.boekdatum >= m.van ORDER BY m.id LIMIT 1)
FROM kassier_reservering r JOIN trajecten_interventie i ON i.id = r.interventie_id
WHERE r.id = ANY (%(reserveringen)s) RETURNING id
"""
POST = """
INSERT INTO kassier_journaalpost (regio_id, fonds_id, fondsregel_id, soort, van, naar, cent,
  boekdatum, reden, idempotentiesleutel, reservering_id, verplichting_id, wie, rol, organisatie,
  volgnummer, inhoud_hash, vorige_hash, hash)
SELECT v.regio_id, g.fonds_id, g.id, m.soort, m.van, m.naar, v.bedrag_cent, v.boekdatum, '',
  m.soort || CASE m.soort WHEN 'reservering' THEN ':reservering:' || v.reservering_id
    ELSE ':verplichting:' || v.id END,
  v.reservering_id, CASE m.soort WHEN 'verplichting' THEN v.id END, 'bench', 'systeem', '',
  0, '', '', ''
FROM kassier_verplichting v JOIN kassier_fondsregel g ON g.id = v.fondsregel_id,
  (VALUES (1, 'reservering', 'beschikbaar', 'gereserveerd'),
          (2, 'verplichting', 'gereserveerd', 'verplicht')) m(n, soort, van, naar)
WHERE v.reservering_id = ANY (%(reserveringen)s) ORDER BY v.id, m.n
"""

# A name per copy, so that the words on the menukaart are as many as in real life.
MORE_DIENSTEN = """
INSERT INTO menukaart_dienst ({columns}) SELECT {values}
FROM menukaart_dienst d, generate_series(1, 1 + %(aantal)s / 20) n
JOIN (SELECT naam, row_number() OVER (ORDER BY id) AS nummer FROM netwerk_gemeente) p
  ON p.nummer = 1 + n %% 300
ORDER BY n, d.id LIMIT %(aantal)s
"""

ROAD = (STEPS, INTERVENTIES, AGREE, CHECK, ASK, QUESTIONS, ANSWERS, GRANT, ORDER, END)


@dataclass(frozen=True)
class Wie:
    medewerker_id: int
    organisatie_id: int


def seed_many(kandidaten: int = 3000, interventies: int = 30_000, diensten: int = 0) -> None:
    """Add so many rows to AM08, spread over the people who work there and over two years."""
    rng = Dobbelsteen(f"massa {kandidaten}")
    done = 0
    while done < kandidaten:
        number = min(DEEL, kandidaten - done)
        with transaction.atomic(), scope(systeem(REGIO, reden="bench")):
            people = _kandidaten(rng, number, done)
            _interventies(people, max(1, interventies // kandidaten))
        done += number
        _plan_anew()
    _money()
    _diensten(diensten)


def _plan_anew() -> None:
    """Forget how the triggers read their tables: this was thought of when these were empty.

    A server that lives looks again by itself (autovacuum); this one is thrown away.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


def _kandidaten(rng: Dobbelsteen, number: int, begin: int) -> list[Kandidaat]:
    """People with a contactpersoon, a situation and an answered question."""
    now, today = timezone.now(), timezone.localdate()
    team, places = _team(), _gemeenten(today)
    people = Kandidaat.objects.bulk_create(
        _kandidaat(rng, begin + n, now, places) for n in range(number)
    )
    owners = [rng.choice(team) for _ in people]
    Betrokkenheid.objects.bulk_create(
        Betrokkenheid(
            regio_id=REGIO, kandidaat=k, medewerker_id=wie.medewerker_id,
            organisatie_id=wie.organisatie_id, grond="intake", vaste_contactpersoon=True,
            sinds=k.aangemaakt_op,
        )
        for k, wie in zip(people, owners, strict=True)
    )  # fmt: skip
    Situatiefeit.objects.bulk_create(
        Situatiefeit(
            regio_id=REGIO, kandidaat=k, soort_id=SITUATIES[weighted(rng, DOELGROEPEN)][0][-1],
            van=today - timedelta(days=2000), vastgelegd_door_id=wie.medewerker_id,
            vastgelegd_op=k.aangemaakt_op,
        )
        for k, wie in zip(people, owners, strict=True)
    )  # fmt: skip
    _meldingen(rng, people, owners)
    return people


def _team() -> list[Wie]:
    """Everybody who helps people and whose organisatie may buy."""
    rollen = Rol.objects.filter(
        regio=REGIO, soort__in=sorted(HULPVERLENERS), organisatie__mag_inkopen=True
    )
    return [Wie(*row) for row in rollen.order_by("pk").values_list("medewerker", "organisatie")]


def _gemeenten(today: date) -> list[int]:
    found = GemeenteInRegio.objects.filter(regio=REGIO, tot__isnull=True)
    return list(found.order_by("pk").values_list("gemeente_id", flat=True))


def _kandidaat(rng: Dobbelsteen, number: int, now: datetime, places: Sequence[int]) -> Kandidaat:
    naam, taal = draw_name(rng, "vrouw")
    since = now - timedelta(days=60 + rng.randint(0, 670), minutes=number)
    return Kandidaat(
        regio_id=REGIO, sleutel=key_of(number), voornaam=naam.voornaam, taal=taal,
        tussenvoegsel=naam.tussenvoegsel, achternaam=naam.achternaam, geslacht="vrouw",
        geboortedatum=born(number), postcode=postcode_of(number),
        gemeente_id=places[number % len(places)], opleiding="mbo3", sector="onbekend",
        aangemaakt_op=since, laatste_wijziging_op=since,
    )  # fmt: skip


def born(number: int) -> date:
    """A birthday that a few dozen of many thousands share, as in real life."""
    return date(1960 + number % 40, 1 + number % 12, 1 + number % 28)


def postcode_of(number: int) -> str:
    """A postcode with about one kandidaat for every 40 000."""
    place, street = number % 100, number // 100 % 400
    return f"{6500 + place} {chr(65 + street // 20)}{chr(65 + street % 20)}"


def key_of(number: int) -> str:
    """A key that chance gives only once in a million: it ends in ZZ."""
    letters = ""
    for _ in range(4):
        number, place = divmod(number, len(ALPHABET))
        letters = ALPHABET[place] + letters
    return f"{REGIO}-{letters}-ZZ"


def _meldingen(rng: Dobbelsteen, people: Sequence[Kandidaat], owners: Sequence[Wie]) -> None:
    rows = Melding.objects.bulk_create(
        Melding(
            regio_id=REGIO, nummer=k.sleutel.replace("AM", "V"), deur="telefoon",
            vraag=rng.choice(zinnen.VRAGEN["iedereen"]), contactwijze="bellen", naam=k.naam,
            telefoon="06 0123 4567", eigenaar_id=wie.medewerker_id,
            organisatie_id=wie.organisatie_id, ontvangen_op=k.aangemaakt_op,
            reageer_uiterlijk=k.aangemaakt_op.date() + timedelta(days=2),
            eerste_contact_op=k.aangemaakt_op, kandidaat=k,
        )
        for k, wie in zip(people, owners, strict=True)
    )  # fmt: skip
    change(
        "meldingen_melding",
        {"status": "text", "uitkomst": "text", "gesloten_op": "timestamptz"},
        [(row.pk, "gesloten", "traject_gestart", row.ontvangen_op) for row in rows],
    )


def _interventies(people: Sequence[Kandidaat], per: int) -> None:
    """A plan for each with so many interventies, set by set through the states."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO trajecten_arrangement (regio_id, kandidaat_id, versie, doel, status, "
            "akkoord_wijze, gemaakt_door_id, gemaakt_op) SELECT b.regio_id, b.kandidaat_id, 1, "
            "'Werk dat past', 'concept', '', b.medewerker_id, b.sinds "
            "FROM kandidaten_betrokkenheid b WHERE b.kandidaat_id = ANY (%s) RETURNING id",
            [[k.pk for k in people]],
        )
        values: dict[str, Any] = {
            "regio": REGIO,
            "per": per,
            "plannen": [pk for (pk,) in cursor.fetchall()],
            "soorten": list(SOORTEN),
            "aantal": len(SOORTEN),
        }
        for statement in ROAD:
            cursor.execute(statement, values)


def _money() -> None:
    """Orders with their entries, some hundreds at a time so that the chain stays short."""
    today = timezone.localdate()
    with transaction.atomic(), scope(systeem(REGIO, reden="bench")) as wie:
        regel = fondsregel_for(REGIO, "aanvullend", today)
        assert regel, "laad eerst de fondsen"
        toekennen(
            wie, fondsregel_id=regel.pk, cent=RUIM_CENT, sleutel="toekenning:bench", reden="bench"
        )
        values: dict[str, Any] = {
            "regel": regel.pk,
            "wie": _team()[0].medewerker_id,
            "dag": today,
            "aantal": DEEL,
        }
    for _ in range(ORDERS // DEEL):
        with (
            transaction.atomic(),
            scope(systeem(REGIO, reden="bench")),
            connection.cursor() as cursor,
        ):
            cursor.execute(RESERVE, values)
            numbers = {**values, "reserveringen": [pk for (pk,) in cursor.fetchall()]}
            for statement in (COMMIT, POST):
                cursor.execute(statement, numbers)


def _diensten(number: int) -> None:
    """So many services on the menukaart: those of the demo, each for other trades and places."""
    own = {"sleutel": "left(d.sleutel, 70) || '-' || n", "naam": "d.naam || ' ' || p.naam"}
    columns = [
        str(f.column) for f in Dienst._meta.concrete_fields if not (f.primary_key or f.generated)
    ]
    with transaction.atomic(), scope(systeem(REGIO, reden="bench")), connection.cursor() as cursor:
        cursor.execute(
            MORE_DIENSTEN.format(
                columns=", ".join(columns),
                values=", ".join(own.get(column, f"d.{column}") for column in columns),
            ),
            {"aantal": number},
        )
