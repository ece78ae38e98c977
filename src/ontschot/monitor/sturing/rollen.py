"""Which figures matter to which role, with the one sentence that says why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ontschot.kern.rollen import HULPVERLENERS, Rolsoort


@dataclass(frozen=True)
class Keuze:
    """A figure on a start page. `zin` says what it is for; `cel` narrows it to one group."""

    code: str
    zin: str
    cel: Mapping[str, str] = field(default_factory=dict)
    titel: str = ""


MIJN_VRAGEN = Keuze(
    "werklast",
    "Zoveel vragen wachten op jou of zijn bij jou in behandeling.",
    {"soort_werk": "vraag", "collega": "ik"},
    "Mijn vragen",
)
MIJN_KANDIDATEN = Keuze(
    "werklast",
    "Van zoveel mensen ben jij de vaste contactpersoon.",
    {"soort_werk": "kandidaat", "collega": "ik"},
    "Mijn kandidaten",
)
WERKLAST = Keuze("werklast", "Zoveel werk ligt er nu bij alle collega's samen.")
RUIMTE = Keuze("ruimte", "Daaraan zie je of een nieuwe vraag nog ergens terecht kan.")
CONTACT = Keuze("wachttijd_contact", "Zo snel spreekt iemand met een vraag een mens.")
INTERVENTIE = Keuze("wachttijd_interventie", "Zo lang duurt het van vraag tot ingekochte hulp.")
OVERDRACHT = Keuze("tijd_overdracht", "Zo lang weet iemand nog niet wie er verdergaat.")
HULP = Keuze("hulp_zonder_interventie", "Zo vaak hielp het team zonder iets in te kopen.")
PERSONEN = Keuze("unieke_personen", "Zoveel mensen kregen ingekochte hulp.")
WERK = Keuze("aan_het_werk", "Zoveel mensen gingen aan het werk.")
VOORLIGGEND = Keuze(
    "geleid_naar_voorliggend", "Zoveel mensen hielp de gewone dienstverlening verder."
)
NA_6 = Keuze("werk_na_6", "Daaraan zie je of het werk blijft.")
NA_12 = Keuze("werk_na_12", "Daaraan zie je of het werk na een jaar nog staat.")
SIGNALEN = Keuze("signalen", "Zo vaak meldde iemand wat tussen wal en schip valt.")
GEMIS = Keuze("gemis", "Zoveel kostte het dat een gewone voorziening er niet was.")
TOETS = Keuze("voorliggend_toets", "Zo vaak is eerst naar gewone hulp gekeken.")
INTERVENTIES = Keuze("aantal", "Zoveel interventies kocht de regio in.")
VRIJ = Keuze("geld_vrij", "Zoveel kan nog worden gereserveerd.")
VAST = Keuze("geld_vast", "Zoveel is toegezegd en moet nog worden gedeclareerd.")
TE_BETALEN = Keuze("geld_te_betalen", "Zoveel vroegen partners terug en wacht nog op betaling.")
BETAALD = Keuze("geld_betaald", "Zoveel ging er echt uit.")
LEEG = Keuze("geld_prognose", "Zoveel regels zijn in dit tempo binnen een jaar leeg.")
GRENS = Keuze("geld_grens", "Zo vaak is een waarschuwing bereikt die de regio zelf zette.")

_PROFESSIONAL = (MIJN_VRAGEN, MIJN_KANDIDATEN, CONTACT, HULP, WERK, NA_6, SIGNALEN)
KEUZES: Mapping[str, tuple[Keuze, ...]] = MappingProxyType(
    {
        **dict.fromkeys(HULPVERLENERS, _PROFESSIONAL),
        Rolsoort.COORDINATOR: (
            WERKLAST, RUIMTE, CONTACT, OVERDRACHT, WERK, NA_12, VRIJ, LEEG,
        ),
        Rolsoort.BELEID: (PERSONEN, HULP, CONTACT, WERK, NA_12, SIGNALEN, GEMIS, VRIJ),
        Rolsoort.KASSIER: (VRIJ, VAST, TE_BETALEN, BETAALD, LEEG, GRENS),
        Rolsoort.MONITOR: (
            INTERVENTIES, PERSONEN, INTERVENTIE, TOETS, VOORLIGGEND, WERK, NA_12,
        ),
    }
)  # fmt: skip
