"""Paying: on which account, in which batch, released by a second pair of eyes."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

from ontschot.kassier import truths
from ontschot.kassier.db import SaidBy, SameRegioOrNational, frozen, no_delete
from ontschot.kassier.models.declaraties import Declaratieregel
from ontschot.kassier.models.kosten import Kostenregel
from ontschot.kern.db import AppendOnly, NoOverlap, Trigger
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.transitions import Stappen
from ontschot.netwerk.models import RegioModel, period_in_order, regio_rules, to_medewerker

# Account numbers are for who pays and for the coordinator, and for nobody else.
NO_ACCOUNTS = frozenset(Rolsoort) - {Rolsoort.KASSIER, Rolsoort.COORDINATOR}


class Betaalgegeven(RegioModel):
    """On which IBAN an organisatie is paid, or pays, from when until when."""

    organisatie = models.ForeignKey(
        "netwerk.Organisatie", on_delete=models.PROTECT, related_name="betaalgegevens"
    )
    iban = models.CharField(max_length=34)
    tenaamstelling = models.CharField(max_length=70)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    vastgelegd_door = to_medewerker(null=True)

    class Meta:
        verbose_name = "betaalgegeven"
        constraints = [
            *regio_rules(zonder_rollen=NO_ACCOUNTS),
            period_in_order("kassier_betaalgegeven_period"),
            NoOverlap(
                fields=["regio", "organisatie"],
                zin="Deze organisatie heeft in die tijd al een rekening.",
            ),
            models.CheckConstraint(
                condition=Q(iban__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"),
                name="kassier_betaalgegeven_iban",
                violation_error_message="Dit is geen rekeningnummer (IBAN).",
            ),
        ]


BATCH_STAPPEN = Stappen(
    {
        "samengesteld": {"vrijgegeven", "geannuleerd"},
        # Done when the bank answered every line; `geweigerd` when it paid none of them.
        "vrijgegeven": {"bevestigd", "geweigerd", "geannuleerd"},
    },
    begin="samengesteld",
)

# Whoever decided, ordered or declared does not pay.
DECIDERS = """
(EXISTS (SELECT 1 FROM kassier_declaratieregel d
  JOIN kassier_declaratie c ON c.id = d.declaratie_id
  JOIN kassier_verplichting v ON v.id = d.verplichting_id
  JOIN kassier_reservering r ON r.id = v.reservering_id
  WHERE @lines AND @person IN (v.besteld_door_id, r.gemaakt_door_id, c.ingediend_door_id))
OR EXISTS (SELECT 1 FROM kassier_kostenregel k
  JOIN kassier_kostendeclaratie q ON q.id = k.declaratie_id
  WHERE @costs AND @person = q.ingediend_door_id))
"""
RELEASE = """
IF NEW.status = 'vrijgegeven' AND OLD.status <> 'vrijgegeven' THEN
  IF (SELECT count(*) <> NEW.aantal OR coalesce(sum(b.cent), 0) <> NEW.totaal_cent
      FROM kassier_betaalregel b WHERE b.batch_id = NEW.id AND b.status = 'open') THEN
    RAISE EXCEPTION 'control total' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'kassier_betaalbatch_controle';
  END IF;
  IF @deciders THEN
    RAISE EXCEPTION 'who decided does not pay'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
END IF;
IF NEW.status = 'geannuleerd' AND OLD.status = 'vrijgegeven' THEN
  IF EXISTS (SELECT 1 FROM kassier_betaalregel b
      WHERE b.batch_id = NEW.id AND b.status NOT IN ('open', 'vervallen')) THEN
    RAISE EXCEPTION 'the bank answered already' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'kassier_betaalbatch_answered';
  END IF;
  IF (CASE coalesce((SELECT i.annuleren_tot FROM kassier_betaalinstelling i
        WHERE i.regio_id = NEW.regio_id), 'opgehaald')
      WHEN 'opgehaald' THEN EXISTS (
        SELECT 1 FROM kassier_bestandsophaling o WHERE o.batch_id = NEW.id)
      ELSE (clock_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date >= NEW.uitvoerdatum END) THEN
    RAISE EXCEPTION 'the bank may have it' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'kassier_betaalbatch_window';
  END IF;
END IF;
IF NEW.status IN ('bevestigd', 'geweigerd') AND OLD.status = 'vrijgegeven' AND EXISTS (
    SELECT 1 FROM kassier_betaalregel b WHERE b.batch_id = NEW.id AND b.status = 'open') THEN
  RAISE EXCEPTION 'lines without an answer' USING
    ERRCODE = 'check_violation', CONSTRAINT = 'kassier_betaalbatch_unanswered';
END IF;
RETURN NEW;
""".replace(
    "@deciders",
    DECIDERS.replace("@person", "NEW.vrijgegeven_door_id")
    .replace(
        "@lines",
        "d.id IN (SELECT b.declaratieregel_id FROM kassier_betaalregel b "
        "WHERE b.batch_id = NEW.id)",
    )
    .replace(
        "@costs",
        "k.id IN (SELECT b.kostenregel_id FROM kassier_betaalregel b WHERE b.batch_id = NEW.id)",
    ),
)
PAY_LINE = """
IF NEW.kostenregel_id IS NOT NULL THEN
  PERFORM 1 FROM kassier_kostenregel k JOIN kassier_kostendeclaratie q ON q.id = k.declaratie_id
    JOIN kassier_betaalbatch b ON b.id = NEW.batch_id
    WHERE k.id = NEW.kostenregel_id AND k.status = 'opgenomen'
      AND k.cent - k.verrekend_cent = NEW.cent
      AND q.status = 'goedgekeurd' AND b.status = 'samengesteld' AND b.fonds_id = q.fonds_id;
ELSE
  PERFORM 1 FROM kassier_declaratieregel d JOIN kassier_declaratie c ON c.id = d.declaratie_id
    JOIN kassier_betaalbatch b ON b.id = NEW.batch_id
    WHERE d.id = NEW.declaratieregel_id AND d.status = 'opgenomen'
      AND d.cent - d.verrekend_cent = NEW.cent
      AND c.status = 'goedgekeurd' AND b.status = 'samengesteld' AND b.fonds_id = c.fonds_id;
END IF;
IF NOT FOUND THEN
  RAISE EXCEPTION 'only approved lines'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
IF @deciders THEN
  RAISE EXCEPTION 'who decided does not pay' USING
    ERRCODE = 'check_violation', CONSTRAINT = 'kassier_betaalbatch_release';
END IF;
RETURN NEW;
""".replace(
    "@deciders",
    DECIDERS.replace("@lines", "d.id = NEW.declaratieregel_id")
    .replace("@costs", "k.id = NEW.kostenregel_id")
    .replace(
        "@person",
        "(SELECT b.samengesteld_door_id FROM kassier_betaalbatch b WHERE b.id = NEW.batch_id)",
    ),
)


class Betaalbatch(RegioModel):
    """Approved lines of one fonds in one payment file. Two people: one makes, one releases."""

    STAPPEN = BATCH_STAPPEN

    fonds = models.ForeignKey("kassier.Fonds", on_delete=models.PROTECT, related_name="batches")
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="samengesteld")
    # Control count and control total, shown to both.
    aantal = models.PositiveIntegerField()
    totaal_cent = models.BigIntegerField()
    uitvoerdatum = models.DateField()
    # Copies of that day: from which account is paid.
    betaler = models.CharField(max_length=70)
    betaler_iban = models.CharField(max_length=34)
    samengesteld_door = to_medewerker()
    samengesteld_op = models.DateTimeField(auto_now_add=True)
    vrijgegeven_door = to_medewerker(null=True)
    vrijgegeven_op = models.DateTimeField(null=True)
    bevestigd_door = to_medewerker(null=True)
    bevestigd_op = models.DateTimeField(null=True)
    geannuleerd_door = to_medewerker(null=True)
    reden_annulering = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "betaalbatch"
        ordering = ["-id"]
        constraints = [
            *regio_rules(),
            SameRegioOrNational(field="fonds"),
            *BATCH_STAPPEN.constraints(),
            models.CheckConstraint(
                condition=Q(vrijgegeven_door__isnull=True)
                | ~Q(vrijgegeven_door=F("samengesteld_door")),
                name="kassier_betaalbatch_four_eyes",
                violation_error_message=(
                    "Wie de batch samenstelt, geeft haar niet vrij. Vraag de andere kassier."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["samengesteld", "geannuleerd"])
                | Q(vrijgegeven_door__isnull=False, vrijgegeven_op__isnull=False),
                name="kassier_betaalbatch_released",
            ),
            models.CheckConstraint(
                condition=~Q(status="geannuleerd")
                | ~Q(reden_annulering="") & Q(geannuleerd_door__isnull=False),
                name="kassier_betaalbatch_reden",
                violation_error_message="Schrijf waarom de batch niet doorgaat.",
            ),
            models.CheckConstraint(
                condition=Q(geannuleerd_door__isnull=True)
                | Q(vrijgegeven_door__isnull=True)
                | ~Q(geannuleerd_door=F("vrijgegeven_door")),
                name="kassier_betaalbatch_annul_four_eyes",
                violation_error_message=(
                    "Wie de batch vrijgaf, annuleert haar niet. Vraag de andere kassier."
                ),
            ),
            models.CheckConstraint(
                condition=Q(aantal__gt=0, totaal_cent__gt=0),
                name="kassier_betaalbatch_bedrag",
                violation_error_message="In een batch staat minstens één regel.",
            ),
            Trigger(
                name="kassier_betaalbatch_release",
                when="BEFORE UPDATE",
                body=RELEASE,
                zin="Wie over dit geld besliste, het bestelde of declareerde, betaalt het niet. "
                "Vraag een andere kassier.",
            ),
            # What the trigger of the release says about the other steps.
            SaidBy(
                name="kassier_betaalbatch_window",
                zin="De bank kan dit bestand al uitvoeren, dus annuleren kan niet meer. Lees het "
                "antwoord van de bank in, of leg vast dat de bank het bestand weigerde.",
            ),
            SaidBy(
                name="kassier_betaalbatch_answered",
                zin="De bank gaf al antwoord op deze batch. Annuleren kan niet meer.",
            ),
            SaidBy(
                name="kassier_betaalbatch_unanswered",
                zin="Niet alle betalingen in deze batch hebben een antwoord van de bank.",
            ),
            SaidBy(
                name="kassier_betaalbatch_controle",
                zin="De regels in de batch passen niet bij het controletotaal. Annuleer de batch.",
            ),
            Trigger(
                name="kassier_betaalbatch_rekening",
                when="BEFORE UPDATE OF status",
                body=truths.STILL_THE_ACCOUNT,
                zin="De rekening van een aanbieder veranderde nadat deze batch is gemaakt. "
                "Annuleer de batch en maak een nieuwe.",
            ),
            frozen(
                [
                    "regio_id", "fonds_id", "aantal", "totaal_cent", "betaler", "betaler_iban",
                    "samengesteld_door_id",
                ],
                name="kassier_betaalbatch_frozen",
                zin="Een batch verandert niet. Annuleer haar en maak een nieuwe.",
            ),
            frozen(
                ["samengesteld_op", "uitvoerdatum", "vrijgegeven_door_id", "vrijgegeven_op"],
                name="kassier_betaalbatch_date_frozen",
                unless="OLD.status = 'samengesteld'",
                zin="Na de vrijgave ligt vast wie vrijgaf, en op welke dagen wat gebeurde.",
            ),
            no_delete(
                name="kassier_betaalbatch_stays", zin="Een batch gaat niet weg. Annuleer haar."
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Betaalbatch {self.pk}"


BETAALREGEL_STAPPEN = Stappen(
    {
        "open": {"bevestigd", "vervallen", "geweigerd"},
        "bevestigd": {"teruggekomen"},
        # The money left all the same: only as two people placed it.
        "vervallen": {"bevestigd"},
        "geweigerd": {"bevestigd"},
    },
    begin="open",
)
# A bank answers only what was sent to it.
ANSWERED = """
IF NEW.status = 'bevestigd' AND OLD.status IN ('vervallen', 'geweigerd') THEN
  PERFORM 1 FROM kassier_plaatsing p JOIN kassier_betaalbatch b ON b.id = NEW.batch_id
    WHERE p.betaalregel_id = NEW.id AND p.soort = 'geannuleerd' AND p.status = 'akkoord'
      AND b.vrijgegeven_op IS NOT NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not placed by two' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
ELSIF NEW.status <> OLD.status AND NEW.status <> 'vervallen' THEN
  PERFORM 1 FROM kassier_betaalbatch b WHERE b.id = NEW.batch_id
    AND b.status IN ('vrijgegeven', 'bevestigd', 'geweigerd');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not sent' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
END IF;
RETURN NEW;
"""


class Betaalregel(RegioModel):
    """One payment of one line, so every euro of the file leads to its reason.

    The line is a declaratieregel or a kostenregel, never both; `regel` gives whichever it is.
    """

    STAPPEN = BETAALREGEL_STAPPEN

    batch = models.ForeignKey(Betaalbatch, on_delete=models.PROTECT, related_name="regels")
    declaratieregel = models.ForeignKey(
        "kassier.Declaratieregel", on_delete=models.PROTECT, null=True, related_name="betaalregels"
    )
    kostenregel = models.ForeignKey(
        "kassier.Kostenregel", on_delete=models.PROTECT, null=True, related_name="betaalregels"
    )
    end_to_end_id = models.CharField(max_length=35, unique=True)
    cent = models.BigIntegerField()
    # Copies of that day: who is paid, on which account, with which text.
    begunstigde = models.CharField(max_length=70)
    iban = models.CharField(max_length=34)
    omschrijving = models.CharField(max_length=140)
    status = models.CharField(max_length=12, choices=STAPPEN.choices, default="open")
    # Why the bank refused it or sent it back: its own code, and a word more when it gave one.
    redencode = models.CharField(max_length=4, blank=True, default="")
    bankreden = models.CharField(max_length=140, blank=True, default="")
    afgehandeld_op = models.DateField(null=True)

    class Meta:
        verbose_name = "betaling"
        ordering = ["id"]
        constraints = [
            *regio_rules("batch", "declaratieregel", "kostenregel", zonder_rollen=NO_ACCOUNTS),
            *BETAALREGEL_STAPPEN.constraints(),
            models.UniqueConstraint(
                fields=["declaratieregel"],
                condition=Q(status__in=["open", "bevestigd"]),
                name="kassier_betaalregel_once",
                violation_error_message="Deze regel staat al in een batch.",
            ),
            models.UniqueConstraint(
                fields=["kostenregel"],
                condition=Q(status__in=["open", "bevestigd"]),
                name="kassier_betaalregel_kosten_once",
                violation_error_message="Deze regel staat al in een batch.",
            ),
            models.CheckConstraint(
                condition=Q(declaratieregel__isnull=True, kostenregel__isnull=False)
                | Q(declaratieregel__isnull=False, kostenregel__isnull=True),
                name="kassier_betaalregel_one_line",
            ),
            models.CheckConstraint(
                condition=Q(cent__gt=0),
                name="kassier_betaalregel_bedrag",
                violation_error_message="Betaal meer dan € 0.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["geweigerd", "teruggekomen"])
                | ~(Q(redencode="") & Q(bankreden="")),
                name="kassier_betaalregel_bankreden",
                violation_error_message="Schrijf waarom de bank deze betaling niet deed.",
            ),
            Trigger(
                name="kassier_betaalregel_answered",
                when="BEFORE UPDATE",
                body=ANSWERED,
                zin="Een antwoord van de bank hoort bij een batch die is vrijgegeven.",
            ),
            Trigger(
                name="kassier_betaalregel_approved",
                when="BEFORE INSERT",
                body=PAY_LINE,
                zin="Alleen goedgekeurde regels van dit fonds gaan in een batch.",
            ),
            Trigger(
                name="kassier_betaalregel_rekening",
                when="BEFORE INSERT",
                body=truths.PROVIDER_ACCOUNT,
                zin="Van deze aanbieder is geen bevestigde rekening bekend die nu geldt.",
            ),
            frozen(
                [
                    "regio_id", "batch_id", "declaratieregel_id", "kostenregel_id", "end_to_end_id",
                    "cent", "begunstigde", "iban", "omschrijving",
                ],
                name="kassier_betaalregel_frozen",
                zin="Een betaling verandert niet.",
            ),
            no_delete(name="kassier_betaalregel_stays", zin="Een betaling gaat niet weg."),
        ]  # fmt: skip

    @property
    def regel(self) -> Declaratieregel | Kostenregel:
        """What is paid; both kinds know their number, declaratie, fondsregel and cents."""
        found = self.declaratieregel or self.kostenregel
        assert found
        return found


class Betaalbestand(RegioModel):
    """The payment file as it left, with its hash; the database sees that the two agree."""

    batch = models.OneToOneField(Betaalbatch, on_delete=models.PROTECT, related_name="bestand")
    naam = models.CharField(max_length=80)
    inhoud = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    gemaakt_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "betaalbestand"
        constraints = [
            *regio_rules("batch", zonder_rollen=NO_ACCOUNTS),
            AppendOnly(zin="Een betaalbestand verandert niet."),
            models.CheckConstraint(
                condition=Exact(
                    F("sha256"),
                    Func(
                        Func(F("inhoud"), function="sha256"),
                        Value("hex"),
                        function="encode",
                        output_field=models.CharField(),
                    ),
                ),
                name="kassier_betaalbestand_hash",
            ),
        ]
