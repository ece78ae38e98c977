"""What an entry points at: it must exist, and be of the same fonds, region and order.

Foreign keys keep this too; whoever has all rights on the server can walk around them.
"""

from django.db import models

from ontschot.kassier.boeking import SOORTEN
from ontschot.kassier.models import Journaalpost
from ontschot.kassier.models.journaal import DOCUMENTEN

GONE = """
SELECT 'Boeking ' || p.volgnummer || ' van fonds ' || coalesce(f.sleutel, '?') || ': @stuk '
  || p.@stuk_id || ' bestaat niet.'
FROM kassier_journaalpost p LEFT JOIN kassier_fonds f ON f.id = p.fonds_id
WHERE p.@stuk_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM @tabel d WHERE d.id = p.@stuk_id)
ORDER BY p.fonds_id, p.volgnummer
"""
SOORT = """
SELECT 'Boeking ' || p.volgnummer || ' van fonds ' || f.sleutel || ': ‘' || p.soort
  || '’ gaat niet van ' || p.van || ' naar ' || p.naar || '.'
FROM kassier_journaalpost p JOIN kassier_fonds f ON f.id = p.fonds_id
WHERE (p.soort, p.van, p.naar) NOT IN (@soorten) OR p.cent <= 0 ORDER BY p.fonds_id, p.volgnummer
""".replace(
    "@soorten", ", ".join(f"('{code}', '{s.van}', '{s.naar}')" for code, s in SOORTEN.items())
)
ELSEWHERE = """
SELECT 'Boeking ' || p.volgnummer || ' van fonds ' || f.sleutel || ': het stuk erachter hoort bij '
  || 'een ander fonds, een andere regio of een andere bestelling.'
FROM kassier_journaalpost p JOIN kassier_fonds f ON f.id = p.fonds_id
LEFT JOIN kassier_fondsregel g ON g.id = p.fondsregel_id
LEFT JOIN kassier_reservering r ON r.id = p.reservering_id
LEFT JOIN kassier_verplichting v ON v.id = p.verplichting_id
LEFT JOIN kassier_declaratieregel d ON d.id = p.declaratieregel_id
LEFT JOIN kassier_betaalregel b ON b.id = p.betaalregel_id
LEFT JOIN kassier_kostenregel k ON k.id = p.kostenregel_id
WHERE g.fonds_id <> p.fonds_id OR r.fondsregel_id <> p.fondsregel_id
   OR v.fondsregel_id <> p.fondsregel_id OR v.reservering_id <> p.reservering_id
   OR d.verplichting_id <> p.verplichting_id OR b.declaratieregel_id <> p.declaratieregel_id
   OR k.fondsregel_id <> p.fondsregel_id OR b.kostenregel_id <> p.kostenregel_id
   OR coalesce(r.regio_id, g.regio_id, p.regio_id) IS DISTINCT FROM p.regio_id
ORDER BY p.fonds_id, p.volgnummer
"""


def _gone(field: str) -> str:
    target = Journaalpost._meta.get_field(field).related_model
    assert isinstance(target, type)
    assert issubclass(target, models.Model)
    return GONE.replace("@stuk", field).replace("@tabel", target._meta.db_table)


CHECKS = {
    "soort boeking": SOORT,
    "stuk van de boeking": ELSEWHERE,
    **{f"{field} van de boeking": _gone(field) for field in ["fonds", "fondsregel", *DOCUMENTEN]},
}
