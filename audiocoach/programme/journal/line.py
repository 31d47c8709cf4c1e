"""One line of a journal: an entry as text, read word by word in any order."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from audiocoach.errors import Unreadable
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.spelling import (
    DAY_FORM,
    EXAMPLES,
    ID,
    WORDS,
    date_hint,
    folded,
    near_date,
    near_word,
    scale,
    share,
    visible,
    write_share,
)

MAX_LINE = 2_000
DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
SESSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")
_LIKE_SESSION = re.compile(r"[wW]?([0-9]{1,4})(?:[.,:/\-x]|[.]?[sSrR])([0-9]{1,4})[.:]?")
_TOKEN = re.compile(r"(?:[^\s,;]|(?<=[0-9]),(?=[0-9]))+")
_PAGE = re.compile(rf"(?:by\s+page|id\s+({ID.pattern}))(?![^\s,;])")
"""How the page's own words are written: anything else that begins with these is somebody's remark."""
_KEYED = re.compile(r"([A-Za-z]+)([:=]?)(.*)", re.DOTALL)
_LISTING = f"the words are: {', '.join(WORDS)}; words of your own go last, behind 'note:'"


def parse_line(text: str) -> Entry:
    """Read one line of a journal.

    Raises:
        Unreadable: with what is wrong first, where in the line, and the nearest right spelling.
    """
    text = visible(text).rstrip()
    found, faults = read_line(text)
    if faults:
        raise faults[0]
    return Entry(**found)


def format_entry(entry: Entry) -> str:
    """Write an entry as a line, without a line end. `parse_line` reads the same entry back, its note folded."""
    note = folded(entry.note)
    parts = [
        entry.date.isoformat(),
        *([entry.session] if entry.session is not None else []),
        *(["cleared"] if entry.cleared else []),
        *([f"felt {entry.felt}"] if entry.felt is not None else []),
        *([f"done {write_share(entry.done)}"] if entry.done is not None else []),
        *([f"pain {entry.pain}"] if entry.pain is not None else []),
        *([f"stumbles {entry.stumbles}"] if entry.stumbles is not None else []),
        *(["stop"] if entry.stop else []),
        *(["undo"] if entry.undo else []),
        *(["by page"] if entry.by_page else []),
        *([f"id {entry.id}"] if entry.id else []),
        *([f"note: {note}"] if note else []),
    ]
    return "  ".join(parts)


def span(text: str, pattern: re.Pattern[str]) -> tuple[int, int]:
    """Find the span of the first word that matches `pattern`; the whole line where there is none."""
    return next((t.span() for t in _TOKEN.finditer(text) if pattern.fullmatch(t.group())), (0, len(text)))


def read_line(text: str) -> tuple[dict[str, Any], list[Unreadable]]:
    """Read what a line says, by the field names of `Entry`, and all that is wrong with it."""
    if re.fullmatch(r"(<{7}|={7}|>{7}|\|{7})( .*)?", text):
        hint = "keep the entries of both sides, and take the lines with <<<<<<<, ======= and >>>>>>> out"
        return {}, [Unreadable("a conflict that version control left here", hint)]
    if len(text) > MAX_LINE:
        found, _ = read_line(text[:MAX_LINE])
        return found, [
            Unreadable(f"a line of {len(text)} characters; {MAX_LINE} are the most", "shorten its note", (0, 10))
        ]
    line = _Line(text)
    line.read()
    return line.found, line.faults


class _Line:
    """A line being read, word by word. `seen` holds the words met, whether or not their value could be read."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: dict[str, Any] = {}
        self.seen: set[str] = set()
        self.faults: list[Unreadable] = []
        self.like_stop = False

    def read(self) -> None:
        while token := _TOKEN.search(self.text, self.at):
            self.at = token.end()
            self._word(token)
        if self.like_stop and not self.seen.isdisjoint(("date", "session")):
            self.found["stop"] = True
        first = _TOKEN.search(self.text)
        start = first.span() if first else None
        if not self.seen and self.faults:
            hint = "an entry looks like: 2026-11-22  3.2  felt 5  done 85%  note: windy"
            self.faults = [Unreadable("no entry can be read here", hint)]
        elif "date" not in self.seen:
            self._fault("no date", "an entry begins with its day, such as 2026-11-22", start)
        elif "date" in self.found and self.seen.isdisjoint(("session", "stop", "cleared", "undo")):
            self._fault("no session", "write its week and number behind the date, such as 3.2", start)
        if "stop" in self.found and "cleared" in self.found:
            self._fault("'stop' and 'cleared' in one entry", "write two lines, in the order in which they came", None)

    def _word(self, token: re.Match[str]) -> None:
        word = token.group()
        keyed = _KEYED.fullmatch(word)
        key, mark, rest = (keyed.group(1).casefold(), keyed.group(2), keyed.group(3)) if keyed else ("", "", "")
        if key == "note":
            gap = re.compile(r"\s*" if mark or rest else r"\s*[:=]?\s*").match(self.text, token.end() - len(rest))
            self._note(gap.end() if gap and not rest else token.end() - len(rest))
        elif key in ("stop", "cleared", "undo") and rest in ("", ".", "!"):
            self._keep(key, token.span(), value=True)
        elif key in ("felt", "done", "pain", "stumbles") and (mark or re.match(r"[0-9]|$", rest)):
            self._value(key, rest, token)
        elif page := _PAGE.match(self.text, token.start()):
            self.at = page.end()
            self._keep("id" if page.group(1) else "by_page", page.span(), value=page.group(1) or True)
        elif DATE.fullmatch(word):
            self._day(token)
        elif session := SESSION.fullmatch(word):
            self._keep("session", token.span(), value=f"{int(session.group(1))}.{int(session.group(2))}")
        else:
            self._unknown(token)

    def _fault(self, message: str, hint: str, span: tuple[int, int] | None) -> None:
        self.faults.append(Unreadable(message, hint, span))

    def _keep(self, key: str, span: tuple[int, int], *, value: object) -> None:
        if key in self.seen:
            self._fault(f"a second {key} in one entry", "keep one of them, or write two lines", span)
            if key in ("felt", "pain", "stumbles") and isinstance(value, int):
                self.found[key] = max(value, self.found.get(key, value))  # keep the one that asks for more care
            return
        self.seen.add(key)
        if value is not None:
            self.found[key] = value

    def _note(self, start: int) -> None:
        if note := folded(self.text[start:]):
            self.found["note"] = note
        self.at = len(self.text)

    def _value(self, key: str, value: str, token: re.Match[str]) -> None:
        """Read the number after a word: in the same token, or in the next one unless that is a word itself."""
        end = token.end()
        while value in ("", ":", "="):
            following = _TOKEN.search(self.text, end)
            if not following or _is_word(following.group()):
                self._fault(f"'{key}' without its number", f"such as '{EXAMPLES[key]}'", token.span())
                self.seen.add(key)
                return
            value, end = following.group(), following.end()
        if key == "done" and (sign := re.compile(r"\s+%(?=[\s,;]|$)").match(self.text, end)):
            value, end = value + "%", sign.end()
        self.at = end
        span = (token.start(), end)
        try:
            number = share(value) if key == "done" else scale(key, value)
        except Unreadable as fault:
            self._fault(fault.message, fault.hint, span)
            self.seen.add(key)
        else:
            self._keep(key, span, value=number)

    def _day(self, token: re.Match[str]) -> None:
        year, month, day = map(int, token.group().split("-"))
        try:
            self._keep("date", token.span(), value=date(year, month, day))
        except ValueError:
            self.seen.add("date")
            near = near_date(year, month, day)
            self._fault(f"there is no day {token.group()}", f"did you mean '{near}'?" if near else "", token.span())

    def _unknown(self, token: re.Match[str]) -> None:
        word, span = token.group(), token.span()
        if hint := date_hint(word):
            self.seen.add("date")
            self._fault(f"'{word}' is not how a day is written", hint, span)
        elif like := _LIKE_SESSION.fullmatch(word):
            self.seen.add("session")
            near = f"{int(like.group(1))}.{int(like.group(2))}"
            self._fault(f"'{word}' is not how a session is written", f"did you mean '{near}'?", span)
        elif re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?%", word):
            self._fault(f"'{word}' of what?", f"did you mean 'done {word.replace(',', '.')}'?", span)
        elif re.fullmatch(r"[0-9]+", word):
            hint = f"did you mean 'felt {word}'?  Each number stands behind its word."
            if "session" not in self.seen:
                self.seen.add("session")
                hint = f"did you mean '{word}.1'?"
            self._fault(f"'{word}' is neither a session nor behind a word", hint, span)
        elif "\ufffd" in word:
            self._fault("characters that are no text", "take them out, or write the line anew", span)
        elif meant := near_word(word):
            self._misspelled(token, meant)
        elif not self.text[: token.start()].strip() and not any(map(_is_day, self.text.split())) and self._goes_on():
            self.seen.add("date")
            self._fault(f"'{word}' where the day belongs", DAY_FORM, span)
        else:
            self._own_words(span)

    def _goes_on(self) -> bool:
        following = _TOKEN.search(self.text, self.at)
        return following is not None and SESSION.fullmatch(following.group()) is not None

    def _misspelled(self, token: re.Match[str], meant: str) -> None:
        """Note a word that is almost a known one. Its number is taken with it; a stop holds until it is corrected."""
        end, number = token.end(), ""
        if meant in EXAMPLES and (behind := re.compile(r"\s*[:=]?\s*([0-9][^\s;]*)").match(self.text, end)):
            self._value(meant, "", token)
            end, number = behind.end(), f" {behind.group(1)}"
        elif meant == "note":
            self.at = len(self.text)
        elif meant == "stop":
            self.like_stop = True
        self.seen.add(meant)
        mark = ":" if meant == "note" else ""
        hint = f"did you mean '{meant}{mark}{number}'?\n{_LISTING}"
        self._fault(f"unknown word '{token.group()}'", hint, token.span())

    def _own_words(self, span: tuple[int, int]) -> None:
        """Note a remark without `note:`, as one problem for the whole of it."""
        start, end = span
        while token := _TOKEN.search(self.text, end):
            word = token.group()
            if _is_word(word) or near_word(word) == "stop" or re.match(r"[0-9]", word):
                break
            end = token.end()
        self.at = end
        words = self.text[start:end]
        if len(words) > 40:
            words = words[:39] + "…"
        what = "unknown word" if " " not in words else "unknown words"
        hint = f"did you mean 'note: {words.lstrip('# ')}'?\n{_LISTING}"
        self._fault(f"{what} '{words}'", hint, (start, end))


def _is_word(token: str) -> bool:
    keyed = _KEYED.fullmatch(token)
    return bool(keyed and keyed.group(1).casefold() in WORDS) or _is_day(token)


def _is_day(token: str) -> bool:
    return DATE.fullmatch(token) is not None
