"""A list that is loaded through a crash, by two at once, by the worker, and wiped at night."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from ontschot.kandidaten.lijst_inlezen import actions, taken
from ontschot.kandidaten.models import Inleesregel, Inlezing, Kandidaat
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Regio, Rol
from tests.netwerk.factories import actor, rol
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db(transaction=True)
AANTAL = 2 * actions.DEEL + 10
NAMEN = [f"Persoon{number:02}" for number in range(AANTAL)]


@contextmanager
def regio() -> Iterator[None]:
    """One transaction that sees the region, committed at its end."""
    with transaction.atomic(), scope(systeem("AM08")):
        yield


def begun() -> tuple[Rol, Inlezing]:
    """A list of sixty people who are not alike, ready to be loaded."""
    text = "Voornaam;Achternaam;Geboortedatum\n" + "".join(
        f"{naam};Verhoeven;{number % 28 + 1}-{number % 12 + 1}-{1950 + number}\n"
        for number, naam in enumerate(NAMEN)
    )
    with regio():
        gids = rol()
    wie = actor(gids)
    lijst = actions.bring_list(wie, naam="lijst.csv", inhoud=text.encode())
    velden = {0: "voornaam", 1: "achternaam", 2: "geboortedatum"}
    actions.read_columns(wie, inlezing_id=lijst.pk, velden=velden)
    actions.start_loading(wie, inlezing_id=lijst.pk)
    return gids, lijst


def each_once(lijst: Inlezing) -> None:
    """Nobody lost, nobody twice, and every row says who it became."""
    with regio():
        people = Kandidaat.objects.filter(achternaam="Verhoeven").values_list("voornaam", flat=True)
        assert Counter(people.order_by("pk")) == Counter(NAMEN)
        rows = Inleesregel.objects.filter(inlezing=lijst, status="geladen", cellen=[])
        assert rows.values("kandidaat").distinct().order_by().count() == AANTAL
        assert Inlezing.objects.get(pk=lijst.pk).status == "klaar"


def test_a_crash_in_the_middle_of_a_part_loses_nothing_and_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gids, lijst = begun()
    insert, made = actions.insert_kandidaat, []

    def crash(*args: Any, **kwargs: Any) -> Kandidaat:
        if len(made) == actions.DEEL + 7:
            raise RuntimeError("the power went off")
        made.append(insert(*args, **kwargs))
        return made[-1]

    monkeypatch.setattr(actions, "insert_kandidaat", crash)
    with pytest.raises(RuntimeError, match="power"):
        taken.load(inlezing_id=lijst.pk, rol_id=gids.pk)
    with regio():
        assert Kandidaat.objects.filter(achternaam="Verhoeven").count() == actions.DEEL
        assert Inlezing.objects.get(pk=lijst.pk).status == "bezig"
    monkeypatch.setattr(actions, "insert_kandidaat", insert)
    taken.load(inlezing_id=lijst.pk, rol_id=gids.pk)
    each_once(lijst)


def test_two_who_load_one_list_at_the_same_moment_take_each_row_once() -> None:
    gids, lijst = begun()
    wie = actor(gids)

    def go_on() -> None:
        while actions.load_part(wie, inlezing_id=lijst.pk):
            continue

    told = at_once(go_on, go_on)
    assert all(not zin or "wordt nu niet ingelezen" in zin for zin in told), told
    assert "" in told
    each_once(lijst)


def test_a_job_that_comes_twice_does_nothing_the_second_time() -> None:
    gids, lijst = begun()
    taken.load(inlezing_id=lijst.pk, rol_id=gids.pk)
    taken.load(inlezing_id=lijst.pk, rol_id=gids.pk)
    each_once(lijst)


def test_every_night_the_rows_of_lists_older_than_thirty_days_go_and_the_people_stay() -> None:
    gids, old = begun()
    while actions.load_part(actor(gids), inlezing_id=old.pk):
        continue
    with regio():
        Regio.objects.filter(code="AM08").update(doet_mee=True)
        new = actions.bring_list(actor(gids), naam="nieuw.csv", inhoud=b"Naam\nNoor Bos\n")
        month_ago = timezone.now() - timedelta(days=actions.BEWAREN_DAGEN, minutes=1)
        Inlezing.objects.filter(pk=old.pk).update(begonnen_op=month_ago)
    taken.wipe_old_lists(timestamp=0)
    taken.wipe_old_lists(timestamp=0)
    with regio():
        kept = Inleesregel.objects.order_by("pk").values_list("inlezing_id", flat=True)
        assert list(kept) == [new.pk]
        assert Inlezing.objects.get(pk=old.pk).gewist_op is not None
        assert Kandidaat.objects.filter(achternaam="Verhoeven").count() == AANTAL
