"""A Chromium for the browser tests: the system's, else Debian's, else Playwright's own."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ontschot.server.problem import Probleem
from ontschot.server.progress import say, step

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_or_install_browser() -> str | None:
    """The path of Chromium, or None when Playwright keeps one of its own."""
    given = os.environ.get("ONTSCHOT_CHROMIUM")
    if given:
        return given
    found = _system_browser()
    if found:
        return found
    if _playwright_has_one():
        return None
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Chromium installeren met apt-get"):
            _apt_install()
        found = _system_browser()
        if found:
            return found
        say("apt-get lukt niet; Playwright haalt nu zelf een browser op")
    with step("Chromium installeren met Playwright"):
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        if subprocess.run(command, check=False).returncode != 0:
            raise Probleem(
                "Er is geen Chromium en het ophalen lukt niet. Installeer Chromium, of wijs er een"
                " aan met ONTSCHOT_CHROMIUM=/pad/naar/chromium."
            )
    return None


def _system_browser() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _playwright_has_one() -> bool:
    with importlib.import_module("playwright.sync_api").sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def _apt_install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "-q", *arguments],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            return
