"""The medewerkers of the demo: the personas, their colleagues, and six more small teams."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from ontschot.beheer.demo import PERSONAS
from ontschot.netwerk.models import Medewerker, Organisatie, Partner, Rol
from ontschot.server.demo.plan import Collega

RIJK_VAN_NIJMEGEN = "AM08"
BEGIN_PARTNER = date(2021, 9, 1)

# Colleagues of the personas: name, partner, role.
COLLEGAS_AM08 = (
    ("Jasper de Graaf", "uwv", "gids"),
    ("Nadia Haddou", "uwv", "gids"),
    ("Wilma Peters", "uwv", "gids"),
    ("Ricardo Pinas", "uwv", "gids"),
    ("Emre Yıldız", "fnv", "loopbaancoach"),
    ("Joke Timmermans", "fnv", "loopbaancoach"),
    ("Sanne Rutten", "fnv", "loopbaancoach"),
    ("Henk Willems", "cnv", "loopbaancoach"),
    ("Priya Sewnath", "cnv", "loopbaancoach"),
    ("Lotte van Haren", "cnv", "loopbaancoach"),
    ("Bart Nillesen", "cnv", "loopbaancoach"),
    ("Eline Kersten", "vcp", "loopbaancoach"),
    ("Youssef Tahiri", "vcp", "loopbaancoach"),
    ("Marjan Derks", "vcp", "loopbaancoach"),
    ("Loubna Chakir", "werkbedrijf", "consulent"),
    ("Piet Hermsen", "werkbedrijf", "consulent"),
    ("Kinga Mazur", "werkbedrijf", "consulent"),
    ("Dennis Poelen", "werkbedrijf", "consulent"),
    ("Mieke Loeffen", "werkbedrijf", "consulent"),
    ("Sevgi Arslan", "gemeente-nijmegen", "consulent"),
    ("Ruud Cornelissen", "gemeente-nijmegen", "consulent"),
    ("Janneke de Vries", "leerwerkloket", "gids"),
    ("Lars Peters", "leerwerkloket", "gids"),
    ("Cheryl Landveld", "roc-nijmegen", "gids"),
    ("Gijs Wijnen", "sbb", "gids"),
    ("Floor Arts", "vno-ncw-ecn", "gids"),
    ("Nel Verbruggen", "gemeente-nijmegen", "kassier"),
    # A third one, because who approved a declaratie has no part in looking at it again.
    ("Anouk Teunissen", "uwv", "kassier"),
)
# This persona works for two partners, so that changing roles can be shown.
TWEEDE_ROL = ("loopbaancoach-fnv", "leerwerkloket", "gids")
# And this one also keeps the money of the organisation, which the gemeente is the kassier of.
KASSIER_GEMEENTE = ("beleid", "gemeente-nijmegen", "kassier")


@dataclass(frozen=True)
class Team:
    """A region with a small team. `demo` is the medewerker who may open its stories."""

    regio: str
    gemeente: str
    demo: str
    gids: str
    fnv: str
    cnv: str
    coordinator: str
    vcp: str = ""

    @property
    def organisatie(self) -> str:
        return f"gemeente-{self.gemeente.lower()}"


TEAMS = (
    Team("AM10", "Tiel", "Anke Verwoert", "Roel van Zandwijk", "Ilse Hommes", "Jos van Ewijk",
         "Carla Zondag"),
    Team("AM11", "Almere", "Gerrit Hoekman", "Farida Azzouzi", "Tjeerd Post", "Nelly Kramer",
         "Roy Doelwijt", vcp="Sjoerd Veenstra"),
    Team("AM13", "Utrecht", "Yvonne Schouten", "Murat Aksoy", "Tessa Prins", "Otto Huisman",
         "Heleen Koster", vcp="Vera Blokland"),
    Team("AM15", "Alkmaar", "Dirk Swart", "Halyna Moroz", "Truus Kuiper", "Simon Groot",
         "Petra Schermer", vcp="Bram Stam"),
    Team("AM33", "Roermond", "Resi Smeets", "Sjaak Geelen", "Marlies Jacobs", "Twan Cuypers",
         "Hub Janssen", vcp="Ingrid Vaessen"),
    Team("AM38", "Ede", "Bert van Ginkel", "Rima Najjar", "Arjan Brouwer", "Nienke Vonk",
         "Henny Veldhuizen"),
)  # fmt: skip
# UWV pays for all regions; in the six small ones these two do.
KASSIERS_ELDERS = ("Theo Meinders", "Jolanda Pasman")


def short(naam: str) -> str:
    """`Emre Yıldız` becomes `emre-yildiz`: letters that an address and a slug may hold."""
    plain = unicodedata.normalize("NFKD", naam.replace("ı", "i").replace("ł", "l"))
    letters = "".join(c for c in plain.lower() if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def demo_medewerker(team: Team) -> str:
    """The key of who may open the stories of a region: `verhalen-am33`."""
    return f"verhalen-{team.regio.lower()}"


def everybody() -> list[Collega]:
    """All medewerkers in all their roles. The first role of a person is where they start."""
    am08 = RIJK_VAN_NIJMEGEN
    found = [Collega(p.sleutel, p.naam, p.organisatie, p.rol, am08) for p in PERSONAS]
    found += [Collega(short(naam), naam, org, rol, am08) for naam, org, rol in COLLEGAS_AM08]
    for sleutel, organisatie, rol in (TWEEDE_ROL, KASSIER_GEMEENTE):
        naam = next(p.naam for p in PERSONAS if p.sleutel == sleutel)
        found.append(Collega(sleutel, naam, organisatie, rol, am08))
    for team in TEAMS:
        found += _team(team)
    return found


def _team(team: Team) -> list[Collega]:
    here = [
        (demo_medewerker(team), team.demo, team.organisatie, "consulent"),
        (short(team.gids), team.gids, "uwv", "gids"),
        (short(team.fnv), team.fnv, "fnv", "loopbaancoach"),
        (short(team.cnv), team.cnv, "cnv", "loopbaancoach"),
        (short(team.coordinator), team.coordinator, team.organisatie, "coordinator"),
    ]
    if team.vcp:
        here.append((short(team.vcp), team.vcp, "vcp", "loopbaancoach"))
    here += [(short(naam), naam, "uwv", "kassier") for naam in KASSIERS_ELDERS]
    return [Collega(*fields, team.regio) for fields in here]


@dataclass(frozen=True)
class Bezetting:
    """Who is there, and under which number: the way from a plan to rows."""

    collegas: tuple[Collega, ...]
    medewerker_ids: dict[str, int]
    organisatie_ids: dict[str, int]
    organisatie_namen: dict[str, str]

    def of(self, regio: str, *, rol: str = "", organisatie: str = "") -> list[Collega]:
        """The colleagues of a region, narrowed to a role or a partner."""
        return [
            c
            for c in self.collegas
            if c.regio == regio
            and (not rol or c.rol == rol)
            and (not organisatie or c.organisatie == organisatie)
        ]


def store(today: date) -> Bezetting:
    """Make the partners, the accounts (without a password) and the roles."""
    collegas = everybody()
    _store_partners()
    organisaties = {o.sleutel: o for o in Organisatie.objects.all()}
    ids = _store_medewerkers(collegas)
    Rol.objects.bulk_create(
        Rol(
            medewerker_id=ids[c.sleutel],
            organisatie_id=organisaties[c.organisatie].pk,
            regio_id=c.regio,
            soort=c.rol,
            van=today - timedelta(days=1000),
        )
        for c in collegas
    )
    return Bezetting(
        collegas=tuple(collegas),
        medewerker_ids=ids,
        organisatie_ids={sleutel: o.pk for sleutel, o in organisaties.items()},
        organisatie_namen={sleutel: o.naam for sleutel, o in organisaties.items()},
    )


def _store_partners() -> None:
    Organisatie.objects.bulk_create(
        [
            Organisatie(
                sleutel=team.organisatie,
                naam=f"Gemeente {team.gemeente}",
                soort="gemeente",
                monitorcode="gemeente",
                mag_inkopen=True,
                rol="Helpt mensen in de Participatiewet, zonder uitkering en zelfstandigen.",
                bron="Demodata",
            )
            for team in TEAMS
        ],
        ignore_conflicts=True,
    )
    ids = dict(Organisatie.objects.values_list("sleutel", "pk"))
    Partner.objects.bulk_create(
        [
            Partner(organisatie_id=ids[sleutel], regio_id=team.regio, van=BEGIN_PARTNER)
            for team in TEAMS
            for sleutel in partners_of(team)
        ],
        ignore_conflicts=True,
    )


def partners_of(team: Team) -> list[str]:
    """The keys of the partners in a region; VCP was active in four of the six (KplusV, 3.2.6)."""
    return [team.organisatie, "uwv", "fnv", "cnv", *(["vcp"] if team.vcp else [])]


def _store_medewerkers(collegas: Iterable[Collega]) -> dict[str, int]:
    people = {c.sleutel: c for c in collegas}
    personas = {p.sleutel for p in PERSONAS}
    user_model = get_user_model()
    users = user_model._default_manager.bulk_create(
        user_model(username=email, email=email, password=make_password(None))
        for email in map(address, people.values())
    )
    stored = Medewerker.objects.bulk_create(
        Medewerker(
            user=user,
            naam=person.naam,
            email=user.email,
            telefoon="",
            persona=person.sleutel if person.sleutel in personas else None,
        )
        for person, user in zip(people.values(), users, strict=True)
    )
    return {sleutel: row.pk for sleutel, row in zip(people, stored, strict=True)}


def address(person: Collega) -> str:
    """An address that no mail server has: example domains cannot be registered."""
    return f"{person.sleutel}@{person.organisatie}.example"
