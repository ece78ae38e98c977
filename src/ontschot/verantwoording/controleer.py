"""Controleer dit archief met niets dan Python: `python3 controleer.py`.

Ontschot legt dit bestand in elk archief. Het gebruikt niets van Ontschot en niets van het net.
Uitkomst 0: alles klopt. Uitkomst 1: de verschillen staan op het scherm. Uitkomst 2: geen archief.
"""

import hashlib
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

BEGIN = "toegekend"
# What the two hashes of an entry are taken of, in this order.
INHOUD = (
    "regio_id", "fonds_id", "fondsregel_id", "soort", "van", "naar", "cent", "boekdatum",
    "reden", "reservering_id", "verplichting_id", "declaratieregel_id", "betaalregel_id",
)  # fmt: skip
SCHAKEL = (
    "vorige_hash", "volgnummer", "op", "idempotentiesleutel", "inhoud_hash",
    "medewerker_id", "wie", "rol", "organisatie",
)  # fmt: skip


def main(folder):
    """Check everything that stands in the folder; print one line per difference."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        bestanden = dict(manifest["bestanden"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        print(f"Dit is geen archief van Ontschot: {fault}")
        return 2
    fouten = list(check_files(folder, bestanden))
    if not fouten:
        # Only what the manifest vouches for is worth reading.
        posten = read_lines(folder / "posten.jsonl")
        fouten += check_chain(posten, manifest["keten"])
        fouten += check_balances(posten, read_lines(folder / "regels.jsonl"))
        fouten += check_documents(folder, posten)
        fouten += check_controles(folder, posten)
        entries = "1 boeking" if len(posten) == 1 else f"{len(posten)} boekingen"
        print(f"Fonds {manifest['fonds']}: {entries}, {len(bestanden)} bestanden.")
    for fout in fouten:
        print("FOUT:", fout)
    print("Er klopt iets niet." if fouten else "Alles klopt.")
    return 1 if fouten else 0


def read_lines(path):
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def check_files(folder, bestanden):
    """Each file is there, is what it was, and nothing was added."""
    for naam, wat in sorted(bestanden.items()):
        path = folder / naam
        if not path.is_file():
            yield f"{naam} ontbreekt."
        elif hashlib.sha256(path.read_bytes()).hexdigest() != wat["sha256"]:
            yield f"{naam} is veranderd."
    for path in sorted(folder.rglob("*")):
        naam = path.relative_to(folder).as_posix()
        if path.is_file() and naam not in bestanden and naam != "manifest.json":
            yield f"{naam} staat niet in manifest.json."


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check_chain(posten, keten):
    """Each entry is what its hash says, and stands behind the one before it."""
    vorige = ""
    for nummer, post in enumerate(posten, start=1):
        if post["volgnummer"] != nummer:
            yield f"Boeking {nummer} ontbreekt; in plaats daarvan staat er {post['volgnummer']}."
            return
        inhoud, schakel = json.loads(post["inhoud_tekst"]), json.loads(post["schakel_tekst"])
        if sha256(post["inhoud_tekst"]) != post["inhoud_hash"] or not same(post, inhoud):
            yield f"Boeking {nummer}: de inhoud past niet bij haar hash."
        if sha256(post["schakel_tekst"]) != post["hash"] or schakel != [post[v] for v in SCHAKEL]:
            yield f"Boeking {nummer}: de boeking past niet bij haar hash."
        if post["vorige_hash"] != vorige:
            yield f"Boeking {nummer}: sluit niet aan op de vorige boeking."
        vorige = post["hash"]
    if (len(posten), vorige) != (keten["volgnummer"], keten["hash"]):
        yield "De keten eindigt niet waar het fonds zegt dat zij eindigt."


def same(post, inhoud):
    """Whether what was hashed is what the entry says; later documents stand behind as pairs."""
    rest = inhoud[len(INHOUD) :]
    later = {f"{naam}_id": waarde for naam, waarde in zip(rest[::2], rest[1::2], strict=True)}
    return inhoud[: len(INHOUD)] == [post[veld] for veld in INHOUD] and all(
        post.get(veld) == waarde for veld, waarde in later.items()
    )


def check_balances(posten, regels):
    """The entries give what stands on each line, and no account was ever below zero."""
    stand: dict[int, Counter[str]] = defaultdict(Counter)
    for post in posten:
        rekeningen = stand[post["fondsregel_id"]]
        rekeningen[post["van"]] -= post["cent"]
        rekeningen[post["naar"]] += post["cent"]
        if post["van"] != BEGIN and rekeningen[post["van"]] < 0:
            yield f"Boeking {post['volgnummer']}: {post['van']} komt onder nul."
    for regel in regels:
        for rekening, cent in regel["saldo"].items():
            if stand[regel["id"]][rekening] != cent:
                yield (
                    f"Regel {regel['code']}: op {rekening} staat {cent} cent, volgens de "
                    f"boekingen is het {stand[regel['id']][rekening]}."
                )


def check_documents(folder, posten):
    """Behind each entry stands the document it names, and for as much as the entries say."""
    bekend = {
        path.stem: {row["id"]: row for row in read_lines(path)}
        for path in (folder / "documenten").glob("*.jsonl")
    }
    geboekt: Counter[tuple[str, int]] = Counter()
    for post in posten:
        for veld, waarde in post.items():
            soort = veld[:-3]
            if veld.endswith("_id") and soort in bekend and waarde is not None:
                if waarde not in bekend[soort]:
                    yield f"Boeking {post['volgnummer']}: {soort} {waarde} ontbreekt."
                if soort == post["soort"]:
                    geboekt[soort, waarde] += post["cent"]
    for soort, veld in (("reservering", "cent"), ("verplichting", "bedrag_cent")):
        for pk, row in bekend.get(soort, {}).items():
            if geboekt[soort, pk] != row[veld]:
                yield f"{soort} {pk} is {row[veld]} cent, geboekt is {geboekt[soort, pk]}."


def check_controles(folder, posten):
    """What was looked at again is what the seed draws, and each finding has two people."""
    tables = {
        path.stem: read_lines(path) for path in sorted((folder / "controles").glob("*.jsonl"))
    }
    regels = tables.get("controleregel", [])
    for controle in tables.get("controle", []):
        if controle["tot_nummer"] is None:
            continue
        naam = f"Controle {controle['id']}"
        head = posten[controle["tot_nummer"] - 1] if controle["tot_nummer"] <= len(posten) else {}
        if head.get("hash") != controle["tot_hash"]:
            yield f"{naam}: is niet getrokken uit deze boekingen."
            continue
        betalingen = payments_of(controle, posten)
        samen = sum(post["cent"] for post in betalingen)
        if (len(betalingen), samen) != (controle["populatie"], controle["populatie_cent"]):
            yield f"{naam}: het aantal of het bedrag van de betalingen klopt niet."
        hoort = {(post["id"], post["cent"]) for post in drawn_of(controle, betalingen)}
        zijn = {(r["post_id"], r["cent"]) for r in regels if r["deel_id"] == controle["deel_id"]}
        if hoort != zijn:
            yield f"{naam}: met dit zaad komen er andere betalingen uit."
    yield from check_findings(regels, tables.get("bevinding", []))


def payments_of(controle, posten):
    """The payments of the period up to the frozen entry; what the bank sent back was not paid."""
    known = posten[: controle["tot_nummer"]]
    terug = {post["betaalregel_id"] for post in known if post["soort"] == "terugboeking"}
    return [
        post
        for post in known
        if post["soort"] == "betaling"
        and post["regio_id"] == controle["regio_id"]
        and controle["van"] <= post["boekdatum"] <= controle["tot"]
        and post["betaalregel_id"] not in terug
    ]


def drawn_of(controle, betalingen):
    """The lowest places come first: sha256 of seed, fonds and number. Large ones come along."""
    zaad = f"{controle['zaad']}:{controle['fonds_sleutel']}"
    rij = sorted(betalingen, key=lambda p: (sha256(f"{zaad}:{p['volgnummer']}"), p["volgnummer"]))
    maat = {
        "alles": len(rij),
        "aantal": controle["aantal"] or 0,
        "procent": -(-len(rij) * (controle["procent"] or 0) // 100),
    }[controle["soort"]]
    altijd = controle["altijd_vanaf_cent"]
    groot = [post for post in rij[maat:] if altijd is not None and post["cent"] >= altijd]
    return rij[:maat] + groot


def check_findings(regels, bevindingen):
    """A finding is of one person and final by another, and never about more than was paid."""
    betaald = {regel["id"]: regel["cent"] for regel in regels}
    for gevonden in bevindingen:
        naam = f"Bevinding {gevonden['nummer']} bij betaling {gevonden['regel_id']}"
        if gevonden["fout_cent"] > betaald.get(gevonden["regel_id"], 0):
            yield f"{naam}: er is meer fout dan er betaald is."
        if gevonden["definitief_door_id"] == gevonden["door_id"]:
            yield f"{naam}: één persoon vond haar en maakte haar definitief."


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent))
