"""The doors of the demo region: Werkcafés, a campagne, a stop with people who wait, referrals,
help in minutes, and a question that waits for somebody else."""

from collections.abc import Sequence
from datetime import date, timedelta

from ontschot.kern.werkdagen import add_workdays
from ontschot.meldingen import actions
from ontschot.meldingen.deuren import Herkomst
from ontschot.meldingen.models import Campagne, Hulp, Intakestop, Melding, Verwijzing, Werkcafe
from ontschot.meldingen.opvang import Opvang, take_in
from ontschot.server.demo.bron import change
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.plan import Collega

CAFES = (
    ("Werkcafé Wijchen", "bibliotheek Wijchen", -7),
    ("Werkcafé Beuningen", "dorpshuis Beuningen", 0),
    ("Werkcafé Druten", "bibliotheek Druten", 9),
)
TEKST_NL = (
    "Veel mensen willen nu een test naar wat ze al kunnen. Daarom duurt het langer voor we je "
    "uitnodigen. Een loopbaangesprek kan wel meteen."
)
TEKST_EN = (
    "Many people now want a test of what they can do already. So it takes longer before we "
    "invite you. A career talk is possible at once."
)
WACHTENDEN = (
    ("Ik heb jaren in de bouw gewerkt. Kan ik daar een papier voor krijgen?", "06 0123 4501"),
    ("In Syrië was ik laborant. Hoe laat ik hier zien wat ik kan?", "06 0123 4502"),
    ("Ik wil een ervaringscertificaat voor de zorg. Wanneer kan dat?", ""),
    ("Mag ik meedoen met de beroepentest van de vakbond?", "06 0123 4504"),
)
TER_PLEKKE = (
    ("Waar vind ik de inloop in Wijchen?", 5),
    ("Kan ik mijn cv hier laten nakijken?", 15),
    ("Welke opleidingen beginnen er in februari?", 10),
)
HULP = (("gesprek", 30), ("informatie", 10), ("uitgezocht", 45), ("warme_overdracht", 20),
        ("meegegaan", 90), ("advies", 25))  # fmt: skip


def store(gevuld: Gevuld) -> None:
    here = [v for v in gevuld.vragen if v.regio_id == RIJK_VAN_NIJMEGEN]
    cafes = _cafes(gevuld.today)
    _campagne(gevuld.today, here)
    _afternoon(gevuld, cafes[0])
    _stop(gevuld)
    _hulp(here)
    _open(gevuld, here)


def _persona(gevuld: Gevuld, sleutel: str) -> Collega:
    return next(c for c in gevuld.bron.bezetting.collegas if c.sleutel == sleutel)


def _cafes(today: date) -> list[Werkcafe]:
    return Werkcafe.objects.bulk_create(
        Werkcafe(
            regio_id=RIJK_VAN_NIJMEGEN, naam=naam, plaats=plaats, datum=today + timedelta(days=ver)
        )
        for naam, plaats, ver in CAFES
    )


def _campagne(today: date, here: Sequence[Melding]) -> None:
    """What came in by going out, came from this campagne."""
    campagne = Campagne.objects.create(
        regio_id=RIJK_VAN_NIJMEGEN,
        naam="Overstappen naar de zorg",
        van=today - timedelta(days=150),
        tot=today + timedelta(days=30),
    )
    led = [v for v in here if v.deur == "outreach" and day_of(v.ontvangen_op) >= campagne.van]
    change("meldingen_melding", {"campagne_id": "int8"}, [(v.pk, campagne.pk) for v in led])


def _afternoon(gevuld: Gevuld, cafe: Werkcafe) -> None:
    """Questions that the gids settled on the spot."""
    wie = gevuld.bron.actor(_persona(gevuld, "gids-uwv"))
    for number, (vraag, minuten) in enumerate(TER_PLEKKE):
        take_in(
            wie,
            Opvang(
                vraag=vraag,
                bereik="",
                deur="werkcafe",
                herkomst=Herkomst(werkcafe_id=cafe.pk),
                token=f"demo-{number}",
                minuten=minuten,
            ),
        )


def _stop(gevuld: Gevuld) -> None:
    """One subject waits: the EVC and tests of the union; each keeps its place and its owner."""
    Intakestop.objects.create(
        regio_id=RIJK_VAN_NIJMEGEN,
        deur="vakbond",
        reden="drukte",
        van=gevuld.today - timedelta(days=5),
        tot=gevuld.today + timedelta(days=16),
        tekst_nl=TEKST_NL,
        tekst_en=TEKST_EN,
    )
    wie = gevuld.bron.actor(_persona(gevuld, "loopbaancoach-fnv"))
    for number, (vraag, telefoon) in enumerate(WACHTENDEN):
        op = gevuld.nu - timedelta(days=4 - number)
        actions.receive(
            wie,
            regio=RIJK_VAN_NIJMEGEN,
            deur="vakbond",
            vraag=vraag,
            ontvangen_op=op,
            contactwijze="bellen" if telefoon else "anoniem",
            telefoon=telefoon,
        )


def _hulp(here: Sequence[Melding]) -> None:
    spoken = [(v, v.eerste_contact_op) for v in here if v.eerste_contact_op]
    Hulp.objects.bulk_create(
        Hulp(
            regio_id=vraag.regio_id,
            melding=vraag,
            soort=soort,
            minuten=minuten,
            door_id=vraag.eigenaar_id,
            organisatie_id=vraag.organisatie_id,
            op=op,
        )
        for place, (vraag, op) in enumerate(spoken)
        for soort, minuten in [HULP[place % len(HULP)]]
    )


def _open(gevuld: Gevuld, here: Sequence[Melding]) -> None:
    """For the gids: one question that waits for another, and one that another must confirm; and
    for the consulent a request to confirm."""
    gids, consulent = _persona(gevuld, "gids-uwv"), _persona(gevuld, "consulent-gemeente")
    found = Melding.objects.filter(
        pk__in=[v.pk for v in here],
        status="open",
        eigenaar=gevuld.bron.medewerker(gids),
        kandidaat=None,
    )
    late, *_, asked, waits = found.order_by("ontvangen_op", "pk")
    spoken = max(gevuld.nu - timedelta(days=1), asked.ontvangen_op, waits.ontvangen_op)
    today = gevuld.today
    for row in (waits, asked, late):
        row.eerste_contact_op = max(spoken, row.ontvangen_op)
        row.save(update_fields=["eerste_contact_op"])
    waits.wacht_op, waits.wacht_sinds = "de afdeling Werk en Inkomen", today
    waits.wacht_tot = add_workdays(today, 5)
    waits.save(update_fields=["wacht_op", "wacht_sinds", "wacht_tot"])
    wie = gevuld.bron.medewerker(gids)
    partner = gevuld.bron.organisatie(consulent.organisatie)
    Verwijzing.objects.create(
        regio_id=RIJK_VAN_NIJMEGEN,
        melding=asked,
        soort="overgedragen",
        organisatie_id=partner,
        naar=gevuld.bron.bezetting.organisatie_namen[consulent.organisatie],
        gesproken_met=consulent.naam,
        gesproken_op=today,
        gedeeld="Deze persoon zoekt werk dichtbij huis en wil graag eens praten.",
        door_id=wie,
        gevraagd_op=gevuld.nu,
        uiterlijk=add_workdays(today, 5),
    )
    Verwijzing.objects.create(
        regio_id=RIJK_VAN_NIJMEGEN,
        melding=late,
        soort="naar_voorliggend",
        naar="Taalhuis Nijmegen",
        gesproken_met="de balie",
        gesproken_op=day_of(late.ontvangen_op),
        gedeeld="Deze persoon wil beter Nederlands leren lezen.",
        door_id=wie,
        gevraagd_op=late.ontvangen_op,
        uiterlijk=today - timedelta(days=2),
    )
