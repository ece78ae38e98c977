"""The rarer things: asking to be let in, breaking the glass, a visitor who wrote again, a mail."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from ontschot.kandidaten.models import Betrokkenheid, Noodtoegang, Toegangsverzoek
from ontschot.kandidaten.rules import NOODTOEGANG_UREN, TOEGANG_WERKDAGEN, add_workdays
from ontschot.kern.models import Bericht
from ontschot.meldingen.models import Aanvulling, Melding
from ontschot.server.demo.bron import Bron, change
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.plan import Collega
from ontschot.server.demo.rijen import Dossier

REDENEN = (
    "Deze persoon stond net bij mij aan de balie en ik wil geen tweede dossier beginnen.",
    "Ik neem de zaken van een collega waar en er is haast bij een aanmelding.",
    "De school belde mij over de start van de opleiding.",
)
NOOD = "De vaste contactpersoon is weg en de werkgever wacht nu op antwoord."
NOG_IETS = (
    "O ja, ik heb ook een rijbewijs. Dat was ik vergeten te zeggen.",
    "Ik kan niet op woensdag, dan is de hond alleen.",
    "Mag ik ook met mijn zus samen komen?",
)
# So many mails stand in the outbox as sent.
BERICHTEN = 25


def store(gevuld: Gevuld) -> None:
    bron, here, nu = gevuld.bron, gevuld.hier, gevuld.nu
    _verzoeken(bron, here, nu)
    _noodtoegang(bron, here, nu)
    own = [v for v in gevuld.vragen if v.regio_id == RIJK_VAN_NIJMEGEN]
    _aanvullingen(own, nu)
    _berichten(own)


def _stranger(bron: Bron, dossier: Dossier) -> Collega:
    """Somebody of another partner who is not with this person."""
    known = {b.wie.sleutel for b in dossier.leven.betrokkenen}
    organisatie = dossier.leven.contactpersoon.organisatie
    helpers = bron.bezetting.of(dossier.regio, rol="gids") + bron.bezetting.of(
        dossier.regio, rol="consulent"
    )
    return next(c for c in helpers if c.sleutel not in known and c.organisatie != organisatie)


def _verzoeken(bron: Bron, dossiers: Sequence[Dossier], nu: datetime) -> None:
    """For each of the demo people one request to decide; and older ones that were decided."""
    of_personas = [
        next(d for d in reversed(dossiers) if d.leven.contactpersoon.sleutel == persona)
        for persona in ("gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")
    ]
    decided = [d for d in dossiers if d not in of_personas][: len(REDENEN)]
    rows = Toegangsverzoek.objects.bulk_create(
        Toegangsverzoek(
            regio_id=d.regio,
            kandidaat=d.kandidaat,
            medewerker_id=bron.medewerker(wie := _stranger(bron, d)),
            organisatie_id=bron.organisatie(wie.organisatie),
            reden=REDENEN[place % len(REDENEN)],
            gevraagd_op=op,
            uiterlijk=add_workdays(day_of(op), TOEGANG_WERKDAGEN),
        )
        for place, (d, op) in enumerate(
            [(d, nu - timedelta(hours=20)) for d in of_personas]
            + [(d, nu - timedelta(days=40)) for d in decided]
        )
    )
    answers = [("toegestaan", ""), ("geweigerd", "Ik bel je, dan is toegang niet nodig.")]
    change(
        "kandidaten_toegangsverzoek",
        {"status": "text", "toelichting": "text", "besloten_door_id": "int8",
         "besloten_op": "timestamptz"},
        [
            (
                row.pk,
                *answers[place % len(answers)],
                bron.medewerker(d.leven.contactpersoon),
                nu - timedelta(days=39),
            )
            for place, (d, row) in enumerate(
                zip(decided, rows[len(of_personas) :], strict=True)
            )
        ],
    )  # fmt: skip
    _let_in(rows[len(of_personas) :: len(answers)], nu - timedelta(days=39))


def _let_in(rows: Iterable[Toegangsverzoek], op: datetime) -> None:
    """Whoever was let in is betrokken since then."""
    Betrokkenheid.objects.bulk_create(
        Betrokkenheid(
            regio_id=row.regio_id,
            kandidaat_id=row.kandidaat_id,
            medewerker_id=row.medewerker_id,
            organisatie_id=row.organisatie_id,
            grond="toegang",
            sinds=op,
        )
        for row in rows
    )


def _noodtoegang(bron: Bron, dossiers: Sequence[Dossier], nu: datetime) -> None:
    Noodtoegang.objects.bulk_create(
        Noodtoegang(
            regio_id=d.regio,
            kandidaat=d.kandidaat,
            medewerker_id=bron.medewerker(_stranger(bron, d)),
            reden=NOOD,
            op=nu - timedelta(days=days),
            tot=nu - timedelta(days=days) + timedelta(hours=NOODTOEGANG_UREN),
        )
        for d, days in zip(dossiers[5:7], (3, 75), strict=True)
    )


def _aanvullingen(vragen: Iterable[Melding], nu: datetime) -> None:
    waiting = [v for v in vragen if v.contactwijze == "anoniem" and v.eerste_contact_op is None]
    Aanvulling.objects.bulk_create(
        Aanvulling(
            regio_id=vraag.regio_id,
            melding=vraag,
            tekst=tekst,
            op=vraag.ontvangen_op + (nu - vraag.ontvangen_op) / 2,
        )
        for vraag, tekst in zip(waiting, NOG_IETS, strict=False)
    )


def _berichten(vragen: Iterable[Melding]) -> None:
    """The answers that went by mail; they have been sent, so nothing goes out of a demo."""
    mailed = [v for v in vragen if v.contactwijze == "mailen" and v.eerste_contact_op]
    rows = Bericht.objects.bulk_create(
        Bericht(
            regio=vraag.regio_id,
            aan=vraag.email,
            onderwerp=f"Antwoord op je vraag {vraag.nummer}",
            tekst="Je leest ons antwoord met de code die je kreeg, of bel ons gerust.",
            sleutel=f"demo-{vraag.nummer}",
        )
        for vraag in mailed[-BERICHTEN:]
    )
    change(
        "kern_bericht",
        {"status": "text", "pogingen": "int2", "verzonden_op": "timestamptz"},
        [
            (row.pk, "verzonden", 1, vraag.eerste_contact_op)
            for vraag, row in zip(mailed[-BERICHTEN:], rows, strict=True)
        ],
    )
