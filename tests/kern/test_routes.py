"""Default deny, reads that cannot write, and refusals that are sentences."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from ontschot.kern import audit, routes
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel, Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem

audit.register({"iets_gelezen": "{wie} las {object}."})
GIDS = Actor(rol=Rolsoort.GIDS, regios=("AM08",), medewerker_id=1, naam="Aisha")
KASSIER = Actor(rol=Rolsoort.KASSIER, regios=("AM08",), medewerker_id=2, naam="Kees")
Answer = Callable[..., HttpResponse]


@pytest.fixture
def answer(db: None) -> Answer:
    """Call a view through the machinery of a route that exists only in this test."""

    def call(view: Any, *, wie: Actor = GIDS, method: str = "get", **declared: Any) -> HttpResponse:
        declared = {"rollen": {Rolsoort.GIDS}, "leest": "iets", **declared}
        if declared.get("schrijft"):
            declared.pop("leest")
        view.__module__ = "ontschot.proef.views"
        name = f"proef:{view.__name__}"
        routes.ROUTES.pop(name, None)
        guarded = routes.route("proef/", **declared)(view)
        request = getattr(RequestFactory(), method)("/proef/", headers={"referer": "/hier/"})
        request.session = {}
        request._messages = FallbackStorage(request)
        request.__dict__["_actor"] = wie
        try:
            response = guarded(request)
        finally:
            routes.ROUTES.pop(name)
        response.meldingen = [str(m) for m in get_messages(request)]
        return response

    return call


def _write() -> None:
    Bericht.objects.create(regio="AM08", aan="a@b.nl", onderwerp="o", tekst="t", sleutel="s")


def test_a_get_cannot_write(answer: Answer) -> None:
    def sneaky(request: Any) -> HttpResponse:
        _write()
        return HttpResponse()

    with pytest.raises(DatabaseError, match="read-only"):
        answer(sneaky)


def test_the_form_of_a_writing_route_cannot_write_either(answer: Answer) -> None:
    def sneaky_form(request: Any) -> HttpResponse:
        _write()
        return HttpResponse()

    with pytest.raises(DatabaseError, match="read-only"):
        answer(sneaky_form, schrijft="iets")


def test_a_post_writes_in_the_scope_of_the_actor(answer: Answer) -> None:
    def honest(request: Any) -> HttpResponse:
        _write()
        return HttpResponse()

    assert answer(honest, method="post", schrijft="iets").status_code == 200
    with scope(systeem("AM08")):
        assert Bericht.objects.count() == 1
    with scope(systeem("AM11")):
        assert Bericht.objects.count() == 0


def test_reading_does_not_answer_a_post(answer: Answer) -> None:
    def page(request: Any) -> HttpResponse:
        return HttpResponse()

    assert answer(page, method="post").status_code == 405


def test_a_button_does_not_answer_a_get(answer: Answer) -> None:
    def button(request: Any) -> HttpResponse:
        return HttpResponse()

    assert answer(button, schrijft="iets", knop=True).status_code == 405


def test_the_wrong_role_is_refused_and_the_refusal_is_logged(answer: Answer) -> None:
    def page(request: Any) -> HttpResponse:
        raise AssertionError

    with pytest.raises(PermissionDenied):
        answer(page, wie=KASSIER)
    with scope(systeem("AM08")):
        line = Auditregel.objects.get(gebeurtenis="toegang_geweigerd")
        assert (line.resultaat, line.wie) == ("geweigerd", "Kees")


def test_a_visitor_is_asked_to_sign_in(answer: Answer) -> None:
    def page(request: Any) -> HttpResponse:
        raise AssertionError

    response = answer(page, wie=Actor(rol="bezoeker"))
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


def test_a_refusal_becomes_a_sentence_on_the_page_one_came_from(answer: Answer) -> None:
    def no(request: Any) -> HttpResponse:
        _write()
        raise Weigering("Dit kan niet.")

    response = answer(no, method="post", schrijft="iets")
    assert response.status_code == 302
    assert response.meldingen == ["Dit kan niet."]  # type: ignore[attr-defined]
    with scope(systeem("AM08")):
        assert not Bericht.objects.exists()


def test_a_broken_constraint_becomes_a_sentence_too(answer: Answer) -> None:
    def broken(request: Any) -> HttpResponse:
        Bericht.objects.create(
            regio="AM08", aan="a@b.nl", onderwerp="o", tekst="t", sleutel="s", status="verzonden"
        )
        return HttpResponse()

    response = answer(broken, method="post", schrijft="iets")
    assert response.meldingen[0].startswith("Dit kon niet worden opgeslagen")  # type: ignore[attr-defined]


def test_a_read_is_logged_although_its_own_transaction_cannot_write(answer: Answer) -> None:
    def page(request: Any) -> HttpResponse:
        audit.inzage(
            request, "iets_gelezen", object_soort="ding", object_sleutel="D-1", regio="AM08"
        )
        return HttpResponse()

    answer(page)
    with scope(systeem("AM08")):
        assert Auditregel.objects.get(gebeurtenis="iets_gelezen").wie == "Aisha"


def test_a_forgotten_scope_shows_nothing(db: None) -> None:
    with scope(systeem("AM08")):
        _write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kern_bericht")
        assert cursor.fetchone() == (0,)


def test_a_row_cannot_be_written_into_another_region(db: None) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), scope(systeem("AM11")):
        _write()


def test_a_route_must_choose_between_reading_and_writing() -> None:
    with pytest.raises(ValueError, match="not both"):
        routes.route("x/", rollen=[])(lambda request: HttpResponse())


def _views(patterns: list[Any]) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


def test_no_address_of_ours_stands_outside_the_register() -> None:
    for view in _views(get_resolver().url_patterns):
        if view.__module__.startswith("ontschot.") and not hasattr(view, "view_class"):
            assert getattr(view, "route", None) in routes.ROUTES, view


@pytest.mark.parametrize("rol", [Rolsoort.KASSIER, Rolsoort.MONITOR, Rolsoort.BELEID])
def test_who_works_without_names_sees_no_message_to_a_person(db: None, rol: str) -> None:
    with scope(systeem("AM08")):
        _write()
    with scope(Actor(rol=rol, regios=("AM08",))):
        assert not Bericht.objects.exists()
