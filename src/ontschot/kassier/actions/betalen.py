"""Paying: accounts, batches, release by the other kassier, confirmation.

Money moves from gedeclareerd to betaald when the bank's confirmation is recorded, not when the
file leaves: until then a bank may still refuse the file, and the books say what is true. A line
in a released batch cannot be paid a second time meanwhile: it holds its one place.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ontschot.kassier.actions.boeken import moment_on
from ontschot.kassier.actions.indieningen import KASSIERS
from ontschot.kassier.actions.ontvangers import Ontvanger, payees_of
from ontschot.kassier.actions.uitbetaling import BANKREDEN, Afloop, lock_payments, settle
from ontschot.kassier.journaal import booking_day, money_action, require_rol
from ontschot.kassier.models import (
    Bestandsophaling,
    Betaalbatch,
    Betaalbestand,
    Betaalgegeven,
    Betaalinstelling,
    Betaalregel,
    Claimregel,
    Declaratie,
    Declaratieregel,
    Fonds,
    Kostendeclaratie,
    Kostenregel,
)
from ontschot.kassier.redenen import REKENING_FOUT, meaning
from ontschot.kassier.sepa import (
    MAX_CENT,
    MAX_REGELS,
    NAAM,
    OMSCHRIJVING,
    Batch,
    Betaling,
    clean_iban,
    clean_text,
    pain001,
)
from ontschot.kassier.target import next_target_day
from ontschot.kassier.xmlveilig import one_line
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie
from ontschot.netwerk.queries import valid_on
from ontschot.web.format import euro

# Our own bound: who types a year wrong should hear it now.
VOORUIT_DAGEN = 366
ANDERE_KEUZE = (
    "Kies goedgekeurde declaraties van dit fonds. Ververs de pagina als er een ontbreekt."
)


@money_action
def set_betaalgegeven(
    wie: Actor,
    *,
    organisatie_id: int,
    iban: str,
    tenaamstelling: str,
    van: date,
    regio: str = "",
) -> Betaalgegeven:
    """Record on which account an organisatie is paid from `van`; ends the one before.

    Raises Weigering for a wrong IBAN, or a name that no bank can read.
    """
    require_rol(wie, KASSIERS | {SYSTEEM}, "een rekening vastleggen")
    name = clean_text(tenaamstelling, NAAM)
    if not name:
        raise Weigering("Vul in op wiens naam de rekening staat.", veld="tenaamstelling")
    account = clean_iban(iban)
    region = regio or wie.regio
    before = Betaalgegeven.objects.filter(regio_id=region, organisatie_id=organisatie_id)
    before.filter(Q(tot__isnull=True), van__lt=van).update(tot=van - timedelta(days=1))
    found = Betaalgegeven.objects.create(
        regio_id=region,
        organisatie_id=organisatie_id,
        iban=account,
        tenaamstelling=name,
        van=van,
        vastgelegd_door_id=wie.medewerker_id,
    )
    audit.record(
        wie,
        "betaalgegeven_vastgelegd",
        object_soort="organisatie",
        object_sleutel=Organisatie.objects.values_list("sleutel", flat=True).get(pk=organisatie_id),
        regio=region,
        einde=account[-4:],
    )
    return found


@money_action
def build_batch(
    wie: Actor,
    *,
    fonds_id: int,
    declaratie_ids: Sequence[int] = (),
    kosten_ids: Sequence[int] = (),
    uitvoerdatum: date | None = None,
    dag: date | None = None,
) -> Betaalbatch:
    """Put the approved lines of these (kosten)declaraties in one batch, with a control total.

    Raises Weigering when nothing is left to pay, or an account is not known.
    """
    require_rol(wie, KASSIERS, "een betaalbatch samenstellen")
    assert wie.medewerker_id
    day = booking_day(dag)
    if uitvoerdatum and uitvoerdatum > day + timedelta(days=VOORUIT_DAGEN):
        raise Weigering(
            "De bank betaalt hoogstens een jaar vooruit. Kies een eerdere dag.",
            veld="uitvoerdatum",
        )
    fonds = Fonds.objects.select_related("kassier").get(pk=fonds_id)
    lines = _payable(fonds, declaratie_ids, kosten_ids)
    _require_fits(lines)
    accounts = _accounts(wie.regio, {fonds.kassier_id} | {_payee(line).pk for line in lines}, day)
    payer = _account_of(accounts, fonds.kassier)
    payees = payees_of(lines, accounts, day)
    _require_mended(lines, payees)
    batch = Betaalbatch.objects.create(
        regio_id=wie.regio,
        fonds=fonds,
        aantal=len(lines),
        totaal_cent=sum(line.te_betalen_cent for line in lines),
        uitvoerdatum=next_target_day(uitvoerdatum or day),
        betaler=payer.tenaamstelling,
        betaler_iban=payer.iban,
        samengesteld_door_id=wie.medewerker_id,
    )
    Betaalregel.objects.bulk_create([_payment(batch, line, payees[line]) for line in lines])
    _record(wie, "batch_samengesteld", batch)
    return batch


def _require_fits(lines: Sequence[Claimregel]) -> None:
    """Raises Weigering for more than a bank takes: in one file, or in one payment."""
    if len(lines) > MAX_REGELS:
        raise Weigering(
            f"In één bestand passen {MAX_REGELS} betalingen; dit zijn er {len(lines)}. Kies minder "
            "declaraties en maak twee batches.",
            veld="declaraties",
        )
    if large := next((line for line in lines if line.cent > MAX_CENT), None):
        raise Weigering(
            f"{large.nummer}: {euro(large.cent)} is meer dan een bank in één keer "
            f"betaalt ({euro(MAX_CENT)}).",
            veld="declaraties",
        )


def _require_mended(lines: Iterable[Claimregel], payees: Mapping[Claimregel, Ontvanger]) -> None:
    """Raises Weigering for a line that would go to the account that the bank just refused."""
    claims = [line.pk for line in lines if isinstance(line, Declaratieregel)]
    costs = [line.pk for line in lines if isinstance(line, Kostenregel)]
    failed = (
        Betaalregel.objects.filter(
            Q(declaratieregel__in=claims) | Q(kostenregel__in=costs),
            status__in=["geweigerd", "teruggekomen"],
            redencode__in=REKENING_FOUT,
        )
        .select_related("declaratieregel", "kostenregel")
        .order_by("-pk")
    )
    by_line = {line: line for line in lines}
    for row in failed:
        line = by_line[row.regel]
        if (payees[line].iban, payees[line].naam) == (row.iban, row.begunstigde):
            raise Weigering(
                f"{line.nummer}: de bank betaalde niet op rekening …{row.iban[-4:]}, want "
                f"{meaning(row.redencode)}. Leg eerst een andere rekening vast bij Rekeningen.",
                veld="declaraties",
            )


def _payee(line: Claimregel) -> Organisatie:
    return line.declaratie.organisatie


def _payable(
    fonds: Fonds, declaratie_ids: Sequence[int], kosten_ids: Sequence[int]
) -> list[Claimregel]:
    """The approved, unpaid lines; their declaraties are locked in the order of their id."""
    locked = _approved(Declaratie, fonds, declaratie_ids)
    costs = _approved(Kostendeclaratie, fonds, kosten_ids)
    if not locked and not costs:
        raise Weigering(ANDERE_KEUZE, veld="declaraties")
    lines: list[Claimregel] = [
        *_unpaid(Declaratieregel).filter(declaratie__in=locked).select_related("verplichting"),
        *_unpaid(Kostenregel).filter(declaratie__in=costs),
    ]
    if not lines:
        raise Weigering("Van deze declaraties staat alles al in een batch.", veld="declaraties")
    return lines


def _approved(model: Any, fonds: Fonds, ids: Sequence[int]) -> list[Any]:
    found = list(
        model.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, fonds=fonds, status="goedgekeurd")
        .order_by("pk")
    )
    if len(found) != len(set(ids)):
        raise Weigering(ANDERE_KEUZE, veld="declaraties")
    return found


def _unpaid(model: Any) -> Any:
    return (
        model.objects.filter(status="opgenomen")
        .exclude(betaalregels__status__in=["open", "bevestigd"])
        .select_related("declaratie__organisatie")
        .order_by("pk")
    )


def _accounts(regio: str, organisatie_ids: Iterable[int], day: date) -> dict[int, Betaalgegeven]:
    found = Betaalgegeven.objects.filter(
        valid_on(day), regio_id=regio, organisatie_id__in=list(organisatie_ids)
    )
    return {row.organisatie_id: row for row in found}


def _account_of(accounts: dict[int, Betaalgegeven], organisatie: Organisatie) -> Betaalgegeven:
    if organisatie.pk not in accounts:
        raise Weigering(
            f"Van {organisatie.naam} is geen rekeningnummer bekend. Leg dat eerst vast."
        )
    return accounts[organisatie.pk]


def _payment(batch: Betaalbatch, line: Claimregel, account: Ontvanger) -> Betaalregel:
    costs = isinstance(line, Kostenregel)
    return Betaalregel(
        regio_id=batch.regio_id,
        batch=batch,
        **{"kostenregel" if costs else "declaratieregel": line},
        end_to_end_id=f"{batch.regio_id}-B{batch.pk}-{'K' if costs else 'R'}{line.pk}",
        cent=line.te_betalen_cent,
        begunstigde=account.naam,
        iban=account.iban,
        omschrijving=clean_text(f"Declaratie {line.declaratie.naam} {line.nummer}", OMSCHRIJVING),
    )


def _locked(batch_id: int) -> Betaalbatch:
    found = Betaalbatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if not found:
        raise Weigering("Deze batch bestaat niet in jouw regio.")
    return found


@money_action
def release_batch(wie: Actor, *, batch_id: int, dag: date | None = None) -> Betaalbatch:
    """The other kassier lets the batch go: the file is written and kept with its sha256.

    Raises Weigering for who made the batch, and for who decided, ordered or declared any of it.
    """
    require_rol(wie, KASSIERS, "een betaalbatch vrijgeven")
    day = booking_day(dag)
    batch = _locked(batch_id)
    if wie.medewerker_id == batch.samengesteld_door_id:
        raise Weigering("Je stelde deze batch zelf samen. Vraag de andere kassier.")
    Betaalbatch.STAPPEN.move(batch, "vrijgegeven")
    batch.vrijgegeven_door_id = wie.medewerker_id
    batch.vrijgegeven_op = moment_on(day)
    # A batch that waited gets the first day on which the banks can still pay it.
    batch.uitvoerdatum = max(batch.uitvoerdatum, next_target_day(day))
    batch.save()
    content = pain001(file_of(batch))
    sha256 = hashlib.sha256(content).hexdigest()
    Betaalbestand.objects.create(
        regio_id=batch.regio_id,
        batch=batch,
        naam=f"ontschot-{batch.regio_id}-batch-{batch.pk}.xml",
        inhoud=content,
        sha256=sha256,
    )
    _record(wie, "batch_vrijgegeven", batch, sha256=sha256)
    return batch


def file_of(batch: Betaalbatch) -> Batch:
    """The batch as plain values for `sepa.pain001`; it must have been released."""
    assert batch.vrijgegeven_op
    return Batch(
        kenmerk=f"ONTSCHOT-{batch.regio_id}-{batch.pk}",
        gemaakt_op=timezone.localtime(batch.vrijgegeven_op),
        uitvoerdatum=batch.uitvoerdatum,
        naam=batch.betaler,
        iban=batch.betaler_iban,
        betalingen=tuple(
            Betaling(line.end_to_end_id, line.cent, line.begunstigde, line.iban, line.omschrijving)
            for line in batch.regels.filter(status="open").order_by("pk")
        ),
    )


@money_action
def confirm_payment(wie: Actor, *, batch_id: int, dag: date | None = None) -> Betaalbatch:
    """The bank paid the batch: every open line goes from gedeclareerd to betaald.

    For who has no file of the bank to read. Declaraties and orders of which everything is paid
    are closed with it.
    """
    require_rol(wie, KASSIERS, "een betaling bevestigen")
    day = booking_day(dag)
    lines = Betaalregel.objects.filter(batch=batch_id, status="open")
    locked = lock_payments(lines.values_list("pk", flat=True))
    batch = _locked(batch_id)
    if batch.status != "vrijgegeven":
        Betaalbatch.STAPPEN.move(batch, "bevestigd")
    settle(wie, locked, [Afloop(pk, "bevestigd", day) for pk in locked.payments], day)
    batch.refresh_from_db()
    _record(wie, "batch_bevestigd", batch)
    return batch


@money_action
def refuse_batch(wie: Actor, *, batch_id: int, reden: str, dag: date | None = None) -> Betaalbatch:
    """The bank did not carry out the file at all, and says so in another way than in a file.

    Only the other kassier than who released it. The lines can be paid again.
    """
    require_rol(wie, KASSIERS, "vastleggen dat de bank een bestand weigerde")
    day = booking_day(dag)
    if not reden.strip():
        raise Weigering("Schrijf waarom de bank het bestand weigerde.", veld="reden")
    lines = Betaalregel.objects.filter(batch=batch_id, status="open")
    locked = lock_payments(lines.values_list("pk", flat=True))
    batch = _locked(batch_id)
    if batch.vrijgegeven_door_id == wie.medewerker_id:
        raise Weigering("Wie de batch vrijgaf, legt dit niet vast. Vraag de andere kassier.")
    if batch.status != "vrijgegeven":
        Betaalbatch.STAPPEN.move(batch, "geweigerd")
    said = one_line(reden)[:BANKREDEN]
    settle(
        wie,
        locked,
        [Afloop(pk, "geweigerd", day, bankreden=said) for pk in locked.payments],
        day,
    )
    batch.refresh_from_db()
    _record(wie, "batch_geweigerd", batch, reden=said)
    return batch


@money_action
def fetch_file(wie: Actor, *, batch_id: int) -> Betaalbestand:
    """The payment file, for who brings it to the bank; who fetched it and when stays on record."""
    require_rol(wie, KASSIERS, "een betaalbestand ophalen")
    assert wie.medewerker_id
    batch = _locked(batch_id)
    file = Betaalbestand.objects.filter(batch=batch).first()
    if not file or batch.status in ("geannuleerd", "geweigerd"):
        raise Weigering("Van deze batch is er geen bestand om naar de bank te brengen.")
    Bestandsophaling.objects.create(regio_id=batch.regio_id, batch=batch, door_id=wie.medewerker_id)
    _record(wie, "betaalbestand_gehaald", batch)
    return file


@money_action
def set_annuleren_tot(wie: Actor, *, annuleren_tot: str) -> Betaalinstelling:
    """Until when a released batch of this region may be cancelled; see `Betaalinstelling`."""
    require_rol(wie, KASSIERS, "instellen tot wanneer een batch kan worden geannuleerd")
    labels = dict(Betaalinstelling.ANNULEREN_TOT)
    if annuleren_tot not in labels:
        raise Weigering("Kies tot wanneer annuleren kan.", veld="annuleren_tot")
    found, _ = Betaalinstelling.objects.update_or_create(
        regio_id=wie.regio,
        defaults={"annuleren_tot": annuleren_tot, "gewijzigd_door_id": wie.medewerker_id},
    )
    audit.record(
        wie,
        "annuleren_ingesteld",
        object_soort="instelling",
        object_sleutel="annuleren",
        regio=wie.regio,
        tot=labels[annuleren_tot],
    )
    return found


@money_action
def cancel_batch(wie: Actor, *, batch_id: int, reden: str) -> Betaalbatch:
    """A batch that does not go on; its lines can go in another one. `reden` is mandatory.

    After the release only by the other kassier, and only while the bank cannot have the file: the
    database keeps that window (`Betaalinstelling`).
    """
    require_rol(wie, KASSIERS, "een betaalbatch annuleren")
    if not reden.strip():
        raise Weigering("Schrijf waarom de batch niet doorgaat.", veld="reden")
    batch = _locked(batch_id)
    if batch.vrijgegeven_door_id and batch.vrijgegeven_door_id == wie.medewerker_id:
        raise Weigering("Wie de batch vrijgaf, annuleert haar niet. Vraag de andere kassier.")
    Betaalbatch.STAPPEN.move(batch, "geannuleerd")
    batch.geannuleerd_door_id = wie.medewerker_id
    batch.reden_annulering = reden.strip()
    batch.save()
    batch.regels.filter(status="open").update(status="vervallen")
    _record(wie, "batch_geannuleerd", batch, reden=reden.strip())
    return batch


def _record(wie: Actor, event: str, batch: Betaalbatch, **gegevens: str) -> None:
    facts: dict[str, Any] = {
        "aantal": batch.aantal,
        "bedrag": euro(batch.totaal_cent),
        **gegevens,
    }
    audit.record(
        wie,
        event,
        object_soort="betaalbatch",
        object_sleutel=f"batch {batch.pk}",
        regio=batch.regio_id,
        **facts,
    )
