"""The menukaart as people keep it: keepers, a concept, one that stopped, signals, settings."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import cycle

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, systeem
from ontschot.menukaart import actions
from ontschot.menukaart.models import Dienst
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN

SYNONIEMEN = """cv, curriculum vitae, sollicitatiebrief
geldzorgen, schulden, rekeningen
fiets, vervoer, reiskosten
taalles, nederlands leren, inburgering
bang voor computers, digitaal, computer"""
# Made up, and said so on every page: a list that a machine can read was not found.
BRON = "Verzonnen voorbeeld voor de demo, geen lijst van UWV"
EDITIES: Mapping[date, str] = {
    date(2024, 1, 1): "Loodgieter;techniek|Elektromonteur;techniek|Verzorgende;zorg|Kok;horeca",
    date(2025, 7, 1): (
        "Loodgieter;techniek|Elektromonteur;techniek|Monteur warmtepompen;techniek|"
        "Verzorgende;zorg|Helpende;zorg|Vrachtwagenchauffeur;vervoer|Rijinstructeur;vervoer|"
        "Pedagogisch medewerker;kinderopvang"
    ),
}
# The services of which the name tells the trade.
BEROEPEN = {
    "verzorg": "Verzorgende",
    "chauffeur": "Vrachtwagenchauffeur",
    "rijinstructeur": "Rijinstructeur",
    "elektro": "Elektromonteur",
}
SIGNALEN = (
    ("klopt_niet", "Het telefoonnummer werkt niet meer. Ik kreeg een ander bedrijf.", ""),
    ("werkte_goed", "Binnen een week was er plek, en de trainer belde zelf terug.",
     "Fijn om te horen. Ik geef het door aan de trainer."),
    ("werkte_niet", "De wachttijd was acht weken en niet twee.",
     "Dank je. De wachttijd is nu goed gezet."),
)  # fmt: skip
VOORBEELD = {
    "naam": "Proefles digitaal solliciteren in de buurt",
    "soort": "voorliggend",
    "stap": "EW07",
    "vorm": "groep",
    "wijze": "workshop",
    "doel": "Zelf een vacature zoeken en online solliciteren.",
    "samenvatting": "In een middag oefen je met een vacature van jouw keuze.",
    "voor_wie": "Iedereen die nog niet vaak online solliciteert",
    "bereik": "lokaal",
    "btw": "incl",
    "plaats": "Wijchen",
    "contact": "Bibliotheek, 024 - 000 00 99",
}


def store(gevuld: Gevuld) -> None:
    _keepers()
    _beroepen()
    roles = {
        rol.medewerker.persona: actor_in_role(rol)
        for rol in Rol.objects.filter(regio_id=RIJK_VAN_NIJMEGEN, medewerker__persona__isnull=False)
        .select_related("medewerker", "organisatie")
        .order_by("-pk")
    }
    coordinator = roles["coordinator"]
    actions.save_instelling(coordinator, vers_maanden=3, verouderd_maanden=6, synoniemen=SYNONIEMEN)
    _lijsten()
    _signalen(roles)
    _concept(roles["gids-uwv"], gevuld.today)


def _keepers() -> None:
    """The professionals of an owner keep its services, in turn; the last of each has nobody."""
    rollen = Rol.objects.filter(
        regio_id=RIJK_VAN_NIJMEGEN, soort__in=[Rolsoort.GIDS, Rolsoort.LOOPBAANCOACH,
        Rolsoort.CONSULENT],
    )  # fmt: skip
    people: dict[int, list[int]] = {}
    for organisatie, medewerker in rollen.order_by("pk").values_list(
        "organisatie_id", "medewerker_id"
    ):
        people.setdefault(organisatie, []).append(medewerker)
    for organisatie, colleagues in people.items():
        own = list(
            Dienst.objects.filter(regio=RIJK_VAN_NIJMEGEN, eigenaar=organisatie)
            .defer("zoekvector")
            .order_by("pk")
        )
        for dienst, keeper in zip(own[:-1], cycle(colleagues), strict=False):
            dienst.bijgehouden_door_id = keeper
        Dienst.objects.bulk_update(own, ["bijgehouden_door"])


def _beroepen() -> None:
    for word, beroep in BEROEPEN.items():
        Dienst.objects.filter(regio=RIJK_VAN_NIJMEGEN, naam__icontains=word).update(beroep=beroep)


def _lijsten() -> None:
    for editie, text in EDITIES.items():
        pairs = [(naam, sector) for naam, _, sector in (b.partition(";") for b in text.split("|"))]
        actions.load_lijst(
            systeem(RIJK_VAN_NIJMEGEN, reden="demo"),
            regio=RIJK_VAN_NIJMEGEN,
            naam="Voorbeeldlijst van de regio",
            editie_op=editie,
            bron=BRON,
            beroepen=pairs,
            voorbeeld=True,
        )


def _signalen(roles: Mapping[str | None, Actor]) -> None:
    gids, coach = roles["gids-uwv"], roles["loopbaancoach-fnv"]
    kept = Dienst.objects.filter(bijgehouden_door=gids.medewerker_id).order_by("pk")
    for dienst, (soort, reden, antwoord) in zip(kept[: len(SIGNALEN)], SIGNALEN, strict=False):
        signaal = actions.report_signaal(coach, sleutel=dienst.sleutel, soort=soort, reden=reden)
        if antwoord:
            actions.answer_signaal(gids, signaal_id=signaal.pk, antwoord=antwoord)


def _concept(gids: Actor, today: date) -> None:
    """One that is not on the menukaart yet, and one that was changed and then taken off."""
    values = VOORBEELD | {
        "aanbieder": gids.organisatie,
        "eigenaar_id": gids.organisatie_id,
        "bijgehouden_door_id": gids.medewerker_id,
        "van": today,
    }
    actions.make_dienst(gids, gegevens=values)
    old = actions.make_dienst(
        gids,
        gegevens=values | {"naam": "Sollicitatiecafé op dinsdag", "van": today - timedelta(60)},
        publiceer_op=today - timedelta(days=60),
    )
    actions.change_dienst(
        gids,
        sleutel=old.sleutel,
        versie=old.versie,
        gegevens={"plaats": "Druten", "wachttijd_dagen": 7},
    )
    actions.withdraw(gids, sleutel=old.sleutel, laatste_dag=today - timedelta(days=1))
