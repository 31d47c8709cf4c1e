"""What a runner would find odd, and the coach therefore does not do."""

from __future__ import annotations

from language_tools import half_a_second, laid_out, said


def test_no_round_is_counted_where_more_of_the_same_follows_on_the_set() -> None:
    found = laid_out("session: A\nsteps: 2 x (work 60s Run, rest 60s), work 60s Run", spoken=half_a_second)
    assert said(found, "round") == said(found, "last-round") == []
    assert said(found, "session-start") == [(400, "A. Five minutes.")]


def test_rounds_are_counted_where_other_steps_follow() -> None:
    found = laid_out("session: A\nsteps: 2 x (work 60s Run, rest 60s), cool-down 60s", spoken=half_a_second)
    assert [text for _, text in said(found, "round")] == ["Round 1 of 2."]
    assert [text for _, text in said(found, "last-round")] == ["Last one."]
    assert "Twice: Run, one minute; then Rest, one minute" in said(found, "session-start")[0][1]


def test_left_and_right_are_not_called_rounds() -> None:
    found = laid_out("session: A\nsteps:\n  - 2 x (stretch 30s Calf {left|right})", spoken=half_a_second)
    assert said(found, "round") == said(found, "last-round") == []


def test_the_last_of_several_steps_a_round_is_no_last_one() -> None:
    found = laid_out("session: A\nsteps: 2 x (work 30s A, rest 10s, work 30s B, rest 10s)", spoken=half_a_second)
    assert [text for _, text in said(found, "round")] == ["Round 1 of 2.", "Round 2 of 2."]


def test_the_first_start_command_is_kept_before_the_title() -> None:
    found = laid_out("session: A rather long title for it\nsteps: work 4s Run, rest 60s")
    assert said(found, "start")[0] == (400, "Run!")
    assert "A rather long title" in found.dropped[0].text


def test_a_reminder_of_form_keeps_clear_of_the_authors_words() -> None:
    text = "session: A\nsteps:\n  - work: 2m\n    cues:\n      - {at: 7s, say: My own.}"
    reminders = said(laid_out(text, spoken=half_a_second), "every")
    assert all(abs(at - 7000) >= 2500 for at, _ in reminders)


def test_the_end_of_a_step_has_no_reminder_of_form() -> None:
    found = laid_out("session: A\nsteps: work 45s, rest 60s", spoken=half_a_second)
    assert [at for at, _ in said(found, "every")] == [8000]
