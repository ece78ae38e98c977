"""What somebody else delivers: read with mercy, counted without it."""

import lzma
import random
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import Actor, bezoeker, scope
from ontschot.monitor.levering.bestand import Onleesbaar
from ontschot.monitor.levering.lezen import KOLOMMEN
from ontschot.monitor.models import Levering, Leveringsrij, Monitorrij
from tests.monitor.factories import actor, alles, csv_bestand, lever

pytestmark = pytest.mark.django_db


def _aantal() -> int:
    with scope(alles()):
        return Leveringsrij.objects.count()


def _een_rij(**cellen: str) -> Leveringsrij:
    uitslag = lever(csv_bestand(cellen))
    assert uitslag.geladen == 1, uitslag.fouten
    with scope(alles()):
        return Leveringsrij.objects.get()


def _melding(**cellen: str) -> str:
    """The one fault that a file with one bad line gives; nothing may have been loaded."""
    uitslag = lever(csv_bestand(cellen))
    assert (uitslag.geladen, uitslag.geweigerd, uitslag.levering_id) == (0, 1, None)
    assert _aantal() == 0
    [fout] = uitslag.fouten
    return str(fout)


@pytest.mark.parametrize(
    ("kosten", "cent"),
    [
        ("1.234,50", 123_450),
        ("1234,50", 123_450),
        ("1234.50", 123_450),
        ("€ 1.420", 142_000),
        ("0", 0),
        (" 12,5 ", 1_250),
    ],
)
def test_an_amount_may_have_a_point_or_a_comma(kosten: str, cent: int) -> None:
    rij = {"kosten": kosten}
    uitslag = lever(csv_bestand(rij, scheiding=";"))
    assert uitslag.geladen == 1, uitslag.fouten
    with scope(alles()):
        assert Leveringsrij.objects.get().kosten_cent == cent


def test_labels_and_typing_errors_of_the_report_itself_are_understood() -> None:
    uitslag = lever(
        csv_bestand(
            {
                "regio": "Rijk van Nijmegen",
                "datum": "12-06-2023 ",
                "interventie": "Praktijkkieren MBO - diploma",
                "doelgroep": "Banenafpraak",
                "geslacht": "V",
                "kwalificatie": "MBO 2-3-4, HAVO, VWO",
                "sector": "Overige sectoren",
                "inkopende_partij": "UWW",
                "eerstverantwoordelijke": "Gemeente",
            },
            scheiding=";",
        )
    )
    assert uitslag.geladen == 1, uitslag.fouten
    with scope(alles()):
        rij = Monitorrij.objects.get()
    assert (rij.interventie, rij.rubriek, rij.doelgroep) == (
        "mbo_diploma",
        "praktijkleren",
        "banenafspraak",
    )
    assert (rij.geslacht, rij.kwalificatie, rij.sector) == ("vrouw", "mbo234_havo_vwo", "overig")
    assert (rij.inkopende_partij, rij.eigen_andere, rij.geldig_op) == (
        "uwv",
        "andere",
        date(2023, 6, 12),
    )


@pytest.mark.parametrize(
    "inhoud",
    [
        b"\xef\xbb\xbf" + csv_bestand({}),
        csv_bestand({}).replace(b"\n", b"\r\n"),
        csv_bestand({}) + b"\n;;;\n , ,\n\n".replace(b";;;", b""),
        csv_bestand({"interventie": "Arbeidsmarktori\u00ebntatie en loopbaanbegeleiding"}),
        csv_bestand({"interventie": "Arbeidsmarktori\u00ebntatie en loopbaanbegeleiding"})
        .decode()
        .encode("cp1252"),
        lzma.compress(csv_bestand({})),
    ],
    ids=["bom", "crlf", "empty lines", "utf-8", "windows-1252", "xz"],
)
def test_the_ways_in_which_a_csv_comes(inhoud: bytes) -> None:
    assert lever(inhoud).geladen == 1


def test_columns_may_stand_in_any_order_and_extra_ones_are_named() -> None:
    kop = ",".join([*reversed(KOLOMMEN), "opmerking"])
    cellen = "330,AM08"  # an id with a comma inside quotes
    line = f'330.00,vakbond,fnv,onbekend,hbo_wo,vrouw,ww,matching,2023-01-02,AM08,"{cellen}",x'
    uitslag = lever(f"{kop}\n{line}\n".encode())
    assert (uitslag.geladen, uitslag.extra_kolommen) == (1, ("opmerking",))


@pytest.mark.parametrize(
    ("cellen", "melding"),
    [
        ({"interventie": "tovenarij"}, "Regel 2, kolom interventie: “tovenarij” staat niet in de"),
        ({"regio": "AM99"}, "Regel 2, kolom regio: “AM99” staat niet in de lijst."),
        ({"doelgroep": ""}, "Regel 2, kolom doelgroep: is leeg."),
        ({"datum": "2023-02-30"}, "Regel 2, kolom datum: “2023-02-30” is geen dag die bestaat."),
        ({"datum": "2019-06-12"}, "Regel 2, kolom datum: “2019-06-12” valt buiten de periode"),
        ({"kosten": "veel"}, "Regel 2, kolom kosten: “veel” is geen bedrag."),
        ({"kosten": "-1.00"}, "Regel 2, kolom kosten: “-1.00” is minder dan nul."),
        ({"kosten": "1.234,50"}, "Regel 2: heeft 12 cellen in plaats van 11. Staat er een komma"),
        ({"kosten": "NaN"}, "Regel 2, kolom kosten: “NaN” is geen bedrag."),
        ({"kosten": "1e9"}, "Regel 2, kolom kosten: “1e9” is geen bedrag."),
        ({"kosten": "1234567.00"}, "is meer dan een miljoen euro."),
        ({"kosten": "9" * 10_000}, "Regel 2, kolom kosten: “999"),
        ({"sector": "s" * 10_000}, "Regel 2, kolom sector: “ssss"),
        ({"id": "x" * 10_000}, "is te lang: 10000 tekens."),
        ({"id": " "}, "Regel 2, kolom id: “ ” is leeg."),
    ],
)
def test_a_bad_cell_is_named_with_line_column_value_and_how_to_mend(
    cellen: dict[str, str], melding: str
) -> None:
    gezegd = _melding(**cellen)
    assert melding in gezegd
    assert len(gezegd) < 220
    assert gezegd.endswith(".")


def test_one_bad_line_keeps_the_whole_file_out_and_every_fault_is_told() -> None:
    uitslag = lever(csv_bestand({}, {"regio": "AM99", "kosten": "x"}, {}, {"geslacht": "?"}))
    assert (uitslag.geladen, uitslag.geweigerd) == (0, 2)
    assert [(f.regel, f.kolom) for f in uitslag.fouten] == [
        (3, "regio"),
        (3, "kosten"),
        (5, "geslacht"),
    ]
    assert uitslag.samenvatting == "geladen 0, geweigerd 2, overgeslagen 0"
    assert _aantal() == 0


def test_an_id_that_stands_twice_names_the_first_line() -> None:
    uitslag = lever(csv_bestand({"id": "A"}, {"id": "B"}, {"id": " A"}))
    assert [str(f) for f in uitslag.fouten] == [
        "Regel 4, kolom id: “A” staat ook op regel 2. Een id komt één keer voor."
    ]


def test_a_line_with_too_few_cells_or_an_open_quote_is_a_fault_of_that_line() -> None:
    goed = csv_bestand({}).decode()
    kort = lever((goed + "R2,AM08,2023-01-01\n").encode())
    assert kort.fouten[0].regel == 3
    assert "te weinig cellen" in kort.fouten[0].melding
    open_quote = lever((goed + '"R2,AM08,2023-01-01,\n' + "\n".join(["x,y"] * 3)).encode())
    assert [f.regel for f in open_quote.fouten] == [3]


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"", "Het bestand is leeg."),
        (b"\n", "Het bestand is leeg."),
        (b"naam,bsn\nJan,123\n", "Regel 1 mist deze kolommen: id, regio"),
        (csv_bestand({}, kop=",".join([*KOLOMMEN, "regio"])), "noemt een kolom twee keer: regio"),
        (random.Random(3).randbytes(5_000), ""),
        (b"\x00\x01\x02" * 100, "Dit is geen tekstbestand."),
        (csv_bestand({}).decode().encode("utf-16"), "Dit bestand is UTF-16."),
        (b"PK\x03\x04" + b"x" * 100, "Dit Excel-bestand is beschadigd."),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "Dit is een oud Excel-bestand"),
        (lzma.compress(csv_bestand({}))[:-40], "Dit xz-bestand is beschadigd."),
    ],
)
def test_a_file_that_is_no_delivery_is_refused_with_one_sentence(inhoud: bytes, zin: str) -> None:
    with pytest.raises(Onleesbaar) as refused:
        lever(inhoud)
    assert zin in str(refused.value)
    assert _aantal() == 0


def test_a_file_with_only_a_header_has_nothing_to_load() -> None:
    with pytest.raises(Weigering, match="alleen een kopregel"):
        lever(csv_bestand())


def test_a_date_outside_the_year_of_the_delivery_is_refused() -> None:
    uitslag = lever(csv_bestand({"datum": "2022-12-31"}, {}), jaar=2023)
    assert [(f.regel, f.kolom) for f in uitslag.fouten] == [(2, "datum")]


def test_the_same_content_under_another_name_changes_nothing() -> None:
    assert lever(csv_bestand({}, {})).geladen == 2
    again = lever(csv_bestand({}, {}), naam="Nog eens", bestandsnaam="anders.csv")
    assert (again.al_bekend, again.geladen, again.overgeslagen) == (True, 0, 2)
    with scope(alles()):
        assert Levering.objects.count() == 1
        gebeurd = Auditregel.objects.filter(object_soort="levering").order_by("id")
        assert [line.gebeurtenis for line in gebeurd] == ["levering_geladen", "levering_al_bekend"]


def test_a_second_delivery_of_a_bron_replaces_only_when_that_was_said() -> None:
    lever(csv_bestand({}), naam="Eerste")
    with pytest.raises(Weigering, match="al geladen: ‘Eerste’"):
        lever(csv_bestand({}, {}))
    assert lever(csv_bestand({"datum": "2022-07-01"})).geladen == 1


def test_the_same_rows_of_another_bron_would_count_twice_and_are_refused() -> None:
    lever(csv_bestand({}), naam="Eerste")
    with pytest.raises(Weigering, match="1 van deze regels zijn al geladen met ‘Eerste’"):
        lever(csv_bestand({}, {}), bron="Een ander")
    ander = lever(csv_bestand({"id": "X1"}), bron="Een ander")
    assert (ander.geladen, ander.naast) == (1, ("Eerste",))


def test_a_corrected_delivery_replaces_the_former_one_which_stays_readable() -> None:
    first = lever(csv_bestand({}), naam="Eerste")
    second = lever(csv_bestand({}, {}), naam="Tweede", vervang=True)
    assert second.vervangen == ("Eerste",)
    with scope(alles()):
        assert Leveringsrij.objects.filter(levering_id=first.levering_id).count() == 1
        old = Levering.objects.get(pk=first.levering_id)
        assert (old.status, old.vervangen_door_id) == ("vervangen", second.levering_id)
        assert Monitorrij.objects.filter(vervallen_op__isnull=True).count() == 2


def test_a_correction_that_loses_a_region_says_so() -> None:
    lever(csv_bestand({}, {"regio": "AM10"}))
    assert lever(csv_bestand({}), vervang=True).verdwenen == ("AM10",)


def test_a_correction_over_less_than_the_former_one_is_refused() -> None:
    lever(csv_bestand({"datum": "2022-06-12"}, {"datum": "2023-06-12"}))
    with pytest.raises(Weigering, match="gaat over een langere periode"):
        lever(csv_bestand({}), vervang=True)


def test_of_one_bron_and_year_only_one_delivery_counts_whatever_is_written() -> None:
    lever(csv_bestand({}))
    lever(csv_bestand({"id": "X1"}), bron="Een ander")
    copy = "UPDATE monitor_levering SET bron_naam = 'Proefregio' WHERE bron_naam = 'Een ander'"
    with (
        scope(alles()),
        pytest.raises(IntegrityError, match="monitor_levering_one_counts"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(copy)


def test_a_person_delivers_rows_of_another_region_only_in_an_open_delivery() -> None:
    wie = actor("monitor")
    uitslag = lever(csv_bestand({}, {"regio": "AM10"}), wie=wie, openbaar=False, regio="AM08")
    [fout] = uitslag.fouten
    assert str(fout) == (
        "Regel 3, kolom regio: “AM10” hoort niet bij AM08. Haal de regel weg, of lever het "
        "bestand openbaar aan."
    )
    assert lever(csv_bestand({}, {"regio": "AM10"}), wie=wie).geladen == 2


# What the database itself keeps, beside the application.


def _sleutels(rol: str, regio: str, tabel: str = "monitor_monitorrij") -> int:
    with scope(actor(rol, regio)), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {tabel}")
        [(aantal,)] = cursor.fetchall()
        return int(aantal)


@pytest.mark.parametrize("rol", ["monitor", "beleid", "coordinator", "privacy"])
def test_an_open_delivery_shows_to_the_roles_of_the_figures_in_every_region(rol: str) -> None:
    lever(csv_bestand({}, {"regio": "AM10"}, {"regio": "AM11"}))
    assert _sleutels(rol, "AM08") == 3


@pytest.mark.parametrize("rol", ["kassier", "gids", "loopbaancoach", "consulent", "beheer"])
def test_others_see_the_rows_of_their_own_region_only(rol: str) -> None:
    lever(csv_bestand({}, {"regio": "AM10"}, {"regio": "AM11"}))
    assert _sleutels(rol, "AM08") == 1
    assert _sleutels(rol, "AM08", "monitor_leveringsrij") == 1


@pytest.mark.parametrize("rol", ["monitor", "kassier"])
def test_a_closed_delivery_shows_each_row_to_its_own_region_only(rol: str) -> None:
    lever(csv_bestand({}, {"regio": "AM10"}, {"regio": "AM10"}), openbaar=False)
    assert (_sleutels(rol, "AM08"), _sleutels(rol, "AM10"), _sleutels(rol, "AM11")) == (1, 2, 0)


def test_without_a_scope_or_as_a_visitor_there_is_nothing() -> None:
    lever(csv_bestand({}))
    for tabel in ("monitor_levering", "monitor_leveringsrij", "monitor_monitorrij"):
        with scope(Actor(rol="")), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {tabel}")
            assert cursor.fetchall() == [(0,)]
        with scope(bezoeker()), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {tabel}")
            assert cursor.fetchall() == [(0,)], tabel


def test_a_delivered_row_cannot_be_changed_or_taken_away() -> None:
    lever(csv_bestand({}))
    for statement in (
        "UPDATE monitor_leveringsrij SET kosten_cent = 1",
        "DELETE FROM monitor_leveringsrij",
    ):
        with (
            scope(alles()),
            pytest.raises(Exception, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_row_cannot_be_slipped_into_another_region() -> None:
    lever(csv_bestand({}), openbaar=False, regio="AM08")
    statement = (
        "INSERT INTO monitor_leveringsrij (levering_id, regel, extern_id, regio_id, datum, "
        "interventie, doelgroep, geslacht, kwalificatie, sector, inkopende_partij, "
        "eerstverantwoordelijke, kosten_cent) SELECT min(id), 9, 'X', 'AM10', '2023-01-01', "
        "0, 0, 0, 0, 0, 0, 0, 1 FROM monitor_levering"
    )
    with (
        scope(actor("monitor")),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_bad_file_of_every_kind_never_gives_a_traceback() -> None:
    """Lines torn apart at random: rows or sentences come out, nothing else."""
    dobbel = random.Random(20_515)
    heel = csv_bestand(*[{} for _ in range(20)])
    for _ in range(40):
        stuk = bytearray(heel)
        for _ in range(dobbel.randrange(1, 12)):
            stuk[dobbel.randrange(len(stuk))] = dobbel.randrange(1, 256)
        with suppress(Onleesbaar, Weigering):
            uitslag = lever(bytes(stuk), vervang=True)
            assert bool(uitslag.fouten) == (uitslag.geladen == 0)


def test_the_period_and_the_regeling_follow_from_the_file() -> None:
    dagen = [date(2023, 2, 10) + timedelta(days=n) for n in (0, 40)]
    lever(csv_bestand(*[{"datum": dag.isoformat()} for dag in dagen]))
    with scope(alles()):
        levering = Levering.objects.get()
    assert (levering.jaar, levering.van, levering.tot) == (
        2023,
        date(2023, 1, 1),
        date(2023, 12, 31),
    )
    assert levering.regeling_id == "rmt-2023"
