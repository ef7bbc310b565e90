"""Knows how a text is read, and why it cannot be. Must not know what its tree means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from runtime.expressions.errors import ExpressionSyntaxError
from runtime.expressions.evaluation import MAX_READ
from runtime.expressions.parser_library import Parser, ParserError
from runtime.expressions.refusals import plain
from runtime.expressions.tokens import Token, significant, tokenize
from runtime.expressions.tree import Node, tree_of


@dataclass(frozen=True, slots=True)
class ParsedExpression:
    """An expression that can be read.

    Attributes:
        text: as it was written.
        root: its tree.
        tokens: its tokens in order, without comments.
    """

    text: str
    root: Node
    tokens: tuple[Token, ...]


def parse(text: str) -> ParsedExpression:
    """Reads an expression.

    Raises:
        ExpressionSyntaxError: where it cannot be read.
    """
    if len(text) > MAX_READ:
        raise _refused("it is too long", "expression.limit")
    tokens = significant(text)
    try:
        root = tree_of(Parser().parse(_without_comments(text)), text, tokens)
    except ParserError as error:
        raise _at_token(error, text, tokens) from error
    except RecursionError as error:
        raise _refused("it is nested too deeply", "expression.limit") from error
    except re.error as error:
        raise _refused(f"a pattern is wrong: {error.msg}", "expression.syntax") from error
    except IndexError as error:  # the parser reads past the end of an open comment or escape
        raise _refused("It ends too early", "S0207", len(text)) from error
    except ExpressionSyntaxError:
        raise
    except Exception as error:
        raise _refused("the parser cannot cope with it", "expression.syntax") from error
    return ParsedExpression(text, root, tuple(tokens))


def _without_comments(text: str) -> str:
    """Returns the text with blanks for its comments; the parser fails on one at the very end."""
    for token in tokenize(text) if "/*" in text else ():
        if token.kind == "comment" and token.text.endswith("*/") and len(token.text) > len("/**"):
            text = text[: token.offset] + " " * len(token.text) + text[token.end :]
    return text


def begin_of(location: int, tokens: list[Token] | tuple[Token, ...]) -> Token | None:
    """Returns the token that ends at, or holds, a place that the parser reports."""
    for token in tokens:
        if token.offset < location <= token.end:
            return token
    return None


def _refused(why: str, code: str, offset: int | None = None) -> ExpressionSyntaxError:
    return ExpressionSyntaxError(f"{why}.", jsonata_code=code, offset=offset, token=None)


def _at_token(error: ParserError, text: str, tokens: list[Token]) -> ExpressionSyntaxError:
    code = error.error
    location = error.location
    message = str(error).strip().replace("(end)", "the end of the expression")
    token = begin_of(location, tokens)
    ended = code in {"S0203", "S0207"} and location >= len(text.rstrip())
    if ended or token is None:
        offset = len(text) if ended else max(0, min(location, len(text)))
        found = None
    else:
        offset, found = token.offset, token.text
    return ExpressionSyntaxError(
        plain(code, message, found),
        jsonata_code=code,
        offset=offset,
        token=found,
    )
