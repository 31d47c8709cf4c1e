"""Acts on the picture of one session of a programme: they change the template, and with it all sessions alike."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.assist.act import act
from audiocoach.assist.checking_texts import TextChecks
from audiocoach.assist.text_edits import applied
from audiocoach.errors import AudiocoachError

CHECKS = TextChecks("script", None)
PROGRAMME = """\
# Mine.
programme: Mine
weeks: 2
per-week: 1
progression:
  running: {start: 8m, grow: 2m}
  bouts: {week 1: 2, week 2: 4}
plan:
  1: {main: "2 x (work 60s Run, rest 90s Walk)"}
  2: {main: "work 5m Run, rest 3m Walk, work 5m Run"}
session:
  session: Week {week}
  coach: none
  steps:
    - warm-up 5m Walk     # slowly
    - main
    - repeat: bouts
      steps:
        - work: running / bouts
          name: Run
        - rest 90s
    - cool-down 2 min
"""


def done(**asked: Any) -> str:
    return applied(PROGRAMME, act(PROGRAMME, asked, CHECKS).edits)


@pytest.mark.parametrize(
    ("asked", "old", "new"),
    [
        ({"act": "lengthen", "step": "0", "by_ms": 5000}, "warm-up 5m Walk", "warm-up 5m5s Walk"),
        ({"act": "lengthen", "step": "3", "by_ms": 60_000}, "cool-down 2 min", "cool-down 3 min"),
        ({"act": "lengthen", "session": "2.1", "step": "5", "by_ms": 60_000}, "cool-down 2 min", "cool-down 3 min"),
        ({"act": "rename", "step": "2/0", "name": "Jog"}, "name: Run", "name: Jog"),
        ({"act": "say", "step": "2/1", "words": "Walk."}, "- rest 90s\n", "- rest 90s: Walk.\n"),
        (
            {"act": "add", "step": "1", "where": "after", "kind": "rest", "length": "1m"},
            "    - main\n",
            "    - main\n    - rest 1m\n",
        ),
        (
            {"act": "move", "session": "2.1", "step": "5", "after": "3"},
            "",
            "",
        ),
        (
            {"act": "wrap", "step": "3", "rounds": 2},
            "- cool-down 2 min\n",
            "- 2 x (cool-down 2 min)\n",
        ),
    ],
)
def test_an_act_on_one_session_changes_the_template(asked: dict[str, Any], old: str, new: str) -> None:
    if asked["act"] == "move":
        line = "    - cool-down 2 min\n"
        assert done(**asked) == PROGRAMME.replace(line, "").replace("    - main\n", "    - main\n" + line)
    else:
        assert done(**asked) == PROGRAMME.replace(old, new)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"act": "lengthen", "step": "2/0", "by_ms": 5000}, "computed"),
        ({"act": "rounds", "step": "2", "rounds": 5}, "computed"),
        ({"act": "lengthen", "step": "1/0", "by_ms": 5000}, "table"),
        ({"act": "remove", "step": "1"}, "table"),
        ({"act": "rename", "session": "2.1", "step": "2", "name": "X"}, "table"),
        ({"act": "add", "session": "2.1", "step": "1", "kind": "rest", "length": "1m"}, "table"),
        ({"act": "wrap", "step": "0", "last": "1", "rounds": 2}, "table"),
        ({"act": "lengthen", "session": "7.1", "step": "0", "by_ms": 5000}, "7.1"),
        ({"act": "say", "step": "0", "at": "halfway", "words": "{wek}"}, "wek"),
    ],
)
def test_what_a_template_cannot_carry_is_refused_with_its_reason_and_a_way(asked: dict[str, Any], reason: str) -> None:
    with pytest.raises(AudiocoachError) as caught:
        done(**asked)
    assert reason in caught.value.message
    assert caught.value.hint


def test_a_template_in_a_file_of_its_own_is_changed_there(tmp_path: Any) -> None:
    (tmp_path / "mine.yaml").write_text("session: Mine\nsteps:\n  - work 1m\n", encoding="utf-8")
    text = "programme: Mine\nweeks: 1\nper-week: 1\nsession: mine.yaml\n"
    with pytest.raises(AudiocoachError) as caught:
        act(text, {"act": "remove", "step": "0"}, TextChecks("script", tmp_path))
    assert "mine.yaml" in caught.value.message
