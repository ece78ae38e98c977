"""A file that shows why money is asked: kept with what it is, taken back with a reason.

Plain functions in the caller's transaction, for a declaratie, for costs and for a controle.
"""

import hashlib
from typing import Any

from django.utils import timezone

from ontschot.documenten import virus
from ontschot.documenten.actions import checked, clean_name
from ontschot.kassier.models.bewijsstukken import Bewijsbestand
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor

NAMEN = (
    "De kassier mag geen namen zien. Kijk het bestand na en bevestig dat er geen namen in staan."
)


def uploaded(naam: str, inhoud: bytes, *, zonder_namen: bool) -> dict[str, Any]:
    """What an upload is, told from `inhoud`, as fields of a Bewijsbestand.

    Raises Weigering for a file that is empty, too big, of another type or infected, and without
    the word that no name stands in it.
    """
    if not zonder_namen:
        raise Weigering(NAMEN, veld="zonder_namen")
    kind = checked(inhoud)
    return {
        "naam": clean_name(naam, kind.extensie),
        "mediatype": kind.mediatype,
        "gescand": virus.scan(inhoud),
    }


def keep_file(wie: Actor, stuk: Bewijsbestand, inhoud: bytes) -> None:
    """Store what a new file is, and its contents beside it."""
    stuk.grootte, stuk.sha256 = len(inhoud), hashlib.sha256(inhoud).hexdigest()
    stuk.zonder_namen, stuk.door_id = True, wie.medewerker_id
    stuk.save(force_insert=True)
    model, field = _contents(stuk)
    model.objects.create(regio_id=stuk.regio_id, **{field: stuk}, bytes=inhoud)


def require_standing(stuk: Bewijsbestand) -> None:
    """Raises Weigering for a file that was taken back before."""
    if stuk.ingetrokken_op:
        raise Weigering("Dit bewijs is al ingetrokken.")


def withdraw_file(wie: Actor, stuk: Bewijsbestand, reden: str, *, wissen: bool = False) -> None:
    """Take a file back; `wissen` erases its contents (a name stood in it)."""
    stuk.ingetrokken_op, stuk.ingetrokken_door_id = timezone.now(), wie.medewerker_id
    stuk.reden = reden
    stuk.save(update_fields=["ingetrokken_op", "ingetrokken_door", "reden"])
    if wissen:
        model, field = _contents(stuk)
        model.objects.filter(**{field: stuk}).delete()


def _contents(stuk: Bewijsbestand) -> tuple[Any, str]:
    """The table with the bytes of this kind of file, and its name for the file there."""
    fields: Any = stuk._meta
    relation = fields.get_field("inhoud")
    return relation.related_model, relation.field.name
