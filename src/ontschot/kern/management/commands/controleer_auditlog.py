"""`./ontschot manage controleer_auditlog`: prove that no audit line was changed or taken away."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from ontschot.kern.audit import LANDELIJK, check_chains
from ontschot.kern.scope import scope, systeem

FOUTEN = {
    "inhoud": "de inhoud is veranderd na het schrijven",
    "schakel": "de regel sluit niet aan op de regel ervoor",
    "gat": "er ontbreekt een regel vóór deze",
    "einde": "de laatste regel van de keten ontbreekt",
}


class Command(BaseCommand):
    help = "Controleert de ketens van het auditlog. Geeft status 1 en een lijst als er iets mis is."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            chains = self._chains()
            with scope(systeem(*chains, LANDELIJK, reden="controle")):
                faults = check_chains()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM kern_auditregel")
                    (lines,) = cursor.fetchone()
        for keten, nummer, fout in faults:
            self.stdout.write(f"Keten {keten}, regel {nummer}: {FOUTEN[fout]}.")
        if faults:
            self.stdout.write(f"{len(faults)} fouten in {lines} regels.")
            raise SystemExit(1)
        self.stdout.write(f"Het auditlog klopt: {lines} regels in {len(chains)} ketens.")

    def _chains(self) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT keten FROM kern_auditketen ORDER BY keten")
            return [row[0] for row in cursor.fetchall()]
