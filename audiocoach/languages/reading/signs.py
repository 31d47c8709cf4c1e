"""Signs that a voice drops or spells, in words where it is sure what they mean."""

from __future__ import annotations

from audiocoach.languages.reading.amounts import Read, number_before
from audiocoach.languages.reading.measures import measure_at
from audiocoach.languages.reading.sentence import Sentence
from audiocoach.languages.reading.tongue import Tongue
from audiocoach.languages.reading.words import how_often, zone

_MARKDOWN = ("`", "~~")


def sign(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read any character but a letter or a number."""
    text, words = s[place].text, tongue.book.signs
    if text in _MARKDOWN or (text in ("#", ">") and not place and s[1].kind == "space" and not s.is_number(2)):
        return "", place + 1
    if text == "[" and (named := _named_link(s, place)):
        return named
    if text == "×" and (often := how_often(s, place, tongue)):
        return often
    if text == "@":
        return _at(s, place, tongue)
    alone = s[place - 1].kind in ("space", "end") and s[place + 1].kind in ("space", "end")
    next_ = s.behind_blank(place + 1)
    if text == "&" and alone:
        return words.both, place + 1
    if text in ("/", "-", "–") and "filled" in (s[place - 1].kind, s[place + 1].kind):
        return _beside_filled(s, place, tongue)
    if text == "/" and alone and place:
        return ", ", place + 1
    if text == "%" and number_before(s, place):
        return f" {words.percent}", place + 1
    if text == "#" and s.is_number(next_):
        return f"{words.number} ", next_
    if text == "+":
        return _plus(s, place, alone=alone, tongue=tongue)
    if text in words.signs and (s.is_number(next_) or s[next_].kind == "filled"):
        return f" {words.signs[text]} ", next_
    return text, place + 1


def _named_link(s: Sentence, place: int) -> Read:
    """Read Markdown's `[the plan](https://example.com)` as its words alone."""
    end = next((at for at in range(place, len(s.tokens)) if s[at].text == "]"), 0)
    if not end or s[end + 1].text != "(" or s[end + 2].kind != "link":
        return None
    behind = s[end + 2].text.partition(")")
    return s.text(place + 1, end) + behind[2], end + 3 + (not behind[1] and s[end + 3].text == ")")


def _beside_filled(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Keep what was filled in apart from what stands beside it; an effort is out of ten."""
    if s[place].text == "/" and s[place + 1].text == "10":
        return f" {tongue.book.numbers.out_of} ", place + 1
    both = s[place - 1].kind not in ("space", "end") and s[place + 1].kind not in ("space", "end", "word")
    return (", " if both or s[place].text == "/" else s[place].text), place + 1


def _plus(s: Sentence, place: int, *, alone: bool, tongue: Tongue) -> Read:
    plus = tongue.book.signs.signs["+"]
    before, behind = s[place - 1].kind, s[place + 1].kind
    leads = before in ("space", "end") and s.is_number(place + 1)
    ends = s.is_number(place - 1) and (behind in ("space", "end") or s[place + 1].text in ",.;:!?)")
    if (alone and place) or leads or ends or (s.is_number(place - 1) and s.is_number(place + 1)):
        return f" {plus} ", place + 1
    return s[place].text, place + 1


def _at(s: Sentence, place: int, tongue: Tongue) -> Read:
    """Read `@ 5k` as "at five k pace", `@ Z2` as "in zone two"."""
    words, next_ = tongue.book.signs, s.behind_blank(place + 1)
    token, behind = s[next_], s[next_ + 1]
    if s[place - 1].kind not in ("space", "end") and not s.is_number(place - 1):
        return s[place].text, place + 1
    if token.kind == "word" and token.text == "Z" and s[s.behind_blank(next_ + 1)].kind in ("integer", "filled"):
        at = s.behind_blank(next_ + 1)
        if s[at].text in tuple("1234567"):
            said = zone(s, at, "@", tongue)
            return said and (f" {words.at['zone']} {said[0]}", said[1])
    if next_ == place + 1 and not s.is_number(next_):
        return s[place].text, place + 1
    if token.kind == "integer" and len(token.text) <= 3 and behind.kind == "word" and behind.text in ("k", "K"):
        end = next_ + 2
        if s.word_at(s.behind_blank(end)) == "pace":
            end = s.behind_blank(end) + 1
        number = tongue.number(int(token.text))
        distance = tongue.count(int(token.text), "kilometre", "")
        return f" {words.pace.format(number, capital=number.capitalize(), distance=distance)}", end
    return f" {words.at.get(_kind(s, next_, tongue), words.at[''])} ", place + 1


def _kind(s: Sentence, place: int, tongue: Tongue) -> str:
    """Tell what kind of thing follows an `@`."""
    if s[place].text == "RPE":
        return "effort"
    end, measure = place + 1, measure_at(s, place, tongue)
    if s[end].text in ("-", "–"):
        end += 2
    if s[s.behind_blank(end)].text == "%":
        return "percent"
    if measure is not None and s[measure.end].text == "/" and s[place].kind in ("clock", "integer"):
        return "pace" if measure.unit in ("hour", "minute", "second") else ""
    return ""


def stars(s: Sentence, place: int, tongue: Tongue) -> Read:  # noqa: ARG001  # as every rule
    """Drop Markdown's stars and underscores; between letters or numbers, or between blanks, they are something else."""
    before, behind = s[place - 1], s[place + 1]
    inside = bool(before.text[-1:].isalnum() and behind.text[:1].isalnum())
    apart = before.kind == "space" and place > 1 and behind.kind == "space"
    if inside or apart:
        return s[place].text, place + 1
    return "", place + 1


def picture(s: Sentence, place: int, tongue: Tongue) -> Read:  # noqa: ARG001
    """Leave out a picture: no voice should read one."""
    return " ", place + 1


def arrow(s: Sentence, place: int, tongue: Tongue) -> Read:  # noqa: ARG001
    """Read an arrow: what follows it comes next."""
    return ", ", s.behind_blank(place + 1)
