"""Loading an edition of a list of kansrijke beroepen."""

from collections.abc import Sequence
from datetime import date

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Beroep, Kansrijkeberoepenlijst

LADERS = frozenset({Rolsoort.COORDINATOR, Rolsoort.BELEID})
MAX_BEROEPEN = 2_000
MAX_NAAM, MAX_SECTOR = 140, 80


@action
def load_lijst(
    wie: Actor,
    *,
    naam: str,
    editie_op: date,
    bron: str,
    beroepen: Sequence[tuple[str, str]],
    regio: str = "",
    voorbeeld: bool = False,
) -> Kansrijkeberoepenlijst:
    """Keep one edition: (trade, sector) pairs. The same trade twice counts once.

    Raises Weigering for an empty list, or a line that is too long.
    """
    if wie.rol not in LADERS | {SYSTEEM}:
        raise Weigering("Alleen de coördinator en beleid laden een lijst.")
    if not bron.strip():
        raise Weigering("Vul in waar de lijst vandaan komt.", veld="bron")
    kept: dict[str, tuple[str, str]] = {}
    for beroep, sector in beroepen:
        words = " ".join(beroep.split())
        if words:
            kept.setdefault(words.lower(), (words, " ".join(sector.split())))
    _refuse(list(kept.values()))
    own = regio or wie.regio
    lijst = Kansrijkeberoepenlijst.objects.create(
        regio_id=own,
        naam=naam.strip(),
        editie_op=editie_op,
        bron=bron.strip(),
        voorbeeld=voorbeeld,
        geladen_door_id=wie.medewerker_id,
    )
    Beroep.objects.bulk_create(
        Beroep(regio_id=own, lijst=lijst, naam=words, sector=sector)
        for words, sector in kept.values()
    )
    audit.record(
        wie,
        "beroepenlijst_geladen",
        object_soort="beroepenlijst",
        object_sleutel=editie_op.isoformat(),
        regio=own,
        aantal=len(kept),
    )
    return lijst


def _refuse(beroepen: Sequence[tuple[str, str]]) -> None:
    if not beroepen:
        raise Weigering("Er staat geen beroep in. Zet op elke regel een beroep.", veld="beroepen")
    if len(beroepen) > MAX_BEROEPEN:
        raise Weigering(
            f"Dit zijn {len(beroepen)} beroepen. Er passen er {MAX_BEROEPEN}.", veld="beroepen"
        )
    for beroep, sector in beroepen:
        if len(beroep) > MAX_NAAM or len(sector) > MAX_SECTOR:
            raise Weigering(
                f"De regel ‘{beroep[:40]}…’ is te lang. Zet op elke regel een beroep, en "
                "daarachter na een puntkomma de sector.",
                veld="beroepen",
            )
