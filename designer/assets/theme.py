"""Knows the colours and sizes of every theme, as text. Must not know Qt or what is painted.

The values and their contrast were measured once; a test measures them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Color: TypeAlias = str
"""#RRGGBB."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour for text, lines and badges, and the tint that lies under it."""

    ink: Color
    tint: Color


@dataclass(frozen=True, slots=True)
class Theme:
    """One look.

    Attributes:
        line: logical pixels of the thinnest border.
        field: borders of inputs; `border` those of cards and panels.
        on_accent: text on an accent button or a badge.
        states: by name of the state of a step ("running", "ok", …).
        categories: by what a step is about.
    """

    name: str
    dark: bool
    line: int
    canvas: Color
    surface: Color
    panel: Color
    hover: Color
    grid: Color
    border: Color
    field: Color
    text: Color
    muted: Color
    edge: Color
    accent: Color
    on_accent: Color
    ring: Color
    paper: Color
    paper_ink: Color
    states: dict[str, Pair]
    categories: dict[str, Pair]


LIGHT = Theme(
    name="light",
    dark=False,
    line=1,
    canvas="#F4F6F9",
    surface="#FFFFFF",
    panel="#FAFBFC",
    hover="#EEF2F7",
    grid="#D5DBE4",
    border="#C8D0DB",
    field="#77839A",
    text="#1A2330",
    muted="#566173",
    edge="#77839A",
    accent="#2459C7",
    on_accent="#FFFFFF",
    ring="#C8D5F1",
    paper="#FFF4C2",
    paper_ink="#3B3412",
    states={
        "running": Pair("#2459C7", "#E8EFFD"),
        "ok": Pair("#1B7A43", "#E5F5EB"),
        "failed": Pair("#C0272D", "#FDEBEC"),
        "waiting": Pair("#8A5300", "#FFF3DC"),
        "skipped": Pair("#5B6577", "#EEF1F5"),
        "disabled": Pair("#5F697B", "#F1F3F6"),
        "pinned": Pair("#6D3FC4", "#F1EBFC"),
    },
    categories={
        "trigger": Pair("#B4441A", "#FCEBE4"),
        "system": Pair("#2459C7", "#E8EFFD"),
        "data": Pair("#0B6B75", "#E0F3F4"),
        "logic": Pair("#6D3FC4", "#F1EBFC"),
        "people": Pair("#8A5300", "#FFF3DC"),
        "ai": Pair("#A12877", "#FBE8F3"),
        "time": Pair("#3F5B1E", "#ECF4E0"),
        "end": Pair("#444F60", "#EEF1F5"),
    },
)

DARK = Theme(
    name="dark",
    dark=True,
    line=1,
    canvas="#12161D",
    surface="#1C222C",
    panel="#171C25",
    hover="#232B37",
    grid="#232B37",
    border="#3A4555",
    field="#7F8CA3",
    text="#E8ECF3",
    muted="#A3AEBF",
    edge="#7F8CA3",
    accent="#7FA7FF",
    on_accent="#0B1220",
    ring="#33466B",
    paper="#3A3413",
    paper_ink="#F3E9C0",
    states={
        "running": Pair("#7FA7FF", "#18264A"),
        "ok": Pair("#5FD08F", "#16301F"),
        "failed": Pair("#FF8A8A", "#3A1A1D"),
        "waiting": Pair("#F2B84B", "#36280E"),
        "skipped": Pair("#9AA6B8", "#252C38"),
        "disabled": Pair("#8894A7", "#1A2029"),
        "pinned": Pair("#B99BFF", "#281F40"),
    },
    categories={
        "trigger": Pair("#FF9F6E", "#3A2115"),
        "system": Pair("#7FA7FF", "#18264A"),
        "data": Pair("#54C7D3", "#10292D"),
        "logic": Pair("#B99BFF", "#281F40"),
        "people": Pair("#F2B84B", "#36280E"),
        "ai": Pair("#F28BC9", "#381A2C"),
        "time": Pair("#A8CF6B", "#222E12"),
        "end": Pair("#A3AEBF", "#252C38"),
    },
)

CONTRAST = Theme(
    name="contrast",
    dark=True,
    line=2,
    canvas="#000000",
    surface="#000000",
    panel="#000000",
    hover="#333333",
    grid="#6E6E6E",
    border="#FFFFFF",
    field="#FFFFFF",
    text="#FFFFFF",
    muted="#E6E6E6",
    edge="#FFFFFF",
    accent="#FFFF00",
    on_accent="#000000",
    ring="#FFFF00",
    paper="#000000",
    paper_ink="#FFFF00",
    states={
        "running": Pair("#00FFFF", "#003A45"),
        "ok": Pair("#5CFF8A", "#00330F"),
        "failed": Pair("#FF9C9C", "#4A0008"),
        "waiting": Pair("#FFC34D", "#3A2600"),
        "skipped": Pair("#E6E6E6", "#000000"),
        "disabled": Pair("#C4C4C4", "#000000"),
        "pinned": Pair("#DDB3FF", "#000000"),
    },
    categories={
        "trigger": Pair("#FFAE70", "#000000"),
        "system": Pair("#8FC2FF", "#000000"),
        "data": Pair("#00FFFF", "#000000"),
        "logic": Pair("#DDB3FF", "#000000"),
        "people": Pair("#FFC34D", "#000000"),
        "ai": Pair("#FFA6E3", "#000000"),
        "time": Pair("#C2FF75", "#000000"),
        "end": Pair("#FFFFFF", "#000000"),
    },
)
"""For who sees little: black ground, thick borders, and no tint but where one tells something."""

THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}
