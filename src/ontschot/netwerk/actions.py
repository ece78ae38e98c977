"""What is written about the network: whether a region takes part, which gemeente lies where."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.netwerk.laden import store_indelingen
from ontschot.netwerk.models import Gemeente, GemeenteInRegio, Regio, Rol
from ontschot.netwerk.queries import roles_of
from ontschot.netwerk.rules import Gebied, Indeling, move_to_list


@action
def set_doet_mee(wie: Actor, *, regio: str, doet_mee: bool) -> Regio:
    """Open a region for questions, or close it again."""
    row = Regio.objects.select_for_update().filter(pk=regio).first()
    if row is None:
        raise Weigering(f"Regio {regio} bestaat niet. Gebruik een code als AM08.")
    row.doet_mee = doet_mee
    row.save(update_fields=["doet_mee"])
    event = "regio_doet_mee" if doet_mee else "regio_stopt"
    audit.record(wie, event, object_soort="regio", object_sleutel=row.code, regio=row.code)
    return row


@action
def switch_rol(wie: Actor, *, rol_id: int) -> Rol:
    """Go on in another role of one's own that is valid today; the session is the caller's."""
    rol = roles_of(wie.medewerker_id or 0).filter(pk=rol_id).first()
    if rol is None:
        raise Weigering("Deze rol heb je niet, of niet meer. Kies een andere.")
    audit.record(
        wie,
        "rol_gewisseld",
        object_soort="rol",
        object_sleutel=str(rol.pk),
        regio=wie.regio,
        rol=rol.get_soort_display(),
        organisatie=rol.organisatie.naam,
    )
    return rol


@action
def load_gebieden(wie: Actor, *, gebieden: Sequence[Gebied], peildatum: date) -> int:
    """Make the links agree with a whole list of one day; returns how many rows changed.

    A gemeente of the list that lies elsewhere now moves on that day; a gemeente that is not on
    the list ends the day before. Running the same list again changes nothing. Raises Weigering
    for an unknown region, or a list that is older than what is stored.
    """
    codes = {g.regio for g in gebieden}
    unknown = sorted(codes - set(Regio.objects.values_list("code", flat=True)))
    if unknown:
        raise Weigering(f"Onbekende regio in de lijst: {', '.join(unknown)}.")
    named, gemeenten = _known_names(gebieden)
    by_id = {gemeente.pk: gemeente.naam for gemeente in gemeenten.values()}
    stored = [
        Indeling(by_id[r.gemeente_id], r.regio_id, r.van, r.tot, r.bron)
        for r in GemeenteInRegio.objects.all()
    ]
    newest = max((i.van for i in stored), default=peildatum)
    if newest > peildatum:
        raise Weigering(
            f"De lijst is van {peildatum:%d-%m-%Y}, maar er staat al een indeling van "
            f"{newest:%d-%m-%Y}. Gebruik een nieuwere lijst."
        )
    try:
        wanted = move_to_list(stored, named, peildatum)
    except ValueError as clash:
        raise Weigering(str(clash)) from clash
    changed = store_indelingen(wanted, gemeenten)
    audit.record(
        wie,
        "gebieden_geladen",
        object_soort="gebieden",
        object_sleutel=peildatum.isoformat(),
        peildatum=peildatum.isoformat(),
        aantal=changed,
    )
    return changed


def _known_names(gebieden: Sequence[Gebied]) -> tuple[list[Gebied], dict[str, Gemeente]]:
    """The list under the names that stand here already, and all gemeenten by name.

    A code is the surest; then the name; then the name without the addition of the CBS
    (`Laren (NH.)`). Names here never change, because the reference data know gemeenten by name.
    """
    rows = list(Gemeente.objects.all())
    by_code = {row.code: row for row in rows if row.code}
    by_name = {row.naam: row for row in rows}
    named, new, coded = [], [], []
    for gebied in gebieden:
        short = gebied.naam.partition(" (")[0]
        row = by_code.get(gebied.code) or by_name.get(gebied.naam) or by_name.get(short)
        if row is None:
            row = Gemeente(naam=gebied.naam, code=gebied.code)
            new.append(row)
        elif not row.code:
            row.code = gebied.code
            coded.append(row)
        named.append(replace(gebied, naam=row.naam))
    Gemeente.objects.bulk_update(coded, ["code"])
    Gemeente.objects.bulk_create(new)
    return named, {row.naam: row for row in [*rows, *new]}
