"""A drawing is checked against the workflows beside it that its steps run, as they are just now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from designer.run_bridge import problem_lines
from designer.run_bridge.called_in import called_in
from designer.run_bridge.helper_child import do_check
from runtime.definition import files
from tests.helpers.drawings import draw

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.definition import Definition


def month() -> Definition:
    given = {"workflow": "check", "inputs": {"client": "1"}}
    call: dict[str, Any] = {
        "id": "run",
        "kind": "sub_workflow",
        "name": "Check it",
        "params": given,
    }
    return draw(["start", call, "end"], ["start>run", "run>end"], id="month")


def check_of(field: str) -> Definition:
    form: dict[str, Any] = {"type": "object", "properties": {field: {"type": "string"}}}
    return draw(["start", "end"], ["start>end"], id="check", name="Check", input=form)


def codes(folder: Path) -> list[str]:
    args: Any = {"document": month().document(), "folder": str(folder)}
    return [each.code for each in problem_lines.read(do_check(args))]


def test_a_field_that_got_another_name_is_told_to_whoever_gives_it(tmp_path: Path) -> None:
    """Else the caller begins every case without it, and nobody is told."""
    path = tmp_path / "check.baton.json"
    files.save(check_of("client"), path)
    (tmp_path / "broken.baton.json").write_text('"check" {')
    assert "called.not_taken" not in codes(tmp_path)
    files.save(check_of("customer_name"), path)
    assert "called.not_taken" in codes(tmp_path), "a file that has changed is read again"
    path.unlink()
    assert "called.not_taken" not in codes(tmp_path)


def test_where_nothing_is_run_or_known_no_file_is_read(tmp_path: Path) -> None:
    files.save(check_of("client"), tmp_path / "check.baton.json")
    assert [*called_in(month(), str(tmp_path))] == ["check"]
    assert called_in(month(), "") == {}
    assert called_in(month(), str(tmp_path / "gone")) == {}
    assert called_in(check_of("a"), str(tmp_path)) == {}
