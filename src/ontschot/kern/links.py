"""A link that lets somebody without an account do one thing: answer, accept, look at their own.

The link holds a secret of 128 bits; we keep its SHA-256 only, so who reads the database cannot
use it. It ends at a moment, and a link for one deed ends with the deed. What it opens is the
business of the room that made it: `soort` and `object_sleutel` say what, nothing else is in it.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.models import Link

VERLOPEN = "Deze link werkt niet (meer). Vraag een nieuwe aan je contactpersoon."


def make(
    *,
    soort: str,
    regio: str,
    object_sleutel: str,
    geldig_tot: datetime,
    eenmalig: bool = True,
    geheim: str = "",
) -> str:
    """A new link in the running transaction and scope; returns its secret, shown nowhere else.

    `geheim` is a secret that the caller made, such as a short code with a long number beside it.
    """
    secret = geheim or secrets.token_urlsafe(16)
    Link.objects.create(
        soort=soort,
        regio=regio,
        object_sleutel=object_sleutel,
        geheim_hash=_hash(secret),
        geldig_tot=geldig_tot,
        eenmalig=eenmalig,
    )
    return secret


def find(secret: str, *, soort: str, lock: bool = False, used: bool = False) -> Link:
    """The link of this secret, usable now. Needs a scope over the regions that it may be of.

    `lock` is for using it up; `used` asks for one that was used up, for what may follow on its
    deed. Raises Weigering, the same for every reason, so nobody learns whether a link ever existed.
    """
    rows = Link.objects.select_for_update() if lock else Link.objects
    found = rows.filter(soort=soort, geheim_hash=_hash(secret)).first()
    now = timezone.now()
    if found is None or not (found.followable(now) if used else found.usable(now)):
        raise Weigering(VERLOPEN)
    return found


def lengthen(secret: str, *, soort: str, dagen: int) -> None:
    """Let what may follow on a used link be done for so many days from now, if that is longer."""
    found = find(secret, soort=soort, lock=True, used=True)
    found.geldig_tot = max(found.geldig_tot, timezone.now() + timedelta(days=dagen))
    found.save(update_fields=["geldig_tot"])


def use(secret: str, *, soort: str) -> Link:
    """Use the link: of two at once one wins. Raises Weigering as `find` does."""
    found = find(secret, soort=soort, lock=True)
    found.gebruikt_op = found.gebruikt_op or timezone.now()
    found.save(update_fields=["gebruikt_op"])
    return found


def revoke(*, soort: str, object_sleutel: str) -> int:
    """End every link to this object; returns how many there were."""
    now = timezone.now()
    open_links = Link.objects.filter(
        soort=soort, object_sleutel=object_sleutel, ingetrokken_op__isnull=True
    )
    return open_links.update(ingetrokken_op=now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
