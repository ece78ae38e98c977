"""Decisions on money: proposed by one person, decided by another, booked when decided.

Locks in the order of the room: the besluit, then in the trigger the chain of each fonds and its
lines. A division reaches the fondsen of all regions, so it is written in a scope that sees them.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.utils import timezone

from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kassier.journaal import Boeking, booking_day, money_action, post, require_rol
from ontschot.kassier.models import Budgetbesluit, Budgetregel, Fonds, Fondsregel, Saldo
from ontschot.kassier.rules.budgetbesluiten import SOORTEN, Verplaatsing, merged, off_each
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.web.format import euro

VOORSTELLERS = frozenset({Rolsoort.KASSIER})
BESLISSERS = frozenset({Rolsoort.KASSIER, Rolsoort.BELEID})


@contextmanager
def wide(fonds: Fonds) -> Iterator[None]:
    """See the regions that the money of this fonds reaches: all of them for a national one."""
    if fonds.regio_id is not None:
        yield
        return
    codes = Regio.objects.order_by("code").values_list("code", flat=True)
    with scope(systeem(*codes, reden="landelijk fonds")):
        yield


@money_action
def propose_budgetbesluit(
    wie: Actor,
    *,
    fonds_id: int,
    soort: str,
    reden: str,
    verplaatsingen: Iterable[Verplaatsing] = (),
    kenmerk: str = "",
    besluitdatum: date | None = None,
    tot_dag: date | None = None,
    voorwaarden: str = "",
) -> Budgetbesluit:
    """Propose a decision on the money of one fonds; nothing moves before somebody else decides.

    `verplaatsingen` for a kind that moves money, `tot_dag` for a period, `voorwaarden` the new text
    of the conditions. Raises Weigering when
    there is nothing to decide or, already now, not enough money free.
    """
    require_rol(wie, VOORSTELLERS, "een budgetbesluit voorstellen")
    kind = SOORTEN[soort]
    fonds = _fonds(wie, fonds_id)
    moves = merged(verplaatsingen)
    if kind.geld and not moves:
        raise Weigering("Vul minstens één bedrag in van meer dan € 0.")
    if soort in ("periode_sluiten", "periode_heropenen"):
        _require_day(fonds, soort, tot_dag)
    terms = voorwaarden.strip() if soort == "voorwaarden" else ""
    if soort == "voorwaarden" and terms == fonds.voorwaarden:
        raise Weigering("Er is niets veranderd.", veld="voorwaarden")
    with wide(fonds):
        _require_free(moves)
        besluit = Budgetbesluit.objects.create(
            regio_id=fonds.regio_id,
            fonds=fonds,
            soort=soort,
            reden=reden.strip(),
            kenmerk=kenmerk.strip(),
            besluitdatum=besluitdatum,
            tot_dag=tot_dag,
            voorwaarden=terms,
            aantal=len(moves),
            totaal_cent=sum(move.cent for move in moves),
            voorgesteld_door_id=medewerker_of(wie),
        )
        _add_moves(besluit, moves)
    _record(wie, "budgetbesluit_voorgesteld", besluit, soort=kind.naam)
    return besluit


def _add_moves(besluit: Budgetbesluit, moves: Iterable[Verplaatsing]) -> None:
    Budgetregel.objects.bulk_create(
        Budgetregel(
            regio_id=besluit.regio_id,
            besluit=besluit,
            van_id=move.van_id,
            naar_id=move.naar_id,
            cent=move.cent,
        )
        for move in moves
    )


def _fonds(wie: Actor, fonds_id: int) -> Fonds:
    fonds = Fonds.objects.filter(pk=fonds_id).first()
    if fonds is None:
        raise Weigering("Dit fonds is er niet in jouw regio.")
    _require_own(wie, fonds)
    return fonds


def _require_own(wie: Actor, fonds: Fonds) -> None:
    """National money is the business of its kassier and its owner, whatever region they work in."""
    if fonds.regio_id is None and wie.organisatie_id not in (fonds.kassier_id, fonds.eigenaar_id):
        raise Weigering(
            "Over een landelijk fonds gaan alleen zijn kassier en zijn eigenaar. Jouw organisatie "
            "is dat niet."
        )


def _require_day(fonds: Fonds, soort: str, tot_dag: date | None) -> None:
    if soort == "periode_heropenen":
        if fonds.gesloten_tot is None:
            raise Weigering("Van dit fonds is geen periode gesloten.")
        if tot_dag and tot_dag >= fonds.gesloten_tot:
            raise Weigering(
                "Kies een dag vóór de laatste gesloten dag, of laat het vak leeg.", veld="tot_dag"
            )
        return
    if tot_dag is None or tot_dag >= timezone.localdate():
        raise Weigering("Kies een dag die voorbij is.", veld="tot_dag")
    if fonds.gesloten_tot and tot_dag <= fonds.gesloten_tot:
        raise Weigering("Deze periode is al gesloten. Kies een latere dag.", veld="tot_dag")


def _require_free(moves: Iterable[Verplaatsing]) -> None:
    """A clear sentence before the database would refuse; the database is what holds."""
    off = off_each(moves)
    rows = Saldo.objects.filter(fondsregel__in=off).select_related("fondsregel")
    for saldo in rows.order_by("pk"):
        if off[saldo.pk] > saldo.beschikbaar_cent:
            raise Weigering(
                f"Op de regel ‘{saldo.fondsregel.omschrijving}’ is "
                f"{euro(saldo.beschikbaar_cent)} vrij. {euro(off[saldo.pk])} is meer."
            )


@money_action
def decide_budgetbesluit(
    wie: Actor,
    *,
    besluit_id: int,
    kenmerk: str = "",
    besluitdatum: date | None = None,
    dag: date | None = None,
) -> Budgetbesluit:
    """Decide what somebody else proposed, and book it, in one transaction.

    `kenmerk` and `besluitdatum` say where the owner or the Beraad decided it; left empty, what
    the proposal says stays. Raises Weigering when it was decided before, the money is gone
    meanwhile, or the fonds asks for the decision of the Beraad.
    """
    day = booking_day(dag)
    besluit = _locked(wie, besluit_id)
    _require_decider(wie, besluit)
    with wide(besluit.fonds):
        lines = list(besluit.regels.select_related("van", "naar").order_by("pk"))
        _require_free(Verplaatsing(r.cent, r.van_id, r.naar_id) for r in lines)
        _settle(wie, besluit, "besloten", kenmerk.strip(), besluitdatum)
        post(wie, day, _entries(besluit, lines))
    _record(
        wie,
        "budgetbesluit_besloten",
        besluit,
        soort=SOORTEN[besluit.soort].naam,
        kenmerk=besluit.kenmerk or "geen kenmerk",
    )
    return besluit


def _settle(
    wie: Actor, besluit: Budgetbesluit, status: str, kenmerk: str, besluitdatum: date | None
) -> None:
    Budgetbesluit.STAPPEN.move(besluit, status)
    besluit.kenmerk = kenmerk or besluit.kenmerk
    besluit.besluitdatum = besluitdatum or besluit.besluitdatum
    besluit.besloten_door_id, besluit.besloten_op = wie.medewerker_id, timezone.now()
    besluit.save(
        update_fields=[
            "status", "kenmerk", "besluitdatum", "besloten_door", "besloten_op", "toelichting"
        ]
    )  # fmt: skip


def _entries(besluit: Budgetbesluit, lines: Sequence[Budgetregel]) -> Iterator[Boeking]:
    """One entry per end of each line: a shift is two moves, out of one and into the other."""
    kind, soort = SOORTEN[besluit.soort], besluit.soort
    halves = (f"{soort}_uit", f"{soort}_in") if kind.eraf and kind.erbij else (soort, soort)
    for line in lines:
        for half, end in zip(halves, (line.van, line.naar), strict=True):
            if end is not None:
                yield _entry(besluit, line, end, half)


def _entry(besluit: Budgetbesluit, line: Budgetregel, end: Fondsregel, soort: str) -> Boeking:
    return Boeking(
        soort,
        end,
        end.regio_id,
        line.cent,
        f"{soort}:budgetregel:{line.pk}",
        f"{besluit.nummer}: {besluit.reden}"[:300],
        budgetregel_id=line.pk,
    )


def _locked(wie: Actor, besluit_id: int) -> Budgetbesluit:
    found = (
        Budgetbesluit.objects.select_for_update(of=("self",))
        .select_related("fonds")
        .filter(pk=besluit_id)
        .first()
    )
    if found is None:
        raise Weigering("Dit voorstel is er niet in jouw regio.")
    _require_own(wie, found.fonds)
    return found


def may_decide(wie: Actor, besluit: Budgetbesluit) -> str:
    """Why this person does not decide about it; empty when they may. Needs the fonds loaded."""
    if besluit.voorgesteld_door_id == wie.medewerker_id:
        return "Je deed dit voorstel zelf. Een ander beslist erover."
    if wie.rol not in BESLISSERS:
        return "Over een budgetbesluit beslist een kassier, of de eigenaar van het fonds."
    if wie.rol == Rolsoort.BELEID and wie.organisatie_id != besluit.fonds.eigenaar_id:
        return "Alleen de eigenaar van het fonds en een kassier beslissen hierover."
    return ""


def _require_decider(wie: Actor, besluit: Budgetbesluit) -> None:
    if refusal := may_decide(wie, besluit):
        raise Weigering(refusal)


@money_action
def refuse_budgetbesluit(wie: Actor, *, besluit_id: int, toelichting: str) -> Budgetbesluit:
    """Say no to what somebody else proposed, with a reason. Nothing moves."""
    besluit = _locked(wie, besluit_id)
    _require_decider(wie, besluit)
    besluit.toelichting = toelichting.strip()
    _settle(wie, besluit, "geweigerd", "", None)
    _record(wie, "budgetbesluit_geweigerd", besluit, reden=besluit.toelichting)
    return besluit


@money_action
def withdraw_budgetbesluit(wie: Actor, *, besluit_id: int) -> Budgetbesluit:
    """Take back what you proposed yourself, as long as nobody decided."""
    besluit = _locked(wie, besluit_id)
    if besluit.voorgesteld_door_id != wie.medewerker_id:
        raise Weigering("Alleen wie het voorstelde, trekt het in. Weiger het anders.")
    Budgetbesluit.STAPPEN.move(besluit, "ingetrokken")
    besluit.save(update_fields=["status"])
    _record(wie, "budgetbesluit_ingetrokken", besluit)
    return besluit


def _record(wie: Actor, event: str, besluit: Budgetbesluit, **gegevens: str) -> None:
    audit.record(
        wie,
        event,
        object_soort="budgetbesluit",
        object_sleutel=besluit.nummer,
        regio=besluit.regio_id or "",
        **({"bedrag": euro(besluit.totaal_cent)} | gegevens),
    )
