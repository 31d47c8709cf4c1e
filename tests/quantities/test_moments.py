"""A moment that is written out is read as the same one."""

from __future__ import annotations

import pytest

from audiocoach.quantities.lengths import parse_moment


@pytest.mark.parametrize("text", ["start", "end", "halfway", "25%", "20s", "-10s", "-0s", "1m30s", "-1m", "0s", "+5s"])
def test_a_moment_survives_being_written(text: str) -> None:
    moment = parse_moment(text)
    assert parse_moment(str(moment)) == moment
