"""Money that left twice: what was done to get it back, until it is, or until two people stop."""

from django.db import models
from django.db.models import Q

from ontschot.kassier.db import SaidBy
from ontschot.kassier.models.betalen import NO_ACCOUNTS
from ontschot.kern.db import AppendOnly, Trigger
from ontschot.netwerk.models import RegioModel, regio_rules, to_medewerker

NIET_TERUG, AKKOORD = "niet_terug", "akkoord"
# Of money that left twice and is not settled. Who agrees did not propose, and nothing came between.
STEP = """
PERFORM 1 FROM kassier_plaatsing p JOIN kassier_bankregel l ON l.id = p.bankregel_id
  WHERE p.id = NEW.plaatsing_id AND p.soort = 'dubbel' AND p.status = 'akkoord'
    AND l.richting = 'af' FOR UPDATE OF p;
IF NOT FOUND OR EXISTS (SELECT 1 FROM kassier_dubbelstap s
    WHERE s.plaatsing_id = NEW.plaatsing_id AND s.soort = 'akkoord') THEN
  RAISE EXCEPTION 'nothing is waited for'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
IF NEW.soort = 'akkoord' AND NOT EXISTS (
  SELECT 1 FROM (SELECT s.soort, s.door_id FROM kassier_dubbelstap s
    WHERE s.plaatsing_id = NEW.plaatsing_id ORDER BY s.id DESC LIMIT 1) s
  WHERE s.soort = 'niet_terug' AND s.door_id <> NEW.door_id) THEN
  RAISE EXCEPTION 'stopped by one person'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'kassier_dubbelstap_four_eyes';
END IF;
RETURN NEW;
"""
# One payment is known to have left twice once, and no more of it comes back than left too much.
LEFT_ONCE_MORE = """
IF NEW.soort <> 'dubbel' OR NEW.status <> 'akkoord' OR OLD.status = 'akkoord' THEN
  RETURN NEW;
END IF;
PERFORM 1 FROM kassier_betaalregel b WHERE b.id = NEW.betaalregel_id FOR UPDATE;
SELECT l.richting INTO kant FROM kassier_bankregel l WHERE l.id = NEW.bankregel_id;
SELECT coalesce(sum(l.cent) FILTER (WHERE l.richting = 'af'), 0),
    coalesce(sum(l.cent) FILTER (WHERE l.richting = 'bij'), 0) INTO weg, terug
  FROM kassier_plaatsing p JOIN kassier_bankregel l ON l.id = p.bankregel_id
  WHERE p.betaalregel_id = NEW.betaalregel_id AND p.soort = 'dubbel'
    AND (p.status = 'akkoord' OR p.id = NEW.id);
IF kant = 'bij' AND terug > weg OR kant = 'af' AND EXISTS (
    SELECT 1 FROM kassier_plaatsing p JOIN kassier_bankregel l ON l.id = p.bankregel_id
    WHERE p.betaalregel_id = NEW.betaalregel_id AND p.soort = 'dubbel' AND p.status = 'akkoord'
      AND p.id <> NEW.id AND l.richting = 'af') THEN
  RAISE EXCEPTION 'more than left twice'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
DUBBEL_EENMAAL = Trigger(
    name="kassier_plaatsing_dubbel",
    when="BEFORE UPDATE",
    body=LEFT_ONCE_MORE,
    declare="kant text; weg numeric; terug numeric;",
    zin="Van deze betaling ging niet zo veel geld twee keer weg. Ververs de pagina.",
)


class Dubbelstap(RegioModel):
    """One thing that was done about money that left twice, in the order in which it happened.

    `plaatsing` says which money: placed as `dubbel` on a line that went out. `niet_terug` proposes
    to wait no longer; an `akkoord` right after it, by another, ends it. `tekst` names nobody.
    """

    SOORTEN = [
        ("bank", "de bank gevraagd om het terug te halen"),
        ("ontvanger", "de ontvanger gevraagd om het terug te betalen"),
        ("toegezegd", "de ontvanger zei toe dat het terugkomt"),
        ("anders", "iets anders gedaan"),
        (NIET_TERUG, "voorgesteld om er niet langer op te wachten"),
        (AKKOORD, "ingestemd: er wordt niet langer op gewacht"),
    ]

    plaatsing = models.ForeignKey(
        "kassier.Plaatsing", on_delete=models.PROTECT, related_name="stappen"
    )
    soort = models.CharField(max_length=12, choices=SOORTEN)
    tekst = models.CharField(max_length=300, blank=True, default="")
    door = to_medewerker()
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "stap bij geld dat twee keer wegging"
        ordering = ["-id"]
        constraints = [
            *regio_rules("plaatsing", zonder_rollen=NO_ACCOUNTS),
            AppendOnly(zin="Wat er gedaan is, blijft staan. Leg vast wat je nu doet."),
            models.CheckConstraint(
                condition=Q(soort__in=["bank", "ontvanger", "toegezegd", AKKOORD])
                | Q(soort__in=["anders", NIET_TERUG]) & ~Q(tekst=""),
                name="kassier_dubbelstap_tekst",
                violation_error_message="Schrijf wat je deed, of waarom het geld niet terugkomt.",
            ),
            Trigger(
                name="kassier_dubbelstap_open",
                when="BEFORE INSERT",
                body=STEP,
                zin="Op dit geld wordt niet gewacht. Ververs de pagina.",
            ),
            SaidBy(
                name="kassier_dubbelstap_four_eyes",
                zin="Wie voorstelt om niet langer te wachten, stemt niet in. Vraag een andere "
                "kassier.",
            ),
        ]
