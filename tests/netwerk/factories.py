"""Organisaties, medewerkers and their roles, for the tests of every room."""

from datetime import date
from typing import Any

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Medewerker, Organisatie, Rol
from ontschot.netwerk.queries import actor_in_role

REGIO = "AM08"


class OrganisatieFactory(DjangoModelFactory[Organisatie]):
    """A provider; give `soort`, `monitorcode` and `mag_inkopen` for a buyer."""

    class Meta:
        model = Organisatie

    sleutel = factory.Sequence(lambda n: f"organisatie-{n}")
    naam = factory.Sequence(lambda n: f"Organisatie {n}")
    soort = "aanbieder"


class UserFactory(DjangoModelFactory[Any]):
    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda n: f"collega{n}@voorbeeld.nl")
    email = factory.SelfAttribute("username")


class MedewerkerFactory(DjangoModelFactory[Medewerker]):
    """A medewerker without a role; `RolFactory` makes both."""

    class Meta:
        model = Medewerker

    user = factory.SubFactory(UserFactory)
    naam = factory.Sequence(lambda n: f"Collega {n}")
    email = factory.SelfAttribute("user.email")


class RolFactory(DjangoModelFactory[Rol]):
    """A role with its medewerker: `RolFactory(soort="kassier", regio_id="AM10")`."""

    class Meta:
        model = Rol

    medewerker = factory.SubFactory(MedewerkerFactory)
    organisatie = factory.LazyFunction(lambda: Organisatie.objects.get(sleutel="uwv"))
    regio_id = REGIO
    soort = Rolsoort.GIDS
    van = date(2021, 9, 1)


def rol(soort: Rolsoort | str = Rolsoort.GIDS, organisatie: str = "uwv", **over: Any) -> Rol:
    """A medewerker with one role, of a partner from the reference data."""
    return RolFactory(soort=soort, organisatie=Organisatie.objects.get(sleutel=organisatie), **over)


def actor(van: Rol) -> Actor:
    """The Actor that the session of this role would give."""
    return actor_in_role(van)
