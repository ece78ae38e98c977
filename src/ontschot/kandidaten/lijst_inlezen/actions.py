"""Bringing a list, reading its columns, looking it over, and loading it row by row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ontschot.kandidaten.actions import Gegevens, insert_kandidaat
from ontschot.kandidaten.dubbel.vermoeden import propose
from ontschot.kandidaten.gelijken import duplicates_of_many
from ontschot.kandidaten.lijst_inlezen.lezen import Bestand, read_file
from ontschot.kandidaten.lijst_inlezen.nakijken import Fouten, Gelezen, Omgeving, read_line
from ontschot.kandidaten.lijst_inlezen.velden import VELDEN, guess
from ontschot.kandidaten.models import Inleesregel, Inlezing, Kolomkoppeling
from ontschot.kandidaten.rules import Persoon, phone_digits, plain
from ontschot.kandidaten.search import Treffer
from ontschot.kandidaten.vastleggen import medewerker_of, organisatie_of, record
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import colleagues_in, gemeenten_in, valid_on

# So many rows are loaded in one transaction.
DEEL = 25
# So many rows are looked over at once; longer lists are left to the worker.
NAKIJKEN, METEEN = 500, 1_000
# The rows of a list are wiped after so many days.
BEWAREN_DAGEN = 30
WEG = "Deze lijst is er niet meer. Begin opnieuw met het bestand."


def _note(wie: Actor, event: str, lijst: Inlezing, **gegevens: Any) -> None:
    audit.record(
        wie, event, object_soort="lijst", object_sleutel=str(lijst.pk), regio=lijst.regio_id,
        **gegevens,
    )  # fmt: skip


def _locked(wie: Actor, inlezing_id: int, *, own: bool = True) -> Inlezing:
    found = Inlezing.objects.select_for_update(of=("self",)).filter(pk=inlezing_id).first()
    if found is None or (own and found.door_id != wie.medewerker_id):
        raise Weigering(WEG)
    return found


@action
def bring_list(wie: Actor, *, naam: str, inhoud: bytes) -> Inlezing:
    """Keep the rows of a file until they are loaded; refuses a file with a BSN, and keeps nothing.

    Of the rows only the cells of columns that seem to be a field of ours are kept: what another
    column holds, nobody knows yet. Raises Weigering when the file cannot be read.
    """
    if not wie.regio or wie.rol_id is None:
        raise Weigering("Een lijst inlezen kan een medewerker met een rol in één regio.")
    found = read_file(naam, inhoud)
    organisatie_id = organisatie_of(wie)
    remembered = dict(
        Kolomkoppeling.objects.filter(organisatie_id=organisatie_id, regio_id=wie.regio)
        .order_by("pk")
        .values_list("kop", "veld")
    )
    velden = guess(found.koppen, remembered)
    lijst = Inlezing.objects.create(
        regio_id=wie.regio,
        organisatie_id=organisatie_id,
        door_id=medewerker_of(wie),
        rol_id=wie.rol_id,
        bestand=naam[-120:],
        koppen=found.koppen,
        koppeling={veld: place for place, veld in enumerate(velden) if veld},
    )
    _keep_rows(lijst, found, set(lijst.koppeling.values()))
    _note(wie, "lijst_gebracht", lijst, regels=len(found.regels))
    return lijst


def _keep_rows(lijst: Inlezing, found: Bestand, read: set[int]) -> None:
    """Store the rows, with nothing in the columns that are not read."""
    Inleesregel.objects.bulk_create(
        [
            Inleesregel(
                regio_id=lijst.regio_id,
                inlezing=lijst,
                nummer=nummer,
                cellen=_only(read, cellen),
            )
            for nummer, cellen in found.regels
        ],
        batch_size=500,
    )


def _only(read: set[int], cellen: Sequence[str]) -> list[str]:
    return [cell if place in read else "" for place, cell in enumerate(cellen)]


@action
def read_columns(
    wie: Actor, *, inlezing_id: int, velden: Mapping[int, str], bestand: bytes = b""
) -> Inlezing:
    """Say which column is which, and look the rows over. `velden` is a field per column number.

    A list of more than `METEEN` rows is left at `nakijken`, for the worker (`look_over_part`).

    The choice is remembered for the organisatie. Cells of columns that are not read are never
    stored, so whoever chooses one of those brings the file again in `bestand`.
    """
    lijst = _locked(wie, inlezing_id)
    _check_columns(velden)
    _change_cells(lijst, {place for place, veld in velden.items() if veld}, bestand)
    if lijst.status == "nagekeken":
        lijst.STAPPEN.move(lijst, "koppelen")
        lijst.save(update_fields=["status"])
    lijst.STAPPEN.move(lijst, "nakijken")
    lijst.koppeling = {veld: place for place, veld in velden.items() if veld}
    lijst.bezig_op = timezone.now()
    lijst.save(update_fields=["status", "koppeling", "bezig_op"])
    lijst.regels.exclude(status="gelezen").update(status="gelezen", toch=False, meldingen=[])
    for place, kop in enumerate(lijst.koppen):
        Kolomkoppeling.objects.update_or_create(
            regio_id=lijst.regio_id,
            organisatie_id=lijst.organisatie_id,
            kop=plain(kop)[:120],
            defaults={"veld": velden.get(place, "")},
        )
    _note(wie, "lijst_kolommen_gekozen", lijst)
    if lijst.regels.count() <= METEEN:
        while look_over_part(wie, inlezing_id=lijst.pk):
            continue
        lijst.refresh_from_db()
    return lijst


def _change_cells(lijst: Inlezing, read: set[int], bestand: bytes) -> None:
    """Leave only the cells of these columns; from the file, where one was not kept until now."""
    if bestand:
        found = read_file(lijst.bestand, bestand)
        if found.koppen != lijst.koppen:
            raise Weigering(
                "Dit bestand heeft andere kolommen dan het eerste. Kies hetzelfde bestand.",
                veld="bestand",
            )
        lijst.regels.all().delete()
        _keep_rows(lijst, found, read)
        return
    kept = set(lijst.koppeling.values())
    if new := sorted(read - kept):
        kop = lijst.koppen[new[0]] if new[0] < len(lijst.koppen) else ""
        raise Weigering(
            f"Van kolom ‘{kop or new[0] + 1}’ bewaarden we nog niets, want we kenden hem niet. "
            "Kies het bestand nog een keer.",
            veld="bestand",
        )
    if kept - read:
        rows = list(lijst.regels.order_by("nummer"))
        for row in rows:
            row.cellen = _only(read, row.cellen)
        Inleesregel.objects.bulk_update(rows, ["cellen"], batch_size=500)


def _check_columns(velden: Mapping[int, str]) -> None:
    chosen = [veld for veld in velden.values() if veld]
    if set(chosen) - {code for code, _ in VELDEN}:
        raise Weigering("Een gekozen gegeven bestaat niet. Kies opnieuw.")
    double = {veld for veld in chosen if chosen.count(veld) > 1}
    if double:
        labels = dict(VELDEN)
        raise Weigering(f"Twee kolommen zijn ‘{labels[double.pop()]}’. Kies er één.")
    if "naam" not in chosen and not {"voornaam", "achternaam"} <= set(chosen):
        raise Weigering("Kies een kolom met de hele naam, of kolommen met voornaam en achternaam.")


def surroundings(lijst: Inlezing) -> Omgeving:
    """What the rows of this list are held against. Two queries."""
    today = timezone.localdate()
    return Omgeving(
        gemeenten={plain(naam): pk for pk, naam in gemeenten_in([lijst.regio_id], today)},
        medewerkers={
            rol.medewerker.email.lower(): rol.pk
            for rol in colleagues_in(lijst.regio_id, PROFESSIONALS)
        },
        vandaag=today,
    )


@action
def look_over_part(wie: Actor, *, inlezing_id: int) -> bool:
    """Say of the next `NAKIJKEN` rows what will happen; False when none are left.

    The list is locked first, so two workers never take the same rows; what was broken off goes on
    where it was. A constant number of queries.
    """
    lijst = _locked(wie, inlezing_id)
    if lijst.status != "nakijken":
        raise Weigering("Deze lijst wordt nu niet nagekeken. Ververs de pagina.")
    waiting = lijst.regels.filter(status="gelezen").order_by("nummer")
    rows = list(waiting[:NAKIJKEN])
    if rows:
        _look_over(wie, lijst, rows)
    more = waiting.exists()
    lijst.bezig_op = timezone.now()
    if not more:
        lijst.STAPPEN.move(lijst, "nagekeken")
    lijst.save(update_fields=["bezig_op", "status"])
    _note(wie, "lijst_nagekeken", lijst, regels=len(rows))
    return more


def _look_over(wie: Actor, lijst: Inlezing, rows: list[Inleesregel]) -> None:
    """Judge these rows, knowing the lines of the list before them."""
    om = surroundings(lijst)
    good: list[tuple[Inleesregel, Persoon]] = []
    for row in rows:
        try:
            read = read_line(row.cellen, lijst.koppeling, lijst.koppen, om)
        except Fouten as wrong:
            row.status, row.meldingen = "geweigerd", wrong.fouten
            continue
        good.append((row, _person(read.gegevens)))
    seen = _seen_before(lijst, rows[0].nummer, om)
    known = duplicates_of_many(wie, [person for _, person in good])
    for (row, person), hits in zip(good, known, strict=True):
        row.meldingen = _alike(person, hits, seen, row.nummer)
        row.status = "dubbel" if row.meldingen else "nieuw"
    # Most rows are right, and all change in the same way: one statement instead of ten.
    told = [row for row in rows if row.meldingen]
    Inleesregel.objects.bulk_update(told, ["status", "meldingen"], batch_size=500)
    right = [row.pk for row in rows if not row.meldingen]
    lijst.regels.filter(pk__in=right).update(status="nieuw", meldingen=[])


def _seen_before(lijst: Inlezing, nummer: int, om: Omgeving) -> dict[str, int]:
    """Who stood on the lines before this one, by what makes people alike."""
    seen: dict[str, int] = {}
    earlier = lijst.regels.filter(nummer__lt=nummer).exclude(status="geweigerd")
    for row in earlier.order_by("nummer"):
        try:
            read = read_line(row.cellen, lijst.koppeling, lijst.koppen, om)
        except Fouten:
            # A gemeente or colleague that was there when this row was judged is gone.
            continue
        _alike(_person(read.gegevens), (), seen, row.nummer)
    return seen


def _person(who: Gegevens) -> Persoon:
    return Persoon(
        who.voornaam, who.achternaam, who.geboortedatum, who.postcode, who.telefoon, who.email
    )


def _alike(
    who: Persoon, hits: Sequence[Treffer], seen: dict[str, int], nummer: int
) -> list[tuple[str, str]]:
    """Who this may be already: in the register (`hits`), or earlier in the list."""
    same = [
        f"naam {plain(who.voornaam)} {plain(who.achternaam)} {who.geboortedatum or ''}",
        f"mail {who.email.lower()}" if who.email else "",
        f"tel {phone_digits(who.telefoon)}" if who.telefoon else "",
    ]
    earlier = min((seen[key] for key in same if key in seen), default=0)
    for key in same:
        if key:
            seen.setdefault(key, nummer)
    found = [
        (hit.sleutel, f"Misschien {hit.titel} ({hit.sleutel}): {', '.join(hit.omdat)}.")
        for hit in hits
    ]
    if earlier:
        found.append(("", f"Lijkt op regel {earlier} van dit bestand."))
    return found


@action
def pick_doubles(
    wie: Actor, *, inlezing_id: int, toch: frozenset[int], getoond: frozenset[int]
) -> Inlezing:
    """Keep which of the doubles that were shown are loaded all the same, page by page."""
    lijst = _locked(wie, inlezing_id)
    if lijst.status != "nagekeken":
        raise Weigering("Van deze lijst kun je nu niet kiezen. Ververs de pagina.")
    shown = lijst.regels.filter(status="dubbel", nummer__in=getoond)
    shown.filter(nummer__in=toch).update(toch=True)
    shown.exclude(nummer__in=toch).update(toch=False)
    _note(wie, "lijst_gekozen", lijst, regels=len(toch))
    return lijst


@action
def start_loading(wie: Actor, *, inlezing_id: int, toch: frozenset[int] = frozenset()) -> Inlezing:
    """Begin to load; of the rows that may be double only those of `toch` (line numbers)."""
    lijst = _locked(wie, inlezing_id)
    lijst.STAPPEN.move(lijst, "bezig")
    lijst.bezig_op = timezone.now()
    lijst.save(update_fields=["status", "bezig_op"])
    lijst.regels.filter(status="dubbel", nummer__in=toch).update(toch=True)
    lijst.regels.filter(status="dubbel", toch=False).update(status="overgeslagen")
    _note(wie, "lijst_begonnen", lijst)
    return lijst


@action
def load_part(wie: Actor, *, inlezing_id: int) -> bool:
    """Load the next rows, each once, whatever was broken off before; False when none are left.

    The list is locked first, so two workers never take the same rows. A row that is refused now
    (somebody else changed something) says why, and the others go on.
    """
    lijst = _locked(wie, inlezing_id)
    if lijst.status != "bezig":
        raise Weigering("Deze lijst wordt nu niet ingelezen. Ververs de pagina.")
    waiting = lijst.regels.filter(status__in=["nieuw", "dubbel"]).order_by("nummer")
    rows = list(waiting.select_for_update(of=("self",))[:DEEL])
    om, roles = surroundings(lijst), _roles(lijst)
    for row in rows:
        _load_row(wie, lijst, row, om, roles)
    lijst.bezig_op = timezone.now()
    more = waiting.exists()
    if not more:
        lijst.STAPPEN.move(lijst, "klaar")
        lijst.klaar_op = timezone.now()
    lijst.save(update_fields=["bezig_op", "status", "klaar_op"])
    _note(wie, "lijst_deel_ingelezen", lijst, regels=len(rows))
    return more


def _roles(lijst: Inlezing) -> Mapping[int, Rol]:
    today = timezone.localdate()
    found = Rol.objects.filter(valid_on(today), regio_id=lijst.regio_id, soort__in=PROFESSIONALS)
    return {rol.pk: rol for rol in found.order_by("pk")}


def _load_row(
    wie: Actor, lijst: Inlezing, row: Inleesregel, om: Omgeving, roles: Mapping[int, Rol]
) -> None:
    try:
        read: Gelezen = read_line(row.cellen, lijst.koppeling, lijst.koppen, om)
        rol = roles[read.rol_id or lijst.rol_id]
    except Fouten as wrong:
        row.status, row.meldingen = "geweigerd", wrong.fouten
        row.save(update_fields=["status", "meldingen"])
        return
    except KeyError:
        row.status = "geweigerd"
        row.meldingen = [("", "Wie deze lijst bracht, heeft hier nu geen rol meer.")]
        row.save(update_fields=["status", "meldingen"])
        return
    kandidaat = insert_kandidaat(
        lijst.regio_id,
        read.gegevens,
        medewerker_id=rol.medewerker_id,
        organisatie_id=rol.organisatie_id,
    )
    propose(kandidaat)
    record(
        wie,
        "kandidaat_ingelezen",
        kandidaat,
        lijst=lijst.pk,
        regel=row.nummer,
        contact=rol.medewerker_id,
    )
    row.STAPPEN.move(row, "geladen")
    row.kandidaat, row.cellen, row.meldingen = kandidaat, [], []
    row.save(update_fields=["status", "kandidaat", "cellen", "meldingen"])


@action
def wipe_list(wie: Actor, *, inlezing_id: int) -> None:
    """Throw the rows away; what was loaded stays. By who brought it, or the beheerder."""
    lijst = _locked(wie, inlezing_id, own=False)
    if lijst.status == "bezig":
        raise Weigering("Deze lijst wordt nog ingelezen. Wacht tot dat klaar is.")
    _wipe(lijst)
    _note(wie, "lijst_gewist", lijst)


def _wipe(lijst: Inlezing) -> None:
    lijst.regels.all().delete()
    lijst.gewist_op = timezone.now()
    lijst.save(update_fields=["gewist_op"])


@action
def wipe_old(wie: Actor) -> int:
    """Wipe every list that is older than 30 days, in the scope of Ontschot itself."""
    before = timezone.now() - timedelta(days=BEWAREN_DAGEN)
    old = Inlezing.objects.filter(begonnen_op__lt=before, gewist_op__isnull=True)
    counted: dict[str, int] = defaultdict(int)
    for lijst in old.order_by("pk"):
        _wipe(lijst)
        counted[lijst.regio_id] += 1
    for regio in counted or [""]:
        audit.record(
            wie, "lijsten_opgeruimd", object_soort="lijst", object_sleutel="", regio=regio,
            aantal=counted.get(regio, 0),
        )  # fmt: skip
    return sum(counted.values())
