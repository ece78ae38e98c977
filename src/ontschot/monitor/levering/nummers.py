"""The small numbers under which codes stand in delivered rows; new codes get the next number."""

from collections import defaultdict
from collections.abc import Mapping

from django.db import connection

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.db import CODEKOLOMMEN
from ontschot.monitor.models import Monitorcode

# Two imports at once wait for each other here: a number means one code, for ever.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('monitor_monitorcode'))"


def numbers(codes: Codelijsten) -> dict[str, dict[str, int]]:
    """For each column of codes the number of every code that a delivery may have now."""
    known = _known()
    missing = {
        soort: [code.code for code in codes.lijsten[soort] if code.code not in known[soort]]
        for soort in CODEKOLOMMEN
    }
    if any(missing.values()):
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
        known = _known()
        Monitorcode.objects.bulk_create(_new(missing, known))
        known = _known()
    return known


def _known() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for soort, code, nummer in Monitorcode.objects.values_list("soort", "code", "nummer"):
        found[soort][code] = nummer
    return found


def _new(
    missing: Mapping[str, list[str]], known: Mapping[str, dict[str, int]]
) -> list[Monitorcode]:
    return [
        Monitorcode(soort=soort, nummer=nummer, code=code)
        for soort, found in missing.items()
        for nummer, code in enumerate(
            (code for code in found if code not in known[soort]), start=len(known[soort])
        )
    ]
