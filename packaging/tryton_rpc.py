"""Speaks JSON-RPC with a Tryton server. Knows Tryton's wire format, and nothing of Baton.

It is the second pair of eyes of the demo and of the tests: what Baton says it did in the ERP is
read back here, by other code and another session.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import cast

Row = dict[str, object]
Domain = Sequence[object]


class TrytonError(Exception):
    """Tryton refused a call, or answered what is not JSON-RPC.

    Args:
        method: the method that was called.
        kind: Tryton's own word, `UserError` or `ConcurrencyException`, or the HTTP status.
        message: what Tryton said.
    """

    def __init__(self, method: str, kind: str, message: str) -> None:
        super().__init__(f"{method}: {kind}: {message}")
        self.method = method
        self.kind = kind
        self.message = message


def encode(value: object) -> object:
    """Return `value` with dates, durations and decimals in Tryton's special spelling.

    Raises:
        TypeError: for a value that Tryton's format has no spelling for.
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, object]", value)
        return {key: encode(item) for key, item in pairs.items()}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in cast("Sequence[object]", value)]
    return _encode_special(value)


def _encode_special(value: object) -> Row:
    if isinstance(value, Decimal):
        return {"__class__": "Decimal", "decimal": str(value)}
    if isinstance(value, dt.timedelta):
        return {"__class__": "timedelta", "seconds": value.total_seconds()}
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}
    raise TypeError(f"{type(value).__name__} has no spelling in Tryton's JSON-RPC")


def decode(value: object) -> object:
    """Return `value` with Tryton's special spellings as Python's own values."""
    if isinstance(value, list):
        return [decode(item) for item in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    pairs = cast("Row", value)
    special = _SPECIAL.get(str(pairs.get("__class__")))
    return special(pairs) if special else {key: decode(item) for key, item in pairs.items()}


def _integers(value: Row, names: str) -> list[int]:
    return [int(str(value.get(name, 0))) for name in names.split()]


def _decode_datetime(value: Row) -> dt.datetime:
    parts = _integers(value, "year month day hour minute second microsecond")
    return dt.datetime(*parts, tzinfo=dt.UTC)  # pyright: ignore[reportArgumentType] - seven numbers


_SPECIAL: dict[str, Callable[[Row], object]] = {
    "Decimal": lambda value: Decimal(str(value["decimal"])),
    "date": lambda value: dt.date(*_integers(value, "year month day")),
    "datetime": _decode_datetime,
    "timedelta": lambda value: dt.timedelta(seconds=float(str(value["seconds"]))),
}


class TrytonClient:
    """One session with one database of a Tryton server.

    Args:
        url: address of the server, `http://127.0.0.1:8000`.
        database: name of the database.
        user: login name.
        password: its password.
        timeout: seconds that one call may take.
    """

    def __init__(
        self, url: str, database: str, user: str, password: str, *, timeout: float = 60.0
    ) -> None:
        self._endpoint = f"{url}/{database}/"
        self._user = user
        self._password = password
        self._timeout = timeout
        self._session = ""
        self.context: Row = {}

    def login(self) -> None:
        """Open a session; every later call uses it."""
        answer = self.call("common.db.login", self._user, {"password": self._password}, "en")
        if not answer:
            raise TrytonError("common.db.login", "login", "user name or password refused")
        user_id, token = as_list(answer)[:2]
        self._session = base64.b64encode(f"{self._user}:{user_id}:{token}".encode()).decode()

    def act_for_own_company(self) -> None:
        """Let every later call act for the company and employee that the user belongs to."""
        [user] = self.read("res.user", [["login", "=", self._user]], "company", "employee")
        self.context = {name: user[name] for name in ("company", "employee") if user[name]}

    def call(self, method: str, *params: object) -> object:
        """Call `method` and return its result with special values decoded.

        Raises:
            TrytonError: the server answered with an error.
            OSError: the server cannot be reached.
        """
        body = json.dumps({"id": 1, "method": method, "params": encode(list(params))}).encode()
        headers = {"Content-Type": "application/json"}
        if self._session:
            headers["Authorization"] = f"Session {self._session}"
        request = urllib.request.Request(self._endpoint, data=body, headers=headers)  # noqa: S310 - the address is built from http://127.0.0.1
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310 - same
                return _result(method, json.loads(answer.read()))
        except urllib.error.HTTPError as error:
            with error:
                raise TrytonError(method, str(error.code), error.reason) from error

    def create(self, model: str, *rows: Mapping[str, object]) -> list[int]:
        """Create records of `model` and return their ids."""
        return _ids(self.call(f"model.{model}.create", list(rows), self.context))

    def write(self, model: str, ids: Sequence[int], values: Mapping[str, object]) -> None:
        """Write `values` on the records `ids` of `model`."""
        self.call(f"model.{model}.write", list(ids), values, self.context)

    def button(self, model: str, name: str, ids: Sequence[int]) -> None:
        """Press the button `name` of the records `ids`."""
        self.call(f"model.{model}.{name}", list(ids), self.context)

    def search(self, model: str, domain: Domain) -> list[int]:
        """Return the ids of the records of `model` that match `domain`."""
        return _ids(self.call(f"model.{model}.search", domain, 0, None, None, self.context))

    def read(self, model: str, domain: Domain, *fields: str) -> list[Row]:
        """Return `fields` (and the id) of the records of `model` that match `domain`."""
        params = (domain, 0, None, None, list(fields), self.context)
        return cast("list[Row]", as_list(self.call(f"model.{model}.search_read", *params)))


def _result(method: str, answer: object) -> object:
    """Take the result out of an answer; business errors come as HTTP 200 with an `error`."""
    if not isinstance(answer, dict):
        return decode(answer)
    pairs = cast("Row", answer)
    if not pairs.get("error"):
        return decode(pairs.get("result"))
    raw = pairs["error"]
    error = cast("list[object]", raw) if isinstance(raw, list) else [raw]
    raise TrytonError(method, str(error[0]), " ".join(str(part) for part in error[1:]))


def as_list(value: object) -> list[object]:
    """Return `value`, which a method promised to be a list.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, list):
        raise TypeError(f"Tryton answered {type(value).__name__} where a list was expected")
    return cast("list[object]", value)


def _ids(value: object) -> list[int]:
    return [int(str(item)) for item in as_list(value)]
