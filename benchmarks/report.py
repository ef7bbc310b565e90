"""Knows how samples become one JSON object and one table. Must not measure anything."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from benchmarks.targets import DBOS, SPIFF, TARGETS, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.child import Figures

Samples: TypeAlias = "Mapping[str, Sequence[Figures]]"

COMMITS_A_STEP = 1.1
"""Eleven commits for ten steps: the start, with the first schedule, has one of its own."""
_OWN = ("value",)


def summary(samples: Samples, rows: Iterable[str], skipped: Mapping[str, str]) -> Figures:
    """Returns the object that `--json` prints: a key per row, the limit, and the machine."""
    found: Figures = {row: _row(row, TARGETS[row], samples) for row in rows}
    for row in set(found) & set(skipped):
        found[row]["skipped"] = skipped[row]
    found["limit"] = _limit(samples)
    found["peers"] = {peer: _peer(peer, samples, skipped) for peer in (SPIFF, DBOS)}
    found["effect"] = "a local no-op that returns at once; a coroutine in the “coroutine” figures"
    found["machine"] = _machine()
    return found


def _row(row: str, target: Target, samples: Samples) -> Figures:
    own = samples.get(row, ())
    value = _median_value(own)
    ratios = {peer: ratio for peer in target.times if (ratio := _ratio(row, peer, samples))}
    return {
        "value": value,
        "unit": target.unit,
        "target": target.target,
        "vs": ratios,
        "vs_target": dict(target.times),
        "met": target.met(value, ratios),
        "what": target.what,
        "rounds": [figures["value"] for figures in own],
        "also": _also(row, samples),
    }


def _median_value(figures: Sequence[Figures]) -> Any:
    """Returns the median of single values; a row of several figures is measured once."""
    if not figures:
        return None
    values: list[Any] = [f["value"] for f in figures]
    several = isinstance(values[0], dict)
    return values[0] if several else statistics.median(values)


def _also(row: str, samples: Samples) -> Figures:
    """Returns what was found out besides, each as its median."""
    own = samples.get(row, ())
    names = [name for name in (own[0] if own else {}) if name not in _OWN]
    also: Figures = {name: statistics.median(f[name] for f in own) for name in names}
    coroutine = samples.get(f"{row} coroutine")
    if coroutine:
        also["coroutine"] = _median_value(coroutine)
    return also


def _peer_names(row: str, peer: str, samples: Samples) -> list[str]:
    return [name for name in samples if name.startswith(f"{row} {peer}")]


def _ratio(row: str, peer: str, samples: Samples) -> float | None:
    """Returns how many times the peer's quickest way is reached, round by round, as a median."""
    names = _peer_names(row, peer, samples)
    if not names or not samples.get(row):
        return None
    best = max(names, key=lambda name: _median_value(samples[name]))
    pairs = zip(samples[row], samples[best], strict=False)
    return statistics.median(own["value"] / other["value"] for own, other in pairs)


def _peer(peer: str, samples: Samples, skipped: Mapping[str, str]) -> Figures:
    found: Figures = {}
    for row in TARGETS:
        for name in _peer_names(row, peer, samples):
            found[name] = _median_value(samples[name])
            first = samples[name][0]
            found["journal_mode"], found["synchronous"] = (
                first["journal_mode"],
                first["synchronous"],
            )
    if peer in skipped:
        found["skipped"] = skipped[peer]
    return found


def _limit(samples: Samples) -> Figures:
    """Returns what disk and SQLite gave at most in the same rounds, and the share reached."""
    limits = samples.get("limit", ())
    if not limits:
        return {}
    share: Figures = {}
    for row, limit in (("P1", "commits"), ("P2", "rows")):
        pairs = list(zip(samples.get(row, ()), limits, strict=False))
        if pairs:
            share[row] = statistics.median(_used(row, f) / at_most[limit] for f, at_most in pairs)
    return {
        "fdatasync_per_s": statistics.median(f["fdatasync"] for f in limits),
        "sqlite_commits_per_s": statistics.median(f["commits"] for f in limits),
        "sqlite_rows_per_s_at_200_a_commit": statistics.median(f["rows"] for f in limits),
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "share": share,
    }


def _used(row: str, figures: Figures) -> float:
    """Returns commits (P1) or rows (P2) a second that the steps needed."""
    each = COMMITS_A_STEP if row == "P1" else figures["rows_a_step"]
    return figures["value"] * each


def _machine() -> Figures:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
        "load_at_the_end": load,
    }


# --- for people -----------------------------------------------------------------------------------


def table(found: Figures) -> str:
    """Returns the summary as lines for a person."""
    lines = [f"{'':4}{'measured':>24}  {'target':>20}  {'':8}  what"]
    lines += [_line(row, found[row]) for row in TARGETS if row in found]
    lines += ["", *_limit_lines(found["limit"]), *_peer_lines(found["peers"])]
    return "\n".join(lines)


def _line(row: str, figures: Figures) -> str:
    told = {True: "met", False: "NOT MET", None: "-"}[figures["met"]]
    value = "skipped" if figures["value"] is None else _spell(figures["value"])
    times = ", ".join(
        f"{ratio:.1f} times {peer} (target {figures['vs_target'][peer]:g})"
        for peer, ratio in figures["vs"].items()
    )
    what = f"{figures['what']}, {figures['unit']}" + (f"; {times}" if times else "")
    return f"{row:4}{value:>24}  {_spell(figures['target']):>20}  {told:8}  {what}"


def _spell(value: Any) -> str:
    if isinstance(value, dict):
        return " / ".join(_spell(part) for part in cast("dict[str, Any]", value).values())
    number = float(value)
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _limit_lines(limit: Figures) -> list[str]:
    if not limit:
        return []
    share = ", ".join(f"{row} reaches {part:.0%}" for row, part in limit["share"].items())
    return [
        f"disk: {limit['fdatasync_per_s']:,.0f} fdatasync/s; SQLite WAL FULL: "
        f"{limit['sqlite_commits_per_s']:,.0f} commits/s, "
        f"{limit['sqlite_rows_per_s_at_200_a_commit']:,.0f} rows/s at 200 a commit; {share}"
    ]


def _peer_lines(peers: Figures) -> list[str]:
    lines: list[str] = []
    for peer, figures in peers.items():
        if "skipped" in figures:
            lines.append(f"{peer}: skipped, {figures['skipped']}")
        elif figures:
            rates = ", ".join(f"{n} {v:,.0f}" for n, v in figures.items() if n.startswith("P"))
            lines.append(
                f"{peer}: {rates} steps/s; {figures['journal_mode']}, "
                f"synchronous={figures['synchronous']}"
            )
    return lines
