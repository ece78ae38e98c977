"""What must wait for the demo people when they sign in, whatever chance brought (pure)."""

from datetime import date, timedelta
from random import Random

from ontschot.server.demo.levens import Plek, Wens, draw_leven
from ontschot.server.demo.meldingsplan import draw_melding
from ontschot.server.demo.plan import Collega, Leven, Melding

# So long ago that everything up to the besluit has certainly been done (see `klok.na`).
LANG_GENOEG = 60


def waiting_meldingen(rng: Random, plek: Plek) -> list[Melding]:
    """Late and fresh questions for the people who answer them."""
    gids, coach, consulent = _people(plek, "gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")
    wanted = [(gids, 7), (gids, 5), (gids, 1), (gids, 0), (gids, 0), (coach, 6), (coach, 1),
              (coach, 0), (consulent, 5), (consulent, 1), (consulent, 0)]  # fmt: skip
    today = plek.bezetting.klok.vandaag
    return [
        draw_melding(rng, plek, today - timedelta(days=ago), eigenaar=wie, open_=True)
        for wie, ago in wanted
    ]


def waiting_levens(rng: Random, plek: Plek) -> list[Leven]:
    """For each of the three: a toets to finish, an order to enter, nazorg, and an overdracht."""
    gids, coach, consulent = _people(plek, "gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")
    wishes = [
        *_for(gids, "ww", "uwv", "uwv", "intensief-loopbaantraject"),
        *_for(coach, "werknemer", "vakbond", "fnv", "extra-loopbaangesprekken"),
        *_for(consulent, "nug", "gemeente", "werkbedrijf", "taal-voor-het-werk"),
        *_handed_over(plek, gids, coach, consulent),
    ]
    today = plek.bezetting.klok.vandaag
    ago = [260 if wish.nazorg else LANG_GENOEG for wish in wishes]
    wishes += _declared(plek)
    ago += [_days_to_last_month(today)] * (len(wishes) - len(ago))
    found = [
        draw_leven(rng, plek, today - timedelta(days=days), wish)
        for days, wish in zip(ago, wishes, strict=True)
    ]
    return [leven for leven in found if leven]


def _people(plek: Plek, *sleutels: str) -> list[Collega]:
    """The demo people in their first role."""
    return [next(c for c in plek.bezetting.collegas if c.sleutel == s) for s in sleutels]


def _for(wie: Collega, doelgroep: str, partij: str, inkoper: str, dienst: str) -> list[Wens]:
    """Dossiers of one person: at the toets, at the besluit, granted, and long since at work."""
    return [
        *(
            Wens(doelgroep, partij, inkoper, wie, dienst, stopt_bij)
            for stopt_bij in ("gepland", "besluit_gevraagd", "toegekend", "toegekend")
        ),
        Wens(doelgroep, partij, inkoper, wie, dienst, "", nazorg=True),
    ]


def _handed_over(plek: Plek, *ontvangers: Collega) -> list[Wens]:
    """A colleague of the Leerwerkloket offers somebody to each of them, with a warm contact."""
    (loket,) = _people(plek, "janneke-de-vries")
    return [
        Wens("nug", "gemeente", "werkbedrijf", loket, "arbeidsdiagnose", "gepland", wie)
        for wie in ontvangers
    ]


def _declared(plek: Plek) -> list[Wens]:
    """Ordered last month, so that a declaratie and a batch wait for the kassiers in any world."""
    coach, consulent, cnv = _people(plek, "loopbaancoach-fnv", "consulent-gemeente", "henk-willems")
    return [
        Wens("werknemer", "vakbond", "fnv", coach, "beroepentest", "verplicht"),
        Wens("nug", "gemeente", "werkbedrijf", consulent, "vca-basis", "verplicht"),
        Wens("werknemer", "vakbond", "cnv", cnv, "beroepentest", "verplicht"),
    ]


def _days_to_last_month(today: date) -> int:
    """So that what is asked then is ordered before the end of last month."""
    return (today - today.replace(day=1)).days + 75
