"""What the absence of a regular facility in a gemeente cost in shared money.

The harmonisation question of KplusV (S002, 5.1): for the people of one gemeente a facility is
there, for those of another shared money is needed.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Sum

from ontschot.kern.scope import current, scope, systeem
from ontschot.trajecten.models import Toetsregel


@dataclass(frozen=True)
class Gemis:
    """Interventies of people in one gemeente because a facility was not there.

    `cent` is their price in cents; `interventies` and `personen` are counts. One interventie can
    miss two facilities, and then stands at both: do not add up over diensten.
    """

    dienst_id: int
    gemeente_id: int
    interventies: int
    personen: int
    cent: int


def gemis_per_gemeente(regio: str, van: date, tot: date) -> list[Gemis]:
    """Per dienst and gemeente what was bought because the toets said `niet_beschikbaar`.

    Counts verplichtingen entered from `van` to `tot`, both inclusive, by the gemeente where the
    kandidaat lived when the interventie was planned. People who are afgeschermd are left out. Only
    sums leave this function, so it looks past the policies on the rows behind them; whoever shows
    it to a role without names hides what counts fewer than five persons. One query.

    Raises PermissionError for a region outside the scope of who asks.
    """
    asker = current()
    if asker is None or regio not in asker.regios:
        raise PermissionError(f"{regio} is not in the scope of who asks.")
    missed = Toetsregel.objects.filter(
        regio=regio,
        antwoord="niet_beschikbaar",
        dienst__isnull=False,
        interventie__kosten_cent__isnull=False,
        interventie__verplicht_op__date__gte=van,
        interventie__verplicht_op__date__lte=tot,
        interventie__gemeente__isnull=False,
        interventie__kandidaat__afgeschermd=False,
    )
    sums = (
        missed.order_by()
        .values("dienst_id", gemeente=F("interventie__gemeente_id"))
        .annotate(
            interventies=Count("interventie"),
            personen=Count("interventie__kandidaat", distinct=True),
            cent=Sum("interventie__kosten_cent"),
        )
    )
    with scope(systeem(regio, reden="gemis per gemeente")):
        return [
            Gemis(
                row["dienst_id"], row["gemeente"], row["interventies"], row["personen"], row["cent"]
            )
            for row in sums
        ]
