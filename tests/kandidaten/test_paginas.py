"""The screens, as a browser without JavaScript sends them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from ontschot.kandidaten import queries
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.tijdlijn import timeline_of
from ontschot.netwerk.models import Rol
from tests.kandidaten.factories import feit, kandidaat, many
from tests.netwerk.factories import actor, rol

pytestmark = pytest.mark.usefixtures("ruim")
Als = Callable[[Rol], Client]


def url(person: Kandidaat, page: str) -> str:
    return f"/kandidaten/{person.sleutel}/{page}/"


def test_the_list_shows_my_dossiers_and_not_those_of_another(als: Als) -> None:
    gids = rol()
    mine, other = kandidaat(gids), kandidaat(rol())
    page = als(gids).get("/kandidaten/").content.decode()
    assert mine.sleutel in page
    assert other.sleutel not in page
    assert other.voornaam not in page


def test_the_list_asks_as_much_for_many_rows_as_for_few(als: Als, count_queries: Any) -> None:
    gids = rol()
    client = als(gids)
    asked = []
    for number in (3, 6):
        many(gids, number)
        with count_queries() as counted:
            assert client.get("/kandidaten/").status_code == 200
        asked.append(counted.aantal)
    assert asked[0] == asked[1]


def test_the_filters_stand_in_the_address(als: Als) -> None:
    gids = rol()
    with_ww, without = kandidaat(gids), kandidaat(gids)
    feit(gids, with_ww, "ww")
    gemeente = with_ww.gemeente_id
    address = f"/kandidaten/?wie=mij&situatie=ww&gemeente={gemeente}"
    page = als(gids).get(address).content.decode()
    assert with_ww.sleutel in page
    assert without.sleutel not in page


def test_a_long_list_goes_page_by_page_without_losing_anybody() -> None:
    gids = rol()
    people = {p.sleutel for p in many(gids, 7)}
    seen: list[str] = []
    params = QueryDict()
    for _ in range(4):
        page = queries.kandidaten_list(actor(gids), queries.Lijstfilter(), params, size=3)
        seen += [row.sleutel for row in page.rows]
        if not page.next:
            break
        params = QueryDict(page.next.removeprefix("?"))
    assert sorted(seen) == sorted(people)


def test_a_fact_is_recorded_and_the_doelgroep_shows(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids), als(gids)
    sent = client.post(
        url(person, "situatie"), {"soort": "ww", "van": "1-3-2026", "bron": "brief van UWV"}
    )
    assert sent.status_code == 302
    page = client.get(url(person, "situatie")).content.decode()
    assert "WW-er" in page
    assert "brief van UWV" in page


def test_a_refused_fact_keeps_what_was_typed(als: Als) -> None:
    gids = rol()
    person = kandidaat(gids)
    feit(gids, person, "ww")
    answer = als(gids).post(
        url(person, "situatie"), {"soort": "ww", "van": "1-10-2026", "bron": "Mijn bron"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "staat er voor die tijd al" in page
    assert "Mijn bron" in page


def test_an_open_choice_is_made_on_the_page(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids), als(gids)
    feit(gids, person, "in_dienst")
    feit(gids, person, "ww")
    assert "kies zelf" in client.get(url(person, "situatie")).content.decode()
    answer = client.post(url(person, "doelgroep"), {"doelgroep": "werknemer", "toelichting": ""})
    assert answer.status_code == 422
    client.post(url(person, "doelgroep"), {"doelgroep": "werknemer", "toelichting": "Vooral dat."})
    assert queries.situation_of(person.pk).doelgroep_label == "Werknemer"


def test_a_fact_is_ended_and_a_mistake_withdrawn(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids), als(gids)
    one, two = feit(gids, person, "ww"), feit(gids, person, "wajong")
    page = url(person, f"situatie/{one.pk}")
    assert client.get(page).status_code == 200
    client.post(page, {"tot": f"{one.van:%d-%m-%Y}"})
    client.post(url(person, f"situatie/{two.pk}/intrekken"))
    assert queries.situation_of(person.pk).geldig == ()
    elsewhere = feit(gids, kandidaat(gids))
    assert client.get(url(person, f"situatie/{elsewhere.pk}")).status_code == 404


def test_one_click_on_the_minutes_records_a_contact(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids), als(gids)
    page = url(person, "contact")
    form = {"wijze": "gesprek", "dag": timezone.localdate().strftime("%d-%m-%Y"), "minuten": "15"}
    assert 'name="snel" value="60"' in client.get(page).content.decode()
    for clicked in ("60", "onzin"):
        assert client.post(page, form | {"snel": clicked}).status_code == 302
    assert list(person.contacten.order_by("pk").values_list("minuten", flat=True)) == [60, 15]
    assert client.post(page, form | {"minuten": "", "snel": "onzin"}).status_code == 422


def test_a_contact_is_recorded(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids), als(gids)
    assert client.get(url(person, "contact")).status_code == 200
    sent = {"wijze": "gesprek", "dag": "1-3-2026", "minuten": "45", "samenvatting": "Kort."}
    assert client.post(url(person, "contact"), sent).status_code == 302
    assert any(i.titel == "Contact: gesprek" for i in timeline_of(person.pk, queries.TIJDLIJN))


def test_personal_data_change_and_mistakes_are_told(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids), als(gids)
    page = url(person, "gegevens")
    start = client.get(page)
    form = start.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent["geboortedatum"] = "12-3-1974"
    wrong = client.post(page, sent | {"postcode": "123", "telefoon": "belmij"})
    assert wrong.status_code == 422
    assert "geen postcode" in wrong.content.decode()
    right = client.post(page, sent | {"postcode": "6511ab", "telefoon": "06-12345678"})
    assert right.status_code == 302
    person.refresh_from_db()
    assert person.postcode == "6511 AB"
    line = Auditregel.objects.filter(gebeurtenis="gegevens_gewijzigd").get()
    assert line.gegevens["velden"] == "geboortedatum, postcode, telefoon"


def test_a_closed_dossier_leads_to_the_page_where_access_is_asked(als: Als) -> None:
    person, colleague = kandidaat(rol()), als(rol())
    for page in ["situatie", "contact", "gegevens", "betrokkenen"]:
        answer = colleague.get(url(person, page))
        assert answer.status_code == 302
        assert answer["Location"] == url(person, "toegang")
    page = colleague.get(url(person, "toegang")).content.decode()
    assert person.voornaam not in page
    assert person.achternaam not in page
    assert "N•••• V•••••" in page


def test_asking_and_deciding_through_the_screens(als: Als) -> None:
    gids, colleague = rol(), rol()
    person = kandidaat(gids)
    als(colleague).post(url(person, "toegang"), {"reden": "Ze belde mij vanmorgen."})
    (wacht,) = queries.waiting_for(actor(gids))
    client = als(gids)
    assert "Ze belde mij" in client.get(wacht.url).content.decode()
    refused = client.post(wacht.url, {"antwoord": "nee", "toelichting": ""})
    assert refused.status_code == 422
    assert client.post(wacht.url, {"antwoord": "ja"}).status_code == 302
    assert queries.may_write(actor(colleague), person)
    assert als(rol()).get(wacht.url).status_code == 404


def test_breaking_the_glass_opens_the_dossier(als: Als) -> None:
    person, colleague = kandidaat(rol()), rol()
    client = als(colleague)
    assert client.post(url(person, "noodtoegang"), {"nood": "nu"}).status_code == 422
    sent = client.post(url(person, "noodtoegang"), {"nood": "Staat in paniek aan de balie."})
    assert sent["Location"] == f"/kandidaten/{person.sleutel}/"
    assert queries.kandidaat_for(actor(colleague), person.sleutel)


def test_a_hidden_dossier_answers_like_one_that_does_not_exist(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids), als(gids)
    client.post(url(person, "afscherming"), {"aan": "1", "reden": "collega"})
    assert "afgeschermd" in client.get("/kandidaten/").content.decode()
    colleague = als(rol())
    for page in ["toegang", "noodtoegang"]:
        hidden = colleague.post(url(person, page), {"nood": "x", "reden": "x"})
        unknown = colleague.post(f"/kandidaten/AM08-ZZZZ-ZZ/{page}/", {"nood": "x", "reden": "x"})
        assert hidden.status_code == unknown.status_code == 404


def test_a_colleague_is_let_in_and_leaves_again(als: Als) -> None:
    gids, colleague = rol(), rol(Rolsoort.CONSULENT, "werkbedrijf")
    person, client = kandidaat(gids), als(gids)
    page = url(person, "betrokkenen")
    assert colleague.medewerker.naam in client.get(page).content.decode()
    client.post(page, {"collega": colleague.pk, "grond": "uitvoering"})
    extra = next(b for b in queries.involved_with(person.pk) if not b.vaste_contactpersoon)
    assert queries.may_write(actor(colleague), person)
    client.post(url(person, f"betrokkenen/{extra.betrokkenheid_id}/weg"))
    assert not queries.may_write(actor(colleague), person)


def test_the_vaste_contactpersoon_cannot_just_leave(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids), als(gids)
    own = queries.involved_with(person.pk)[0].betrokkenheid_id
    answer = client.post(
        url(person, f"betrokkenen/{own}/weg"),
        follow=True,
        headers={"referer": f"http://testserver{url(person, 'betrokkenen')}"},
    )
    assert "Draag het dossier over" in answer.content.decode()


@pytest.mark.parametrize("soort", [Rolsoort.KASSIER, Rolsoort.MONITOR, Rolsoort.BELEID])
def test_who_works_with_money_and_figures_opens_no_page_with_people(
    als: Als, soort: Rolsoort
) -> None:
    person, client = kandidaat(rol()), als(rol(soort))
    for page in ["situatie", "contact", "gegevens", "toegang", "betrokkenen"]:
        assert client.get(url(person, page)).status_code == 403
    assert client.get("/kandidaten/").status_code == 403


def test_every_page_with_a_name_is_logged_as_a_read(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids), als(gids)
    before = Auditregel.objects.count()
    for page in ["situatie", "contact", "gegevens", "betrokkenen"]:
        client.get(url(person, page))
    lines = Auditregel.objects.order_by("id")[before:]
    assert len(lines) == 4
    assert {line.kandidaat_sleutel for line in lines} == {person.sleutel}


def test_the_title_of_a_page_holds_the_key_and_not_the_name(als: Als) -> None:
    gids = rol()
    person, client = kandidaat(gids, voornaam="Xanthippe"), als(gids)
    for page in ["situatie", "contact", "gegevens", "betrokkenen"]:
        html = client.get(url(person, page)).content.decode()
        assert "Xanthippe" not in html[: html.index("</title>")]


def test_a_file_holds_the_own_caseload_without_formulas_and_is_logged(als: Als) -> None:
    gids = rol()
    mine, other = kandidaat(gids, achternaam="=1+1"), kandidaat(rol())
    answer = als(gids).get("/kandidaten-bestand/csv/")
    text = answer.content.decode()
    assert mine.sleutel in text
    assert "'=1+1" in text
    assert other.sleutel not in text
    read = Auditregel.objects.filter(gebeurtenis="kandidaat_in_bestand")
    assert [line.kandidaat_sleutel for line in read] == [mine.sleutel]


def test_a_file_holds_only_what_was_picked(als: Als) -> None:
    gids = rol()
    one, two = kandidaat(gids), kandidaat(gids)
    text = als(gids).get(f"/kandidaten-bestand/csv/?kies={one.sleutel}").content.decode()
    assert one.sleutel in text
    assert two.sleutel not in text
    assert als(gids).get("/kandidaten-bestand/xlsx/").content.startswith(b"PK")
    assert als(gids).get("/kandidaten-bestand/pdf/").status_code == 404


def test_the_list_keeps_who_is_quiet_and_who_has_no_interventie(als: Als) -> None:
    gids = rol()
    quiet, busy = kandidaat(gids), kandidaat(gids)
    long_ago = timezone.now() - timedelta(days=61)
    Kandidaat.objects.filter(pk=quiet.pk).update(laatste_wijziging_op=long_ago)
    feit(gids, busy, "ww")
    client = als(gids)
    for address, found in {
        "?stil=60": quiet, "?doelgroep=ww": busy, "?situatie=ww": busy,
    }.items():  # fmt: skip
        page = client.get(f"/kandidaten/{address}").content.decode()
        assert found.sleutel in page
        assert (busy if found is quiet else quiet).sleutel not in page
    for address in ("?zonder=on", "?wie=organisatie", "?stil=abc&gemeente=x"):
        page = client.get(f"/kandidaten/{address}").content.decode()
        assert quiet.sleutel in page
