"""What somebody has of their own in scripts: values given beside them, and which of these a script knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from audiocoach.errors import Problem, ScriptError
from audiocoach.script.yaml.located import Text
from audiocoach.text.suggest import nearest

OWN_KEYS = ("language", "coach", "voice")
"""Keys of a session that anybody may have of their own."""

IGNORED = "#"
"""How a column begins that is nobody's value."""


@dataclass(frozen=True, slots=True)
class OwnValues:
    """Somebody's values: of the `keys` of a session, and of `variables` of a programme (`easy`, `running.start`).

    Each is a name with a text that knows its place. `columns` are all that there could be, as the table has them.
    """

    keys: tuple[tuple[str, Text], ...] = ()
    variables: tuple[tuple[str, Text], ...] = ()
    columns: tuple[Text, ...] = field(default=(), compare=False)

    @property
    def language(self) -> Text | None:
        """Give their language, where they have one of their own."""
        return dict(self.keys).get("language")


NOTHING_OWN = OwnValues()


@dataclass(slots=True)
class Given:
    """Values while scripts are read with them: how many programmes that were, and the rules of their variables."""

    values: OwnValues
    programmes: int = 0
    variables: dict[str, tuple[str, ...]] = field(default_factory=dict)


_given: ContextVar[Given | None] = ContextVar("own_values", default=None)


@contextmanager
def with_own(values: OwnValues) -> Iterator[None]:
    """Read scripts with somebody's own values.

    Raises:
        ScriptError: in the end, when there were programmes, for each column that is no variable of any of them.
    """
    given = Given(values)
    token = _given.set(given)
    try:
        yield
    finally:
        _given.reset(token)
    if given.programmes and (wrong := list(_unknown(values.columns, given.variables))):
        raise ScriptError(wrong)


def given_now() -> Given | None:
    """Give what scripts are being read with; None for nothing."""
    return _given.get()


def given_values() -> OwnValues:
    """Give the values with which scripts are being read."""
    given = _given.get()
    return given.values if given else NOTHING_OWN


def own_language() -> Text | None:
    """Give the language in which scripts are to be read, where it is somebody's own."""
    return given_values().language


def in_own_language(path: Path) -> Path:
    """Find the same script in somebody's own language beside it: `run.de.yaml` of `run.yaml`; itself where none is."""
    language = own_language()
    if language is None or not (wanted := language.casefold()).replace("-", "").isalnum():
        return path
    base, _, ending = path.stem.rpartition(".")
    base = base if base and len(ending) == len("de") else path.stem
    if ending.casefold() == wanted and base != path.stem:
        return path
    names = [f"{base}.{wanted}"] + ([base] if wanted == "en" else [])
    return next((found for name in names if (found := path.with_name(name + path.suffix)).is_file()), path)


def known_value(column: str, variables: dict[str, tuple[str, ...]]) -> str | None:
    """Find the variable, or the value of one's rule, that a column means, whatever its capitals."""
    names = {each.casefold(): each for each in _all(variables)}
    return names.get(column.casefold())


def _all(variables: dict[str, tuple[str, ...]]) -> list[str]:
    return [each for name, keys in variables.items() for each in (name, *(f"{name}.{key}" for key in keys))]


def _unknown(columns: Sequence[Text], variables: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Tell of each column that is no variable of any programme."""
    for column in columns:
        if known_value(column, variables) is not None:
            continue
        of_rules = [f"{name}.{column}" for name, keys in variables.items() if column.casefold() in keys]
        near = nearest(column, _all(variables))
        if of_rules:
            asked = " or ".join(f"'{each}'" for each in of_rules[:5])
            hint = f"of which variable? Call it {asked}"
        elif near:
            hint = f"did you mean '{near}'?"
        else:
            known = ", ".join(_all(variables)[:12])
            hint = f"its variables are {known}" if known else "it has no variables"
        ignored = f"to have a column ignored, let its name begin with '{IGNORED}': {IGNORED}{column}"
        yield Problem(f"no programme here has a variable '{column}'", column.where, f"{hint}\n{ignored}")
