"""Facts that were taken back, people who died or moved, and how somebody likes to be reached."""

from datetime import timedelta

from ontschot.kandidaten.models import Feitintrekking, Toestand
from ontschot.server.demo.bron import change
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.klok import day_of

REDENEN = (
    ("ww", "De WW was al gestopt; het is de Ziektewet."),
    ("in_dienst", "Het contract liep een maand eerder af."),
    ("geen_uitkering", "Er bleek wel recht op WW te zijn."),
)

VOORKEUREN = (
    ("bellen", "na 17 uur", False, 4, "omscholing"),
    ("sms", "", False, 12, ""),
    ("mailen", "niet op vrijdag", False, 1, "geldzorgen"),
    ("langskomen", "", True, 7, "taal"),
)

# Two of this demo person's dossiers show what is rare.
PERSONA = "gids-uwv"


def store(gevuld: Gevuld) -> None:
    """One in eight of the newest dossiers here has a correction, and those of `PERSONA`."""
    _toestanden(gevuld)
    _voorkeuren(gevuld)
    Feitintrekking.objects.bulk_create(
        Feitintrekking(
            regio_id=dossier.regio,
            kandidaat=dossier.kandidaat,
            soort_id=soort,
            van=day_of(dossier.leven.aangemaakt_op) - timedelta(days=90),
            bron="verteld door de kandidaat",
            vastgelegd_op=dossier.leven.aangemaakt_op,
            ingetrokken_door_id=gevuld.bron.medewerker(dossier.leven.contactpersoon),
            ingetrokken_op=min(
                dossier.leven.aangemaakt_op + timedelta(days=3), gevuld.nu - timedelta(hours=1)
            ),
            reden=reden,
        )
        for number, dossier in enumerate(reversed(gevuld.hier[-64:]))
        if number % 8 == 0 or dossier.leven.contactpersoon.sleutel == PERSONA
        for soort, reden in [REDENEN[number // 8 % len(REDENEN)]]
    )


def _toestanden(gevuld: Gevuld) -> None:
    """Two people: one died, one moved; and why a dossier is shielded."""
    own = [d for d in gevuld.hier if d.leven.contactpersoon.sleutel == PERSONA]
    # From the middle: the oldest are the told stories, the newest stand on top of the lists.
    died, moved = own[len(own) // 2], own[len(own) // 2 - 1]
    today = gevuld.today
    days = {"overleden": today - timedelta(days=20), "verhuisd": today - timedelta(days=35)}
    hidden = [
        ("afgeschermd", d, day_of(d.leven.aangemaakt_op), "veiligheid")
        for d in gevuld.dossiers
        if d.leven.afgeschermd
    ]
    Toestand.objects.bulk_create(
        Toestand(
            regio_id=d.regio,
            kandidaat=d.kandidaat,
            soort=soort,
            aan=True,
            reden=reden,
            dag=dag,
            op=gevuld.nu - timedelta(days=(today - dag).days),
            door_id=gevuld.bron.medewerker(d.leven.contactpersoon),
        )
        for soort, d, dag, reden in [
            ("overleden", died, days["overleden"], "bericht"),
            ("verhuisd", moved, days["verhuisd"], "persoon"),
            *hidden,
        ]
    )
    change(
        "kandidaten_kandidaat",
        {"overleden_op": "date", "verhuisd_op": "date", "verhuisd_naar": "text"},
        [
            (died.kandidaat.pk, days["overleden"], None, ""),
            (moved.kandidaat.pk, None, days["verhuisd"], "Arnhem"),
        ],
    )


def _voorkeuren(gevuld: Gevuld) -> None:
    """How some people like to be reached, and what the advies looks at."""
    change(
        "kandidaten_kandidaat",
        {
            "contact_kanaal": "text",
            "contact_tijden": "text",
            "tolk": "bool",
            "jaren_functie": "int2",
            "expertise": "text",
        },
        [
            (dossier.kandidaat.pk, *VOORKEUREN[number % len(VOORKEUREN)])
            for number, dossier in enumerate(reversed(gevuld.hier))
            if number % 2 == 0
        ],
    )
