"""What is lost when these fail: a mistake or a hostile file ends in a traceback, not in words."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from runtime.cli.grammar import COMMANDS, command
from tests.helpers.command_line import Baton, Result, adding, approving, write

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.cli.command import Command

WORDS = {"code", "what", "why", "next_step", "detail"}


def said(result: Result, code: int) -> dict[str, str]:
    """What an error with --json said, after the checks that hold for each."""
    assert result.code == code, result
    assert result.err == ""
    error = result.json["error"]
    assert set(error) == WORDS
    assert error["what"].endswith((".", "”", ":"))
    assert error["next_step"] or error["why"] or error["code"].startswith("refused")
    assert "Traceback" not in result.out
    return error


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("run",),
        ("run", "x.json", "--wrong"),
        ("run", "x.json", "--wait", "soon"),
        ("run", "x.json", "--wait", "-1"),
        ("run", "x.json", "--wait", "nan"),
        ("run", "x.json", "--as", "not a name"),
        ("run", "x.json", "--inp", "{}"),
        ("validate",),
        ("runs", "explode"),
        ("runs", "list", "--most", "1e3"),
        ("runs", "list", "--status", "odd"),
        ("runs", "resolve", "r", "s", "pray"),
        ("tasks", "delegate", "r", "t"),
        ("diff", "a.json"),
        ("work", "--for", "1", "--until-idle"),
        ("connections", "add", "x"),
        ("connections", "add", "x", "--connector", "web", "--set", "nothing"),
        ("new-step", "Über-step"),
        ("new-step", "../../escape"),
        ("new-step", "class"),
        ("new-connector", ""),
    ],
)
def test_a_wrong_command_line_ends_with_2(baton: Baton, words: tuple[str, ...]) -> None:
    said(baton(*words, "--json"), 2)
    result = baton(*words)
    assert result.out == ""
    assert result.err.startswith("baton: ")


@pytest.mark.parametrize("given", ["{", "", "amount=1", "NaN", "[1,]", "{'a': 1}", "\ud800"])
def test_input_that_is_not_json_ends_with_2(baton: Baton, tmp_path: Path, given: str) -> None:
    said(baton("run", write(tmp_path, adding()), "--input", given, "--json"), 2)
    said(baton("tasks", "complete", "r", "t", "--values", given, "--json"), 2)


def hostile(tmp_path: Path) -> dict[str, Path]:
    """Files that no workflow, input or answers file looks like."""
    files = {name: tmp_path / name for name in ("missing", "folder", "huge", "text", "deep")}
    files["folder"].mkdir()
    with files["huge"].open("wb") as huge:
        huge.truncate(100 * 1024 * 1024)
    files["text"].write_bytes(b"\xff\xfe not JSON")
    files["deep"].write_text("[" * 100_000, encoding="utf-8")
    texts = {"number": "7", "list": "[]", "words": '"x"', "null": "null", "half": '{"nodes": 1}'}
    for name, text in texts.items():
        files[name] = tmp_path / name
        files[name].write_text(text, encoding="utf-8")
    return files


def test_a_hostile_workflow_file_ends_with_1(baton: Baton, tmp_path: Path) -> None:
    for name, path in hostile(tmp_path).items():
        said(baton("run", str(path), "--json"), 1)
        said(baton("diff", str(path), str(path), "--json"), 1)
        result = baton("validate", str(path), "--json")
        assert (result.code, result.json["valid"]) == (1, False), name
        assert result.json["files"][0]["problems"]
    assert baton("run", "a\0b").code == 1


def test_a_hostile_input_or_answers_file_ends_with_1(baton: Baton, tmp_path: Path) -> None:
    flow = write(tmp_path, adding())
    for name, path in hostile(tmp_path).items():
        said(baton("run", flow, "--input", f"@{path}", "--json"), 1)
        if name != "half":
            said(baton("run", flow, "--answers", f"@{path}", "--json"), 1)
    said(baton("run", flow, "--input", "@", "--json"), 1)


@pytest.mark.parametrize(
    "url", ["sqlite:///", "sqlite:///:memory:", "mysql://x", "nonsense", "sqlite:////dev/null/x"]
)
def test_a_database_that_cannot_be_used_is_told(baton: Baton, tmp_path: Path, url: str) -> None:
    flow = write(tmp_path, adding())
    said(baton("run", flow, "--input", '{"amount": 1}', "--db", url, "--json"), 1)
    said(baton("runs", "list", "--db", url, "--json"), 1)
    said(baton("work", "--db", url, "--json"), 1)


def test_a_file_that_is_no_database_is_told(baton: Baton, tmp_path: Path) -> None:
    (tmp_path / "cases.sqlite").write_text("not a database " * 100, encoding="utf-8")
    error = said(baton("runs", "list", "--json"), 1)
    assert "not a journal" in error["what"]


def test_technical_detail_is_shown_only_when_asked_for(baton: Baton, tmp_path: Path) -> None:
    (tmp_path / "cases.sqlite").write_text("not a database " * 100, encoding="utf-8")
    assert "SQLITE_NOTADB" not in baton("runs").err
    assert "SQLITE_NOTADB" in baton("runs", "--verbose").err


def test_a_fault_of_batons_own_is_told_and_kept(baton: Baton, tmp_path: Path) -> None:
    """The person gets a plain sentence; who mends it gets the traceback."""
    with mock.patch("runtime.cli.problems.load", side_effect=ZeroDivisionError("of a secret")):
        error = said(baton("run", write(tmp_path, adding()), "--json"), 1)
    assert error["code"] == "unexpected"
    [kept] = tmp_path.rglob("fault-*.txt")
    assert str(kept) in error["next_step"]
    assert "ZeroDivisionError" in kept.read_text(encoding="utf-8")


def test_ctrl_c_says_how_to_go_on(baton: Baton, tmp_path: Path) -> None:
    with mock.patch("runtime.cli.driving.Driver.answer", side_effect=KeyboardInterrupt):
        result = baton("run", write(tmp_path, approving()))
    assert result.code == 130
    [row] = baton.ok("runs")["runs"]
    assert f"Case {row['run_id']} stands where it is; `baton work`" in result.err
    assert "Traceback" not in result.err


def test_a_reader_that_goes_away_is_no_fault(baton: Baton) -> None:
    with baton.begin("kinds", "--json") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
        assert process.wait(30) in {0, 1}


def commands() -> list[tuple[str, ...]]:
    """Every command, and every action of a group."""
    names: list[tuple[str, ...]] = []
    for name in COMMANDS:
        found: Command = command(name)
        names += [(name, action) for action in found.actions] or [(name,)]
    return names


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_helps_with_an_example(baton: Baton, words: tuple[str, ...]) -> None:
    result = baton(*words, "--help")
    assert result.code == 0
    assert f"example: baton {' '.join(words)}" in result.out.replace("\n", " ") or (
        f"example: baton {words[0]}" in result.out
    )
    for option in ("--json", "--verbose"):
        assert option in result.out


def test_help_lists_every_command(baton: Baton) -> None:
    for words in ((), ("--help",)):
        result = baton(*words)
        assert result.code == 0
        assert all(f"\n    {name}" in result.out for name in COMMANDS)
    assert baton("--version").out.startswith("baton ")


def test_a_console_of_few_letters_gets_an_answer(baton: Baton, tmp_path: Path) -> None:
    with mock.patch.dict(os.environ, {"PYTHONIOENCODING": "ascii"}):
        baton.env["PYTHONIOENCODING"] = "ascii"
        flow = adding()
        flow["graph"]["name"] = "Überweisung"
        result = baton.run("run", write(tmp_path, flow), "--input", '{"amount": 1}')
    assert result.code == 0
    assert "?berweisung: completed" in result.out
