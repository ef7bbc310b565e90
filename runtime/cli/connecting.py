"""Knows how a connection is made of what a person gives, and tried. Must not know any system."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runtime.cli.command import InputError, UsageError
from runtime.cli.values import json_value

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from connectors.manifest import AuthScheme, Manifest
    from runtime.definition.json_value import JsonValue
    from runtime.vault import ConnectionRecord, Vault

_ALWAYS = ("base_url", "proxy")
"""Settings that every connector takes."""


@dataclass(slots=True)
class Draft:
    """A connection as it was given; `given` has settings and public fields, `secrets` the rest.

    `signs_in` is false where a way that asks for nothing was named: who named none may still give
    a secret by the environment.
    """

    name: str
    manifest: Manifest
    environment: str
    scheme: AuthScheme
    given: dict[str, str]
    secrets: dict[str, str]
    signs_in: bool

    @classmethod
    def of(cls, options: Namespace, manifest: Manifest) -> Draft:
        """Reads what was given and asks for the secrets.

        Raises:
            UsageError: something is no NAME=VALUE, or a secret stands in an argument.
            InputError: a field or setting is not known, or a secret is missing.
        """
        scheme = _scheme(manifest, options)
        given = dict(_pair(text, "--set") for text in options.settings)
        variables = dict(_pair(text, "--secret-env") for text in options.variables)
        _check_names(manifest, scheme, set(given), {*options.secrets, *variables})
        secrets = {field: _from_variable(name) for field, name in variables.items()}
        for field in options.secrets:
            secrets[field] = _ask(field)
        signs_in = bool(scheme.fields) or not options.sign_in
        return cls(options.name, manifest, options.environment, scheme, given, secrets, signs_in)

    def record(self) -> ConnectionRecord:
        """Returns what anybody may see; raises InputError when a setting does not fit."""
        from connectors.connector.inputs import compile_schema, problems_of
        from runtime.vault import ConnectionRecord

        public = {field.name for field in self.scheme.fields}
        settings = {n: self._typed(n, v) for n, v in self.given.items() if n not in public}
        asked = {name: value for name, value in settings.items() if name not in _ALWAYS}
        problems = problems_of(compile_schema(self.manifest.settings_schema), asked)
        if not settings.get("base_url"):
            problems = (f"It lacks base_url, such as {self.manifest.base_url.example}.", *problems)
        if problems:
            raise InputError(
                f"The settings do not fit {self.manifest.title}.",
                why=" ".join(problems),
                next_step=f"`baton connectors {self.manifest.id}` lists them; give each by --set.",
            )
        return ConnectionRecord(
            self.name, self.manifest.id, settings, self.environment, self.signs_in
        )

    def credential(self) -> dict[str, str]:
        """Returns what the vault keeps, {} for a system that asks for nothing.

        Raises:
            InputError: a field of the sign-in is missing.
        """
        names = [field.name for field in self.scheme.fields]
        found = {n: v for n, v in {**self.given, **self.secrets}.items() if n in names}
        missing = [name for name in names if not found.get(name)]
        if missing:
            raise InputError(
                f"The sign-in “{self.scheme.id}” lacks {', '.join(missing)}.",
                why=f"{self.manifest.title} signs in with {', '.join(names)}.",
                next_step="Give secret fields by --secret and the others by --set.",
            )
        return {"scheme": self.scheme.id, **found} if found else {}

    def _typed(self, name: str, text: str) -> JsonValue:
        """Reads a setting that is not text as JSON."""
        known = self.manifest.settings_schema.get("properties")
        schema = known.get(name) if isinstance(known, dict) else None
        kind = schema.get("type", "string") if isinstance(schema, dict) else "string"
        return text if kind == "string" else json_value(text, f"The setting {name}")


def _scheme(manifest: Manifest, options: Namespace) -> AuthScheme:
    """Returns the way to sign in that was named, or the first with all secrets that are given."""
    if options.sign_in:
        return manifest.scheme(options.sign_in)
    given = {*options.secrets, *(text.partition("=")[0] for text in options.variables)}
    fitting = (s for s in manifest.auth if given == {f.name for f in s.fields if f.secret})
    return next(fitting, manifest.auth[0])


def _check_names(
    manifest: Manifest, scheme: AuthScheme, given: set[str], secrets: set[str]
) -> None:
    secret = {field.name for field in scheme.fields if field.secret}
    public = {field.name for field in scheme.fields} - secret
    if given & secret:
        raise UsageError(
            f"A secret stands in an argument: {', '.join(sorted(given & secret))}.",
            why="Arguments are seen by other programs and kept by the shell.",
            next_step="Give it by --secret FIELD; it is asked for without echo.",
        )
    known = manifest.settings_schema.get("properties")
    settings = {*_ALWAYS, *(known if isinstance(known, dict) else ())}
    unknown = sorted((given - public - settings) | (secrets - secret))
    if unknown:
        raise InputError(
            f"{manifest.title} has no {' and no '.join(unknown)}.",
            why=f"Settings: {', '.join(sorted(settings))}; sign-in “{scheme.id}”: "
            f"{', '.join(sorted(public | secret)) or 'nothing'}.",
            next_step=f"`baton connectors {manifest.id}` tells more.",
        )


def _pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if equals and name:
        return name, value
    raise UsageError(
        f"{option} is not given as NAME=VALUE.",
        why="A name stands before “=” and its value after it.",
        next_step=f"Write, for example, {option} base_url=https://erp.example.com.",
    )


def _from_variable(name: str) -> str:
    value = os.environ.get(name, "")
    if value:
        return value
    raise InputError(
        f"The variable {name} is not set, or empty.",
        why="It was to give a secret.",
        next_step="Set it, or give the secret by --secret FIELD.",
    )


def _ask(field: str) -> str:
    """Asks without echo at a terminal, else reads a line of the standard input."""
    if sys.stdin.isatty():
        import getpass

        value = getpass.getpass(f"{field}: ")
    else:
        value = sys.stdin.readline().rstrip("\r\n")
    if value:
        return value
    raise InputError(
        f"No {field} was given.",
        why="The line was empty.",
        next_step="Type it, pipe it in, or take it from a variable with --secret-env.",
    )


async def test(record: ConnectionRecord, vault: Callable[[], Vault]) -> JsonValue:
    """Opens a session and returns what the connector's own test answers.

    Raises:
        ConnectorError: the connection does not work; says why.
        VaultError: its credential cannot be read.
    """
    from connectors.connector import load
    from runtime.embedded.bindings import connection_of

    connector = load(record.connector)
    connection = connection_of(record, connector.manifest, vault)
    async with connector.session(connection) as session:
        return await session.test()
