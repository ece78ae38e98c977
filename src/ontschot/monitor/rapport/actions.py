"""Asking for an uitlevering, and keeping what came of it."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM
from ontschot.kern.scope import Actor
from ontschot.monitor.models import Uitleverbestand, Uitlevering
from ontschot.monitor.onthulling.vaststellen import known_editions
from ontschot.monitor.rapport.models import MAKERS
from ontschot.monitor.rapport.soorten import BESTANDEN, Vraag
from ontschot.monitor.selectie import EERSTE_JAAR
from ontschot.web.format import datum


def yesterday() -> date:
    """The last day of which everything is known: what is entered today counts from tomorrow."""
    return timezone.localdate() - timedelta(days=1)


@action
def ask(wie: Actor, *, vraag: Vraag) -> Uitlevering:
    """Write down what is asked; the worker makes it (`rapport.taken`).

    Raises Weigering for a peildatum that is not over, a year that cannot be, or a protected
    report over a year that still runs or on which nobody decided.
    """
    _check(wie, vraag)
    row = Uitlevering.objects.create(
        regio_id=wie.regio,
        soort=vraag.soort,
        keuze=vraag.keuze,
        jaar=vraag.jaar,
        tot=vraag.tot,
        bron=vraag.bron,
        peil=vraag.peil,
        per_regio=vraag.per_regio,
        intern=vraag.intern,
        leeg_klopt=vraag.leeg_klopt,
        rol_id=wie.rol_id,
        gevraagd_door_id=wie.medewerker_id,
    )
    _record(
        wie, "uitlevering_gevraagd", row, soort=row.get_soort_display(), waarover=vraag.keuze,
        jaar=vraag.jaar, peil=vraag.peil.isoformat(),
        bescherming="exact" if vraag.intern else "beschermd",
    )  # fmt: skip
    return row


def _check(wie: Actor, vraag: Vraag) -> None:
    if wie.rol not in MAKERS | {SYSTEEM} or not wie.regio:
        raise Weigering("Dit kan alleen iemand die de cijfers van de hele regio mag zien.")
    if vraag.soort not in BESTANDEN:
        raise Weigering("Kies een rapport, open data of een levering.", veld="soort")
    if not EERSTE_JAAR <= vraag.jaar <= timezone.localdate().year:
        raise Weigering(f"Kies een jaar vanaf {EERSTE_JAAR} tot en met nu.", veld="jaar")
    if vraag.peil > yesterday():
        raise Weigering(
            f"Kies als peildatum een dag die voorbij is, tot en met {datum(yesterday())}. Dan is "
            "het rapport later precies zo opnieuw te maken.",
            veld="peil",
        )
    if vraag.soort == "levering" and vraag.keuze != wie.regio:
        raise Weigering("Een regio levert alleen haar eigen registratie.")
    if vraag.soort != "levering" and not vraag.intern and vraag.peil < date(vraag.jaar, 12, 31):
        raise Weigering(
            f"Op {datum(vraag.peil)} was {vraag.jaar} nog niet voorbij. Beschermde cijfers gaan "
            "over hele jaren. Kies een eerder jaar, of exacte aantallen voor intern gebruik.",
            veld="jaar",
        )
    if vraag.soort != "levering" and not vraag.intern:
        known_editions(vraag.jaar, vraag.peil)


@action
def keep_file(
    wie: Actor, *, uitlevering_id: int, naam: str, mediatype: str, inhoud: bytes
) -> Uitleverbestand:
    """Keep one file; the database compares it with what the line says."""
    row = _running(uitlevering_id)
    made = Uitleverbestand.objects.create(
        regio_id=row.regio_id,
        uitlevering=row,
        naam=naam,
        mediatype=mediatype,
        grootte=len(inhoud),
        sha256=hashlib.sha256(inhoud).hexdigest(),
        inhoud=inhoud,
    )
    _record(wie, "uitlevering_bestand_gemaakt", row, bestand=naam, sha256=made.sha256)
    return made


@action
def go_on(wie: Actor, *, uitlevering_id: int) -> Uitlevering:
    """Somebody asks again for what the worker did not finish."""
    row = _running(uitlevering_id)
    _record(wie, "uitlevering_verder", row)
    return row


@action
def finish(wie: Actor, *, uitlevering_id: int, sha256: str) -> Uitlevering:
    """All files are there. `sha256` is of the figures."""
    row = _running(uitlevering_id)
    row.klaar_op, row.sha256 = timezone.now(), sha256
    row.save(update_fields=["klaar_op", "sha256"])
    _record(wie, "uitlevering_gemaakt", row, sha256=sha256)
    return row


@action
def fail(wie: Actor, *, uitlevering_id: int, zin: str) -> Uitlevering:
    """It cannot be made, and why in a sentence."""
    row = _running(uitlevering_id)
    row.klaar_op, row.fout = timezone.now(), zin[:400]
    row.save(update_fields=["klaar_op", "fout"])
    _record(wie, "uitlevering_geweigerd", row, resultaat="geweigerd", reden=row.fout)
    return row


def _running(uitlevering_id: int) -> Uitlevering:
    row = Uitlevering.objects.select_for_update(of=("self",)).get(pk=uitlevering_id)
    if row.klaar_op:
        raise Weigering("Dit is al gemaakt. Ververs de pagina.")
    return row


def _record(wie: Actor, event: str, row: Uitlevering, **gegevens: Any) -> None:
    audit.record(
        wie, event, object_soort="uitlevering", object_sleutel=str(row.pk), regio=row.regio_id,
        **gegevens,
    )  # fmt: skip
