"""What was done before, said in the session that comes next: from the journal beside a programme, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import ScriptError
from audiocoach.programme.adapting.deciding import decide
from audiocoach.programme.adapting.decision import Entry, Planned
from audiocoach.programme.following import follow, followed
from audiocoach.programme.load_programme import load_programme, parse_programme
from audiocoach.programme.programme import Programme
from audiocoach.programme.progress import progress_of
from audiocoach.quantities.quantity import length, number
from audiocoach.rendering.fingerprint import fingerprint
from audiocoach.script.coach_sheets import coach_of
from audiocoach.vocabulary import PROGRESS_WORDS
from tests.support.voiceless_timelines import half_a_second, said, timeline

MINUTE = 60_000
PLAN = [Planned("1.1", 10 * MINUTE), Planned("1.2", 12 * MINUTE), Planned("1.3", 14 * MINUTE)]
TODAY = date(2026, 11, 29)
SCRIPT = """\
programme: Told
weeks: 1
per-week: 3
dose: running
progression:
  running: {start: 10m, grow: 2m, target: 14m}
session:
  session: "Run {run}"
  language: LANGUAGE
  coach: none
  steps:
    - talk: 60s
      say: "LAST. Today {running}."
    - work: running
"""


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


def told(*entries: Entry) -> dict[str, object]:
    return dict(progress_of(entries, PLAN, decide(entries, PLAN, TODAY)))


def first_words(programme: Programme) -> list[str]:
    return [said(timeline(each.session, spoken=half_a_second), "cue")[0][1] for each in programme.sessions]


def beside(folder: Path, text: str, journal: str, name: str = "plan.journal") -> Programme:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    (folder / name).write_text(journal, encoding="utf-8")
    return followed(str(folder / "plan.yaml")).told()


def in_language(language: str, words: str) -> str:
    return SCRIPT.replace("LANGUAGE", language).replace("LAST", words)


def test_before_anything_is_logged_nothing_is_said() -> None:
    assert told() == {}


def test_the_last_the_most_and_all_that_was_done_are_doses() -> None:
    found = told(Entry(days_ago(6), "1.1"), Entry(days_ago(4), "1.2"), Entry(days_ago(2), "1.1"))
    assert found == {
        "last": length(10 * MINUTE),
        "best": length(12 * MINUTE),
        "total": length(32 * MINUTE),
        "done": number(3),
        "since": number(2),
    }


def test_of_a_session_done_in_part_that_part_counts_rounded_down_to_ten_seconds() -> None:
    found = told(Entry(days_ago(2), "1.2", done=Fraction(85, 100)))  # 10:12
    assert found["last"] == length(10 * MINUTE + 10_000)


def test_a_session_of_which_nothing_was_done_is_none() -> None:
    assert told(Entry(days_ago(2), "1.1", done=Fraction(0))) == {}


@pytest.mark.parametrize(
    ("dose", "is_length", "done", "last"),
    [
        (60_000, True, Fraction(1, 100), None),  # 0.6 s, which nobody calls a run
        (60_000, True, Fraction(9, 100), length(5_000)),  # 5.4 s
        (2, False, Fraction(1, 3), None),
        (2, False, Fraction(1, 2), number(1)),
        (0, True, Fraction(1), length(0)),  # a programme without work, such as one of stretching
    ],
)
def test_a_part_that_is_less_than_one_of_what_is_said_is_none(
    dose: int, is_length: bool, done: Fraction, last: object
) -> None:
    plan = [Planned("1.1", dose, is_length), Planned("1.2", dose, is_length)]
    entries = [Entry(days_ago(2), "1.1", done=done)]
    assert progress_of(entries, plan, decide(entries, plan, TODAY)).get("last") == last


def test_a_line_written_twice_for_one_day_is_one_session() -> None:
    assert told(Entry(days_ago(2), "1.1"), Entry(days_ago(2), "1.1", done=Fraction(1, 2)))["done"] == number(1)


def test_what_the_programme_does_not_have_counts_nowhere() -> None:
    found = told(Entry(days_ago(5), "9.9"), Entry(days_ago(3), "1.1"))
    assert (found["done"], found["since"]) == (number(1), number(3))


def test_days_count_to_the_first_day_on_which_the_session_is_due() -> None:
    assert told(Entry(TODAY, "1.1"))["since"] == number(2)


def test_all_of_more_than_an_hour_is_told_in_whole_minutes() -> None:
    entries = [Entry(days_ago(2 * each), "1.2", done=Fraction(85, 100)) for each in range(1, 8)]
    assert told(*entries)["total"] == length(71 * MINUTE)  # 1:11:10


def test_doses_that_are_numbers_stay_numbers() -> None:
    plan = [Planned("1.1", 8, is_length=False), Planned("1.2", 10, is_length=False)]
    entries = [Entry(days_ago(2), "1.2", done=Fraction(1, 3))]
    assert progress_of(entries, plan, decide(entries, plan, TODAY))["last"] == number(3)


def test_while_the_plan_is_stopped_nothing_is_said() -> None:
    assert told(Entry(days_ago(3), "1.1", stop=True)) == {}


LAST_RUN = {
    "en": ("Last time {last, else: none}, {since, else: never} ago", "Last time ten minutes, two days ago."),
    "de": ("Zuletzt {last, else: nichts}, Pause: {since, else: keine}", "Zuletzt zehn Minuten, Pause: zwei Tage."),
    "es": ("La última vez {last, else: nada}; {since, else: nada}", "La última vez diez minutos; dos días."),
    "fr": ("La dernière fois {last, else: rien} ; {since, else: rien}", "La dernière fois dix minutes ; deux jours."),
    "it": ("L'ultima volta {last, else: niente}; {since, else: mai}", "L'ultima volta dieci minuti; due giorni."),
    "nl": ("De vorige keer {last, else: niets}; {since, else: nooit}", "De vorige keer tien minuten; twee dagen."),
    "pl": ("Ostatnio {last, else: nic}; {since, else: nigdy}", "Ostatnio dziesięć minut; dwa dni."),
    "pt": ("Da última vez {last, else: nada}; {since, else: nunca}", "Da última vez dez minutos; dois dias."),
}


@pytest.mark.parametrize("language", LAST_RUN)
def test_only_the_next_session_says_it_and_in_its_language(language: str, tmp_path: Path) -> None:
    words, spoken = LAST_RUN[language]
    journal = f"{date.today() - timedelta(days=2)}  1.1  felt 3\n"
    first, second, third = first_words(beside(tmp_path, in_language(language, words), journal))
    assert second.startswith(spoken), second
    untold = first_words(load_programme(tmp_path / "plan.yaml"))
    assert [first, third] == [untold[0], untold[2]]
    assert spoken not in first


def test_a_language_that_is_not_here_says_days_with_the_units_that_are_known(tmp_path: Path) -> None:
    journal = f"{date.today() - timedelta(days=3)}  1.1  felt 3\n"
    spoken = first_words(beside(tmp_path, in_language("da", "{since, else: aldrig}"), journal))
    assert [each.partition(".")[0] for each in spoken] == ["Aldrig", "3 dage", "Aldrig"]


def prints(programme: Programme) -> list[str]:
    return [fingerprint(each.session, coach_of(each.session), (), ()) for each in programme.sessions]


def test_a_journal_makes_no_file_out_of_date_but_that_of_the_session_that_says_it(tmp_path: Path) -> None:
    journal = f"{date.today() - timedelta(days=2)}  1.1  felt 3\n"
    told = prints(beside(tmp_path, in_language("en", "Last time {last, else: none}"), journal))
    untold = prints(load_programme(tmp_path / "plan.yaml"))
    assert [one == other for one, other in zip(told, untold, strict=True)] == [True, False, True]
    silent = prints(beside(tmp_path, in_language("en", "On you go"), journal))
    assert silent == prints(load_programme(tmp_path / "plan.yaml"))


def test_what_a_session_does_not_say_of_it_makes_no_other_file(tmp_path: Path) -> None:
    text = in_language("en", "Last time {last, else: none}")
    days = [date.today() - timedelta(days=ago) for ago in (2, 5)]
    assert prints(beside(tmp_path, text, f"{days[0]}  1.1  felt 3\n")) == prints(
        beside(tmp_path, text, f"{days[1]}  1.1  felt 3\n")
    )


def test_a_journal_with_a_line_that_cannot_be_read_says_nothing_and_that_is_told(tmp_path: Path) -> None:
    journal = f"{date.today() - timedelta(days=2)}  1.1  felt 3\nsomeday  1.2  felt 3\n"
    text = in_language("en", "Last time {last, else: none}")
    found = beside(tmp_path, text, journal)
    assert first_words(found) == first_words(load_programme(tmp_path / "plan.yaml"))
    (note,) = found.warnings
    assert note.severity == "note"
    assert "plan.journal: there are lines in it that cannot be read" in note.message
    assert beside(tmp_path, in_language("en", "On you go"), journal).warnings == ()


def test_an_athlete_has_a_journal_of_their_own_and_never_hears_anothers_where_they_are_several(tmp_path: Path) -> None:
    text = in_language("en", "Last time {last, else: none}")
    beside(tmp_path, text, f"{date.today() - timedelta(days=2)}  1.1  felt 3\n")
    beside(tmp_path, text, f"{date.today() - timedelta(days=2)}  1.2  felt 3\n", "plan Ann.journal")
    path = tmp_path / "plan.yaml"
    programme = load_programme(path)

    spoken = {
        who: [words.split(".")[0] for words in first_words(follow(path, programme, who).told())]
        for who in ("", "Ann", "Ben")
    }
    assert spoken[""] == ["Last time none", "Last time ten minutes", "Last time none"]
    assert spoken["Ann"] == ["Last time none", "Last time none", "Last time twelve minutes"]
    assert spoken["Ben"] == spoken[""]
    alone = first_words(follow(path, programme, "Ben", own=True).told())
    assert all(words.startswith("Last time none") for words in alone)


def test_a_programme_is_found_by_its_athletes_journals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(in_language("en", "Go"), encoding="utf-8")
    for who in ("Ann Lee", "Ben"):
        assert followed("plan.yaml", who, own=True).journal.name == f"plan {who}.journal"
        (tmp_path / f"plan {who}.journal").write_text("", encoding="utf-8")
    assert followed(None).path.name == "plan.yaml"
    assert followed(None, "Ben").journal.name == "plan Ben.journal"


@pytest.mark.parametrize("word", PROGRESS_WORDS)
def test_a_word_without_its_else_is_an_error_that_shows_how(word: str) -> None:
    with pytest.raises(ScriptError) as caught:
        parse_programme(in_language("en", f"So far {{{word}}}"))
    (problem,) = caught.value.problems
    assert problem.where.line == 13
    assert f"'{{{word}}}' has nothing to say until a session is logged" in problem.message
    assert f"{{{word}, else: " in problem.hint


@pytest.mark.parametrize(
    ("written", "is_told"),
    [
        ("{last, else: a|b}", True),
        ("{last|else: a}", True),
        ("{left|right,else: a}", True),
        ("{last|first}", False),
        ("{nobody else: you|you}", False),
        ("{last, else: a} {left|right}", False),
    ],
)
def test_an_else_among_what_alternates_is_told_and_alternates_all_the_same(written: str, is_told: bool) -> None:
    in_a_set = SCRIPT.replace(
        "    - work: running\n", f'    - repeat: 2\n      steps: [{{work: 30s, say: "On {written}"}}]\n'
    )
    programme = parse_programme(
        in_a_set.replace("LANGUAGE", "en").replace("LAST", "Off you go").replace("dose: running\n", "")
    )
    notes = [problem for problem in programme.warnings if "alternates from round to round" in problem.message]
    assert bool(notes) is is_told
    both = [text for _, text in said(timeline(programme.sessions[0].session, spoken=half_a_second), "cue")[-2:]]
    assert both[0] != both[1]


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("{last: none}", "unknown word '{last: none}'", "{last, else: your first time}"),
        ("{last else: none}", "unknown word '{last else: none}'", "{last, else: your first time}"),
        ("{length, else: none}", "'{length}' takes no 'else'", "last, best, total, done, since"),
        ("{lost, else: none}", "unknown word '{lost}'", "did you mean 'last'?"),
    ],
)
def test_near_misses_are_shown_how_it_is_written(written: str, message: str, hint: str) -> None:
    with pytest.raises(ScriptError) as caught:
        parse_programme(in_language("en", written))
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint


def test_an_else_alone_needs_no_quotes() -> None:
    text = SCRIPT.replace("LANGUAGE", "en").replace(
        '"LAST. Today {running}."', "{last, else: your first, and only, one}"
    )
    assert first_words(parse_programme(text))[0] == "Your first, and only, one"


@pytest.mark.slow
@given(st.integers(0, 60), st.integers(0, 2), st.fractions(Fraction(1, 100), 1))
def test_whatever_was_done_nobody_did_more_last_time_than_at_best_nor_more_at_best_than_in_all(
    days: int, which: int, share: Fraction
) -> None:
    entries = [Entry(days_ago(days + 3), "1.2"), Entry(days_ago(days), PLAN[which].id, done=share)]
    found = progress_of(entries, PLAN, decide(entries, PLAN, TODAY))
    last, best, total = (found[word].value for word in ("last", "best", "total"))  # type: ignore[union-attr]
    assert 0 < last <= best <= total
    assert found["since"].value >= 2  # type: ignore[union-attr]
