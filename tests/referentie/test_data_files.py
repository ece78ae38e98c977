"""The reference data files agree with themselves and with each other.

They are read with tomllib only: no loader and no database, so a slip in a data file is reported as
what it is, with the row that is wrong.
"""

import re
import tomllib
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "ontschot"
BESTANDEN = {
    "regios": "netwerk/referentie/regios.toml",
    "herindelingen": "netwerk/referentie/herindelingen.toml",
    "partners": "netwerk/referentie/partners_am08.toml",
    "regelingen": "regelingen/referentie/regelingen.toml",
    "menukaart": "menukaart/referentie/menukaart_am08.toml",
    "fondsen": "kassier/referentie/fondsen_am08.toml",
    "verhalen": "server/demo/verhalen.toml",
}
INTERVENTIES = {
    "aanvullend": 8,
    "praktijkleren": 3,
    "werkfitbehoud": 2,
}
KOPERS = {"uwv", "gemeente", "fnv", "cnv", "vcp"}
BTW = {"excl", "incl", "onbekend"}
DEUREN = {"portaal", "telefoon", "email", "inloop", "partner", "werkgever", "outreach", "vakbond"}
ANTWOORDEN = {"gebruikt", "niet_beschikbaar", "ontoereikend", "te_lang_onduidelijk"}
BETEKENISSEN = {
    "aan_het_werk",
    "stap_op_de_ladder",
    "interventie_afgerond",
    "geleid_naar_voorliggend",
}
STAPPEN = {f"EW{nummer:02}" for nummer in range(1, 10)}
WIJZEN = {
    "training",
    "workshop",
    "e-learning",
    "coaching",
    "onderzoek",
    "werk_stage",
    "financieel",
    "advies",
}


def lees(naam: str) -> dict:
    with (SRC / BESTANDEN[naam]).open("rb") as bestand:
        return tomllib.load(bestand)


def codes(rijen: list[dict], sleutel: str = "code") -> list[str]:
    return [rij[sleutel] for rij in rijen]


def assert_uniek(waarden: list) -> None:
    dubbel = {waarde for waarde in waarden if waarden.count(waarde) > 1}
    assert not dubbel, f"komt vaker dan één keer voor: {dubbel}"


def gewoon(tekst: str) -> str:
    """As an importer compares names: without case, kinds of dash and double spaces."""
    return " ".join(tekst.casefold().replace("–", "-").replace("-", " ").split())


@pytest.fixture(scope="module")
def regelingen() -> dict:
    return lees("regelingen")


@pytest.mark.parametrize("naam", BESTANDEN)
def test_every_row_of_a_table_has_a_filled_source_and_no_stray_spaces(naam):
    for tabel, rijen in lees(naam).items():
        for rij in rijen:
            assert 0 < len(rij.get("bron", "-")) <= 200, (
                f"{tabel}: {rij} heeft geen bron of een te lange"
            )
            for sleutel, waarde in rij.items():
                if isinstance(waarde, str):
                    assert waarde == " ".join(waarde.split()), f"{tabel}.{sleutel}: {waarde!r}"


@pytest.mark.parametrize("naam", BESTANDEN)
def test_the_last_day_of_a_period_is_not_before_its_first(naam):
    for tabel, rijen in lees(naam).items():
        for rij in rijen:
            if "tot" in rij and "van" in rij:
                assert rij["van"] <= rij["tot"], f"{tabel}: {rij}"


class TestRegios:
    def test_there_are_35_regions_and_352_gemeenten_each_in_one_region(self):
        regios = lees("regios")["regio"]
        assert len(regios) == 35
        assert_uniek(codes(regios))
        gemeenten = [naam for regio in regios for naam in regio["gemeenten"]]
        assert len(gemeenten) == 352
        assert_uniek(gemeenten)

    def test_a_name_or_alias_points_at_one_region(self):
        regios = lees("regios")["regio"]
        assert_uniek(
            [
                gewoon(naam)
                for r in regios
                for naam in {gewoon(r["naam"]), *map(gewoon, r["aliassen"])}
            ]
        )

    def test_a_centrumgemeente_lies_in_its_own_region(self):
        genoemd = {
            r["code"]: r["centrumgemeente"]
            for r in lees("regios")["regio"]
            if "centrumgemeente" in r
        }
        assert genoemd == {"AM08": "Nijmegen", "AM22": "Rotterdam"}

    def test_the_gm_codes_are_those_of_rijk_van_nijmegen(self):
        data = lees("regios")
        (nijmegen,) = [r for r in data["regio"] if r["code"] == "AM08"]
        assert sorted(codes(data["gemeentecode"], "naam")) == sorted(nijmegen["gemeenten"])
        assert_uniek(codes(data["gemeentecode"]))

    def test_mergers_take_away_gemeenten_that_exist_and_leave_342(self):
        regio_van = {g: r["code"] for r in lees("regios")["regio"] for g in r["gemeenten"]}
        for fusie in sorted(lees("herindelingen")["herindeling"], key=lambda rij: rij["datum"]):
            assert isinstance(fusie["datum"], date)
            for naam in fusie["van"]:
                regio_van.pop(naam)
            assert regio_van.get(fusie["naar"], fusie["regio"]) == fusie["regio"]
            regio_van[fusie["naar"]] = fusie["regio"]
        assert len(regio_van) == 342
        assert regio_van["Amsterdam"] == "AM18"


class TestPartners:
    def test_every_partner_is_a_known_organisation_and_there_once(self):
        data = lees("partners")
        assert_uniek(codes(data["organisatie"], "sleutel"))
        assert sorted(codes(data["partner"], "organisatie")) == sorted(
            codes(data["organisatie"], "sleutel")
        )
        assert {rij["regio"] for rij in data["partner"]} == {"AM08"}

    def test_who_may_buy_has_a_code_in_the_monitor_and_nobody_else(self):
        for rij in lees("partners")["organisatie"]:
            assert rij["mag_inkopen"] == ("monitorcode" in rij), rij["sleutel"]
            assert rij.get("monitorcode", "uwv") in KOPERS

    def test_every_buyer_of_the_monitor_is_there(self):
        assert {
            r["monitorcode"] for r in lees("partners")["organisatie"] if r["mag_inkopen"]
        } == KOPERS


class TestRegelingen:
    def test_the_regelingen_follow_each_other_without_a_gap(self, regelingen):
        rijen = regelingen["regeling"]
        assert codes(rijen) == ["rmt-2021", "rmt-2023", "werkcentrum-2025"]
        assert [r["tot"] + timedelta(days=1) for r in rijen[:2]] == [r["van"] for r in rijen[1:]]
        assert "tot" not in rijen[2]
        assert [r["voorlopig"] for r in rijen] == [False, False, True]

    def test_thirteen_interventiesoorten_hang_under_three_rubrieken(self, regelingen):
        soorten = regelingen["interventiesoort"]
        assert_uniek(codes(soorten))
        per_rubriek = {
            code: sum(s["rubriek"] == code for s in soorten)
            for code in codes(regelingen["rubriek"])
        }
        assert per_rubriek == INTERVENTIES

    @pytest.mark.parametrize(
        ("tabel", "naam"), [("interventiesoort", "naam"), ("doelgroep", "label")]
    )
    def test_a_spelling_points_at_one_code(self, regelingen, tabel, naam):
        spellingen = [
            spelling
            for rij in regelingen[tabel]
            for spelling in {
                gewoon(rij[naam]),
                gewoon(rij["code"].replace("_", " ")),
                *map(gewoon, rij["aliassen"]),
            }
        ]
        assert_uniek(spellingen)

    def test_references_point_at_existing_rows(self, regelingen):
        bekend = {
            tabel: set(codes(regelingen[tabel]))
            for tabel in ("regeling", "interventiesoort", "doelgroep")
        }
        for tabel in (
            "plafond",
            "duur",
            "document",
            "adviescriterium",
            "situatiesoort",
            "eerstverantwoordelijke",
        ):
            for rij in regelingen[tabel]:
                for sleutel in bekend.keys() & rij.keys():
                    assert rij[sleutel] in bekend[sleutel], f"{tabel}: {rij}"

    def test_every_doelgroep_has_a_fact_that_points_at_it_and_one_first_responsible(
        self, regelingen
    ):
        doelgroepen = codes(regelingen["doelgroep"])
        assert {s["doelgroep"] for s in regelingen["situatiesoort"]} == set(doelgroepen)
        assert sorted(codes(regelingen["eerstverantwoordelijke"], "doelgroep")) == sorted(
            doelgroepen
        )
        assert {e["partij"] for e in regelingen["eerstverantwoordelijke"]} == {
            "vakbond",
            "uwv",
            "gemeente",
        }

    def test_every_pair_of_doelgroepen_is_decided_by_precedence_or_left_to_the_professional(
        self, regelingen
    ):
        paren = [
            frozenset((rij["doelgroep"], verliezer))
            for rij in regelingen["voorrang"]
            for verliezer in rij["wint_van"]
        ]
        paren += [frozenset((rij["a"], rij["b"])) for rij in regelingen["overlap"]]
        alle = {frozenset(paar) for paar in combinations(codes(regelingen["doelgroep"]), 2)}
        assert_uniek(paren)
        assert set(paren) == alle

    def test_ceilings_stand_once_and_only_for_2021_and_2022(self, regelingen):
        plafonds = regelingen["plafond"]
        assert {p["regeling"] for p in plafonds} == {"rmt-2021"}
        assert sorted(codes(plafonds, "interventiesoort")) == sorted(
            codes(regelingen["interventiesoort"])
        )
        assert all(p["bedrag_cent"] > 0 and p["btw"] in BTW and p["noot"] for p in plafonds)

    def test_a_step_in_time_fits_in_the_longest_duration(self, regelingen):
        for rij in regelingen["duur"]:
            assert rij["maximaal_maanden"] % rij.get("stap_maanden", 1) == 0

    def test_advice_asks_the_same_open_questions_under_every_regeling(self, regelingen):
        vragen = regelingen["adviescriterium"]
        assert_uniek([(rij["regeling"], rij["code"]) for rij in vragen])
        assert all(rij["vraag"].endswith("?") for rij in vragen)
        per_regeling = [
            {rij["code"] for rij in vragen if rij["regeling"] == code}
            for code in codes(regelingen["regeling"])
        ]
        assert per_regeling[0] - per_regeling[1] == {"werkloos_sinds_maart_2020"}
        assert per_regeling[1] == per_regeling[2]

    def test_education_is_finer_than_the_monitor_and_fits_in_it(self, regelingen):
        klassen = {rij["code"]: rij["monitorklasse"] for rij in regelingen["opleiding"]}
        assert set(klassen.values()) == {
            "bo_vmbo_mbo1",
            "mbo234_havo_vwo",
            "hbo_wo",
            "onbekend",
        }
        assert klassen["mbo1"] != klassen["mbo2"] == klassen["mbo4"]

    def test_sectors_and_sexes_are_the_codes_of_the_monitor(self, regelingen):
        verwacht = [f"sector_{nummer:02}" for nummer in range(1, 17)] + [
            "overig",
            "onbekend",
        ]
        assert codes(regelingen["sector"]) == verwacht
        assert codes(regelingen["geslacht"]) == ["vrouw", "man", "onbekend"]


class TestMenukaart:
    def test_there_is_enough_to_choose_from(self, regelingen):
        diensten = lees("menukaart")["dienst"]
        assert_uniek(codes(diensten, "sleutel"))
        assert_uniek(codes(diensten, "naam"))
        assert len(diensten) >= 45
        assert sum(d["soort"] == "voorliggend" for d in diensten) >= 18
        aanvullend = [d["interventiesoort"] for d in diensten if d["soort"] == "aanvullend"]
        assert all(aanvullend.count(code) >= 2 for code in codes(regelingen["interventiesoort"]))

    def test_only_an_additional_service_has_an_interventiesoort(self):
        for dienst in lees("menukaart")["dienst"]:
            assert dienst["soort"] in {"voorliggend", "aanvullend"}
            assert ("interventiesoort" in dienst) == (dienst["soort"] == "aanvullend"), dienst[
                "sleutel"
            ]

    def test_a_service_uses_known_words(self):
        for dienst in lees("menukaart")["dienst"]:
            assert dienst["stap"] in STAPPEN, dienst["sleutel"]
            assert dienst["wijze"] in WIJZEN, dienst["sleutel"]
            assert dienst["vorm"] in {"individueel", "groep"}, dienst["sleutel"]
            assert dienst["bereik"] in {"lokaal", "regionaal", "landelijk"}, dienst["sleutel"]
            assert dienst["btw"] in BTW, dienst["sleutel"]

    def test_a_service_points_at_known_partners_facts_and_gemeenten(self, regelingen):
        partners = set(codes(lees("partners")["organisatie"], "sleutel"))
        situaties = set(codes(regelingen["situatiesoort"]))
        gemeenten = set(codes(lees("regios")["gemeentecode"], "naam"))
        for dienst in lees("menukaart")["dienst"]:
            assert dienst["eigenaar"] in partners, dienst["sleutel"]
            assert set(dienst["situaties"]) <= situaties, dienst["sleutel"]
            namen = codes(dienst.get("gemeente", []), "naam")
            assert_uniek(namen)
            assert set(namen) <= gemeenten, dienst["sleutel"]

    def test_prices_stay_within_the_amounts_of_2021_and_2022(self, regelingen):
        plafonds = {p["interventiesoort"]: p["bedrag_cent"] for p in regelingen["plafond"]}
        for dienst in lees("menukaart")["dienst"]:
            if dienst["soort"] == "voorliggend":
                assert dienst["prijs_cent"] == 0, dienst["sleutel"]
            else:
                assert 0 < dienst["prijs_cent"] <= plafonds[dienst["interventiesoort"]], dienst[
                    "sleutel"
                ]

    def test_every_telephone_number_is_one_that_does_not_exist(self):
        for dienst in lees("menukaart")["dienst"]:
            assert ", 024 - 000 00 " in dienst["contact"], dienst["sleutel"]


class TestFondsen:
    def test_a_fonds_belongs_to_partners_and_says_who_decides(self):
        partners = set(codes(lees("partners")["organisatie"], "sleutel"))
        fondsen = lees("fondsen")["fonds"]
        assert_uniek(codes(fondsen, "sleutel"))
        for fonds in fondsen:
            assert {fonds["eigenaar"], fonds["kassier"]} <= partners, fonds["sleutel"]
            assert fonds["beslisregel"] in {"eigenaar", "beraad_gezamenlijk"}, fonds["sleutel"]
            assert fonds["soort"] in {"interventies", "organisatie", "rest"}, fonds["sleutel"]
            assert_uniek(codes(fonds["regel"]))

    def test_the_budget_of_2021_keeps_its_printed_total_beside_the_sum(self):
        (fonds,) = [f for f in lees("fondsen")["fonds"] if "gedrukt_totaal_cent" in f]
        assert len(fonds["regel"]) == 5
        assert sum(regel["begroot_cent"] for regel in fonds["regel"]) == 174_661_00
        assert fonds["gedrukt_totaal_cent"] == 174_662_00
        assert "1 euro" in fonds["noot"]

    def test_the_interventiebudget_has_a_line_for_each_rubriek(self, regelingen):
        (fonds,) = [f for f in lees("fondsen")["fonds"] if f["sleutel"] == "interventiebudget"]
        assert [regel["rubriek"] for regel in fonds["regel"]] == codes(regelingen["rubriek"])

    def test_the_remainders_are_those_of_the_letter_of_2025(self):
        resten = {
            f["sleutel"]: f["regel"][0]["begroot_cent"]
            for f in lees("fondsen")["fonds"]
            if f["soort"] == "rest"
        }
        assert resten == {
            "perspectief-op-werk": 621_258_00,
            "dichterbij-dan-je-denkt": 376_314_00,
            "gelrepact-1": 0,
        }

    def test_an_amount_that_is_not_published_says_so(self):
        for fonds in lees("fondsen")["fonds"]:
            if "van" not in fonds:
                assert fonds["noot"].startswith("Demobedrag"), fonds["sleutel"]


class TestVerhalen:
    """The nine stories of the KplusV report; each row is one dossier, a group case is several."""

    def test_there_are_nine_stories_in_the_six_regions_of_the_report(self):
        verhalen = lees("verhalen")["verhaal"]
        assert_uniek(codes(verhalen, "sleutel"))
        assert len({v.get("groep", v["sleutel"]) for v in verhalen}) == 9
        assert {v["regio"] for v in verhalen} == {"AM10", "AM11", "AM13", "AM15", "AM33", "AM38"}

    def test_a_person_lives_in_the_region_and_has_known_codes(self, regelingen):
        gemeenten = {r["code"]: r["gemeenten"] for r in lees("regios")["regio"]}
        for verhaal in lees("verhalen")["verhaal"]:
            assert verhaal["gemeente"] in gemeenten[verhaal["regio"]], verhaal["sleutel"]
            for lijst in ("geslacht", "opleiding", "sector"):
                assert verhaal[lijst] in codes(regelingen[lijst]), verhaal["sleutel"]
            assert {s["soort"] for s in verhaal["situatie"]} <= set(
                codes(regelingen["situatiesoort"])
            )
            assert verhaal["deur"] in DEUREN, verhaal["sleutel"]

    def test_the_advies_is_given_on_known_grounds(self, regelingen):
        criteria = {
            c["code"] for c in regelingen["adviescriterium"] if c["regeling"] == "werkcentrum-2025"
        }
        for verhaal in lees("verhalen")["verhaal"]:
            advies = verhaal["advies"]
            assert advies["oordeel"] in {"ondersteuning_nodig", "regulier_volstaat"}
            gekozen = codes(advies["gronden"], "criterium")
            assert_uniek(gekozen)
            assert set(gekozen) <= criteria, verhaal["sleutel"]

    def test_only_an_additional_step_costs_shared_money_and_then_the_toets_is_done(
        self, regelingen
    ):
        soorten = set(codes(regelingen["interventiesoort"]))
        for verhaal in lees("verhalen")["verhaal"]:
            betaald = [stap for stap in verhaal["stappen"] if "bedrag_cent" in stap]
            assert betaald == [stap for stap in verhaal["stappen"] if stap["soort"] == "aanvullend"]
            assert all(
                stap["interventiesoort"] in soorten and stap["inkoper"] in KOPERS
                for stap in betaald
            )
            assert bool(betaald) == bool(verhaal["toets"]), verhaal["sleutel"]
            assert {regel["antwoord"] for regel in verhaal["toets"]} <= ANTWOORDEN
            assert all(regel["reden"] for regel in verhaal["toets"])

    def test_everything_happens_in_order(self):
        for verhaal in lees("verhalen")["verhaal"]:
            gemeld = verhaal["dagen_geleden"]
            stappen = [stap["dagen_geleden"] for stap in verhaal["stappen"]]
            uitkomsten = [uitkomst["dagen_geleden"] for uitkomst in verhaal["uitkomst"]]
            assert stappen == sorted(stappen, reverse=True), verhaal["sleutel"]
            assert uitkomsten == sorted(uitkomsten, reverse=True), verhaal["sleutel"]
            assert gemeld > stappen[0] >= uitkomsten[0] > 0, verhaal["sleutel"]
            assert {u["betekenis"] for u in verhaal["uitkomst"]} <= BETEKENISSEN

    def test_facts_of_one_kind_do_not_overlap_and_one_is_true_at_every_step(self):
        for verhaal in lees("verhalen")["verhaal"]:
            feiten = [
                (f["van_dagen_geleden"], f.get("tot_dagen_geleden", 0)) for f in verhaal["situatie"]
            ]
            assert all(eerder[1] > later[0] for eerder, later in pairwise(feiten)), verhaal[
                "sleutel"
            ]
            for dag in [
                verhaal["dagen_geleden"],
                *(stap["dagen_geleden"] for stap in verhaal["stappen"]),
            ]:
                assert any(van >= dag >= tot for van, tot in feiten), (
                    f"{verhaal['sleutel']}: dag {dag}"
                )

    def test_nobodys_health_is_written_down(self):
        tekst = (SRC / BESTANDEN["verhalen"]).read_text(encoding="utf-8").casefold()
        gegevens = "\n".join(regel for regel in tekst.splitlines() if not regel.startswith("#"))
        gevonden = re.search(
            r"adhd|autis|depress|neerslachtig|\bziek\b|klachten|belastbaar|diagnose van", gegevens
        )
        assert gevonden is None, gevonden

    def test_the_group_shares_one_course_and_one_toets(self):
        groep = [v for v in lees("verhalen")["verhaal"] if v.get("groep") == "vissers"]
        assert len(groep) >= 4
        assert all(
            v["stappen"][0] == groep[0]["stappen"][0] and v["toets"] == groep[0]["toets"]
            for v in groep
        )
