"""Signals for policy: from a case, without the person, followed until there is an outcome."""

from datetime import date
from typing import Any

from django.utils import timezone

from ontschot.casusoverleg.actions.consult import persoon_of
from ontschot.casusoverleg.models import Signaal
from ontschot.kandidaten.naamloos import Persoon, require_nameless
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import gemeenten_in, valid_on

FOLLOWERS = (Rolsoort.BELEID, Rolsoort.COORDINATOR)


@action
def report_signaal(
    wie: Actor,
    *,
    onderwerp: str,
    wat: str,
    gemeente_id: int | None = None,
    voorziening: str = "",
    regel: str = "",
    aantal_keer: int = 1,
    sleutel: str = "",
) -> Signaal:
    """Report what falls between two stools. Nothing is kept of the person of `sleutel`.

    `sleutel` is the dossier from which it was written, for the check on the name only.
    """
    person = persoon_of(kandidaat_for(wie, sleutel)) if sleutel else None
    if not wat.strip():
        raise Weigering("Schrijf op wat er misgaat.", veld="wat")
    if gemeente_id is not None and gemeente_id not in dict(
        gemeenten_in(wie.regios, timezone.localdate())
    ):
        raise Weigering("Kies een gemeente uit jouw regio.", veld="gemeente_id")
    signaal = Signaal.objects.create(
        regio_id=wie.regio,
        onderwerp=onderwerp,
        wat=_checked(wat, person, "wat"),
        gemeente_id=gemeente_id,
        voorziening=_checked(voorziening, person, "voorziening")[:140],
        regel=_checked(regel, person, "regel")[:140],
        aantal_keer=aantal_keer,
        gemeld_door_id=medewerker_of(wie),
    )
    # No key of a person in this line: the log must not tie the signal to a dossier either.
    _log(wie, "signaal_gemeld", signaal, onderwerp=onderwerp)
    return signaal


def _checked(text: str, person: Persoon | None, veld: str) -> str:
    return require_nameless(text, person, veld)


@action
def see_again(wie: Actor, *, signaal_id: int) -> Signaal:
    """Count one more person to whom this happened."""
    signaal = _locked(signaal_id)
    if wie.rol not in PROFESSIONALS:
        raise Weigering("Alleen wie met kandidaten werkt, ziet dit opnieuw gebeuren.")
    if Signaal.STAPPEN.final(signaal.status):
        raise Weigering("Dit signaal is afgerond. Meld een nieuw signaal als het weer gebeurt.")
    signaal.aantal_keer += 1
    signaal.laatste_wijziging_op = timezone.now()
    signaal.save(update_fields=["aantal_keer", "laatste_wijziging_op"])
    _log(wie, "signaal_weer_gezien", signaal, aantal=signaal.aantal_keer)
    return signaal


@action
def follow_signaal(
    wie: Actor,
    *,
    signaal_id: int,
    status: str,
    eigenaar_id: int | None = None,
    beraad_op: date | None = None,
    uitkomst: str = "",
) -> Signaal:
    """Take a signal up, bring it to the Beraad, or end it with its outcome."""
    if wie.rol not in FOLLOWERS:
        raise Weigering("Beleid en de coördinator volgen een signaal op.")
    signaal = _locked(signaal_id)
    if status != signaal.status:
        Signaal.STAPPEN.move(signaal, status)
    signaal.eigenaar_id = _owner(signaal.regio_id, eigenaar_id) or signaal.eigenaar_id
    signaal.eigenaar_id = signaal.eigenaar_id or medewerker_of(wie)
    signaal.beraad_op = beraad_op or signaal.beraad_op
    signaal.uitkomst = require_nameless(uitkomst, None, "uitkomst") or signaal.uitkomst
    if status == "in_beraad" and signaal.beraad_op is None:
        raise Weigering("Vul in wanneer het in het Beraad komt.", veld="beraad_op")
    if Signaal.STAPPEN.final(status) and not signaal.uitkomst:
        raise Weigering("Schrijf op wat er met het signaal is gebeurd.", veld="uitkomst")
    signaal.laatste_wijziging_op = timezone.now()
    signaal.save()
    _log(wie, "signaal_opgevolgd", signaal, status=Signaal.STAPPEN.labels[status])
    return signaal


def _owner(regio: str, eigenaar_id: int | None) -> int | None:
    if eigenaar_id is None:
        return None
    today = timezone.localdate()
    roles = Rol.objects.filter(valid_on(today), medewerker=eigenaar_id, regio=regio)
    if not roles.filter(soort__in=FOLLOWERS).exists():
        raise Weigering("Kies iemand van beleid of de coördinator.", veld="eigenaar_id")
    return eigenaar_id


def _locked(signaal_id: int) -> Signaal:
    found = Signaal.objects.select_for_update(of=("self",)).filter(pk=signaal_id).first()
    if found is None:
        raise Weigering("Dit signaal is er niet in jouw regio. Kijk in de lijst.")
    return found


def _log(wie: Actor, event: str, signaal: Signaal, **gegevens: Any) -> None:
    audit.record(
        wie,
        event,
        object_soort="signaal",
        object_sleutel=str(signaal.pk),
        regio=signaal.regio_id,
        **gegevens,
    )
