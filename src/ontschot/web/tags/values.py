"""Money, dates, moments and numbers: as tags (marked up) and as filters (plain text)."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ontschot.web import format as fmt
from ontschot.web.tags.library import register

Number = int | float | Decimal


def taal() -> str:
    return get_language() or "nl"


def vandaag() -> dt.date:
    return timezone.now().astimezone(fmt.AMSTERDAM).date()


def as_date(value: dt.date | dt.datetime | str | None) -> dt.date | None:
    """The Amsterdam date of a date or a moment; an empty text counts as none."""
    if isinstance(value, dt.datetime):
        return fmt.plaatselijk(value).date()
    return value if isinstance(value, dt.date) else None


@register.simple_tag
def money(cent: int | None, short: bool = False, sign: bool = False) -> SafeString:
    tekst = fmt.euro(_whole(cent), kort=short, teken=sign)
    return format_html('<span class="os-money">{}</span>', tekst)


@register.simple_tag
def date(value: dt.date | None, style: str = "long") -> SafeString:
    """`<time>` around a date; `style` is `long`, `short` or `relative`."""
    dag = as_date(value)
    if dag is None:
        return SafeString(fmt.NIETS)
    schrijf = {"long": datum, "short": datum_kort, "relative": datum_relatief}[style]
    return format_html('<time datetime="{}">{}</time>', dag.isoformat(), schrijf(dag))


@register.simple_tag(name="moment")
def moment_tag(value: dt.datetime | None, style: str = "long") -> SafeString:
    """`<time>` around a moment: `12 maart 2026, 15.52`, `12 mrt, 15.52`, `gisteren, 15.52`."""
    if not isinstance(value, dt.datetime):
        return date(value, style)
    hier = fmt.plaatselijk(value)
    schrijf = {"long": datum, "short": datum_kort, "relative": datum_relatief}[style]
    tekst = f"{schrijf(hier.date())}, {fmt.tijd(hier)}"
    return format_html('<time datetime="{}">{}</time>', hier.isoformat("T", "minutes"), tekst)


@register.filter
def euro(cent: int | None) -> str:
    return fmt.euro(_whole(cent))


@register.filter
def euro_kort(cent: int | None) -> str:
    return fmt.euro(_whole(cent), kort=True)


@register.filter
def iban(value: str | None) -> str:
    """A bank account in groups of four, as it stands on a bank card; nothing stays empty."""
    bare = (value or "").replace(" ", "")
    return " ".join(bare[at : at + 4] for at in range(0, len(bare), 4))


@register.filter
def getal(value: Number | None, decimalen: int = 0) -> str:
    return fmt.getal(_number(value), decimalen)


@register.filter
def procent(value: Number | None, decimalen: int = 0) -> str:
    number = _number(value)
    return fmt.procent(Decimal(str(number)) if number is not None else None, decimalen)


@register.filter
def verschil(value: Number | None, decimalen: int = 0) -> str:
    return fmt.verschil(_number(value), decimalen)


@register.filter
def datum(value: dt.date | None) -> str:
    return fmt.datum(as_date(value), taal=taal())


@register.filter
def datum_kort(value: dt.date | None) -> str:
    return fmt.datum_kort(as_date(value), vandaag(), taal=taal())


@register.filter
def datum_relatief(value: dt.date | None) -> str:
    return fmt.datum_relatief(as_date(value), vandaag(), taal=taal())


@register.filter
def moment(value: dt.datetime | None) -> str:
    return fmt.moment(value, taal=taal()) if isinstance(value, dt.datetime) else datum(value)


@register.filter
def tijd(value: dt.datetime | dt.time | None) -> str:
    return fmt.tijd(value if isinstance(value, dt.datetime | dt.time) else None)


def _whole(cent: object) -> int | None:
    """Templates hand over `""` for what is not there; money is whole cents or nothing."""
    if isinstance(cent, bool) or cent is None or cent == "":
        return None
    if isinstance(cent, int | Decimal) and cent == int(cent):
        return int(cent)
    raise TypeError(f"Money is an integer number of cents, not {cent!r}.")


def _number(value: object) -> Number | None:
    return value if isinstance(value, int | float | Decimal) else None
