"""The layouts, the error pages and the style page: they help, and need no exception in the CSP."""

import re
from collections import Counter
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.urls import get_resolver
from lxml import html as lxml_html

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import menu_for
from ontschot.kern.scope import Actor
from ontschot.web import context
from ontschot.web.stijl import voorbeelden

FOUTEN = ["400", "403", "404", "500", "503"]
NOT_ALLOWED = re.compile(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:")


def parse(made: str) -> Any:
    return lxml_html.document_fromstring(made)


def page(template: str, **values: Any) -> Any:
    return parse(render_to_string(template, values))


def menu_item(label: str, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{"label": label, "url": "/x/", "actief": False, "aantal": "", "groep": ""} | more
    )


WIE = SimpleNamespace(naam="Aisha Demir", omschrijving="gids · UWV", sleutel="1", rollen=())


@pytest.mark.parametrize("code", FOUTEN)
def test_an_error_page_needs_no_database_and_no_context(code: str) -> None:
    made = get_template(f"{code}.html").render()
    document = parse(made)
    assert len(document.xpath("//h1")) == 1
    assert document.xpath("//h2")[0].text == "Wat kun je doen?"
    assert document.xpath("//main//li")
    assert f"Fout {code}" in made
    assert not NOT_ALLOWED.search(made)


@pytest.mark.parametrize("code", FOUTEN)
def test_an_error_page_does_not_trip_over_a_missing_manifest(code: str, settings: Any) -> None:
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = django_settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    assert "ontschot.css" in get_template(f"{code}.html").render()


def test_the_style_page_shows_everything_within_the_security_policy() -> None:
    made = render_to_string("web/stijl.html", voorbeelden())
    assert not NOT_ALLOWED.search(made)
    document = parse(made)
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(target in ids for target in document.xpath("//label/@for"))
    for described in document.xpath("//@aria-describedby"):
        assert set(described.split()) <= set(ids)


def test_the_layout_of_professionals_says_where_you_are_and_who_you_are() -> None:
    rollen = [SimpleNamespace(sleutel="1", label="gids bij UWV", actief=True)]
    rollen.append(SimpleNamespace(sleutel="2", label="coördinator", actief=False))
    wie = SimpleNamespace(**vars(WIE) | {"rollen": rollen})
    menu = [menu_item("Werkvoorraad", actief=True, aantal=7), menu_item("Auditlog", groep="Beheer")]
    document = page(
        "web/base.html",
        menu=menu,
        wie=wie,
        wissel_url="/wissel/",
        afmeld_url="/uit/",
        zoek_url="/zoek/",
    )
    assert document.xpath("//nav//a[@aria-current='page']/text()") == ["Werkvoorraad"]
    assert document.xpath("//nav/p/text()") == ["Beheer"]
    assert document.xpath("//form[@action='/wissel/']//button/@value") == ["1", "2"]
    assert document.xpath("//form[@role='search']/@action") == ["/zoek/"]
    first = document.xpath("//body//a")[0]
    assert first.get("href") == "#inhoud"
    assert document.get_element_by_id("inhoud").tag == "main"


def test_the_layout_shows_no_menu_to_nobody() -> None:
    document = page("web/base.html")
    assert not document.xpath("//nav")
    assert not document.xpath("//form")


def test_messages_after_an_action_are_said_at_once() -> None:
    told = [Message(constants.SUCCESS, "Bewaard."), Message(constants.ERROR, "<b>Mislukt.</b>")]
    document = page("web/base.html", messages=told)
    assert document.xpath("//*[@role='status']")[0].text_content().strip() == "Bewaard."
    assert document.xpath("//*[@role='alert']")[0].text_content().strip() == "<b>Mislukt.</b>"


def test_the_public_layout_has_the_brand_of_the_region_and_the_other_language() -> None:
    talen = [
        SimpleNamespace(code="nl", label="Nederlands", actief=True, url="/taal/nl/"),
        SimpleNamespace(code="en", label="English", actief=False, url="/taal/en/"),
    ]
    document = page("web/publiek.html", regio_naam="Rijk van Nijmegen", talen=talen)
    assert "Rijk van Nijmegen" in document.xpath("//header")[0].text_content()
    english = document.xpath("//header//a[@lang='en']")[0]
    assert (english.get("href"), english.get("hreflang")) == ("/taal/en/", "en")


@pytest.mark.django_db
def test_the_style_page_is_there_in_the_demo_only(settings: Any) -> None:
    settings.DEMO = False
    assert Client().get("/stijl/").status_code == 404
    settings.DEMO = True
    answer = Client().get("/stijl/")
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("volgende", "doel"),
    [
        ("/hulp/?a=1", "/hulp/?a=1"),
        ("https://kwaad.example/", "/"),
        ("//kwaad.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_choosing_a_language_remembers_it_and_never_leads_away(volgende: str, doel: str) -> None:
    answer = Client().get("/taal/en/", {"volgende": volgende})
    assert answer.headers["Location"] == doel
    assert answer.cookies["django_language"].value == "en"


@pytest.mark.django_db
def test_a_language_that_we_do_not_speak_is_not_found() -> None:
    assert Client().get("/taal/xx/").status_code == 404


def test_rooms_are_asked_for_the_layout_inside_the_scope_only(
    rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def provider(request: Any, actor: Actor) -> dict[str, Any]:
        asked.append(actor)
        return {"regio_naam": "Rijk van Nijmegen", "aantallen": {}}

    monkeypatch.setattr(context, "_providers", [provider])
    request = rf.get("/")
    request.wie = Actor(rol="gids", medewerker_id=3, naam="Aisha", organisatie="UWV")
    outside = context.layout(request)
    assert asked == []
    assert outside["wie"].omschrijving == "gids · UWV"
    monkeypatch.setattr(context, "current", lambda: request.wie)
    inside = context.layout(request)
    assert asked == [request.wie]
    assert inside["wie"].omschrijving == "gids · UWV · Rijk van Nijmegen"
    assert all(item.label and item.url for item in inside["menu"])
    assert all(not item.actief for item in inside["menu"])


@pytest.mark.parametrize("rol", Rolsoort)
def test_each_heading_of_the_menu_stands_there_once_and_daily_work_comes_first(
    rol: Rolsoort,
) -> None:
    assert get_resolver().url_patterns
    headings = [name for name, _ in groupby(r.menu.groep for r in menu_for(rol) if r.menu)]
    assert headings[0] == ""
    assert len(headings) == len(set(headings))


def test_nobody_reads_more_than_seven_places_under_one_heading() -> None:
    assert get_resolver().url_patterns
    for rol in Rolsoort:
        groups = Counter(r.menu.groep for r in menu_for(rol) if r.menu)
        assert max(groups.values()) <= 7, (rol, groups)
