"""The first command a newcomer types must work, or say in one sentence what is missing."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.helpers.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

DEV = ROOT / "packaging" / "dev.py"
PARTS = [DEV, ROOT / "packaging" / "qt_needs.py"]
"""What is read before anything is installed."""


def never(_: object) -> bool:
    """Stands in for a question about the machine."""
    return False


def without_ensurepip(name: str) -> bool:
    """The modules of a bare Debian."""
    return name != "ensurepip"


def run_dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the file as a newcomer does."""
    command = [sys.executable, str(DEV), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The file as a module, at work in an empty project folder."""
    spec = importlib.util.spec_from_file_location("dev", DEV)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "lock.txt").write_text("one==1\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PACKAGING", tmp_path)
    monkeypatch.setattr(module, "LOGS", tmp_path / "logs")
    return module


def test_it_needs_nothing_but_the_standard_library() -> None:
    """It installs the libraries, so it cannot use one."""
    names = {
        name.split(".")[0]
        for part in PARTS
        for node in ast.walk(ast.parse(part.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names <= sys.stdlib_module_names | {part.stem for part in PARTS}


def test_an_old_python_can_read_it() -> None:
    """Else it answers a syntax error in place of the sentence that says it is too old."""
    for part in PARTS:
        ast.parse(part.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_is_told_what_is_needed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "OLDEST", (99, 0))
    assert dev.main() == 2
    assert "needs Python 3.11 or newer" in capsys.readouterr().out


def test_help_lists_every_command(dev: ModuleType) -> None:
    result = run_dev("--help")
    assert result.returncode == 0
    assert all(f"  {command} " in result.stdout for command in dev.COMMANDS)


def test_an_unknown_command_is_a_usage_error() -> None:
    result = run_dev("tset")
    assert result.returncode == 2
    assert "tset" in result.stderr


def test_a_command_without_arguments_refuses_them() -> None:
    """A typing mistake must not be ignored in silence."""
    result = run_dev("setup", "--fast")
    assert result.returncode == 2
    assert "--fast" in result.stdout


def test_an_unknown_benchmark_is_a_usage_error() -> None:
    result = run_dev("bench", "no-such-thing")
    assert result.returncode == 2
    assert "Which benchmark?" in result.stdout


def test_design_says_how_it_is_called() -> None:
    result = run_dev("design", "--help")
    assert result.returncode == 0, result.stderr
    assert "a workflow to open" in result.stdout
    assert "Traceback" not in result.stderr


def test_a_changed_lock_is_installed_at_the_next_start(dev: ModuleType, tmp_path: Path) -> None:
    environment = dev.Environment("env", "lock.txt")
    assert not environment.is_ready()
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    environment.stamp.write_text(environment.wanted())
    assert environment.is_ready()
    (tmp_path / "lock.txt").write_text("one==2\n")
    assert not environment.is_ready()


def test_a_moved_working_copy_is_set_up_again(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its environment would go on to run the code at the old place."""
    before = dev.Environment("env", "lock.txt").wanted()
    monkeypatch.setattr(dev, "ROOT", tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "pyproject.toml").write_text("[project]\n")
    assert dev.Environment("env", "lock.txt").wanted() != before


@pytest.mark.skipif(importlib.util.find_spec("pip") is None, reason="no pip in this environment")
def test_a_debian_without_ensurepip_uses_the_pip_outside(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian takes ensurepip out of Python; a person who is not root must still get started."""
    monkeypatch.setattr(dev, "has_module", without_ensurepip)
    monkeypatch.setattr(dev, "is_root", lambda: False)
    environment = dev.Environment("env", "lock.txt")
    dev.make_environment(environment)
    assert dev.works(environment)
    command = [*dev.pip(environment), "--version"]
    assert command[0] == sys.executable
    outside = subprocess.run(command, capture_output=True, text=True, check=True)
    assert outside.stdout.startswith("pip ")


def test_a_machine_without_any_pip_is_told_the_exact_command(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "has_module", never)
    monkeypatch.setattr(dev, "is_root", lambda: False)
    with pytest.raises(dev.SetupError, match=r"sudo apt-get install .*python3\.\d+-venv"):
        dev.make_environment(dev.Environment("env", "lock.txt"))


def test_missing_system_libraries_are_named(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Qt itself only aborts, which tells nobody what to install."""
    monkeypatch.setattr(dev, "qt_starts", never)
    monkeypatch.setattr(dev, "is_root", lambda: False)
    monkeypatch.setattr(dev, "has_apt", lambda: True)
    assert not dev.ensure_qt(["libegl1", "libgl1"])
    assert "sudo apt-get install --no-install-recommends -y libegl1 libgl1" in (
        capsys.readouterr().out
    )


def test_a_failing_set_up_shows_why(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    code = "print('the index is down'); raise SystemExit(3)"
    assert not dev.run_logged("Libraries", [sys.executable, "-c", code])
    assert "the index is down" in capsys.readouterr().out
