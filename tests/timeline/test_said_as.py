"""`say-as` of a step: the ear hears more than the eye reads."""

from __future__ import annotations

import pytest

from audiocoach.timeline.outline import plan_of
from audiocoach.timeline.timeline import Timeline
from tests.support.voiceless_timelines import laid_out, says

STEPS = "{warm-up: 60s, name: Jog}, {work: 60s, name: Calf raises, say-as: Rise on your toes}, {rest: 60s, name: Walk}"


def session(steps: str = STEPS, head: str = "") -> Timeline:
    return laid_out(f"session: Drills\n{head}steps: [{steps}]\n")


def heard(found: Timeline) -> str:
    return " | ".join(event.text for event in says(found))


@pytest.mark.parametrize("coach", ["standard", "calm", "drill-sergeant", "minimal", "chatty"])
def test_every_coach_says_it_where_the_name_would_be_said(coach: str) -> None:
    found = heard(session(head=f"coach: {coach}\n"))
    named = heard(session(STEPS.replace(", say-as: Rise on your toes", ""), f"coach: {coach}\n"))
    assert "Calf raises" not in found
    assert found.count("Rise on your toes") == named.count("Calf raises") > 0


def test_what_is_read_keeps_the_name() -> None:
    found = session()
    assert [interval.name for interval in found.intervals] == ["Jog", "Calf raises", "Walk"]
    assert any("Calf raises" in item.text for item in plan_of(found).items)


def test_words_in_braces_say_it_too() -> None:
    found = session("{work: 60s, name: Calf raises, say-as: Rise on your toes, say: 'Now {name}.'}", "coach: none\n")
    assert heard(found) == "Now Rise on your toes."
