"""Talks with kandidaten in the demo, what some of them asked, and links to the own page."""

from datetime import datetime, timedelta

from django.utils import timezone

from ontschot.berichten.actions.common import SOORT_LINK
from ontschot.berichten.models import Bereikbaarheid, Gespreksbericht, Verzoek
from ontschot.berichten.rules import LINK_DAGEN, answer_before
from ontschot.kern import links
from ontschot.server.demo.bron import Bron, change
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.rijen import Dossier

PERSONAS = ("gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")
# Who speaks (the kandidaat or we), how many hours ago, and what was said.
GESPREKKEN = (
    (
        ("kandidaat", 96, "Ik heb het plan gelezen. Kan ik ook ’s avonds naar de cursus?"),
        ("medewerker", 90, "Ja, dat kan. Op dinsdag en donderdag is er een avondgroep."),
        ("kandidaat", 20, "Fijn. Moet ik mij zelf aanmelden?"),
    ),
    (
        ("medewerker", 70, "De werkgever wil je graag spreken. Past maandag om tien uur?"),
        ("kandidaat", 66, "Ja, maandag is goed."),
        ("medewerker", 60, ""),
    ),
    (("kandidaat", 5, "Mijn nummer is veranderd. Ik heb dat hier doorgegeven."),),
)
VERZOEKEN = (
    ("correctie", "telefoon", "06 55512345"),
    ("intrekken", "nazorg", "Ik werk nu een half jaar, het gaat goed."),
    ("correctie", "anders", "Ik heb mijn diploma intussen gehaald."),
)
DOSSIERS_ELK = 3


def store(gevuld: Gevuld) -> None:
    """Each of the demo people has a talk that waits, one that rests, and a request."""
    for persona in PERSONAS:
        own = [d for d in reversed(gevuld.hier) if d.leven.contactpersoon.sleutel == persona]
        for place, dossier in enumerate(own[:DOSSIERS_ELK]):
            _talk(gevuld.bron, dossier, place, gevuld.nu)
            _request(gevuld.bron, dossier, place, gevuld.nu)
            links.make(
                soort=SOORT_LINK,
                regio=dossier.regio,
                object_sleutel=dossier.kandidaat.sleutel,
                # A link runs from now, whatever day the world was made for.
                geldig_tot=timezone.now() + timedelta(days=LINK_DAGEN),
                eenmalig=False,
            )
        if own:
            Bereikbaarheid.objects.create(
                medewerker_id=gevuld.bron.medewerker(own[0].leven.contactpersoon),
                wanneer="maandag tot en met donderdag, 9 tot 16 uur",
            )


def _talk(bron: Bron, dossier: Dossier, place: int, nu: datetime) -> None:
    wie = dossier.leven.contactpersoon
    ours = {
        "door_id": bron.medewerker(wie),
        "organisatie_id": bron.organisatie(wie.organisatie),
    }
    Gespreksbericht.objects.bulk_create(
        Gespreksbericht(
            regio_id=dossier.regio,
            kandidaat=dossier.kandidaat,
            van=van,
            soort="bericht" if tekst else "gezien",
            tekst=tekst,
            op=max(nu - timedelta(hours=hours), dossier.leven.aangemaakt_op),
            **(ours if van == "medewerker" else {}),
        )
        for van, hours, tekst in GESPREKKEN[place % len(GESPREKKEN)]
    )


def _request(bron: Bron, dossier: Dossier, place: int, nu: datetime) -> None:
    """The last of the three was answered."""
    soort, onderwerp, tekst = VERZOEKEN[place % len(VERZOEKEN)]
    op = max(nu - timedelta(days=3), dossier.leven.aangemaakt_op)
    row = Verzoek.objects.create(
        regio_id=dossier.regio,
        kandidaat=dossier.kandidaat,
        soort=soort,
        onderwerp=onderwerp,
        tekst=tekst,
        gevraagd_op=op,
        uiterlijk=answer_before(day_of(op)),
    )
    if place == DOSSIERS_ELK - 1:
        change(
            "berichten_verzoek",
            {
                "status": "text",
                "besloten_door_id": "int8",
                "besloten_op": "timestamptz",
                "reden": "text",
            },
            [
                (
                    row.pk,
                    "toegekend",
                    bron.medewerker(dossier.leven.contactpersoon),
                    nu - timedelta(hours=2),
                    "Gefeliciteerd. Ik heb je diploma erbij gezet.",
                )
            ],
        )
