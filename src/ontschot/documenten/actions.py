"""What is written about documents: keep, make a letter and keep it, withdraw."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from ontschot.documenten import virus
from ontschot.documenten.models import Document, Inhoud
from ontschot.documenten.soorten import MAX_BYTES, Bestandssoort, kind_of
from ontschot.kandidaten.access import kandidaat_for, own_id
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kandidaten.vastleggen import medewerker_of, touch
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM
from ontschot.kern.scope import Actor
from ontschot.web import pdf

MAX_NAAM = 120
MAX_TITEL = 160
TAKEN_ALONG = (
    "soort", "titel", "bestandsnaam", "mediatype", "grootte", "sha256", "gegenereerd", "gescand",
    "datum", "datum_overeenkomst", "geldig_tot",
)  # fmt: skip


@action
def store(
    wie: Actor,
    *,
    kandidaat_id: int,
    soort: str,
    titel: str,
    inhoud: bytes,
    bestandsnaam: str,
    gegenereerd: bool = False,
    datum: date | None = None,
    datum_overeenkomst: date | None = None,
    geldig_tot: date | None = None,
) -> Document:
    """Keep a document in a dossier that `wie` may write in.

    What the file is, is told from `inhoud`; `bestandsnaam` only gives it a name. `datum` is the
    day of the document itself (today if not given). Raises Weigering for an unknown kind, a file
    that is too big, empty or of another type, and for a virus; GeenToegang when `wie` is not
    betrokken.
    """
    kandidaat = _open_dossier(wie, kandidaat_id)
    if soort not in dict(Document.SOORTEN):
        raise Weigering("Kies wat voor document dit is.", veld="soort")
    _check_title(titel)
    _check_days(datum, datum_overeenkomst, geldig_tot)
    kind = checked(inhoud)
    document = Document.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        soort=soort,
        titel=_one_line(titel),
        bestandsnaam=clean_name(bestandsnaam, kind.extensie),
        mediatype=kind.mediatype,
        grootte=len(inhoud),
        sha256=hashlib.sha256(inhoud).hexdigest(),
        gegenereerd=gegenereerd,
        gescand=not gegenereerd and virus.scan(inhoud),
        datum=datum or timezone.localdate(),
        datum_overeenkomst=datum_overeenkomst,
        geldig_tot=geldig_tot,
        door_id=wie.medewerker_id,
    )
    Inhoud.objects.create(regio_id=kandidaat.regio_id, document=document, bytes=inhoud)
    touch(kandidaat.pk)
    _record(wie, "document_bewaard", document, soort=soort)
    return document


def _check_title(titel: str) -> None:
    if not titel.strip() or len(titel.strip()) > MAX_TITEL:
        raise Weigering(
            f"Geef het document een naam van hoogstens {MAX_TITEL} tekens.", veld="titel"
        )


def take_along(
    wie: Actor, kandidaat: Kandidaat, row: Document, inhoud: bytes, *, grond: str
) -> Document:
    """The same paper in the dossier of a person who came from another region.

    Inside the transaction of the action that takes somebody over, in its scope; what the document
    is was told and scanned where it was kept first. `grond` says why it may go along.
    """
    copied = {name: getattr(row, name) for name in TAKEN_ALONG}
    document = Document.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        door_id=medewerker_of(wie),
        uit_regio_id=row.regio_id,
        grond=grond[:300],
        **copied,
    )
    Inhoud.objects.create(regio_id=kandidaat.regio_id, document=document, bytes=inhoud)
    _record(wie, "document_meegekomen", document, van=row.regio_id)
    return document


def keep_letter(
    wie: Actor,
    *,
    kandidaat_id: int,
    soort: str,
    titel: str,
    template: str,
    gegevens: Mapping[str, Any],
) -> Document:
    """Make a letter from `template` (see `web.pdf.render`) and keep it in the dossier."""
    return store(
        wie,
        kandidaat_id=kandidaat_id,
        soort=soort,
        titel=titel,
        inhoud=pdf.render(template, gegevens),
        bestandsnaam=f"{titel}.pdf",
        gegenereerd=True,
    )


@action
def withdraw(wie: Actor, *, document_id: int, intrekking: str, reden: str) -> Document:
    """Close a document with a reason; a document of the wrong dossier loses its contents too.

    Who kept it may, and the vaste contactpersoon. That it was there stays visible.
    """
    known = Document.objects.filter(pk=document_id).select_related("kandidaat").first()
    if known is None:
        raise Weigering("Dit document is er niet meer. Ververs de pagina.")
    kandidaat_for(wie, known.kandidaat.sleutel, lock=True, schrijft=True)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    if document.ingetrokken_op:
        raise Weigering("Dit document is al ingetrokken. Ververs de pagina.")
    if not may_withdraw(wie, document):
        raise Weigering(
            "Alleen wie het document bewaarde of de vaste contactpersoon kan het intrekken. "
            "Vraag het een van hen."
        )
    if intrekking not in dict(Document.INTREKKINGEN):
        raise Weigering("Kies waarom je dit document intrekt.", veld="intrekking")
    if not reden.strip():
        raise Weigering("Schrijf in een zin op waarom.", veld="reden")
    document.ingetrokken_op = timezone.now()
    document.ingetrokken_door_id = medewerker_of(wie)
    document.intrekking = intrekking
    document.reden = _one_line(reden)[:300]
    document.save(
        update_fields=["ingetrokken_op", "ingetrokken_door", "intrekking", "reden"],
    )
    if intrekking == "verkeerd":
        Inhoud.objects.filter(document=document).delete()
    touch(document.kandidaat_id)
    _record(wie, "document_ingetrokken", document, waarom=intrekking)
    return document


def may_withdraw(wie: Actor, document: Document) -> bool:
    """Whether it is up to `wie` to withdraw this document."""
    if wie.rol == SYSTEEM or document.door_id == wie.medewerker_id:
        return True
    return Betrokkenheid.objects.filter(
        kandidaat_id=document.kandidaat_id,
        medewerker_id=own_id(wie),
        vaste_contactpersoon=True,
        tot__isnull=True,
    ).exists()


def _open_dossier(wie: Actor, kandidaat_id: int) -> Kandidaat:
    sleutel = Kandidaat.objects.filter(pk=kandidaat_id).values_list("sleutel", flat=True).first()
    if sleutel is None:
        raise Weigering("Deze kandidaat is er niet in jouw regio. Zoek de kandidaat opnieuw.")
    return kandidaat_for(wie, sleutel, schrijft=True)


def _check_days(datum: date | None, begin: date | None, end: date | None) -> None:
    if datum and not date(1950, 1, 1) <= datum <= timezone.localdate():
        raise Weigering("Een document is van vandaag of eerder. Kijk de datum na.", veld="datum")
    for day, veld in ((begin, "datum_overeenkomst"), (end, "geldig_tot")):
        if day and not 1950 <= day.year <= 2100:
            raise Weigering("Deze datum kan niet kloppen. Kijk het jaar na.", veld=veld)
    if begin and end and end < begin:
        raise Weigering("De overeenkomst eindigt voordat ze begint.", veld="geldig_tot")


def checked(inhoud: bytes) -> Bestandssoort:
    """The kind of this file; raises Weigering when we do not keep it (empty, big, other type)."""
    if not inhoud:
        raise Weigering("Dit bestand is leeg. Kies een ander bestand.", veld="bestand")
    if len(inhoud) > MAX_BYTES:
        raise Weigering(
            "Dit bestand is groter dan 10 MB. Maak het kleiner, of bewaar het in delen.",
            veld="bestand",
        )
    kind = kind_of(inhoud)
    if kind is None:
        raise Weigering(
            "Dit soort bestand bewaren we niet. Kies een pdf, png, jpg, docx, xlsx, odt of txt, "
            "zonder macro’s. We kijken naar de inhoud, niet naar de naam.",
            veld="bestand",
        )
    return kind


def clean_name(name: str, extensie: str) -> str:
    """A name of a file that is safe everywhere, with the extension of what it really is."""
    last = re.split(r"[/\\]", name)[-1]
    stem = last.rpartition(".")[0] or last
    words = re.sub(r"[^\w() .,-]+", " ", stem)
    clean = " ".join(words.split()).strip(". ")[: MAX_NAAM - len(extensie) - 1].strip(". ")
    return f"{clean or 'document'}.{extensie}"


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _record(wie: Actor, event: str, document: Document, **gegevens: Any) -> None:
    audit.record(
        wie,
        event,
        object_soort="document",
        object_sleutel=str(document.pk),
        regio=document.regio_id,
        kandidaat_sleutel=document.kandidaat.sleutel,
        **gegevens,
    )
