"""A list that is read in: looked over first, refused per row, never a BSN, nothing twice."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from ontschot.kandidaten.gelijken import alike_many
from ontschot.kandidaten.lijst_inlezen import actions
from ontschot.kandidaten.lijst_inlezen.lezen import read_file
from ontschot.kandidaten.models import Inleesregel, Inlezing, Kandidaat
from ontschot.kandidaten.rules import Persoon
from ontschot.kandidaten.search import alike
from ontschot.kern.errors import Weigering
from ontschot.netwerk.models import Rol
from ontschot.web.format import AMSTERDAM
from tests.kandidaten.factories import kandidaat
from tests.klok import op
from tests.netwerk.factories import actor, rol

pytestmark = pytest.mark.usefixtures("ruim")
LIJST = (
    "Voornaam;Achternaam;Geboortedatum;Mobiel;Hobby\r\n"
    "Zoë;Jansen;12-3-1980;0612345678;zingen\r\n"
    "Mo;Yılmaz;31-2-1980;;lezen\r\n"
    "Zoë;Jansen;12-3-1980;06 12345678;\r\n"
)
GEVONDEN = ["Voornaam", "Achternaam", "Geboortedatum", "Mobiel", "Hobby"]
VELDEN = {0: "voornaam", 1: "achternaam", 2: "geboortedatum", 3: "telefoon", 4: ""}


def brought(gids: Rol, text: str = LIJST) -> Inlezing:
    return actions.bring_list(actor(gids), naam="lijst.csv", inhoud=text.encode())


@pytest.mark.parametrize(
    "inhoud",
    [
        LIJST.encode(),
        LIJST.encode("utf-8-sig"),
        LIJST.replace("ı", "i").encode("cp1252"),
        LIJST.replace(";", ",").encode(),
    ],
)
def test_every_way_of_saving_a_csv_is_read(inhoud: bytes) -> None:
    found = read_file("lijst.csv", inhoud)
    assert found.koppen == GEVONDEN
    assert found.regels[0] == (2, ["Zoë", "Jansen", "12-3-1980", "0612345678", "zingen"])


def test_a_workbook_is_read() -> None:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["Naam", "Tel"])
    book.active.append(["Jan de Vries", 612345678])
    book.save(out)
    assert read_file("x.xlsx", out.getvalue()).regels == [(2, ["Jan de Vries", "612345678"])]


@pytest.mark.parametrize("inhoud", [b"", b"PK\x03\x04kapot", b"\xff\xfea", b"Naam\r\n"])
def test_what_is_no_list_is_refused_with_a_sentence(inhoud: bytes) -> None:
    with pytest.raises(Weigering):
        read_file("x", inhoud)


@pytest.mark.parametrize(
    "text",
    [
        "Naam;Nummer\nA B;111222333\nC D;123456782\nE F;100000009\n",
        "Naam;BSN\nA B;1\n",
    ],
)
def test_a_list_with_a_bsn_is_refused_and_nothing_is_kept(text: str) -> None:
    with pytest.raises(Weigering, match="bewaart nooit een BSN"):
        brought(rol(), text)
    assert not Inlezing.objects.exists()
    assert not Inleesregel.objects.exists()


def test_each_row_is_looked_over_loaded_once_and_emptied() -> None:
    gids = rol()
    lijst = brought(gids)
    actions.read_columns(actor(gids), inlezing_id=lijst.pk, velden=VELDEN)
    rows = {row.nummer: row for row in lijst.regels.order_by("nummer")}
    assert [rows[n].status for n in (2, 3, 4)] == ["nieuw", "geweigerd", "dubbel"]
    assert rows[3].meldingen[0][0] == "Geboortedatum"
    assert "regel 2" in str(rows[4].meldingen)
    actions.start_loading(actor(gids), inlezing_id=lijst.pk)
    assert not actions.load_part(actor(gids), inlezing_id=lijst.pk)
    with pytest.raises(Weigering, match="wordt nu niet ingelezen"):
        actions.load_part(actor(gids), inlezing_id=lijst.pk)
    person = Kandidaat.objects.get(achternaam="Jansen")
    loaded = lijst.regels.get(nummer=2)
    assert loaded.kandidaat == person
    assert loaded.cellen == []
    contact = person.betrokkenen.get(vaste_contactpersoon=True)
    assert contact.medewerker_id == gids.medewerker_id


def test_the_columns_are_remembered_for_the_organisatie() -> None:
    gids = rol()
    actions.read_columns(
        actor(gids),
        inlezing_id=brought(gids).pk,
        velden=VELDEN | {3: "", 4: "telefoon"},
        bestand=LIJST.encode(),
    )
    again = brought(rol())
    assert again.koppeling["telefoon"] == 4


def test_a_column_that_is_not_read_is_never_stored() -> None:
    gids = rol()
    wie = actor(gids)
    lijst = brought(gids)
    assert [row.cellen[4] for row in lijst.regels.order_by("nummer")] == ["", "", ""]
    with pytest.raises(Weigering, match="‘Hobby’ bewaarden we nog niets"):
        actions.read_columns(wie, inlezing_id=lijst.pk, velden=VELDEN | {4: "email"})
    with pytest.raises(Weigering, match="andere kolommen"):
        actions.read_columns(wie, inlezing_id=lijst.pk, velden=VELDEN, bestand=b"Naam\nA B\n")
    actions.read_columns(
        wie, inlezing_id=lijst.pk, velden=VELDEN | {3: "", 4: "email"}, bestand=LIJST.encode()
    )
    assert [row.cellen[3:] for row in lijst.regels.order_by("nummer")] == [
        ["", "zingen"],
        ["", "lezen"],
        ["", ""],
    ]
    actions.read_columns(wie, inlezing_id=lijst.pk, velden=VELDEN | {3: ""})
    assert {text for row in lijst.regels.order_by("nummer") for text in row.cellen[3:]} == {""}


def test_twice_the_rows_are_looked_over_with_as_many_queries(count_queries: Any) -> None:
    gids = rol()
    kandidaat(gids, voornaam="Zoë", achternaam="Jansen", telefoon="0612345678")
    asked = []
    for number in (30, 60):
        text = LIJST + "".join(f"Noor;Verhoeven{n};;061234{n:04}\r\n" for n in range(number))
        lijst = brought(gids, text)
        with count_queries() as counted:
            actions.read_columns(actor(gids), inlezing_id=lijst.pk, velden=VELDEN)
        asked.append(counted.aantal)
    assert asked[0] == asked[1]


def test_a_whole_list_is_held_against_the_register_as_one_person_is() -> None:
    gids = rol()
    others: list[dict[str, Any]] = [{"achternaam": "Willemsen"}, {"geboortedatum": None}, {}]
    for number, over in enumerate(others):
        kandidaat(gids, telefoon=f"061234567{number}", **over)
    asked = [
        Persoon("Noor", "Verhoeve"),
        Persoon("Noor", "Verhoeven", date(1980, 1, 2)),
        Persoon("Iemand", "Anders", telefoon="+31 6 12345671"),
        Persoon("Noor", "Wilemsen", date(1999, 1, 2)),
    ]
    assert list(alike_many(asked)) == [alike(person) for person in asked]


def test_only_who_brought_it_and_their_beheerder_see_the_rows(binnen: Any) -> None:
    gids = rol()
    brought(gids)
    seen = {
        "gids": rol(),
        "mijn beheer": rol("beheer"),
        "ander beheer": rol("beheer", organisatie="gemeente-nijmegen"),
        "zelf": gids,
    }
    found = {}
    for who, role in seen.items():
        with binnen(actor(role)):
            found[who] = Inleesregel.objects.count()
    assert found == {"gids": 0, "mijn beheer": 3, "ander beheer": 0, "zelf": 3}


def test_a_beheerder_sees_them_from_midnight_in_amsterdam_on(binnen: Any) -> None:
    """Half past midnight in summer: in Greenwich it is still the day before."""
    brought(rol())
    today = date(2090, 7, 2)
    begins, ended = rol("beheer"), rol("beheer")
    Rol.objects.filter(pk=begins.pk).update(van=today)
    Rol.objects.filter(pk=ended.pk).update(tot=date(2090, 7, 1))
    seen = []
    with op(datetime(2090, 7, 2, 0, 30, tzinfo=AMSTERDAM)):
        for role in (begins, ended):
            with binnen(actor(role)):
                seen.append(Inleesregel.objects.count())
    assert seen == [3, 0]


def test_a_row_may_be_the_person_who_is_known_and_shows_hidden() -> None:
    kandidaat(rol(), voornaam="Zoë", achternaam="Jansen", telefoon="0612345678")
    gids = rol()
    lijst = brought(gids)
    actions.read_columns(actor(gids), inlezing_id=lijst.pk, velden=VELDEN)
    row = lijst.regels.get(nummer=2)
    assert row.status == "dubbel"
    assert "Z•••• J•••••" in str(row.meldingen)


def test_the_screens_from_file_to_what_went_wrong(als: Callable[[Rol], Client]) -> None:
    gids = rol()
    client = als(gids)
    assert client.get("/inlezen/").status_code == 200
    file = SimpleUploadedFile("lijst.csv", LIJST.encode())
    place = client.post("/inlezen/", {"bestand": file})["Location"]
    assert "Welke kolom is wat" in client.get(place).content.decode()
    assert client.post(place, {"kolom_0": "voornaam"}).status_code == 422
    client.post(place, {f"kolom_{n}": veld for n, veld in VELDEN.items()})
    assert "bestaat niet op de kalender" in client.get(place).content.decode()
    client.post(f"{place}begin/", {"toch": ["4"]})
    client.post(f"{place}verder/")
    assert Kandidaat.objects.filter(achternaam="Jansen").count() == 2
    assert "bestaat niet" in client.get(f"{place}fouten/csv/").content.decode()
    client.post(f"{place}wis/")
    assert not Inleesregel.objects.exists()
