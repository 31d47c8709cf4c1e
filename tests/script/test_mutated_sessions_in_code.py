"""Whatever stands somewhere in plain data: a session or a programme that goes there and back, or an error of ours."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest

from audiocoach import (
    AudiocoachError,
    Cue,
    MusicWish,
    Session,
    Set,
    Step,
    dump,
    parse_session,
    programme_from,
    session_from,
    to_data,
)
from tests.script.test_sessions_in_code import PROGRAMME, in_yaml

ANYTHING: list[Any] = [
    *("60s", "work 60s Run", "", "{x}", "halfway", "\ud800", "2 x (work 60s, rest 5s)"),
    *(5, -3, 0, 1.5, float("nan"), 10**5000, True, None, b"x", object(), [], {}, [1], {"a": 1}, ["x", None], {1: 2}),
    *(Step(work="60s"), Cue(at="5s", say="Go."), Set(repeat=2, steps=["work 60s"]), MusicWish()),
]


def ways(data: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value within plain data."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*so_far, key)
        yield from ways(value, (*so_far, key))


def changed(data: Any, chance: random.Random) -> Any:
    """The data with anything in one place of it, and sometimes under a key that it has not."""
    data = inner = copy.deepcopy(data)
    *way, last = chance.choice(list(ways(data)))
    for key in way:
        inner = inner[key]
    if isinstance(inner, dict) and chance.random() < 0.2:
        last = chance.choice(["nam", 5, "say", "work", "from_"])
    inner[last] = chance.choice(ANYTHING)
    return data


@cache
def whole() -> dict[str, Any]:
    return to_data(in_yaml())


@pytest.mark.parametrize("seed", range(200))
def test_anything_anywhere_is_a_session_or_an_error_of_ours(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    data = changed(whole(), chance)
    for build in (session_from, Session.model_validate):
        try:
            session = build(data)
        except AudiocoachError:
            continue
        assert session_from(to_data(session)) == session == parse_session(dump(session))
    with suppress(AudiocoachError):
        programme_from(changed(PROGRAMME, chance))
