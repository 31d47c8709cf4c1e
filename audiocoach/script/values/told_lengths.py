"""Tell of lengths such as `2.30 min`, which many outside English write for 2:30."""

from __future__ import annotations

from audiocoach.errors import Hint
from audiocoach.languages.lookup import base
from audiocoach.quantities.either_way import WRITTEN, EitherWay, written_either_way
from audiocoach.quantities.lengths import write_length
from audiocoach.script.context import Reading
from audiocoach.script.yaml.located import Text


def warn_of_point(part: Text, both: EitherWay, taken: str, context: Reading) -> None:
    """Note that a part of a text has two meanings, and which of them is taken."""
    clock, decimal = write_length(both.clock), write_length(both.decimal)
    message = f"'{part}' could be {clock} or {decimal}, and {taken}"
    context.warn(message, part.where, Hint(f"write '{clock}' or '{decimal}' to be sure", clock, decimal))


def check_length(value: object, language: str, context: Reading) -> None:
    """Note a length, or a moment, that has two meanings in a language."""
    if base(language) == "en" or not isinstance(value, Text):
        return
    for span, both in written_either_way(value):
        warn_of_point(value.part(*span), both, f"is {write_length(both.decimal)} here", context)


def check_values(node: object, language: str, context: Reading) -> None:
    """Note each variable of a programme, in a part of it, that is a length with two meanings."""
    if isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            check_values(value, language, context)
    elif isinstance(node, Text) and WRITTEN.fullmatch(node):
        check_length(node, language, context)
