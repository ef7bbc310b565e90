"""What is installed is what stands in the tree: code, help, icons, examples and templates."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.resources import files
from typing import TYPE_CHECKING

from tests.helpers.source_tree import PRODUCT, ROOT, name_of, own_files

if TYPE_CHECKING:
    from pathlib import Path

BUILD = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"


def test_the_wheel_carries_every_file_of_the_packages(tmp_path: Path) -> None:
    """A step kind without its help or icon looks whole to the installer and broken to the user."""
    subprocess.run([sys.executable, "-c", BUILD, str(tmp_path)], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("baton-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = {
        name_of(path)
        for path in own_files()
        if path.relative_to(ROOT).parts[0] in (*PRODUCT, "resources")
    }
    assert wanted - packed == set()


def test_resources_are_found_through_the_package() -> None:
    """In the frozen application there is no path beside a module to read them from."""
    assert files("resources").joinpath("README.md").is_file()
