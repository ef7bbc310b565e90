"""A message reaches one case, once, whatever order things happen in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from runtime.errors import DuplicateError
from runtime.events import model
from tests.helpers.batches import NOON, batch, started

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue
    from runtime.store import Store

BEFORE, AFTER = NOON - timedelta(minutes=1), NOON + timedelta(minutes=1)


def send(store: Store, message: str = "m1", *, key: str = "7", content: JsonValue = None) -> bool:
    return store.post.send(message, "signed", key, content, by="user:sender", at=AFTER)


def wait(store: Store, run: str, *, key: str = "7", kept: bool = True) -> None:
    awaited = model.MessageAwaited(1, "wait", "signed", key, kept)
    refused = store.journal.commit([batch(run, 0, started(run), awaited, status="waiting")])
    assert not any(refused)


def take(store: Store, run: str, message: str = "m1") -> object:
    taken = model.MessageTaken(1, "wait", message, None)
    place = len(store.journal.load(run))
    (refusal,) = store.journal.commit([batch(run, place, taken, status="waiting", minutes=2)])
    return refusal


def runs_for(store: Store) -> list[tuple[str, str]]:
    return [(found.message, found.run) for found in store.post.deliveries()]


def test_a_message_meets_the_case_that_waits_for_it(store: Store) -> None:
    """Else a signed contract lies in the house and its case waits for ever."""
    wait(store, "a")
    wait(store, "b", key="8")
    assert send(store, content={"by": "client"})
    (found,) = store.post.deliveries()
    assert (found.run, found.content, found.by) == ("a", {"by": "client"}, "user:sender")
    assert (found.token, found.port, found.late) == (1, "", False)


def test_the_same_message_sent_twice_is_one(store: Store) -> None:
    """A sender that tries again must not have its message acted on twice."""
    wait(store, "a")
    assert send(store)
    assert not send(store, content="another")
    assert take(store, "a") is None
    assert not send(store)
    assert runs_for(store) == []


def test_a_message_that_is_taken_is_gone_for_all_others(store: Store) -> None:
    """Two cases that act on one signature invoice it twice."""
    wait(store, "a")
    wait(store, "b")
    send(store)
    assert runs_for(store) == [("m1", "a"), ("m1", "b")]
    assert take(store, "a") is None
    assert runs_for(store) == []
    assert isinstance(take(store, "b"), DuplicateError)
    assert len(store.journal.load("b")) == 2


@pytest.mark.parametrize("found", [[("m1", "a")], []], ids=["kept", "not kept"])
def test_an_earlier_message_counts_only_where_it_may(
    store: Store, found: list[tuple[str, str]]
) -> None:
    """A reminder from last week must not count as an answer to today's question."""
    store.post.send("m1", "signed", "7", None, by="user:sender", at=BEFORE)
    wait(store, "a", kept=bool(found))
    assert runs_for(store) == found
    assert all(each.late for each in store.post.deliveries())


def test_who_does_not_wait_any_more_gets_nothing(store: Store) -> None:
    """A case whose wait was withdrawn must not swallow a message for another one."""
    wait(store, "a")
    stopped = model.TokensCancelled((1,), "withdrawn")
    store.journal.commit([batch("a", 2, stopped, status="waiting", minutes=1)])
    send(store)
    assert runs_for(store) == []
    wait(store, "b")
    assert runs_for(store) == [("m1", "b")]


def test_a_message_of_a_case_is_sent_with_its_commit(store: Store) -> None:
    """A message that goes out before its case is durable tells of something that never was."""
    wait(store, "a")
    sent = model.MessageSent(1, "send", "b.2", "signed", "7", {"x": 1})
    store.journal.commit([batch("b", 0, started("b"), sent, status="waiting")])
    assert runs_for(store) == [("b.2", "a")]
    store.journal.commit([batch("b", 7, sent, status="waiting")])  # fenced: nothing is sent
    assert len(store.post.messages()) == 1


def test_lists_say_who_took_which_message(store: Store) -> None:
    """Who looks for a lost signature must find where it went."""
    wait(store, "a")
    send(store, "m1")
    send(store, "m2", key="9")
    take(store, "a")
    assert [(row.message, row.run) for row in store.post.messages(taken=True)] == [("m1", "a")]
    assert [(row.message, row.run) for row in store.post.messages(taken=False)] == [("m2", "")]


def test_a_large_content_comes_back_whole(store: Store) -> None:
    """An attached document must not be cut."""
    content: JsonValue = {"text": "long " * 400_000}
    wait(store, "a")
    send(store, content=content)
    (found,) = store.post.deliveries()
    assert found.content == content
