"""The theme holds WCAG 2.2 AA, computed from the tokens themselves."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FRONTEND = Path(settings.BASE_DIR) / "web" / "frontend"
TOKENS = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", (FRONTEND / "theme.css").read_text()))

TEXT = [
    ("ink", "paper"),
    ("ink", "wash"),
    ("ink", "hover"),
    ("ink", "step"),
    ("ink", "accent-wash"),
    ("ink", "ok-wash"),
    ("ink", "warn-wash"),
    ("ink", "stop-wash"),
    ("soft", "paper"),
    ("soft", "wash"),
    ("soft", "step"),
    ("accent", "paper"),
    ("accent", "wash"),
    ("accent", "accent-wash"),
    ("accent-deep", "accent-wash"),
    ("accent-deep", "paper"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("ok", "ok-wash"),
    ("warn", "warn-wash"),
    ("stop", "stop-wash"),
    ("stop", "paper"),
    ("stop-deep", "stop-wash"),
]
EDGES = [
    ("edge", "paper"),
    ("edge", "wash"),
    ("accent", "paper"),
    ("ink", "focus"),
    ("stop", "paper"),
]


def colour(name: str) -> tuple[float, float, float]:
    value = TOKENS[name if name.startswith("--") else f"--ontschot-{name}"]
    if match := re.fullmatch(r"var\((--[\w-]+)\)", value):
        return colour(match[1])
    digits = value.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def luminance(name: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour(name)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_and_the_focus_ring_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(edge, ground) >= 3


def test_the_placeholder_of_a_field_can_be_read() -> None:
    assert contrast("--utrecht-form-control-placeholder-color", "paper") >= 4.5


def test_every_own_token_that_is_used_is_in_the_theme() -> None:
    for sheet in FRONTEND.glob("*.css"):
        used = set(re.findall(r"var\((--(?:ontschot|utrecht|nl)-[\w-]+)", sheet.read_text()))
        assert used <= set(TOKENS), sheet.name


def test_colours_stand_in_the_theme_and_nowhere_else() -> None:
    for name in ("layout.css", "components.css", "forms.css"):
        assert not re.search(r"#[0-9a-fA-F]{3,6}\b", (FRONTEND / name).read_text()), name
