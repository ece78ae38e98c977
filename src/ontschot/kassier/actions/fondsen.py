"""A new fonds with its lines, and the money that is granted to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ontschot.kassier.actions.begrotingen import first_version
from ontschot.kassier.journaal import Boeking, booking_day, money_action, post, require_rol
from ontschot.kassier.models import Fonds, Fondsregel, Journaalpost
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.web.format import euro

MAKERS = frozenset({Rolsoort.KASSIER, SYSTEEM})


@dataclass(frozen=True)
class NieuweRegel:
    """A line of a new fonds; `begroot_cent` is the budget, not yet granted."""

    code: str
    omschrijving: str
    begroot_cent: int
    rubriek: str | None = None


@money_action
def create_fonds(
    wie: Actor,
    *,
    sleutel: str,
    naam: str,
    regio: str | None,
    eigenaar_id: int,
    kassier_id: int,
    beslisregel: str,
    soort: str,
    van: date,
    tot: date | None = None,
    regels: Sequence[NieuweRegel],
    voorwaarden: str = "",
    noot: str = "",
    bron: str = "",
    gedrukt_totaal_cent: int | None = None,
    deel_van_id: int | None = None,
) -> Fonds:
    """Make a fonds, its lines and version 1 of its begroting, with no money on it yet.

    A budgetbesluit puts money there. The begroting of a person waits for a second one.
    """
    require_rol(wie, MAKERS, "een fonds maken")
    if not regels:
        raise Weigering("Een fonds heeft minstens één regel. Voeg een regel toe.", veld="regels")
    fonds = Fonds.objects.create(
        sleutel=sleutel,
        naam=naam,
        regio_id=regio,
        eigenaar_id=eigenaar_id,
        kassier_id=kassier_id,
        beslisregel=beslisregel,
        soort=soort,
        van=van,
        tot=tot,
        voorwaarden=voorwaarden,
        noot=noot,
        bron=bron,
        deel_van_id=deel_van_id,
    )
    _add_lines(fonds, regels)
    first_version(
        wie,
        fonds,
        {regel.code: regel.begroot_cent for regel in regels},
        gedrukt_totaal_cent=gedrukt_totaal_cent,
        noot=noot if gedrukt_totaal_cent is not None else "",
        bron=bron,
    )
    audit.record(
        wie,
        "fonds_gemaakt",
        object_soort="fonds",
        object_sleutel=fonds.sleutel,
        regio=regio or "",
        regels=len(regels),
    )
    return fonds


def _add_lines(fonds: Fonds, regels: Sequence[NieuweRegel]) -> None:
    Fondsregel.objects.bulk_create(
        [
            Fondsregel(
                fonds=fonds,
                regio_id=fonds.regio_id,
                code=regel.code,
                omschrijving=regel.omschrijving,
                rubriek_id=regel.rubriek,
                volgorde=nummer,
            )
            for nummer, regel in enumerate(regels)
        ]
    )


@money_action
def toekennen(
    wie: Actor,
    *,
    fondsregel_id: int,
    cent: int,
    sleutel: str,
    reden: str,
    dag: date | None = None,
) -> Journaalpost:
    """Put money on a line that is loaded with the reference data, so by Ontschot itself only.

    A person proposes a budgetbesluit. The same `sleutel` with the same content does nothing a
    second time. Raises Weigering when the key was used for something else.
    """
    require_rol(wie, {SYSTEEM}, "geld toekennen zonder budgetbesluit")
    day = booking_day(dag)
    regel = Fondsregel.objects.select_related("fonds").get(pk=fondsregel_id)
    if known := Journaalpost.objects.filter(idempotentiesleutel=sleutel).first():
        return _again(wie, known, fondsregel_id, cent, reden)
    post(wie, day, [Boeking("toekenning", regel, regel.regio_id, cent, sleutel, reden)])
    audit.record(
        wie,
        "geld_toegekend",
        object_soort="fonds",
        object_sleutel=regel.fonds.sleutel,
        regio=regel.regio_id or "",
        regel=regel.code,
        bedrag=euro(cent),
        reden=reden,
    )
    return Journaalpost.objects.get(idempotentiesleutel=sleutel)


def _again(
    wie: Actor, known: Journaalpost, fondsregel_id: int, cent: int, reden: str
) -> Journaalpost:
    asked = ("toekenning", fondsregel_id, cent, reden)
    if (known.soort, known.fondsregel_id, known.cent, known.reden) != asked:
        raise Weigering(
            f"De sleutel ‘{known.idempotentiesleutel}’ hoort al bij een andere boeking. "
            "Gebruik voor een nieuwe boeking een nieuwe sleutel."
        )
    record_again(wie, "boeking", known.idempotentiesleutel, known.regio_id or "")
    return known


def record_again(wie: Actor, soort: str, sleutel: str, regio: str, kandidaat: str = "") -> None:
    """The same order came twice: nothing changes, and that is written down."""
    audit.record(
        wie,
        "opdracht_herhaald",
        object_soort=soort,
        object_sleutel=sleutel[:64],
        regio=regio,
        kandidaat_sleutel=kandidaat,
    )
