"""The same events by two parsers of YAML: the fast one of libyaml, and the one that can explain a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

_READ_APART = re.compile(
    r"[\t\ufeff\x85\u2028\u2029]"  # blanks and ends of lines
    r"|:\s*[,}\]#]"  # where an empty value stands
    r"|[|>][+\-0-9]{0,3}#"
    r"|(?:^|\s)\?|(?:^|[\s,\[{])!"
    r"|^(?:---|\.\.\.|%)",
    re.MULTILINE,
)
"""What libyaml takes where PyYAML's own scanner refuses it, or places elsewhere."""


def fast_events(text: str) -> Iterator[yaml.Event] | None:
    """Yield the events of a text by libyaml; None where it is not there, or may read the text in another way.

    The events then are those of `exact_events`, unless it raises a `yaml.YAMLError`, whose words are not for users.
    """
    loader = getattr(yaml, "CBaseLoader", None)
    in_flow = "{" in text or "[" in text
    if loader is None or _READ_APART.search(text) or (in_flow and "?" in text):
        return None
    return yaml.parse(text, Loader=loader)


def exact_events(text: str) -> Iterator[yaml.Event]:
    """Yield the events of a text, and raise what is wrong with it where it is met.

    Raises:
        yaml.MarkedYAMLError: as the events are taken.
    """
    loader = yaml.BaseLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):  # of `"\\U5536F3C3"`, a character that there is not; PyYAML lets it through
        raise yaml.MarkedYAMLError(problem="a character that there is not", problem_mark=loader.get_mark()) from None
    finally:
        loader.dispose()
