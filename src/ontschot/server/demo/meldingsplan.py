"""Questions that need no dossier: the half of the work that nobody saw (pure)."""

from datetime import date, datetime
from random import Random

from ontschot.kern.werkdagen import add_workdays
from ontschot.server.demo import zinnen
from ontschot.server.demo.aanbod import DOELGROEPEN, weighted
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.levens import (
    DEUREN,
    PLAATSEN,
    REACTIE_WERKDAGEN,
    Plek,
    draw_persoon,
    draw_vraag,
)
from ontschot.server.demo.plan import Collega, Melding

UITKOMSTEN = {"beantwoord": 72, "naar_voorliggend": 17, "ingetrokken": 6, "overgedragen": 5}
ANONIEM = 0.58


def draw_melding(
    rng: Random, plek: Plek, begin: date, *, eigenaar: Collega | None = None, open_: bool = False
) -> Melding:
    """A question that came in on `begin`; answered within days, unless it must stay open."""
    klok = plek.bezetting.klok
    deur = weighted(rng, DEUREN[""])
    eigenaar = eigenaar or rng.choice(
        [c for c in plek.bezetting.collegas if c.rol in {"gids", "loopbaancoach", "consulent"}]
    )
    persoon = draw_persoon(rng, plek, "werknemer", klok.vandaag)
    wijze = "anoniem" if rng.random() < ANONIEM else rng.choice(["bellen", "mailen"])
    known = wijze != "anoniem"
    ontvangen = min(klok.op(rng, begin), klok.nu)
    los = rng.random() < 0.75
    contact, antwoord, uitkomst, gesloten = (
        (None, "", "", None) if open_ else _answered(rng, plek, ontvangen)
    )
    return Melding(
        regio=plek.regio,
        deur=deur,
        plaats=f"{rng.choice(PLAATSEN)} {persoon.gemeente}" if deur == "inloop" else "",
        vraag=rng.choice(zinnen.VRAGEN["los"])
        if los
        else draw_vraag(rng, weighted(rng, DOELGROEPEN)),
        contactwijze=wijze,
        eigenaar=eigenaar,
        ontvangen_op=ontvangen,
        reageer_uiterlijk=add_workdays(day_of(ontvangen), REACTIE_WERKDAGEN),
        gemeente=persoon.gemeente,
        naam=persoon.naam if known else "",
        telefoon=persoon.telefoon if wijze == "bellen" else "",
        email=persoon.email if wijze == "mailen" else "",
        taal=persoon.taal,
        eerste_contact_op=contact,
        antwoord=antwoord,
        uitkomst=uitkomst,
        gesloten_op=gesloten,
    )


def _answered(
    rng: Random, plek: Plek, ontvangen: datetime
) -> tuple[datetime | None, str, str, datetime | None]:
    """First contact, the answer, and how it ended; nothing yet when that lies ahead."""
    klok = plek.bezetting.klok
    contact = klok.na(rng, ontvangen, 0, 1 if rng.random() < 0.8 else 4)
    closed = klok.na(rng, contact, 0, 9)
    if contact is None:
        return None, "", "", None
    answer = rng.choice(zinnen.ANTWOORDEN)
    return contact, answer, weighted(rng, UITKOMSTEN) if closed else "", closed
