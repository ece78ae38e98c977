"""People, their situation as dated facts, and who may be with them.

A kandidaat exists only where a service or money needs one. No BSN, no health, no photo.
"""

from ontschot.kandidaten.dubbel.models import (
    Dubbelvermoeden,
    NietDezelfde,
    Samenvoeging,
    Samenvoegspoor,
)
from ontschot.kandidaten.lijst_inlezen.models import Inleesregel, Inlezing, Kolomkoppeling
from ontschot.kandidaten.models.kandidaat import (
    Betrokkenheid,
    Contactmoment,
    Doelgroepkeuze,
    Kandidaat,
    Noodtoegang,
    Situatiefeit,
    Toegangsverzoek,
    Zoeksleutel,
)
from ontschot.kandidaten.models.situatie import Feitintrekking
from ontschot.kandidaten.models.toestand import Toestand

__all__ = [
    "Betrokkenheid",
    "Contactmoment",
    "Doelgroepkeuze",
    "Dubbelvermoeden",
    "Feitintrekking",
    "Inleesregel",
    "Inlezing",
    "Kandidaat",
    "Kolomkoppeling",
    "NietDezelfde",
    "Noodtoegang",
    "Samenvoeging",
    "Samenvoegspoor",
    "Situatiefeit",
    "Toegangsverzoek",
    "Toestand",
    "Zoeksleutel",
]
