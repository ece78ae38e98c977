"""Two providers that turn out to be one: proposed, agreed by another, undone. No row moves."""

from ontschot.aanbieders.actions.lijst import locked, record, require_beheerder
from ontschot.aanbieders.models import Aanbieder, Aanbiedersamenvoeging
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.netwerk.voorstel import decide, refuse_own

MAX_REDEN = 200


@action
def propose_samenvoeging(
    wie: Actor, *, aanbieder_id: int, met_id: int, reden: str
) -> Aanbiedersamenvoeging:
    """Say that `aanbieder_id` is the same as `met_id`, which goes on. Somebody else agrees.

    Raises Weigering without a reason, for one provider twice, and when one of them is joined.
    """
    require_beheerder(wie)
    assert wie.medewerker_id
    if aanbieder_id == met_id:
        raise Weigering("Kies een andere aanbieder.", veld="met")
    if not reden.strip():
        raise Weigering("Schrijf hoe je weet dat het dezelfde is.", veld="reden")
    ends, goes_on = _locked_pair(aanbieder_id, met_id)
    made = Aanbiedersamenvoeging.objects.create(
        regio_id=ends.regio_id,
        aanbieder=ends,
        met=goes_on,
        reden=reden.strip()[:MAX_REDEN],
        voorgesteld_door_id=wie.medewerker_id,
    )
    record(wie, "samenvoeging_voorgesteld", ends, met=goes_on.naam, reden=made.reden)
    return made


def _locked_pair(ends_id: int, goes_on_id: int) -> tuple[Aanbieder, Aanbieder]:
    """Both, locked in the order of their id; raises Weigering when one is joined already."""
    rows = {pk: locked(pk) for pk in sorted((ends_id, goes_on_id))}
    ends, goes_on = rows[ends_id], rows[goes_on_id]
    for one in (ends, goes_on):
        if one.samengevoegd_met_id:
            raise Weigering(f"‘{one.naam}’ is al samengevoegd. Kies de ander.", veld="met")
    if ends.delen.exists():
        raise Weigering(
            f"Met ‘{ends.naam}’ is al een ander samengevoegd. Laat die voortgaan, of maak die los.",
            veld="met",
        )
    return ends, goes_on


@action
def decide_samenvoeging(
    wie: Actor, *, samenvoeging_id: int, akkoord: bool
) -> Aanbiedersamenvoeging:
    """By somebody else than who proposed it; the database points the one at the other."""
    require_beheerder(wie)
    found = _locked(samenvoeging_id)
    refuse_own(found, wie, ander="een ander")
    if akkoord:
        _locked_pair(found.aanbieder_id, found.met_id)
    decide(found, wie, "akkoord" if akkoord else "afgewezen")
    event = "samenvoeging_akkoord" if akkoord else "samenvoeging_afgewezen"
    record(wie, event, found.aanbieder, met=found.met.naam)
    return found


@action
def undo_samenvoeging(wie: Actor, *, samenvoeging_id: int, reden: str) -> Aanbiedersamenvoeging:
    """They are two after all: the one that ended stands on its own again, with all its rows."""
    require_beheerder(wie)
    found = _locked(samenvoeging_id)
    if not reden.strip():
        raise Weigering("Schrijf waarom het toch twee aanbieders zijn.", veld="reden")
    Aanbiedersamenvoeging.STAPPEN.move(found, "ongedaan")
    found.ongedaan_door_id, found.reden_ongedaan = wie.medewerker_id, reden.strip()[:MAX_REDEN]
    found.save(update_fields=["status", "ongedaan_door", "reden_ongedaan"])
    record(
        wie,
        "samenvoeging_ongedaan",
        found.aanbieder,
        met=found.met.naam,
        reden=found.reden_ongedaan,
    )
    return found


def _locked(samenvoeging_id: int) -> Aanbiedersamenvoeging:
    found = (
        Aanbiedersamenvoeging.objects.select_for_update(of=("self",))
        .select_related("aanbieder", "met")
        .filter(pk=samenvoeging_id)
        .first()
    )
    if not found:
        raise Weigering("Dit voorstel bestaat niet in jouw regio.")
    return found
