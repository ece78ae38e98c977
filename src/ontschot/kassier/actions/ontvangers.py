"""Who gets the money of an approved line: the partner that declared it, or the provider itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ontschot.aanbieders.actions import payable_accounts
from ontschot.kassier.models import Betaalgegeven, Claimregel, Declaratieregel, Verplichting
from ontschot.kassier.sepa import NAAM, clean_text
from ontschot.kern.errors import Weigering


@dataclass(frozen=True)
class Ontvanger:
    """Name and account as they stand on the payment."""

    naam: str
    iban: str


def payees_of(
    lines: Sequence[Claimregel], partners: Mapping[int, Betaalgegeven], day: date
) -> dict[Claimregel, Ontvanger]:
    """Per line who is paid; its order and declaratie with organisatie must be loaded.

    An order says who pays the provider (`Verplichting.betaalwijze`). Raises Weigering that names
    each line for which no account is known, or none that two people saw.
    """
    direct = {order.leverancier_id for line in lines if (order := _direct(line))}
    providers = payable_accounts({pk for pk in direct if pk is not None}, day)
    found: dict[Claimregel, Ontvanger] = {}
    problems: list[str] = []
    for line in lines:
        order, partner = _direct(line), line.declaratie.organisatie
        if order:
            account = providers.get(order.leverancier_id or 0)
            if account:
                name = clean_text(account.tenaamstelling, NAAM)
                found[line] = Ontvanger(name, account.iban)
            else:
                problems.append(
                    f"{order.nummer}: {order.aanbieder} heeft geen bevestigde rekening die nu geldt"
                )
        elif partner.pk in partners:
            own = partners[partner.pk]
            found[line] = Ontvanger(own.tenaamstelling, own.iban)
        else:
            problems.append(f"{line.nummer}: van {partner.naam} is geen rekening bekend")
    if problems:
        raise Weigering(
            f"Zonder rekeningnummer kan er niet betaald worden. {'; '.join(problems)}. "
            "Leg de rekening eerst vast.",
            veld="declaraties",
        )
    return found


def _direct(line: Claimregel) -> Verplichting | None:
    """The order whose provider is paid itself; costs always go to who advanced them."""
    if isinstance(line, Declaratieregel) and line.verplichting.betaalwijze == "aanbieder":
        return line.verplichting
    return None
