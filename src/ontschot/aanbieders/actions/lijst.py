"""The list of providers of a region: adding, changing, ordering there no more."""

from dataclasses import dataclass
from datetime import date

from ontschot.aanbieders.models import Aanbieder
from ontschot.aanbieders.nummers import clean_btw, clean_kvk
from ontschot.aanbieders.queries import Koop, known_as, known_with_price
from ontschot.aanbieders.rules import MAX_NAAM, key_of, look_alikes
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.web.format import datum

BEHEERDERS = PROFESSIONALS | {Rolsoort.KASSIER, SYSTEEM}


class LijktOp(Weigering):
    """The name looks like that of a provider that is there already; `namen` says which."""

    def __init__(self, naam: str, namen: list[str]) -> None:
        self.namen = namen
        asked = " of ".join(f"‘{known}’" for known in namen)
        super().__init__(
            f"Bedoel je {asked}? Kies die naam uit de lijst. Is ‘{naam}’ een andere aanbieder, "
            "zet dan het vinkje eronder.",
            veld="aanbieder",
        )


def require_beheerder(wie: Actor) -> None:
    """Raises Weigering when this actor may not keep the list."""
    if wie.rol not in BEHEERDERS or not wie.regio:
        raise Weigering("Jouw rol mag de lijst van aanbieders niet wijzigen.")


def locked(aanbieder_id: int) -> Aanbieder:
    """The provider, locked; raises Weigering when it is not in this region."""
    found = Aanbieder.objects.select_for_update(of=("self",)).filter(pk=aanbieder_id).first()
    if not found:
        raise Weigering("Deze aanbieder staat niet in de lijst van jouw regio.")
    return found


@action
def add_aanbieder(
    wie: Actor,
    *,
    naam: str,
    kvk: str = "",
    btwnummer: str = "",
    contact: str = "",
    toch_nieuw: bool = False,
) -> Aanbieder:
    """Put a provider in the list of the region, for all partners there.

    Raises Weigering when it is there already (same name or number), and `LijktOp` for a name that
    looks like another one, unless `toch_nieuw` says that it is another provider.
    """
    require_beheerder(wie)
    name = _name(naam)
    if known := known_as(wie.regio, name):
        raise Weigering(f"‘{known.naam}’ staat al in de lijst. Kies die.", veld="naam")
    _refuse_look_alikes(wie.regio, name, toch_nieuw)
    found, new = _add(wie, wie.regio, name, _numbers(wie.regio, kvk, btwnummer), contact)
    if not new:
        raise Weigering(f"‘{found.naam}’ staat al in de lijst. Kies die.", veld="naam")
    record_new(wie, found)
    return found


@dataclass(frozen=True)
class Leverancier:
    """A provider to order from, new in the list or not, and the framework price that holds."""

    aanbieder: Aanbieder
    nieuw: bool = False
    kaderprijs_id: int | None = None


def known_or_new(
    wie: Actor, regio: str, naam: str, koop: Koop, *, toch_nieuw: bool = False
) -> Leverancier:
    """The provider of this name, put in the list just now when it was not in it.

    A plain function in the caller's transaction, so that ordering from somebody new stays one
    step; the caller calls `record_new` when it has taken its own locks, because the audit log
    comes last. Raises `LijktOp` as `add_aanbieder` does.
    """
    name = _name(naam, "aanbieder")
    known, kaderprijs_id = known_with_price(regio, name, koop)
    if known:
        return Leverancier(known, kaderprijs_id=kaderprijs_id)
    _refuse_look_alikes(regio, name, toch_nieuw)
    return Leverancier(*_add(wie, regio, name, {}, ""))


def record_new(wie: Actor, aanbieder: Aanbieder) -> None:
    """The audit line of a provider that was added."""
    record(wie, "aanbieder_toegevoegd", aanbieder)


def _name(naam: str, veld: str = "naam") -> str:
    name = " ".join(naam.split())[:MAX_NAAM]
    if not key_of(name):
        raise Weigering("Vul de naam van de aanbieder in.", veld=veld)
    return name


def _refuse_look_alikes(regio: str, naam: str, toch_nieuw: bool) -> None:
    if toch_nieuw:
        return
    names = Aanbieder.objects.filter(regio_id=regio).values_list("naam", flat=True)
    if alike := look_alikes(naam, names):
        raise LijktOp(naam, alike)


def _numbers(regio: str, kvk: str, btwnummer: str, but: int | None = None) -> dict[str, str]:
    """Both numbers as they are kept; raises Weigering when another provider has one of them."""
    found = {"kvk": clean_kvk(kvk), "btwnummer": clean_btw(btwnummer)}
    others = Aanbieder.objects.filter(regio_id=regio)
    if but is not None:
        others = others.exclude(pk=but)
    for veld, number in found.items():
        known = others.filter(**{veld: number}).first() if number else None
        if known:
            raise Weigering(f"{number} staat al bij ‘{known.naam}’. Kies die aanbieder.", veld=veld)
    return found


def _add(
    wie: Actor, regio: str, naam: str, numbers: dict[str, str], contact: str
) -> tuple[Aanbieder, bool]:
    """Two people who add the same name at the same moment get the same provider."""
    return Aanbieder.objects.get_or_create(
        regio_id=regio,
        sleutelnaam=key_of(naam)[:MAX_NAAM],
        defaults={
            "naam": naam,
            "contact": contact.strip()[:160],
            "gemaakt_door_id": wie.medewerker_id,
            **numbers,
        },
    )


@action
def change_aanbieder(
    wie: Actor, *, aanbieder_id: int, naam: str, kvk: str, btwnummer: str, contact: str
) -> Aanbieder:
    """Change name, numbers or contact. What was ordered keeps the name of that day."""
    require_beheerder(wie)
    found = locked(aanbieder_id)
    name = _name(naam)
    known = known_as(found.regio_id, name)
    if known and known.pk != found.pk:
        raise Weigering(f"‘{known.naam}’ staat al in de lijst.", veld="naam")
    numbers = _numbers(found.regio_id, kvk, btwnummer, found.pk)
    found.naam, found.sleutelnaam = name, key_of(name)[:MAX_NAAM]
    found.kvk, found.btwnummer = numbers["kvk"], numbers["btwnummer"]
    found.contact = contact.strip()[:160]
    found.save()
    record(wie, "aanbieder_gewijzigd", found)
    return found


@action
def stop_aanbieder(wie: Actor, *, aanbieder_id: int, tot: date, reden: str) -> Aanbieder:
    """Order here no more after `tot`; what was ordered goes on. A later `tot` starts it again."""
    require_beheerder(wie)
    found = locked(aanbieder_id)
    if not reden.strip():
        raise Weigering("Schrijf waarom hier niet meer besteld wordt.", veld="reden")
    found.tot, found.reden_gestopt = tot, reden.strip()[:200]
    found.save(update_fields=["tot", "reden_gestopt"])
    record(wie, "aanbieder_gestopt", found, dag=datum(tot), reden=found.reden_gestopt)
    return found


def record(wie: Actor, event: str, aanbieder: Aanbieder, **gegevens: str) -> None:
    """One audit line about a provider."""
    audit.record(
        wie,
        event,
        object_soort="aanbieder",
        object_sleutel=str(aanbieder.pk),
        regio=aanbieder.regio_id,
        naam=aanbieder.naam,
        **gegevens,
    )
