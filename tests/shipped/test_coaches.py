"""The coach sheets that ship, in every language and with every personality: complete, short, and without promises."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml

from audiocoach import build_timeline
from audiocoach.script.checks import words_in_braces
from audiocoach.script.coach_sheets import extended, load_sheet
from audiocoach.script.library import find_script
from audiocoach.script.load import load_session
from audiocoach.script.sheet_model import CoachSheet, SheetMoment
from audiocoach.script.source import read_script
from audiocoach.script.validate import raise_errors, validate
from audiocoach.storage.shipped import shipped_dir
from audiocoach.text.braces import pieces
from audiocoach.vocabulary import KINDS
from tests.support.script_words import PROMISES

EDITOR_LINE = "# yaml-language-server: $schema=coach.schema.json\n"
LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt")
PERSONALITIES = ("calm", "chatty", "drill-sergeant", "minimal")
FOLDER = shipped_dir("scripts") / "coaches"
PATHS = sorted(FOLDER.glob("*.yaml"))

INSULTS = re.compile(
    r"\b(lazy|weak(ling)?|pathetic|loser|slack(er|ing|ers)|worthless|maggots?|stupid|idiots?|fat|ugly|wimps?|cowards?"
    r"|bab(y|ies)|soft(ie|y)|ashamed?|shame|disgrace|useless|quitters?|sissy|ladies|girls?|whin\w+|excuses?|pain|hurt)\b",
    re.IGNORECASE,
)

MOST_IN_A_COMMAND = 5
MOST_IN_A_REMINDER = 12
NAME_WORDS = 2
"""A step's name counts as two words, as in "Jog backwards"."""

each_path = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_personality = pytest.mark.parametrize("name", PERSONALITIES)


def path_of(name: str, language: str = "en") -> Path:
    return FOLDER / (f"{name}.yaml" if language == "en" else f"{name}.{language}.yaml")


@cache
def sheet_at(path: Path) -> CoachSheet:
    """A sheet with what it extends, found beside it."""
    root, context = read_script(path)
    sheet = validate(CoachSheet, root, context)
    words_in_braces.check_sheet(sheet, context)
    raise_errors(context)
    assert context.problems == []
    return extended(sheet, sheet_at(path_of(sheet.extends, sheet.language))) if sheet.extends else sheet


def moments_by_kind(sheet: CoachSheet) -> Counter[tuple[str, str]]:
    """How many moments there are of each `when`, kind by kind; `-` where a moment is for no kind in particular."""
    return Counter((moment.when, kind) for moment in sheet.moments for kind in moment.kind or ("-",))


def spoken(text: str) -> int:
    """How many words a sentence has once its words in braces are filled in."""
    counted = "".join("x " * NAME_WORDS if piece.word == "name" else piece.literal or "x" for piece in pieces(text))
    return len(re.findall(r"[\w'’-]+", counted))


def timing(moment: SheetMoment) -> dict[str, object]:
    """All of a moment but its words."""
    keys = ("when", "kind", "at", "every", "from_", "until", "on", "min_length", "sound", "shuffle")
    return {"sentences": len(moment.say), **{key: getattr(moment, key) for key in keys}}


def test_these_sheets_ship() -> None:
    standard = [path_of("standard", language).name for language in LANGUAGES]
    others = [path_of(name).name for name in ("beeps-only", *PERSONALITIES)]
    assert [path.name for path in PATHS] == sorted([*standard, *others])


@each_path
def test_a_sheet_tells_editors_its_schema_and_they_find_nothing_wrong(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(EDITOR_LINE + "# ")
    schema = json.loads((FOLDER / "coach.schema.json").read_text("utf-8"))
    data = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # it makes text of all scalars
    data["moments"] = [
        {key: value == "true" if key == "shuffle" else value for key, value in moment.items()}
        for moment in data["moments"]
    ]
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data)] == []


@each_path
def test_a_sheet_says_who_it_is(path: Path) -> None:
    sheet = sheet_at(path)
    assert sheet.coach
    assert sheet.description
    language = path.stem.partition(".")[2] or "en"
    assert sheet.language == language


@each_language
def test_the_standard_coach_has_the_same_moments_in_every_language(language: str) -> None:
    english, sheet = sheet_at(path_of("standard")), sheet_at(path_of("standard", language))
    assert [timing(moment) for moment in sheet.moments] == [timing(moment) for moment in english.moments]
    for moment, model in zip(sheet.moments, english.moments, strict=True):
        filled_in = [{piece.word for piece in pieces(text) if piece.word} for text in moment.say]
        assert filled_in == [{piece.word for piece in pieces(text) if piece.word} for text in model.say]


@each_language
def test_no_sentence_was_left_in_english(language: str) -> None:
    english = {text for moment in sheet_at(path_of("standard")).moments for text in moment.say}
    own = {text for moment in sheet_at(path_of("standard", language)).moments for text in moment.say}
    assert language == "en" or {text for text in own & english if re.sub(r"\{.*?\}", "", text).strip(" .!")} == set()


@each_personality
def test_a_personality_begins_and_ends_the_session_and_every_step(name: str) -> None:
    found = moments_by_kind(sheet_at(path_of(name)))
    moving = [kind for kind in KINDS if kind != "talk"]
    for moment in [("session-start", "-"), ("session-end", "-"), *(("start", kind) for kind in moving)]:
        assert found[moment] == 1
    assert found["countdown", "-"] == 1
    assert {kind for when, kind in found if when == "halfway"} == {"work", "warm-up"}


@pytest.mark.parametrize("name", sorted({*PERSONALITIES} - {"minimal"}))
def test_a_personality_that_extends_the_standard_coach_has_all_its_moments(name: str) -> None:
    standard, own = moments_by_kind(sheet_at(path_of("standard"))), moments_by_kind(sheet_at(path_of(name)))
    assert standard - own == Counter()
    assert own[("every", "work")] == 2


@each_path
def test_start_commands_and_rounds_have_at_most_five_words(path: Path) -> None:
    commands = [m for m in sheet_at(path).moments if m.when in ("start", "set", "round", "last-round", "last-of-set")]
    assert [text for m in commands for text in m.say if spoken(text) > MOST_IN_A_COMMAND] == []


@each_path
def test_a_sheet_that_speaks_counts_sets_of_sets_and_knows_the_last_of_one(path: Path) -> None:
    found = moments_by_kind(sheet_at(path))
    speaks = path.stem != "beeps-only"
    assert [found[when, "-"] for when in ("set", "last-round", "last-of-set")] == [speaks] * 3
    for moment in sheet_at(path).moments:
        if moment.when == "set":
            assert all({"set-name", "set", "sets"} == {p.word for p in pieces(text) if p.word} for text in moment.say)


@each_path
def test_a_start_command_begins_with_what_to_do(path: Path) -> None:
    commands = [text for m in sheet_at(path).moments if m.when == "start" for text in m.say]
    assert [text for text in commands if not text.lstrip("¡").startswith("{name}")] == []


@each_path
def test_what_is_said_on_the_move_has_at_most_twelve_words(path: Path) -> None:
    moving = [m for m in sheet_at(path).moments if not m.when.startswith("session-")]
    assert [text for m in moving for text in m.say if spoken(text) > MOST_IN_A_REMINDER] == []


@each_path
def test_halfway_is_never_said_alone_because_runners_stop(path: Path) -> None:
    texts = [text for m in sheet_at(path).moments if m.when == "halfway" for text in m.say]
    assert [text for text in texts if spoken(text) < 3] == []


@each_path
def test_no_sentence_promises_what_audio_cannot_see(path: Path) -> None:
    sheet = sheet_at(path)
    promises = re.compile(PROMISES[sheet.language], re.IGNORECASE)
    assert [text for m in sheet.moments for text in m.say if promises.search(text)] == []


@each_personality
def test_a_personality_neither_insults_nor_speaks_of_pain(name: str) -> None:
    assert [text for m in sheet_at(path_of(name)).moments for text in m.say if INSULTS.search(text)] == []


@each_path
def test_each_sentence_ends_and_reads_without_signs_a_voice_stumbles_over(path: Path) -> None:
    texts = [text for m in sheet_at(path).moments if m.when != "session-start" for text in m.say]
    assert [text for text in texts if not text.endswith((".", "!", "?")) or re.search(r"[()/&…\"]|--|\d", text)] == []


@pytest.mark.parametrize("name", ["standard", *PERSONALITIES])
@pytest.mark.parametrize("script", ["easy-run", "backwards-first", "walk-run", "tabata", "hill-repeats"])
def test_all_words_of_a_coach_find_room_in_what_ships(name: str, script: str) -> None:
    timeline = build_timeline(load_session(find_script(script)).coached_by(name), fast=True)
    assert [left_out for left_out in timeline.dropped if "the script's own words" not in left_out.why] == []


def said(script: str, coach: str) -> list[str]:
    timeline = build_timeline(load_session(find_script(script)).coached_by(coach), fast=True)
    return [event.text for event in timeline.events if event.type == "say" and event.by == "coach"]


def test_the_personalities_differ_in_how_much_they_say() -> None:
    amount = {name: len(" ".join(said("easy-run", name)).split()) for name in ("standard", *PERSONALITIES)}
    assert amount["minimal"] < amount["calm"] < amount["standard"] < amount["drill-sergeant"] < amount["chatty"]


def test_the_chatty_coach_encourages_on_long_steps_in_other_words_each_run_and_the_same_at_each_render() -> None:
    once, again, other = said("easy-run", "chatty"), said("easy-run", "chatty"), said("tempo", "chatty")
    assert once == again
    assert all(one != after for one, after in pairwise(once))
    encouraging = [m for m in sheet_at(path_of("chatty")).moments if m.when == "every"][1].say
    first, second = ([text for text in texts if text in encouraging] for texts in (once, other))
    assert set(first) == set(encouraging)
    assert first[: len(second)] != second


def test_a_sheet_of_ones_own_changes_three_sentences_of_a_personality(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "coach: Mine\nextends: calm\nmoments:\n"
        '- {when: start, kind: work, say: "{name}, here we go."}\n'
        "- {when: last-round, say: One more for you.}\n"
        "- {when: session-end, say: See you on Sunday.}\n",
        "utf-8",
    )
    calm, mine = load_sheet("calm"), load_sheet("mine.yaml", tmp_path)
    assert mine.coach == "Mine"
    before, after = (Counter(text for m in each.moments for text in m.say) for each in (calm, mine))
    assert set(after - before) == {"{name}, here we go.", "One more for you.", "See you on Sunday."}
    assert sum((before - after).values()) == 2
    assert moments_by_kind(mine) == moments_by_kind(calm)
    (tmp_path / "run.yaml").write_text(
        "session: Run\ncoach: mine.yaml\nsteps: 3 x (work 3m Run, rest 2m Walk)\n", "utf-8"
    )
    timeline = build_timeline(load_session(tmp_path / "run.yaml"), fast=True)
    heard = [event.text for event in timeline.events if event.type == "say"]
    assert heard.count("Run, here we go.") == 3
    assert heard.count("One more for you.") == 1
    assert heard[-1] == "See you on Sunday."
    assert heard.count("Walk. Let go.") == 3
    assert "In half a minute: Run, three minutes." in heard
