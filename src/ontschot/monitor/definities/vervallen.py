"""What a definition said before: the figures that had no peildatum until their sources kept one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from ontschot.monitor.definities.vorm import BEGIN, VERSIES_SINDS, Definitie

_GEKOPPELD = "Op welke dag een vraag aan een dossier is gekoppeld, bewaren we niet."
_VOLGEN = (
    "Tot wanneer we iemand mogen volgen, kan later veranderen. Wat er eerder stond, bewaren we "
    "niet."
)
_SIGNAAL = (
    "Een signaal krijgt steeds een nieuwe stand. Wanneer dat eerder gebeurde, staat er niet bij."
)
ZONDER_PEILDATUM: Mapping[str, str] = {
    "vragen": "Een vraag van papier mag later worden ingevoerd, met de dag waarop hij is gesteld. "
    "Wanneer hij is ingevoerd, staat niet bij de vraag.",
    # Had one, and answered by the day that was written down instead of when that was known.
    "hulp_zonder_interventie": "",
    "voorliggend_toets": "Een antwoord mag veranderen totdat het besluit is gevraagd. Wat er eerst "
    "stond, bewaren we niet.",
    "wachttijd_contact": "Een eerste contact mag later worden opgeschreven, met de dag waarop het "
    "was. Wanneer het is opgeschreven, staat niet bij de vraag.",
    "wachttijd_advies": _GEKOPPELD,
    "wachttijd_interventie": _GEKOPPELD,
    "werk_na_3": _VOLGEN,
    "werk_na_6": _VOLGEN,
    "werk_na_12": _VOLGEN,
    "signalen": _SIGNAAL,
    "tijd_signaal": _SIGNAAL,
}


def earlier_versions(definities: Mapping[str, Definitie]) -> tuple[Definitie, ...]:
    """The versions that are valid no more. What they count did not change, only since when."""
    until = VERSIES_SINDS - timedelta(days=1)
    return tuple(
        replace(definities[code], geen_peildatum=zin, peil_zin="", versie=1, van=BEGIN, tot=until)
        for code, zin in ZONDER_PEILDATUM.items()
    )
