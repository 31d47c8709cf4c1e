"""A text cut into tokens, once: a number stays whole with all that is written in it, and so does what was filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from audiocoach.quantities.notations import MINUTE_MARKS, SECOND_MARKS
from audiocoach.text.filled import BEGIN, END

PICTURES = "[\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\ufe0f\u200d\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f]+"

_KINDS = rf"""
      (?P<filled>{BEGIN}[^{BEGIN}{END}]*{END})
    | (?P<space>\s+)
    | (?P<short>SHORT)
    | (?P<link>\b(?:https?://(?:www\.)?|www\.)[\w-]+(?:\.[\w-]+)+\S*
             | \b[\w-]{{1,63}}+(?:\.[\w-]{{1,63}}+){{0,9}}\.(?:com|org|net|info|eu)\b(?:/\S*)?)
    | (?P<arrow>[\u2190-\u21ff]+|[-=]>)
    | (?P<picture>{PICTURES})
    | (?P<date>[0-9]{{4}}(?P<iso>[/-])[0-9]{{2}}(?P=iso)[0-9]{{2}}(?![\w/:-])
             | [0-9]{{1,2}}(?P<between>[./])[0-9]{{1,2}}(?P=between)(?:[0-9]{{4}}|[0-9]{{2}})(?![\w/:-]|[.,][0-9])
             | [0-9]{{1,2}}-[0-9]{{1,2}}-(?:19|20)[0-9]{{2}}(?![\w/:-]|[.,][0-9])
             | [0-9]{{1,2}}\.[0-9]{{1,2}}\.(?![\w.]))
    | (?P<phone>(?:\+[0-9]{{1,3}}|0[0-9]{{2,5}})(?:[ /()-]{{1,2}}[0-9]{{2,}}){{1,6}}(?![\w:/-]|[.,][0-9])
              | 0[1-9]-[0-9]{{6,}}(?![\w:/-])
              | (?![0-9]00-)[0-9]{{3}}[ .-][0-9]{{3}}[ .-][0-9]{{4}}(?![\w:/-])
              | [0-9]{{3}}-[0-9]{{4}}(?![\w:/-]|\s?(?:k?m|mi|met|Met|mèt|ft|y)\w*\b)
              | [0-9]{{7,}}(?![\w:/.,-]))
    | (?P<row>[0-9]{{1,5}}(?:[-–][0-9]{{1,5}}){{2,30}}(?:-[^\W\d_]+)?(?![0-9:/–-]|[.,][0-9]))
    | (?P<clock>[0-9]{{1,4}}(?::[0-9]{{2}}){{1,2}}(?![0-9:]|[.,][0-9]|/(?!1\s?(?:km?|mi)\b)[0-9]))
    | (?P<mixed>[0-9]{{1,4}}\s[1-9]/[1-9](?![\w/]|[.,:][0-9]) | (?:[0-9]{{1,4}}\s?)?[½⅓⅔¼¾])
    | (?P<fraction>(?<![0-9][{MINUTE_MARKS}hum])(?<![0-9]min)[0-9]{{1,4}}/[0-9]{{1,4}}(?![0-9/]|[.,:][0-9]))
    | (?P<decimal>[0-9]++(?:[.,\u2009\u202f\xa0][0-9]++)++(?![0-9]|[:][0-9]))
    | (?P<pointed>(?<![\w.,:/])\.[0-9]+(?![\w.,:/-]))
    | (?P<whole>(?<![0-9][{MINUTE_MARKS}hum])(?<![0-9]min)[0-9]+(?:[.,:/][0-9]+)+)
    | (?P<integer>[0-9]+)
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
    | (?P<prime>(?P<mark>[{MINUTE_MARKS}])(?P=mark)|[{MINUTE_MARKS}{SECOND_MARKS}])
    | (?P<stars>[*_]+)
    | (?P<sign><=|>=|~~|\+/[-–−](?=\s?[0-9])|.)
    """

_ONE_FOR = {"<=": "≤", ">=": "≥", "≈": "~", "+/-": "±", "+/–": "±", "+/−": "±"}
"""Signs that are written in two ways."""

_WHOLE = {"between": "date", "iso": "date", "mark": "prime", "pointed": "decimal"}
"""The kinds of tokens by what stands in them."""

NUMBERS = frozenset({"integer", "decimal", "mixed", "fraction", "whole", "clock", "date", "phone", "row"})


class Token(NamedTuple):
    """A piece of text: of what kind it is, and where it begins. A number that was filled in is `filled`."""

    kind: str
    text: str
    at: int
    filled: bool = False

    @property
    def end(self) -> int:
        """Return where it ends in the text, marks not counted."""
        return self.at + len(self.text)


def abbreviations(shorthand: Iterable[str]) -> str:
    """Return a pattern of a language's shorthand: `e.g.`, and `approx.?` with or without its full stop."""
    longest_first = sorted(shorthand, key=len, reverse=True)
    written = "|".join(re.escape(short).replace(r"\.\?", r"\.?").replace(r"\ ", r"\s?") for short in longest_first)
    return rf"(?<![\w.])(?:{written})(?!\w)" if written else "(?!)"


def cutter(shorthand: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern that cuts the texts of a language with this shorthand."""
    return re.compile(_KINDS.replace("SHORT", abbreviations(shorthand)), re.VERBOSE | re.DOTALL | re.IGNORECASE)


def cut(text: str, pattern: re.Pattern[str]) -> list[Token]:
    """Cut a text into tokens, one behind the other; together they are the text, without marks."""
    tokens: list[Token] = []
    at = 0
    for found in pattern.finditer(text):
        kind, token = _kind(found), found[0]
        if kind == "filled":
            token = token[1:-1]
            kind = "integer" if re.fullmatch("[0-9]+", token) else kind
            tokens.append(Token(kind, token, at, filled=True))
        elif token not in (BEGIN, END):
            tokens.append(Token(kind, _ONE_FOR.get(token, token), at))
        else:
            continue
        at += len(token)
    return tokens


def _kind(found: re.Match[str]) -> str:
    return _WHOLE.get(str(found.lastgroup), str(found.lastgroup))
