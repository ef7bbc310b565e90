"""A connection is kept, tried and removed whole: no secret stays behind, and none gets out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from designer.run_bridge import trying
from designer.run_bridge.binding import Binder
from designer.run_bridge.connecting import Connecting
from designer.run_bridge.drafts import Draft
from designer.run_bridge.engine import Engine
from designer.run_bridge.engine_child import LANES
from designer.run_bridge.trying import Trying, in_words
from runtime.errors import BatonError
from runtime.vault import ConnectionBook, VaultLockedError

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.run_bridge.outbox import Manner
    from designer.run_bridge.replies import Reply
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.vault import ConnectionRecord

PASSPHRASE = "four quite random words"
SECRET = "kX-never-shown-91"


def draft(**more: object) -> Draft:
    plain: JsonObject = {
        "name": "shop",
        "connector": "web",
        "settings": {"base_url": "http://127.0.0.1:9"},
        "scheme": "basic",
        "fields": {"user": "post"},
        "secrets": {"password": SECRET},
    }
    return Draft.of({**plain, **more})  # pyright: ignore[reportArgumentType] - any JSON


@pytest.fixture
def book(own_folders: Path, no_keychain: None) -> ConnectionBook:
    del own_folders, no_keychain
    return ConnectionBook()


@pytest.fixture
def binder(book: ConnectionBook) -> Binder:
    """Has kept one connection in an encrypted file."""
    made = Binder(book)
    made.place.unlock(PASSPHRASE)
    made.keep(draft())
    return made


@pytest.mark.parametrize(
    "changed", [{"name": "store"}, {"scheme": "none", "fields": {}}], ids=["renamed", "opened up"]
)
def test_while_the_credentials_are_locked_nothing_is_changed_by_half(
    binder: Binder, book: ConnectionBook, changed: dict[str, object]
) -> None:
    """Else an old password stays behind, and the next connection of that name sends it anywhere."""
    before = book.records()
    locked = Binder(book)
    with pytest.raises(VaultLockedError, match="locked"):
        locked.forget("shop")
    with pytest.raises(VaultLockedError):
        locked.keep(draft(old="shop", **changed))
    assert book.records() == before
    locked.place.unlock(PASSPHRASE)
    locked.forget("shop")
    assert binder.place.vault().names() == ()


def test_a_new_connection_never_takes_the_secret_of_another(binder: Binder) -> None:
    """Else a password goes to whatever address somebody types beside a name that is taken."""
    with pytest.raises(BatonError, match="lacks: Password"):
        asyncio.run(binder.test(draft(secrets={})))


class Repeats(Trying):
    """A system that repeats everything it is told."""

    async def _ask(self, record: ConnectionRecord, credential: dict[str, str]) -> JsonValue:
        raise BatonError("No.", why=f"post office: {credential}", detail=str(record))


def test_a_secret_is_hidden_whole_and_nothing_else_is() -> None:
    """Else the end of a key is read on the screen, or words vanish from what went wrong."""
    secrets = {"key": "kX-never", "password": "kX-never-shown-91"}

    def credential() -> dict[str, str]:
        return {"scheme": "basic", "user": "post", **secrets}

    with pytest.raises(BatonError) as found:
        asyncio.run(Repeats().test(draft(secrets=secrets), credential))
    assert "never" not in f"{found.value} {found.value.detail}"
    assert "shown" not in f"{found.value} {found.value.detail}"
    assert "post office" in str(found.value)


@pytest.mark.anyio
async def test_a_test_can_be_stopped_while_the_keychain_asks_its_owner() -> None:
    """Else “Stop” does nothing, and the next test waits behind one that nobody wants."""
    asked, answered = asyncio.Event(), asyncio.Event()
    loop, tried = asyncio.get_running_loop(), Trying()

    def credential() -> dict[str, str]:
        loop.call_soon_threadsafe(asked.set)
        asyncio.run_coroutine_threadsafe(answered.wait(), loop).result()
        return {}

    test = asyncio.create_task(tried.test(draft(), credential))
    await asked.wait()
    tried.stop()
    with pytest.raises(BatonError, match="stopped"):
        await test
    answered.set()


@pytest.mark.anyio
async def test_a_system_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the runtime is taken to hang and is ended, with every run in it."""
    monkeypatch.setattr(trying, "LONGEST", 0.01)

    async def silent() -> JsonValue:
        await asyncio.Event().wait()

    with pytest.raises(BatonError, match="did not answer"):
        await in_words(silent())


def test_slow_systems_wait_in_the_window_until_it_is_their_turn(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the time of the last one runs while it waits, and the whole runtime is ended."""
    del qtbot
    asked: dict[str, Manner] = {}
    engine = Engine()

    def ask(do: str, _args: object, manner: Manner) -> Reply:
        asked[do] = manner
        return None  # pyright: ignore[reportReturnType] - nobody looks at it

    monkeypatch.setattr(engine, "ask", ask)
    engine.test_connection("shop")
    engine.read("shop", "list", {})
    engine.connections()
    connecting = Connecting(engine)
    connecting.vault()
    connecting.shown("shop")
    connecting.unlock("")
    connecting.keep({}, is_tried=False)
    connecting.forget("shop")
    connecting.test({})
    assert {do: manner.lane for do, manner in asked.items()} == {do: LANES[do] for do in asked}
    assert all(manner.seconds > trying.LONGEST for manner in asked.values())
    engine.close()
    engine.deleteLater()
