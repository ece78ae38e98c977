"""The bare minimum of an order, done by pgbench: one balance update and two inserts, durable.

It is what the kassier is compared with, on the same server and in the same run.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import psycopg

from ontschot.server.binaries import postgres_binary
from ontschot.server.problem import Probleem

TABLES = """
DROP TABLE IF EXISTS proef_saldo, proef_post, proef_regel;
CREATE TABLE proef_saldo (id int PRIMARY KEY, cent bigint NOT NULL);
CREATE TABLE proef_post (id bigserial PRIMARY KEY, saldo int NOT NULL, cent bigint NOT NULL,
  op timestamptz NOT NULL DEFAULT now());
CREATE TABLE proef_regel (id bigserial PRIMARY KEY, wat text NOT NULL,
  op timestamptz NOT NULL DEFAULT now());
INSERT INTO proef_saldo SELECT n, 0 FROM generate_series(1, 35) n;
"""
SCRIPT = """\\set id random(1, @fondsen)
BEGIN;
UPDATE proef_saldo SET cent = cent - 1 WHERE id = :id;
INSERT INTO proef_post (saldo, cent) VALUES (:id, 1);
INSERT INTO proef_regel (wat) VALUES ('besteld');
COMMIT;
"""


def transactions_per_second(
    eigenaar_url: str, *, clients: int, fondsen: int, seconden: float
) -> float:
    """How many of these the server does per second, on one balance or on several."""
    with psycopg.connect(eigenaar_url, autocommit=True) as link:
        link.execute(TABLES)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "minimum.sql"
        script.write_text(SCRIPT.replace("@fondsen", str(fondsen)))
        done = subprocess.run(
            [
                postgres_binary("pgbench"), "--no-vacuum", "--file", str(script),
                "--time", str(max(1, round(seconden))), "--client", str(clients), "--jobs", "1",
                "--protocol", "prepared", eigenaar_url,
            ],
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if not found:
        raise Probleem(f"pgbench kon niet meten: {done.stderr.strip().splitlines()[-1:]}")
    return float(found[1])
