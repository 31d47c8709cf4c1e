"""Any acts, one after the other, on scripts of every form: what they leave is a script, and its rest as it was."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.assist.act import act
from audiocoach.assist.acts.act_plans import Acted
from audiocoach.assist.checking_texts import TextChecks
from audiocoach.assist.steps_in_text import StepsInText, steps_in_text
from audiocoach.assist.text_edits import applied, inverse
from audiocoach.errors import AudiocoachError
from audiocoach.script.load import parse_session
from audiocoach.script.model import Session, Set, Step
from audiocoach.vocabulary import KINDS

ROOT = Path(__file__).parents[2]
SESSIONS = [
    path
    for folder in ("scripts", "tests/samples")
    for path in sorted((ROOT / folder).glob("*.yaml"))
    if re.search(r"^session:", path.read_text(encoding="utf-8"), re.MULTILINE)
    and "programme:" not in path.read_text(encoding="utf-8")
]
CHECKS = TextChecks("script", None)
LENGTHS = ("90s", "2 min", "1:30", "2m30s", "1m", "45 sec", "2'", "1'30\"", "90 seconds", "0:45")
NAMES = (
    "Run",
    "Easy jog",
    "Leg swings, left",
    "Läufe",
    "Don't stop",
    "Hill (steep)",
    "4 min of it",
    "A: b",
    "# 3",
    "x",
)


def lengths_in_line() -> st.SearchStrategy[str]:
    return st.sampled_from([each for each in LENGTHS if " " not in each or each.count(" ") == 1])


@st.composite
def lines(draw: st.DrawFn, depth: int = 0) -> str:
    """Draw an item of the whiteboard form."""
    if depth < 2 and draw(st.integers(0, 3)) == 0:
        inner = ", ".join(draw(st.lists(lines(depth + 1), min_size=1, max_size=3)))
        return f"{draw(st.integers(1, 4))} x ({inner})"
    name = draw(st.sampled_from(["", " Run", " Easy jog", " Leg swings, left", " Läufe 🏃"]))
    return f"{draw(st.sampled_from(KINDS[1:]))} {draw(lengths_in_line())}{name}"


@st.composite
def entries(draw: st.DrawFn, margin: str, depth: int = 0) -> str:
    """Draw an item of a list of steps, with its dash, in any form."""
    form = draw(st.integers(0, 8 if depth < 2 else 6))
    kind, length = draw(st.sampled_from(KINDS[1:])), draw(st.sampled_from(LENGTHS))
    comment = draw(st.sampled_from(["", f"  # note {draw(st.integers(0, 999))}"]))
    above = draw(st.sampled_from(["", "", f"{margin}# above {draw(st.integers(0, 999))}\n", "\n"]))
    line = draw(lines())
    if form == 0:
        text = f"{margin}- {line}{comment}\n"
    elif form == 1:
        text = f"{margin}- {line}, {draw(lines())}{comment}\n"
    elif form == 2:
        text = margin + "- '" + line.replace("'", "''") + f"'{comment}\n"
    elif form == 3:
        text = f"{margin}- work {length} Run: Go on.{comment}\n" if " " not in length else f"{margin}- rest 1m: Go.\n"
    elif form == 4:
        text = f"{margin}- {{{kind}: '{length.replace(chr(39), chr(39) * 2)}', name: Flow}}{comment}\n"
    elif form == 5:
        cues = f"{margin}  cues:\n{margin}    - {{at: halfway, say: Half.}}  # cue\n"
        text = f"{margin}- {kind}: {length}{comment}\n{margin}  name: Full\n{draw(st.sampled_from(['', cues]))}"
    elif form == 6:
        text = f"{margin}- 3 x (work 1m, rest 30s): {{skip-last-rest: true}}{comment}\n"
    elif form == 7:
        inner = "".join(draw(st.lists(entries(margin + "    ", depth + 1), min_size=1, max_size=3)))
        text = f"{margin}- repeat: 2{comment}\n{margin}  steps:\n{inner}"
    else:
        text = f"{margin}- repeat: 2\n{margin}  name: Bracketed\n{margin}  steps: [work 1m Run, rest 1m]{comment}\n"
    return above + text


@st.composite
def scripts(draw: st.DrawFn) -> str:
    """Draw a session."""
    head = "# What it is for: a test\nsession: 'Mine'   # the title\ncoach: none\n"
    blocks = "blocks:\n  start:\n    - warm-up 3m Walk  # first\n    - warm-up 2m Jog\n\n"
    has_blocks = draw(st.booleans())
    margin = draw(st.sampled_from(["  ", "", "    "]))
    if draw(st.integers(0, 5)) == 0:
        steps = "steps: " + ", ".join(draw(st.lists(lines(), min_size=1, max_size=3))) + "  # all\n"
        return head + steps + "description: Last.  # the end\n"
    body = draw(st.lists(entries(margin), min_size=1, max_size=5))
    if has_blocks:
        uses = draw(st.integers(1, 2))
        body = [f"{margin}- start\n", *body, *[f"{margin}- start  # again\n"] * (uses - 1)]
    text = head + (blocks if has_blocks else "") + "steps:\n" + "".join(body)
    end = draw(st.sampled_from(["", "description: Last.  # the end\n", "# the end", None]))
    return text.rstrip("\n") if end is None else text + end


def steps_of(text: str, session: Session | None = None) -> StepsInText:
    return steps_in_text(text, (session or parse_session(text)).steps)


def paths_of(text: str, session: Session | None = None) -> list[str]:
    return ["/".join(map(str, placed.path)) for placed in steps_of(text, session).all()]


@st.composite
def acts(draw: st.DrawFn, text: str, session: Session | None = None) -> dict[str, Any]:
    """Draw an act on one of the steps of a script."""
    paths = paths_of(text, session)
    step, other = draw(st.sampled_from(paths)), draw(st.sampled_from(paths))
    name = draw(
        st.sampled_from(["add", "double", "remove", "move", "lengthen", "rename", "rounds", "say", "unsay", "wrap"])
    )
    asked: dict[str, Any] = {"act": name, "step": step}
    if name == "add":
        asked |= {"where": draw(st.sampled_from(["before", "after", "end"])), "kind": draw(st.sampled_from(KINDS))}
        asked |= {"length_ms": draw(st.integers(1, 400)) * 1000, "name": draw(st.sampled_from(["", *NAMES]))}
    elif name == "move":
        asked |= draw(st.sampled_from([{"to": "up"}, {"to": "down"}, {"to": 0}, {"before": other}, {"after": other}]))
    elif name == "lengthen":
        asked |= draw(st.sampled_from([{"by_ms": 5000}, {"by_ms": -5000}, {"to_ms": 150_000}, {"to_ms": 3_700_000}]))
    elif name == "rename":
        asked["name"] = draw(st.sampled_from(["", *NAMES]))
    elif name == "rounds":
        asked["rounds"] = draw(st.integers(1, 9))
    elif name == "say":
        words = draw(st.sampled_from(["Go.", "Now, left: right?", '{name} # it\'s "here"', "Höher 🏃"]))
        asked |= {"words": words, "at": draw(st.sampled_from(["start", "halfway", "10s", "-12s", "25%"]))}
    elif name == "unsay":
        asked["at"] = draw(st.sampled_from(["start", "halfway", "23s"]))
    elif name == "wrap":
        around, _, last = step.rpartition("/")
        ahead = str(int(last) + draw(st.integers(0, 2)))
        end = f"{around}/{ahead}" if around else ahead
        asked |= {"rounds": draw(st.integers(1, 4)), "last": end if end in paths else step}
    return asked


def comments(text: str) -> Counter[str]:
    return Counter(re.findall(r"# (?:What|the|note|above|again|all|first|cue)\b.*", text))


def bare(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


def kept(text: str, new: str, asked: dict[str, Any]) -> None:
    """Hold an act to what it leaves as it was: comments, and the text of all steps that it is not about."""
    before, after = comments(text), comments(new)
    if asked["act"] in ("remove", "unsay"):
        assert not after - before
    elif asked["act"] == "double":
        assert not before - after
    else:
        assert before == after
    assert new.startswith(text[:40])
    if asked["act"] in ("lengthen", "rounds"):
        changed = [pair for pair in zip(text.split("\n"), new.split("\n"), strict=True) if pair[0] != pair[1]]
        assert len(changed) <= 1
    concerned = str(asked["step"])
    for placed in steps_of(text).all():
        path = "/".join(map(str, placed.path))
        if placed.inner is None and not f"{path}/".startswith(f"{concerned}/") and placed.uses == 1:
            own = text[placed.site.start : placed.site.end]
            assert bare(own) in bare(new) or bare(own.replace("''", "'")) in bare(new)


def done_or_refused(text: str, asked: dict[str, Any]) -> Acted | AudiocoachError:
    try:
        return act(text, asked, CHECKS)
    except AudiocoachError as refused:
        return refused


def holds(text: str, asked: dict[str, Any]) -> str:
    """Do an act, and hold it to its promises; give the text afterwards."""
    done = done_or_refused(text, asked)
    if isinstance(done, AudiocoachError):
        assert done.message
        assert done.hint
        return text
    new = applied(text, done.edits)
    assert not CHECKS.wrong(CHECKS.read(new)) or CHECKS.wrong(CHECKS.read(text))
    assert applied(new, inverse(text, done.edits)) == text
    kept(text, new, asked)
    start, end = done.select
    assert 0 <= start <= end <= len(new)
    return new


@pytest.mark.slow
@given(scripts(), st.data())
@settings(max_examples=40, deadline=None)
def test_any_acts_on_any_script_leave_a_script_and_the_rest_of_it_as_it_was(text: str, data: st.DataObject) -> None:
    try:
        CHECKS.read(text)
    except AudiocoachError:
        return
    for _ in range(data.draw(st.integers(1, 5))):
        text = holds(text, data.draw(acts(text)))


@pytest.mark.slow
@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
@given(data=st.data())
@settings(max_examples=3, deadline=None)
def test_any_acts_on_what_ships_leave_a_script_and_the_rest_of_it_as_it_was(path: Path, data: st.DataObject) -> None:
    text = path.read_text(encoding="utf-8")
    for _ in range(3):
        text = holds(text, data.draw(acts(text)))


@given(scripts())
@settings(max_examples=12, deadline=None)
def test_every_step_of_a_script_is_found_where_it_is_written(text: str) -> None:
    try:
        session = parse_session(text)
    except AudiocoachError:
        return

    def same(found: list[Any], items: tuple[Step | Set, ...]) -> None:
        assert len(found) == len(items)
        for placed, item in zip(found, items, strict=True):
            assert (placed.inner is not None) == isinstance(item, Set)
            if isinstance(item, Set):
                same(placed.inner, item.steps)
            else:
                assert item.kind in text[placed.site.start : placed.site.end]

    same(steps_of(text).steps, session.steps)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["backwards-6-weeks", "couch-to-5k", "return-to-run"])
@given(data=st.data())
@settings(max_examples=3, deadline=None)
def test_any_acts_on_a_programme_change_all_of_its_sessions_alike(name: str, data: st.DataObject) -> None:
    text = (ROOT / "scripts" / f"{name}.yaml").read_text(encoding="utf-8")
    sessions = CHECKS.read(text)
    number = data.draw(st.sampled_from(sorted(sessions)))
    asked = data.draw(acts(text, sessions[number])) | {"session": number}
    done = done_or_refused(text, asked)
    if isinstance(done, AudiocoachError):
        assert done.message
        assert done.hint
        return
    new = applied(text, done.edits)
    assert applied(new, inverse(text, done.edits)) == text
    assert CHECKS.read(new).keys() == sessions.keys()
    assert new.partition("\nsession:")[0] == text.partition("\nsession:")[0]
    if asked["act"] not in ("remove", "double", "unsay"):
        assert not Counter(re.findall("#.*", text)) - Counter(re.findall("#.*", new)), "words may hold the sign, too"
