"""Write strangers' text so that a terminal shows it and does nothing else: the one place where that is decided.

A file's name may hold a command for the terminal, or a line's end and a message that nobody wrote.
"""

from __future__ import annotations

_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)
_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""They turn the order of what is shown round: a line may say something else than it seems to."""

_ESCAPED = {code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in (*_CONTROLS, *_OVERRIDES)}
_ESCAPED |= {ord("\n"): r"\n", ord("\r"): r"\r", ord("\t"): r"\t"}
_BUT_TABS = {code: text for code, text in _ESCAPED.items() if code != ord("\t")}
_IN_JSON = {code: f"\\u{code:04x}" for code in _ESCAPED if code >= 0x7F}


def shown(text: object, *, tabs: bool = False) -> str:
    r"""Return text as one line, with what a terminal obeys written as in a program: `\x1b`, `\n`, `\u202e`.

    `tabs`: leave these, where what stands below a line must line up with it.
    """
    line = str(text)
    return line if line.isprintable() else line.translate(_BUT_TABS if tabs else _ESCAPED)


def shown_lines(text: object) -> str:
    """Return the lines of a text of ours, each as `shown` writes it; tabs stay."""
    return "\n".join(shown(line, tabs=True) for line in str(text).split("\n"))


def shown_json(text: str) -> str:
    """Return JSON that says the same, with what a terminal obeys escaped as JSON does it."""
    return text.translate(_IN_JSON)
