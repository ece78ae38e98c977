"""The front-end build: from a lock without addresses, and light on the wire."""

import gzip
import json
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.ROOT_DIR)
BUDGET_BYTES = 80 * 1024
LICENCES = {"EUPL-1.2", "MIT", "OFL-1.1", "0BSD"}


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert "http" not in text
    assert "resolved" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in package for path, package in packages.items() if path)


def test_everything_that_is_sent_has_a_licence_that_may_be_sent() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    sent = {p: d["license"] for p, d in packages.items() if p and not d.get("dev")}
    assert set(sent.values()) <= LICENCES, sent


def test_the_stylesheet_and_the_script_fit_the_budget() -> None:
    built = ROOT / "build" / "static"
    if not built.is_dir():
        pytest.fail("build/static ontbreekt: draai npm run build, of ./ontschot test.")
    sizes = {
        n: len(gzip.compress((built / n).read_bytes())) for n in ("ontschot.css", "ontschot.js")
    }
    assert sum(sizes.values()) <= BUDGET_BYTES, sizes


def test_the_script_holds_no_eval_of_our_own_and_no_html_from_text() -> None:
    own = (ROOT / "src/ontschot/web/frontend/ontschot.js").read_text()
    for risky in ("innerHTML", "insertAdjacentHTML", "eval(", "new Function", "document.write"):
        assert risky not in own
