"""The numbers of an organisation, written as they are kept; refused when they cannot be right."""

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.exceptions import ValidationError
from stdnum.nl import btw
from stdnum.util import clean

from ontschot.kern.errors import Weigering

KVK_CIJFERS = 8


def clean_kvk(text: str) -> str:
    """Eight digits, or nothing when nothing was typed. Raises Weigering.

    The register gives a number of eight digits without a check digit, so more cannot be seen.
    """
    number = clean(text, " -.").strip()
    if number and not (number.isascii() and number.isdigit() and len(number) == KVK_CIJFERS):
        raise Weigering(
            f"‘{text[:40]}’ is geen KvK-nummer. Dat zijn acht cijfers, zoals 12345678.", veld="kvk"
        )
    return number


def clean_btw(text: str) -> str:
    """`NL123456782B90` with its check digits right, or nothing. Raises Weigering."""
    if not text.strip():
        return ""
    try:
        return f"NL{btw.validate(text)}"
    except ValidationError:
        raise Weigering(
            f"‘{text[:40]}’ is geen goed btw-nummer. Het ziet eruit als NL123456782B90. "
            "Kijk het na op een factuur.",
            veld="btwnummer",
        ) from None


def clean_iban(text: str) -> str:
    """The account number without spaces; raises Weigering when it is wrong or outside SEPA."""
    try:
        iban = IBAN(text, validate_bban=True)
    except (SchwiftyException, ValueError, TypeError):
        raise Weigering(
            f"‘{text[:40]}’ is geen goed rekeningnummer (IBAN). Kijk het na bij de organisatie.",
            veld="iban",
        ) from None
    if not iban.in_sepa_zone:
        raise Weigering(
            f"Naar rekening {iban.formatted} kan niet in euro worden betaald: dat land doet niet "
            "mee met SEPA.",
            veld="iban",
        )
    return str(iban.compact)
