"""The archive for the auditor: everything of one fonds in one zip, with what proves it.

Each entry carries the very text of which its hashes were taken, so that a few lines of plain
Python (`controleer.py`, in the archive) can check the chain without our database. There is no
name of a kandidaat in it: people are keys. Evidence comes along as it was handed in.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db import connection
from django.utils import timezone

from ontschot.kassier.models import Fonds
from ontschot.kassier.models.journaal import DOCUMENTEN, INHOUD_TEKST, POST_TEKST
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Regio

SCRIPT = Path(__file__).with_name("controleer.py")
IN_MEMORY_BYTES = 16 * 1024 * 1024
LEESMIJ = """Archief van fonds {naam} ({sleutel})
Gemaakt op {gemaakt}.

posten.jsonl          elke boeking, in volgorde, met de tekst waarvan haar hashes zijn genomen
regels.jsonl          de regels van het fonds met wat erop staat
documenten/           wat er achter de boekingen zit, een regel per document
bestanden/            betaalbestanden, en bewijs zoals het is ingediend
controles/            wat achteraf is nagekeken: zaad, betalingen, bevindingen
manifest.json         van elk bestand de sha256
controleer.py         controleert dit alles met niets dan Python: python3 controleer.py

Een kandidaat staat hier alleen met een sleutel. Bedragen zijn in hele centen.
"""
POSTEN = """
SELECT to_jsonb(p) || jsonb_build_object('inhoud_tekst', @inhoud, 'schakel_tekst', @schakel)
FROM kassier_journaalpost p WHERE p.fonds_id = %(fonds)s ORDER BY p.volgnummer
""".replace("@inhoud", INHOUD_TEKST).replace("@schakel", POST_TEKST)
REGELS = """
SELECT to_jsonb(r) || jsonb_build_object('saldo', jsonb_build_object(
  'toegekend', s.toegekend_cent, 'beschikbaar', s.beschikbaar_cent,
  'gereserveerd', s.gereserveerd_cent, 'verplicht', s.verplicht_cent,
  'gedeclareerd', s.gedeclareerd_cent, 'betaald', s.betaald_cent))
FROM kassier_fondsregel r JOIN kassier_saldo s ON s.fondsregel_id = r.id
WHERE r.fonds_id = %(fonds)s ORDER BY r.id
"""
# What an entry points at.
BEHIND = """
SELECT to_jsonb(d) FROM kassier_{naam} d WHERE d.id IN (
  SELECT p.{naam}_id FROM kassier_journaalpost p WHERE p.fonds_id = %(fonds)s) ORDER BY d.id
"""
# What those point at in turn. Of a decision only what is about money: the reasons are about a
# person, and stay where they are.
FURTHER = {
    "declaratie": """
SELECT to_jsonb(d) FROM kassier_declaratie d WHERE d.fonds_id = %(fonds)s ORDER BY d.id
""",
    "betaalbatch": """
SELECT to_jsonb(b) FROM kassier_betaalbatch b WHERE b.fonds_id = %(fonds)s ORDER BY b.id
""",
    "budgetbesluit": """
SELECT to_jsonb(b) FROM kassier_budgetbesluit b WHERE b.id IN (
  SELECT r.besluit_id FROM kassier_budgetregel r JOIN kassier_journaalpost p
    ON p.budgetregel_id = r.id WHERE p.fonds_id = %(fonds)s) ORDER BY b.id
""",
    "bewijsstuk": """
SELECT to_jsonb(b) FROM kassier_bewijsstuk b JOIN kassier_declaratie d ON d.id = b.declaratie_id
WHERE d.fonds_id = %(fonds)s ORDER BY b.id
""",
    # Where two people placed money of the bank that nobody recognised, and what left twice.
    "plaatsing": """
SELECT to_jsonb(p) || jsonb_build_object('richting', l.richting, 'cent', l.cent, 'dag', l.dag)
FROM kassier_plaatsing p JOIN kassier_bankregel l ON l.id = p.bankregel_id
JOIN kassier_betaalregel r ON r.id = p.betaalregel_id JOIN kassier_betaalbatch b
  ON b.id = r.batch_id WHERE b.fonds_id = %(fonds)s ORDER BY p.id
""",
    "dubbelstap": """
SELECT to_jsonb(s) FROM kassier_dubbelstap s JOIN kassier_plaatsing p ON p.id = s.plaatsing_id
JOIN kassier_betaalregel r ON r.id = p.betaalregel_id JOIN kassier_betaalbatch b
  ON b.id = r.batch_id WHERE b.fonds_id = %(fonds)s ORDER BY s.id
""",
    "kostendeclaratie": """
SELECT to_jsonb(d) FROM kassier_kostendeclaratie d WHERE d.fonds_id = %(fonds)s ORDER BY d.id
""",
    "kostenbewijs": """
SELECT to_jsonb(b) FROM kassier_kostenbewijs b JOIN kassier_kostenregel r
  ON r.id = b.kostenregel_id JOIN kassier_kostendeclaratie d ON d.id = r.declaratie_id
WHERE d.fonds_id = %(fonds)s ORDER BY b.id
""",
    "besluit": """
SELECT jsonb_build_object('id', b.id, 'interventie_id', b.interventie_id, 'uitkomst', b.uitkomst,
  'wijze', b.wijze, 'gevraagd_cent', b.gevraagd_cent, 'plafond_cent', b.plafond_cent,
  'consensus', b.consensus, 'mandaat_id', b.mandaat_id, 'overleg_id', b.overleg_id,
  'gevraagd_door_id', b.gevraagd_door_id, 'gevraagd_op', b.gevraagd_op,
  'besloten_door_id', b.besloten_door_id, 'besloten_op', b.besloten_op)
FROM casusoverleg_besluit b WHERE b.interventie_id IN (
  SELECT r.interventie_id FROM kassier_reservering r JOIN kassier_fondsregel f
    ON f.id = r.fondsregel_id WHERE f.fonds_id = %(fonds)s) ORDER BY b.id
""",
}
# Controles of this fonds: of one over several fondsen only the part that is drawn from this one.
CONTROLES = {
    "controle": """
SELECT to_jsonb(c) || jsonb_build_object('deel_id', d.id, 'fonds_sleutel', f.sleutel,
  'tot_nummer', d.tot_nummer, 'tot_hash', d.tot_hash, 'populatie', d.populatie,
  'populatie_cent', d.populatie_cent)
  || CASE WHEN c.status = 'opgezet' THEN jsonb_build_object('zaad', NULL) ELSE '{}' END
FROM verantwoording_controle c JOIN verantwoording_controlefonds d ON d.controle_id = c.id
JOIN kassier_fonds f ON f.id = d.fonds_id WHERE d.fonds_id = %(fonds)s ORDER BY c.id
""",
    "controleregel": """
SELECT to_jsonb(r) FROM verantwoording_controleregel r JOIN verantwoording_controlefonds d
  ON d.id = r.deel_id WHERE d.fonds_id = %(fonds)s ORDER BY r.id
""",
    "bevinding": """
SELECT to_jsonb(b) FROM verantwoording_bevinding b JOIN verantwoording_controleregel r
  ON r.id = b.regel_id JOIN verantwoording_controlefonds d ON d.id = r.deel_id
WHERE d.fonds_id = %(fonds)s ORDER BY b.regel_id, b.nummer
""",
    "controlebewijs": """
SELECT to_jsonb(b) FROM verantwoording_controlebewijs b JOIN verantwoording_controleregel r
  ON r.id = b.regel_id JOIN verantwoording_controlefonds d ON d.id = r.deel_id
WHERE d.fonds_id = %(fonds)s ORDER BY b.id
""",
}
# Files as they were sent or handed in: a name that is unique in the archive, and the contents.
BESTANDEN = (
    """
SELECT 'betaling/' || f.batch_id || '.xml', f.inhoud FROM kassier_betaalbestand f
JOIN kassier_betaalbatch b ON b.id = f.batch_id WHERE b.fonds_id = %(fonds)s ORDER BY f.batch_id
""",
    """
SELECT 'bewijs/' || b.id, i.bytes FROM kassier_bewijsinhoud i
JOIN kassier_bewijsstuk b ON b.id = i.bewijsstuk_id
JOIN kassier_declaratie d ON d.id = b.declaratie_id WHERE d.fonds_id = %(fonds)s ORDER BY b.id
""",
    """
SELECT 'kostenbewijs/' || b.id, i.bytes FROM kassier_kostenbewijsinhoud i
JOIN kassier_kostenbewijs b ON b.id = i.kostenbewijs_id
JOIN kassier_kostenregel r ON r.id = b.kostenregel_id
JOIN kassier_kostendeclaratie d ON d.id = r.declaratie_id WHERE d.fonds_id = %(fonds)s ORDER BY b.id
""",
    """
SELECT 'controlebewijs/' || b.id, i.bytes FROM verantwoording_controlebewijsinhoud i
JOIN verantwoording_controlebewijs b ON b.id = i.controlebewijs_id
JOIN verantwoording_controleregel r ON r.id = b.regel_id
JOIN verantwoording_controlefonds d ON d.id = r.deel_id WHERE d.fonds_id = %(fonds)s ORDER BY b.id
""",
)


@dataclass
class _Zip:
    """A zip that remembers the hash of everything that goes in."""

    file: zipfile.ZipFile
    bestanden: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, naam: str, parts: Iterable[bytes]) -> None:
        total, size = hashlib.sha256(), 0
        with self.file.open(naam, "w", force_zip64=True) as out:
            for part in parts:
                total.update(part)
                size += len(part)
                out.write(part)
        self.bestanden[naam] = {"sha256": total.hexdigest(), "bytes": size}


def archive_of(fonds: Fonds) -> IO[bytes]:
    """The archive of a fonds as a file to read from its beginning; large ones live on disk.

    The caller may account for this fonds. Decisions about interventies are read as Ontschot itself,
    because whoever pays sees no dossier; of those only the columns about money come out.
    """
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the reader closes it
    with _everything_of(fonds), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        _fill(made, fonds)
    out.seek(0)
    return out


def _everything_of(fonds: Fonds) -> AbstractContextManager[Actor]:
    codes = [fonds.regio_id] if fonds.regio_id else Regio.objects.values_list("code", flat=True)
    return scope(systeem(*codes, reden="archief"))


def _fill(made: zipfile.ZipFile, fonds: Fonds) -> None:
    moment = timezone.now().isoformat(timespec="seconds")
    archive = _Zip(made)
    archive.put("controleer.py", [SCRIPT.read_bytes()])
    text = LEESMIJ.format(naam=fonds.naam, sleutel=fonds.sleutel, gemaakt=moment)
    archive.put("LEESMIJ.txt", [text.encode()])
    archive.put("posten.jsonl", _lines(POSTEN, fonds))
    archive.put("regels.jsonl", _lines(REGELS, fonds))
    for naam, statement in _documents().items():
        archive.put(f"documenten/{naam}.jsonl", _lines(statement, fonds))
    for naam, statement in CONTROLES.items():
        archive.put(f"controles/{naam}.jsonl", _lines(statement, fonds))
    for statement in BESTANDEN:
        for naam, content in _rows(statement, fonds):
            archive.put(f"bestanden/{naam}", [bytes(content)])
    manifest = {
        "fonds": fonds.sleutel,
        "gemaakt": moment,
        "keten": _head(fonds),
        "bestanden": archive.bestanden,
    }
    made.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))


def _documents() -> dict[str, str]:
    return {naam: BEHIND.format(naam=naam) for naam in DOCUMENTEN} | FURTHER


def _lines(statement: str, fonds: Fonds) -> Iterator[bytes]:
    for (row,) in _rows(statement, fonds):
        data = row if isinstance(row, dict) else json.loads(row)
        yield json.dumps(data, ensure_ascii=False).encode() + b"\n"


def _rows(statement: str, fonds: Fonds) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement, some at a time: a large fonds does not stand in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, {"fonds": fonds.pk})
        yield from cursor


def _head(fonds: Fonds) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT volgnummer, hash FROM kassier_journaalketen WHERE fonds_id = %s", [fonds.pk]
        )
        nummer, hash_ = cursor.fetchone()
    return {"volgnummer": nummer, "hash": hash_}
