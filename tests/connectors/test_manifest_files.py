"""What an integrator loses when these fail: the place of a mistake in a catalogue entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.connector import load, load_catalog
from connectors.errors import ManifestError, MisconfiguredError
from connectors.manifest import read_manifest
from tests.helpers.small_connector import MANIFEST

TYPING_MISTAKE = ("title: Get a job", "titel: Get a job")


def refused(tmp_path: Path, *changes: tuple[str, str]) -> str:
    text = MANIFEST
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "manifest.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    assert str(path) in caught.value.what
    return caught.value.why


def test_a_typing_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    why = refused(tmp_path, TYPING_MISTAKE)
    line = MANIFEST.splitlines().index("    title: Get a job") + 1
    assert f"Line {line}, operations.0.titel: Extra inputs are not permitted" in why
    assert "operations.0.title: Field required" in why


def test_broken_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    assert "line 6" in refused(tmp_path, ("base_url: {", "base_url: [{"))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("id: get_named", "id: get_job", "not unique: get_job"),
        ("test: get_job", "test: create_job", "not a read operation"),
        ("operation: get_job", "operation: get_nothing", "not a read operation"),
        ("{input: code}", "{input: code, value: 1}", "exactly one of"),
        ("{type: integer}", "{type: integre}", "create_job.input_schema is not a JSON Schema"),
        ("effect: write", "effect: maybe", "'read' or 'write'"),
    ],
)
def test_contradictions_are_refused(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert complaint in refused(tmp_path, (old, new))


def test_the_catalogue_lists_folders_and_reads_none() -> None:
    folders = Path(__file__).parents[2] / "connectors" / "catalog"
    wanted = {path.name for path in folders.iterdir() if (path / "manifest.yaml").exists()}
    assert set(load_catalog()) == wanted
    assert "tryton" in wanted


def test_an_unknown_connector_is_answered_with_those_there_are() -> None:
    with pytest.raises(MisconfiguredError, match="tryton"):
        load("nothing")
