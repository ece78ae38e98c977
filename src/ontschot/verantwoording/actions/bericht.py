"""Mail about a controle, through the outbox. Numbers and days only, never what was found."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from ontschot.kern import outbox
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Medewerker
from ontschot.verantwoording.models import Controle, Controleregel
from ontschot.verantwoording.queries.partner import asked_of
from ontschot.web.format import aantal, datum

WAAR = "Je vindt ze in Ontschot in je Werkvoorraad."


def tell_drawn(controle: Controle) -> None:
    """Tell each partner how many payments are asked about: one message per person."""
    lines = controle.regels.filter(status="gevraagd")
    _tell(
        controle,
        lines,
        f"Controle {controle.nummer}: uitleg bij betalingen",
        "{betalingen} van jullie {is} gekozen voor controle {nummer}. Geef uiterlijk op {dag} "
        "uitleg bij elke betaling. Bewijs dat er al is, hoef je niet nog eens te sturen. ",
        "getrokken",
    )


def tell_finding(line: Controleregel, nummer: int) -> None:
    """Tell the partner that there is something to react to."""
    _tell(
        line.controle,
        [line],
        f"Controle {line.controle.nummer}: reageer op een bevinding",
        "Bij {betalingen} in controle {nummer} is een voorlopige bevinding. Reageer uiterlijk op "
        "{dag}. Daarna kan zij definitief worden. ",
        f"bevinding:{line.pk}:{nummer}",
    )


def tell_again(controle: Controle, lines: Iterable[Controleregel], today: date) -> None:
    """Remind of what still waits for the partner."""
    _tell(
        controle,
        lines,
        f"Controle {controle.nummer}: herinnering",
        "Bij {betalingen} in controle {nummer} wachten we op jullie. De laatste dag is {dag}. ",
        f"herinnering:{today}",
    )


def _tell(
    controle: Controle, lines: Iterable[Controleregel], onderwerp: str, tekst: str, waarom: str
) -> None:
    per: dict[int, list[Controleregel]] = defaultdict(list)
    for line, person in asked_of(lines):
        per[person].append(line)
    people = Medewerker.objects.in_bulk(list(per))
    # Who pays sees no address: Ontschot itself writes the message.
    with scope(systeem(controle.regio_id, reden="controle")):
        for person, rows in sorted(per.items()):
            number = len(rows)
            last = min(row.uiterlijk or timezone.localdate() for row in rows)
            outbox.queue(
                regio=controle.regio_id,
                aan=people[person].email,
                onderwerp=onderwerp,
                tekst=tekst.format(
                    betalingen=aantal(number, "betaling", "betalingen"),
                    **{"is": "is" if number == 1 else "zijn"},
                    nummer=f"{controle.nummer} ({controle.naam})",
                    dag=datum(last),
                )
                + WAAR,
                sleutel=f"controle:{controle.pk}:{waarom}:{person}",
            )
