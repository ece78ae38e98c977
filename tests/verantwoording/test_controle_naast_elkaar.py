"""Two people at once: a controle is drawn once, a payment is judged once, money is asked once."""

import pytest
from django.db import transaction

from ontschot.kassier.models import Terugvordering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.queries import actor_in_role
from ontschot.verantwoording import actions
from ontschot.verantwoording.models import Bevinding
from tests.kassier import factories
from tests.tegelijk import together
from tests.verantwoording.controles import agreed, answered, lines, opgezet, paid

pytestmark = pytest.mark.django_db(transaction=True)


def test_at_once_a_controle_is_drawn_judged_and_asked_back_once() -> None:
    w = factories.wereld(100_000)
    third = actor_in_role(factories.medewerker("uwv", Rolsoort.KASSIER))
    with transaction.atomic(), scope(w.ruim):
        paid(w, 1_000)
        controle = opgezet(w)

    def draw() -> object:
        return actions.draw_controle(w.wie("kassier_2"), controle_id=controle.pk)

    assert sorted(together(draw, draw)) == [False, True]
    with transaction.atomic(), scope(w.ruim):
        (line,) = lines(controle)
        answered(w, line)

    def wrong(who: object, cent: int) -> object:
        return actions.find(
            who, regel_id=line.pk, nummer=1, oordeel="fout", foutsoort="bedrag",  # type: ignore[arg-type]
            fout_cent=cent, toelichting="Te hoog.",
        )  # fmt: skip

    assert sorted(together(lambda: wrong(w.wie("kassier_2"), 300), lambda: wrong(third, 400))) == [
        False,
        True,
    ]
    with transaction.atomic(), scope(w.ruim):
        found = Bevinding.objects.get()
        agreed(w, line)

    def confirm() -> object:
        return actions.confirm_bevinding(w.wie("coordinator"), regel_id=line.pk, nummer=1)

    def recover() -> object:
        return actions.recover(third, regel_id=line.pk)

    assert sorted(together(confirm, confirm)) == [False, True]
    assert sorted(together(recover, recover)) == [False, True]
    with transaction.atomic(), scope(w.ruim):
        assert Terugvordering.objects.get().cent == found.fout_cent
