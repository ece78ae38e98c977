"""Placing money that nobody recognised: one person says where it belongs, another agrees."""

from collections.abc import Callable, Mapping
from datetime import date

from ontschot.kassier.actions.indieningen import KASSIERS
from ontschot.kassier.actions.terugvorderingen import record_returned, settle_terugvordering
from ontschot.kassier.actions.uitbetaling import Afloop, one_payment, open_day, settle
from ontschot.kassier.journaal import booking_day, money_action, require_rol
from ontschot.kassier.models import Bankregel, Betaalregel, Plaatsing, Terugvordering
from ontschot.kassier.queries.plaatsen import places_for
from ontschot.kassier.xmlveilig import one_line
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.netwerk.voorstel import decide, refuse_own
from ontschot.web.format import euro

# What to choose when what was chosen does not fit, per kind; `{}` is the amount of the line.
KIES = {
    "betaling": "Kies een betaling van {} die nog op de bank wacht, of die op betaald staat als "
    "het geld terugkwam.",
    "deel_terug": "Kies een betaalde betaling waarvan {} of meer nog niet terug is gevraagd.",
    "geannuleerd": "Kies een geannuleerde of geweigerde betaling van {}, van een regel die nog "
    "niet is betaald en in geen batch staat.",
    "dubbel": "Kies een betaling van {} die al eerder van de rekening ging, of die was gestopt en "
    "waarvan de regel al anders is betaald of in een batch staat.",
    "dubbel_terug": "Kies een betaling die twee keer wegging en waarvan {} of meer nog niet terug "
    "is.",
    "terugvordering": "Kies een terugvordering waarvan nog {} of meer open staat.",
}
NO_PLACE = ("niet_van_ons",)


@money_action
def propose_plaatsing(
    wie: Actor,
    *,
    bankregel_id: int,
    soort: str,
    betaalregel_id: int | None = None,
    terugvordering_nummer: int | None = None,
    reden: str = "",
) -> Plaatsing:
    """Say where a line that nobody recognised belongs; the other kassier agrees or not.

    `soort` is one of `Plaatsing.SOORTEN`; `queries.plaatsen` says what fits with each.
    """
    require_rol(wie, KASSIERS, "geld plaatsen")
    assert wie.medewerker_id
    line = _open_line(bankregel_id, "te_plaatsen")
    chosen = terugvordering_nummer if soort == "terugvordering" else betaalregel_id
    _require_fits(line, soort, chosen)
    if soort in NO_PLACE and not reden.strip():
        raise Weigering("Schrijf waarom dit geld niet bij ons hoort.", veld="reden")
    Bankregel.STAPPEN.move(line, "voorgesteld")
    line.save(update_fields=["status"])
    owed = soort == "terugvordering"
    found = Plaatsing.objects.create(
        regio_id=line.regio_id,
        bankregel=line,
        soort=soort,
        betaalregel_id=None if owed or soort in NO_PLACE else chosen,
        terugvordering_nummer=chosen if owed else None,
        reden=one_line(reden)[:300],
        voorgesteld_door_id=wie.medewerker_id,
    )
    _record_placing(wie, "plaatsing_voorgesteld", found, line)
    return found


def _require_fits(line: Bankregel, soort: str, chosen: int | None) -> None:
    if soort in NO_PLACE:
        return
    if soort not in dict(Plaatsing.SOORTEN):
        raise Weigering("Kies waar dit geld bij hoort.", veld="soort")
    if chosen is None or not places_for(line, soort).filter(pk=chosen).exists():
        veld = "terugvordering_nummer" if soort == "terugvordering" else "betaalregel_id"
        said = f"{soort}_terug" if line.richting == "bij" else soort
        raise Weigering(KIES.get(said, KIES[soort]).format(euro(line.cent)), veld=veld)


def _open_line(bankregel_id: int, status: str) -> Bankregel:
    line = Bankregel.objects.select_for_update(of=("self",)).filter(pk=bankregel_id).first()
    if not line or line.status != status:
        raise Weigering("Deze regel is intussen veranderd. Ververs de pagina.")
    return line


@money_action
def agree_plaatsing(wie: Actor, *, plaatsing_id: int, dag: date | None = None) -> Plaatsing:
    """The second pair of eyes: the money is booked where the first person said."""
    require_rol(wie, KASSIERS, "met een plaatsing instemmen")
    day = booking_day(dag)
    found, line = _undecided(wie, plaatsing_id)
    payment = found.betaalregel_id
    locked = one_payment(payment) if payment else None
    _require_fits(line, found.soort, payment or found.terugvordering_nummer)
    decide(found, wie, "akkoord")
    if locked and found.soort in ("betaling", "geannuleerd"):
        settle(wie, locked, [_ended(line, payment or 0)], day)
    elif book := BOOKED.get(found.soort):
        book(wie, found, line)
    Bankregel.STAPPEN.move(line, "geplaatst")
    line.save(update_fields=["status"])
    _record_placing(wie, "plaatsing_akkoord", found, line)
    return found


def _ended(line: Bankregel, betaalregel_id: int) -> Afloop:
    """How the payment ends: money out is paid, money in came back."""
    status = "bevestigd" if line.richting == "af" else "teruggekomen"
    said = "" if status == "bevestigd" or line.redencode else "teruggekomen, geplaatst"
    return Afloop(betaalregel_id, status, line.dag, line.redencode, said)


def _settle_owed(wie: Actor, found: Plaatsing, line: Bankregel) -> None:
    owed = Terugvordering.objects.select_related("fonds").get(pk=found.terugvordering_nummer or 0)
    settle_terugvordering(
        wie,
        terugvordering_id=owed.pk,
        cent=line.cent,
        dag=open_day(line.dag, owed.fonds.gesloten_tot),
        sleutel=f"bankregel:{line.pk}",
    )


def _partly_back(wie: Actor, found: Plaatsing, line: Bankregel) -> None:
    """A terugvordering of exactly this, proposed and decided by the two who place it."""
    payment = Betaalregel.objects.get(pk=found.betaalregel_id or 0)
    record_returned(
        wie,
        regel=payment.regel,
        cent=line.cent,
        dag=open_day(line.dag, payment.regel.declaratie.fonds.gesloten_tot),
        voorgesteld_door_id=found.voorgesteld_door_id,
        sleutel=f"bankregel:{line.pk}",
    )


# What is booked beside the payment itself; nothing for money that left twice, which is no money of
# the fonds, and nothing for what is not ours.
BOOKED: Mapping[str, Callable[[Actor, Plaatsing, Bankregel], None]] = {
    "terugvordering": _settle_owed,
    "deel_terug": _partly_back,
}


@money_action
def reject_plaatsing(wie: Actor, *, plaatsing_id: int) -> Plaatsing:
    """Not there; the line waits for another proposal. The proposer may take it back as well."""
    require_rol(wie, KASSIERS, "een plaatsing afwijzen")
    found, line = _undecided(wie, plaatsing_id)
    decide(found, wie, "afgewezen")
    Bankregel.STAPPEN.move(line, "te_plaatsen")
    line.save(update_fields=["status"])
    _record_placing(wie, "plaatsing_afgewezen", found, line)
    return found


def _undecided(wie: Actor, plaatsing_id: int) -> tuple[Plaatsing, Bankregel]:
    line_id = Plaatsing.objects.filter(pk=plaatsing_id).values_list("bankregel_id", flat=True)
    line = _open_line(line_id.first() or 0, "voorgesteld")
    found = Plaatsing.objects.select_for_update(of=("self",)).get(pk=plaatsing_id)
    refuse_own(found, wie, ander="de andere kassier")
    return found, line


def _record_placing(wie: Actor, event: str, found: Plaatsing, line: Bankregel) -> None:
    facts = {"bedrag": euro(line.cent)}
    if event != "plaatsing_afgewezen":
        facts["soort"] = found.get_soort_display()
    audit.record(
        wie,
        event,
        object_soort="bankregel",
        object_sleutel=f"bankregel {line.pk}",
        regio=line.regio_id,
        **facts,
    )
