"""The rules of the house that no other tool checks: names, places, sizes, docstrings."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.source_tree import PRODUCT, ROOT, name_of, own_files, python_files

LONGEST_FILE = 500
LONGEST_FUNCTION = 40

# How a docstring says where a module ends.
KNOWS = re.compile(r"\bknow|must not|nothing|\bno\b", re.IGNORECASE)

# Spelled in pieces, so that this file does not break its own rule.
FOREIGN_WORDS = {
    "a folder of somebody's machine": r"(?<![\w.])/(?:home|Users|work|root)/\w",
    "a file address of somebody's machine": r"file:" + r"//(?:localhost)?/\w",
    "the host of a package registry": r"\b(?:pypi\.(?:org|python\.org)|files\.python"
    + r"hosted\.org"
    r"|registry\.npm" + r"js\.org|registry\.yarn" + r"pkg\.com|proxy\.go" + r"lang\.org)\b",
}


def test_the_folder_packaging_does_not_hide_the_library_packaging() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
    code = "import packaging.version; print(packaging.version.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert ROOT / "packaging" not in Path(found.strip()).parents


@pytest.mark.parametrize("name", [*PRODUCT, "resources"])
def test_no_other_distribution_has_our_package_names(name: str) -> None:
    """Another library of the same name would be imported in place of Baton, or Baton in its."""
    assert name not in sys.stdlib_module_names
    owners = set(importlib.metadata.packages_distributions().get(name, []))
    assert owners <= {"baton"}
    spec = importlib.util.find_spec(name)
    assert spec is not None
    places = {Path(place).resolve() for place in spec.submodule_search_locations or ()}
    assert places == {ROOT / name}


def test_no_file_speaks_of_somebodys_machine_or_registry() -> None:
    """A path or host of one machine makes everybody else's build fail."""
    findings: list[str] = []
    for path in own_files():
        text = path.read_text(encoding="utf-8", errors="ignore")
        for what, pattern in FOREIGN_WORDS.items():
            findings += [
                f"{name_of(path)}: {what}: {hit.group()}" for hit in re.finditer(pattern, text)
            ]
    assert findings == []


def test_every_module_says_what_it_knows() -> None:
    """A reader opens a file and wants to know in one line what belongs there and what does not."""
    silent = [
        name_of(path)
        for path in python_files(*PRODUCT, "packaging", "benchmarks")
        if not KNOWS.search(docstring(path))
    ]
    assert silent == []


def test_every_test_module_says_what_it_is_for() -> None:
    assert [name_of(path) for path in python_files("tests") if not docstring(path)] == []


def docstring(path: Path) -> str:
    """A module's docstring, or nothing; an empty file needs none."""
    source = path.read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(source)) or "" if source else "knows"


def test_files_and_functions_stay_small() -> None:
    """Nobody can change safely what does not fit on a screen or two."""
    large: list[str] = []
    for path in python_files(*PRODUCT, "packaging", "benchmarks"):
        source = path.read_text(encoding="utf-8")
        lines = len(source.splitlines())
        if lines > LONGEST_FILE:
            large.append(f"{name_of(path)}: {lines} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
                if size > LONGEST_FUNCTION:
                    large.append(f"{name_of(path)}:{node.lineno} {node.name}: {size} lines")
    assert large == []


def test_there_is_no_drawer_for_everything() -> None:
    """A module called utils, core or common takes in what nobody wanted to place."""
    drawers = {"utils", "util", "core", "common", "helpers", "misc"}
    found = [
        name_of(path)
        for path in python_files(*PRODUCT)
        if drawers & set(path.relative_to(ROOT).with_suffix("").parts)
    ]
    assert found == []


# The rules that a line is silenced for, and nothing behind them.
SILENCED = re.compile(
    r"#\s*(?:noqa(?::[A-Z0-9, ]+)?|(?:pyright|type): ignore(?:\[[^\]]*\])?)\s*$", re.MULTILINE
)


def test_a_silenced_line_says_why() -> None:
    """Without a reason nobody knows whether the warning was wrong or the code was."""
    silent = [
        f"{name_of(path)}: {hit.group()}"
        for path in python_files(*PRODUCT, "packaging", "benchmarks", "tests")
        for hit in SILENCED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert silent == []
