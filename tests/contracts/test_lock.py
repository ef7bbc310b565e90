"""The lock installs what pyproject.toml asks for, on every system, from any index."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, cast

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FULL = ROOT / "packaging" / "requirements-dev.txt"
HEADLESS = ROOT / "packaging" / "requirements-headless.txt"

SYSTEMS = [
    (platform, machine, python)
    for platform, machine in (
        ("linux", "x86_64"),
        ("linux", "aarch64"),
        ("darwin", "arm64"),
        ("darwin", "x86_64"),
        ("win32", "AMD64"),
    )
    for python in ("3.11", "3.13")
]


def machine(platform: str, processor: str, python: str) -> dict[str, str]:
    """The marker variables of a system."""
    return {
        "sys_platform": platform,
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[platform],
        "platform_machine": processor,
        "os_name": "nt" if platform == "win32" else "posix",
        "python_version": python,
        "python_full_version": f"{python}.7",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }


def project() -> dict[str, dict[str, object]]:
    """The project file."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def group(name: str) -> list[str]:
    """The requirements of a dependency group, with those of the groups it includes."""
    found: list[str] = []
    for entry in cast("list[str | dict[str, str]]", project()["dependency-groups"][name]):
        found += [entry] if isinstance(entry, str) else group(entry["include-group"])
    return found


def asked_for(*, headless: bool) -> list[Requirement]:
    """What one of the two locks has to cover."""
    base = cast("list[str]", project()["project"]["dependencies"])
    extras = cast("dict[str, list[str]]", project()["project"]["optional-dependencies"])
    more = group("test") if headless else [*extras["designer"], *group("dev")]
    return [Requirement(text) for text in [*base, *extras["hub"], *more]]


def locked(path: Path, system: dict[str, str]) -> dict[str, str]:
    """Name -> version of what a lock installs on a system."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    pins: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        requirement = Requirement(line.split(" --hash=")[0].strip())
        if requirement.marker is None or requirement.marker.evaluate(system):
            name = canonicalize_name(requirement.name)
            assert name not in pins, f"{name} is pinned twice for one system"
            pins[name] = str(requirement.specifier).removeprefix("==")
    return pins


@pytest.mark.parametrize(("platform", "processor", "python"), SYSTEMS)
@pytest.mark.parametrize("headless", [False, True])
def test_the_lock_covers_what_the_project_asks_for(
    platform: str, processor: str, python: str, *, headless: bool
) -> None:
    """A requirement that is missing, or pinned outside its range, breaks a first set-up."""
    system = machine(platform, processor, python)
    pins = locked(HEADLESS if headless else FULL, system)
    for requirement in asked_for(headless=headless):
        if requirement.marker is None or requirement.marker.evaluate(system):
            version = pins.get(canonicalize_name(requirement.name))
            assert version is not None, f"{requirement} is not locked"
            assert requirement.specifier.contains(version, prereleases=True), str(requirement)


@pytest.mark.parametrize(("platform", "processor", "python"), SYSTEMS)
def test_the_small_lock_is_a_part_of_the_full_one(
    platform: str, processor: str, python: str
) -> None:
    """Tests that pass in one environment would otherwise say nothing of the other."""
    system = machine(platform, processor, python)
    assert locked(HEADLESS, system).items() <= locked(FULL, system).items()


def test_the_small_lock_brings_no_qt() -> None:
    names = locked(HEADLESS, machine("linux", "x86_64", "3.11"))
    assert not {name for name in names if name.startswith(("pyside", "shiboken", "pytest-qt"))}


@pytest.mark.parametrize("path", [FULL, HEADLESS], ids=lambda path: path.name)
def test_every_pin_has_hashes_and_no_place(path: Path) -> None:
    """A pin without hash could be swapped on the way; a place would tie all to one index."""
    text = path.read_text(encoding="utf-8")
    entries = re.findall(r"^(\S+==\S+)(.*(?:\\\n.*)+)", text, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^[^\s#]", text, re.MULTILINE))
    assert all("--hash=sha256:" in rest for _, rest in entries)
    assert "://" not in text
    assert not re.search(r"^--?(?:index|extra-index|find-links|i\b|f\b)", text, re.MULTILINE)
