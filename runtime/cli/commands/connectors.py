"""Knows the command `connectors`: which systems can be talked to. Must not know any by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli.command import DONE, Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from connectors.connector import Connector
    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="only this connector, with its help"
    )


def _do(options: Namespace, console: Console) -> int:
    from connectors.connector import load, load_catalog

    if options.name is not None:
        return _one(load(options.name), console)
    found = [load(name) for name in load_catalog()]
    if console.json:
        console.result({"connectors": [_shown(connector) for connector in found]})
        return DONE
    manifests = [connector.manifest for connector in found]
    rows = [(m.id, m.title, str(len(m.operations)), m.description) for m in manifests]
    console.table(("connector", "title", "operations", "what it is"), rows)
    return DONE


def _one(connector: Connector, console: Console) -> int:
    if console.json:
        console.result(_shown(connector) | {"help": connector.help})
        return DONE
    manifest = connector.manifest
    console.line(connector.help.rstrip())
    console.line(f"\nconnector {manifest.id}, version {manifest.version}")
    for scheme in manifest.auth:
        fields = ", ".join(f"{f.name}{' (secret)' * f.secret}" for f in scheme.fields)
        console.line(f"sign-in {scheme.id}: {scheme.title}{': ' * bool(fields)}{fields}")
    settings = manifest.settings_schema.get("properties")
    for name in ("base_url", *(settings if isinstance(settings, dict) else ())):
        console.line(f"setting {name}")
    return DONE


def _shown(connector: Connector) -> JsonObject:
    return connector.manifest.model_dump(mode="json", exclude_none=True)


COMMAND = Command(
    help="list the systems Baton can talk to, with what they can do",
    example="baton connectors tryton",
    add=_add,
    do=_do,
    more="With --json each has its operations with the JSON Schemas of what goes in and out.",
)
