"""Many services at once: what we write can be read again, and nothing fails in silence."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.menukaart import actions, bestand
from ontschot.menukaart.inlezen import GEWEIGERD, GEWIJZIGD, NIEUW, ZELFDE, judge
from ontschot.menukaart.models import Dienst, Dienstversie, Invoer
from ontschot.menukaart.queries.uitvoer import lines
from tests.meldingen.factories import rol
from tests.menukaart.factories import actor, coordinator, dienst, gids

Als = Callable[[Any], Client]
KOP = "naam;aanbod;aanbieder;eigenaar;stap;vorm;plaats"
GOED = "Proefles lassen;voorliggend;UWV;uwv;EW06;groep;Druten"


def csv(*regels: str, kop: str = KOP, code: str = "utf-8") -> bytes:
    return "\r\n".join([kop, *regels]).encode(code)


def verdicts(wie: Actor, inhoud: bytes, naam: str = "lijst.csv") -> list[tuple[str, str]]:
    return [(v.uitslag, v.zin) for v in judge(wie, bestand.read(naam, inhoud))]


@pytest.mark.parametrize("soort", ["csv", "xlsx"])
def test_what_we_write_can_be_read_again_and_changes_nothing(ruim: Actor, soort: str) -> None:
    chef = actor(coordinator())
    dienst(gids(), naam="=1+1 en 'quote'", samenvatting="Twee\nregels; en, komma's", talen=["en"])
    write = bestand.as_csv if soort == "csv" else bestand.as_xlsx
    inhoud = write(list(bestand.KOLOMMEN), lines("AM08"))
    found = judge(chef, bestand.read(f"lijst.{soort}", inhoud))
    assert {v.uitslag: v.anders for v in found} == {ZELFDE: []}
    assert len(found) == Dienst.objects.filter(regio="AM08").count()


def test_no_cell_is_a_formula_in_a_spreadsheet(ruim: Actor) -> None:
    dienst(gids(), naam="=HYPERLINK(1)", plaats="@x", contact="+31")
    book = openpyxl.load_workbook(io.BytesIO(bestand.as_xlsx(["naam"], [["=HYPERLINK(1)"]])))
    assert book.worksheets[0]["A2"].value == "'=HYPERLINK(1)"
    assert b";=" not in bestand.as_csv(list(bestand.KOLOMMEN), lines("AM08"))


@pytest.mark.parametrize("text", ["=a", "'=a", "''a", "gewoon", "-5", ""])
def test_safe_and_plain_are_each_others_opposite(text: str) -> None:
    assert bestand.plain(bestand.safe(text)) == text


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ","])
def test_any_ordinary_csv_is_read(code: str, mark: str) -> None:
    inhoud = csv("Één café;voorliggend;UWV;uwv;EW06;groep;Druten", code=code)
    found = bestand.read("x.csv", inhoud.replace(b";", mark.encode()))
    assert found[0]["naam"] == "Één café"
    assert found[0]["regel"] == "2"


@pytest.mark.parametrize(
    ("naam", "inhoud", "zin"),
    [
        ("x.csv", b"", "leeg"),
        ("x.csv", b"a;b\n1;2", "missen deze kolommen"),
        ("x.csv", b"\x00\x01", "geen csv"),
        ("x.xlsx", b"PK kapot", "kan niet worden gelezen"),
        ("x.csv", b"x" * (bestand.MAX_BYTES + 1), "te groot"),
    ],
)
def test_what_is_no_list_is_refused(naam: str, inhoud: bytes, zin: str) -> None:
    with pytest.raises(Weigering, match=zin):
        bestand.read(naam, inhoud)


@pytest.mark.parametrize(
    ("regel", "zin"),
    [
        ("X;iets;UWV;uwv;EW06;groep;", "kennen we niet"),
        ("X;voorliggend;UWV;bestaat-niet;EW06;groep;", "kennen we niet"),
        ("X;voorliggend;UWV;uwv;EW66;groep;", "kennen we niet"),
        (";voorliggend;UWV;uwv;EW06;groep;", "‘naam’ is leeg"),
        ("X;aanvullend;UWV;uwv;EW06;groep;", "interventiesoort"),
        (f"{'x' * 200};voorliggend;UWV;uwv;EW06;groep;", "te lang"),
        ("X;voorliggend;FNV;fnv;EW06;groep;", "eigen organisatie"),
        ("Drie gesprekken met de loopbaancoach van FNV;voorliggend;UWV;uwv;EW06;groep;",
         "andere organisatie"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_refused_with_a_sentence_and_the_rest_goes_on(
    ruim: Actor, regel: str, zin: str
) -> None:
    bad, good = verdicts(actor(gids()), csv(regel, GOED))
    assert bad[0] == GEWEIGERD
    assert zin in bad[1]
    assert good[0] == NIEUW


def test_loading_twice_changes_nothing_the_second_time(ruim: Actor) -> None:
    wie = actor(gids())
    first = actions.offer_invoer(wie, naam="a.csv", inhoud=csv(GOED, GOED, "X;x;x;x;x;x;x"))
    loaded = actions.load_invoer(wie, invoer_id=first.pk)
    assert (loaded.aantal_nieuw, len(loaded.geweigerd)) == (1, 2)
    assert "eerder in het bestand" in loaded.geweigerd[0]["reden"]
    with pytest.raises(Weigering, match="al ingelezen"):
        actions.load_invoer(wie, invoer_id=first.pk)
    versions = Dienstversie.objects.count()
    again = actions.offer_invoer(wie, naam="a.csv", inhoud=csv(GOED))
    loaded = actions.load_invoer(wie, invoer_id=again.pk)
    assert (loaded.aantal_nieuw, loaded.aantal_gewijzigd) == (0, 0)
    assert Dienstversie.objects.count() == versions


def test_only_what_changed_is_changed_and_named(ruim: Actor) -> None:
    wie = actor(gids())
    dienst(gids(), naam="Proefles lassen", doel="Blijft staan", stap="EW06")
    [found] = judge(wie, bestand.read("a.csv", csv(GOED)))
    assert (found.uitslag, found.anders) == (GEWIJZIGD, ["Plaats"])
    offered = actions.offer_invoer(wie, naam="a.csv", inhoud=csv(GOED))
    actions.load_invoer(wie, invoer_id=offered.pk)
    kept = Dienst.objects.get(naam="Proefles lassen")
    assert (kept.plaats, kept.doel) == ("Druten", "Blijft staan")


def test_a_file_is_judged_in_a_constant_number_of_queries(ruim: Actor, count_queries: type) -> None:
    wie = actor(gids())

    def cost(count: int) -> int:
        regels = bestand.read("a.csv", csv(*[GOED.replace("lassen", str(n)) for n in range(count)]))
        with count_queries() as counted:
            judge(wie, regels)
        return int(counted.aantal)

    assert cost(40) == cost(2) == 4


def test_the_screen_shows_first_and_loads_afterwards(ruim: Actor, als: Als) -> None:
    client = als(gids())
    file = SimpleUploadedFile("lijst.csv", csv(GOED, "X;x;x;x;x;x;x"))
    page = client.post("/menukaart/invoer/", {"bestand": file}, follow=True)
    assert "Lees in wat kan" in page.content.decode()
    assert not Dienst.objects.filter(naam="Proefles lassen").exists()
    number = Invoer.objects.get().pk
    loaded = client.post(f"/menukaart/invoer/{number}/inlezen/", follow=True)
    assert "1 nieuw, 0 gewijzigd, 1 geweigerd" in loaded.content.decode()
    refused = client.get(f"/menukaart/invoer/{number}/geweigerd/")
    sheet = openpyxl.load_workbook(io.BytesIO(refused.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]][-1] == "reden"
    assert sheet.max_row == 2
    bad = client.post("/menukaart/invoer/", {"bestand": SimpleUploadedFile("x.csv", b"a;b\n1;2")})
    assert bad.status_code == 422
    assert "missen deze kolommen" in bad.content.decode()


def test_a_file_is_for_who_offered_it_only(ruim: Actor, als: Als) -> None:
    offered = actions.offer_invoer(actor(gids()), naam="a.csv", inhoud=csv(GOED))
    answer = als(gids()).get(f"/menukaart/invoer/{offered.pk}/", follow=True)
    assert "Proefles lassen" not in answer.content.decode()


@pytest.mark.parametrize("soort", ["csv", "xlsx"])
def test_every_role_fetches_the_list(ruim: Actor, als: Als, soort: str) -> None:

    answer = als(rol(Rolsoort.BELEID)).get(f"/menukaart/uitvoer/{soort}/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
