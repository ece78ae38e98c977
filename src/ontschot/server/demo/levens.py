"""The plan of a life: from a question to nazorg, with every date in order (pure).

A life is drawn from its first day onwards and simply stops at today, so that everything that can
wait in Ontschot waits somewhere in the demo too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from ontschot.kern.werkdagen import add_workdays
from ontschot.server.demo import zinnen
from ontschot.server.demo.aanbod import (
    DOELGROEPEN,
    KEUZE,
    SITUATIES,
    VAKBONDEN,
    draw_partij,
    weighted,
)
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.namen import draw_name
from ontschot.server.demo.plan import (
    Advies,
    Arrangement,
    Collega,
    Interventie,
    Leven,
    Melding,
    Overdracht,
    Persoon,
    Stap,
)
from ontschot.server.demo.trajectplan import Bezetting, Vraagstelling, draw_interventie
from ontschot.server.demo.vervolg import (
    draw_betrokkenen,
    draw_contacten,
    draw_feiten,
    draw_overdracht,
    draw_uitkomsten,
    last_step,
    offer,
)

REACTIE_WERKDAGEN = 2
DEUREN: Mapping[str, Mapping[str, float]] = {
    "vakbond": {"vakbond": 40, "portaal": 25, "telefoon": 15, "email": 10, "werkgever": 5,
                "inloop": 5},
    "": {"portaal": 28, "telefoon": 20, "inloop": 17, "partner": 15, "email": 10, "outreach": 6,
         "werkgever": 4},
}  # fmt: skip
PLAATSEN = ("bibliotheek", "wijkcentrum", "buurthuis")
OPLEIDINGEN: Mapping[str, float] = {
    "geen": 1, "basisonderwijs": 1, "vmbo": 5, "mbo1": 2, "mbo2": 10, "mbo3": 13, "mbo4": 15,
    "havo": 7, "vwo": 2, "hbo": 28, "wo": 10, "onbekend": 6,
}  # fmt: skip
GESLACHTEN: Mapping[str, float] = {"vrouw": 59, "man": 40, "onbekend": 1}
# Once born, how many years ago: per doelgroep, youngest and oldest.
LEEFTIJDEN = {"schoolverlater": (18, 26), "banenafspraak": (19, 45)}


@dataclass(frozen=True)
class Wens:
    """What must be true of a life that is made for somebody's Werkvoorraad."""

    doelgroep: str = ""
    partij: str = ""
    inkoper: str = ""
    contact: Collega | None = None
    dienst: str = ""
    stopt_bij: str = ""
    overdracht_naar: Collega | None = None
    # How many days ago the overdracht was offered.
    overdracht_dagen: int = 0
    nazorg: bool = False
    # Two doelgroepen are possible, and somebody chose.
    gekozen: bool = False

    @property
    def vrij(self) -> bool:
        """Nothing is asked: chance decides."""
        return self == Wens()


@dataclass(frozen=True)
class Plek:
    """A region with its people, its offer and its gemeenten (with how many live there)."""

    regio: str
    bezetting: Bezetting
    gemeenten: Mapping[str, float]
    vakbonden: Mapping[str, float]
    gemeente_inkopers: Mapping[str, float]


def plek_of(regio: str, bezetting: Bezetting, gemeenten: Mapping[str, float]) -> Plek:
    """The region as the plans see it: which unions and which gemeenten buy there."""
    present = {c.organisatie for c in bezetting.collegas}
    consulenten = [c.organisatie for c in bezetting.collegas if c.rol == "consulent"]
    return Plek(
        regio,
        bezetting,
        gemeenten,
        {bond: weight for bond, weight in VAKBONDEN.items() if bond in present},
        {org: float(consulenten.count(org)) for org in sorted(set(consulenten))},
    )


def draw_leven(rng: Random, plek: Plek, begin: date, wens: Wens | None = None) -> Leven | None:
    """The life of somebody who asked something on `begin`; None when no dossier came of it yet."""
    wens = wens or Wens()
    klok = plek.bezetting.klok
    stelling = _stelling(rng, plek, wens)
    persoon = draw_persoon(rng, plek, stelling.doelgroep, klok.vandaag)
    ontvangen = klok.op(rng, begin)
    contact_op = klok.na(rng, ontvangen, 0, 2 if rng.random() < 0.9 else 5)
    aangemaakt = klok.na(rng, contact_op, 0, 6)
    if contact_op is None or aangemaakt is None:
        return None
    advies = _advies(rng, plek, stelling, aangemaakt, wens)
    plan = _arrangement(rng, plek, stelling, advies=advies, aangemaakt=aangemaakt, wens=wens)
    melding = _melding(
        rng,
        plek,
        stelling,
        persoon=persoon,
        ontvangen=ontvangen,
        contact_op=contact_op,
        advies=advies,
        plan=plan,
    )
    return _together(
        rng,
        plek,
        stelling,
        persoon=persoon,
        melding=melding,
        aangemaakt=aangemaakt,
        advies=advies,
        plan=plan,
        wens=wens,
    )


def _stelling(rng: Random, plek: Plek, wens: Wens) -> Vraagstelling:
    doelgroep = wens.doelgroep or weighted(rng, DOELGROEPEN)
    partij = wens.partij or draw_partij(rng, doelgroep)
    inkoper = wens.inkoper
    if not inkoper:
        choices = {"vakbond": plek.vakbonden, "gemeente": plek.gemeente_inkopers}
        inkoper = weighted(rng, choices.get(partij, {"uwv": 1.0}))
    by_chance = doelgroep == "werknemer" and wens.vrij and rng.random() < 0.03
    gekozen = wens.gekozen or by_chance
    situaties = KEUZE if gekozen else rng.choice(SITUATIES[doelgroep])
    own = plek.bezetting.bij(inkoper)
    helpers = [c for c in plek.bezetting.collegas if c.rol in {"gids", "loopbaancoach"}]
    contact = wens.contact or rng.choice(own if rng.random() < 0.8 else helpers)
    return Vraagstelling(doelgroep, frozenset(situaties), partij, inkoper, contact, gekozen)


def draw_persoon(rng: Random, plek: Plek, doelgroep: str, today: date) -> Persoon:
    geslacht = weighted(rng, GESLACHTEN)
    naam, taal = draw_name(rng, geslacht)
    youngest, oldest = LEEFTIJDEN.get(doelgroep, (21, 64))
    born = today - timedelta(days=rng.randint(youngest * 365 + 10, oldest * 365))
    letters = "".join(rng.choice("ABCDEGHJKLMNPRSTVWXZ") for _ in range(2))
    sector = "onbekend" if (chance := rng.random()) < 0.7 else "overig"
    return Persoon(
        voornaam=naam.voornaam,
        tussenvoegsel=naam.tussenvoegsel,
        achternaam=naam.achternaam,
        geslacht=geslacht,
        geboortedatum=born,
        gemeente=weighted(rng, plek.gemeenten),
        postcode=f"{rng.randint(6500, 6699)} {letters}",
        # No subscriber has a number that begins with 06-0.
        telefoon=f"06 0{rng.randint(100, 999)} {rng.randint(1000, 9999)}",
        email=f"persoon{rng.randint(10_000, 99_999)}@voorbeeld.example",
        opleiding=weighted(rng, OPLEIDINGEN),
        sector=f"sector_{rng.randint(1, 16):02d}" if chance > 0.8 else sector,
        taal=taal,
    )


def draw_vraag(rng: Random, doelgroep: str) -> str:
    """What somebody asks: their own kind of question, or one that anybody could ask."""
    anybody = zinnen.VRAGEN["iedereen"]
    return rng.choice(zinnen.VRAGEN[doelgroep] if rng.random() < 0.8 else anybody)


def _melding(
    rng: Random,
    plek: Plek,
    stelling: Vraagstelling,
    *,
    persoon: Persoon,
    ontvangen: datetime,
    contact_op: datetime,
    advies: Advies | None,
    plan: Arrangement | None,
) -> Melding:
    """The question that began it; closed once it is clear what became of it."""
    deur = weighted(rng, DEUREN.get(stelling.partij, DEUREN[""]))
    agreed = plan is not None and plan.akkoord_op is not None
    closed = plek.bezetting.klok.na(rng, advies.op, 6, 14) if advies and agreed else None
    uitkomst = ""
    if closed and advies:
        enough = advies.oordeel == "regulier_volstaat"
        uitkomst = "naar_voorliggend" if enough else "traject_gestart"
    return Melding(
        regio=plek.regio,
        deur=deur,
        plaats=f"{rng.choice(PLAATSEN)} {persoon.gemeente}" if deur == "inloop" else "",
        vraag=draw_vraag(rng, stelling.doelgroep),
        contactwijze="bellen" if rng.random() < 0.6 else "mailen",
        eigenaar=stelling.contact,
        ontvangen_op=ontvangen,
        reageer_uiterlijk=add_workdays(day_of(ontvangen), REACTIE_WERKDAGEN),
        gemeente=persoon.gemeente,
        naam=persoon.naam,
        telefoon=persoon.telefoon,
        email=persoon.email,
        taal=persoon.taal,
        eerste_contact_op=contact_op,
        uitkomst=uitkomst,
        gesloten_op=closed,
    )


def _advies(
    rng: Random, plek: Plek, stelling: Vraagstelling, aangemaakt: datetime, wens: Wens
) -> Advies | None:
    """The weighing of art. 8; none for the banenafspraak, which knows no weighing."""
    given = plek.bezetting.klok.na(rng, aangemaakt, 0, 6)
    if given is None or stelling.doelgroep == "banenafspraak":
        return None
    enough = wens.vrij and rng.random() < 0.13
    criteria = rng.sample(sorted(zinnen.GRONDEN), rng.randint(2, 3))
    return Advies(
        oordeel="regulier_volstaat" if enough else "ondersteuning_nodig",
        gronden=tuple((c, rng.choice(zinnen.GRONDEN[c])) for c in sorted(criteria)),
        door=stelling.contact,
        op=given,
        toelichting=zinnen.sentence(rng, "volstaat") if enough else "",
    )


def _arrangement(
    rng: Random,
    plek: Plek,
    stelling: Vraagstelling,
    *,
    advies: Advies | None,
    aangemaakt: datetime,
    wens: Wens,
) -> Arrangement | None:
    """A regular step or two, and what is bought besides when the advies says so."""
    klok = plek.bezetting.klok
    if advies is None and stelling.doelgroep != "banenafspraak":
        return None
    made = klok.na(rng, advies.op if advies else aangemaakt, 0, 5)
    agreed = klok.na(rng, made, 0, 6)
    if made is None:
        return None
    steps = [_regular(rng, plek, stelling, made)]
    if advies is None or advies.oordeel == "ondersteuning_nodig":
        steps += _bought_steps(rng, plek, stelling, made=made, agreed=agreed, wens=wens)
    if rng.random() < 0.3:
        steps.append(Stap("Netwerkgesprek met iemand uit het vak", "de kandidaat zelf"))
    return Arrangement(
        doel=rng.choice(zinnen.DOELEN[stelling.doelgroep]),
        door=stelling.contact,
        gemaakt_op=made,
        stappen=tuple(steps),
        akkoord_op=day_of(agreed) if agreed else None,
        akkoord_wijze=rng.choice(["gesprek", "telefoon", "handtekening", "bericht"])
        if agreed
        else "",
    )


def _regular(rng: Random, plek: Plek, stelling: Vraagstelling, made: datetime) -> Stap:
    fitting = [
        d
        for d in plek.bezetting.aanbod.values()
        if not d.interventiesoort and d.fits(stelling.situaties) and d.stap not in {"EW01", "EW03"}
    ]
    dienst = rng.choice(fitting)
    begin = day_of(made) + timedelta(days=rng.randint(2, 12))
    return Stap(
        omschrijving=dienst.naam,
        van_wie=dienst.aanbieder,
        dienst=dienst.sleutel,
        van=begin,
        tot=begin + timedelta(days=rng.randint(14, 60)),
    )


def _bought_steps(
    rng: Random,
    plek: Plek,
    stelling: Vraagstelling,
    *,
    made: datetime,
    agreed: datetime | None,
    wens: Wens,
) -> list[Stap]:
    """One interventie, sometimes two or three; a later one is planned when the first is due."""
    klok = plek.bezetting.klok
    number = 1 if not wens.vrij else rng.choices([1, 2, 3], [64, 27, 9])[0]
    steps = []
    planned: datetime | None = agreed or klok.na(rng, made, 0, 1)
    for _ in range(number):
        if planned is None:
            break
        interventie = draw_interventie(
            rng, plek.bezetting, stelling, planned, dienst=wens.dienst, stopt_bij=wens.stopt_bij
        ) if agreed else _concept(rng, plek, stelling, planned, wens)  # fmt: skip
        begin = day_of(planned) + timedelta(days=rng.randint(14, 40))
        steps.append(
            Stap(
                omschrijving=interventie.omschrijving,
                van_wie=interventie.aanbieder,
                dienst=interventie.dienst,
                van=begin,
                tot=begin + timedelta(days=rng.randint(10, 120)),
                interventie=interventie,
            )
        )
        planned = klok.na(rng, planned, 15, 90)
    return steps


def _concept(
    rng: Random, plek: Plek, stelling: Vraagstelling, planned: datetime, wens: Wens
) -> Interventie:
    """Nobody asks a besluit about a plan that is not agreed yet."""
    return draw_interventie(
        rng, plek.bezetting, stelling, planned, dienst=wens.dienst, stopt_bij="gepland"
    )


def _together(
    rng: Random,
    plek: Plek,
    stelling: Vraagstelling,
    *,
    persoon: Persoon,
    melding: Melding,
    aangemaakt: datetime,
    advies: Advies | None,
    plan: Arrangement | None,
    wens: Wens,
) -> Leven:
    """The dossier: its outcomes, its hand-over, its talks, and who was with it."""
    bezetting, klok, contact = plek.bezetting, plek.bezetting.klok, stelling.contact
    last = last_step(aangemaakt, advies, plan)
    overdracht = _overdracht(rng, bezetting, contact, last, wens)
    uitkomsten = draw_uitkomsten(
        rng,
        klok,
        contact,
        plan=plan,
        advies=advies,
        overdracht=overdracht,
        nazorg=wens.nazorg,
    )
    since = day_of(aangemaakt) - timedelta(days=rng.randint(30, 1500))
    work = next((u.datum for u in uitkomsten if u.betekenis == "aan_het_werk"), None)
    return Leven(
        regio=plek.regio,
        persoon=persoon,
        meldingen=(melding,),
        aangemaakt_op=aangemaakt,
        feiten=draw_feiten(stelling.situaties, since, work),
        betrokkenen=draw_betrokkenen(contact, aangemaakt, overdracht, plan),
        contacten=draw_contacten(rng, klok, contact, aangemaakt, overdracht),
        advies=advies,
        arrangement=plan,
        overdrachten=(overdracht,) if overdracht else (),
        uitkomsten=uitkomsten,
        afgeschermd=wens.vrij and rng.random() < 0.01,
    )


def _overdracht(
    rng: Random, bezetting: Bezetting, contact: Collega, last: datetime, wens: Wens
) -> Overdracht | None:
    """By chance after the last step, or as it was wished."""
    if wens.overdracht_naar:
        offered = bezetting.klok.eerder(rng, wens.overdracht_dagen)
        return offer(rng, contact, wens.overdracht_naar, offered)
    return draw_overdracht(rng, bezetting, contact, last) if wens.vrij else None
