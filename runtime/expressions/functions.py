"""Knows the built-in functions by name, arguments and purpose. Must not know how they work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A function of the language.

    Attributes:
        name: without `$`.
        arguments: as they are written, optional ones with `?`.
        help: what it gives, for a person who knows spreadsheets.
        from_context: with how many arguments at most it takes the current value as its first;
            -1 where it never does.
    """

    name: str
    arguments: str
    help: str
    from_context: int = -1


_TABLE = """
abs|number|the number without its sign|0
append|list, list|both lists as one
average|list|the mean of the numbers
base64decode|text|the text that was encoded|0
base64encode|text|the text as base64|0
boolean|value|true unless empty, zero or missing|0
ceil|number|rounded up to a whole number|0
contains|text, part|whether the text holds the part|1
count|list|how many items
decodeUrl|text|the web address decoded|0
decodeUrlComponent|text|the part of a web address decoded|0
distinct|list|the list without repetitions
each|object, function|the function for each field|1
encodeUrl|text|the text as a web address|0
encodeUrlComponent|text|the text as a part of a web address|0
error|message|ends with an error
assert|condition, message|ends with an error unless the condition holds
eval|text, value?|the text as an expression
exists|value|whether there is a value
filter|list, function|the items for which the function is true
floor|number|rounded down to a whole number|0
formatBase|number, base?|the number in another base|1
formatInteger|number, picture|the whole number as text|1
formatNumber|number, picture, options?|the number as text|1
fromMillis|milliseconds, picture?, zone?|the moment as text|2
join|list, separator?|the texts as one
keys|object|the names of the fields|0
length|text|how many characters|0
lookup|object, name|the field of that name
lowercase|text|in small letters|0
map|list, function|the function's result for each item
match|text, pattern, limit?|where the pattern occurs|2
max|list|the largest number
merge|list of objects|all fields in one object
millis||this moment in milliseconds
min|list|the smallest number
not|value|true where the value is false|0
now|picture?, zone?|this moment as text
number|value|the value as a number|0
pad|text, width, filling?|the text filled up to the width|1
parseInteger|text, picture|the text as a whole number|1
power|number, exponent|the number to the power|1
random||a number from 0 up to 1
reduce|list, function, start?|all items combined by the function
replace|text, pattern, replacement, limit?|the text with parts replaced|3
reverse|list|the list backwards
round|number, digits?|rounded, halves to the even digit|0
shuffle|list|the list in random order
sift|object, function|the fields for which the function is true|1
single|list, function?|the one item for which the function is true
sort|list, function?|the list in order
split|text, separator, limit?|the parts of the text|2
spread|object|a list with one object a field|0
sqrt|number|the square root|0
string|value, pretty?|the value as text|0
substring|text, start, length?|a part of the text|2
substringAfter|text, mark|what follows the mark|1
substringBefore|text, mark|what precedes the mark|1
sum|list|the numbers added
toMillis|text, picture?|the moment in milliseconds|1
trim|text|the text without blanks at its ends|0
type|value|what kind of value it is
uppercase|text|in capital letters|0
zip|lists|items of the lists side by side
"""


def _read(line: str) -> BuiltIn:
    name, arguments, purpose, *context = line.split("|")
    return BuiltIn(name, arguments, purpose, int(context[0]) if context else -1)


BUILT_INS = {each.name: each for each in map(_read, _TABLE.strip().splitlines())}
"""Every built-in function by its name."""
