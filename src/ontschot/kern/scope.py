"""Who is asking, and for which regions: told to PostgreSQL once per transaction.

The row level security policies (`kern.db.RegioScope`, `kern.eigen`) read four settings:
`ontschot.regios` (comma separated CBS codes), `ontschot.rol`, `ontschot.medewerker` and
`ontschot.kandidaat` (whose own page this is).
They are set for the transaction only, so a pooled connection can never carry somebody's
scope into the next request, and a forgotten scope shows nothing at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connection, connections

from ontschot.kern.composed import execute
from ontschot.kern.rollen import BEZOEKER, KANDIDAAT, SYSTEEM


@dataclass(frozen=True)
class Actor:
    """The person (or Ontschot itself) on whose behalf something is read or written.

    `regios` are the CBS codes this actor may see; `rol` is a `Rolsoort`, `bezoeker`,
    `kandidaat` (then `kandidaat_id` says who) or `systeem`. The other fields are frozen copies
    for the audit log.
    """

    rol: str
    regios: tuple[str, ...] = ()
    medewerker_id: int | None = None
    rol_id: int | None = None
    organisatie_id: int | None = None
    naam: str = ""
    organisatie: str = ""
    oorsprong: str = ""
    kandidaat_id: int | None = None

    @property
    def regio(self) -> str:
        """The region in which this actor works; an actor for several regions has none."""
        return self.regios[0] if len(self.regios) == 1 else ""

    @property
    def is_medewerker(self) -> bool:
        return self.medewerker_id is not None


def bezoeker(regio: str = "", oorsprong: str = "") -> Actor:
    return Actor(
        rol=BEZOEKER, regios=(regio,) if regio else (), naam="bezoeker", oorsprong=oorsprong
    )


def kandidaat(regio: str, kandidaat_id: int) -> Actor:
    """Somebody on the own page: the database shows this person's rows and no others."""
    return Actor(
        rol=KANDIDAAT,
        regios=(regio,),
        naam="de kandidaat",
        oorsprong="eigen pagina",
        kandidaat_id=kandidaat_id,
    )


def systeem(*regios: str, reden: str = "ontschot") -> Actor:
    """Ontschot itself, for a worker, a command or a rule that must see past the person asking."""
    return Actor(rol=SYSTEEM, regios=regios, naam=reden, oorsprong="systeem")


_current: ContextVar[Actor | None] = ContextVar("ontschot_scope", default=None)


def current() -> Actor | None:
    return _current.get()


_TELL = (
    "SELECT set_config('ontschot.regios', %s, true), set_config('ontschot.rol', %s, true), "
    "set_config('ontschot.medewerker', %s, true), set_config('ontschot.kandidaat', %s, true)"
)
_READ_ONLY = ", set_config('transaction_read_only', 'on', true)"


def _tell_database(actor: Actor | None, *, read_only: bool = False) -> None:
    values = ["", "", "", ""]
    if actor:
        ids = (str(actor.medewerker_id or ""), str(actor.kandidaat_id or ""))
        values = [",".join(actor.regios), actor.rol, *ids]
    execute(connections[DEFAULT_DB_ALIAS], _TELL + (_READ_ONLY if read_only else ""), values)


@contextmanager
def scope(actor: Actor, *, read_only: bool = False, to_the_end: bool = False) -> Iterator[Actor]:
    """Set the scope inside the running transaction, and put the outer one back afterwards.

    A transaction that is `read_only` ends with its scope: nothing is put back that goes with it.
    With `to_the_end` any transaction does: rules that look at the commit see what the actor sees.

    Raises RuntimeError outside a transaction, because there the settings would not stick.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A scope lives in a transaction: open transaction.atomic() first.")
    outer = _current.get()
    if outer == actor and not read_only:
        yield actor
        return
    _tell_database(actor, read_only=read_only)
    token = _current.set(actor)
    try:
        yield actor
    finally:
        _current.reset(token)
        # A broken transaction will be rolled back, and takes the settings with it.
        broken = connection.needs_rollback or connection.closed_in_transaction
        ends = to_the_end or (read_only and outer is None)
        if not broken and not ends:
            _tell_database(outer)
