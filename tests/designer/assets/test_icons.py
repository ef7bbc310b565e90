"""Missing, empty or fixed-colour icons leave a person with buttons without a face."""

from __future__ import annotations

import ast
import re
import sys
from importlib.resources import files
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from designer.assets.icons import icon, pixmap

ICONS = Path(str(files("resources") / "icons"))
NAMES = sorted(path.stem for path in ICONS.glob("*.svg"))
DESIGNER = Path(__file__).parents[3] / "designer"


def _asked_for() -> dict[str, str]:
    """Names of icons that code asks for by `icon("…")`, `pixmap("…")` or `icon="…"`."""
    found: dict[str, str] = {}
    for path in DESIGNER.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            called = getattr(call.func, "id", getattr(call.func, "attr", ""))
            named = [k.value for k in call.keywords if k.arg == "icon"]
            first = call.args[:1] if called in {"icon", "pixmap"} else []
            for value in (*first, *named):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found[value.value] = path.name
    return {name: where for name, where in found.items() if name and ":" not in name}


def test_no_button_asks_for_an_icon_that_is_not_there() -> None:
    missing = {name: where for name, where in _asked_for().items() if name not in NAMES}
    assert not missing


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_takes_the_colour_of_the_theme(name: str) -> None:
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    assert "currentColor" in text
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-width="1.75"' in text
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(", text)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("qapp")
def test_an_icon_is_no_empty_square_and_stays_inside_its_frame(name: str) -> None:
    image = pixmap(name, "#FF0000", 24).toImage()
    inked = [
        (x, y) for x in range(24) for y in range(24) if QColor(image.pixelColor(x, y)).alpha() > 40
    ]
    assert len(inked) >= 12
    edge = [(x, y) for x, y in inked if x in {0, 23} or y in {0, 23}]
    assert not edge


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture", b"\x89PNG\r\n\x1a\n no drawing of ours"),
        ("words", b"An icon will come here."),
        ("cut_off", b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0'),
        ("nothing", b""),
        ("missing", None),
    ],
)
def test_an_icon_that_is_no_drawing_becomes_a_plain_square(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object, name: str, content: bytes | None
) -> None:
    """Else a step of somebody's own kind is a hole on the canvas, or the window does not open."""
    del qapp
    folder = tmp_path / "odd_kinds" / name
    folder.mkdir(parents=True)
    (tmp_path / "odd_kinds" / "__init__.py").touch()
    if content is not None:
        (folder / "icon.svg").write_bytes(content)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr("designer.assets.icons._HOMES", {"kind": "odd_kinds"})
    monkeypatch.delitem(sys.modules, "odd_kinds", raising=False)
    drawn = pixmap(f"kind:{name}", "#123456", 24).toImage()
    assert drawn == pixmap("no icon of that name", "#123456", 24).toImage()
    assert drawn.pixelColor(4, 12).alpha() > 0


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("color", ["#A3AEBF", "#566173"])
def test_an_icon_that_cannot_be_used_is_seen_to_be_off(color: str) -> None:
    """Quiet icons looked the same on and off: a person pressed them and nothing came of it."""
    made = icon("cross", color)

    def strength(mode: QIcon.Mode) -> int:
        image = made.pixmap(QSize(20, 20), 1.0, mode).toImage()
        return max(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20))

    assert strength(QIcon.Mode.Disabled) < 0.6 * strength(QIcon.Mode.Normal)
