"""What ends a step that has no length, in words: audio cannot see it, so it becomes the step's name. Pure."""

from __future__ import annotations


def until_heart_rate(value: int, *, above: bool, percent: bool = False) -> str:
    """Say until which heart rate: in beats a minute, or in `percent` of the maximum."""
    of = " percent of your maximum" if percent else ""
    return f"until your heart rate is {'above' if above else 'below'} {value}{of}"


def until_power(value: int, *, above: bool, percent: bool = False) -> str:
    """Say until which power: in watts, or in `percent` of threshold."""
    return f"until your power is {'above' if above else 'below'} {value} {'percent' if percent else 'watts'}"


def until_calories(value: int) -> str:
    """Say until how much is burnt."""
    return f"until you have burnt {value} calories"
