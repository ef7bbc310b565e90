"""A person who types a few letters finds what is meant first."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.library.offers import Offer, offers
from designer.library.search import search
from runtime.steps import kinds
from tests.helpers.stall_watch import hold

OFFERS = offers(kinds())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("approv", "Get an approval"),
        ("aproval", "Get an approval"),
        ("aprovl", "Get an approval"),
        ("get an app", "Get an approval"),
        ("sign off", "Get an approval"),
        ("four eyes", "Get an approval"),
        ("invoice", "Post an invoice"),
        ("nivoice", "Find invoices"),
        ("create invoice", "Draft the invoice of a project"),
        ("wait", "Wait"),
        ("timer", "Wait"),
        ("if", "Choose a way"),
        ("decison", "Choose a way"),
        ("loop", "Repeat for each"),
        ("merge", "Wait for each other"),
        ("email", "Send an HTTP request"),
        ("e-mail", "Send an HTTP request"),
        ("form", "Give somebody a task"),
        ("manual", "Give somebody a task"),
        ("timesheet", "Book time"),
        ("client tryton", "Find a client"),
        ("customer", "Find a client"),
        ("rules", "Decide by a table"),
        ("tabel", "Decide by a table"),
        ("split", "Do several things at once"),
        ("start", "Start when a person asks"),
        ("calculate", "Prepare data"),
        ("FINISH", "Finish"),
    ],
)
def test_what_is_meant_comes_first(typed: str, first: str) -> None:
    assert search(OFFERS, typed)[0].title == first


def test_nothing_typed_shows_everything_in_its_order() -> None:
    assert search(OFFERS, "  ") == list(OFFERS)


def test_what_nobody_offers_is_not_guessed() -> None:
    assert search(OFFERS, "xylophone") == []
    assert search(OFFERS, "!?") == []
    assert search(OFFERS, "approval xylophone") == []


def test_one_system_alone_can_be_searched() -> None:
    found = search(OFFERS, "client", system="Tryton")
    assert found
    assert {offer.system for offer in found} == {"Tryton"}
    assert {offer.system for offer in search(OFFERS, "", system="Tryton")} == {"Tryton"}


def test_a_step_comes_before_an_operation_that_is_called_alike() -> None:
    step = Offer("kind:a", "Get an approval", "", "People", "people", "kind:a", kind="a")
    operation = replace(
        step, id="operation:x.b", title="Approve a bill", icon="connector:x", system="X"
    )
    assert search((operation, step), "approv") == [step, operation]


@given(st.text(max_size=40))
def test_no_text_breaks_the_search(text: str) -> None:
    assert set(search(OFFERS, text)) <= set(OFFERS)


@pytest.mark.timing
def test_a_search_through_a_thousand_offers_keeps_up_with_typing() -> None:
    many = tuple(
        replace(offer, id=f"{offer.id}.{n}", title=f"{offer.title} {n}")
        for n in range(1 + 1000 // len(OFFERS))
        for offer in OFFERS
    )
    search(many, "a")
    spent: list[float] = []
    for text in ("a", "approv", "aprovl", "create invioce", "zzzzzzzz", "find client"):
        tries: list[float] = []
        for _ in range(5):
            start = time.thread_time()
            search(many, text)
            tries.append(time.thread_time() - start)
        spent.append(min(tries))
    hold(max(spent), 0.005)
