"""Lists that somebody brought: of people, half way, and of services for the menukaart."""

from ontschot.kandidaten.lijst_inlezen.actions import (
    bring_list,
    load_part,
    read_columns,
    start_loading,
)
from ontschot.kern.scope import Actor
from ontschot.menukaart.actions import load_invoer, offer_invoer
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.server.demo.gevuld import Gevuld

# Made-up people. One has no surname and one a gemeente far away: those lines are refused.
GELEZEN = """Roepnaam;Familienaam;Geb. datum;Woonplaats;Mobiel;Opmerking
Femke;Demoland;3-4-1981;Nijmegen;06 00000101;
Idris;Voorbeeld;12-11-1990;Wijchen;06 00000102;
Loes;;1-1-1970;Druten;;
Bart;Proefstra;22-7-1966;Groningen;06 00000104;
"""
HALF = """Naam;Geboortedatum;Gemeente;E-mail;Achtergrond
Yara van Demo;5-5-1988;Beuningen;yara@voorbeeld.example;
Koen Testema;9-9-1979;Heumen;koen@voorbeeld.example;
"""
DIENSTEN = """naam;aanbod;aanbieder;eigenaar;stap;vorm;plaats
Rondleiding bij de logistiek;voorliggend;UWV;uwv;EW02;groep;Beuningen
Zonder eigenaar;voorliggend;Niemand;bestaat-niet;EW02;groep;Druten
"""


def store(gevuld: Gevuld) -> None:
    """One list was loaded with its faults, one waits for its columns, one filled the menukaart."""
    gids = _as("gids-uwv")
    done = bring_list(gids, naam="werkcafe-voorjaar.csv", inhoud=GELEZEN.encode())
    velden = {place: veld for veld, place in done.koppeling.items()}
    read_columns(gids, inlezing_id=done.pk, velden=velden)
    start_loading(gids, inlezing_id=done.pk)
    while load_part(gids, inlezing_id=done.pk):
        continue
    bring_list(gids, naam="deelnemers-open-dag.csv", inhoud=HALF.encode())
    coordinator = _as("coordinator")
    invoer = offer_invoer(coordinator, naam="aanbod-logistiek.csv", inhoud=DIENSTEN.encode())
    load_invoer(coordinator, invoer_id=invoer.pk)


def _as(persona: str) -> Actor:
    """One of the demo people in their own role: a list remembers in which it was brought."""
    rows = Rol.objects.filter(medewerker__persona=persona, regio="AM08")
    rol = rows.select_related("medewerker", "organisatie").order_by("pk")[0]
    return actor_in_role(rol, oorsprong="demo")
