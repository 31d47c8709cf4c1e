"""Tell at a glance what a script seems to be, for a list of many: by its lines alone, without reading it."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.text.decoding import decoded
from audiocoach.text.late_pattern import LatePattern

_HEADED = LatePattern(r"(?m)^(session|programme|weeks|progression|steps|coach|moments|extends)[ \t]*:[ \t]*(.*)$")
_QUOTED = LatePattern(r"""(["'])(.*)\1\s*(?:#.*)?""")
_PERSON = LatePattern(r"(?m)^-[ \t]+(?:\{.{0,300}?\b)?name[ \t]*:")
_MOST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Glance:
    """What a script seems to be, as `source.kind_of` says, or empty for something else; and its title, or none."""

    kind: str
    title: str = ""


def glance(data: bytes) -> Glance:
    """Look at a script; one that is no text is something else."""
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        return Glance("")
    heads: dict[str, str] = {}
    for found in _HEADED.finditer(text.replace("\r\n", "\n").replace("\r", "\n")):
        heads.setdefault(found[1], found[2])
    if heads.keys() & {"programme", "weeks", "progression"}:
        return Glance("programme", _title(heads.get("programme", "")))
    is_written = heads.keys() & {"session", "steps"}
    if heads.keys() & {"moments", "extends"} or ("coach" in heads and not is_written):
        return Glance("coach", _title(heads.get("coach", "")))
    if is_written:
        return Glance("session", _title(heads.get("session", "")))
    return Glance("")


def lists_people(data: bytes) -> bool:
    """Tell whether a file seems to be a list of people, each with a name, as a table of athletes may be written."""
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        return False
    return bool(_PERSON.search(text)) and not glance(data).kind


def _title(written: str) -> str:
    quoted = _QUOTED.fullmatch(written.strip())
    title = quoted[2] if quoted else written.partition(" #")[0]
    return title.strip()[:_MOST_TITLE].replace("{{", "{").replace("}}", "}")
