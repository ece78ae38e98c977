"""All money actions through each other: budgets, the bank, money that comes back, costs.

The machine of `test_verloop` with everything that came after it. Whatever the order: the sum is
zero, no account is ever below zero, never more is spent than was granted, a refusal leaves
nothing, the entries replay to the balances, and `controleer` finds nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from ontschot.kassier import actions
from ontschot.kassier.boeking import REKENINGEN
from ontschot.kassier.models import (
    Betaalbatch,
    Betaalregel,
    Budgetbesluit,
    Declaratieregel,
    Fondsregel,
    Journaalpost,
    Kostendeclaratie,
    Kostenregel,
    Reservering,
    Saldo,
    Terugontvangst,
    Terugvordering,
)
from ontschot.kassier.rules.budgetbesluiten import Verplaatsing
from ontschot.kern.scope import scope
from tests.kassier import factories, kosten
from tests.kassier.bank import Boeking, Stand, camt
from tests.kassier.factories import Wereld
from tests.kassier.kosten import Kostenwereld
from tests.kassier.test_verloop import (
    VERDICTS,
    Kassier,
    cents,
    picks,
    something_on_every_step,
)

# Cents on each line for the costs of the organisation.
COSTS = 5_000
KINDS = ["toekenning", "verlaging", "verschuiving"]
BOTH = st.sampled_from(["kassier", "kassier_2"])
SPENT = ("gereserveerd", "verplicht", "gedeclareerd", "betaald")


@dataclass(frozen=True)
class Begin:
    """Where every run begins: two lines in one fonds, and a fonds for costs of WerkBedrijf."""

    world: Wereld
    other: Fondsregel
    costs: Kostenwereld


def begin() -> Begin:
    """Also something paid, something asked back, and orders nobody declared yet; costs too."""
    costs = kosten.kostenwereld(COSTS)
    w = something_on_every_step()
    with scope(w.ruim):
        other = actions.add_fondsregel(
            w.wie("kassier"), fonds_id=w.fonds.pk, code="tweede", omschrijving="Tweede regel"
        )
        batch = Betaalbatch.objects.get(fonds=w.fonds)
        actions.confirm_payment(w.wie("kassier"), batch_id=batch.pk)
        paid = Declaratieregel.objects.get(declaratie__fonds=w.fonds, status="betaald")
        asked = actions.propose_terugvordering(
            w.wie("kassier"), declaratieregel_id=paid.pk, cent=600, reden="te veel uren"
        )
        actions.decide_terugvordering(
            w.wie("kassier_2"),
            terugvordering_id=asked.pk,
            akkoord=True,
            uiterlijk=timezone.localdate() + timedelta(days=30),
        )
        for cent in (300, 400):
            factories.ordered(w, cent)
        kosten.ingediend(costs, 400, 200)
        kosten.betaald(costs, 300)
    return Begin(w, other, costs)


class Alles(Kassier):
    """A bank, whatever can still go wrong after paying, and the costs of the organisation."""

    def __init__(self, begin: Begin) -> None:
        super().__init__(begin.world)
        self.other, self.costs = begin.other, begin.costs
        self.statements = 0
        self.granted_once: dict[str, int] = {}

    @property
    def payments(self) -> Any:
        return Betaalregel.objects.filter(batch__fonds=self.world.fonds)

    @property
    def recoveries(self) -> Any:
        return Terugvordering.objects.filter(fonds=self.world.fonds)

    @rule(key=st.sampled_from("abc"), cent=cents)
    def grant_perhaps_again(self, key: str, cent: int) -> None:
        """The same key twice: the same amount changes nothing, another one is refused."""
        before = self.everything()
        known = self.granted_once.get(key)
        self.attempt_as_system(key, cent)
        if known is not None:
            assert self.everything() == before

    def attempt_as_system(self, key: str, cent: int) -> None:
        def grant(_: object, **facts: Any) -> None:
            actions.toekennen(self.world.ruim, **facts)
            self.granted_once[key] = cent

        self.attempt(
            grant,
            "kassier",
            fondsregel_id=self.world.regel.pk,
            cent=cent,
            sleutel=f"extra:{self.world.fonds.pk}:{key}",
            reden="extra",
        )

    @rule(soort=st.sampled_from(KINDS), cent=cents, back=st.booleans(), naam=BOTH)
    def propose_a_budgetbesluit(self, soort: str, cent: int, back: bool, naam: str) -> None:
        one, two = self.world.regel.pk, self.other.pk
        van, naar = (two, one) if back else (one, two)
        move = Verplaatsing(
            cent,
            None if soort == "toekenning" else van,
            None if soort == "verlaging" else naar,
        )
        self.attempt(
            actions.propose_budgetbesluit,
            naam,
            fonds_id=self.world.fonds.pk,
            soort=soort,
            reden="afgesproken",
            verplaatsingen=[move],
        )

    @rule(number=picks, naam=BOTH, verdict=st.sampled_from(["yes", "yes", "no", "withdraw"]))
    def settle_a_budgetbesluit(self, number: int, naam: str, verdict: str) -> None:
        rows = Budgetbesluit.objects.filter(fonds=self.world.fonds)
        if not (found := self.pick(rows, number, "voorgesteld")):
            return
        if verdict == "yes":
            self.attempt(actions.decide_budgetbesluit, naam, besluit_id=found)
        elif verdict == "no":
            self.attempt(
                actions.refuse_budgetbesluit, naam, besluit_id=found, toelichting="te veel"
            )
        else:
            self.attempt(actions.withdraw_budgetbesluit, naam, besluit_id=found)

    @rule(cent=cents)
    def reserve_until_yesterday(self, cent: int) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        interventie = factories.granted(self.world, max(cent, 1))
        self.attempt(
            actions.reserve,
            "coordinator",
            interventie_id=interventie.pk,
            fondsregel_id=self.world.regel.pk,
            cent=cent,
            verloopt_op=yesterday,
            dag=yesterday,
        )

    @rule(number=picks)
    def expire(self, number: int) -> None:
        rows = Reservering.objects.filter(fondsregel=self.world.regel)
        if found := self.pick(rows, number, "open"):
            self.attempt(actions.expire_reservering, "kassier", reservering_id=found)

    @precondition(lambda self: self.batches.exists())
    @rule(number=picks, naam=BOTH)
    def the_bank_refuses_a_batch(self, number: int, naam: str) -> None:
        if found := self.pick(self.batches, number, "vrijgegeven"):
            self.attempt(actions.refuse_batch, naam, batch_id=found, reden="formaat")

    @precondition(lambda self: self.payments.exists())
    @rule(numbers=st.lists(picks, min_size=1, max_size=3), twice=st.booleans())
    def the_bank_sends_a_statement(self, numbers: list[int], twice: bool) -> None:
        """Paid, or back again; some of it for payments that are settled already."""
        rows = [self.payments.get(pk=pk) for n in numbers if (pk := self.pick(self.payments, n))]
        booked = tuple(
            Boeking(row.cent if number % 2 else -row.cent, row.end_to_end_id, row.iban)
            for row, number in zip(rows, numbers, strict=True)
        )
        self.statements += 1
        content = camt(
            Stand(booked, nummer=f"A{self.statements}"), nummer=f"BANK-{self.statements}"
        )
        for _ in range(1 + twice):
            self.attempt(self.read_statement, "kassier", inhoud=content)

    @staticmethod
    def read_statement(wie: Any, *, inhoud: bytes) -> None:
        kept = actions.stage_bank_file(wie, naam="afschrift.xml", inhoud=inhoud)
        actions.read_bank_file(wie, bestand_id=kept.pk)

    @rule(number=picks, cent=cents, naam=BOTH)
    def ask_money_back(self, number: int, cent: int, naam: str) -> None:
        rows = Declaratieregel.objects.filter(declaratie__fonds=self.world.fonds)
        if found := self.pick(rows, number, "betaald"):
            self.attempt(
                actions.propose_terugvordering,
                naam,
                declaratieregel_id=found,
                cent=cent,
                reden="te veel uren",
            )

    @precondition(lambda self: self.recoveries.exists())
    @rule(number=picks, akkoord=st.sampled_from([True, True, False]), naam=BOTH)
    def decide_on_money_back(self, number: int, akkoord: bool, naam: str) -> None:
        if found := self.pick(self.recoveries, number, "voorgesteld"):
            self.attempt(
                actions.decide_terugvordering,
                naam,
                terugvordering_id=found,
                akkoord=akkoord,
                uiterlijk=timezone.localdate() + timedelta(days=30) if akkoord else None,
                reden="" if akkoord else "klopt toch",
            )

    @precondition(lambda self: self.recoveries.exists())
    @rule(number=picks, cent=cents, key=st.sampled_from("xyz"))
    def money_comes_back(self, number: int, cent: int, key: str) -> None:
        if found := self.pick(self.recoveries, number, "open"):
            self.attempt(
                actions.settle_terugvordering,
                "kassier",
                terugvordering_id=found,
                cent=cent,
                sleutel=f"{self.world.fonds.pk}:{key}",
            )

    @precondition(lambda self: self.recoveries.exists())
    @rule(number=picks, line=picks)
    def offset_what_comes_back(self, number: int, line: int) -> None:
        lines = Declaratieregel.objects.filter(declaratie__fonds=self.world.fonds)
        found, target = self.pick(self.recoveries, number, "open"), self.pick(lines, line)
        if found and target:
            self.attempt(
                actions.offset_terugvordering,
                "kassier",
                terugvordering_id=found,
                declaratieregel_id=target,
            )

    @property
    def cost_claims(self) -> Any:
        return Kostendeclaratie.objects.filter(fonds=self.costs.fonds)

    @property
    def cost_batches(self) -> Any:
        return Betaalbatch.objects.filter(fonds=self.costs.fonds)

    @rule(
        amounts=st.lists(cents, min_size=1, max_size=3), submit=st.sampled_from([True, True, False])
    )
    def declare_costs(self, amounts: list[int], submit: int) -> None:
        wie = self.costs.wie("werkbedrijf")
        made = kosten.begonnen(self.costs)
        for number, cent in enumerate(amounts):
            self.attempt(
                actions.add_kostenregel,
                wie,
                declaratie_id=made.pk,
                fondsregel_id=self.costs.regel("kwartiermaker" if number else "communicatie"),
                omschrijving="Drukwerk",
                cent=cent,
            )
        if submit:
            self.attempt(actions.submit_kostendeclaratie, wie, declaratie_id=made.pk)

    @rule(number=picks, verdict=st.sampled_from([*VERDICTS, "submit"]), second=st.booleans())
    def judge_costs(self, number: int, verdict: str, second: bool) -> None:
        kassier = self.costs.wie("kassier_2" if second else "kassier")
        own = self.costs.wie("werkbedrijf")
        waits = ("concept", "teruggestuurd") if verdict == "submit" else ("ingediend",)
        found = self.pick(self.cost_claims, number, *waits)
        if verdict == "approve":
            self.attempt(actions.approve_kostendeclaratie, kassier, declaratie_id=found)
        elif verdict == "back":
            self.attempt(
                actions.send_back_kostendeclaratie, kassier, declaratie_id=found, toelichting="?"
            )
        elif verdict == "refuse":
            lines = Kostenregel.objects.filter(declaratie=found)
            line = self.pick(lines, number, "opgenomen")
            self.attempt(actions.refuse_kostenregel, kassier, regel_id=line, reden="geen bon")
        elif verdict == "submit":
            self.attempt(actions.submit_kostendeclaratie, own, declaratie_id=found)
        else:
            self.attempt(actions.withdraw_kostendeclaratie, own, declaratie_id=found)

    @rule(number=picks, naam=st.sampled_from(["kassier", "kassier_2"]))
    def pay_costs(self, number: int, naam: str) -> None:
        """The next step of a batch of costs: collected, released, confirmed or sent back."""
        wie = self.costs.wie(naam)
        if found := self.pick(self.cost_batches.filter(status="vrijgegeven"), number):
            act = actions.cancel_batch if number % 8 == 0 else actions.confirm_payment
            facts = {"reden": "bank weigert"} if act is actions.cancel_batch else {}
            self.attempt(act, wie, batch_id=found, **facts)
        elif found := self.pick(self.cost_batches.filter(status="samengesteld"), number):
            self.attempt(actions.release_batch, wie, batch_id=found)
        elif found := self.pick(self.cost_claims, number, "goedgekeurd"):
            self.attempt(actions.build_batch, wie, fonds_id=self.costs.fonds.pk, kosten_ids=[found])

    @rule(number=picks, cent=cents)
    def ask_costs_back(self, number: int, cent: int) -> None:
        lines = Kostenregel.objects.filter(declaratie__fonds=self.costs.fonds)
        if found := self.pick(lines, number, "betaald"):
            self.attempt(
                actions.propose_terugvordering,
                self.costs.wie("kassier"),
                kostenregel_id=found,
                cent=cent,
                reden="al vergoed",
            )

    @invariant()
    def replaying_the_entries_gives_the_balances(self) -> None:
        """On every line, at every moment between two entries."""
        saldi = {saldo.pk: saldo for saldo in Saldo.objects.all()}
        stands = {line: dict.fromkeys(REKENINGEN, 0) for line in saldi}
        entries = Journaalpost.objects.order_by("fonds", "volgnummer")
        for line, van, naar, cent in entries.values_list("fondsregel", "van", "naar", "cent"):
            accounts = stands[line]
            accounts[van] -= cent
            accounts[naar] += cent
            assert all(left >= 0 for name, left in accounts.items() if name != "toegekend")
            assert sum(accounts[name] for name in SPENT) <= -accounts["toegekend"]
        for line, accounts in stands.items():
            assert sum(accounts.values()) == 0
            assert accounts == {name: getattr(saldi[line], f"{name}_cent") for name in REKENINGEN}

    @invariant()
    def paid_is_what_the_confirmed_payments_say(self) -> None:
        """Paid by the bank or offset, less what came back: never anything else."""
        confirmed = Betaalregel.objects.filter(status="bevestigd").values_list("cent", flat=True)
        back = Terugontvangst.objects.values_list("soort", "cent")
        expected = sum(confirmed) - sum(cent for soort, cent in back if soort != "verrekening")
        assert sum(Saldo.objects.values_list("betaald_cent", flat=True)) == expected


@pytest.mark.django_db
def test_no_order_of_all_events_breaks_the_books() -> None:
    quick = settings.get_current_profile_name() == "quick"
    standing = begin()
    run_state_machine_as_test(
        lambda: Alles(standing),
        settings=settings(
            settings.default,
            max_examples=6 if quick else 300,
            stateful_step_count=40,
            # Making a failure smaller takes minutes: only for who asks to be thorough.
            phases=[Phase.generate] if quick else list(Phase),
        ),
    )
