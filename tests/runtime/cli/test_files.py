"""What is lost when these fail: an author is not told what is wrong, or what changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema_rs

from connectors.connector import load_catalog
from runtime import steps
from tests.helpers.command_line import Baton, adding, approving, calling, write

if TYPE_CHECKING:
    from pathlib import Path


def test_good_files_are_valid(baton: Baton, tmp_path: Path) -> None:
    one, two = write(tmp_path, adding()), write(tmp_path, approving(), "two.baton.json")
    found = baton.ok("validate", one, two)
    assert found["valid"] is True
    assert [file["file"] for file in found["files"]] == [one, two]
    assert "valid, no problems" in baton("validate", one).out


def test_a_problem_says_where_it_is_and_how_it_is_mended(baton: Baton, tmp_path: Path) -> None:
    flow = adding()
    flow["nodes"][1]["params"]["fields"]["sum"] = "input.amuont + 1"
    path = write(tmp_path, flow)
    result = baton("validate", path, "--json")
    [problem] = result.json["files"][0]["problems"]
    assert problem["step"] == "add"
    assert problem["field"] == "params.fields.sum"
    assert isinstance(problem["offset"], int)
    assert problem["fix"]["edits"][0]["path"][:2] == ["nodes", "add"]
    assert "to mend it:" in baton("validate", path).out


def test_one_bad_file_among_good_ones_ends_with_1(baton: Baton, tmp_path: Path) -> None:
    good = write(tmp_path, adding())
    bad = write(tmp_path, {"nodes": 1}, "bad.baton.json")
    result = baton("validate", good, bad, "--json")
    assert result.code == 1
    assert [file["valid"] for file in result.json["files"]] == [True, False]


def test_bound_asks_for_connections_on_this_machine(baton: Baton, tmp_path: Path) -> None:
    path = write(tmp_path, calling())
    assert baton("validate", path).code == 0
    assert baton("validate", path, "--bound").code == 1


def test_a_diff_is_told_in_words(baton: Baton, tmp_path: Path) -> None:
    old = write(tmp_path, approving())
    new = write(tmp_path, approving(needed=2), "new.baton.json")
    [change] = baton.ok("diff", old, new)["changes"]
    assert (change["old"], change["new"]) in {(1, 2), (None, 2)}
    assert "How many must approve" in baton("diff", old, new).out
    assert "Nothing that matters" in baton("diff", old, old).out


def test_what_only_moved_is_told_when_asked(baton: Baton, tmp_path: Path) -> None:
    moved = adding()
    moved["nodes"][0]["position"] = [10, 20]
    old, new = write(tmp_path, adding()), write(tmp_path, moved, "new.baton.json")
    assert baton.ok("diff", old, new)["changes"] == []
    assert len(baton.ok("diff", old, new, "--drawing")["changes"]) == 1


def test_the_schema_describes_workflow_files(baton: Baton) -> None:
    schema = json.loads(baton("schema").out)
    assert schema == baton.ok("schema")
    jsonschema_rs.meta.validate(schema)
    assert jsonschema_rs.validator_for(schema).is_valid(adding())


def test_every_kind_is_listed_with_ports_and_schema(baton: Baton) -> None:
    kinds = baton.ok("kinds")["kinds"]
    assert [kind["name"] for kind in kinds] == list(steps.names())
    for kind in kinds:
        jsonschema_rs.meta.validate(kind["params"])
        assert {"name", "version", "title", "group", "summary", "ports"} <= set(kind)
    ports = {kind["name"]: [port["name"] for port in kind["ports"]] for kind in kinds}
    assert ports["approval"][:2] == ["approved", "rejected"]
    assert ports["end"] == []
    listed = baton("kinds").out
    assert all(kind["name"] in listed for kind in kinds)


def test_one_kind_is_told_with_its_help(baton: Baton) -> None:
    assert "**One formula**" in baton.ok("kinds", "map_data")["help"]
    text = baton("kinds", "map_data").out
    assert text.startswith("# Prepare data")
    assert "way out error" in text
    assert baton("kinds", "teleport").code == 1


def test_every_connector_is_listed_with_its_operations(baton: Baton) -> None:
    found = baton.ok("connectors")["connectors"]
    assert [connector["id"] for connector in found] == list(load_catalog())
    assert all(o["input_schema"] is not None for c in found for o in c["operations"])
    assert "Token" in baton("connectors", "web").out
    assert baton.ok("connectors", "web")["help"].startswith("# Web service")
    assert baton("connectors", "teleport").code == 1
