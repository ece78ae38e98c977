"""Judging the lines of a file: what is new, what changes, what is the same, what is refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ontschot.kern.scope import Actor
from ontschot.menukaart.bestand import KOLOMMEN, VERPLICHT
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.queries.kaart import LABELS
from ontschot.menukaart.rules import may_edit, may_make
from ontschot.netwerk.models import Organisatie
from ontschot.regelingen.models import Interventiesoort, Situatiesoort
from ontschot.web.format import lees_bedrag, lees_datum

NIEUW, GEWIJZIGD, ZELFDE, GEWEIGERD = "nieuw", "gewijzigd", "hetzelfde", "geweigerd"
MAX_GETAL = 32_000
MAX_TEKST = 4_000
KEUZES: Mapping[str, Sequence[tuple[str, str]]] = {
    "soort": Dienst.SOORTEN,
    "stap": Dienst.STAPPEN,
    "vorm": Dienst.VORMEN,
    "wijze": Dienst.WIJZEN,
    "btw": Dienst.BTW,
    "locatie": Dienst.LOCATIES,
    "bereik": Dienst.BEREIKEN,
}
LEEG: Mapping[str, Any] = {"btw": "onbekend", "bereik": "regionaal", "prijs_cent": 0}
DATA = frozenset({"contract_tot", "van", "tot", "gepubliceerd_van", "gepubliceerd_tot"})
GETALLEN = frozenset({"uren_per_week", "wachttijd_dagen"})


@dataclass
class Oordeel:
    """What becomes of one line: `anders` what changes, in labels; `zin` why it is refused."""

    regel: str
    naam: str
    uitslag: str
    zin: str = ""
    anders: list[str] = field(default_factory=list)
    dienst: Dienst | None = None
    waarden: dict[str, Any] = field(default_factory=dict)
    cellen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bekend:
    """What a file may point at, read once for all lines."""

    organisaties: Mapping[str, int]
    soorten: Mapping[str, str]
    situaties: Mapping[str, str]
    op_sleutel: Mapping[str, Dienst]
    op_naam: Mapping[str, Dienst]


def known(wie: Actor) -> Bekend:
    """Four queries, however long the file is."""
    diensten = list(
        Dienst.objects.filter(Q(regio=wie.regio) | Q(regio__isnull=True)).defer("zoekvector")
    )
    organisaties = list(Organisatie.objects.values_list("sleutel", "naam", "pk"))
    by_word = {naam.lower(): pk for _, naam, pk in organisaties}
    by_word |= {sleutel: pk for sleutel, _, pk in organisaties}
    return Bekend(
        organisaties=by_word,
        soorten=_words(Interventiesoort.objects.values_list("code", "naam")),
        situaties=_words(Situatiesoort.objects.values_list("code", "label")),
        op_sleutel={dienst.sleutel: dienst for dienst in diensten},
        op_naam={dienst.naam.lower(): dienst for dienst in diensten if dienst.regio_id},
    )


def _words(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Code by code or label, in small letters."""
    pairs = list(rows)
    return {label.lower(): code for code, label in pairs} | {code: code for code, _ in pairs}


def judge(wie: Actor, regels: Sequence[Mapping[str, str]]) -> list[Oordeel]:
    """The verdict per line, in the order of the file; writes nothing."""
    bekend, seen = known(wie), set[str]()
    verdicts = []
    for cellen in regels:
        verdict = _judge_line(wie, cellen, bekend)
        if verdict.uitslag != GEWEIGERD:
            key = verdict.dienst.sleutel if verdict.dienst else verdict.naam.lower()
            if key in seen:
                verdict.uitslag = GEWEIGERD
                verdict.zin = "Deze dienst staat eerder in het bestand. Haal een van de twee weg."
            seen.add(key)
        verdicts.append(verdict)
    return verdicts


def _judge_line(wie: Actor, cellen: Mapping[str, str], bekend: Bekend) -> Oordeel:
    naam = " ".join(cellen.get("naam", "").split())
    verdict = Oordeel(cellen["regel"], naam or "(zonder naam)", GEWEIGERD, cellen=cellen)
    try:
        waarden = _values(cellen, bekend)
        dienst = _found(cellen, naam, bekend)
    except ValueError as problem:
        verdict.zin = str(problem)
        return verdict
    verdict.waarden, verdict.dienst = waarden, dienst
    verdict.zin = _refusal(wie, waarden, dienst)
    if not verdict.zin:
        verdict.anders = _changes(waarden, dienst) if dienst else []
        verdict.uitslag = NIEUW if dienst is None else GEWIJZIGD if verdict.anders else ZELFDE
    return verdict


def _found(cellen: Mapping[str, str], naam: str, bekend: Bekend) -> Dienst | None:
    """The service that this line is about: by its key, else by its name."""
    sleutel = cellen.get("sleutel", "").strip()
    if not sleutel:
        return bekend.op_naam.get(naam.lower())
    dienst = bekend.op_sleutel.get(sleutel)
    if dienst is None:
        raise ValueError(
            f"Sleutel “{sleutel[:40]}” bestaat niet in deze regio. Maak de cel leeg voor een "
            "nieuwe dienst."
        )
    other = bekend.op_naam.get(naam.lower())
    if other is not None and other.pk != dienst.pk:
        raise ValueError(f"De naam “{naam[:60]}” heeft al een andere dienst. Kies een andere naam.")
    return dienst


def _values(cellen: Mapping[str, str], bekend: Bekend) -> dict[str, Any]:
    for name in VERPLICHT:
        if not cellen.get(name, "").strip():
            raise ValueError(f"De kolom ‘{name}’ is leeg. Vul hem in.")
    return {
        veld: _value(kolom, veld, cellen[kolom].strip(), bekend)
        for kolom, veld in KOLOMMEN.items()
        if kolom in cellen and veld != "sleutel"
    }


def _value(kolom: str, veld: str, tekst: str, bekend: Bekend) -> Any:
    """The cell as the field keeps it; raises ValueError with a sentence."""
    if veld in LEEG and not tekst:
        return LEEG[veld]
    if veld in KEUZES:
        return _choice(kolom, tekst, {code: code for code, _ in KEUZES[veld]} | _labels(veld))
    if veld in LEZERS:
        return LEZERS[veld](kolom, tekst, bekend)
    return _bounded(kolom, veld, tekst.replace("\r\n", "\n"))


def _labels(veld: str) -> dict[str, str]:
    return {label.lower(): code for code, label in KEUZES[veld]}


def _price(tekst: str) -> int:
    cent = lees_bedrag(tekst)
    if cent < 0:
        raise ValueError("De prijs kan niet onder € 0 liggen.")
    return cent


def _number(kolom: str, tekst: str) -> int | None:
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdigit()) or int(tekst[:9]) > MAX_GETAL:
        raise ValueError(f"Bij ‘{kolom}’ staat “{tekst[:40]}”. Vul een heel getal in.")
    return int(tekst)


def _choice(kolom: str, tekst: str, keuzes: Mapping[str, Any]) -> Any:
    if not tekst:
        return ""
    found = keuzes.get(tekst, keuzes.get(tekst.lower()))
    if found is None:
        raise ValueError(f"Bij ‘{kolom}’ staat “{tekst[:40]}”. Dat kennen we niet.")
    return found


def _list(kolom: str, tekst: str, keuzes: Mapping[str, str]) -> list[str]:
    parts = [part.strip() for part in tekst.replace(";", ",").split(",")]
    return list(dict.fromkeys(_choice(kolom, part, keuzes) for part in parts if part))


def _date(tekst: str) -> date | None:
    return lees_datum(tekst) if tekst else None


# How the cell of a field is read, where it is no plain text.
LEZERS: Mapping[str, Callable[[str, str, Bekend], Any]] = {
    **dict.fromkeys(DATA, lambda _kolom, tekst, _bekend: _date(tekst)),
    **dict.fromkeys(GETALLEN, lambda kolom, tekst, _bekend: _number(kolom, tekst)),
    "prijs_cent": lambda _kolom, tekst, _bekend: _price(tekst),
    "eigenaar_id": lambda kolom, tekst, bekend: _choice(kolom, tekst, bekend.organisaties),
    "interventiesoort_id": lambda kolom, tekst, bekend: (
        _choice(kolom, tekst, bekend.soorten) or None
    ),
    "situaties": lambda kolom, tekst, bekend: _list(kolom, tekst, bekend.situaties),
    "talen": lambda kolom, tekst, _bekend: _list(kolom, tekst, _words(Dienst.TALEN)),
}


def _bounded(kolom: str, veld: str, tekst: str) -> str:
    most = getattr(Dienst._meta.get_field(veld), "max_length", None) or MAX_TEKST
    if len(tekst) > most:
        raise ValueError(f"‘{kolom}’ is te lang: {len(tekst)} tekens. Er passen er {most}.")
    return " ".join(tekst.split()) if veld == "naam" else tekst


def _refusal(wie: Actor, waarden: Mapping[str, Any], dienst: Dienst | None) -> str:
    """Why this line may not be loaded by this person, or cannot be; empty when it may."""
    landelijk = dienst is not None and dienst.regio_id is None
    if dienst and not may_edit(
        wie.rol, wie.organisatie_id, dienst.eigenaar_id, landelijk=landelijk
    ):
        return "Een andere organisatie houdt deze dienst bij. Vraag haar of de coördinator."
    if not may_make(wie.rol, wie.organisatie_id, waarden["eigenaar_id"]):
        return "Je kunt alleen aanbod van je eigen organisatie inlezen. Vraag de coördinator."
    checks: list[tuple[Callable[[], bool], str]] = [
        (
            lambda: waarden["soort"] == "aanvullend" and not _after("interventiesoort_id"),
            "Aanvullend aanbod heeft een interventiesoort. Vul hem in.",
        ),
        (
            lambda: _wrong_order(_after("van"), _after("tot")),
            "De laatste dag ligt vóór de eerste. Verander een van de twee.",
        ),
        (
            lambda: (
                (bool(_after("gepubliceerd_tot")) and not _after("gepubliceerd_van"))
                or _wrong_order(_after("gepubliceerd_van"), _after("gepubliceerd_tot"))
            ),
            "De laatste dag op de menukaart ligt vóór de eerste. Verander een van de twee.",
        ),
        (
            lambda: bool(_after("contract_tot")) and not _after("contract_met"),
            "Vul ook in met wie het contract is.",
        ),
    ]

    def _after(veld: str) -> Any:
        """What the field will be: from the file, else as it is."""
        return waarden.get(veld, getattr(dienst, veld, None))

    return next((zin for wrong, zin in checks if wrong()), "")


def _wrong_order(van: date | None, tot: date | None) -> bool:
    return van is not None and tot is not None and tot < van


def _changes(waarden: Mapping[str, Any], dienst: Dienst) -> list[str]:
    return [
        LABELS.get(veld, veld.removesuffix("_id"))
        for veld, value in waarden.items()
        if _same(getattr(dienst, veld)) != _same(value)
        # An empty first day leaves the day that is known.
        and not (veld == "van" and value is None)
    ]


def _same(value: Any) -> Any:
    """Texts without the spaces at their ends; an empty list is an empty list."""
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else value


def starting(waarden: Mapping[str, Any]) -> dict[str, Any]:
    """The values for a new service: one without a first day runs from today."""
    return dict(waarden) | {"van": waarden.get("van") or timezone.localdate()}
