"""A credit note of a provider: its orders cost less, and what was paid too much is asked back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ontschot.kassier.actions.boeken import entry, record
from ontschot.kassier.actions.facturen import own_invoice, record_invoice
from ontschot.kassier.actions.sluiten import lock_orders
from ontschot.kassier.actions.terugvorderingen import propose_terugvordering
from ontschot.kassier.journaal import booking_day, money_action, post, require_rol
from ontschot.kassier.models import Declaratie, Declaratieregel, Factuur, Verplichting
from ontschot.kassier.queries.creditnota import credit_plans
from ontschot.kassier.rules.creditnota import Creditplan, Regelbedrag
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.web.format import euro


@money_action
def process_credit_note(wie: Actor, *, factuur_id: int, dag: date | None = None) -> Factuur:
    """Do what `credit_plans` says, for every order or for none.

    What was not declared yet goes back to the fonds, lines in a concept become lower, and of what
    was paid a terugvordering is proposed, on which another person decides. Raises Weigering while
    a line is locked and not paid: first the kassier sends that declaratie back.
    """
    require_rol(wie, PROFESSIONALS, "een creditnota verwerken")
    day = booking_day(dag)
    note = own_invoice(wie, factuur_id)
    if note.soort != Factuur.CREDITNOTA:
        raise Weigering("Dit is geen creditnota.")
    Factuur.STAPPEN.move(note, "verwerkt")
    ids = note.regels.filter(voorstel_cent__gt=0).values_list("verplichting", flat=True)
    orders = {order.nummer: order for order in lock_orders(pk for pk in ids if pk).values()}
    plans = credit_plans(note)
    if not plans:
        raise Weigering("Geen regel van deze creditnota hoort bij een verplichting.")
    if wrong := [plan.bezwaar for plan in plans if plan.bezwaar]:
        raise Weigering(" ".join(wrong))
    for plan in plans:
        _lower(plan, note)
        _give_back(wie, orders[plan.nummer], plan, note, day)
        _ask_back(wie, plan.terug, note)
    note.save(update_fields=["status"])
    record_invoice(
        wie,
        "creditnota_verwerkt",
        note,
        vrij=euro(sum(plan.vrijval_cent for plan in plans)),
        terug=euro(sum(plan.terug_cent for plan in plans)),
    )
    return note


def _lower(plan: Creditplan, note: Factuur) -> None:
    """A line never changes: it goes, and one with the lower amount comes."""
    per_claim: dict[int, list[Declaratieregel]] = defaultdict(list)
    less = {line.pk: line.cent for line in plan.lager}
    found = Declaratieregel.objects.select_for_update(of=("self",)).filter(pk__in=less)
    for line in found.select_related("verplichting").order_by("pk"):
        per_claim[line.declaratie_id].append(line)
        Declaratieregel.STAPPEN.move(line, "vervallen")
        line.save(update_fields=["status"])
        if line.cent > less[line.pk]:
            Declaratieregel.objects.create(
                regio_id=line.regio_id,
                declaratie_id=line.declaratie_id,
                verplichting=line.verplichting,
                cent=line.cent - less[line.pk],
                deel=line.deel,
                corrigeert_id=line.corrigeert_id,
                factuur_id=line.factuur_id,
                reden_correctie=f"Creditnota {note.nummer}",
            )
    _withdraw_empty(per_claim)


def _withdraw_empty(claim_ids: Iterable[int]) -> None:
    for claim in Declaratie.objects.filter(pk__in=list(claim_ids)).order_by("pk"):
        if not claim.regels.filter(status="opgenomen").exists():
            Declaratie.STAPPEN.move(claim, "ingetrokken")
            claim.save(update_fields=["status"])


def _give_back(wie: Actor, order: Verplichting, plan: Creditplan, note: Factuur, day: date) -> None:
    """The order costs so much less; it closes when nothing of it is left to declare or pay."""
    cent = plan.vrijval_cent
    if not cent:
        return
    order.vrijgevallen_cent += cent
    order.reden_vrijgave = f"creditnota {note.nummer}"
    lines = Declaratieregel.objects.filter(verplichting=order)
    live = sum(lines.filter(status__in=["opgenomen", "betaald"]).values_list("cent", flat=True))
    nothing_open = live + order.vrijgevallen_cent == order.bedrag_cent
    if nothing_open and not lines.filter(status="opgenomen").exists():
        Verplichting.STAPPEN.move(order, "afgerond" if live else "ingetrokken")
    order.save(update_fields=["status", "vrijgevallen_cent", "reden_vrijgave"])
    post(wie, day, [entry("vrijval_verplichting", order, cent, order.reden_vrijgave)])
    record(wie, "verplichting_vrijgegeven", order, bedrag=euro(cent), reden=order.reden_vrijgave)


def _ask_back(wie: Actor, lines: Iterable[Regelbedrag], note: Factuur) -> None:
    for line in lines:
        propose_terugvordering(
            wie,
            declaratieregel_id=line.pk,
            cent=line.cent,
            reden=f"Creditnota {note.nummer} van de aanbieder.",
            aanleiding="creditnota",
            creditnota_id=note.pk,
        )
