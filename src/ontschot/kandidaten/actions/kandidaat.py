"""A kandidaat comes into being, gets other data, and has a contact written down."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.dubbel.vermoeden import propose
from ontschot.kandidaten.models import (
    Betrokkenheid,
    Contactmoment,
    Kandidaat,
)
from ontschot.kandidaten.models.persoon import MAX_JAREN, MET_REDEN
from ontschot.kandidaten.vastleggen import medewerker_of, organisatie_of, record, touch
from ontschot.kern import keys
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor

KEY_TRIES = 5
SEAL = "kandidaten.gegevens"


@dataclass(frozen=True)
class Gegevens:
    """The personal data of a kandidaat, as one value."""

    voornaam: str
    achternaam: str
    tussenvoegsel: str = ""
    geboortedatum: date | None = None
    geslacht: str = "onbekend"
    gemeente_id: int | None = None
    postcode: str = ""
    telefoon: str = ""
    email: str = ""
    opleiding: str = "onbekend"
    sector: str = "onbekend"
    taal: str = "nl"
    geslacht_onbekend: str = "niet_gevraagd"
    opleiding_onbekend: str = "niet_gevraagd"
    sector_onbekend: str = "niet_gevraagd"
    jaren_functie: int | None = None
    expertise: str = ""
    contact_kanaal: str = ""
    contact_tijden: str = ""
    tolk: bool = False

    @classmethod
    def of(cls, kandidaat: Kandidaat) -> "Gegevens":
        return cls(**{name: getattr(kandidaat, name) for name in cls.__dataclass_fields__})

    def sealed(self) -> str:
        """This value for a hidden field of a form, signed so that it comes back unchanged."""
        born = self.geboortedatum.isoformat() if self.geboortedatum else None
        return signing.dumps(asdict(self) | {"geboortedatum": born}, salt=SEAL)

    @classmethod
    def unsealed(cls, text: str) -> "Gegevens | None":
        """What `sealed` made; None for anything else."""
        try:
            data = signing.loads(text, salt=SEAL)
        except signing.BadSignature:
            return None
        born = data.pop("geboortedatum")
        return cls(**data, geboortedatum=date.fromisoformat(born) if born else None)


def create_kandidaat(
    wie: Actor,
    *,
    voornaam: str,
    achternaam: str,
    tussenvoegsel: str = "",
    geboortedatum: date | None = None,
    geslacht: str = "onbekend",
    gemeente_id: int | None = None,
    postcode: str = "",
    telefoon: str = "",
    email: str = "",
    opleiding: str = "onbekend",
    sector: str = "onbekend",
    taal: str = "nl",
) -> Kandidaat:
    """Make a kandidaat of what is told first; see `begin_kandidaat`."""
    gegevens = Gegevens(
        voornaam=voornaam,
        achternaam=achternaam,
        tussenvoegsel=tussenvoegsel,
        geboortedatum=geboortedatum,
        geslacht=geslacht,
        gemeente_id=gemeente_id,
        postcode=postcode,
        telefoon=telefoon,
        email=email,
        opleiding=opleiding,
        sector=sector,
        taal=taal,
    )
    return begin_kandidaat(wie, gegevens=gegevens)


@action
def begin_kandidaat(wie: Actor, *, gegevens: Gegevens) -> Kandidaat:
    """Make a kandidaat in the region of `wie`, who becomes the vaste contactpersoon."""
    if not wie.regio:
        raise Weigering("Alleen een medewerker met een rol in één regio kan een kandidaat maken.")
    _check_gegevens(gegevens)
    kandidaat = insert_kandidaat(
        wie.regio,
        gegevens,
        medewerker_id=medewerker_of(wie),
        organisatie_id=organisatie_of(wie),
    )
    propose(kandidaat)
    record(wie, "kandidaat_aangemaakt", kandidaat)
    return kandidaat


def insert_kandidaat(
    regio: str, gegevens: Gegevens, *, medewerker_id: int, organisatie_id: int
) -> Kandidaat:
    """A kandidaat with the vaste contactpersoon, inside the transaction of an action."""
    kandidaat = _insert_with_key(regio, gegevens)
    Betrokkenheid.objects.create(
        regio_id=regio,
        kandidaat=kandidaat,
        medewerker_id=medewerker_id,
        organisatie_id=organisatie_id,
        grond="intake",
        vaste_contactpersoon=True,
    )
    return kandidaat


def _insert_with_key(regio: str, gegevens: Gegevens) -> Kandidaat:
    """Insert under a new key; one in many millions meets a key that exists, and tries again."""
    for _ in range(KEY_TRIES):
        sleutel = keys.new_key(regio)
        try:
            with transaction.atomic():
                return Kandidaat.objects.create(regio_id=regio, sleutel=sleutel, **asdict(gegevens))
        except IntegrityError:
            if Kandidaat.objects.filter(sleutel=sleutel).exists():
                continue
            raise
    raise Weigering("Er is geen vrij nummer gevonden. Probeer het opnieuw.")


def _check_gegevens(gegevens: Gegevens) -> None:
    if not gegevens.voornaam.strip() or not gegevens.achternaam.strip():
        raise Weigering("Vul een voornaam en een achternaam in.", veld="voornaam")
    born = gegevens.geboortedatum
    if born and not date(1900, 1, 1) <= born <= timezone.localdate():
        raise Weigering(
            "Deze geboortedatum kan niet kloppen. Kijk het jaar na.", veld="geboortedatum"
        )
    _check_unknown(gegevens)


def _check_unknown(gegevens: Gegevens) -> None:
    for name in MET_REDEN:
        if getattr(gegevens, name) == "onbekend" and not getattr(gegevens, f"{name}_onbekend"):
            raise Weigering(f"Kies waarom {name} onbekend is.", veld=f"{name}_onbekend")
    if gegevens.jaren_functie is not None and not 0 <= gegevens.jaren_functie <= MAX_JAREN:
        raise Weigering(f"Vul 0 tot en met {MAX_JAREN} jaar in.", veld="jaren_functie")


@action
def change_gegevens(
    wie: Actor,
    *,
    kandidaat: Kandidaat,
    gegevens: Gegevens,
    uitgangspunt: Gegevens | None = None,
) -> Kandidaat:
    """Replace the personal data. The audit line names the changed fields, not their values.

    `uitgangspunt` is what the writer saw when beginning; if somebody else changed one of the
    same fields since, this refuses instead of overwriting that.
    """
    row = kandidaat_for(wie, kandidaat.sleutel, lock=True, schrijft=True)
    _check_gegevens(gegevens)
    before, after = asdict(Gegevens.of(row)), asdict(gegevens)
    seen = asdict(uitgangspunt) if uitgangspunt else before
    wanted = [name for name in after if after[name] != seen[name]]
    clash = [name for name in wanted if before[name] not in (seen[name], after[name])]
    if clash:
        raise Weigering(
            "Een collega veranderde intussen hetzelfde gegeven "
            f"({', '.join(_labels(clash))}). Kijk wat er nu staat en vul het opnieuw in.",
            veld=clash[0],
        )
    changed = [name for name in wanted if after[name] != before[name]]
    for name in changed:
        setattr(row, name, after[name])
    row.laatste_wijziging_op = timezone.now()
    row.save(update_fields=[*changed, "klank", "laatste_wijziging_op"])
    propose(row)
    record(wie, "gegevens_gewijzigd", row, velden=", ".join(_labels(changed)) or "niets")
    return row


def _labels(names: list[str]) -> list[str]:
    """The Dutch names of columns, for a person to read."""
    words = {f.attname: str(f.verbose_name) for f in Kandidaat._meta.concrete_fields}
    return [words[name] for name in names]


@action
def record_contact(
    wie: Actor,
    *,
    kandidaat: Kandidaat,
    wijze: str,
    op: datetime,
    minuten: int = 15,
    samenvatting: str = "",
) -> Contactmoment:
    """Record a talk, a call or a message that took place at `op` and lasted `minuten`."""
    row = kandidaat_for(wie, kandidaat.sleutel, schrijft=True)
    if op > timezone.now() + timedelta(minutes=5):
        raise Weigering(
            "Dit contact ligt in de toekomst. Leg het vast als het geweest is.", veld="op"
        )
    contact = Contactmoment.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        wijze=wijze,
        minuten=minuten,
        samenvatting=samenvatting,
        op=op,
        door_id=medewerker_of(wie),
    )
    touch(row.pk)
    record(wie, "contact_vastgelegd", row, wijze=wijze, minuten=minuten)
    return contact
