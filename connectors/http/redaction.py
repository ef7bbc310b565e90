"""Knows how to keep secrets out of text, headers and JSON. Must not know where they are logged."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from connectors.credential import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import JsonValue

# Names whose values are secret wherever they appear, compared in lower case without punctuation.
_SECRET_NAMES = re.compile(
    r"authorization|cookie|password|passwd|passphrase|secret|token|apikey|accesskey|privatekey"
    r"|credential|signature|session(id|key)?$|^pin$|^otp$"
)
# A value shorter than this would blot out ordinary words, and cannot be a serious secret.
_SHORTEST = 4


def is_secret_name(name: str) -> bool:
    """Return whether a header, field or parameter of this name carries a secret."""
    return bool(_SECRET_NAMES.search(re.sub(r"[^a-z0-9]", "", name.lower())))


class Redactor:
    """Replaces known secret values, and the values of well-known names, by dots.

    Args:
        secrets: secret values to hide wherever they appear, also in their usual encodings.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._hidden: set[str] = set()
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """Hide one more value, such as a token that a log-in just returned."""
        if len(secret) < _SHORTEST:
            return
        data = secret.encode(errors="surrogatepass")
        encoded = base64.b64encode(data).decode()
        self._hidden |= {secret, quote(data, safe=""), quote_plus(data), encoded}
        self._hidden.add(secret.replace("\\", "\\\\").replace('"', '\\"'))

    def text(self, text: str) -> str:
        """Return the text without any known secret."""
        for secret in sorted(self._hidden, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return text

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers with secret ones hidden."""
        return {
            name: HIDDEN if is_secret_name(name) else self.text(value)
            for name, value in headers.items()
        }

    def value(self, value: JsonValue) -> JsonValue:
        """Return the JSON value with secret fields and secret texts hidden."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {
                name: HIDDEN if is_secret_name(name) and item is not None else self.value(item)
                for name, item in value.items()
            }
        return value
