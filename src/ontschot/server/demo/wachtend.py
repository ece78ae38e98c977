"""What must wait for the demo people when they sign in, whatever chance brought (pure)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from ontschot.server.demo import zinnen
from ontschot.server.demo.geldplan import METEEN_CENT, next_month
from ontschot.server.demo.klok import Klok, day_of
from ontschot.server.demo.levens import Plek, Wens, draw_leven
from ontschot.server.demo.meldingsplan import draw_melding
from ontschot.server.demo.plan import Collega, Leven, Melding
from ontschot.server.demo.vervolg import WERKT_SINDS, last_step

# A wish is tried with a later and later begin in the past, until it has come true.
LANGST_GELEDEN = 400
# So many days ago an open overdracht was offered: still in time, and long since late.
VERS, LAAT = 1, 14


def waiting_meldingen(rng: Random, plek: Plek) -> list[Melding]:
    """Late and fresh questions for the people who answer them."""
    gids, coach, consulent = _people(plek, "gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")
    # Nine days ago is late also with a long weekend between.
    wanted = [(gids, 9), (gids, 5), (gids, 1), (gids, 0), (gids, 0), (coach, 9), (coach, 1),
              (coach, 0), (consulent, 9), (consulent, 1), (consulent, 0)]  # fmt: skip
    today = plek.bezetting.klok.vandaag
    # All different: these are the first questions that a visitor of the demo reads.
    teksten = rng.sample([*zinnen.VRAGEN["iedereen"], *zinnen.VRAGEN["los"]], len(wanted))
    return [
        replace(
            draw_melding(rng, plek, today - timedelta(days=ago), eigenaar=wie, open_=True),
            vraag=tekst,
        )
        for (wie, ago), tekst in zip(wanted, teksten, strict=True)
    ]


def waiting_levens(rng: Random, plek: Plek) -> list[Leven]:
    """A toets to finish, a besluit to take, orders to enter, nazorg, overdrachten, declaraties."""
    gids, coach, consulent = _people(plek, "gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")
    wishes = [
        *_for(gids, "ww", "uwv", "uwv", "intensief-loopbaantraject"),
        *_for(coach, "werknemer", "vakbond", "fnv", "extra-loopbaangesprekken"),
        *_for(consulent, "nug", "gemeente", "werkbedrijf", "taal-voor-het-werk"),
        *_handed_over(plek, gids, coach, consulent),
        *_declared(plek),
    ]
    return [come_true(rng, plek, wens) for wens in wishes]


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
        Wens(doelgroep, partij, inkoper, wie, dienst, nazorg=True),
    ]


def _handed_over(plek: Plek, *ontvangers: Collega) -> list[Wens]:
    """The Leerwerkloket offers somebody to each of them; an offer to a colleague is late."""
    loket, ander = _people(plek, "janneke-de-vries", "mieke-loeffen")
    offers = [*((wie, VERS) for wie in ontvangers), (ander, LAAT)]
    return [
        Wens("nug", "gemeente", "werkbedrijf", loket, "arbeidsdiagnose", "gepland", wie, days)
        for wie, days in offers
    ]


def _declared(plek: Plek) -> list[Wens]:
    """Ordered last month, so that a declaratie and a batch wait for the kassiers in any world."""
    coach, consulent, cnv = _people(plek, "loopbaancoach-fnv", "consulent-gemeente", "henk-willems")
    return [
        Wens("werknemer", "vakbond", "fnv", coach, "beroepentest", "verplicht", gekozen=True),
        Wens("nug", "gemeente", "werkbedrijf", consulent, "vca-basis", "verplicht"),
        Wens("werknemer", "vakbond", "cnv", cnv, "beroepentest", "verplicht"),
    ]


def come_true(rng: Random, plek: Plek, wens: Wens) -> Leven:
    """The life that fits the wish and began most recently; raises LookupError if none does."""
    klok = plek.bezetting.klok
    accept = _nazorg_due if wens.nazorg else ACCEPT[wens.stopt_bij]
    if wens.overdracht_naar:
        accept = _offered_later
    for ago in range(3, LANGST_GELEDEN):
        leven = draw_leven(rng, plek, klok.dag(ago), wens)
        if leven and accept(leven, klok):
            return leven
    raise LookupError(f"Nobody fits {wens}")


def _toets_unfinished(leven: Leven, klok: Klok) -> bool:
    """Some facilities are answered and some are not, in an agreed plan."""
    answers = [line.antwoord for i in leven.interventies for line in i.toets]
    agreed = leven.arrangement is not None and leven.arrangement.akkoord_op is not None
    return agreed and any(answers) and not all(answers)


def _offered_later(leven: Leven, klok: Klok) -> bool:
    """Nothing was done in the dossier after the offer."""
    steps = last_step(leven.aangemaakt_op, leven.advies, leven.arrangement)
    return steps < leven.overdrachten[0].aangeboden_op


def _status(status: str) -> Callable[[Leven, Klok], bool]:
    return lambda leven, klok: any(i.status == status for i in leven.interventies)


def _ordered_last_month(leven: Leven, klok: Klok) -> bool:
    """Declared over last month: ordered in it, and cheap enough to declare at once."""
    this_month = klok.vandaag.replace(day=1)
    return any(
        i.order is not None
        and i.order.cent < METEEN_CENT
        and next_month(day_of(i.order.besteld_op)) == this_month
        for i in leven.interventies
    )


def _nazorg_due(leven: Leven, klok: Klok) -> bool:
    """Found work after everything was done, and nobody has asked yet how it goes."""
    work = klok.dag(WERKT_SINDS)
    done = [i.afgesloten_op for i in leven.interventies if i.status == "afgerond"]
    if not done or len(done) != len(leven.interventies):
        return False
    if any(day is None or day >= work for day in done):
        return False
    return any(
        moment.gedaan_op is None and moment.gepland_op <= klok.vandaag
        for uitkomst in leven.uitkomsten
        for moment in uitkomst.nazorg
    )


ACCEPT: dict[str, Callable[[Leven, Klok], bool]] = {
    "gepland": _toets_unfinished,
    "besluit_gevraagd": _status("besluit_gevraagd"),
    "toegekend": _status("toegekend"),
    "verplicht": _ordered_last_month,
}
