"""Somebody with all rights changes the books behind our back: `controleer` says so, every time."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from ontschot.kassier import actions
from ontschot.kassier.actions import (
    approve_declaratie,
    build_batch,
    confirm_payment,
    create_declaratie,
    release_batch,
    release_reservering,
    reserve,
    submit_declaratie,
    void_verplichting,
)
from ontschot.kassier.controle import check, keten
from ontschot.kassier.models import Verplichting
from ontschot.kern.scope import scope
from ontschot.settings import database
from tests.kassier import factories, kosten
from tests.kassier.factories import Wereld


@pytest.fixture
def beheer_rol(django_db_setup: None) -> Iterator[None]:
    """Django speaks to the database as its superuser, and the test after this one does not."""
    facts = database(os.environ["ONTSCHOT_BEHEER_URL"])
    known = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({key: facts[key] for key in known})
    yield
    connection.settings_dict.update(known)
    # A test that rolled back leaves its connection open for the next one.
    connection.close()


@pytest.fixture
def as_beheer(beheer_rol: None, db: None) -> None:
    """The same in a transaction, which is rolled back before the role is given back."""


@pytest.fixture
def books(as_beheer: None) -> Iterator[Wereld]:
    """One of everything: granted, reserved, released, ordered, called off, declared, paid."""
    w = factories.wereld()
    with scope(w.ruim):
        factories.accounts(w)
        _pay(w, factories.ordered(w, 1000), factories.ordered(w, 2000))
        _declare(w, factories.ordered(w, 3000))
        for reden in ("", "ging niet door"):
            order = factories.ordered(w, 400)
            if reden:
                void_verplichting(w.wie("gids"), verplichting_id=order.pk, reden=reden)
        for reden in ("", "ziek"):
            interventie = factories.granted(w, 500)
            held = reserve(
                w.wie("coordinator"),
                interventie_id=interventie.pk,
                fondsregel_id=w.regel.pk,
                cent=500,
            )
            if reden:
                release_reservering(w.wie("coordinator"), reservering_id=held.pk, reden=reden)
        _costs()
        # A table with rules that still have to look cannot be altered by the forger.
        connection.check_constraints()
        yield w


def _costs() -> None:
    """Costs of the organisation: paid, and handed in with evidence."""
    w = kosten.kostenwereld()
    kosten.betaald(w, 700)
    made = kosten.begonnen(w, 500)
    actions.add_kostenbewijs(
        w.wie("werkbedrijf"),
        regel_id=made.regels.get().pk,
        naam="bon.pdf",
        inhoud=kosten.PDF,
        zonder_namen=True,
    )
    actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)


def _declare(w: Wereld, *orders: Verplichting) -> int:
    concept = create_declaratie(
        w.wie("gids"),
        fonds_id=w.fonds.pk,
        periode=orders[0].boekdatum,
        verplichting_ids=[order.pk for order in orders],
    )
    return submit_declaratie(w.wie("gids"), declaratie_id=concept.pk).pk


def _pay(w: Wereld, *orders: Verplichting) -> None:
    claim = _declare(w, *orders)
    approve_declaratie(w.wie("kassier"), declaratie_id=claim)
    batch = build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim])
    release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    confirm_payment(w.wie("kassier"), batch_id=batch.pk)


POST = "kassier_journaalpost"
# @fonds is the fonds of the test; the last entry of its chain is @laatste.
LAST = "(SELECT max(volgnummer) FROM kassier_journaalpost WHERE fonds_id = @fonds)"
REHASH_ONE = """
UPDATE kassier_journaalpost p SET inhoud_hash = kassier_inhoud_hash(p) WHERE @welke;
UPDATE kassier_journaalpost p SET hash = kassier_post_hash(p) WHERE @welke;
"""
# The whole chain is computed again, head included: what a careful forger would do.
REHASH_ALL = """
DO $$ DECLARE p kassier_journaalpost; vorige text := ''; nummer bigint := 0; BEGIN
FOR p IN SELECT * FROM kassier_journaalpost WHERE fonds_id = @fonds ORDER BY volgnummer LOOP
  nummer := nummer + 1;
  p.volgnummer := nummer; p.vorige_hash := vorige; p.inhoud_hash := kassier_inhoud_hash(p);
  p.hash := kassier_post_hash(p); vorige := p.hash;
  UPDATE kassier_journaalpost SET volgnummer = -nummer, vorige_hash = p.vorige_hash,
    inhoud_hash = p.inhoud_hash, hash = p.hash WHERE id = p.id;
END LOOP;
UPDATE kassier_journaalpost SET volgnummer = -volgnummer WHERE fonds_id = @fonds;
UPDATE kassier_journaalketen SET volgnummer = nummer, hash = vorige WHERE fonds_id = @fonds;
END $$;
"""
FORGE = """
INSERT INTO kassier_journaalpost (regio_id, fonds_id, fondsregel_id, soort, van, naar, cent,
  boekdatum, reden, idempotentiesleutel, reservering_id, verplichting_id, wie, rol, organisatie,
  volgnummer, op, inhoud_hash, vorige_hash, hash)
SELECT regio_id, fonds_id, fondsregel_id, soort, van, naar, 1, boekdatum, reden, 'vals',
  @reservering, verplichting_id, wie, rol, organisatie, volgnummer + 1000, now(), '', '', ''
FROM kassier_journaalpost WHERE fonds_id = @fonds AND soort = 'vrijval_reservering' LIMIT 1;
"""
FORGED = FORGE.replace("@reservering", "reservering_id")
BALANCE = """
UPDATE kassier_saldo SET beschikbaar_cent = beschikbaar_cent + 1,
  gereserveerd_cent = gereserveerd_cent - 1
WHERE fondsregel_id IN (SELECT id FROM kassier_fondsregel WHERE fonds_id = @fonds);
"""
SWAP = """
UPDATE kassier_journaalpost SET volgnummer = -volgnummer
  WHERE fonds_id = @fonds AND volgnummer IN (2, 3);
UPDATE kassier_journaalpost SET volgnummer = 5 + volgnummer
  WHERE fonds_id = @fonds AND volgnummer < 0;
"""


OURS = "fondsregel_id IN (SELECT id FROM kassier_fondsregel WHERE fonds_id = @fonds)"
OTHER_FILE = """
ALTER TABLE kassier_betaalbestand DROP CONSTRAINT kassier_betaalbestand_hash;
UPDATE kassier_betaalbestand SET inhoud = inhoud || 'x'::bytea;
"""
THIRD = "p.fonds_id = @fonds AND p.volgnummer = 3"
TAMPERING = {
    "an amount": (f"UPDATE {POST} p SET cent = cent + 1 WHERE {THIRD}", "veranderd"),
    "a reason": (f"UPDATE {POST} p SET reden = 'x' WHERE {THIRD}", "veranderd"),
    "a day": (f"UPDATE {POST} p SET boekdatum = boekdatum - 1 WHERE {THIRD}", "veranderd"),
    "the order behind it": (
        f"UPDATE {POST} p SET verplichting_id = coalesce(verplichting_id, 0) + 1 WHERE {THIRD}",
        "veranderd",
    ),
    "who": (f"UPDATE {POST} p SET wie = 'een ander' WHERE {THIRD}", "past niet bij haar hash"),
    "when": (f"UPDATE {POST} p SET op = op - interval '1 s' WHERE {THIRD}", "past niet"),
    "the key": (f"UPDATE {POST} p SET idempotentiesleutel = 'x' WHERE {THIRD}", "past niet"),
    "an amount with its own hashes made again": (
        f"UPDATE {POST} p SET cent = cent + 1 WHERE {THIRD};"
        + REHASH_ONE.replace("@welke", THIRD),
        "Boeking 4",
    ),
    "an amount with the whole chain made again": (
        f"UPDATE {POST} p SET cent = cent + 1 WHERE {THIRD};" + REHASH_ALL,
        "volgens de boekingen",
    ),
    "two entries swapped": (SWAP, "past niet"),
    "two entries swapped with the whole chain made again": (SWAP + REHASH_ALL, "onder nul"),
    "the first one dropped": (
        f"DELETE FROM {POST} WHERE fonds_id = @fonds AND volgnummer = 1", "ontbreekt",
    ),
    "one in the middle dropped": (
        f"DELETE FROM {POST} WHERE fonds_id = @fonds AND volgnummer = 5", "ontbreekt",
    ),
    "the last one dropped": (
        f"DELETE FROM {POST} WHERE fonds_id = @fonds AND volgnummer = {LAST}", "eindigt op",
    ),
    "one in the middle dropped with the whole chain made again": (
        f"DELETE FROM {POST} WHERE fonds_id = @fonds AND volgnummer = 5;" + REHASH_ALL,
        "volgens de boekingen",
    ),
    "all of them dropped": (f"DELETE FROM {POST} WHERE fonds_id = @fonds", "eindigt op"),
    "all of them dropped with the head": (
        f"DELETE FROM {POST} WHERE fonds_id = @fonds;" + REHASH_ALL, "volgens de boekingen",
    ),
    "a forged entry": (FORGED, "veranderd"),
    "a forged entry with hashes": (FORGED + REHASH_ALL, "volgens de boekingen"),
    "a forged entry with hashes and balance": (
        FORGED + REHASH_ALL + BALANCE, "in het journaal",
    ),
    "a forged entry without a document": (
        FORGE.replace("@reservering", "999999999") + REHASH_ALL + BALANCE,
        "reservering 999999999 bestaat niet",
    ),
    "a kind of entry that does not exist": (
        f"UPDATE {POST} p SET naar = 'betaald' WHERE {THIRD};" + REHASH_ALL,
        "gaat niet van",
    ),
    "a balance": (BALANCE, "volgens de boekingen"),
    "a balance taken away": (f"DELETE FROM kassier_saldo WHERE {OURS}", "staat niets"),
    "the head of the chain": (
        "UPDATE kassier_journaalketen SET volgnummer = 2 WHERE fonds_id = @fonds", "eindigt op 2",
    ),
    "the head taken away": (
        "DELETE FROM kassier_journaalketen WHERE fonds_id = @fonds", "eindigt op niets",
    ),
    "the fonds taken away": ("DELETE FROM kassier_fonds WHERE id = @fonds", "fonds "),
    "the line taken away": (
        "DELETE FROM kassier_fondsregel WHERE fonds_id = @fonds", "bestaat niet",
    ),
    "an entry in another fonds": (
        f"UPDATE {POST} p SET volgnummer = 9999, fonds_id = 0 WHERE {THIRD}",
        "ontbreekt",
    ),
    "a reservering": (
        f"UPDATE kassier_reservering SET cent = cent + 1 WHERE {OURS}", "Reservering R",
    ),
    "the status of a reservering": (
        f"UPDATE kassier_reservering SET status = 'verplicht' WHERE {OURS} AND status = 'open'",
        "Reservering R",
    ),
    "a reservering taken away": (f"DELETE FROM kassier_reservering WHERE {OURS}", "bestaat niet"),
    "a reservering of another line": (
        f"UPDATE kassier_reservering SET fondsregel_id = 0 WHERE {OURS}", "ander fonds",
    ),
    "a reservering of another region": (
        f"UPDATE kassier_reservering SET regio_id = 'AM01' WHERE {OURS}", "andere regio",
    ),
    "an order": (
        f"UPDATE kassier_verplichting SET bedrag_cent = bedrag_cent + 1 WHERE {OURS}", "niet eens",
    ),
    "an order taken away": (f"DELETE FROM kassier_verplichting WHERE {OURS}", "bestaat niet"),
    "what was given back": (
        f"UPDATE kassier_verplichting SET vrijgevallen_cent = 1, reden_vrijgave = 'x' WHERE {OURS}",
        "niet eens",
    ),
    "the status of an order": (
        f"UPDATE kassier_verplichting SET status = 'afgerond' WHERE {OURS} AND status = 'open'",
        "niet eens",
    ),
    "a claim": ("UPDATE kassier_declaratieregel SET cent = cent - 1", "gedeclareerd te hebben"),
    "the status of a claim": (
        "UPDATE kassier_declaratieregel SET status = 'opgenomen'", "Declaratie ",
    ),
    "the status of a declaratie": (
        "UPDATE kassier_declaratie SET status = 'concept' WHERE status = 'ingediend'",
        "gedeclareerd te hebben",
    ),
    "a claim taken away": ("DELETE FROM kassier_declaratieregel", "bestaat niet"),
    "a payment": ("UPDATE kassier_betaalregel SET cent = cent + 1", "controletotaal"),
    "a payment taken away": ("DELETE FROM kassier_betaalregel", "bestaat niet"),
    "the total of a batch": (
        "UPDATE kassier_betaalbatch SET totaal_cent = totaal_cent + 1", "controletotaal",
    ),
    "the file of a batch": (
        OTHER_FILE, "bestand is veranderd",
    ),
    "the file of a batch with its hash made again": (
        OTHER_FILE + "UPDATE kassier_betaalbestand SET sha256 = encode(sha256(inhoud), 'hex')",
        "een ander bestand vrijgegeven",
    ),
    "a cost": ("UPDATE kassier_kostenregel SET cent = cent - 1", "gedeclareerd te hebben"),
    "the status of a cost": (
        "UPDATE kassier_kostenregel SET status = 'opgenomen'", "Kostendeclaratie ",
    ),
    "a cost taken away": ("DELETE FROM kassier_kostenregel", "kostenregel "),
    "a cost on another line": (
        "UPDATE kassier_kostenregel SET fondsregel_id = 0", "ander fonds",
    ),
    "the status of a kostendeclaratie": (
        "UPDATE kassier_kostendeclaratie SET status = 'concept' WHERE status = 'ingediend'",
        "gedeclareerd te hebben",
    ),
    "who judged costs": (
        ("ALTER TABLE kassier_kostendeclaratie DROP CONSTRAINT kassier_kostendeclaratie_four_eyes;"
         "UPDATE kassier_kostendeclaratie SET beoordeeld_door_id = ingediend_door_id"),
        "zelfde persoon diende in",
    ),
    "the payment of a cost": (
        ("ALTER TABLE kassier_betaalregel DROP CONSTRAINT kassier_betaalregel_one_line;"
         "UPDATE kassier_betaalregel SET kostenregel_id = NULL"), "Betaling ",
    ),
    "the evidence of a cost": (
        "UPDATE kassier_kostenbewijsinhoud SET bytes = bytes || 'x'::bytea", "van kosten",
    ),
    "the evidence of a cost taken away": (
        "DELETE FROM kassier_kostenbewijsinhoud", "inhoud ontbreekt",
    ),
    "the file taken away": ("DELETE FROM kassier_betaalbestand", "bestand ontbreekt"),
}  # fmt: skip


@pytest.fixture
def tampered(books: Wereld) -> Callable[[str], list[str]]:
    """What `controleer` says after these statements, which are undone afterwards."""

    def say(statements: str) -> list[str]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statements.replace("@fonds", str(books.fonds.pk)))
            said = [line for _, line in check().verschillen]
            transaction.set_rollback(True)
        return said

    return say


def test_controleer_finds_whatever_was_changed_behind_our_back(
    tampered: Callable[[str], list[str]],
) -> None:
    assert tampered("SELECT 1") == []
    said = {name: tampered(statements) for name, (statements, _) in TAMPERING.items()}
    missed = {
        name: lines
        for name, lines in said.items()
        if not any(TAMPERING[name][1] in line for line in lines)
    }
    assert missed == {}


def test_the_pieces_of_a_chain_hold_every_entry_once(
    tampered: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when a fonds is read in several pieces, a fault at the edge of one is found."""
    monkeypatch.setattr(keten, "STUK", 3)
    assert tampered("SELECT 1") == []
    assert sum(piece.aantal for piece in keten.pieces()) >= 10
    for number in range(1, 10):
        drop = f"DELETE FROM {POST} WHERE fonds_id = @fonds AND volgnummer = {number}"
        said = [line for line in tampered(drop) if "ontbreekt" in line]
        assert len(said) == 1, number
        assert f"Boeking {number + 1} " in said[0]
