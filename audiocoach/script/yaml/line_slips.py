"""Slips between lines: a key, a dash or a list that does not belong where it stands, with the lines as they are meant.

Each function looks at one line of a draft, with those around it, and returns how it is mended or None.
"""

from __future__ import annotations

import re

from audiocoach.errors import Problem
from audiocoach.script.yaml.draft import GLUED_DASH, Draft, Mend, indent, is_content, line_above, line_mend
from audiocoach.script.yaml.known_keys import any_key
from audiocoach.text.late_pattern import LatePattern
from audiocoach.vocabulary import KINDS

NO_SPACE = "a key is followed by a colon and a space"
COLON = "a colon in the text: YAML takes what stands before it for a key"

LIST_WITHOUT_KEY = "a list stands under a key of its own, and this has none: '{}:'"

_KEY_LINE = LatePattern(r"(\s*)((?:-\s+)*)([A-Za-z][\w-]*):(\s|$)")
_DASH = LatePattern(r"(\s*)-\s")
_STEPS = LatePattern(r"(\s*)(?:-\s+)?steps:\s*(?:#.*)?$")
_ITEM = LatePattern(rf"(?:{'|'.join(KINDS)})(?::(?:\s|$)|\s+\S*\d|\s+auto\b)|(?:\d+\s*[x×X*]\s*\(|repeat:\s)")
_MOST_BESIDE = 4
_OF_CUES = LatePattern(r"(?:at|every|say|sound|from)\b")


def below(lines: list[str], at: int) -> int:
    """Find the nearest line below that has something on it; the number of lines when there is none."""
    return next((number for number in range(at + 1, len(lines)) if is_content(lines[number])), len(lines))


def _part(lines: list[str], at: int, column: int) -> int:
    """Find the end of the lines from `at` on that begin at `column` or further in."""
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or len(indent(lines[end])) >= column):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def key_without_colon(draft: Draft, at: int) -> Mend | None:
    """Add the colon to a key that stands alone, `steps`, or has its value behind it, `say Go.` and `- at halfway`."""
    lines = draft.lines
    found = re.match(rf"(\s*)((?:-\s+)*)({any_key()})(?:\s+([^\s:#].*)|\s*(?:#.*)?$)", lines[at])
    if not found:
        return None
    margin, dash, key, value = found.groups()
    column = len(margin + dash)
    if dash or key in KINDS:
        # `- at halfway` and `work 60s` are texts as well: what is a key has other keys in its own column.
        beside = below(lines, at) if dash else line_above(lines, at)
        other = _KEY_LINE.match(lines[beside]) if 0 <= beside < len(lines) else None
        if not value or not other or len(other[1] + other[2]) != column or (dash and (other[2] or key in KINDS)):
            return None
    corrected = f"{margin}{dash}{key}:{f' {value}' if value else lines[at][found.end(3) :]}"
    return line_mend(draft, at, NO_SPACE, column, corrected, 0 if value else len(key))


def glued_dash(draft: Draft, at: int) -> Mend | None:
    """Put a space behind the dash of `-rest 60s`."""
    found = re.match(r"(\s*)-([^\W\d].*)", draft.lines[at])
    return line_mend(draft, at, GLUED_DASH, len(found[1]), f"{found[1]}- {found[2]}") if found else None


def _around(lines: list[str], at: int) -> list[int]:
    """Find the lines above and below that have something on them."""
    return [number for number in (line_above(lines, at), below(lines, at)) if 0 <= number < len(lines)]


def missing_dash(draft: Draft, at: int) -> Mend | None:
    """Give a step in the column of the dashes around it its own: `work 2m Run` beneath `- warm-up 3m Walk`."""
    line = draft.lines[at]
    column = len(indent(line))
    near = [draft.lines[number] for number in _around(draft.lines, at)]
    if not _ITEM.match(line.lstrip()) or not any(len(_dash_margin(each)) == column + 1 for each in near):
        return None
    mended = f"{indent(line)}- {line.lstrip()}"
    return line_mend(draft, at, "a step in a list begins with a dash", column, mended)


def key_beneath_a_line(draft: Draft, at: int) -> Mend | None:
    """Spell a step out that has keys beneath its one line: `- work 2m Run`, and `say: Hello` under it."""
    from audiocoach.script.steps.full_form import full_form, item_line  # they read nodes, which are built from lines

    lines = draft.lines
    before, key = line_above(lines, at), _KEY_LINE.match(lines[at])
    item = item_line(lines[before]) if before >= 0 else None
    if item is None or key is None or key[2].count("-") > 1 or len(key[1]) <= len(indent(lines[before])):
        return None
    if key_without_colon(draft, before):  # `- repeat 3` is a key itself
        return None
    if key[2] and _ITEM.match(lines[at][len(key[1] + key[2]) :]) and dash_in_another_column(draft, at):
        return None  # a step of its own, whose dash is crooked
    end = _part(lines, at, len(key[1]))
    beneath = lines[at:end]
    if key[2] and key[3] in ("at", "every", "from"):
        beneath = [f"{key[1]}cues:", *beneath]
    elif key[2]:
        beneath[0] = beneath[0].replace("-", " ", 1)
    spelled = full_form(item, [line for line in beneath if is_content(line)])
    hint: str = "a step with keys has the full form:\n  - work: 60s\n    name: Run\n    say: Go."
    if spelled:
        hint = draft.hint(spelled, before, end, spelled)
    problem = Problem(
        "a step that is written on one line has no keys beneath it",
        draft.where(at, len(key[1] + key[2]), len(key[3])),
        hint,
    )
    column = len(indent(beneath[0]))
    if spelled and (key[2] or lines[at].strip() not in map(str.strip, spelled)):
        return Mend(problem, before, end, tuple(spelled))
    if item.value or column < item.column:  # else they are a value of its own once there is a colon
        beneath = [" " * max(0, len(indent(line)) - column + item.column) + line.lstrip() for line in beneath]
    return Mend(problem, before, end, (*item.as_key, *lines[before + 1 : at], *beneath))


def list_without_key(draft: Draft, at: int) -> Mend | None:
    """Add the key that a list needs of its own: `steps:` beneath `repeat: 6`, `cues:` in a step."""
    lines = draft.lines
    dash = _DASH.match(lines[at])
    if not dash:
        return None
    column, first, owner = len(dash[1]), at, None
    keys: list[str] = []
    for number in range(at - 1, -1, -1):
        line = lines[number]
        if not is_content(line) or len(indent(line)) > column:
            continue
        entry = _KEY_LINE.match(line)
        if owner is None and (other := _DASH.match(line)) and len(other[1]) == column:
            first = number
        elif entry and (owner is None or len(entry[1] + entry[2]) == owner):
            if owner is None:
                owner = len(entry[1] + entry[2])
                if owner > column or not line[entry.end() :].strip():
                    return None
            keys.append(entry[3])
            if entry[2]:
                break
        elif owner is None or len(indent(line)) < owner:
            break
    key = _key_of_list(lines[first][column + 1 :].strip(), keys)
    if owner is None or key is None:
        return None
    spelled = " " * owner + f"{key}:"
    where = draft.where(first, column, max(1, len(draft.shown(first).strip())))
    mended = (spelled, lines[first])
    problem = Problem(LIST_WITHOUT_KEY.format(key), where, draft.hint(mended, first, first + 1, mended))
    return Mend(problem, first, first + 1, mended)


def _key_of_list(text: str, keys: list[str]) -> str | None:
    """Tell which key a list belongs under that begins with `text` and stands beneath `keys`; None when it has one."""
    if not set(keys).isdisjoint(KINDS):
        return "cues" if _OF_CUES.match(text) and "cues" not in keys else None
    if "repeat" in keys or "session" in keys:
        return "steps" if "steps" not in keys else None
    return "moments" if "coach" in keys and "moments" not in keys and text.startswith("when") else None


def dash_in_another_column(draft: Draft, at: int) -> Mend | None:
    """Move the dashes of a list into one column: those that the fewest have."""
    lines = draft.lines
    own = _DASH.match(lines[at])
    if not own:
        return None
    column = len(own[1])
    dashes = [number for number in range(at) if _DASH.match(lines[number]) and is_content(lines[number])]
    columns = [len(indent(lines[number])) for number in dashes]
    if not dashes or column in columns or (columns[-1] < column and not _ends_an_item(lines[line_above(lines, at)])):
        return None
    end = _part(lines, at, column)
    beneath = [
        number for number in range(at, end) if len(indent(lines[number])) == column and _DASH.match(lines[number])
    ]
    first, to, others = at, columns[-1], "above it"
    end = next((number for number in range(at + 1, end) if len(_dash_margin(lines[number])) == to + 1), end)
    if len(beneath) > 1 and columns.count(columns[-1]) == 1:
        first, end, to, column, others = dashes[-1], at, column, columns[-1], "below it"
    moved = tuple(
        " " * max(0, len(indent(line)) + to - column) + line.lstrip() if line.strip() else line
        for line in lines[first:end]
    )
    where = draft.where(first, column, max(1, len(draft.shown(first).strip())))
    message = f"this dash stands in another column than those {others}"
    if first == at:
        near = _of_column(dashes, columns, to)
        seen = [*_short(lines[near:at]), *moved]
    else:
        seen = [*moved, lines[at]]
    hint = draft.hint(seen, first, end, moved)
    return Mend(Problem(message, where, hint), first, end, moved)


def _short(item: list[str]) -> list[str]:
    """Return the lines of an item that a hint shows beside those that are moved: all of a short one, else its first."""
    return item if len(item) <= _MOST_BESIDE else item[:1]


def _of_column(dashes: list[int], columns: list[int], column: int) -> int:
    """Find the last of the lines above whose dash stands in a column."""
    return next(number for number, own in zip(reversed(dashes), reversed(columns), strict=True) if own == column)


def _dash_margin(line: str) -> str:
    """Return what a line begins with up to its dash, and that; "" where it has none."""
    return found[1] + "-" if (found := _DASH.match(line)) else ""


def _ends_an_item(line: str) -> bool:
    """Tell whether no list can stand under a line: it is an item itself, or a key with its value."""
    return bool(re.match(r"\s*(?:-\s+)+(?![^#]*:\s*(?:#.*)?$)\S|\s*[A-Za-z][\w-]*:\s+[^\s>|&#]", line))


def key_in_another_column(draft: Draft, at: int) -> Mend | None:
    """Move a key into the column of the one above it; or take a sentence's colon for no key's."""
    lines = draft.lines
    own = _KEY_LINE.match(lines[at])
    if own is None or own[2]:
        return None
    column = len(own[1])
    content = [line for line in lines[:at] if is_content(line)]
    keys = [len(key[0]) for line in content if (key := re.match(r"\s*(?:-\s+)*(?=[^:]+:)", line))]
    with_value = bool(content and re.match(r"\s*(?:-\s+)*[A-Za-z][\w-]*:\s+[^\s>|&]", content[-1]))
    if not with_value or column == keys[-1] or (column < keys[-1] and column in keys):
        return None
    if re.fullmatch(any_key(), own[3]):
        message, mended = "this key begins in another column than the one above it", " " * keys[-1] + lines[at].lstrip()
    elif column < keys[-1]:
        return None
    else:
        message, mended = COLON, lines[at].replace(":", " -", 1)
    return line_mend(draft, at, message, column, mended)


def steps_without_dashes(draft: Draft) -> Mend | None:
    """Give each step beneath `steps:` its dash; None where the first has one, or is the only line."""
    lines = draft.lines
    for at in range(len(lines)):
        if (head := _STEPS.match(lines[at])) and (first := below(lines, at)) < len(lines):
            column = len(indent(lines[first]))
            if column > len(head[1]) and (mended := _with_dashes(lines[first : _part(lines, first, column)], column)):
                where = draft.where(first, column, len(draft.shown(first).strip()))
                hint = draft.hint(filter(is_content, mended), first, first + len(mended), mended)
                problem = Problem("steps are a list, and each begins with a dash", where, hint)
                return Mend(problem, first, first + len(mended), tuple(mended))
    return None


def _with_dashes(lines: list[str], column: int) -> list[str]:
    """Write lines with a dash before each that begins a step, and others as its keys; empty where they are no steps."""
    if not _ITEM.match(lines[0].lstrip()):
        return []
    mended: list[str] = []
    is_open = keyed = False  # whether a key waits for the lines beneath it, and whether there are keys at all
    goes_on = False
    for line in lines:
        bare, margin = line.strip(), len(indent(line))
        if not is_content(line):
            mended.append(line)
        elif goes_on:
            return []
        elif margin == column and _ITEM.match(bare):
            mended.append(f"{' ' * column}- {bare}")
            is_open = False
        elif margin == column and not _KEY_LINE.match(line):
            return []  # a text that goes on
        else:
            further = margin - column if is_open or margin == column else max(0, margin - column - 2)
            mended.append(" " * (column + 2 + further) + bare)
            is_open = bare.endswith(":") if margin == column else is_open
        keyed |= bool(_KEY_LINE.match(line))
        goes_on = is_content(line) and (bare.endswith(",") or bare.count("(") > bare.count(")"))
    return mended if keyed or sum(line.lstrip().startswith("- ") for line in mended) > 1 else []
