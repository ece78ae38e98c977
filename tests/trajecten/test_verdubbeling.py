"""No page of plan, group, hand-over and nazorg asks the database more when there is more on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Regio
from ontschot.trajecten import actions
from ontschot.trajecten.actions.sjabloon import Regel
from ontschot.trajecten.models import Nazorgschema, Regioaanbod
from tests.trajecten import factories as f
from tests.trajecten.test_vervolg import ELDERS, agreed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


class Wereld:
    """A region with a coördinator and a professional, in which everything can be made again."""

    def __init__(self) -> None:
        Regio.objects.filter(pk=ELDERS).update(doet_mee=True)
        self.chief = f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")
        self.rol = f.rol()
        self.wie = f.actor(self.rol)
        self.elders = f.actor(f.rol(regio_id=ELDERS))
        self.person = f.kandidaat(self.wie)
        self.plan = f.plan(self.wie, self.person)
        self.bought = f.committed(self.wie)
        self.offer = self.van_elders()

    def van_elders(self) -> Regioaanbod:
        person = f.kandidaat(self.elders, gemeente="Tiel")
        return actions.offer_regio(
            self.elders, kandidaat_id=person.pk, naar_regio="AM08", afspraak=agreed()
        )

    def more(self, number: int) -> None:
        """One more of everything that stands in a list."""
        other = f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
        offered = f.overdracht(self.wie, f.kandidaat(self.wie), other)
        actions.accept_overdracht(f.actor(other), overdracht_id=offered.pk)
        Nazorgschema.objects.create(
            regio_id="AM08",
            momenten=["7d", "2m"],
            antwoord_dagen=14,
            automatisch=False,
            van=TODAY - timedelta(days=900 - 30 * number),
            tot=TODAY - timedelta(days=900 - 30 * number - 10),
        )
        self.van_elders()
        f.plan(self.wie, self.person, stappen=2)
        day = TODAY - timedelta(days=2 * number)
        actions.record_aanwezigheid(
            self.wie, interventie_id=self.bought.pk, van=day, tot=day,
            aanwezig=1, verwacht=2, eenheid="keer",
        )  # fmt: skip
        actions.make_sjabloon(
            f.actor(self.chief), naam=f"Sjabloon {number}", doel="Werk",
            regels=[Regel(omschrijving="Kennismaken"), Regel(omschrijving="Beginnen")],
        )  # fmt: skip


PAGINAS: dict[str, tuple[str, str]] = {
    "overdrachten": ("chief", "/overdrachten/"),
    "nazorgschema": ("chief", "/nazorg/schema/"),
    "regioaanbod": ("chief", "/regioaanbod/{w.offer.pk}/"),
    "doorlooptijden": ("chief", "/doorlooptijden/"),
    "sjablonen": ("chief", "/sjablonen/"),
    "inkoopregels": ("chief", "/inkoopregels/"),
    "groepen": ("rol", "/groepen/"),
    "plan": ("rol", "/kandidaten/{w.person.sleutel}/plan/"),
    "versies": ("rol", "/kandidaten/{w.person.sleutel}/plan/versies/"),
    "verloop": ("rol", "/interventies/{w.bought.pk}/verloop/"),
    "overdragen": ("rol", "/kandidaten/{w.person.sleutel}/overdragen/"),
    "buiten": ("rol", "/kandidaten/{w.person.sleutel}/overdragen/buiten/"),
    "regio": ("rol", "/kandidaten/{w.person.sleutel}/overdragen/regio/"),
    "uitkomst": ("rol", "/kandidaten/{w.person.sleutel}/uitkomst/"),
    "volgen": ("rol", "/kandidaten/{w.person.sleutel}/volgen/"),
}


def test_no_page_asks_more_with_twice_the_rows(ruim: Actor, als: Any, count_queries: Any) -> None:
    w = Wereld()
    clients = {"chief": als(w.chief), "rol": als(w.rol)}

    def measure() -> dict[str, int]:
        found = {}
        for name, (who, path) in PAGINAS.items():
            url = path.format(w=w)
            clients[who].get(url)  # what is remembered for a minute is read now
            with count_queries() as counted:
                assert clients[who].get(url).status_code == 200, url
            found[name] = counted.aantal
        return found

    w.more(1)
    once = measure()
    w.more(2)
    w.more(3)
    assert measure() == once


def test_the_world_of_the_doubling_really_doubles(ruim: Actor, als: Any) -> None:
    w = Wereld()
    client = als(w.chief)
    sizes = []
    for number in (1, 2):
        w.more(number)
        sizes.append([len(client.get(p).content) for p in ("/nazorg/schema/", "/sjablonen/")])
    assert all(after > before for before, after in zip(*sizes, strict=True))
