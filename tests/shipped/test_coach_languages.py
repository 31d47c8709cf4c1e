"""`language:` and `coach:` together: whose sheet is taken, and what is refused with a word on what there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach import build_timeline
from audiocoach.errors import ScriptError
from audiocoach.script.coach_sheets import load_sheet
from audiocoach.script.library import shipped_sheets
from audiocoach.script.load import load_session
from audiocoach.timeline.timeline import Timeline

STEPS = "steps: warm-up 60s, 2 x (work 90s, rest 60s), cool-down 60s\n"
LAST_WORDS = {
    "en-GB": "That's it. Well done.",
    "de": "Das war's. Gut gemacht.",
    "de-AT": "Das war's. Gut gemacht.",
    "es": "Eso es todo. Buen trabajo.",
    "fr": "C'est fini. Bravo.",
    "it": "È tutto. Ottimo lavoro.",
    "nl": "Dat was het. Goed gedaan.",
    "pl": "To wszystko. Dobra robota.",
    "pt-BR": "Acabou. Bom trabalho.",
}

each_language = pytest.mark.parametrize("language", LAST_WORDS)


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Timeline]:
    """The timeline of a session with these first lines, its spoken lengths estimated."""

    def timeline(head: str, steps: str = STEPS) -> Timeline:
        path = tmp_path / "run.yaml"
        path.write_text(f"session: Run\n{head}\n{steps}", "utf-8")
        return build_timeline(load_session(path), fast=True)

    return timeline


def words(timeline: Timeline) -> list[str]:
    return [event.words.text for event in timeline.events if event.words]


@pytest.mark.slow
@each_language
def test_the_standard_coach_speaks_the_sessions_language(language: str, made: Callable[..., Timeline]) -> None:
    said = words(made(f"language: {language}"))
    assert said[-1] == LAST_WORDS[language]
    assert words(made(f"language: {language}\ncoach: standard")) == said
    assert not any(sign in text for text in said for sign in "{}×")


@each_language
@pytest.mark.parametrize("coach", ["beeps-only", "none"])
def test_signals_alone_need_no_language(language: str, coach: str, made: Callable[..., Timeline]) -> None:
    timeline = made(f"language: {language}\ncoach: {coach}")
    assert words(timeline) == []
    assert {"work", "rest", "session-end"} <= {event.role for event in timeline.events}
    assert ("tick" in {event.role for event in timeline.events}) == (coach == "beeps-only")


def refusal(head: str, made: Callable[..., Timeline]) -> tuple[int, int, str, str]:
    with pytest.raises(ScriptError) as found:
        made(head)
    (problem,) = found.value.problems
    return problem.where.line, problem.where.column, problem.message, problem.hint


@pytest.mark.parametrize("coach", ["calm", "chatty", "drill-sergeant", "minimal"])
def test_a_personality_that_does_not_speak_it_is_refused_with_those_that_do(
    coach: str, made: Callable[..., Timeline]
) -> None:
    hint = "Coaches in 'de' are: beeps-only, standard, none, or a sheet's file"
    assert refusal(f"language: de\ncoach: {coach}", made) == (3, 8, f"the coach '{coach}' does not speak 'de'", hint)


def test_a_language_without_a_coach_is_refused_where_it_is_named(made: Callable[..., Timeline]) -> None:
    hint = "Coaches in 'da' are: beeps-only, none, or a sheet's file"
    assert refusal("language: da", made) == (2, 11, "the coach 'standard' does not speak 'da'", hint)
    assert words(made("language: da\ncoach: none")) == []
    assert words(made("language: da\ncoach: beeps-only", "steps:\n  - work 60s Løb: Løb 🙂 nu.\n")) == ["Løb nu."]


def test_on_the_command_line_another_coach_is_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "run.yaml").write_text(f"session: Løb\nlanguage: da\n{STEPS}", "utf-8")
    session = load_session(tmp_path / "run.yaml")
    assert words(build_timeline(session.coached_by("beeps-only"), fast=True)) == []
    with pytest.raises(ScriptError, match="does not speak 'da'"):
        build_timeline(session.coached_by("calm"), fast=True)


def test_a_sheet_of_ones_own_is_the_way_out(tmp_path: Path, made: Callable[..., Timeline]) -> None:
    sheet = 'coach: Min\nlanguage: da\nmoments:\n  - {when: start, kind: work, say: "{name}, {length}."}\n'
    (tmp_path / "min.yaml").write_text(sheet, "utf-8")
    said = words(made("language: da\ncoach: min.yaml", "steps: warm-up 60s Gang, work 90s Løb\n"))
    assert said == ["Løb, 1 minut 30 sekunder."]
    (warning,) = made("language: da\ncoach: min.yaml", "steps: warm-up 60s, work 90s Løb\n").warnings
    assert warning.message == "this step has no name, and what it is called in 'da' is not known here"
    assert (warning.where.line, warning.where.column) == (4, 8)


def test_a_sheet_without_a_language_speaks_the_sessions_and_extends_the_coach_in_it(
    tmp_path: Path, made: Callable[..., Timeline]
) -> None:
    (tmp_path / "mein.yaml").write_text(
        'coach: Mein\nextends: standard\nmoments:\n  - {when: last-round, say: "Noch einmal."}\n', "utf-8"
    )
    said = words(made("language: de\ncoach: mein.yaml"))
    assert "Noch einmal." in said
    assert said[-1] == LAST_WORDS["de"]
    (tmp_path / "mein.yaml").write_text("coach: Mein\nextends: calm\nmoments: []\n", "utf-8")
    with pytest.raises(ScriptError, match="the coach 'calm' does not speak 'de'"):
        made("language: de\ncoach: mein.yaml")


def test_a_sheet_in_another_language_is_refused(tmp_path: Path, made: Callable[..., Timeline]) -> None:
    (tmp_path / "mein.yaml").write_text("coach: M\nlanguage: de\nmoments: [{when: start, say: Los.}]\n", "utf-8")
    line, column, message, hint = refusal("language: es\ncoach: mein.yaml", made)
    assert (line, column) == (3, 8)
    assert message == "this coach sheet speaks 'de', and the session 'es'"
    assert hint.startswith("write 'language: de' in the session")
    assert words(made("language: de-CH\ncoach: mein.yaml"))[0] == "Los."


def test_what_can_be_named_in_each_language() -> None:
    personalities = {"calm", "chatty", "drill-sergeant", "minimal"}
    for language in LAST_WORDS:
        own = {"beeps-only", "standard"} | (personalities if language == "en-GB" else set())
        assert set(shipped_sheets(language)) == own
    assert set(shipped_sheets("da")) == {"beeps-only"}


def test_a_shipped_sheet_can_be_read_for_itself() -> None:
    assert load_sheet("standard", language="pl").language == "pl"
    assert load_sheet("standard").language == "en"


def test_a_language_without_a_voice_is_refused_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "run.yaml"
    path.write_text(
        "session: Qet\nlanguage: TLH\ncoach: none\nvoice: {engine: tone, rate: 180}\nsteps:\n  - work 60s Qet: yIqet.\n"
    )
    with pytest.raises(ScriptError) as found:
        build_timeline(load_session(path))
    (problem,) = found.value.problems
    assert (problem.where.line, problem.where.column) == (2, 11)
    assert problem.message == 'tone has no voice for the language "tlh"'
