"""The audit log cannot be changed, and shows it when somebody with all rights does it anyway."""

import os

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import Actor, scope, systeem

audit.register({"iets_gebeurd": "{wie} deed iets met {object}: {wat}."})


def _record(actor: Actor, regio: str = "AM08", wat: str = "dit") -> Auditregel:
    return audit.record(
        actor, "iets_gebeurd", object_soort="ding", object_sleutel="D-1", regio=regio, wat=wat
    )


def test_a_line_reads_as_a_sentence(ruim: Actor) -> None:
    assert audit.sentence(_record(ruim)) == "ontschot deed iets met D-1: dit."


def test_a_line_whose_event_is_gone_still_reads(ruim: Actor) -> None:
    line = Auditregel(gebeurtenis="oud_ding", wie="Aisha", gegevens={})
    assert audit.sentence(line) == "Aisha: oud ding"


def test_an_event_without_its_facts_is_refused(ruim: Actor) -> None:
    with pytest.raises(ValueError, match="misses"):
        audit.record(ruim, "iets_gebeurd", object_soort="ding", object_sleutel="D-1")


def test_an_unknown_event_is_refused(ruim: Actor) -> None:
    with pytest.raises(ValueError, match="unknown"):
        audit.record(ruim, "bestaat_niet", object_soort="ding", object_sleutel="D-1")


def test_the_chain_counts_on_and_links(ruim: Actor) -> None:
    first, second = _record(ruim), _record(ruim)
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.volgnummer == first.volgnummer + 1
    assert second.vorige_hash == first.hash
    assert audit.check_chains() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kern_auditregel SET wie = 'een ander'",
        "DELETE FROM kern_auditregel",
        "TRUNCATE kern_auditregel",
        "UPDATE kern_auditketen SET hash = 'x'",
        "INSERT INTO kern_auditketen (keten, volgnummer, hash) VALUES ('AM99', 1, 'x')",
        "ALTER TABLE kern_auditregel DISABLE TRIGGER ALL",
    ],
)
def test_the_application_cannot_change_history(ruim: Actor, statement: str) -> None:
    _record(ruim)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_number_or_hash_of_ones_own_is_not_accepted(ruim: Actor) -> None:
    line = _record(ruim)
    forged = Auditregel.objects.create(
        keten="AM08",
        volgnummer=7_000_000,
        hash="mine",
        gebeurtenis="iets_gebeurd",
        object_soort="ding",
        object_sleutel="D-1",
        wie="ik",
        rol="gids",
    )
    forged.refresh_from_db()
    line.refresh_from_db()
    assert forged.volgnummer == line.volgnummer + 1
    assert forged.hash != "mine"


def test_another_region_reads_nothing(ruim: Actor) -> None:
    _record(ruim, "AM08")
    with scope(systeem("AM11")):
        assert not Auditregel.objects.filter(keten="AM08").exists()


def test_an_action_without_an_audit_line_is_undone(ruim: Actor) -> None:
    @action
    def silent(wie: Actor) -> None:
        """Does nothing that anybody can see later."""

    with pytest.raises(RuntimeError, match="wrote no audit line"):
        silent(ruim)


@pytest.mark.django_db(transaction=True)
def test_tampering_by_somebody_with_all_rights_is_found(database_name: str) -> None:
    with transaction.atomic(), scope(systeem("AM99")):
        for wat in ("een", "twee", "drie"):
            _record(systeem("AM99"), "AM99", wat)
    call_command("controleer_auditlog", verbosity=0)
    url = os.environ["ONTSCHOT_BEHEER_URL"]
    with psycopg.connect(url, dbname=database_name, autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(
            "UPDATE kern_auditregel SET wie = 'een ander' WHERE keten = 'AM99' AND volgnummer = 2"
        )
        with transaction.atomic(), scope(systeem("AM99")):
            assert audit.check_chains() == [("AM99", 2, "inhoud")]
        superuser.execute("DELETE FROM kern_auditregel WHERE keten = 'AM99' AND volgnummer = 2")
        with transaction.atomic(), scope(systeem("AM99")):
            assert ("AM99", 3, "schakel") in audit.check_chains()
        with pytest.raises(SystemExit):
            call_command("controleer_auditlog")
