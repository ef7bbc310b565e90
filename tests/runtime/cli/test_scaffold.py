"""What is lost when these fail: whoever adds a step or a system begins with something broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from tests.helpers.command_line import IN_A_PROCESS
from tests.helpers.source_tree import ROOT

if TYPE_CHECKING:
    from tests.helpers.command_line import Baton

TREE = ("runtime", "connectors", "resources", "tests", "packaging", "pyproject.toml")
CACHES = shutil.ignore_patterns("__pycache__", ".*")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources, so that the real ones stay as they are."""
    for name in TREE:
        source, target = ROOT / name, tmp_path / "copy" / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=CACHES)
        else:
            shutil.copy(source, target)
    return tmp_path / "copy"


def run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs Python in the copy."""
    env = {**os.environ, "PYTHONPATH": str(copy), "PYTHONUTF8": "1"}
    command = [sys.executable, *words]
    return subprocess.run(
        command, cwd=copy, env=env, capture_output=True, text=True, check=False, timeout=240
    )


@pytest.mark.slow
def test_new_steps_and_connectors_pass_their_contracts(copy: Path) -> None:
    for words in (
        ("new-step", "send-reminder"),
        ("new-step", "ask_twice"),
        ("new-connector", "our_crm"),
    ):
        made = run(copy, "-c", IN_A_PROCESS, *words)
        assert made.returncode == 0, made.stderr
    assert (copy / "runtime" / "steps" / "send_reminder" / "params.py").is_file()
    suites = ("tests/contracts/test_step_kinds.py", "tests/connectors/test_catalog_entries.py")
    chosen = "send_reminder or ask_twice or our_crm or every_folder or no_two_kinds"
    options = ("-q", "-p", "no:cacheprovider", "-k", chosen)
    passed = run(copy, "-m", "pytest", *options, *suites)
    assert passed.returncode == 0, passed.stdout
    assert "no tests ran" not in passed.stdout
    new = ("runtime/steps/send_reminder", "connectors/catalog/our_crm")
    for check in (("check",), ("format", "--check")):
        linted = run(copy, "-m", "ruff", *check, *new)
        if "No module named" not in linted.stderr:
            assert linted.returncode == 0, linted.stdout


def test_what_stands_there_is_not_overwritten(baton: Baton) -> None:
    for words in (("new-step", "approval"), ("new-connector", "tryton")):
        result = baton(*words)
        assert result.code == 1
        assert "nothing is overwritten" in result.err


def test_a_folder_that_cannot_be_made_leaves_nothing(baton: Baton) -> None:
    with mock.patch.object(Path, "write_text", side_effect=PermissionError(13, "no right")):
        result = baton("new-step", "send_reminder")
    assert result.code == 1
    assert "no right" in result.err
    steps = Path(str(resources.files("runtime.steps")))
    assert not (steps / "send_reminder").exists()


def test_the_frozen_application_says_that_it_has_no_sources(baton: Baton) -> None:
    with mock.patch.object(sys, "frozen", new=True, create=True):
        result = baton("new-step", "send_reminder")
    assert result.code == 1
    assert "no sources" in result.err
