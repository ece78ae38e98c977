"""A count of persons in sentences, for the screen and the command."""

from ontschot.monitor.pseudoniem.models import Personentelling
from ontschot.web.format import getal


def in_words(telling: Personentelling) -> list[str]:
    """What was counted, what is not told and why, and who is missing from it."""
    regios = len(telling.per_regio)
    samen = sum(telling.per_regio.values())
    said = [f"{telling.jaar}: {getal(samen)} personen in {regios} regio's, per regio geteld."]
    if telling.uniek is None:
        said.append(
            "Het aantal unieke personen is niet te tonen: te weinig mensen komen in meer dan één "
            "regio voor, of bijna iedereen van een regio."
        )
    else:
        said.append(f"Dat zijn {getal(telling.uniek)} unieke personen.")
        if telling.in_meer is not None:
            said.append(f"Van hen zijn er {getal(telling.in_meer)} in meer dan één regio geholpen.")
    if telling.zonder_gegevens is not None:
        said.append(
            f"{getal(telling.zonder_gegevens)} personen tellen niet mee: hun geboortedatum of naam "
            "is niet bekend."
        )
    return said
