"""The audit lines of the demo: who did what, in the words of the rooms.

The order is that of the story; the clock is the log's own, so every line says when it was
written: when the demo was loaded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from string import Formatter
from typing import Any

from ontschot.kern.audit import TEMPLATES
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import Actor, systeem
from ontschot.meldingen.models import Melding
from ontschot.server.demo.betalen import Betaald, Gedeclareerd, noon
from ontschot.server.demo.bron import Bron
from ontschot.server.demo.geld import Gereserveerd
from ontschot.server.demo.plan import Collega
from ontschot.server.demo.rijen import Dossier
from ontschot.server.demo.rijen_traject import Traject
from ontschot.trajecten.models import Overdracht
from ontschot.web.format import euro

# Of dossiers in which something happened since, somebody looked in too.
BEKEKEN_DAGEN = 30
# Every line locks and moves the head of its chain, which costs time: what is older stays out of
# the log, but for who owns what is still there, and which file was released.
VRAGEN_DAGEN = 60
LOG_DAGEN = 365
ALTIJD = frozenset(
    {"kandidaat_aangemaakt", "contactpersoon_gewisseld", "vraag_ontvangen", "batch_vrijgegeven"}
)


@dataclass(frozen=True)
class Regel:
    op: datetime
    wie: Actor
    gebeurtenis: str
    soort: str
    sleutel: str
    regio: str
    kandidaat: str = ""
    gegevens: Mapping[str, Any] = field(default_factory=dict)


def write(regels: Iterable[Regel], nu: datetime) -> int:
    """Write the lines of the last year in the order of their moments; the database chains them.

    Raises ValueError for an event that no room knows, or one that misses a word of its sentence.
    """
    since = nu - timedelta(days=LOG_DAGEN)
    kept = [r for r in regels if r.op > since or r.gebeurtenis in ALTIJD]
    ordered = sorted(kept, key=lambda r: (r.op, r.gebeurtenis, r.sleutel))
    for regel in ordered:
        template = TEMPLATES.get(regel.gebeurtenis, "{?}")
        words = {name for _, name, _, _ in Formatter().parse(template) if name}
        if missing := words - {"wie", "object"} - regel.gegevens.keys():
            raise ValueError(f"{regel.gebeurtenis!r} is unknown or misses {sorted(missing)}")
    Auditregel.objects.bulk_create([_row(regel) for regel in ordered], batch_size=1000)
    return len(ordered)


def _row(regel: Regel) -> Auditregel:
    wie = regel.wie
    return Auditregel(
        keten=regel.regio,
        gebeurtenis=regel.gebeurtenis,
        object_soort=regel.soort,
        object_sleutel=regel.sleutel,
        kandidaat_sleutel=regel.kandidaat,
        medewerker_id=wie.medewerker_id,
        wie=wie.naam,
        organisatie=wie.organisatie,
        rol=wie.rol,
        oorsprong=wie.oorsprong,
        gegevens=dict(regel.gegevens),
    )


def of_meldingen(bron: Bron, vragen: Sequence[Melding], nu: datetime) -> Iterator[Regel]:
    """The questions of late and those that are still open: came in, were answered and closed."""
    owners = {pk: sleutel for sleutel, pk in bron.bezetting.medewerker_ids.items()}
    people = {c.sleutel: c for c in reversed(bron.bezetting.collegas)}
    # Closed by a statement of its own: the rows in memory do not know of it.
    now = Melding.objects.in_bulk([vraag.pk for vraag in vragen])
    for vraag in sorted(now.values(), key=lambda row: row.pk):
        closed = vraag.status == "gesloten"
        if closed and vraag.ontvangen_op < nu - timedelta(days=VRAGEN_DAGEN):
            continue
        owner = people[owners[vraag.eigenaar_id]]
        about: dict[str, Any] = {
            "soort": "vraag",
            "sleutel": vraag.nummer,
            "regio": vraag.regio_id,
        }
        wie = systeem(reden="bezoeker") if vraag.deur == "portaal" else bron.actor(owner)
        told = {
            "deur": vraag.get_deur_display(),
            "eigenaar": owner.naam,
            "eigenaar_id": vraag.eigenaar_id,
        }
        yield Regel(vraag.ontvangen_op, wie, "vraag_ontvangen", **about, gegevens=told)
        if vraag.eerste_contact_op:
            moment = vraag.eerste_contact_op
            yield Regel(moment, bron.actor(owner), "vraag_beantwoord", **about)
        if closed and vraag.gesloten_op:
            said = {"uitkomst": vraag.get_uitkomst_display()}
            moment = max(vraag.gesloten_op, vraag.eerste_contact_op or vraag.gesloten_op)
            yield Regel(moment, bron.actor(owner), "vraag_gesloten", **about, gegevens=said)


def of_dossiers(bron: Bron, dossiers: Iterable[Dossier], nu: datetime) -> Iterator[Regel]:
    """From the making of a dossier to its outcomes."""
    for d in dossiers:
        leven = d.leven
        first = leven.betrokkenen[0].wie
        yield _about(bron, d, leven.aangemaakt_op, first, "kandidaat_aangemaakt")
        if leven.advies:
            yield _about(
                bron, d, leven.advies.op, leven.advies.door, "advies_gegeven",
                oordeel=leven.advies.oordeel.replace("_", " "),
            )  # fmt: skip
        for uitkomst in leven.uitkomsten:
            if uitkomst.stap is not None:
                continue
            yield _about(
                bron, d, noon(uitkomst.datum), uitkomst.door, "uitkomst_vastgelegd",
                betekenis=uitkomst.betekenis.replace("_", " "),
            )  # fmt: skip
        if d.kandidaat.laatste_wijziging_op > nu - timedelta(days=BEKEKEN_DAGEN):
            for betrokken in leven.betrokkenen:
                yield _about(bron, d, nu, betrokken.wie, "dossier_bekeken")


def _about(
    bron: Bron, d: Dossier, op: datetime, door: Collega, gebeurtenis: str, **gegevens: Any
) -> Regel:
    key = d.kandidaat.sleutel
    return Regel(op, bron.actor(door), gebeurtenis, "kandidaat", key, d.regio, key, gegevens)


def of_trajecten(bron: Bron, trajecten: Iterable[Traject]) -> Iterator[Regel]:
    """What was decided about shared money, and by whom."""
    for t in trajecten:
        besluit = t.plan.besluit
        if besluit and besluit.besloten_op and besluit.besloten_door:
            yield Regel(
                besluit.besloten_op,
                bron.actor(besluit.besloten_door),
                "besluit_genomen",
                soort="interventie",
                sleutel=str(t.rij.pk),
                regio=t.dossier.regio,
                kandidaat=t.rij.kandidaat_sleutel,
                gegevens={
                    "interventie": t.rij.pk,
                    "uitkomst": besluit.uitkomst,
                    "wijze": besluit.wijze,
                },
            )


def of_overdrachten(bron: Bron, offers: Iterable[tuple[Dossier, Overdracht]]) -> Iterator[Regel]:
    for d, row in offers:
        plan = d.leven.overdrachten[0]
        about: dict[str, Any] = {"soort": "overdracht", "sleutel": str(row.pk), "regio": d.regio}
        key = d.kandidaat.sleutel
        yield Regel(
            plan.aangeboden_op, bron.actor(plan.van), "overdracht_aangeboden", **about,
            kandidaat=key, gegevens={"soort": plan.soort},
        )  # fmt: skip
        if plan.besloten_op:
            door = plan.van if plan.status == "ingetrokken" else plan.naar
            event = f"overdracht_{plan.status}"
            yield Regel(plan.besloten_op, bron.actor(door), event, **about, kandidaat=key)
        if plan.besloten_op and plan.status == "aangenomen" and plan.soort == "overdracht":
            van, naar = bron.medewerker(plan.van), bron.medewerker(plan.naar)
            yield _about(
                bron, d, plan.besloten_op, plan.naar, "contactpersoon_gewisseld",
                van=van, naar=naar, contacten={key: naar},
            )  # fmt: skip


def of_orders(bron: Bron, money: Iterable[Gereserveerd]) -> Iterator[Regel]:
    for m in money:
        order = m.traject.plan.order
        if m.order and order:
            yield Regel(
                order.besteld_op, bron.actor(order.door), "verplichting_aangegaan",
                "verplichting", m.order.nummer, m.order.regio_id, m.order.kandidaat_sleutel,
                {"bedrag": euro(order.cent), "rest": euro(m.reservering.cent - order.cent)},
            )  # fmt: skip


def of_payments(declared: Iterable[Gedeclareerd], batches: Iterable[Betaald]) -> Iterator[Regel]:
    """What the partners declared, and what the two kassiers did with it."""
    for d in declared:
        told = {"regels": len(d.regels), "bedrag": euro(sum(r.rij.cent for r in d.regels))}
        about: dict[str, Any] = {"soort": "declaratie", "sleutel": d.naam, "regio": d.plan.regio}
        if d.plan.reached("ingediend"):
            moment = noon(d.plan.ingediend)
            yield Regel(moment, d.maker, "declaratie_ingediend", **about, gegevens=told)
        if d.plan.reached("goedgekeurd"):
            moment = noon(d.plan.beoordeeld)
            yield Regel(moment, d.kassier, "declaratie_goedgekeurd", **about, gegevens=told)
    for b in batches:
        told = {"aantal": b.rij.aantal, "bedrag": euro(b.rij.totaal_cent)}
        about = {
            "soort": "betaalbatch",
            "sleutel": f"batch {b.rij.pk}",
            "regio": b.plan.regio,
        }
        moment = noon(b.plan.samengesteld)
        yield Regel(moment, b.een, "batch_samengesteld", **about, gegevens=told)
        if b.sha256:
            moment, of_file = noon(b.plan.vrijgegeven), told | {"sha256": b.sha256}
            yield Regel(moment, b.ander, "batch_vrijgegeven", **about, gegevens=of_file)
        if b.plan.reached("betaald"):
            yield Regel(noon(b.plan.betaald), b.een, "batch_bevestigd", **about, gegevens=told)
