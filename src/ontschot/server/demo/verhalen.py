"""The nine published stories as plans of lives, from `verhalen.toml` (pure but for the file).

Who works on them is the demo medewerker of the region (see `people.demo_medewerker`); what the
file leaves open, such as the day of a besluit, follows from the days that it gives.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from ontschot.kern.werkdagen import add_workdays
from ontschot.regelingen.rules import Bepaald, Doelgroepregels, derive_doelgroep
from ontschot.server.demo.klok import Klok, day_of
from ontschot.server.demo.levens import REACTIE_WERKDAGEN
from ontschot.server.demo.namen import DATA
from ontschot.server.demo.people import TEAMS, Team, demo_medewerker
from ontschot.server.demo.plan import (
    Advies,
    Arrangement,
    Besluit,
    Collega,
    Contact,
    Feit,
    Interventie,
    Leven,
    Melding,
    Order,
    Overdracht,
    Persoon,
    Stap,
    Toets,
    Uitkomst,
)
from ontschot.server.demo.trajectplan import Bezetting
from ontschot.server.demo.vervolg import draw_betrokkenen, draw_nazorg
from ontschot.trajecten.rules import answer_before

MOTIVERING = "Voorliggend is geprobeerd en was niet genoeg. Iedereen vindt dit de beste weg."
ANTWOORD = "We hebben elkaar gesproken. Ik ben vanaf nu je vaste contact en denk met je mee."
CONTACTEN = (
    "Kennisgemaakt. Verteld wat er speelt en wat we voor elkaar kunnen doen.",
    "Gebeld hoe het gaat, en de volgende stap afgesproken.",
)


def read() -> list[dict[str, Any]]:
    return list(tomllib.loads((DATA / "verhalen.toml").read_text("utf-8"))["verhaal"])


# Who pays besides, as the money knows them, and under which name.
BETALERS = {"werkgever": "werkgever", "gemeente": "gemeente", "opleidingsfonds": "oeno"}
NAMEN = {"opleidingsfonds": "Opleidingsfonds zorg"}


@dataclass(frozen=True)
class Verteller:
    """One story being told: its text, its region, and the days that it names."""

    rij: Mapping[str, Any]
    team: Team
    bezetting: Bezetting
    regels: Doelgroepregels
    rng: Random

    @property
    def klok(self) -> Klok:
        return self.bezetting.klok

    def wie(self, organisatie: str) -> Collega:
        """The first colleague of a partner; `gemeente` is the demo medewerker of the region."""
        if organisatie == "gemeente":
            key = demo_medewerker(self.team)
            return next(c for c in self.bezetting.collegas if c.sleutel == key)
        return self.bezetting.bij(organisatie)[0]

    def moment(self, dagen_geleden: int) -> datetime:
        return self.klok.op(self.rng, self.klok.dag(dagen_geleden))

    def later(self, moment: datetime, dagen: int = 1) -> datetime:
        """A day or so later; all of it lies behind us, because the stories are old enough."""
        found = self.klok.na(self.rng, moment, dagen, dagen)
        assert found, f"{self.rij['sleutel']} speelt te kort geleden"
        return found


def tell(
    collegas: tuple[Collega, ...], klok: Klok, regels: Doelgroepregels, rng: Random
) -> list[Leven]:
    """All dossiers of the nine stories; a group case is several."""
    teams = {team.regio: team for team in TEAMS}
    found = []
    for rij in read():
        team = teams[rij["regio"]]
        here = tuple(c for c in collegas if c.regio == team.regio)
        verteller = Verteller(rij, team, Bezetting(klok, here, {}), regels, rng)
        found.append(_leven(verteller))
    return found


def _leven(v: Verteller) -> Leven:
    rij = v.rij
    overdracht = _overdracht(v)
    contact = overdracht.van if overdracht else v.wie("gemeente")
    ontvangen = v.moment(rij["dagen_geleden"])
    gesproken = v.later(ontvangen, 0)
    aangemaakt = v.later(gesproken, 0)
    advies = _advies(v, contact, v.later(aangemaakt))
    plan = _plan(v, contact, advies.op)
    persoon = _persoon(v)
    return Leven(
        regio=v.team.regio,
        persoon=persoon,
        meldingen=(
            _melding(v, contact, persoon, ontvangen=ontvangen, gesproken=gesproken, plan=plan),
        ),
        aangemaakt_op=aangemaakt,
        feiten=tuple(_feit(v, row) for row in rij["situatie"]),
        betrokkenen=draw_betrokkenen(contact, aangemaakt, overdracht, plan),
        contacten=tuple(_contacten(v, contact, aangemaakt)),
        advies=advies,
        arrangement=plan,
        overdrachten=(overdracht,) if overdracht else (),
        uitkomsten=tuple(_uitkomst(v, row, plan) for row in rij["uitkomst"]),
    )


def _persoon(v: Verteller) -> Persoon:
    rij, naam = v.rij, v.rij["naam"]
    key = rij["sleutel"]
    return Persoon(
        voornaam=naam["voornaam"],
        tussenvoegsel=naam.get("tussenvoegsel", ""),
        achternaam=naam["achternaam"],
        geslacht=rij["geslacht"],
        geboortedatum=date(rij["geboortejaar"], 3, 14),
        gemeente=rij["gemeente"],
        postcode="",
        telefoon=f"06 0{v.rng.randint(100, 999)} {v.rng.randint(1000, 9999)}",
        email=f"{key}@voorbeeld.example",
        opleiding=rij["opleiding"],
        sector=rij["sector"],
        taal=rij["taal"],
    )


def _melding(
    v: Verteller,
    contact: Collega,
    persoon: Persoon,
    *,
    ontvangen: datetime,
    gesproken: datetime,
    plan: Arrangement,
) -> Melding:
    bought = any(stap.interventie for stap in plan.stappen)
    return Melding(
        regio=v.team.regio,
        deur=v.rij["deur"],
        plaats=f"bibliotheek {persoon.gemeente}" if v.rij["deur"] == "inloop" else "",
        vraag=v.rij["vraag"],
        contactwijze="bellen",
        eigenaar=contact,
        ontvangen_op=ontvangen,
        reageer_uiterlijk=add_workdays(day_of(ontvangen), REACTIE_WERKDAGEN),
        gemeente=persoon.gemeente,
        naam=persoon.naam,
        telefoon=persoon.telefoon,
        email=persoon.email,
        taal=persoon.taal,
        eerste_contact_op=gesproken,
        antwoord=ANTWOORD,
        uitkomst="traject_gestart" if bought else "advies_gegeven",
        gesloten_op=v.later(plan.gemaakt_op, 3),
    )


def _feit(v: Verteller, row: Mapping[str, Any]) -> Feit:
    last = row.get("tot_dagen_geleden")
    return Feit(
        soort=row["soort"],
        van=v.klok.dag(row["van_dagen_geleden"]),
        tot=v.klok.dag(last) if last is not None else None,
    )


def _advies(v: Verteller, contact: Collega, op: datetime) -> Advies:
    told = v.rij["advies"]
    return Advies(
        oordeel=told["oordeel"],
        gronden=tuple((g["criterium"], g["grond"]) for g in told["gronden"]),
        door=contact,
        op=op,
    )


def _plan(v: Verteller, contact: Collega, after: datetime) -> Arrangement:
    """The goals and steps; agreed before the first thing is bought."""
    made = v.later(after, 0)
    return Arrangement(
        doel=". ".join(v.rij["doelen"]),
        door=contact,
        gemaakt_op=made,
        stappen=tuple(_stap(v, row, contact) for row in v.rij["stappen"]),
        akkoord_op=day_of(v.later(made)),
        akkoord_wijze="gesprek",
    )


def _stap(v: Verteller, row: Mapping[str, Any], contact: Collega) -> Stap:
    bought = row["soort"] == "aanvullend"
    return Stap(
        omschrijving=row["dienst"],
        van_wie=row["wie"],
        van=v.klok.dag(row["dagen_geleden"]),
        interventie=_interventie(v, row, contact) if bought else None,
    )


def _interventie(v: Verteller, row: Mapping[str, Any], contact: Collega) -> Interventie:
    gepland = v.moment(row["dagen_geleden"])
    done = v.later(gepland)
    besluit = _besluit(v, row, contact, v.later(done, 0))
    assert besluit.besloten_op
    buyer = v.wie(row["inkoper"])
    ended = next(
        (u["dagen_geleden"] for u in v.rij["uitkomst"] if u["betekenis"] == "interventie_afgerond"),
        None,
    )
    return Interventie(
        soort=row["interventiesoort"],
        omschrijving=row["dienst"],
        aanbieder=row["wie"],
        inkoper=buyer.organisatie,
        doelgroep=_doelgroep(v, day_of(gepland)),
        gevraagd_cent=row["bedrag_cent"],
        btw="incl",
        gepland_op=gepland,
        door=contact,
        status="loopt" if ended is None else "afgerond",
        toets=tuple(
            Toets(t["voorziening"], "", t["antwoord"], t["reden"], contact, gepland)
            for t in v.rij["toets"]
        ),
        toets_gedaan_op=done,
        besluit=besluit,
        order=Order(v.later(besluit.besloten_op, 0), buyer, row["bedrag_cent"]),
        afgesloten_op=v.klok.dag(ended) if ended is not None else None,
        delen=tuple(
            (BETALERS.get(c["wie"], "ander_fonds"), NAMEN.get(c["wie"], ""), c["bedrag_cent"])
            for c in row.get("cofinanciers", [])
        ),
    )


def _doelgroep(v: Verteller, day: date) -> str:
    """What the facts of that day say; a story leaves no choice open."""
    facts = [_feit(v, row) for row in v.rij["situatie"]]
    now = [f.soort for f in facts if f.van <= day and (f.tot is None or day <= f.tot)]
    found = derive_doelgroep(now, v.regels)
    assert isinstance(found, Bepaald), f"{v.rij['sleutel']}: {found}"
    return found.code


def _besluit(v: Verteller, row: Mapping[str, Any], contact: Collega, gevraagd: datetime) -> Besluit:
    besloten = v.klok.overleg_na(gevraagd)
    others = " ".join(
        f"{c['wie'].capitalize()} betaalt € {c['bedrag_cent'] // 100:,} mee.".replace(",", ".")
        for c in row.get("cofinanciers", [])
    )
    return Besluit(
        gevraagd_op=gevraagd,
        gevraagd_door=contact,
        vraag=f"Graag akkoord op {row['dienst'].lower()}. {others}".strip(),
        uitkomst="toegekend",
        wijze="casusoverleg",
        besloten_op=besloten,
        besloten_door=v.bezetting.coordinator,
        motivering=MOTIVERING,
    )


def _overdracht(v: Verteller) -> Overdracht | None:
    told = v.rij.get("overdracht")
    if not told:
        return None
    offered = v.moment(told["dagen_geleden"])
    return Overdracht(
        van=v.wie(told["van"]),
        naar=v.wie(told["naar"]),
        reden=told["reden"],
        warm_contact=told["warm_contact"],
        warm_contact_op=day_of(offered),
        aangeboden_op=offered,
        reageer_uiterlijk=answer_before(day_of(offered)),
        status="aangenomen",
        besloten_op=v.later(offered),
    )


def _contacten(v: Verteller, contact: Collega, aangemaakt: datetime) -> list[Contact]:
    return [
        Contact("gesprek", 60, CONTACTEN[0], aangemaakt, contact),
        Contact("telefoon", 15, CONTACTEN[1], v.later(aangemaakt, 10), contact),
    ]


def _uitkomst(v: Verteller, row: Mapping[str, Any], plan: Arrangement) -> Uitkomst:
    bought = [n for n, stap in enumerate(plan.stappen) if stap.interventie]
    ended = row["betekenis"] == "interventie_afgerond"
    day, door = v.klok.dag(row["dagen_geleden"]), v.wie("gemeente")
    work = row["betekenis"] == "aan_het_werk"
    return Uitkomst(
        betekenis=row["betekenis"],
        datum=day,
        bron="aanbieder" if ended else "kandidaat",
        toelichting=row["toelichting"],
        door=door,
        stap=bought[0] if ended and bought else None,
        nazorg=draw_nazorg(v.rng, v.klok, day, door) if work else (),
    )
