"""Payments of a small world, and a controle over them at every stage."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ontschot.kassier import actions as kassier
from ontschot.kassier.models import Declaratieregel
from ontschot.kassier.rules import Steekproefmaat
from ontschot.verantwoording import actions
from ontschot.verantwoording.models import Bevinding, Controle, Controleregel
from ontschot.verantwoording.rules import Opzet
from tests.kassier import factories
from tests.kassier.factories import Wereld

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ALLES = Steekproefmaat("alles")


def paid(w: Wereld, *cents: int) -> list[Declaratieregel]:
    """Lines of FNV that the bank paid: `kassier` approved, `kassier_2` released."""
    factories.forget_accounts()
    factories.accounts(w)
    orders = [factories.ordered(w, cent) for cent in cents]
    claim = kassier.create_declaratie(
        w.wie("gids"),
        fonds_id=w.fonds.pk,
        periode=orders[0].boekdatum,
        verplichting_ids=[order.pk for order in orders],
    )
    kassier.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    kassier.approve_declaratie(w.wie("kassier"), declaratie_id=claim.pk)
    batch = kassier.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim.pk])
    kassier.release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    kassier.confirm_payment(w.wie("kassier"), batch_id=batch.pk)
    return list(claim.regels.order_by("pk"))


def opgezet(w: Wereld, maat: Steekproefmaat = ALLES, **facts: Any) -> Controle:
    """Set up by `kassier`, over everything paid so far."""
    opzet = Opzet(
        maat,
        **{
            "antwoord_dagen": 14,
            "reactie_dagen": 7,
            "uitstel_dagen": 5,
            "tolerantie_procent": 1,
            "betrouwbaarheid_procent": 95,
        }
        | {k: facts.pop(k) for k in list(facts) if k in Opzet.__dataclass_fields__},
    )
    asked = {
        "naam": "Najaar",
        "doel": "Is er geleverd wat betaald is?",
        "fonds_ids": [w.fonds.pk],
        "van": date(2020, 1, 1),
        "tot": timezone.localdate(),
    }
    return actions.set_up_controle(w.wie("kassier"), opzet=opzet, **asked | facts)


def getrokken(w: Wereld, maat: Steekproefmaat = ALLES, **facts: Any) -> Controle:
    """Drawn by `kassier_2`."""
    return actions.draw_controle(w.wie("kassier_2"), controle_id=opgezet(w, maat, **facts).pk)


def lines(controle: Controle) -> list[Controleregel]:
    return list(controle.regels.order_by("pk"))


def answered(w: Wereld, line: Controleregel) -> Controleregel:
    return actions.answer_controleregel(
        w.wie("gids"), regel_id=line.pk, antwoord="Alle gesprekken zijn gevoerd."
    )


def found(w: Wereld, line: Controleregel, cent: int = 0, **facts: Any) -> Bevinding:
    """By `kassier_2`: in order, or wrong for so many cents."""
    asked: dict[str, Any] = {"nummer": 1, "oordeel": "in_orde"}
    if cent:
        asked |= {
            "oordeel": "fout",
            "foutsoort": "bedrag",
            "fout_cent": cent,
            "toelichting": "Er zijn twee gesprekken gevoerd, niet drie.",
        }
    return actions.find(w.wie("kassier_2"), regel_id=line.pk, **asked | facts)


def agreed(w: Wereld, line: Controleregel, nummer: int = 1) -> Bevinding:
    return actions.react_bevinding(w.wie("gids"), regel_id=line.pk, nummer=nummer, eens=True)


def final(w: Wereld, line: Controleregel, cent: int = 0) -> Bevinding:
    """All the way: answered, found by `kassier_2`, agreed, made final by the coördinator."""
    answered(w, line)
    made = found(w, line, cent)
    if cent:
        agreed(w, line)
    return actions.confirm_bevinding(w.wie("coordinator"), regel_id=line.pk, nummer=made.nummer)


def vergeten(w: Wereld, **facts: Any) -> Controle:
    """Drawn twenty days ago, and no partner answered: the term is over."""
    made = opgezet(w, **facts)
    with time_machine.travel(timezone.now() - timedelta(days=20), tick=False):
        return actions.draw_controle(w.wie("kassier_2"), controle_id=made.pk)


def refused(statement: str, *values: object) -> str:
    """The name of the rule with which the database refuses a raw statement."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        connection.cursor().execute(statement, values)
    return str(caught.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]
