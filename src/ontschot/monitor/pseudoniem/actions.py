"""Making the file of a region, and counting the files of several at the centre."""

import hashlib
from collections.abc import Sequence

from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import living_keys
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.monitor.models import Monitorrij
from ontschot.monitor.onthulling.geteld import rules
from ontschot.monitor.pseudoniem.models import Personentelling
from ontschot.monitor.pseudoniem.rules import (
    Bestand,
    Onbruikbaar,
    Uitkomst,
    identity,
    make_file,
    tally,
)


@action
def make(wie: Actor, *, regio: str, jaar: int, sleutel: bytes) -> Bestand:
    """A pseudonym of every person of this region who was bought something for in this year.

    Merged dossiers are one person. Who is afgeschermd is left out, and not counted anywhere: to
    be found in two regions is what such a person must be kept from. The key is not kept.
    Raises Weigering for a year that is not over.
    """
    if jaar >= timezone.localdate().year:
        raise Weigering(f"Het jaar {jaar} is nog niet voorbij. Kies een eerder jaar.", veld="jaar")
    rows = Monitorrij.objects.filter(bron="eigen", regio_id=regio, geldig_op__year=jaar)
    counted = set(rows.values_list("kandidaat_sleutel", flat=True))
    living = set(living_keys(counted).values())
    people = Kandidaat.objects.filter(regio_id=regio, sleutel__in=living, afgeschermd=False)
    known = people.values_list("geboortedatum", "voornaam", "achternaam")
    bestand = make_file(jaar, regio, sleutel, [identity(*facts) for facts in known])
    audit.record(
        wie,
        "pseudoniemen_gemaakt",
        object_soort="pseudoniemen",
        object_sleutel=f"{regio}/{jaar}",
        regio=regio,
        jaar=str(jaar),
        aantal=str(len(bestand.pseudoniemen)),
        sleutel=bestand.sleutelcontrole,
    )
    return bestand


@action
def count(wie: Actor, *, bestanden: Sequence[Bestand]) -> Personentelling:
    """Count unique persons over the files, once per year; the same files give the same again.

    Raises Weigering when the files do not belong together, or others were counted before.
    """
    try:
        uitkomst = tally(bestanden, rules().drempel)
    except Onbruikbaar as problem:
        raise Weigering(str(problem)) from None
    prints = sorted(bestand.vingerafdruk for bestand in bestanden)
    own = hashlib.sha256("".join(prints).encode()).hexdigest()
    jaar = bestanden[0].jaar
    telling = Personentelling.objects.filter(jaar=jaar).first()
    if telling is not None and telling.vingerafdruk != own:
        raise Weigering(
            f"Over {jaar} is al geteld, met {', '.join(telling.per_regio)}. Een tweede telling met "
            "andere bestanden kan iemand van de eerste aftrekken. Gebruik de telling die er is."
        )
    telling = telling or _keep(uitkomst, bestanden, own)
    audit.record(
        wie,
        "personen_geteld",
        object_soort="personentelling",
        object_sleutel=str(jaar),
        jaar=str(jaar),
        regios=", ".join(telling.per_regio),
    )
    return telling


def _keep(uitkomst: Uitkomst, bestanden: Sequence[Bestand], vingerafdruk: str) -> Personentelling:
    zonder = sum(bestand.zonder_gegevens for bestand in bestanden)
    return Personentelling.objects.create(
        jaar=bestanden[0].jaar,
        per_regio=dict(uitkomst.per_regio),
        uniek=uitkomst.uniek,
        in_meer=uitkomst.in_meer,
        zonder_gegevens=zonder if zonder >= rules().drempel else None,
        verblind=bool(bestanden[0].verblind),
        vingerafdruk=vingerafdruk,
        geteld_op=timezone.now(),
    )
