"""The way to the own page: a link from the contact, a code for who comes back, and its end.

Signing in with DigiD is no part of this: see docs/adr/0018.
"""

import secrets
from datetime import timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ontschot.berichten.actions.common import SOORT_LINK, in_english, usable_link
from ontschot.berichten.models import Bereikbaarheid, Eigeninstelling
from ontschot.berichten.queries import instelling_of
from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import contact_of
from ontschot.kandidaten.vastleggen import medewerker_of, record
from ontschot.kern import audit, links, outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Link
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor

SOORT_CODE = "mijncode"
CODE_MINUTEN = 10
KANALEN = {"mail": "e-mail", "sms": "sms"}


@action
def send_link(wie: Actor, *, sleutel: str, kanaal: str, basis: str) -> Link | None:
    """Send the kandidaat a link to the own page, by the vaste contactpersoon. Older ones end.

    `basis` is the address of this site. Raises Weigering where the person could not come in:
    without an address for the channel, or a birth date to be asked for.
    """
    row = kandidaat_for(wie, sleutel, lock=True, schrijft=True)
    if contact_of(row.pk).medewerker_id != medewerker_of(wie):
        raise Weigering("Een link stuurt de vaste contactpersoon. Vraag het aan je collega.")
    if row.onbereikbaar:
        raise Weigering(row.onbereikbaar)
    if row.geboortedatum is None:
        raise Weigering(
            "Vul eerst bij Gegevens de geboortedatum in. Daarmee laat de kandidaat zien wie "
            "de link opent."
        )
    aan = {"mail": row.email, "sms": row.telefoon}.get(kanaal)
    if aan is None:
        raise Weigering("Kies e-mail of sms.", veld="kanaal")
    if not aan:
        wat = "e-mailadres" if kanaal == "mail" else "telefoonnummer"
        raise Weigering(f"Er is geen {wat}. Vul het eerst in bij Gegevens.", veld="kanaal")
    links.revoke(soort=SOORT_LINK, object_sleutel=row.sleutel)
    dagen = instelling_of(row.regio_id).link_dagen
    geldig_tot = timezone.now() + timedelta(days=dagen)
    secret = links.make(
        soort=SOORT_LINK,
        regio=row.regio_id,
        object_sleutel=row.sleutel,
        geldig_tot=geldig_tot,
        eenmalig=False,
    )
    _queue_link(row, aan, kanaal, f"{basis}{reverse('portaal:mijn_link', args=[secret])}", wie)
    record(wie, "eigen_link_gestuurd", row, kanaal=KANALEN[kanaal])
    return usable_link(row)


def _queue_link(row: Kandidaat, aan: str, kanaal: str, adres: str, wie: Actor) -> None:
    english = in_english(row)
    tail = "_en" if english else ""
    context = {"adres": adres, "van": wie.naam, "organisatie": wie.organisatie}
    outbox.queue(
        regio=row.regio_id,
        aan=aan,
        onderwerp="Your own page" if english else "Je eigen pagina",
        tekst=render_to_string(f"berichten/{kanaal}_link{tail}.txt", context).strip(),
        sleutel=f"mijn-{secrets.token_hex(8)}",
        kanaal=kanaal,
    )


@action
def revoke_link(wie: Actor, *, sleutel: str) -> int:
    """End the way to the own page, sessions that run included; returns how many links ended."""
    row = kandidaat_for(wie, sleutel, schrijft=True)
    number = links.revoke(soort=SOORT_LINK, object_sleutel=row.sleutel)
    record(wie, "eigen_link_ingetrokken", row)
    return number


def close_own_page(kandidaat_id: int) -> None:
    """Somebody died: no link to the own page works any more. In the scope of the caller."""
    keys = Kandidaat.objects.filter(pk=kandidaat_id).values_list("sleutel", flat=True)
    for key in keys:
        links.revoke(soort=SOORT_LINK, object_sleutel=key)
        links.revoke(soort=SOORT_CODE, object_sleutel=key)


def send_code(kandidaat: Kandidaat, *, naar: str, nonce: str) -> None:
    """Send a code for once, in the transaction and the `systeem` scope of the caller.

    The code works together with `nonce`, which stays in the browser that asked for it.
    """
    code = f"{secrets.randbelow(1_000_000):06d}"
    links.make(
        soort=SOORT_CODE,
        regio=kandidaat.regio_id,
        object_sleutel=kandidaat.sleutel,
        geldig_tot=timezone.now() + timedelta(minutes=CODE_MINUTEN),
        geheim=f"{nonce}{code}",
    )
    english = in_english(kandidaat)
    kanaal = outbox.MAIL if naar == kandidaat.email else outbox.SMS
    tekst = (
        f"Your code for your own page is {code}. It works for {CODE_MINUTEN} minutes."
        if english
        else f"Je code voor je eigen pagina is {code}. Hij werkt {CODE_MINUTEN} minuten."
    )
    outbox.queue(
        regio=kandidaat.regio_id,
        aan=naar,
        onderwerp="Your code" if english else "Je code",
        tekst=tekst,
        sleutel=f"mijncode-{secrets.token_hex(8)}",
        kanaal=kanaal,
    )


@action
def record_opening(wie: Actor, *, kandidaat: Kandidaat, manier: str) -> None:
    """Somebody came in: `manier` is `link` or `code`."""
    record(wie, "eigen_pagina_geopend", kandidaat, manier=manier)


@action
def record_refusal(wie: Actor, *, sleutel: str) -> None:
    """Somebody had a link and not the birth date; in the log, so that guessing shows."""
    audit.record(
        wie,
        "eigen_pagina_geweigerd",
        object_soort="kandidaat",
        object_sleutel=sleutel,
        regio=wie.regio,
        kandidaat_sleutel=sleutel,
        resultaat="geweigerd",
    )


@action
def set_instelling(wie: Actor, *, link_dagen: int, toon_prijzen: bool) -> Eigeninstelling:
    """How long a link works in this region, and whether a plan shows prices."""
    found, _ = Eigeninstelling.objects.update_or_create(
        regio_id=wie.regio, defaults={"link_dagen": link_dagen, "toon_prijzen": toon_prijzen}
    )
    audit.record(
        wie,
        "eigen_instelling",
        object_soort="regio",
        object_sleutel=wie.regio,
        regio=wie.regio,
        link_dagen=link_dagen,
        toon_prijzen=toon_prijzen,
    )
    return found


@action
def set_bereikbaarheid(wie: Actor, *, wanneer: str) -> Bereikbaarheid:
    """When a medewerker can be reached, as their kandidaten read it."""
    if wie.rol not in PROFESSIONALS:
        raise Weigering("Alleen wie kandidaten begeleidt, vult dit in.")
    found, _ = Bereikbaarheid.objects.update_or_create(
        medewerker_id=medewerker_of(wie), defaults={"wanneer": wanneer.strip()[:120]}
    )
    audit.record(
        wie,
        "bereikbaarheid_gewijzigd",
        object_soort="medewerker",
        object_sleutel=str(wie.medewerker_id),
        regio=wie.regio,
    )
    return found
