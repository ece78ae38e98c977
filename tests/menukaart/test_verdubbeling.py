"""No page of the menukaart asks the database more when there is more on it."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from ontschot.kern.scope import Actor
from ontschot.menukaart import actions
from ontschot.menukaart.actions.dienst import Plaats
from ontschot.menukaart.models import Dienst
from ontschot.netwerk.models import Gemeente
from tests.menukaart.factories import actor, coordinator, dienst, gegevens, gids

PAGINAS = (
    "/menukaart/?q=proefles",
    "/menukaart/{a.sleutel}/",
    "/menukaart/{a.sleutel}/geschiedenis/",
    "/menukaart/{a.sleutel}/gemeenten/",
    "/menukaart/{a.sleutel}/wijzig/",
    "/menukaart/{a.sleutel}/print/",
    "/menukaart/{a.sleutel}/melden/",
    "/menukaart/vergelijk/?kies={a.sleutel}&kies={b.sleutel}",
    "/menukaart/invoer/",
    "/menukaart/nieuw/",
    "/kansrijk/",
)
HIER = ("Druten", "Nijmegen", "Wijchen")


def test_no_page_asks_more_with_twice_the_rows(
    ruim: Actor, als: Callable[[Any], Client], count_queries: Any
) -> None:
    van, chef = gids(), coordinator()
    a, b = dienst(van, naam="Proefles A"), dienst(van, naam="Proefles B")
    client, gemeenten = als(chef), list(Gemeente.objects.filter(naam__in=HIER).order_by("naam"))

    def more(number: int) -> None:
        """A service more, and of the first one a version, a difference and a signal more."""
        dienst(van, naam=f"Proefles {number}")
        for one in (a, b):
            now = Dienst.objects.get(pk=one.pk)
            actions.change_dienst(
                actor(van), sleutel=now.sleutel, versie=now.versie,
                gegevens=gegevens(van, naam=now.naam, plaats=f"Zaal {number}"),
            )  # fmt: skip
            places = [
                Plaats(g.pk, zelfde=False, voorwaarde="Alleen met afspraak")
                for g in gemeenten[:number]
            ]
            actions.set_gemeenten(actor(van), sleutel=one.sleutel, plaatsen=places)
        actions.report_signaal(
            actor(gids("fnv")), sleutel=a.sleutel, soort="klopt_niet", reden="De dag is anders."
        )
        actions.offer_invoer(
            actor(van), naam=f"lijst{number}.csv",
            inhoud=f"naam;aanbod;aanbieder;eigenaar;stap;vorm\r\nIets {number};x;y;z;q;w".encode(),
        )  # fmt: skip

    def measure() -> dict[str, int]:
        found = {}
        for path in PAGINAS:
            url = path.format(a=a, b=b)
            client.get(url)  # what is remembered for a minute is read now
            with count_queries() as counted:
                assert client.get(url).status_code == 200, url
            found[path] = counted.aantal
        return found

    more(1)
    once = measure()
    more(2)
    more(3)
    assert measure() == once
