"""Reading what the bank said: keep the file, look, read it whole."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from ontschot.kassier import bankbericht
from ontschot.kassier.actions.indieningen import KASSIERS
from ontschot.kassier.actions.uitbetaling import (
    Afloop,
    lock_payments,
    settle,
)
from ontschot.kassier.bankbericht import Bankbericht, Regel
from ontschot.kassier.journaal import booking_day, money_action, require_rol
from ontschot.kassier.models import (
    Bankafschrift,
    Bankbestand,
    Bankregel,
    Betaalbatch,
    Betaalgegeven,
)
from ontschot.kassier.queries.vergelijken import matched
from ontschot.kassier.rules.bank import Uitkomst
from ontschot.kassier.xmlveilig import one_line
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor

AFLOPEN = {"betaald": "bevestigd", "geweigerd": "geweigerd", "terug": "teruggekomen"}
GEEN_NAAM = "bestand van de bank"


@money_action
def stage_bank_file(wie: Actor, *, naam: str, inhoud: bytes) -> Bankbestand:
    """Keep a file of the bank to look at; nothing happens with the money yet.

    The same file again returns the one that stands. Raises Weigering for a file that is not
    whole, does not add up, or is about an account that is not ours.
    """
    require_rol(wie, KASSIERS, "een bestand van de bank inlezen")
    bericht = bankbericht.read(inhoud)
    _require_ours(wie, bericht)
    sha256 = hashlib.sha256(inhoud).hexdigest()
    same = Bankbestand.objects.filter(regio_id=wie.regio, sha256=sha256)
    if known := same.exclude(status="weggelegd").first():
        audit.record(
            wie,
            "opdracht_herhaald",
            object_soort="bankbestand",
            object_sleutel=known.naam,
            regio=wie.regio,
        )
        return known
    found = Bankbestand.objects.create(
        regio_id=wie.regio,
        soort=bericht.soort,
        naam=one_line(naam)[:80] or GEEN_NAAM,
        bericht_id=bericht.nummer,
        inhoud=inhoud,
        sha256=sha256,
        klaargezet_door_id=wie.medewerker_id,
    )
    _record(wie, "bankbestand_klaargezet", found, soort=found.get_soort_display())
    return found


def _require_ours(wie: Actor, bericht: Bankbericht) -> None:
    """Only statements of accounts from which this region pays, and of days that have been."""
    for number, afschrift in enumerate(bericht.afschriften, start=1):
        days = [regel.dag for regel in afschrift.regels]
        if max([afschrift.tot, *days]) > timezone.localdate():
            raise Weigering(
                f"Afschrift {number} gaat over een dag die nog komt. Kies een ander bestand.",
                veld="bestand",
            )
    accounts = {afschrift.iban for afschrift in bericht.afschriften}
    known = set(
        Betaalgegeven.objects.filter(
            regio_id=wie.regio, iban__in=accounts, organisatie__kassier_van__isnull=False
        ).values_list("iban", flat=True)
    ) | set(
        Betaalbatch.objects.filter(regio_id=wie.regio, betaler_iban__in=accounts).values_list(
            "betaler_iban", flat=True
        )
    )
    for iban in sorted(accounts - known):
        raise Weigering(
            f"Dit bestand gaat ook over rekening …{iban[-4:]}. Daarvan betaalt de kassier in deze "
            "regio niet. Vraag de bank om een bestand van alleen de eigen rekening.",
            veld="bestand",
        )


@money_action
def read_bank_file(wie: Actor, *, bestand_id: int, dag: date | None = None) -> Bankbestand:
    """Read a kept file whole: confirm, refuse, take back, and list what nobody recognised.

    Of two people at once one reads it; for the other it has been read. Raises Weigering when a
    statement in it was read before, from whatever file.
    """
    require_rol(wie, KASSIERS, "een bestand van de bank inlezen")
    day = booking_day(dag)
    bestand = _locked(bestand_id)
    Bankbestand.STAPPEN.move(bestand, "ingelezen")
    locked = lock_payments(u.gezonden.nummer for u in matched(bestand)[1] if u.gezonden)
    # Once more, now that nobody else can move these payments.
    bericht, uitkomsten = matched(bestand)
    _require_not_ahead(bericht)
    _write_lines(bestand, bericht, uitkomsten)
    bestand.ingelezen_door_id = wie.medewerker_id
    bestand.ingelezen_op = timezone.now()
    bestand.save(update_fields=["status", "ingelezen_door", "ingelezen_op"])
    # A payment that went and came back in one file goes first and comes back after.
    for uitkomst, status in AFLOPEN.items():
        aflopen = [_afloop(u, status, bericht.dag) for u in uitkomsten if u.uitkomst == uitkomst]
        if aflopen:
            settle(wie, locked, aflopen, day)
    count = Counter(u.uitkomst for u in uitkomsten)
    _record(
        wie,
        "bankbestand_ingelezen",
        bestand,
        betaald=str(count["betaald"]),
        geweigerd=str(count["geweigerd"]),
        terug=str(count["terug"]),
        open=str(bestand.regels.filter(status="te_plaatsen").count()),
    )
    return bestand


def _require_not_ahead(bericht: Bankbericht) -> None:
    if bericht.soort == Bankbestand.PAIN and bericht.dag > timezone.localdate():
        raise Weigering("Dit antwoord is van een dag die nog komt. Kies een ander bestand.")


def _afloop(uitkomst: Uitkomst, status: str, dag: date) -> Afloop:
    assert uitkomst.gezonden
    regel = uitkomst.regel
    failed = status != "bevestigd"
    said = regel.toelichting or ("" if regel.redencode else "de bank gaf geen reden")
    return Afloop(
        uitkomst.gezonden.nummer,
        status,
        regel.dag if isinstance(regel, Regel) else dag,
        redencode=regel.redencode if failed else "",
        bankreden=said if failed else "",
    )


def _write_lines(
    bestand: Bankbestand, bericht: Bankbericht, uitkomsten: Iterable[Uitkomst]
) -> None:
    statements = {
        id(regel): made
        for afschrift in bericht.afschriften
        for made in [_statement(bestand, afschrift)]
        for regel in afschrift.regels
    }
    Bankregel.objects.bulk_create(
        [
            _line(bestand, statements.get(id(u.regel)), number, u, bericht.dag)
            for number, u in enumerate(uitkomsten, start=1)
        ],
        batch_size=1000,
    )


def _statement(bestand: Bankbestand, afschrift: bankbericht.Afschrift) -> Bankafschrift:
    return Bankafschrift.objects.create(
        regio_id=bestand.regio_id,
        bestand=bestand,
        iban=afschrift.iban,
        afschrift_id=afschrift.nummer,
        van=afschrift.van,
        tot=afschrift.tot,
        begin_cent=afschrift.begin_cent,
        eind_cent=afschrift.eind_cent,
    )


def _line(
    bestand: Bankbestand,
    afschrift: Bankafschrift | None,
    number: int,
    uitkomst: Uitkomst,
    dag: date,
) -> Bankregel:
    regel = uitkomst.regel
    moved = isinstance(regel, Regel)
    found = Bankregel(
        regio_id=bestand.regio_id,
        bestand=bestand,
        afschrift=afschrift,
        volgnummer=number,
        richting=regel.richting if isinstance(regel, Regel) else "geen",
        cent=uitkomst.cent,
        dag=regel.dag if isinstance(regel, Regel) else dag,
        kenmerk=uitkomst.gezonden.kenmerk if uitkomst.gezonden else regel.kenmerk,
        redencode=regel.redencode,
        uitkomst=uitkomst.uitkomst,
        uitleg=uitkomst.uitleg[:300],
        betaalregel_id=uitkomst.gezonden.nummer if uitkomst.gezonden else None,
        status="te_plaatsen" if moved and uitkomst.uitkomst == "onbekend" else "verwerkt",
    )
    if isinstance(regel, Regel) and found.status == "te_plaatsen":
        # Kept only of what a person must place.
        found.tegenrekening = regel.tegenrekening
        found.tegenpartij = regel.tegenpartij
        found.omschrijving = regel.omschrijving
    return found


@money_action
def drop_bank_file(wie: Actor, *, bestand_id: int) -> Bankbestand:
    """Put a kept file away without reading it; its contents go."""
    require_rol(wie, KASSIERS, "een bestand van de bank wegleggen")
    bestand = _locked(bestand_id)
    Bankbestand.STAPPEN.move(bestand, "weggelegd")
    bestand.inhoud = b""
    bestand.save(update_fields=["status", "inhoud"])
    _record(wie, "bankbestand_weggelegd", bestand)
    return bestand


def _locked(bestand_id: int) -> Bankbestand:
    found = Bankbestand.objects.select_for_update(of=("self",)).filter(pk=bestand_id).first()
    if not found:
        raise Weigering("Dit bestand bestaat niet in jouw regio.")
    return found


def _record(wie: Actor, event: str, bestand: Bankbestand, **gegevens: str) -> None:
    audit.record(
        wie,
        event,
        object_soort="bankbestand",
        object_sleutel=bestand.naam,
        regio=bestand.regio_id,
        **gegevens,
    )
