"""How connections are is kept by several windows at once: none may take away what another found."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from designer.run_bridge.health import Health

if TYPE_CHECKING:
    from pathlib import Path


def test_a_window_keeps_what_another_has_found_meanwhile(tmp_path: Path) -> None:
    """Else a connection that was tried a minute ago reads as never tried."""
    file = tmp_path / "health.json"
    one, other = Health(file), Health(file)
    assert one.of("erp")["state"] == other.of("psa")["state"] == "unknown"
    one.note("erp", "No.", "connector.forbidden")
    other.untried("psa", "2027-01-31")
    other.note("psa")
    assert one.of("psa")["state"] == "ok"
    assert other.of("erp")["reason"] == "refused"
    one.rename("erp", "books")
    assert other.of("books")["reason"] == "refused"
    other.forget("books")
    one.note("crm")
    assert (one.of("books")["state"], one.expires("psa")) == ("unknown", "2027-01-31")


def test_many_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "health.json"

    def write(name: str) -> None:
        kept = Health(file)
        for number in range(10):
            kept.note(f"{name}-{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    known = Health(file)
    names = [f"{name}-{number}" for name in ("a", "b", "c") for number in range(10)]
    assert [name for name in names if known.of(name)["state"] != "ok"] == []


def test_a_folder_that_takes_no_file_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    kept = Health(tmp_path / "data" / "health.json")
    kept.note("erp")
    assert kept.of("erp")["state"] == "unknown"
