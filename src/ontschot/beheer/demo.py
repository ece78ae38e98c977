"""The demo people: one click to sign in, in demo mode only and never otherwise."""

from dataclasses import dataclass

from django.conf import settings

from ontschot.kern.rollen import LABELS, Rolsoort


@dataclass(frozen=True)
class Persona:
    """A demo person: the key in the URL, the role, the partner, and what there is to do."""

    sleutel: str
    naam: str
    rol: Rolsoort
    organisatie: str
    doet: str

    @property
    def omschrijving(self) -> str:
        return f"{LABELS[self.rol]}: {self.doet}"

    @property
    def knop(self) -> str:
        """What a screen reader says of the button, which only shows 'Meld aan'."""
        return f"Meld aan als {self.naam}, {LABELS[self.rol]}"


PERSONAS = (
    Persona("gids-uwv", "Aisha Demir", Rolsoort.GIDS, "uwv", "beantwoordt vragen en begeleidt"),
    Persona("loopbaancoach-fnv", "Marit Bos", Rolsoort.LOOPBAANCOACH, "fnv", "coacht werkenden"),
    Persona(
        "consulent-gemeente",
        "Stefan Jansen",
        Rolsoort.CONSULENT,
        "werkbedrijf",
        "begeleidt en koopt in",
    ),
    Persona(
        "coordinator",
        "Bo Verhagen",
        Rolsoort.COORDINATOR,
        "gemeente-nijmegen",
        "beslist en verdeelt werk",
    ),
    Persona(
        "kassier", "Kees Smulders", Rolsoort.KASSIER, "uwv", "beoordeelt en stelt betalingen samen"
    ),
    Persona("kassier-2", "Rian Smit", Rolsoort.KASSIER, "uwv", "geeft betalingen vrij"),
    Persona(
        "beleid", "Joris Hendriks", Rolsoort.BELEID, "gemeente-nijmegen", "leest cijfers en geld"
    ),
    Persona("monitor", "Noor van Dijk", Rolsoort.MONITOR, "gemeente-nijmegen", "levert de monitor"),
    Persona("privacy", "Ilse Kuiper", Rolsoort.PRIVACY, "gemeente-nijmegen", "ziet wie wat bekeek"),
    Persona("beheer", "Tom Aarts", Rolsoort.BEHEER, "werkbedrijf", "beheert medewerkers en rollen"),
)


def personas() -> tuple[Persona, ...]:
    """The people to choose from on the sign-in page; nobody outside the demo."""
    return PERSONAS if settings.DEMO else ()
