"""How a variable of a programme changes from session to session. Pure and exact.

A rule is a frozen value: `Growth`, `FromWeek`, `PerWeek` or `Constant`. `values` says what it gives each session,
`troubles` what is wrong with it, and `never_reaches_target` whether its programme ends too soon. The steps that
`Growth` is made of stand in `steps`, each with the source of what it does.
"""

from audiocoach.programme.progression.checks import Trouble, never_reaches_target, troubles
from audiocoach.programme.progression.percentages import parse_grow, parse_percent, parse_share
from audiocoach.programme.progression.rules import Constant, FromWeek, Growth, Percent, PerWeek, Rule, Value, every_nth
from audiocoach.programme.progression.schedule import MAX_SESSIONS, missing_week, values

__all__ = [
    "MAX_SESSIONS",
    "Constant",
    "FromWeek",
    "Growth",
    "PerWeek",
    "Percent",
    "Rule",
    "Trouble",
    "Value",
    "every_nth",
    "missing_week",
    "never_reaches_target",
    "parse_grow",
    "parse_percent",
    "parse_share",
    "troubles",
    "values",
]
