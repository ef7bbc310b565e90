"""Knows what a manifest asks for, as the schema of a form. Must not know Qt or any system."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from designer.forms import schema as reading
from runtime.definition.form_fields import ordered_fields

if TYPE_CHECKING:
    from connectors.manifest import Manifest
    from runtime.definition.json_value import JsonObject

NAME, ADDRESS, PROXY = "name", "base_url", "proxy"
ENVIRONMENT, EXPIRES = "environment", "expires"
_OWN = (NAME, ENVIRONMENT, EXPIRES)
_ENVIRONMENTS = ("local", "test", "production")
KINDS = {
    "none": "The system asks nobody who they are.",
    "basic": "The name and password of a user, sent with each call.",
    "bearer": "A token that the system gave out for Baton, sent with each call.",
    "api_key": "A key that the system gave out for Baton, sent with each call.",
    "session": "Baton signs in like a person, and again when the system has forgotten it.",
}
"""What each kind of sign-in means, in plain words."""
NOT_YET = (
    "Signing in through a page of the system (OAuth) is not part of this version of Baton. Make a "
    "user or a key for Baton in the system instead."
)


def form_schema(manifest: Manifest, environment: str = "", *, with_name: bool) -> JsonObject:
    """Return the schema of what is asked besides the sign-in.

    Args:
        manifest: of the connector.
        environment: the one that is set now; it can be chosen, whatever it is.
        with_name: whether the person names the connection.
    """
    settings: JsonObject = cast("JsonObject", manifest.settings_schema)
    members = settings.get("properties")
    own = members if isinstance(members, dict) else {}
    needed = reading.required(settings)
    asked: JsonObject = {}
    if with_name:
        asked[NAME] = {
            "type": "string",
            "title": "Name",
            "description": "What workflows call it.",
            "minLength": 1,
            "maxLength": 100,
        }
    asked[ADDRESS] = {
        "type": "string",
        "title": manifest.base_url.title,
        "description": manifest.base_url.description,
        "examples": [manifest.base_url.example],
    }
    asked |= {name: member for name, member in own.items() if name in needed}
    asked[ENVIRONMENT] = _environment(environment)
    for name, member in own.items():
        if name not in needed and isinstance(member, dict):
            asked[name] = {**member, reading.ADVANCED: True}
    asked |= _rest()
    required = [*([NAME] if with_name else []), ADDRESS, *sorted(needed)]
    schema = {**settings, "properties": asked, "required": [*required]}
    return cast("JsonObject", schema)


def _environment(now: str) -> JsonObject:
    more = [now] if now and now not in _ENVIRONMENTS else []
    titles: JsonObject = {"local": "This computer", "test": "Test", "production": "Production"}
    return {
        "enum": [*_ENVIRONMENTS, *more],
        "title": "Leads to",
        "description": "So that nobody takes a test system for the real one.",
        "default": "local",
        "x-baton-titles": titles,
    }


def _rest() -> JsonObject:
    return {
        PROXY: {
            "type": "string",
            "title": "Proxy",
            "description": "Address of a proxy on the way to the system, where there is one.",
            reading.ADVANCED: True,
        },
        EXPIRES: {
            "type": "string",
            "format": "date",
            "title": "The credential ends on",
            "description": "Baton reminds you two weeks before.",
            reading.ADVANCED: True,
        },
    }


def lacking(schema: JsonObject, value: JsonObject) -> dict[str, list[tuple[str, int | None]]]:
    """Return what is still to be filled in, for `Form.set_problems`."""
    needed = reading.required(schema)
    from_the_top = [name for name in ordered_fields(schema) if name in needed]
    names = dict.fromkeys([*from_the_top, *sorted(needed)])
    return {n: [("Fill this in.", None)] for n in names if reading.is_empty(value.get(n))}


def settings_of(value: JsonObject) -> JsonObject:
    """Return the settings of a connection among the values of the form."""
    found = {n: v for n, v in value.items() if n not in _OWN and not reading.is_empty(v)}
    address = found.get(ADDRESS)
    if isinstance(address, str):
        address = address.strip()
        found[ADDRESS] = address if "://" in address else f"https://{address}"
    return found
