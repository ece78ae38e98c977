"""The plan as a letter to the kandidaat: the words of `brieven/plan.typ`."""

from typing import Any

from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.trajecten.models import Arrangement
from ontschot.trajecten.queries import Stapdeel, steps_of
from ontschot.web.format import datum

TEMPLATE = "trajecten/brieven/plan.typ"


def plan_letter(arrangement: Arrangement, kandidaat: Kandidaat, contact: str) -> dict[str, Any]:
    """What the letter says; no amounts and no doelgroep, because the plan is about the person."""
    return {
        "afzender": [str(kandidaat.regio)],
        "naam": kandidaat.naam,
        "datum": datum(timezone.localdate()),
        "kenmerk": f"{kandidaat.sleutel} · versie {arrangement.versie}",
        "doelen": arrangement.doelen,
        "stappen": [_step(step) for step in steps_of(arrangement.pk)],
        "akkoord": _agreed(arrangement),
        "contact": contact,
    }


def _step(step: Stapdeel) -> dict[str, Any]:
    return {"nummer": step.volgorde, "wat": step.omschrijving, "regels": _lines(step)}


def _lines(step: Stapdeel) -> list[str]:
    """Who does it, when, and after what; each as one sentence."""
    who = "jij" if step.wie == "de kandidaat" else step.wie.replace("de contact", "je contact")
    named = f"{who}: {step.van_wie}" if who and step.van_wie else who or step.van_wie
    lines = [f"Wie doet dit? {named[0].upper()}{named[1:]}."] if named else []
    if step.van and step.tot:
        lines.append(f"Wanneer? Van {datum(step.van)} tot en met {datum(step.tot)}.")
    elif step.van:
        lines.append(f"Wanneer? Vanaf {datum(step.van)}.")
    if step.na:
        lines.append(f"Dit kan pas na: {step.na}.")
    return lines


def _agreed(arrangement: Arrangement) -> str:
    if arrangement.akkoord_op is None:
        return "Je ging nog niet akkoord met dit plan. Het is een voorstel."
    how = arrangement.get_akkoord_wijze_display()
    return f"Je ging akkoord met dit plan op {datum(arrangement.akkoord_op)}, {how}."
