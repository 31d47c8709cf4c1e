"""The fit rules: the author's words keep their time exactly, and the coach's give way. Pure.

The author's words that cannot keep their time are an error; the coach's move by up to 2 s or are dropped, in
the order of `RANKS`. The session's first words follow those of its first step, and its last come behind the last work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from audiocoach.errors import Where
from audiocoach.timeline.coach_cues import countdown_of
from audiocoach.timeline.cues import Wanted
from audiocoach.timeline.events import Owned
from audiocoach.timeline.first_words import advice
from audiocoach.timeline.room import COUNTDOWN, GAP, MAX_SHIFT, REMINDER_GAP, Board, seconds
from audiocoach.timeline.signals import AFTER_SIGNAL

RANKS = (
    "start", "set", "round", "last-round", "last-of-set", "session-end",
    "-10s", "-1m", "-30s", "", "next", "halfway", "every", "session-start",
)  # fmt: skip
"""Who chooses first. The empty string stands for all other moments."""

_WAYS_OUT = "ways out: fewer words, a longer step, or another moment for one of the cues"

_Said = tuple[int, int, Where]


class AuthorPlacing:
    """Places the cues of the script itself, exactly at their times.

    `said` and `sounded` hold what was placed.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.said: list[_Said] = []
        self.sounded: list[_Said] = []
        self._words = Owned()

    def place(self, cue: Wanted) -> None:
        """Place one cue, or note why it cannot be."""
        board, at = self.board, cue.at_ms
        signal = board.book.length(cue.sound, cue.where) if cue.sound else 0
        lead = signal + AFTER_SIGNAL if signal else 0
        lasts = lead + board.lengths[cue.words] if cue.words else signal
        if cue.finish:
            at = board.intervals[cue.interval].end_ms - lasts
        elif cue.at_start and not signal:
            at = board.words_begin(at)
        if cue.until_ms is not None and at + lasts > self._until(cue):
            board.drop(cue, f"it lasts {seconds(lasts)}, and would not be finished in time")
            return
        if cue.sound is not None:
            self._sound(cue, at)
        if cue.words is None:
            board.heard.add(cue.source)
        elif self._fits(cue, at + lead, board.lengths[cue.words]):
            board.heard.add(cue.source)
            self.said.append((at + lead, at + lasts, cue.where))
            self._words.add(at + lead, at + lasts, cue.where)
            board.say(cue, at + lead)

    def _sound(self, cue: Wanted, at: int) -> None:
        board = self.board
        assert cue.sound is not None
        end = at + board.book.length(cue.sound, cue.where)
        if board.said.busy(at, end) or board.signals.busy(at, end):
            board.warn("this signal sounds over something else", cue.where, "move it by some seconds")
        board.sound(cue.sound, cue.sound, at, cue.where, "author")
        if end > at:
            self.sounded.append((at, end, cue.where))

    def _fits(self, cue: Wanted, at: int, length: int) -> bool:
        board, interval, end = self.board, self.board.intervals[cue.interval], at + length
        lasting = f"these words last {seconds(length)}"
        if at < interval.start_ms:
            board.error(f"{lasting}, and their step {seconds(interval.length_ms)}", cue.where, _WAYS_OUT)
            return False
        if end > board.total_ms:
            room = seconds(max(0, board.total_ms - at))
            board.error(f"{lasting}, and the session ends {room} after they begin", cue.where, _WAYS_OUT)
            return False
        if board.said.busy(at, end):
            for other in self._words.within(at, end):
                self._note_overlap((at, end, cue.where), other)
            return False
        if end > interval.end_ms:
            over = seconds(end - interval.end_ms)
            board.warn(f"{lasting} and run {over} into the next step", cue.where, _WAYS_OUT)
        elif board.signals.busy(at, end):
            board.warn("a signal sounds over these words", cue.where, "move them by a second, or shorten them")
        return True

    def _note_overlap(self, one: _Said, other: _Said) -> None:
        """Report two of the author's cues at once as an error at the later one."""
        (start, end, where), (begin, _, later) = sorted([one, other], key=lambda said: (said[0], said[2].line))
        if begin < end:
            message = (
                f"two cues at once: the one in {where.in_words} lasts {seconds(end - start)}, "
                f"and this one begins {seconds(begin - start)} after it"
            )
            self.board.error(message, later, _WAYS_OUT)

    def _until(self, cue: Wanted) -> int:
        """Return when (ms) a repeated cue must have ended: at its own `until`, else at the countdown."""
        assert cue.until_ms is not None
        interval = self.board.intervals[cue.interval]
        if cue.until_ms == interval.end_ms and countdown_of(interval, self.board.sheet) is not None:
            return interval.end_ms - COUNTDOWN
        return cue.until_ms


class CoachPlacing:
    """Places the coach's cues around everything else, each where it finds room."""

    def __init__(self, board: Board, authors: AuthorPlacing) -> None:
        self.board = board
        self.authors = {start: where for start, _, where in authors.said}
        self.authors_end = max((end for _, end, _ in [*authors.said, *authors.sounded]), default=0)
        self.start_words_end: dict[int, int] = {}

    def place_all(self, cues: Iterable[Wanted]) -> None:
        """Place the cues in the order of their rank."""
        ranks = {name: rank for rank, name in enumerate(RANKS)}
        for cue in sorted(cues, key=lambda cue: (ranks.get(cue.role, ranks[""]), cue.at_ms)):
            self._place(cue)

    def _place(self, cue: Wanted) -> None:
        board, at = self.board, cue.at_ms
        replaced = self._authors_words_at(cue)
        if replaced is not None:
            board.drop(cue, f"the script's own words ({replaced.in_words}) are said then", replaced=True)
            return
        if cue.sound is not None:
            length = board.book.length(cue.sound, cue.where)
            if length and (board.said.busy(at, at + length) or board.signals.busy(at, at + length)):
                board.drop(cue, "its signal would sound over something else")
                return
            end = board.sound(cue.sound, cue.sound, at, cue.where, "coach")
            at = end + AFTER_SIGNAL if end > at else at
        if cue.words is None:
            return
        if cue.role == "session-start":
            self._open(cue)
        elif cue.finish:
            self._finish(cue)
        else:
            self._place_words(cue, at)

    def _place_words(self, cue: Wanted, at: int) -> None:
        board = self.board
        assert cue.words is not None
        length = board.lengths[cue.words]
        first, last = board.window(cue.interval)
        if cue.at_start:
            # The start command and the round follow each other.
            at = max(first, self.start_words_end.get(cue.interval, at - GAP) + GAP)
            if cue.interval not in self.start_words_end:
                last = min(last, max(first, board.intervals[cue.interval].start_ms + MAX_SHIFT) + length)
        if cue.until_ms is not None:
            last = min(last, cue.until_ms)
        gap = REMINDER_GAP if cue.role == "every" else GAP
        start = board.find_room(at, length, first, last, gap=gap)
        if start is None:
            board.drop(cue, f"no room: it lasts {seconds(length)}", lasts_ms=length)
            return
        end = board.say(cue, start)
        if cue.at_start:
            self.start_words_end[cue.interval] = end

    def _open(self, cue: Wanted) -> None:
        """Have the session's first words follow those of its first step, as many of them as there is time for before
        something else is said.
        """
        board, interval = self.board, self.board.intervals[cue.interval]
        assert cue.words is not None
        if interval.kind == "work":
            board.drop(cue, "the first step is work, over which only its own words are said", advice=advice(cue.where))
            return
        first, last = board.window(cue.interval)
        first = max(first, self.start_words_end.get(cue.interval, first - GAP) + GAP)
        # The next step begins with words.
        last = min(last, interval.end_ms - REMINDER_GAP)
        for text, words in ((cue.text, cue.words), *cue.shorter):
            length = board.lengths[words]
            start = board.find_room(first, length, first, last, gap_after=REMINDER_GAP)
            if start is not None:
                self.start_words_end[cue.interval] = board.say(replace(cue, text=text, words=words), start)
                if words is not cue.words:
                    board.drop(cue, f"no room for all of it: shortened to '{text}'", advice=advice(cue.where))
                return
        board.drop(cue, f"no room: it lasts {seconds(board.lengths[cue.words])}", advice=advice(cue.where))

    def _finish(self, cue: Wanted) -> None:
        """Have the session's last words end with its last step, behind the author's own; or follow it where it is work
        to the end, or too short for them.
        """
        board, interval = self.board, self.board.intervals[cue.interval]
        assert cue.words is not None
        length, start = board.lengths[cue.words], None
        if interval.kind != "work":
            first, last = board.window(cue.interval)
            first = max(first, self.authors_end)
            start = board.find_room(last - length, length, first, last, only_earlier=True)
        board.say(cue, board.behind_the_end() if start is None else start)

    def _authors_words_at(self, cue: Wanted) -> Where | None:
        """Find the author's words that are due at the same moment as a coach's cue, and so replace it."""
        if cue.finish:
            return None
        begin = self.board.words_begin(cue.at_ms) if cue.at_start else cue.at_ms
        return self.authors.get(begin) or self.authors.get(cue.at_ms)
