"""Whatever order things happen in: the books stay whole, and a refusal leaves nothing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ontschot.kassier import actions
from ontschot.kassier.boeking import REKENINGEN
from ontschot.kassier.controle import check
from ontschot.kassier.models import (
    Betaalbatch,
    Betaalregel,
    Declaratie,
    Declaratieregel,
    Journaalpost,
    Reservering,
    Saldo,
    Verplichting,
)
from ontschot.kern.composed import execute
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor, scope
from tests.kassier import factories
from tests.kassier.bank import Boeking, Stand, camt, pain002
from tests.kassier.factories import Wereld

GRANTED = 10_000
cents = st.sampled_from([500, 1_000, 2_500]) | st.integers(-1, 6_000)
# Three times out of four a row on which the action makes sense, else whatever there is.
picks = st.integers(0, 63)

VERDICTS = ["approve", "approve", "back", "refuse", "withdraw"]


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def claim_of(world: Wereld, order: Verplichting) -> int:
    """A declaratie of this one order, handed in."""
    made = actions.create_declaratie(
        world.wie("gids"),
        fonds_id=world.fonds.pk,
        periode=order.boekdatum,
        verplichting_ids=[order.pk],
    )
    return actions.submit_declaratie(world.wie("gids"), declaratie_id=made.pk).pk


def something_on_every_step() -> Wereld:
    """An order, a declaratie that was handed in, one that was approved, a released batch."""
    world = factories.wereld(GRANTED)
    factories.accounts(world)
    with scope(world.ruim):
        claims = [claim_of(world, factories.ordered(world, cent)) for cent in (900, 700, 500)]
        factories.ordered(world, 1_000)
        for claim in claims[:2]:
            actions.approve_declaratie(world.wie("kassier"), declaratie_id=claim)
        batch = actions.build_batch(
            world.wie("kassier"), fonds_id=world.fonds.pk, declaratie_ids=claims[:1]
        )
        actions.release_batch(world.wie("kassier_2"), batch_id=batch.pk)
    return world


# Every row of the money and of what is bought with it, in one statement.
SNAPSHOT = " UNION ALL ".join(
    f"SELECT '{table}', md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t"
    for table in ["trajecten_interventie"]
    + [model._meta.db_table for model in apps.get_app_config("kassier").get_models()]
)


class Kassier(RuleBasedStateMachine):
    """All the actions, by the right person, on whatever row the dice point at."""

    def __init__(self, world: Wereld) -> None:
        super().__init__()
        self.world = world
        self.stack = ExitStack()
        # Every run begins where the test began, so that a failure can be told in few steps.
        self.stack.enter_context(rolled_back())
        self.stack.enter_context(scope(self.world.ruim))

    def teardown(self) -> None:
        try:
            assert check().verschillen == ()
        finally:
            self.stack.close()

    def attempt(self, act: Callable[..., object], naam: str | Actor, **facts: Any) -> None:
        """Do it; when it is refused, everything is as it was."""
        before = self.everything()
        try:
            act(self.world.wie(naam) if isinstance(naam, str) else naam, **facts)
        except Weigering:
            assert self.everything() == before

    def everything(self) -> dict[str, str]:
        """What stands in every table of the money, each as one hash."""
        return dict(execute(connection, SNAPSHOT).fetchall())

    def pick(self, rows: Any, number: int, *likely: str) -> int:
        """The id of one of the rows, or 0; mostly one that stands on a `likely` status."""
        fitting = rows.filter(status__in=likely) if likely and number % 4 else rows
        ids = list(fitting.order_by("pk").values_list("pk", flat=True))
        return ids[number // 4 % len(ids)] if ids else 0

    @property
    def orders(self) -> Any:
        return Verplichting.objects.filter(fondsregel=self.world.regel)

    def undeclared(self, number: int) -> Any:
        """Three times out of four the open orders that nobody declared, else all open ones."""
        rows = self.orders.filter(status="open")
        free = rows.exclude(declaratieregels__status__in=["opgenomen", "betaald"])
        return free if number % 4 else rows

    @property
    def claims(self) -> Any:
        return Declaratie.objects.filter(fonds=self.world.fonds)

    @property
    def batches(self) -> Any:
        return Betaalbatch.objects.filter(fonds=self.world.fonds)

    @rule(cent=cents, ordered=st.none() | cents)
    def reserve_and_perhaps_order(self, cent: int, ordered: int | None) -> None:
        interventie = factories.granted(self.world, max(cent, 1))
        self.attempt(
            actions.reserve,
            "coordinator",
            interventie_id=interventie.pk,
            fondsregel_id=self.world.regel.pk,
            cent=cent,
        )
        if ordered is not None:
            self.attempt(
                actions.commit_verplichting,
                "gids",
                interventie_id=interventie.pk,
                bedrag_cent=ordered,
                btw="excl",
                aanbieder="Bureau",
            )

    @rule(number=picks)
    def give_back(self, number: int) -> None:
        rows = Reservering.objects.filter(fondsregel=self.world.regel)
        if found := self.pick(rows, number, "open"):
            self.attempt(
                actions.release_reservering, "coordinator", reservering_id=found, reden="anders"
            )

    @rule(number=picks)
    def call_off(self, number: int) -> None:
        if found := self.pick(self.undeclared(number), number):
            self.attempt(
                actions.void_verplichting, "gids", verplichting_id=found, reden="eerder klaar"
            )

    @rule(numbers=st.lists(picks, min_size=1, max_size=3), cent=st.none() | cents)
    def declare(self, numbers: list[int], cent: int | None) -> None:
        ids = {self.pick(self.undeclared(number), number) for number in numbers} - {0}
        self.attempt(
            actions.create_declaratie,
            "gids",
            fonds_id=self.world.fonds.pk,
            periode=self.world.fonds.van,
            verplichting_ids=sorted(ids),
            bedragen={} if cent is None else dict.fromkeys(ids, cent),
        )
        newest = self.claims.order_by("-pk").first()
        if newest and newest.status == "concept":
            self.attempt(actions.submit_declaratie, "gids", declaratie_id=newest.pk)

    @precondition(lambda self: self.claims.exists())
    @rule(number=picks)
    def submit(self, number: int) -> None:
        if found := self.pick(self.claims, number, "concept", "teruggestuurd"):
            self.attempt(actions.submit_declaratie, "gids", declaratie_id=found)

    @precondition(lambda self: self.claims.exists())
    @rule(number=picks, verdict=st.sampled_from(VERDICTS))
    def judge(self, number: int, verdict: str) -> None:
        found = self.pick(self.claims, number, "ingediend")
        if not found:
            return
        if verdict == "approve":
            self.attempt(actions.approve_declaratie, "kassier", declaratie_id=found)
        elif verdict == "back":
            self.attempt(
                actions.send_back_declaratie, "kassier", declaratie_id=found, toelichting="?"
            )
        elif verdict == "withdraw":
            self.attempt(actions.withdraw_declaratie, "gids", declaratie_id=found)
        else:
            lines = Declaratieregel.objects.filter(declaratie=found)
            self.attempt(
                actions.refuse_regel, "kassier", regel_id=self.pick(lines, number), reden="geen"
            )

    @precondition(lambda self: self.claims.filter(status="goedgekeurd").exists())
    @rule(numbers=st.lists(picks, min_size=1, max_size=2))
    def collect(self, numbers: list[int]) -> None:
        ids = {self.pick(self.claims.filter(status="goedgekeurd"), n) for n in numbers} - {0}
        self.attempt(
            actions.build_batch,
            "kassier",
            fonds_id=self.world.fonds.pk,
            declaratie_ids=sorted(ids),
        )

    @precondition(lambda self: self.batches.exists())
    @rule(number=picks, naam=st.sampled_from(["kassier", "kassier_2"]))
    def release(self, number: int, naam: str) -> None:
        if found := self.pick(self.batches, number, "samengesteld"):
            self.attempt(actions.release_batch, naam, batch_id=found)

    @precondition(lambda self: self.batches.exists())
    @rule(number=picks)
    def confirm(self, number: int) -> None:
        if found := self.pick(self.batches, number, "vrijgegeven"):
            self.attempt(actions.confirm_payment, "kassier", batch_id=found)

    @precondition(lambda self: self.batches.exists())
    @rule(number=picks, naam=st.sampled_from(["kassier", "kassier_2"]))
    def cancel(self, number: int, naam: str) -> None:
        if found := self.pick(self.batches, number):
            self.attempt(actions.cancel_batch, naam, batch_id=found, reden="bank weigert")

    @precondition(lambda self: self.batches.exists())
    @rule(
        answers=st.lists(st.sampled_from(["paid", "paid", "back", "refused", "other"]), max_size=4),
        number=picks,
    )
    def the_bank_says(self, answers: list[str], number: int) -> None:
        """One file about some of the payments of one batch; nonsense waits for a person."""
        found = self.pick(self.batches, number, "vrijgegeven", "bevestigd")
        payments = list(Betaalregel.objects.filter(batch=found).order_by("pk")[: len(answers)])
        told = list(zip(answers, payments, strict=False))
        self.files = getattr(self, "files", 0) + 1
        kind = {"paid": -1, "back": 1, "other": 1}
        entries = tuple(
            Boeking(kind[said] * (p.cent + (said == "other")), p.end_to_end_id)
            for said, p in told
            if said != "refused"
        )
        refused = [(p.end_to_end_id, "RJCT", "MS03") for said, p in told if said == "refused"]
        name = f"{self.world.fonds.pk}-{self.files}"
        self.hand_in(camt(Stand(entries, nummer=name), nummer=name))
        if refused:
            self.hand_in(pain002(f"ONTSCHOT-AM08-{found}", refused, nummer=f"P{name}"))

    def hand_in(self, content: bytes) -> None:
        wie = self.world.wie("kassier")
        kept = actions.stage_bank_file(wie, naam="bank.xml", inhoud=content)
        self.attempt(actions.read_bank_file, "kassier", bestand_id=kept.pk)

    @invariant()
    def replaying_the_entries_gives_the_balances(self) -> None:
        accounts = dict.fromkeys(REKENINGEN, 0)
        entries = Journaalpost.objects.filter(fondsregel=self.world.regel).order_by("volgnummer")
        for van, naar, cent in entries.values_list("van", "naar", "cent"):
            accounts[van] -= cent
            accounts[naar] += cent
            assert all(left >= 0 for name, left in accounts.items() if name != "toegekend")
        assert accounts["toegekend"] == -GRANTED
        assert sum(accounts.values()) == 0
        saldo = Saldo.objects.get(fondsregel=self.world.regel)
        assert accounts == {name: getattr(saldo, f"{name}_cent") for name in REKENINGEN}

    @invariant()
    def paid_is_what_the_confirmed_payments_say(self) -> None:
        payments = Betaalregel.objects.filter(batch__fonds=self.world.fonds, status="bevestigd")
        confirmed = payments.values_list("cent", flat=True)
        saldo = Saldo.objects.get(fondsregel=self.world.regel)
        assert saldo.betaald_cent == sum(confirmed)


@pytest.mark.django_db
def test_no_order_of_events_breaks_the_books() -> None:
    quick = settings.get_current_profile_name() == "quick"
    world = something_on_every_step()
    run_state_machine_as_test(
        lambda: Kassier(world),
        settings=settings(
            settings.default, max_examples=8 if quick else 200, stateful_step_count=25
        ),
    )
