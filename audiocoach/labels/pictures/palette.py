"""The colours of kinds of step, in every picture."""

from __future__ import annotations

COLOURS = {
    "talk": "#9aa5b1",
    "warm-up": "#f2b134",
    "drill": "#8e6bbf",
    "work": "#d64545",
    "rest": "#6cb4e4",
    "stretch": "#57ae7f",
    "cool-down": "#2c7a7b",
}
"""A colour for each kind; they differ in lightness too, so that they can be told apart in grey."""
