"""Components: escaped, small, quiet about what is missing, and without inline styles or scripts."""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from lxml import html as lxml_html

from ontschot.web.forms import Formulier
from ontschot.web.tags.data import parse_columns

KWAAD = """"><script>alert('1')</script><b onclick='x'>"""
LANG = "Hoogheemraadschapsverkiezingsuitslagen" * 20


def render(source: str, **values: Any) -> str:
    return Template("{% load ontschot %}" + source).render(Context(values))


def tree(source: str, **values: Any) -> Any:
    return lxml_html.fromstring(f"<div>{render(source, **values)}</div>")


class Filter(Formulier):
    jaar = forms.CharField(label="Jaar", required=False)


# Every component with one value put everywhere a value can stand.
OVERAL = {
    "button": "{% button x kind='quiet' name=x value=x form=x label=x %}",
    "button_dialog": "{% button x dialog=x label=x %}",
    "link": "{% link x x kind='primary' label=x lang=x %}",
    "post_button": "{% post_button x x name=x value=x label=x %}",
    "breadcrumbs": "{% breadcrumbs x x x %}",
    "page_head": "{% page_head x intro=x %}{{ x }}{% endpage_head %}",
    "card": "{% card x badge=x id=x %}{{ x }}{% endcard %}",
    "badge": "{% badge x 'warn' %}",
    "note": "{% note title=x %}{{ x }}{% endnote %}",
    "alert": "{% alert x 'stop' title=x %}",
    "empty": "{% empty x action=x url=x %}",
    "progress": "{% progress 1 3 x %}",
    "stepper": "{% stepper steps %}",
    "stepper_texts": "{% stepper texts current=1 %}",
    "waarom": "{% waarom title=x %}{{ x }}{% endwaarom %}",
    "dialog": "{% dialog x x %}{{ x }}{% enddialog %}",
    "confirm": "{% confirm x x title=x yes=x name=x value=x label=x %}{{ x }}{% endconfirm %}",
    "table": "{% table x x caption_visible=True id=x %}<tr><td>{{ x }}</tr>{% endtable %}",
    "table_empty": "{% table x x empty=x empty_action=x empty_url=x %}{% endtable %}",
    "pick": "{% pick x x x form=x %}",
    "pick_all": "{% pick_all x x %}",
    "bar_cell": "<table><tr>{% bar_cell 1 2 label=x url=x %}</tr></table>",
    "money_bar": "{% money_bar parts total_label=x %}",
    "line_chart": "{% line_chart x texts lijnen unit=x table=x x_label=x id=x %}",
    "item": "{% items %}{% item x x sub=x %}{{ x }}{% enditem %}{% enditems %}",
    "stat": "{% stats %}{% stat x x x %}{{ x }}{% endstat %}{% endstats %}",
    "event": "{% timeline label=x %}{% event x x by=x %}{{ x }}{% endevent %}{% endtimeline %}",
    "facts": "{% facts %}{% fact x %}{{ x }}{% endfact %}{% fact_line x x %}{% endfacts %}",
    "figure": "{% figures %}{% figure x x url=x %}{% endfigures %}",
    "pagination": "{% pagination page %}",
    "fieldset": "{% fieldset x help=x %}{{ x }}{% endfieldset %}",
    "filter_bar": "{% filter_bar form submit=x reset_url=x %}{{ x }}{% endfilter_bar %}",
    "actions": "{% actions %}{{ x }}{% endactions %}",
}


def everywhere(source: str, x: Any) -> str:
    step = {"label": x, "state": "now", "url": x}
    return render(
        source,
        x=x,
        steps=[step],
        texts=[str(x)],
        parts=[{"label": x, "cent": 1}],
        lijnen=[{"label": x, "values": [1]}],
        page=SimpleNamespace(previous=x, next=x),
        form=Filter(QueryDict("jaar=2023")),
    )


@pytest.mark.parametrize("name", OVERAL)
def test_hostile_text_stays_text(name: str) -> None:
    made = everywhere(OVERAL[name], KWAAD)
    assert "<script" not in made
    assert "<b onclick" not in made
    assert not lxml_html.fromstring(f"<div>{made}</div>").xpath("//*[@onclick]")


@pytest.mark.parametrize("name", OVERAL)
def test_a_very_long_word_and_nothing_at_all_do_not_break_it(name: str) -> None:
    assert everywhere(OVERAL[name], LANG)
    everywhere(OVERAL[name], "")


@pytest.mark.parametrize("name", OVERAL)
def test_no_component_needs_an_exception_in_the_security_policy(name: str) -> None:
    made = everywhere(OVERAL[name], "x")
    assert not re.search(r"<(script|style)|\sstyle=|\son[a-z]+=|javascript:", made)


@pytest.mark.parametrize("kind", ["geel", "danger"])
def test_an_unknown_kind_is_a_mistake_of_the_maker(kind: str) -> None:
    with pytest.raises(ValueError, match="badge"):
        render("{% badge 'x' kind %}", kind=kind)


def test_the_old_and_the_new_way_cannot_be_mixed_up() -> None:
    with pytest.raises(TemplateSyntaxError):
        render("{% table 'x' %}{% endtable %}")


def test_columns_know_numbers_and_actions() -> None:
    assert parse_columns("Stap|Kosten:num|:actie|Doe: dit") == (
        ("Stap", ""),
        ("Kosten", "num"),
        ("Actie", "actie"),
        ("Doe: dit", ""),
    )


def test_a_table_is_a_named_region_with_a_caption_and_headings() -> None:
    page = tree("{% table 'Declaraties' 'Van|Bedrag:num|:actie' %}<tr><td>a</tr>{% endtable %}")
    region = page.xpath(".//*[@role='region']")[0]
    assert region.get("aria-label") == "Declaraties"
    assert region.get("tabindex") == "0"
    assert page.xpath(".//caption")[0].text == "Declaraties"
    assert [th.get("scope") for th in page.xpath(".//th")] == ["col"] * 3


def test_a_table_without_rows_says_so_and_shows_the_way_on() -> None:
    page = tree(
        "{% table 'x' 'a' empty='Nog geen vragen.' empty_action='Nieuw' empty_url='/n/' %} "
        "{% endtable %}"
    )
    assert not page.xpath(".//table")
    assert page.xpath(".//p")[0].text == "Nog geen vragen."
    assert page.xpath(".//a/@href") == ["/n/"]


def test_fifty_rows_of_a_list_stay_far_below_fifty_kilobytes() -> None:
    rows = [{"pk": n, "naam": f"AM08-7K4M-{n}", "cent": n * 1250} for n in range(50)]
    made = render(
        "{% table 'Interventies' 'Kies:actie|Sleutel|Koper|Stand|Op|Bedrag:num' %}"
        "{% for r in rows %}<tr><td>{% pick 'id' r.pk r.naam %}"
        "<th scope='row'>{% link r.naam '/interventies/1/' %}<td>UWV"
        "<td>{% badge 'lopend' 'ok' %}<td>{% date dag style='short' %}"
        "<td class='os-num'>{{ r.cent|euro }}</tr>"
        "{% endfor %}{% endtable %}",
        rows=rows,
        dag=dt.date(2026, 3, 12),
    )
    assert len(made.encode()) < 20_000


def test_a_bar_is_drawn_with_attributes_and_never_wider_than_its_cell() -> None:
    def width(value: float, largest: float) -> str:
        page = tree("<table><tr>{% bar_cell v m %}</tr></table>", v=value, m=largest)
        return str(page.xpath(".//rect/@width")[0])

    assert width(53, 100) == "53%"
    assert width(1, 3) == "33.3%"
    assert width(7, 5) == "100%"
    assert width(-7, 5) == "0%"
    assert width(0, 0) == "0%"
    assert "–" in render("{% bar_cell None 5 %}")
    assert "<rect" not in render("{% bar_cell None 5 %}")


def test_a_money_bar_says_its_amounts_in_words_as_well() -> None:
    parts = [{"label": "betaald", "cent": 300}, {"label": "terug", "cent": -100}]
    parts.append({"label": "vrij", "cent": 100})
    page = tree("{% money_bar parts total_label='samen' %}", parts=parts)
    drawn = page.xpath("./div/svg/rect")
    assert [(r.get("x"), r.get("width")) for r in drawn] == [
        ("0.00%", "75.00%"),
        ("75.00%", "25.00%"),
    ]
    assert (
        page.xpath("./div/svg")[0].get("aria-label")
        == "€\u00a03 betaald, −\u00a0€\u00a01 terug, €\u00a01 vrij"
    )
    assert "€\u00a03" in page.xpath(".//dl")[0].text_content()


def test_a_stepper_says_in_words_where_we_are() -> None:
    page = tree("{% stepper texts current=2 %}", texts=["Vraag", "Advies", "Besluit"])
    assert [" ".join(li.text_content().split()) for li in page.xpath(".//li")] == [
        "Vraag (klaar)",
        "Advies (nu)",
        "Besluit (nog te doen)",
    ]
    assert page.xpath(".//li[@aria-current='step']")[0].text.strip() == "Advies"


def test_a_posting_button_carries_the_csrf_token() -> None:
    page = tree("{% post_button 'Neem aan' '/a/' %}", csrf_token="abc")
    assert page.xpath(".//form/@method") == ["post"]
    assert page.xpath(".//input[@name='csrfmiddlewaretoken']/@value") == ["abc"]


def test_a_confirmation_is_a_link_to_a_dialog_that_posts() -> None:
    page = tree("{% confirm 'Trek in' '/a/1/' title='Zeker?' %}<p>Weg is weg.</p>{% endconfirm %}")
    opener = page.xpath("./a")[0]
    dialog = page.get_element_by_id(opener.get("href")[1:])
    assert dialog.tag == "dialog"
    assert dialog.xpath(".//form/@action") == ["/a/1/"]
    assert dialog.xpath(".//p")[0].text == "Weg is weg."


def test_two_confirmations_on_a_page_have_their_own_dialog() -> None:
    page = tree(
        "{% confirm 'Weg' '/a/1/' title='x' %}{% endconfirm %}"
        "{% confirm 'Weg' '/a/2/' title='x' %}{% endconfirm %}"
    )
    assert len(set(page.xpath(".//dialog/@id"))) == 2


def test_a_component_sees_nothing_of_the_page_around_it() -> None:
    assert "geheim" not in render("{% card 'x' %}{% endcard %}", title="geheim", badge="geheim")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% money c %}", '<span class="os-money">€\u00a01.420,00</span>'),
        ("{% money c short=True %}", '<span class="os-money">€\u00a01.420</span>'),
        ("{% money None %}", '<span class="os-money">–</span>'),
        ("{{ c|euro }}", "€\u00a01.420,00"),
        ("{{ weg|euro }}", "–"),
        ("{{ n|getal:1 }}", "1,5"),
        ("{{ rekening|iban }}", "NL20 INGB 0001 2345 67"),
        ("{{ weg|iban }}", ""),
        ("{{ n|procent }}", "150\u00a0%"),
        ("{{ weg|getal }}", "–"),
        ("{% date d %}", '<time datetime="2026-03-12">12\u00a0maart 2026</time>'),
        ("{% date None %}", "–"),
        ("{{ d|datum }}", "12\u00a0maart 2026"),
        ("{{ m|moment }}", "12\u00a0maart 2026, 15.52"),
        ("{{ m|datum }}", "12\u00a0maart 2026"),
        ("{{ m|tijd }}", "15.52"),
        ("{{ weg|tijd }}", "–"),
        ("{{ weg|datum }}", "–"),
        (
            "{% moment m %}",
            '<time datetime="2026-03-12T15:52+01:00">12\u00a0maart 2026, 15.52</time>',
        ),
    ],
)
def test_values_are_written_as_the_dutch_write_them(source: str, text: str) -> None:
    moment = dt.datetime(2026, 3, 12, 14, 52, tzinfo=dt.UTC)
    values = {"c": 142_000, "n": 1.5, "d": dt.date(2026, 3, 12), "m": moment, "weg": ""}
    values["rekening"] = "NL20INGB0001234567"
    assert render(source, **values) == text


def test_money_in_fractions_of_a_cent_is_a_mistake_of_the_maker() -> None:
    with pytest.raises(TypeError):
        render("{{ c|euro }}", c=14.2)


def test_pages_without_neighbours_show_no_buttons() -> None:
    assert render("{% pagination page %}", page=SimpleNamespace(previous="", next="")) == ""


def test_filters_are_wiped_only_when_there_are_any() -> None:
    bar = "{% filter_bar form reset_url='/lijst/' %}{% endfilter_bar %}"
    assert "/lijst/" not in render(bar, form=Filter(QueryDict("")))
    assert "/lijst/" in render(bar, form=Filter(QueryDict("jaar=2023")))
    assert "niet verplicht" not in render(bar, form=Filter())
