"""What one can read on the own page. A GET writes nothing but that it was read."""

from django.http import HttpResponse
from django.shortcuts import render

from ontschot.berichten.queries import instelling_of, last_read_by_kandidaat, thread
from ontschot.kern.routes import Verzoek
from ontschot.portaal.eigen import eigen, ik
from ontschot.portaal.mijn import queries, woorden
from ontschot.regelingen.queries import labels_of
from ontschot.trajecten.queries.plan import current_plan, steps_of


@eigen("", leest="mijn eigen pagina")
def mijn(request: Verzoek) -> HttpResponse:
    me = ik(request)
    since = last_read_by_kandidaat(me.sleutel)
    plan = current_plan(me.pk)
    context = {
        "ik": me,
        "contact": queries.my_contact(me.pk),
        "nieuw": sum(turn.nieuw for turn in thread(me.pk, sinds=since)),
        "plan": plan,
        "akkoord_nodig": plan is not None and plan.status == "concept",
    }
    return render(request, "portaal/mijn/begin.html", context)


@eigen("vragen/", leest="mijn vragen en de antwoorden")
def mijn_vragen(request: Verzoek) -> HttpResponse:
    me = ik(request)
    context = {"ik": me, "vragen": queries.my_questions(me.pk)}
    return render(request, "portaal/mijn/vragen.html", context)


@eigen("plan/", leest="mijn plan")
def mijn_plan(request: Verzoek) -> HttpResponse:
    me = ik(request)
    plan = current_plan(me.pk)
    prijzen = instelling_of(me.regio_id).toon_prijzen
    steps = (
        [
            queries.as_my_step(s, prijzen=prijzen, akkoord=plan.status == "akkoord")
            for s in steps_of(plan.pk)
        ]
        if plan
        else []
    )
    context = {
        "ik": me,
        "plan": plan,
        "stappen": steps,
        "prijzen": prijzen,
        "kan_akkoord": plan is not None and plan.status == "concept" and bool(steps),
    }
    return render(request, "portaal/mijn/plan.html", context)


@eigen("gedeeld/", leest="met wie mijn gegevens gedeeld zijn, en wie keek")
def mijn_gedeeld(request: Verzoek) -> HttpResponse:
    me = ik(request)
    context = {
        "ik": me,
        "gedeeld": queries.shared_with(me.pk),
        "doorgegeven": queries.handed_over(me.pk),
        "gekeken": queries.who_looked(me.sleutel),
        "nood": queries.broken_glass(me.pk),
    }
    return render(request, "portaal/mijn/gedeeld.html", context)


@eigen("gegevens/", leest="wat er van mij bewaard is")
def mijn_gegevens(request: Verzoek) -> HttpResponse:
    me = ik(request)
    codes = {lijst: getattr(me, lijst) for lijst in ("opleiding", "sector")}
    labels = labels_of(codes.items())
    context = {
        "ik": me,
        "labels": {lijst: labels[lijst, code] for lijst, code in codes.items()},
        "feiten": queries.facts_of(me),
        "waarom": woorden.WAAROM,
    }
    return render(request, "portaal/mijn/gegevens.html", context)
