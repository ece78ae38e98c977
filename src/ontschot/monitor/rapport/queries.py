"""What was delivered out, for the screen: newest first, with its files but not their contents."""

from datetime import timedelta

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from ontschot.kern.scope import Actor
from ontschot.monitor.models import Uitleverbestand, Uitlevering

GETOOND = 50
# After such a silence whoever waits may ask the worker again.
STIL = timedelta(minutes=2)


def uitleveringen(wie: Actor) -> QuerySet[Uitlevering]:
    files = Uitleverbestand.objects.defer("inhoud").order_by("pk")
    found = Uitlevering.objects.filter(regio=wie.regio).select_related("gevraagd_door")
    return found.prefetch_related(Prefetch("bestanden", queryset=files)).order_by("-pk")


def same_figures(wie: Actor, shas: set[str]) -> dict[str, int]:
    """For each hash of figures how many uitleveringen of the region have it."""
    found = Uitlevering.objects.filter(regio=wie.regio, sha256__in=shas - {""})
    return dict(
        found.order_by().values("sha256").annotate(n=Count("pk")).values_list("sha256", "n")
    )


def bestand(pk: int) -> Uitleverbestand | None:
    """A file of an uitlevering that is done."""
    found = Uitleverbestand.objects.filter(pk=pk, uitlevering__klaar_op__isnull=False)
    return found.filter(uitlevering__fout="").select_related("uitlevering").first()


def is_silent(row: Uitlevering) -> bool:
    """Nothing came of it for a while; somebody may ask again."""
    return row.klaar_op is None and timezone.now() - row.gevraagd_op > STIL
