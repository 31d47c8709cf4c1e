"""All that the page can ask: `POST /api/NAME` with a JSON object, answered by one. Another one is one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from audiocoach.studio import (
    bringing_in,
    file_questions,
    hearing,
    journal_questions,
    naming_questions,
    nearby,
    sending,
    take_questions,
)
from audiocoach.studio.asked import Answer, Asked
from audiocoach.studio.asked_edits import act
from audiocoach.studio.check_question import check
from audiocoach.studio.desk import Desk

Question = Callable[[Desk, Asked], Answer]


def close(desk: Desk, _asked: Asked) -> Answer:
    """End the studio."""
    desk.shut()
    return {}


def state(desk: Desk, asked: Asked) -> Answer:
    """Say what the page begins with, and what it may ask."""
    return {**file_questions.state(desk, asked), "questions": sorted(QUESTIONS)}


QUESTIONS: Mapping[str, Question] = {
    "act": act,
    "check": check,
    "choices": nearby.choices,
    "close": close,
    "complete": nearby.complete,
    "cancel": sending.cancel,
    "discard": file_questions.discard,
    "draft": file_questions.draft,
    "duplicate": naming_questions.duplicate,
    "import": bringing_in.bring_in,
    "journal": journal_questions.journal,
    "leave": file_questions.leave,
    "log": journal_questions.log,
    "look": file_questions.look,
    "new": file_questions.new,
    "open": file_questions.open_script,
    "people": journal_questions.people,
    "phone": sending.phone,
    "phone-end": sending.phone_end,
    "play": hearing.play,
    "rename": naming_questions.rename,
    "render": sending.render,
    "save": file_questions.save,
    "share": sending.share,
    "state": state,
    "take": take_questions.take,
    "takes": take_questions.takes,
    "unlog": journal_questions.unlog,
}
"""Each question's name, and what answers it, in a thread of its own. What the user can mend is raised."""

LARGE = frozenset(("import", "take"))
"""Questions that bring a whole file."""
