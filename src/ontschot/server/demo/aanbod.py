"""What is bought for whom, in the proportions of the published figures of 2023 (pure).

Source of the proportions: KplusV, Onderzoek RMT-regeling, 2024: tabel 2 (doelgroep), paragraaf
3.2.6 to 3.2.8 (buyer, price, own doelgroep) and 4.1.2 (kind). The prices are those of the
menukaart; together they come near the published € 333, € 1.420 and € 3.329 per buyer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Dienst:
    """A service of a menukaart as a plan needs it; `interventiesoort` empty: regular offer."""

    sleutel: str
    naam: str
    interventiesoort: str
    aanbieder: str
    stap: str
    prijs_cent: int
    btw: str
    situaties: frozenset[str]

    def fits(self, situaties: frozenset[str]) -> bool:
        return not self.situaties or bool(self.situaties & situaties)


# Percent of the interventies in the six regions, 2023.
DOELGROEPEN: Mapping[str, float] = {
    "werknemer": 53, "ww": 15, "nug": 15, "zelfstandige": 6, "participatiewet": 5, "ag": 3,
    "banenafspraak": 2, "schoolverlater": 1,
}  # fmt: skip
SITUATIES: Mapping[str, Sequence[tuple[str, ...]]] = {
    "werknemer": [("in_dienst",)],
    "ww": [("ww",)],
    "nug": [("geen_uitkering",)],
    "zelfstandige": [("zelfstandige",)],
    "participatiewet": [("participatiewet",)],
    "ag": [("wia_wga",), ("wia_35min",), ("wajong",), ("ziektewet",)],
    "banenafspraak": [("banenafspraak", "participatiewet"), ("banenafspraak", "geen_uitkering")],
    "schoolverlater": [("schoolverlater",), ("schoolverlater_mbo",)],
}
# Works and has a part of WW: the regeling does not say which counts, so somebody chose.
KEUZE = ("in_dienst", "ww")

# Who buys for whom, in percent: 78 of 100 for the own doelgroep.
PARTIJEN: Mapping[str, Mapping[str, float]] = {
    "werknemer": {"vakbond": 97, "gemeente": 2, "uwv": 1},
    "ww": {"uwv": 23, "vakbond": 40, "gemeente": 37},
    "ag": {"uwv": 40, "gemeente": 45, "vakbond": 15},
    "nug": {"gemeente": 83, "vakbond": 11, "uwv": 6},
    "participatiewet": {"gemeente": 97, "uwv": 3},
    "zelfstandige": {"gemeente": 85, "vakbond": 15},
    "schoolverlater": {"gemeente": 100},
    "banenafspraak": {"gemeente": 90, "uwv": 10},
}
VAKBONDEN: Mapping[str, float] = {"cnv": 22, "fnv": 19, "vcp": 19}

# Per kind of buyer how often a service is bought.
KEUZES: Mapping[str, Mapping[str, float]] = {
    "vakbond": {
        "extra-loopbaangesprekken": 60, "beroepentest": 15, "engelse-loopbaantest": 4,
        "verlies-van-werk": 9, "linkedin-en-netwerken": 4, "sollicitatiecoach": 3,
        "beveiliger": 2, "heftruck": 1, "vca-basis": 1, "reiskosten-scholing": 1,
    },
    "gemeente": {
        "intensief-loopbaantraject": 8, "engelse-loopbaantest": 6, "beroepentest": 6,
        "arbeidsdiagnose": 9, "taal-voor-het-werk": 8, "werkfit-zonder-grens": 4,
        "beveiliger": 16, "vrachtwagenchauffeur": 5, "rijinstructeur": 2, "vca-basis": 9,
        "heftruck": 7, "studiecoach": 3, "taalhulp-bij-opleiding": 2, "sollicitatiecoach": 1,
        "matching-op-maat": 1, "banenmarkt-anderstaligen": 1, "laptop": 2, "fiets-naar-werk": 1,
        "werkkleding": 1, "praktijkverklaring-logistiek": 2, "praktijkverklaring-groen": 1,
        "certificaat-zorg": 1.5, "certificaat-techniek": 1, "verkort-diploma-logistiek": 1,
        "verkort-diploma-zorg": 1, "jobcoach-werkplek": 1, "werkfitplek-groen": 1,
    },
    "uwv": {
        "intensief-loopbaantraject": 22, "werkfit-zonder-grens": 14, "rijinstructeur": 22,
        "vrachtwagenchauffeur": 22, "matching-op-maat": 10, "studiecoach": 4,
        "taalhulp-bij-opleiding": 2, "reiskosten-scholing": 2, "fiets-naar-werk": 2,
    },
}  # fmt: skip
# A service that is there for one situation only is what people in it come for.
EIGEN_SITUATIE = 12.0


def weighted(rng: Random, weights: Mapping[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def draw_partij(rng: Random, doelgroep: str) -> str:
    """`vakbond`, `gemeente` or `uwv`."""
    return weighted(rng, PARTIJEN[doelgroep])


def draw_dienst(
    rng: Random, aanbod: Mapping[str, Dienst], partij: str, situaties: frozenset[str]
) -> Dienst:
    """A service that this kind of buyer buys for somebody in this situation."""
    weights = {
        sleutel: weight * (EIGEN_SITUATIE if len(aanbod[sleutel].situaties) == 1 else 1.0)
        for sleutel, weight in KEUZES[partij].items()
        if sleutel in aanbod and aanbod[sleutel].fits(situaties)
    }
    return aanbod[weighted(rng, weights)]


def voorliggend(
    aanbod: Mapping[str, Dienst], dienst: Dienst, situaties: frozenset[str]
) -> list[Dienst]:
    """The regular services of the same step of the journey, as the toets proposes them."""
    return [
        d
        for d in aanbod.values()
        if not d.interventiesoort and d.stap == dienst.stap and d.fits(situaties)
    ]
