"""Each act on the picture, as the text shows it: what changes, what stays, and what is refused with a way."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.assist.act import act, act_on
from audiocoach.assist.checking_texts import TextChecks
from audiocoach.assist.text_edits import Edit, applied
from audiocoach.errors import AudiocoachError

CHECKS = TextChecks("script", None)
HEAD = "# Mine.\nsession: Mine\ncoach: none\nsteps:\n"


def after(steps: str, **asked: Any) -> str:
    """Do an act on some steps, and return them."""
    text = HEAD + steps
    new = applied(text, act(text, asked, CHECKS).edits)
    assert new.startswith(HEAD)
    return new.removeprefix(HEAD)


def refusal(text: str, **asked: Any) -> AudiocoachError:
    with pytest.raises(AudiocoachError) as caught:
        act(text, asked, CHECKS)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("written", "by_ms", "then"),
    [
        ("90s", 5000, "95s"),
        ("2 min", 60_000, "3 min"),
        ("2 min", 5000, "2m5s"),  # a line takes no two words of a length
        ("1:30", -5000, "1:25"),
        ("2m30s", 30_000, "3m"),
        ("1'30\"", 15_000, "1'45\""),
        ("30 sec", 5000, "35 sec"),
        ("1 minute", 60_000, "2 minutes"),
        ("1h05m", 60_000, "1h06m"),
        ("1.5m", 60_000, "2.5m"),
        ("90m", 600_000, "1h40m"),
    ],
)
def test_a_length_stays_as_its_author_writes_lengths(written: str, by_ms: int, then: str) -> None:
    assert (
        after(f"  - work {written} Run  # mine\n", act="lengthen", step="0", by_ms=by_ms)
        == f"  - work {then} Run  # mine\n"
    )


def test_a_length_in_the_full_form_may_be_of_two_words() -> None:
    assert after("  - work: 2 min\n    name: Run\n", act="lengthen", step="0", by_ms=5000) == (
        "  - work: 2 min 5 sec\n    name: Run\n"
    )


def test_a_step_within_brackets_within_brackets_is_made_longer_where_it_stands() -> None:
    assert after("  - 2 x (3 x (work 30s A, rest 30s B), rest 2m C)\n", act="lengthen", step="0/0/1", to_ms=45_000) == (
        "  - 2 x (3 x (work 30s A, rest 45s B), rest 2m C)\n"
    )


def test_one_edit_of_the_least_characters_makes_a_step_longer() -> None:
    text = HEAD + "  - work 90s Run\n"
    at = text.index("0s Run")
    assert act(text, {"act": "lengthen", "step": "0", "by_ms": 5000}, CHECKS).edits == (Edit(at, at + 1, "5"),)


def test_a_talk_that_lasts_as_long_as_its_words_can_be_given_a_length() -> None:
    assert (
        after("  - talk: auto\n    say: Hello.\n", act="lengthen", step="0", to_ms=20_000)
        == "  - talk: 20s\n    say: Hello.\n"
    )


def test_a_set_gets_more_rounds() -> None:
    assert after("  - 8 x (work 1m, rest 1m)\n", act="rounds", step="0", rounds=10) == "  - 10 x (work 1m, rest 1m)\n"


@pytest.mark.parametrize(
    ("steps", "step", "name", "then"),
    [
        ("  - 6 x (work 2 min run, walk)\n", "0/0", "Jog", "  - 6 x (work 2 min Jog)\n"),
        ("  - work 1m\n", "0", "Leg swings, left", "  - work 1m Leg swings, left\n"),
        ("  - work 1m Run\n", "0", "", "  - work 1m\n"),
        ("  - work 1m Run\n", "0", "A: b", '  - "work 1m A: b"\n'),
        ("  - 'work 1m Run'\n", "0", "Don't stop", "  - 'work 1m Don''t stop'\n"),
        ("  - work 1m Run\n", "0", "4 min hard", "  - work 1m: {name: 4 min hard}\n"),
        ("  - work 1m Run: Go.\n", "0", "4 min", "  - work 1m: {say: Go., name: 4 min}\n"),
        ("  - work: 1m  # go\n    say: Go.\n", "0", "Run", "  - work: 1m  # go\n    name: Run\n    say: Go.\n"),
        ("  - {work: 1m, say: Go.}\n", "0", "Run, fast", '  - {work: 1m, name: "Run, fast", say: Go.}\n'),
        ("  - 2 x (work 1m, rest 1m)\n", "0", "Hills", "  - 2 x (work 1m, rest 1m): {name: Hills}\n"),
        (
            "  - 2 x (work 1m, rest 1m): {skip-last-rest: true}\n",
            "0",
            "Hills",
            "  - 2 x (work 1m, rest 1m): {skip-last-rest: true, name: Hills}\n",
        ),
        ("  - work: 1m\n    name: Run  # so\n", "0", "", "  - work: 1m\n"),
    ],
)
def test_a_name_goes_where_the_form_has_it(steps: str, step: str, name: str, then: str) -> None:
    assert after(steps, act="rename", step=step, name=name) == then


@pytest.mark.parametrize(
    ("steps", "step", "at", "then"),
    [
        ("  - work 1m Run  # a\n", "0", "start", "  - work 1m Run: Go now.  # a\n"),
        ("  - work 1m Run: Old.\n", "0", "start", "  - work 1m Run: Go now.\n"),
        ("  - work 1m Run\n", "0", "halfway", "  - work 1m Run: {cues: [{at: halfway, say: Go now.}]}\n"),
        (
            "  - work 1m Run: Off.\n",
            "0",
            "-20s",
            "  - work 1m Run: {say: Off., cues: [{at: -20s, say: Go now.}]}\n",
        ),
        (
            "  - work: 1m\n    cues:\n      - at: 20s   # once\n        say: Old.\n",
            "0",
            "halfway",
            "  - work: 1m\n    cues:\n      - at: 20s   # once\n        say: Old.\n"
            "      - {at: halfway, say: Go now.}\n",
        ),
        (
            "  - work: 1m\n    cues:\n      - at: 20s   # once\n        say: 'Old.'\n",
            "0",
            "20s",
            "  - work: 1m\n    cues:\n      - at: 20s   # once\n        say: 'Go now.'\n",
        ),
        (
            "  - work: 1m\n    name: Run\n",
            "0",
            "25%",
            "  - work: 1m\n    name: Run\n    cues:\n      - {at: 25%, say: Go now.}\n",
        ),
        (
            "  - 8 x (work 1m Run, rest 1m)  # main\n",
            "0/0",
            "start",
            "  - repeat: 8  # main\n    steps:\n      - work 1m Run: Go now.\n      - rest 1m\n",
        ),
        (
            "  - work 1m Run, rest 1m Walk\n",
            "1",
            "start",
            "  - work 1m Run\n  - rest 1m Walk: Go now.\n",
        ),
    ],
)
def test_words_go_where_the_language_has_them(steps: str, step: str, at: str, then: str) -> None:
    assert after(steps, act="say", step=step, at=at, words="Go now.") == then


@pytest.mark.parametrize(
    ("steps", "at", "then"),
    [
        ("  - work 1m Run: Go.  # a\n", "start", "  - work 1m Run  # a\n"),
        ("  - work 1m Run: {say: Go.}\n", "start", "  - work 1m Run\n"),
        ("  - work 1m: {say: Go., effort: 5}\n", "start", "  - work 1m: {effort: 5}\n"),
        ("  - work: 1m\n    say: >\n      Go\n      on.\n    effort: 5\n", "start", "  - work: 1m\n    effort: 5\n"),
        ("  - work 1m: {cues: [{at: halfway, say: Half.}]}\n", "halfway", "  - work 1m\n"),
        (
            "  - work: 1m\n    cues:\n      - {at: 10s, say: Ten.}\n      # b\n      - at: 50%\n        say: Half.\n",
            "halfway",
            "  - work: 1m\n    cues:\n      - {at: 10s, say: Ten.}\n      # b\n",
        ),
        (
            "  - {work: 1m, cues: [{at: 10s, say: Ten.}, {at: 30s, say: Half.}]}\n",
            "10s",
            "  - {work: 1m, cues: [{at: 30s, say: Half.}]}\n",
        ),
    ],
)
def test_words_are_taken_out_with_what_held_them(steps: str, at: str, then: str) -> None:
    assert after(steps, act="unsay", step="0", at=at) == then


def test_words_that_yaml_would_take_apart_are_put_in_quotes() -> None:
    assert after("  - work 1m\n", act="say", step="0", words='Now: {left} "go", #1') == (
        '  - work 1m: "Now: {left} \\"go\\", #1"\n'
    )


def test_a_step_of_steps_in_one_line_gets_words_on_a_line_of_its_own() -> None:
    text = "session: Mine\nsteps: work 1m Run, rest 1m   # all\ncoach: none\n"
    done = act(text, {"act": "say", "step": "0", "words": "Go."}, CHECKS)
    assert applied(text, done.edits) == (
        "session: Mine\nsteps:\n  - work 1m Run: Go.\n  - rest 1m   # all\ncoach: none\n"
    )


@pytest.mark.parametrize(
    ("steps", "asked", "then"),
    [
        ("  - work 1m\n", {"step": "0", "where": "after"}, "  - work 1m\n  - rest 30s Walk\n"),
        ("  # first\n  - work 1m\n", {"step": "0", "where": "before"}, "  - rest 30s Walk\n  # first\n  - work 1m\n"),
        ("  - work 1m, work 2m\n", {"step": "0", "where": "after"}, "  - work 1m, rest 30s Walk, work 2m\n"),
        ("  - 2 x (work 1m)\n", {"step": "0", "where": "end"}, "  - 2 x (work 1m, rest 30s Walk)\n"),
        ("  - work 1m   # a\n", {"where": "end"}, "  - work 1m   # a\n  - rest 30s Walk\n"),
        ("  - work 1m", {"where": "end"}, "  - work 1m\n  - rest 30s Walk"),
        ("  [work 1m, work 2m]\n", {"step": "0"}, "  [work 1m, rest 30s Walk, work 2m]\n"),
    ],
)
def test_a_step_is_put_in_beside_others_as_they_are_written(steps: str, asked: dict[str, Any], then: str) -> None:
    assert after(steps, act="add", kind="rest", length="30s", name="Walk", **asked) == then


def test_a_new_length_is_written_as_its_neighbours_are() -> None:
    assert (
        after("  - work 2 min\n", act="add", step="0", kind="rest", length_ms=60_000)
        == "  - work 2 min\n  - rest 1 min\n"
    )


def test_a_step_is_doubled_with_its_comment_and_its_quotes() -> None:
    full = "  - work: 1m  # a\n    name: 'Run'\n"
    assert after(full, act="double", step="0") == full * 2
    assert after("  - 2 x (work 1m Run)\n", act="double", step="0/0") == "  - 2 x (work 1m Run, work 1m Run)\n"


def test_a_step_is_taken_out_with_the_comma_or_the_line_that_it_has() -> None:
    assert after("  - work 1m, rest 1m  # a\n", act="remove", step="1") == "  - work 1m  # a\n"
    assert after("  # a\n  - work 1m\n  # b\n  - rest 1m\n", act="remove", step="0") == "  # a\n  # b\n  - rest 1m\n"
    assert after("  [work 1m, rest 1m]\n", act="remove", step="0") == "  [rest 1m]\n"


SET = "  - repeat: 2\n    steps:\n      - work 1m\n"


@pytest.mark.parametrize(
    ("steps", "asked", "then"),
    [
        ("  - work 1m  # a\n  - rest 2m\n", {"step": "1", "to": "up"}, "  - rest 2m\n  - work 1m  # a\n"),
        ("  - work 1m, rest 2m, work 3m\n", {"step": "0", "to": 2}, "  - rest 2m, work 3m, work 1m\n"),
        ("  - work 1m\n  - 2 x (rest 2m)\n", {"step": "0", "after": "1/0"}, "  - 2 x (rest 2m, work 1m)\n"),
        ("  - 2 x (rest 2m, work 1m)\n", {"step": "0/1", "before": "0"}, "  - work 1m\n  - 2 x (rest 2m)\n"),
        *(
            (
                f"{SET}      - rest: 2m\n        say: Walk.\n{behind}",
                {"step": "0/1", **beside},
                f"{SET}  - rest: 2m\n    say: Walk.\n{behind}",
            )
            for behind, beside in (
                ("  - work 3m\n", {"before": "1"}),
                ("  - work 3m\n", {"after": "0"}),
                ("", {"after": "0"}),
            )
        ),
        (
            "  - work: 1m\n    say: Go.\n  - 2 x (rest 2m)\n",
            {"step": "0", "before": "1/0"},
            "  - repeat: 2\n    steps:\n      - work: 1m\n        say: Go.\n      - rest 2m\n",
        ),
    ],
)
def test_a_step_is_moved_with_all_that_it_has(steps: str, asked: dict[str, Any], then: str) -> None:
    assert after(steps, act="move", **asked) == then


@pytest.mark.parametrize(
    ("steps", "asked", "then"),
    [
        ("  - work 1m\n  - rest 1m  # b\n", {"step": "0", "last": "1"}, "  - 3 x (work 1m, rest 1m)  # b\n"),
        ("  - work 1m, rest 1m, work 5m\n", {"step": "0", "last": "1"}, "  - 3 x (work 1m, rest 1m), work 5m\n"),
        ("  - 2 x (work 1m, rest 1m)\n", {"step": "0/0"}, "  - 2 x (3 x (work 1m), rest 1m)\n"),
        (
            "  - work 1m  # a\n  - rest: 1m\n    say: Walk.\n",
            {"step": "0", "last": "1"},
            "  - repeat: 3\n    steps:\n      - work 1m  # a\n      - rest: 1m\n        say: Walk.\n",
        ),
    ],
)
def test_neighbours_are_put_into_a_set(steps: str, asked: dict[str, Any], then: str) -> None:
    assert after(steps, act="wrap", rounds=3, **asked) == then


BLOCK = (
    "session: Mine\ncoach: none\nblocks:\n  start:\n    - warm-up 3m Walk\n    - warm-up 2m Jog\nsteps:\n  - start\n"
)


def test_a_block_that_is_used_once_is_changed_where_it_is_written() -> None:
    done = act(BLOCK + "  - work 1m\n", {"act": "lengthen", "step": "1", "by_ms": 60_000}, CHECKS)
    assert applied(BLOCK, done.edits) == BLOCK.replace("2m Jog", "3m Jog")


def test_a_step_behind_a_block_is_put_in_beside_its_name() -> None:
    done = act(BLOCK, {"act": "add", "where": "end", "kind": "work", "length": "1m"}, CHECKS)
    assert applied(BLOCK, done.edits) == BLOCK + "  - work 1m\n"


@pytest.mark.parametrize("name", ["lengthen", "remove", "rename", "say", "double", "move", "wrap"])
def test_a_block_that_is_used_twice_is_not_changed(name: str) -> None:
    asked = {"step": "0", "by_ms": 5000, "name": "X", "words": "X.", "to": "down", "rounds": 2}
    refused = refusal(BLOCK + "  - start\n", act=name, **asked)
    assert "used 2 times" in refused.message


def test_what_has_a_yaml_anchor_is_not_changed() -> None:
    text = HEAD + "  - &one work 1m\n  - rest 1m\n  - *one\n"
    assert "anchor" in refusal(text, act="lengthen", step="0", by_ms=5000).message
    assert "anchor" in refusal(text, act="lengthen", step="2", by_ms=5000).message
    assert act(text, {"act": "lengthen", "step": "1", "by_ms": 5000}, CHECKS).edits


def test_a_distance_is_not_made_longer_by_seconds() -> None:
    text = "session: Mine\npace: 5:30/km\nsteps:\n  - work 400m @ 4:30/km Run\n  - rest 1m\n"
    assert "distance" in refusal(text, act="lengthen", step="0", by_ms=5000).message


def test_an_act_that_makes_words_meet_is_refused_with_what_the_check_says() -> None:
    text = (
        HEAD + "  - work: 1m\n    cues:\n      - {at: 20s, say: This is a sentence that takes some seconds to say.}\n"
    )
    refusal(text, act="say", step="0", at="21s", words="And this one would be said on top of it.")


def test_an_act_that_makes_a_mistake_is_refused() -> None:
    refusal(HEAD + "  - 2 x (work 1m, rest 1m): {skip-last-rest: true}\n", act="remove", step="0/1")
    refusal(HEAD + "  - work 1m\n", act="say", step="0", at="5m", words="Too late.")
    refusal(HEAD + "  - work 5s\n", act="lengthen", step="0", by_ms=-5000)
    refusal(HEAD + "  - work 1m\n", act="remove", step="0")


def test_what_was_wrong_before_keeps_nobody_from_an_act_that_makes_it_no_worse() -> None:
    cues = "    cues:\n      - {at: 20s, say: This takes some seconds.}\n      - {at: 21s, say: And this is on top.}\n"
    text = HEAD + "  - work: 1m\n" + cues
    assert CHECKS.wrong(CHECKS.read(text))
    done = act(text, {"act": "lengthen", "step": "0", "by_ms": 5000}, CHECKS)
    assert applied(text, done.edits) == text.replace("work: 1m", "work: 1m5s")


def test_a_script_with_mistakes_is_not_acted_on() -> None:
    refusal(HEAD + "  - wrok 1m\n", act="lengthen", step="0", by_ms=5000)


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "lenghten", "step": "0"},
        {"act": "lengthen", "step": "7", "by_ms": 1},
        {"act": "lengthen", "step": "-1", "by_ms": 1},
        {"act": "lengthen", "step": None, "by_ms": 1},
        {"act": "lengthen", "step": "0", "by_ms": "1"},
        {"act": "lengthen", "step": "0", "by_ms": True},
        {"act": "lengthen", "step": "1", "by_ms": 1000},
        {"act": "add", "step": "0", "kind": "wrok", "length": "1m"},
        {"act": "add", "step": "0", "kind": "work", "length": "soon"},
        {"act": "add", "step": "0", "kind": "work", "length": "1m", "where": "above"},
        {"act": "add", "step": "0", "kind": "work", "length": "1m", "where": "end"},
        {"act": "say", "step": "0", "words": "  "},
        {"act": "say", "step": "1", "words": "Go."},
        {"act": "say", "step": "0/0", "words": "Go."},
        {"act": "say", "step": "1/0/0", "words": "Go."},
        {"act": "rename", "step": "1/9", "name": "Go"},
        {"act": "add", "step": "0/1", "kind": "work", "length": "1m"},
        {"act": "move", "step": "0", "after": "0/0"},
        {"act": "move", "step": "0", "to": None},
        {"act": "wrap", "step": "1/0", "last": "1/2", "rounds": 2},
        {"act": "say", "step": "0", "words": "Go.", "at": "soon"},
        {"act": "move", "step": "0", "to": "up"},
        {"act": "move", "step": "1", "after": "1/0"},
        {"act": "wrap", "step": "0", "last": "1/0", "rounds": 2},
        {"act": "wrap", "step": "0", "rounds": 0},
        {"act": "rounds", "step": "0", "rounds": 2},
        {"act": "unsay", "step": "0"},
        {"act": "unsay", "step": "1"},
        {"act": "unsay", "step": "0", "at": "halfway"},
    ],
)
def test_what_means_nothing_is_refused_with_a_way(asked: dict[str, Any]) -> None:
    refusal(HEAD + "  - work 1m\n  - 2 x (work 1m, rest 1m)\n", **asked)


def test_a_page_gets_edits_and_what_to_select() -> None:
    text = HEAD + "  - work 1m Run\n"
    answer = act_on(text, {"act": "rename", "step": "0", "name": "Jog"}, None)
    at = text.index("Run")
    assert answer == {"edits": [{"from": at, "to": at + 3, "text": "Jog"}], "select": {"from": at, "to": at + 3}}


SAID = "  - work: 1m\n    name: Jog    # mine\n    say-as: Run slow\n"


@pytest.mark.parametrize(
    ("steps", "asked", "then"),
    [
        (SAID, {"name": "Trot"}, SAID.replace("Jog", "Trot")),
        (SAID, {"name": "Trot", "said-as": "Trot on"}, SAID.replace("Jog", "Trot").replace("Run slow", "Trot on")),
        (SAID, {"name": "Trot", "said-as": ""}, "  - work: 1m\n    name: Trot    # mine\n"),
        ("  - {work: 1m, name: Jog, say-as: Run}\n", {"name": "Trot", "said-as": ""}, "  - {work: 1m, name: Trot}\n"),
        ("  - work 1m Jog: {say-as: Run}\n", {"name": "Trot", "said-as": "Go"}, "  - work 1m Trot: {say-as: Go}\n"),
    ],
)
def test_a_step_that_is_renamed_is_said_as_it_is_told(steps: str, asked: dict[str, str], then: str) -> None:
    assert after(steps, act="rename", step="0", **asked) == then
