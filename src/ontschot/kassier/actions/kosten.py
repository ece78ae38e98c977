"""Costs of the organisation: put together, shown with evidence, submitted, judged."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from ontschot.kassier.actions.bestanden import (
    keep_file,
    require_standing,
    uploaded,
    withdraw_file,
)
from ontschot.kassier.actions.indieningen import (
    KASSIERS,
    MAX_REDEN,
    WAAROM_AFWIJZEN,
    WAT_VERANDEREN,
    begin,
    book,
    hand_in,
    judge,
    locked,
    locked_of,
    record,
    refuse,
    require_changeable,
    require_other,
    require_own,
    require_words,
    withdraw,
)
from ontschot.kassier.journaal import booking_day, money_action, require_rol
from ontschot.kassier.models import (
    Fonds,
    Kostenbewijs,
    Kostendeclaratie,
    Kostenregel,
    Saldo,
)
from ontschot.kassier.models.bewijsstukken import VAST
from ontschot.kassier.models.kosten import SOORT_FONDS
from ontschot.kassier.rules import first_of_quarter
from ontschot.kassier.xmlveilig import one_line
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.web.format import datum, euro

MAX_OMSCHRIJVING = 200


@money_action
def create_kostendeclaratie(wie: Actor, *, fonds_id: int, kwartaal: date) -> Kostendeclaratie:
    """A concept over the quarter of the day `kwartaal`, of the own organisatie.

    Raises Weigering for a fonds that is not for the organisation, and a quarter to come.
    """
    require_rol(wie, PROFESSIONALS, "kosten declareren")
    assert wie.organisatie_id
    fonds = Fonds.objects.filter(pk=fonds_id, soort=SOORT_FONDS).first()
    if not fonds:
        raise Weigering("Kies een fonds voor organisatiekosten.", veld="fonds")
    first = first_of_quarter(kwartaal)
    _require_quarter(fonds, first)
    made = begin(wie, Kostendeclaratie, fonds_id=fonds.pk, kwartaal=first)
    record(wie, "kosten_gemaakt", made)
    return made


def _require_quarter(fonds: Fonds, first: date) -> None:
    if first > timezone.localdate():
        raise Weigering(
            "Dit kwartaal moet nog beginnen. Kies een eerder kwartaal.", veld="kwartaal"
        )
    before = first < first_of_quarter(fonds.van)
    if before or (fonds.tot and first > fonds.tot):
        until = f" tot en met {datum(fonds.tot)}" if fonds.tot else ""
        raise Weigering(
            f"‘{fonds.naam}’ geldt van {datum(fonds.van)}{until}. Kies een kwartaal in die tijd.",
            veld="kwartaal",
        )


@money_action
def add_kostenregel(
    wie: Actor,
    *,
    declaratie_id: int,
    fondsregel_id: int,
    omschrijving: str,
    cent: int,
    bewijs: tuple[str, bytes] | None = None,
    zonder_namen: bool = False,
) -> Kostenregel:
    """Put a cost on a line of the begroting, while the declaratie is open for change.

    `bewijs` is a name and the contents of a file that shows it; see `add_kostenbewijs`.
    """
    declaratie = _own_open(wie, locked(Kostendeclaratie, declaratie_id))
    text = one_line(omschrijving)
    if not text or len(text) > MAX_OMSCHRIJVING:
        raise Weigering(
            f"Schrijf in hoogstens {MAX_OMSCHRIJVING} tekens waarvoor deze kosten zijn.",
            veld="omschrijving",
        )
    if cent <= 0:
        raise Weigering("Declareer meer dan € 0.", veld="cent")
    if not declaratie.fonds.regels.filter(pk=fondsregel_id).exists():
        raise Weigering("Kies een regel van de begroting van dit fonds.", veld="fondsregel")
    made = Kostenregel.objects.create(
        regio_id=declaratie.regio_id,
        declaratie=declaratie,
        fondsregel_id=fondsregel_id,
        omschrijving=text,
        cent=cent,
    )
    if bewijs:
        _keep(wie, made, *bewijs, zonder_namen)
    record(wie, "kostenregel_gezet", declaratie, regel=made.fondsregel.code, cent=euro(cent))
    return made


@money_action
def drop_kostenregel(wie: Actor, *, regel_id: int) -> Kostenregel:
    """Take a cost off again, while the declaratie is open for change; the row stays."""
    declaratie = _own_open(wie, locked_of(Kostendeclaratie, Kostenregel, regel_id))
    line = Kostenregel.objects.select_for_update(of=("self",)).get(pk=regel_id)
    Kostenregel.STAPPEN.move(line, "vervallen")
    line.save(update_fields=["status"])
    record(wie, "kostenregel_weg", declaratie, cent=euro(line.cent))
    return line


@money_action
def add_kostenbewijs(
    wie: Actor, *, regel_id: int, naam: str, inhoud: bytes, zonder_namen: bool
) -> Kostenbewijs:
    """Keep a file with a cost that is still open for change.

    What it is, is told from `inhoud`. Raises Weigering for a file that is empty, too big, of
    another type or infected, without the word that no name stands in it, and after submission.
    """
    line = Kostenregel.objects.filter(pk=regel_id, status="opgenomen").first()
    if not line:
        raise Weigering("Deze regel staat niet meer in de declaratie. Ververs de pagina.")
    declaratie = _own_open(wie, locked(Kostendeclaratie, line.declaratie_id), VAST)
    made = _keep(wie, line, naam, inhoud, zonder_namen)
    record(wie, "kostenbewijs_toegevoegd", declaratie)
    return made


def _keep(
    wie: Actor, line: Kostenregel, naam: str, inhoud: bytes, zonder_namen: bool
) -> Kostenbewijs:
    file = uploaded(naam, inhoud, zonder_namen=zonder_namen)
    made = Kostenbewijs(regio_id=line.regio_id, kostenregel=line, **file)
    keep_file(wie, made, inhoud)
    return made


@money_action
def withdraw_kostenbewijs(
    wie: Actor, *, bewijs_id: int, reden: str, wissen: bool = False
) -> Kostenbewijs:
    """Take evidence back with a reason; `wissen` erases the contents (a name stood in it)."""
    found = (
        Kostenbewijs.objects.select_for_update(of=("self",))
        .select_related("kostenregel")
        .filter(pk=bewijs_id)
        .first()
    )
    if not found:
        raise Weigering("Dit bewijs bestaat niet in jouw regio. Ververs de pagina.")
    declaratie = _own(wie, locked(Kostendeclaratie, found.kostenregel.declaratie_id))
    require_standing(found)
    why = require_words(reden, "Schrijf waarom je dit bewijs intrekt.", "reden")
    withdraw_file(wie, found, why[:MAX_REDEN], wissen=wissen)
    record(wie, "kostenbewijs_ingetrokken", declaratie, reden=found.reden)
    return found


@money_action
def submit_kostendeclaratie(
    wie: Actor, *, declaratie_id: int, dag: date | None = None
) -> Kostendeclaratie:
    """Hand it to the kassier: the lines lock, and what is free moves to gedeclareerd.

    Raises Weigering that names the lines of the begroting on which not enough is free.
    """
    declaratie = _own(wie, locked(Kostendeclaratie, declaratie_id))
    day = booking_day(dag)
    hand_in(wie, declaratie, day)
    lines = _live(declaratie)
    if not lines:
        raise Weigering("Deze declaratie heeft geen regels. Zet er eerst kosten op.")
    _require_free(lines)
    book(wie, declaratie, lines, "kosten", day)
    record(wie, "kosten_ingediend", declaratie)
    return declaratie


def _require_free(lines: Iterable[Kostenregel]) -> None:
    """Says it by the line; the database refuses an account below zero whoever comes first."""
    asked: dict[int, int] = defaultdict(int)
    names = {}
    for line in lines:
        asked[line.fondsregel_id] += line.cent
        names[line.fondsregel_id] = line.fondsregel.omschrijving
    free = dict(
        Saldo.objects.filter(fondsregel__in=asked).values_list("fondsregel", "beschikbaar_cent")
    )
    short = [
        f"‘{names[pk]}’: gevraagd {euro(cent)}, vrij {euro(free.get(pk, 0))}"
        for pk, cent in asked.items()
        if cent > free.get(pk, 0)
    ]
    if short:
        raise Weigering(
            f"Er is niet genoeg geld vrij op de begroting. {'; '.join(short)}. Verlaag het bedrag, "
            "of vraag de kassier om geld te verschuiven."
        )


@money_action
def withdraw_kostendeclaratie(wie: Actor, *, declaratie_id: int) -> Kostendeclaratie:
    """Drop a concept, or one that came back."""
    declaratie = _own(wie, locked(Kostendeclaratie, declaratie_id))
    withdraw(declaratie, _live(declaratie))
    record(wie, "kosten_ingetrokken", declaratie)
    return declaratie


@money_action
def approve_kostendeclaratie(
    wie: Actor, *, declaratie_id: int, dag: date | None = None
) -> Kostendeclaratie:
    """Approve what is left of the lines; they can go in a batch now."""
    day = booking_day(dag)
    declaratie = _to_judge(wie, locked(Kostendeclaratie, declaratie_id))
    judge(wie, declaratie, "goedgekeurd", day)
    record(wie, "kosten_goedgekeurd", declaratie)
    return declaratie


@money_action
def send_back_kostendeclaratie(
    wie: Actor, *, declaratie_id: int, toelichting: str, dag: date | None = None
) -> Kostendeclaratie:
    """Back to the partner with a mandatory comment: lines unlock, the money is free again.

    Also after it was approved, as long as nothing of it is paid, offset or in a batch.
    """
    day = booking_day(dag)
    said = require_words(toelichting, WAT_VERANDEREN, "toelichting")
    declaratie = _to_judge(wie, locked(Kostendeclaratie, declaratie_id))
    judge(wie, declaratie, "teruggestuurd", day, said)
    book(wie, declaratie, _live(declaratie), "terug_kosten", day)
    record(wie, "kosten_teruggestuurd", declaratie, reden=said[:MAX_REDEN])
    return declaratie


@money_action
def refuse_kostenregel(
    wie: Actor, *, regel_id: int, reden: str, dag: date | None = None
) -> Kostenregel:
    """Refuse one line with a reason; its money is free again. The last one refuses the whole."""
    day = booking_day(dag)
    why = require_words(reden, WAAROM_AFWIJZEN, "reden")
    declaratie = _to_judge(wie, locked_of(Kostendeclaratie, Kostenregel, regel_id))
    lines = _live(declaratie)
    line = refuse(wie, declaratie, lines, regel_id, why)
    book(wie, declaratie, [line], "terug_kosten", day)
    if len(lines) == 1:
        judge(wie, declaratie, "afgewezen", day)
    record(
        wie, "kostenregel_afgewezen", declaratie, cent=euro(line.cent), reden=line.reden_afwijzing
    )
    return line


def _own(wie: Actor, declaratie: Kostendeclaratie) -> Kostendeclaratie:
    require_own(wie, declaratie, "kosten declareren")
    return declaratie


def _own_open(wie: Actor, declaratie: Kostendeclaratie, anders: str = "") -> Kostendeclaratie:
    require_changeable(_own(wie, declaratie), anders)
    return declaratie


def _to_judge(wie: Actor, declaratie: Kostendeclaratie) -> Kostendeclaratie:
    """For a kassier of its fonds who did not hand it in."""
    require_rol(wie, KASSIERS, "een kostendeclaratie beoordelen")
    kassier = declaratie.fonds.kassier
    if kassier.pk != wie.organisatie_id:
        raise Weigering(f"Dit fonds heeft een andere kassier: {kassier.naam} beoordeelt.")
    require_other(wie, declaratie)
    return declaratie


def _live(declaratie: Kostendeclaratie) -> list[Kostenregel]:
    """The lines that count, with their line of the begroting."""
    rows = declaratie.regels.filter(status="opgenomen")
    return list(rows.select_related("fondsregel").order_by("pk"))
