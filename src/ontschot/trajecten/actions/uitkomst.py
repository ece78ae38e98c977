"""What came of it: dated facts, and corrections that are facts themselves."""

from datetime import date
from typing import Any

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.trajecten.actions.common import betrokken, log_dossier, not_in_future, required
from ontschot.trajecten.actions.volgen import ground_for_work, lapse, plan_nazorg
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Interventie, Uitkomst
from ontschot.trajecten.rules import plans_nazorg


@action
def record_uitkomst(
    wie: Actor,
    *,
    kandidaat_id: int,
    betekenis: str,
    datum: date,
    bron: str,
    interventie_id: int | None = None,
    toelichting: str = "",
    grond: str = "",
) -> Uitkomst:
    """Record a dated result with one of the four meanings.

    Work plans the nazorg, as far as there is a ground to follow this person; `grond` is the ground
    that is recorded for it where none runs yet. An interventie that is over does not become an
    uitkomst by itself, nor the other way round.
    """
    kandidaat = betrokken(wie, kandidaat_id, lock=True)
    _check(kandidaat, betekenis=betekenis, datum=datum, bron=bron, interventie_id=interventie_id)
    uitkomst = Uitkomst.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        interventie_id=interventie_id,
        betekenis=betekenis,
        datum=datum,
        bron=bron,
        toelichting=toelichting.strip(),
        vastgelegd_door_id=medewerker_of(wie),
    )
    if plans_nazorg(betekenis):
        ground_for_work(wie, kandidaat, datum, grond)
        plan_nazorg(uitkomst)
    log_dossier(wie, "uitkomst_vastgelegd", kandidaat, betekenis=betekenis)
    return uitkomst


def _check(
    kandidaat: Kandidaat, *, betekenis: str, datum: date, bron: str, interventie_id: int | None
) -> None:
    not_in_future(datum, "datum")
    if betekenis not in dict(Uitkomst.BETEKENISSEN):
        raise Weigering("Kies wat de uitkomst is.", veld="betekenis")
    if bron not in dict(Uitkomst.BRONNEN):
        raise Weigering("Kies van wie je dit weet.", veld="bron")
    own = Interventie.objects.filter(kandidaat=kandidaat)
    if interventie_id and not own.filter(pk=interventie_id).exists():
        raise Weigering("Deze interventie is van een ander. Kies er een uit dit dossier.")


@action
def correct_uitkomst(
    wie: Actor,
    *,
    uitkomst_id: int,
    toelichting: str,
    betekenis: str = "",
    datum: date | None = None,
    bron: str = "",
    geldt: bool = True,
) -> Uitkomst:
    """Say what an uitkomst should have been, in a new fact that points to the wrong one.

    With `geldt` False: that it never was. The wrong one stays readable and does not count any
    more. Open nazorg of the wrong one lapses; a corrected start of work plans what was not yet
    asked.
    """
    wrong = locked(Uitkomst.objects.all(), uitkomst_id, "Deze uitkomst")
    kandidaat = betrokken(wie, wrong.kandidaat_id, lock=True)
    if Uitkomst.objects.filter(corrigeert=wrong).exists():
        raise Weigering("Deze uitkomst is al verbeterd. Verbeter de nieuwe.")
    if not wrong.geldt:
        raise Weigering("Deze uitkomst is ingetrokken. Leg een nieuwe uitkomst vast.")
    values: dict[str, Any] = {
        "betekenis": (betekenis if geldt else "") or wrong.betekenis,
        "datum": (datum if geldt else None) or wrong.datum,
        "bron": bron or wrong.bron,
        "interventie_id": wrong.interventie_id,
    }
    _check(kandidaat, **values)
    right = Uitkomst.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        corrigeert=wrong,
        geldt=geldt,
        toelichting=required(toelichting, "Schrijf op wat er niet klopte.", "toelichting"),
        vastgelegd_door_id=medewerker_of(wie),
        **values,
    )
    _move_nazorg(wrong, right)
    log_dossier(wie, "uitkomst_verbeterd", kandidaat, betekenis=right.betekenis)
    return right


def _move_nazorg(wrong: Uitkomst, right: Uitkomst) -> None:
    """The series of the wrong start of work ends; that of the right one asks what is left."""
    lapse(wrong.kandidaat_id, "verbeterd", uitkomst_id=wrong.pk)
    if right.geldt and plans_nazorg(right.betekenis):
        asked = wrong.nazorg.exclude(antwoord="vervallen").values_list("na", flat=True)
        plan_nazorg(right, skip=frozenset(asked))
