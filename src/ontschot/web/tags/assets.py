"""Addresses of built files, with a mark of their content: a new build is seen at once."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

from ontschot.web.tags.library import register


@register.simple_tag
def asset(path: str, plain: bool = False) -> str:
    """`/static/ontschot.css?v=1a2b3c4d`; `plain` without the version (files that never change)."""
    version = "" if plain else _version(path)
    return static(path) + (f"?v={version}" if version else "")


@lru_cache(maxsize=32)
def _version(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        return ""
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8]
