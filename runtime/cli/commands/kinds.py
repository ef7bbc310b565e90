"""Knows the command `kinds`: what steps there are. Must not know any of them by name."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from runtime.cli.command import DONE, Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from importlib.resources.abc import Traversable

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject
    from runtime.step import Kind, Params, Port


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="only this kind, with its help")


def _do(options: Namespace, console: Console) -> int:
    from runtime import steps

    if options.name is not None:
        return _one(steps.kind(options.name), console)
    found = [steps.kind(name) for name in steps.names()]
    if console.json:
        console.result({"kinds": [_shown(kind) for kind in found]})
        return DONE
    ordered = sorted(found, key=lambda kind: (kind.group, kind.title))
    rows = [(kind.group, kind.name, kind.title, kind.summary) for kind in ordered]
    console.table(("group", "kind", "title", "what it does"), rows)
    return DONE


def _one(kind: Kind[Any], console: Console) -> int:
    text = _text_of(_folder(kind) / "help.md")
    if console.json:
        console.result(_shown(kind) | {"help": text})
        return DONE
    console.line(text.rstrip() if text else f"# {kind.title}\n\n{kind.summary}")
    console.line(f"\nkind {kind.name}, version {kind.version}, in “{kind.group}”")
    for port in ports_of(kind):
        console.line(f"way out {port.name}: {port.title}")
    return DONE


def _shown(kind: Kind[Any]) -> JsonObject:
    return {
        "name": kind.name,
        "version": kind.version,
        "title": kind.title,
        "summary": kind.summary,
        "group": kind.group,
        "synonyms": list(kind.synonyms),
        "begins": kind.begins,
        "ports": [{"name": p.name, "title": p.title, "needed": p.needed} for p in ports_of(kind)],
        "params": kind.params.model_json_schema(),
    }


def ports_of(kind: Kind[Any]) -> tuple[Port, ...]:
    """Returns the ways out of a step of this kind; where they follow its params, of an example."""
    return kind.ports(some_params(kind))


def some_params(kind: Kind[Any]) -> Params:
    """Returns valid params of a kind, as in one of its examples."""
    return kind.params.model_validate(_some_params(kind))


def _some_params(kind: Kind[Any]) -> dict[str, Any]:
    """Returns params that an example of the kind uses; {} serves where it has none."""
    folder = _folder(kind) / "examples"
    paths = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    for path in paths:
        example: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if "params" in example:
            return example["params"]
        for node in example.get("workflow", {}).get("nodes", []):
            if node["kind"] == kind.name:
                return node.get("params", {})
    return {}


def _folder(kind: Kind[Any]) -> Traversable:
    return resources.files("runtime.steps") / kind.name


def _text_of(path: Traversable) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


COMMAND = Command(
    help="list the kinds of steps a workflow is made of",
    example="baton kinds approval",
    add=_add,
    do=_do,
    more="With --json each has its ways out and the JSON Schema of its params. Where the ways out\n"
    "follow the params, they are those of the kind's first example.",
)
