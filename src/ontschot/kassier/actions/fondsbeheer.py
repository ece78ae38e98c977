"""What a kassier changes about a fonds: who it is of, its conditions, its lines, its parts."""

from typing import Any

from ontschot.kassier.actions.begrotingen import first_version
from ontschot.kassier.actions.budgetbesluiten import wide
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Begroting, Begrotingsregel, Fonds, Fondsregel
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Regio

MAKERS = frozenset({Rolsoort.KASSIER, SYSTEEM})
VELDEN = {
    "naam": "de naam",
    "eigenaar_id": "de eigenaar",
    "kassier_id": "de kassier",
    "beslisregel": "wie beslist",
    "soort": "de soort",
    "van": "de eerste dag",
    "tot": "de laatste dag",
    "voorwaarden": "de voorwaarden",
    "noot": "de noot",
    "bron": "de bron",
}


@money_action
def change_fonds(wie: Actor, *, fonds_id: int, **gegevens: Any) -> Fonds:
    """Change what is known about a fonds; the fields of `VELDEN`.

    Once something was booked, who decides, the kind and the first day stay as they are: the
    database refuses it. Raises Weigering when nothing changes.
    """
    require_rol(wie, MAKERS, "een fonds veranderen")
    fonds = Fonds.objects.select_for_update(of=("self",)).filter(pk=fonds_id).first()
    if fonds is None:
        raise Weigering("Dit fonds is er niet in jouw regio.")
    _require_kassier(wie, fonds)
    changed = [name for name in gegevens if getattr(fonds, name) != gegevens[name]]
    if not changed:
        raise Weigering("Er is niets veranderd.")
    for name in changed:
        setattr(fonds, name, gegevens[name])
    fonds.save(update_fields=[name.removesuffix("_id") for name in changed])
    audit.record(
        wie,
        "fonds_veranderd",
        object_soort="fonds",
        object_sleutel=fonds.sleutel,
        regio=fonds.regio_id or "",
        wat=", ".join(VELDEN[name] for name in changed),
    )
    return fonds


def _require_kassier(wie: Actor, fonds: Fonds) -> None:
    if wie.rol != SYSTEEM and fonds.regio_id is None and wie.organisatie_id != fonds.kassier_id:
        raise Weigering("Een landelijk fonds verandert alleen zijn kassier.")


@money_action
def add_fondsregel(
    wie: Actor, *, fonds_id: int, code: str, omschrijving: str, rubriek: str | None = None
) -> Fondsregel:
    """A new line without money. What it gets stands in a next version of the begroting."""
    require_rol(wie, MAKERS, "een regel maken")
    fonds = Fonds.objects.select_for_update(of=("self",)).filter(pk=fonds_id).first()
    if fonds is None:
        raise Weigering("Dit fonds is er niet in jouw regio.")
    _require_kassier(wie, fonds)
    regel = Fondsregel.objects.create(
        regio_id=fonds.regio_id,
        fonds=fonds,
        code=code,
        omschrijving=omschrijving.strip(),
        rubriek_id=rubriek,
        volgorde=fonds.regels.count(),
    )
    concept = Begroting.objects.filter(fonds=fonds, status="concept").first()
    if concept:
        Begrotingsregel.objects.create(
            regio_id=fonds.regio_id, begroting=concept, fondsregel=regel, cent=0
        )
    audit.record(
        wie,
        "fondsregel_gemaakt",
        object_soort="fonds",
        object_sleutel=fonds.sleutel,
        regio=fonds.regio_id or "",
        regel=regel.code,
    )
    return regel


@money_action
def make_delen(wie: Actor, *, fonds_id: int) -> int:
    """Make the part of each region for a national fonds, with the same lines and nothing on them.

    Returns how many were made; a region that has its part keeps it. The owner is that of the
    national fonds until the kassier of the region changes it.
    """
    require_rol(wie, MAKERS, "een landelijk fonds verdelen")
    fonds = Fonds.objects.select_for_update(of=("self",)).get(pk=fonds_id)
    if fonds.regio_id is not None:
        raise Weigering("Alleen een landelijk fonds wordt over de regio's verdeeld.")
    _require_kassier(wie, fonds)
    with wide(fonds):
        known = set(fonds.delen.values_list("regio_id", flat=True))
        lines = list(fonds.regels.order_by("volgorde", "pk"))
        regios = [r for r in Regio.objects.order_by("code") if r.code not in known]
        for regio in regios:
            _make_deel(wie, fonds, regio, lines)
    audit.record(
        wie,
        "fonds_veranderd",
        object_soort="fonds",
        object_sleutel=fonds.sleutel,
        wat=f"een deel voor {len(regios)} regio's",
    )
    return len(regios)


def _make_deel(wie: Actor, fonds: Fonds, regio: Regio, lines: list[Fondsregel]) -> None:
    deel = Fonds.objects.create(
        regio=regio,
        deel_van=fonds,
        sleutel=f"{fonds.sleutel[:50]}-{regio.code.lower()}",
        naam=f"{fonds.naam[:80]}: {regio.naam}"[:120],
        eigenaar_id=fonds.eigenaar_id,
        kassier_id=fonds.kassier_id,
        beslisregel=fonds.beslisregel,
        soort=fonds.soort,
        van=fonds.van,
        tot=fonds.tot,
        voorwaarden=fonds.voorwaarden,
        noot=fonds.noot,
        bron=fonds.bron,
    )
    Fondsregel.objects.bulk_create(
        Fondsregel(
            regio=regio,
            fonds=deel,
            code=line.code,
            omschrijving=line.omschrijving,
            rubriek_id=line.rubriek_id,
            volgorde=line.volgorde,
        )
        for line in lines
    )
    first_version(wie, deel, dict.fromkeys((line.code for line in lines), 0))
