"""Instroom and uitstroom of regions without Ontschot: facts of their own, read as strictly."""

import html
import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor, bezoeker, scope
from ontschot.meldingen.deuren import Herkomst
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import counts, rows
from ontschot.monitor.levering.bestand import Onleesbaar
from ontschot.monitor.levering.importeren import Uitslag
from ontschot.monitor.models import Levering, Leveringsfeit, Monitorrij
from ontschot.monitor.rapport import landelijk
from ontschot.monitor.selectie import Selectie
from ontschot.regelingen.models import Regeling
from ontschot.trajecten.models import Uitkomst
from tests.monitor.factories import actor, alles, feiten_bestand, lever, rol
from tests.monitor.wereld import NU, Wereld

pytestmark = pytest.mark.django_db
JAAR = Selectie("nederland", None, "2023", date(2023, 1, 1), date(2023, 12, 31))


def breng(soort: str, *rijen: dict[str, str], **anders: Any) -> Uitslag:
    vol = {"soort": soort, "alles_of_niets": False, **anders}
    return lever(feiten_bestand(soort, *rijen), **vol)


def feiten() -> list[tuple[Any, ...]]:
    with scope(alles()):
        found = Leveringsfeit.objects.order_by("levering", "regel")
        return list(found.values_list("regel", "regio", "datum", "kenmerk", "bron"))


@time_machine.travel(NU, tick=False)
def test_what_one_ontschot_exports_another_reads_with_nothing_refused() -> None:
    wereld = Wereld()
    persoon = wereld.persoon()
    for betekenis, _ in Uitkomst.BETEKENISSEN:
        wereld.aan_het_werk(2, persoon, betekenis)
    wereld.vraag(9)
    wereld.vraag(3, deur="elders", herkomst=Herkomst(elders="wijkteam"))
    dit_jaar = Selectie("AM08", ("AM08",), "2026", date(2026, 1, 1), date(2026, 12, 31))
    with scope(alles()):
        made = {
            "instroom": list(landelijk._instroom(dit_jaar)),
            "uitstroom": list(landelijk._uitstroom(dit_jaar)),
        }
    for soort, rijen in made.items():
        terug = lever(landelijk.as_csv(soort, rijen), soort=soort)
        assert (terug.geladen, terug.geweigerd, terug.extra_kolommen) == (len(rijen), 0, ())
    found = [(kenmerk, bron) for *_, kenmerk, bron in feiten()]
    assert ("elders", "") in found
    assert sorted(kenmerk for kenmerk, bron in found if bron) == sorted(
        betekenis for betekenis, _ in Uitkomst.BETEKENISSEN
    )


def test_labels_plain_names_and_other_ways_of_writing_are_understood() -> None:
    kop = "Datum;Arbeidsmarktregio;ID;deur\n"
    inhoud = f"{kop}12-06-2023;Achterhoek;a1;e-mail\n\n13-06-2023;am09;a2;WERKCAFÉ\n"
    uitslag = lever(inhoud.encode("cp1252"), soort="instroom")
    assert (uitslag.geladen, uitslag.overgeslagen) == (2, 1), uitslag.fouten
    assert feiten() == [
        (2, "AM09", date(2023, 6, 12), "email", ""),
        (4, "AM09", date(2023, 6, 13), "werkcafe", ""),
    ]


def test_a_workbook_with_real_dates_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "regio", "datum", "betekenis", "bron"])
    book.active.append([17, "AM08", date(2023, 6, 12), "Aan het werk", "de werkgever"])
    out = io.BytesIO()
    book.save(out)
    assert lever(out.getvalue(), soort="uitstroom").geladen == 1
    assert feiten() == [(2, "AM08", date(2023, 6, 12), "aan_het_werk", "werkgever")]


def test_a_messy_instroom_loads_what_is_right_and_says_of_every_other_line_why() -> None:
    uitslag = breng(
        "instroom",
        {"id": "A"},
        {"deur": "luik"},
        {"regio": "AM99"},
        {"datum": "2023-02-30"},
        {"datum": "2022-12-31"},
        {"id": "A"},
        {"deur": ""},
        {"id": "B", "deur": "aan_het_werk"},
        {"id": "B"},
        {"id": ""},
        {"deur": "inloop,extra"},
        jaar=2023,
    )
    assert (uitslag.geladen, uitslag.geweigerd) == (1, 10)
    gezegd = [(f.regel, f.kolom) for f in uitslag.fouten]
    assert gezegd == [
        (3, "deur"), (4, "regio"), (5, "datum"), (6, "datum"), (7, "id"), (8, "deur"),
        (9, "deur"), (10, "id"), (11, "id"), (12, ""),
    ]  # fmt: skip
    zinnen = {f.regel: f.melding for f in uitslag.fouten}
    assert zinnen[7] == "staat ook op regel 2. Een id komt één keer voor."
    assert zinnen[10] == "staat ook op regel 9. Een id komt één keer voor."
    assert zinnen[3] == "staat niet in de lijst. Schrijf bijvoorbeeld telefoon of inloop."
    assert zinnen[8] == "is leeg. Vul een code in, bijvoorbeeld telefoon of inloop."


def test_a_messy_uitstroom_too_and_short_or_open_lines() -> None:
    inhoud = feiten_bestand(
        "uitstroom", {}, {"betekenis": "uitstroom"}, {"bron": "de buurman"}, {"bron": ""}
    )
    uitslag = lever(
        inhoud + b'F9,AM08,2023-01-01\n"F10,AM08\n', soort="uitstroom", alles_of_niets=False
    )
    assert [(f.regel, f.kolom) for f in uitslag.fouten] == [
        (3, "betekenis"), (4, "bron"), (5, "bron"), (6, "betekenis"), (6, "bron"), (7, ""),
    ]  # fmt: skip
    assert (uitslag.geladen, uitslag.geweigerd) == (1, 5)


def test_with_all_or_nothing_one_bad_line_keeps_everything_out() -> None:
    assert breng("instroom", {}, {"deur": "luik"}, alles_of_niets=True).levering_id is None
    assert feiten() == []


def test_the_columns_of_the_other_kind_are_no_instroom() -> None:
    with pytest.raises(Onleesbaar, match="Regel 1 mist deze kolommen: deur"):
        lever(feiten_bestand("uitstroom", {}), soort="instroom")


def test_a_person_brings_other_regions_only_in_an_open_delivery() -> None:
    wie = actor("monitor")
    rijen: tuple[dict[str, str], ...] = ({}, {"regio": "AM10"})
    dicht = breng("instroom", *rijen, wie=wie, openbaar=False, regio="AM08")
    [fout] = dicht.fouten
    assert str(fout).startswith("Regel 3, kolom regio: “AM10” hoort niet bij AM08.")
    assert breng("instroom", {"id": "X1"}, {"id": "X2", "regio": "AM10"}, wie=wie).geladen == 2


def test_the_same_file_changes_nothing_and_a_correction_replaces_as_known_from_then() -> None:
    breng("instroom", {}, {"id": "weg", "regio": "AM10"}, naam="Eerste")
    again = breng("instroom", {}, {"id": "weg", "regio": "AM10"})
    assert (again.al_bekend, again.geladen, again.overgeslagen) == (True, 0, 2)
    with pytest.raises(Weigering, match="al geladen: ‘Eerste’"):
        breng("instroom", {})
    # Another kind of the same bron and year stands beside it.
    assert breng("uitstroom", {}).vervangen == ()
    second = breng("instroom", {}, vervang=True)
    assert (second.vervangen, second.verdwenen) == (("Eerste",), ("AM10",))
    with scope(alles()):
        assert Levering.objects.get(naam="Eerste").status == "vervangen"
        assert counts(INDICATOREN["geleverde_vragen"], JAAR)[()].rijen == 1
        assert not Monitorrij.objects.exists()
    assert len(feiten()) == 4


def test_the_same_facts_of_another_bron_would_count_twice() -> None:
    breng("instroom", {}, naam="Eerste")
    with pytest.raises(Weigering, match="1 van deze regels zijn al geladen met ‘Eerste’"):
        breng("instroom", {}, {"id": "X"}, bron="Een ander")
    assert breng("instroom", {"id": "X"}, bron="Een ander").naast == ("Eerste",)


def test_a_figure_is_its_lines_and_outcomes_are_told_apart() -> None:
    breng("uitstroom", *({"betekenis": b} for b, _ in Uitkomst.BETEKENISSEN), {})
    breng("instroom", {}, {"deur": "inloop", "regio": "AM10"})
    with scope(actor("monitor")):
        werk = counts(INDICATOREN["geleverd_aan_het_werk"], JAAR, [("regio",)])
        assert werk[()].rijen == werk[(("regio", "AM08"),)].rijen == 2
        for betekenis, _ in Uitkomst.BETEKENISSEN[1:]:
            assert counts(INDICATOREN[f"geleverd_{betekenis}"], JAAR)[()].rijen == 1
        vragen = rows(INDICATOREN["geleverde_vragen"], JAAR)
    assert [(r.regio, r.waarden["deur"]) for r in vragen] == [
        ("AM10", "inloop"), ("AM08", "telefoon"),
    ]  # fmt: skip
    assert vragen[0].sleutel.endswith(", regel 3")


def test_the_page_shows_every_region_and_each_number_opens_its_lines(als: Any) -> None:
    breng("instroom", {}, {"regio": "AM10", "deur": "inloop"}, naam="Van de regio's")
    client = als(rol("monitor"))
    pagina = client.get("/monitor/indicator/geleverde_vragen/?jaar=2023").content.decode()
    assert "Rivierenland" in pagina
    assert "Rijk van Nijmegen" in pagina
    [eerste, *_] = re.findall(r'href="(/monitor/indicator/geleverde_vragen/rijen/[^"]+)"', pagina)
    rijen = client.get(html.unescape(eerste)).content.decode()
    assert ", regel 3" in rijen
    assert "Van de regio" in rijen
    # A professional sees the own region only.
    eigen = als(rol("gids")).get("/monitor/indicator/geleverde_vragen/?jaar=2023").content.decode()
    assert "Rivierenland" not in eigen


# What the database itself keeps.


def _zichtbaar(wie: Actor) -> int:
    with scope(wie), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM monitor_leveringsfeit")
        [(aantal,)] = cursor.fetchall()
        return int(aantal)


@pytest.mark.parametrize(
    ("openbaar", "gezien"), [(True, (2, 1, 1, 0, 0)), (False, (1, 1, 1, 0, 0))]
)
def test_who_sees_a_fact(openbaar: bool, gezien: tuple[int, ...]) -> None:
    breng("instroom", {}, {"regio": "AM10"}, openbaar=openbaar)
    readers = (
        actor("monitor"), actor("gids"), actor("kassier", "AM10"), Actor(rol=""), bezoeker(),
    )  # fmt: skip
    assert tuple(_zichtbaar(wie) for wie in readers) == gezien


ERBIJ = """
INSERT INTO monitor_leveringsfeit (levering_id, regel, datum, regio_id, extern_id, kenmerk, bron)
SELECT id, 9, '2023-06-12', 'AM08', 'erbij', 'inloop', '' FROM monitor_levering
"""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE monitor_leveringsfeit SET kenmerk = 'inloop'",
        "DELETE FROM monitor_leveringsfeit",
        "UPDATE monitor_levering SET soort = 'uitstroom'",
        "UPDATE monitor_levering SET aantal = 2",
        ERBIJ,
    ],
)
def test_a_sealed_delivery_of_facts_stays_as_it_is(statement: str) -> None:
    breng("instroom", {})
    with (
        scope(alles()),
        pytest.raises((IntegrityError, ProgrammingError, DatabaseError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def _met_de_hand(soort: str, **anders: Any) -> None:
    """A levering of one fact in raw SQL, sealed at the end."""
    vol = {
        "soort": soort, "aantal": 1, "regio": "AM08", "datum": "2023-06-12", "kenmerk": "inloop",
        "bron": "", "eerste": "2023-06-12", "naam": "x", **anders,
    }  # fmt: skip
    regeling = Regeling.objects.order_by("van").first()
    assert regeling
    vol["regeling"] = regeling.pk
    with scope(alles()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO monitor_levering (naam, bestandsnaam, soort, bron_naam, jaar, sha256,"
            " regeling_id, van, tot, openbaar, aantal, geweigerd, status, geimporteerd_op)"
            " SELECT %(naam)s, 'x', %(soort)s, %(naam)s, 2023, %(naam)s, %(regeling)s,"
            " '2023-01-01', '2023-12-31', true, 0, 0, 'bezig', now() RETURNING id",
            vol,
        )
        [(vol["id"],)] = cursor.fetchall()
        cursor.execute(
            "INSERT INTO monitor_leveringsfeit (levering_id, regel, datum, regio_id, extern_id,"
            " kenmerk, bron) VALUES (%(id)s, 2, %(datum)s, %(regio)s, 'a', %(kenmerk)s, %(bron)s)",
            vol,
        )
        cursor.execute(
            "UPDATE monitor_levering SET status = 'geladen', aantal = %(aantal)s,"
            " eerste_dag = %(eerste)s, laatste_dag = %(eerste)s WHERE id = %(id)s",
            vol,
        )


def test_a_delivery_made_by_hand_is_sealed_when_it_is_right() -> None:
    _met_de_hand("instroom")
    _met_de_hand("uitstroom", naam="y", kenmerk="aan_het_werk", bron="kandidaat")
    assert {kenmerk for *_, kenmerk, _ in feiten()} == {"inloop", "aan_het_werk"}


@pytest.mark.parametrize(
    ("soort", "anders"),
    [
        ("instroom", {"aantal": 2}),
        ("instroom", {"eerste": "2023-06-11"}),
        ("instroom", {"datum": "2024-06-12", "eerste": "2024-06-12"}),
        ("instroom", {"kenmerk": "luik"}),
        ("instroom", {"kenmerk": "inloop", "bron": "kandidaat"}),
        ("instroom", {"kenmerk": "aan_het_werk", "bron": "kandidaat"}),
        ("uitstroom", {}),
        ("interventies", {}),
    ],
)
def test_the_seal_refuses_facts_that_are_not_what_the_levering_says(
    soort: str, anders: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=r"levering: |monitor_leveringsfeit_codes"):
        _met_de_hand(soort, **anders)
