"""Controles in the demo region: one that is done, one that runs, one with a partner that is late,
and one that waits to be drawn."""

from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from ontschot.kassier import actions as kassier
from ontschot.kassier.models import Fonds
from ontschot.kassier.rules import Steekproefmaat
from ontschot.kern.rollen import HULPVERLENERS
from ontschot.kern.scope import Actor
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.verantwoording import actions
from ontschot.verantwoording.models import Controle, Controleregel
from ontschot.verantwoording.rules import Opzet
from ontschot.web import pdf

Periode = tuple[date, date]
TE_LAAT_DAGEN = 30
PAPIER = "server/demo/papier.typ"
BRON = "voorbeeld: afspraak tussen de kassiers van deze regio"
UITLEG = (
    "Alle gesprekken zijn gevoerd. De data staan op de verklaring van de aanbieder.",
    "De training is op tijd begonnen en afgerond. De factuur hoort bij dit nummer.",
    "Geleverd zoals besteld. De aanbieder stuurde het verslag dat bij het bewijs zit.",
)


def store(gevuld: Gevuld) -> None:
    een, ander, derde = (
        gevuld.bron.actor(c)
        for c in gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="kassier", organisatie="uwv")[:3]
    )
    this, last = gevuld.today.year, gevuld.today.year - 1
    two, today = (een, ander), gevuld.today
    five = Steekproefmaat("aantal", aantal=5)
    done = _drawn(two, _year(last), f"Steekproef {last}", five, today)
    if done:
        _all_judged(gevuld, done, ander, derde)
        _asked_back(done, ander, een, gevuld.today)
        actions.close_controle(
            ander,
            controle_id=done.pk,
            conclusie="Eén betaling was te hoog en is teruggevraagd. De rest klopt met het bewijs.",
        )
    large = Steekproefmaat("aantal", aantal=7, altijd_vanaf_cent=250_000)
    runs = _drawn(two, _year(this), f"Steekproef {this}", large, today)
    if runs:
        _on_its_way(gevuld, runs, ander, derde)
    _late(gevuld, two)
    percent = Steekproefmaat("procent", procent=5)
    _set_up(een, _year(this), f"Najaarscontrole {this}", percent, today)


def _year(year: int) -> Periode:
    return date(year, 1, 1), min(date(year, 12, 31), timezone.localdate())


def _late(gevuld: Gevuld, kassiers: tuple[Actor, Actor]) -> None:
    """Drawn a month ago: one payment was explained, of the others the term is over."""
    drawn = gevuld.today - timedelta(days=TE_LAAT_DAGEN)
    half_year = drawn - timedelta(days=180), drawn - timedelta(days=1)
    three = Steekproefmaat("aantal", aantal=3)
    found = _drawn(kassiers, half_year, "Steekproef van een half jaar", three, drawn)
    asked = [line for line in _lines(found) if line.status == "gevraagd"] if found else []
    if len(asked) > 1:
        _answered(gevuld, asked[0], 1)


def _set_up(
    een: Actor, periode: Periode, naam: str, maat: Steekproefmaat, dag: date
) -> Controle | None:
    """Over the money for interventies of this period that UWV keeps here."""
    that_year = Q(posten__boekdatum__range=periode)
    most = (
        Fonds.objects.filter(
            regio=RIJK_VAN_NIJMEGEN, soort="interventies", kassier=een.organisatie_id
        )
        # What the bank sent back was not paid, whenever it came back.
        .annotate(
            betaald=Count("posten", filter=that_year & Q(posten__soort="betaling"))
            - Count("posten", filter=Q(posten__soort="terugboeking"))
        )
        .filter(betaald__gt=0)
        .order_by("-betaald", "pk")
        .first()
    )
    if not most:
        return None
    return actions.set_up_controle(
        een,
        naam=naam,
        doel="Is geleverd wat er betaald is, en blijkt dat uit het bewijs?",
        fonds_ids=[most.pk],
        van=periode[0],
        tot=periode[1],
        dag=dag,
        opzet=Opzet(
            maat,
            antwoord_dagen=14,
            reactie_dagen=14,
            uitstel_dagen=7,
            tolerantie_procent=1,
            betrouwbaarheid_procent=95,
            bron=BRON,
        ),
    )


def _drawn(
    kassiers: tuple[Actor, Actor], periode: Periode, naam: str, maat: Steekproefmaat, dag: date
) -> Controle | None:
    een, ander = kassiers
    made = _set_up(een, periode, naam, maat, dag)
    return actions.draw_controle(ander, controle_id=made.pk, dag=dag) if made else None


def _lines(controle: Controle) -> list[Controleregel]:
    return list(controle.regels.select_related("organisatie").order_by("pk"))


def _partner(gevuld: Gevuld, line: Controleregel) -> Actor:
    helpers = gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, organisatie=line.organisatie.sleutel)
    return gevuld.bron.actor(next(c for c in helpers if c.rol in HULPVERLENERS))


def _answered(gevuld: Gevuld, line: Controleregel, number: int) -> None:
    wie = _partner(gevuld, line)
    if number % 2 == 0:
        actions.add_controlebewijs(
            wie,
            regel_id=line.pk,
            naam="verklaring van de aanbieder.pdf",
            inhoud=pdf.render(PAPIER, {"titel": "Verklaring van de aanbieder"}),
            zonder_namen=True,
        )
    actions.answer_controleregel(wie, regel_id=line.pk, antwoord=UITLEG[number % len(UITLEG)])


def _wrong(ander: Actor, line: Controleregel) -> None:
    actions.find(
        ander,
        regel_id=line.pk,
        nummer=1,
        oordeel="fout",
        foutsoort="niet_geleverd",
        fout_cent=line.cent // 400 * 100,
        toelichting="Het laatste gesprek ging niet door en staat wel op de factuur.",
    )


def _all_judged(gevuld: Gevuld, controle: Controle, ander: Actor, derde: Actor) -> None:
    """One fault that the partner agrees with, and everything else in order."""
    for number, line in enumerate(_lines(controle)):
        if line.status == "gevraagd":
            _answered(gevuld, line, number)
        if number:
            actions.find(ander, regel_id=line.pk, nummer=1, oordeel="in_orde")
            continue
        _wrong(ander, line)
        actions.react_bevinding(_partner(gevuld, line), regel_id=line.pk, nummer=1, eens=True)
        actions.confirm_bevinding(derde, regel_id=line.pk, nummer=1)
    if controle.regels.exclude(status="definitief").exists():
        actions.confirm_in_orde(derde, controle_id=controle.pk)


def _asked_back(controle: Controle, ander: Actor, een: Actor, today: date) -> None:
    found = controle.regels.filter(bevindingen__oordeel="fout").order_by("pk").first()
    if not found:
        return
    asked = actions.recover(ander, regel_id=found.pk)
    kassier.decide_terugvordering(
        een,
        terugvordering_id=asked.pk,
        akkoord=True,
        uiterlijk=date(today.year + 1, today.month, 1),
    )


def _on_its_way(gevuld: Gevuld, controle: Controle, ander: Actor, derde: Actor) -> None:
    """Asked, more time, answered, contradicted, found in order, final: one of each."""
    lines = [line for line in _lines(controle) if line.status == "gevraagd"]
    for number, line in enumerate(lines[:4]):
        _answered(gevuld, line, number)
    for line in lines[:2]:
        actions.find(ander, regel_id=line.pk, nummer=1, oordeel="in_orde")
    if lines:
        actions.confirm_bevinding(derde, regel_id=lines[0].pk, nummer=1)
    if len(lines) > 2:
        _wrong(ander, lines[2])
        actions.react_bevinding(
            _partner(gevuld, lines[2]),
            regel_id=lines[2].pk,
            nummer=1,
            eens=False,
            reactie="Het gesprek is een week later ingehaald. Zie de verklaring.",
        )
    if len(lines) > 4:
        actions.ask_more_time(
            _partner(gevuld, lines[4]),
            regel_id=lines[4].pk,
            reden="De aanbieder stuurt de verklaring volgende week.",
        )
