"""A busy counter and a Werkcafé afternoon: a question kept in one go, and settled if it was."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from ontschot.kern.scope import Actor
from ontschot.meldingen import actions, rules
from ontschot.meldingen.codes import code_for_form
from ontschot.meldingen.deuren import Herkomst
from ontschot.meldingen.models import Melding
from ontschot.meldingen.queries import by_code


@dataclass(frozen=True)
class Opvang:
    """One question at the counter. `minuten`: answered on the spot; None: somebody goes on.

    `bereik` is a telephone number, an e-mail address, or empty for who stays anonymous. `token`
    belongs to the form and the row that was shown, so that it comes in once.
    """

    vraag: str
    bereik: str
    deur: str
    herkomst: Herkomst
    token: str
    minuten: int | None = None
    zelf: bool = False


@dataclass(frozen=True)
class Opgevangen:
    """What was kept. `code` only for who stays anonymous and has an answer to come back for."""

    melding: Melding
    code: str
    klaar: bool


def take_in(wie: Actor, opvang: Opvang) -> Opgevangen:
    """Keep one question; the same form sent again gives what is there already.

    Raises Weigering or ValueError with a Dutch sentence for what cannot be kept.
    """
    code = code_for_form("\n".join(["opvang", opvang.token, opvang.vraag, opvang.bereik]))
    wijze, telefoon, email = rules.read_reach(opvang.bereik)
    klaar = opvang.minuten is not None
    try:
        # A savepoint: the other rows of the form stay.
        with transaction.atomic():
            melding = _keep(wie, opvang=opvang, code=code, bereik=(wijze, telefoon, email))
    except IntegrityError:
        known = by_code(wie.regio, code)
        if known is None:
            raise
        melding = known
    shown = code if wijze == "anoniem" and not klaar else ""
    return Opgevangen(melding, shown, klaar)


def _keep(wie: Actor, *, opvang: Opvang, code: str, bereik: tuple[str, str, str]) -> Melding:
    """Each step is an action with its own audit line; `take_in` makes them one savepoint."""
    wijze, telefoon, email = bereik
    mine = opvang.zelf or opvang.minuten is not None
    melding = actions.receive(
        wie,
        regio=wie.regio,
        deur=opvang.deur,
        vraag=opvang.vraag,
        contactwijze=wijze,
        telefoon=telefoon,
        email=email,
        herkomst=opvang.herkomst,
        eigenaar_id=wie.medewerker_id if mine else None,
        code=code,
    ).melding
    if opvang.minuten is not None:
        actions.add_hulp(wie, melding_id=melding.pk, soort="informatie", minuten=opvang.minuten)
        melding = actions.close(wie, melding_id=melding.pk, uitkomst="beantwoord")
    return melding
