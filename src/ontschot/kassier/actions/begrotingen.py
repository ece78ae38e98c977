"""The begroting of a fonds: a new version, and fixing it with four eyes."""

from collections.abc import Mapping

from django.db.models import Max
from django.utils import timezone

from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Begroting, Begrotingsregel, Fonds, Fondsregel
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor

MAKERS = frozenset({Rolsoort.KASSIER, SYSTEEM})


def first_version(
    wie: Actor,
    fonds: Fonds,
    cents: Mapping[str, int],
    *,
    gedrukt_totaal_cent: int | None = None,
    noot: str = "",
    bron: str = "",
) -> Begroting:
    """Version 1 of a new fonds, from the code of a line to its cents. In the caller's action.

    What Ontschot itself loads is fixed at once; a person needs a second one for that.
    """
    begroting = Begroting.objects.create(
        regio_id=fonds.regio_id,
        fonds=fonds,
        versie=1,
        gedrukt_totaal_cent=gedrukt_totaal_cent,
        noot=noot,
        bron=bron,
        opgesteld_door_id=wie.medewerker_id,
    )
    _write(begroting, {r.pk: cents[r.code] for r in fonds.regels.all()})
    if wie.rol == SYSTEEM:
        _fix(begroting, None)
    return begroting


def _write(begroting: Begroting, cents: Mapping[int, int]) -> None:
    Begrotingsregel.objects.bulk_create(
        Begrotingsregel(
            regio_id=begroting.regio_id, begroting=begroting, fondsregel_id=regel_id, cent=cent
        )
        for regel_id, cent in sorted(cents.items())
    )


def _fix(begroting: Begroting, door_id: int | None) -> None:
    Begroting.STAPPEN.move(begroting, "vastgesteld")
    begroting.vastgesteld_door_id, begroting.vastgesteld_op = door_id, timezone.now()
    begroting.save(update_fields=["status", "vastgesteld_door", "vastgesteld_op"])


@money_action
def draft_begroting(
    wie: Actor,
    *,
    fonds_id: int,
    cents: Mapping[int, int],
    reden: str,
    gedrukt_totaal_cent: int | None = None,
    noot: str = "",
    bron: str = "",
) -> Begroting:
    """A new version, in cents per id of a fondsregel; every line of the fonds has an amount.

    It does not hold before somebody else fixes it. A printed total that differs from the sum of
    the lines needs a note that says so.
    """
    require_rol(wie, MAKERS, "een begroting opstellen")
    fonds = Fonds.objects.select_for_update(of=("self",)).get(pk=fonds_id)
    lines = set(Fondsregel.objects.filter(fonds=fonds).values_list("pk", flat=True))
    if set(cents) != lines:
        raise Weigering("Vul bij iedere regel een bedrag in, ook als het € 0 is.")
    if gedrukt_totaal_cent not in (None, sum(cents.values())) and not noot.strip():
        raise Weigering(
            "Het gedrukte totaal is niet gelijk aan de som van de regels. Schrijf in de noot hoe "
            "dat komt, of verander een bedrag.",
            veld="noot",
        )
    last = Begroting.objects.filter(fonds=fonds).aggregate(n=Max("versie"))["n"] or 0
    begroting = Begroting.objects.create(
        regio_id=fonds.regio_id,
        fonds=fonds,
        versie=last + 1,
        reden=reden.strip(),
        gedrukt_totaal_cent=gedrukt_totaal_cent,
        noot=noot.strip(),
        bron=bron.strip(),
        opgesteld_door_id=wie.medewerker_id,
    )
    _write(begroting, cents)
    _record(wie, "begroting_opgesteld", begroting, fonds)
    return begroting


@money_action
def fix_begroting(wie: Actor, *, begroting_id: int) -> Begroting:
    """Fix a version, by somebody else than who drew it up: from then on it holds."""
    require_rol(wie, MAKERS, "een begroting vaststellen")
    begroting = _locked(begroting_id)
    if begroting.opgesteld_door_id == wie.medewerker_id:
        raise Weigering("Wie de begroting opstelt, stelt haar niet vast. Vraag een ander.")
    _fix(begroting, wie.medewerker_id)
    _record(wie, "begroting_vastgesteld", begroting, begroting.fonds)
    return begroting


@money_action
def withdraw_begroting(wie: Actor, *, begroting_id: int) -> Begroting:
    """A version that nobody fixed is taken back; its number stays used."""
    require_rol(wie, MAKERS, "een begroting intrekken")
    begroting = _locked(begroting_id)
    Begroting.STAPPEN.move(begroting, "ingetrokken")
    begroting.save(update_fields=["status"])
    _record(wie, "begroting_ingetrokken", begroting, begroting.fonds)
    return begroting


def _locked(begroting_id: int) -> Begroting:
    found = (
        Begroting.objects.select_for_update(of=("self",))
        .select_related("fonds")
        .filter(pk=begroting_id)
        .first()
    )
    if found is None:
        raise Weigering("Deze begroting is er niet in jouw regio.")
    return found


def _record(wie: Actor, event: str, begroting: Begroting, fonds: Fonds) -> None:
    audit.record(
        wie,
        event,
        object_soort="fonds",
        object_sleutel=fonds.sleutel,
        regio=fonds.regio_id or "",
        versie=begroting.versie,
    )
