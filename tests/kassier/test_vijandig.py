"""Whatever somebody types: no formula in a sheet, no mark-up on a page or a letter, nothing cut."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from ontschot.kassier import actions
from ontschot.kassier.models import Fonds, Fondsregel
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope
from ontschot.verantwoording import uitvoer
from ontschot.verantwoording.actions import make_verslag
from ontschot.verantwoording.queries import page_of
from tests.kassier import kosten
from tests.kassier.kosten import Kostenwereld, teruggevraagd

pytestmark = pytest.mark.django_db
FORMULE = '=HYPERLINK("http://kwaad.test","klik")'
OPMAAK = '@SUM(1) <script>alert(1)</script> & "\'` #panic("x") $a$ *b* _c_ [d] \\ 😀🏳️‍🌈'
OMGEKEERD = "\ufeff+1 factuur\u202efdp.exe\u200b\x00\x1b"


@pytest.fixture
def w(db: None) -> Kostenwereld:
    return kosten.kostenwereld()


def test_hostile_words_reach_every_page_sheet_and_letter_as_plain_words(
    w: Kostenwereld, als: Any
) -> None:
    with scope(w.ruim):
        lines = Fondsregel.objects.filter(fonds=w.fonds)
        lines.filter(code="communicatie").update(omschrijving=FORMULE)
        lines.filter(code="kwartiermaker").update(omschrijving=OPMAAK)
        Fonds.objects.filter(pk=w.fonds.pk).update(naam=f"-2 {OPMAAK}\ufeff")
        w.fonds.refresh_from_db()
        made = kosten.begonnen(w)
        kosten.add(w, made, 3000, omschrijving=f"{OPMAAK} {OMGEKEERD}")
        actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)
        actions.approve_kostendeclaratie(w.wie("kassier"), declaratie_id=made.pk)
        batch = kosten.batch(w, made)
        actions.release_batch(w.wie("kassier_2"), batch_id=batch.pk)
        actions.confirm_payment(w.wie("kassier"), batch_id=batch.pk)
        line = made.regels.get()
        asked = teruggevraagd(w, line, 100, f"{FORMULE} {OMGEKEERD}")
        assert line.omschrijving.isprintable()
        assert asked.reden.isprintable()
        today = timezone.localdate()
        verslag = make_verslag(
            w.wie("kassier"), fonds_id=w.fonds.pk, van=today.replace(month=1, day=1), tot=today
        )
        pagina = page_of(verslag)
        sheets = [uitvoer.as_xlsx(pagina)]
        letters = [uitvoer.as_pdf(pagina)]
        assert FORMULE in json.loads(uitvoer.as_json(pagina))["namen"]["regel"].values()
    kassier = als(w.kassier)
    quarter = [w.fonds.sleutel, today.year, (today.month + 2) // 3]

    def fetched(name: str, *args: Any) -> bytes:
        answer = kassier.get(reverse(f"kassier:{name}", args=args))
        assert answer.status_code == 200
        return bytes(answer.content)

    sheets.append(fetched("kwartaalstaat_bestand", *quarter, "xlsx"))
    letters.append(fetched("kwartaalstaat_bestand", *quarter, "pdf"))
    letters.append(fetched("terugvordering_brief", asked.pk))
    pages = [
        fetched("kosten", made.pk), fetched("terugvordering", asked.pk),
        fetched("kwartaalstaat", *quarter),
        kassier.get(reverse("verantwoording:verslag", args=[verslag.pk])).content,
    ]  # fmt: skip
    assert not any(b"<script>alert" in content for content in pages)
    assert all(content.startswith(b"%PDF") for content in letters)
    for sheet in sheets:
        cells = [c for page in load_workbook(BytesIO(sheet)) for row in page.rows for c in row]
        assert "f" not in {cell.data_type for cell in cells}


def test_ten_thousand_characters_are_refused_at_the_field_and_not_cut(
    w: Kostenwereld, als: Any
) -> None:
    long = "x" * 10_000
    with scope(w.ruim):
        paid = kosten.betaald(w, 3000)
        line = paid.regels.get()
        with pytest.raises(Weigering, match="hoogstens 200 tekens"):
            kosten.add(w, kosten.begonnen(w), 100, omschrijving=long)
    data = {"terugvraag-regel": line.pk, "terugvraag-cent": "10", "terugvraag-reden": long}
    answer = als(w.kassier).post(reverse("kassier:kosten_terugvragen", args=[paid.pk]), data)
    assert answer.status_code == 422
    assert "300" in answer.content.decode()
    with scope(w.ruim):
        assert not line.terugvorderingen.exists()
