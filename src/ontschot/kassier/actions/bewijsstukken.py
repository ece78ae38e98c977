"""Evidence with a line: uploaded, or made from what was registered; replaced, withdrawn."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone

from ontschot.kassier.actions.bestanden import keep_file, require_standing, uploaded, withdraw_file
from ontschot.kassier.actions.boeken import without_person
from ontschot.kassier.actions.indieningen import (
    locked,
    record_beside,
    require_changeable,
    require_words,
)
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Bewijsstuk, Declaratie, Declaratieregel
from ontschot.kassier.models.afspraken import BEWIJSSOORTEN
from ontschot.kassier.models.bewijsstukken import VAST
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, SYSTEEM
from ontschot.kern.scope import Actor
from ontschot.trajecten.models import Aanwezigheid
from ontschot.web import pdf
from ontschot.web.format import datum

UPLOADERS = PROFESSIONALS | {SYSTEEM}
AANWEZIGHEID = "kassier/brieven/aanwezigheid.typ"


@money_action
def add_bewijs(
    wie: Actor,
    *,
    declaratieregel_id: int,
    soort: str,
    naam: str,
    inhoud: bytes,
    kenmerk: str = "",
    zonder_namen: bool = True,
    vervangt_id: int | None = None,
) -> Bewijsstuk:
    """Keep a file as evidence with a line that is still open for change.

    What the file is, is told from `inhoud`. `kenmerk` is the invoice number. `zonder_namen`: the
    uploader confirmed that no name stands in it (a caller that read the file itself may say so).
    `vervangt_id` is evidence of the same line that this one takes the place of. Raises Weigering
    for a file that is empty, too big, of another type or infected, and after submission.
    """
    line, declaratie = _open_line(wie, declaratieregel_id)
    if soort not in dict(BEWIJSSOORTEN):
        raise Weigering("Kies wat voor bewijs dit is.", veld="soort")
    file = uploaded(naam, inhoud, zonder_namen=zonder_namen)
    if vervangt_id:
        _replace(wie, line, vervangt_id)
    made = _keep(
        wie,
        line,
        inhoud,
        soort=soort,
        kenmerk=" ".join(kenmerk.split())[:60],
        **file,
    )
    _record(wie, "bewijs_toegevoegd", declaratie, line, soort=made.get_soort_display())
    return made


@money_action
def make_aanwezigheid(wie: Actor, *, declaratieregel_id: int) -> Bewijsstuk:
    """Make a statement of attendance from what was registered; key and numbers, no name.

    A statement that was made before is replaced. Raises Weigering without attendance.
    """
    line, declaratie = _open_line(wie, declaratieregel_id)
    facts = _attendance_facts(line)
    earlier = _live(line).filter(soort="aanwezigheid", gegenereerd=True)
    for row in earlier:
        withdraw_file(wie, row, "Vervangen door een nieuwe verklaring.")
    inhoud = pdf.render(AANWEZIGHEID, facts)
    made = _keep(
        wie,
        line,
        inhoud,
        soort="aanwezigheid",
        naam=f"Aanwezigheid {line.verplichting.nummer}.pdf",
        mediatype="application/pdf",
        gegenereerd=True,
    )
    _record(wie, "bewijs_gemaakt", declaratie, line, soort=made.get_soort_display())
    return made


@money_action
def withdraw_bewijs(wie: Actor, *, bewijs_id: int, reden: str, wissen: bool = False) -> Bewijsstuk:
    """Take evidence back with a reason; `wissen` erases the contents (a name stood in it).

    Before submission it makes room for another file. Afterwards it stays in the list, shows as
    drift, and the kassier reads why.
    """
    found = Bewijsstuk.objects.select_for_update(of=("self",)).filter(pk=bewijs_id).first()
    if not found:
        raise Weigering("Dit bewijs bestaat niet in jouw regio. Ververs de pagina.")
    declaratie = locked(Declaratie, found.declaratie_id)
    _require_own(wie, declaratie)
    require_standing(found)
    why = require_words(reden, "Schrijf waarom je dit bewijs intrekt.", "reden")
    why = without_person(found.verplichting.interventie, why)[:300]
    withdraw_file(wie, found, why, wissen=wissen)
    record_beside(
        wie,
        "bewijs_ingetrokken",
        declaratie,
        soort=found.get_soort_display(),
        reden=found.reden,
    )
    return found


def _open_line(wie: Actor, regel_id: int) -> tuple[Declaratieregel, Declaratie]:
    """The line and its declaratie, locked, both still open for change and of this partner."""
    require_rol(wie, UPLOADERS, "bewijs toevoegen")
    line = (
        Declaratieregel.objects.select_related("verplichting__interventiesoort")
        .filter(pk=regel_id)
        .first()
    )
    if not line:
        raise Weigering("Deze regel bestaat niet in jouw regio. Ververs de pagina.")
    declaratie = locked(Declaratie, line.declaratie_id)
    _require_own(wie, declaratie)
    require_changeable(declaratie, VAST)
    if line.status != "opgenomen":
        raise Weigering("Deze regel staat niet meer in de declaratie. Ververs de pagina.")
    return line, declaratie


def _require_own(wie: Actor, declaratie: Declaratie) -> None:
    require_rol(wie, UPLOADERS, "bewijs toevoegen")
    if wie.rol != SYSTEEM and declaratie.organisatie_id != wie.organisatie_id:
        raise Weigering(f"Deze declaratie is van {declaratie.organisatie.naam}.")


def _live(line: Declaratieregel) -> QuerySet[Bewijsstuk]:
    """The evidence of this line that still counts."""
    return Bewijsstuk.objects.filter(
        declaratie=line.declaratie_id,
        verplichting=line.verplichting_id,
        ingetrokken_op__isnull=True,
    )


def _replace(wie: Actor, line: Declaratieregel, bewijs_id: int) -> None:
    old = _live(line).filter(pk=bewijs_id).first()
    if not old:
        raise Weigering("Het bewijs dat je wilt vervangen is er niet meer. Ververs de pagina.")
    withdraw_file(wie, old, "Vervangen door een ander bestand.")


def _keep(wie: Actor, line: Declaratieregel, inhoud: bytes, **facts: Any) -> Bewijsstuk:
    made = Bewijsstuk(
        regio_id=line.regio_id,
        declaratie_id=line.declaratie_id,
        verplichting_id=line.verplichting_id,
        **facts,
    )
    keep_file(wie, made, inhoud)
    return made


def _attendance_facts(line: Declaratieregel) -> dict[str, object]:
    order = line.verplichting
    rows = list(Aanwezigheid.objects.filter(interventie=order.interventie_id).order_by("van"))
    if not rows:
        raise Weigering(
            "Er is nog geen aanwezigheid vastgelegd. Doe dat eerst bij de interventie, of voeg een "
            "eigen bestand toe."
        )
    total = Aanwezigheid.objects.filter(interventie=order.interventie_id).aggregate(
        er=Sum("aanwezig"), van=Sum("verwacht")
    )
    return {
        "kenmerk": order.nummer,
        "kandidaat": order.kandidaat_sleutel,
        "dienst": order.interventiesoort.naam,
        "aanbieder": order.aanbieder,
        "datum": datum(timezone.localdate()),
        "regels": [
            {
                "van": datum(row.van),
                "tot": datum(row.tot),
                "er": f"{row.aanwezig} van {row.verwacht} {row.get_eenheid_display()}",
            }
            for row in rows
        ],
        "totaal": f"{total['er']} van {total['van']}",
    }


def _record(
    wie: Actor, event: str, declaratie: Declaratie, line: Declaratieregel, **gegevens: str
) -> None:
    record_beside(wie, event, declaratie, verplichting=line.verplichting.nummer, **gegevens)
