"""Knows what spreadsheets call the functions of the language. Must not know how they work."""

from __future__ import annotations

_TABLE = """
average|AVERAGE
abs|ABS
append|VSTACK
boolean|ISTRUE
ceil|ROUNDUP CEILING
contains|SEARCH FIND
count|COUNT COUNTA ROWS
distinct|UNIQUE
error|ERROR
exists|ISBLANK
filter|FILTER
floor|ROUNDDOWN INT FLOOR
formatNumber|TEXT FIXED DOLLAR
fromMillis|TEXT DATE
join|TEXTJOIN CONCAT CONCATENATE
length|LEN
lookup|VLOOKUP XLOOKUP LOOKUP INDEX
lowercase|LOWER
map|MAP
match|REGEXEXTRACT
max|MAX LARGE
merge|HSTACK
min|MIN SMALL
not|NOT
now|NOW TODAY
number|VALUE NUMBERVALUE
pad|REPT
parseInteger|VALUE
power|POWER
random|RAND
reduce|REDUCE SCAN
replace|SUBSTITUTE REPLACE
round|ROUND MROUND
single|XLOOKUP
sort|SORT SORTBY
split|TEXTSPLIT SPLIT
sqrt|SQRT
string|TEXT T
substring|MID LEFT RIGHT
substringAfter|TEXTAFTER
substringBefore|TEXTBEFORE
sum|SUM SUMIF
toMillis|DATEVALUE TIMEVALUE
trim|TRIM CLEAN
type|TYPE
uppercase|UPPER
zip|HSTACK
"""

SPREADSHEET = {
    name: tuple(words.split())
    for name, words in (line.split("|") for line in _TABLE.strip().splitlines())
}
"""Function's name without `$` to what spreadsheets call it."""
