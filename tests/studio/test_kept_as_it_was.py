"""What is saved stands in its file as it did before; only what was written anew is other than it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiocoach.studio.text_form import TextForm

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
LINE = st.text(st.characters(exclude_characters="\r\n\ufeff\x00", codec="utf-8"), max_size=6)
LINES = st.lists(st.tuples(LINE, st.sampled_from(["\n", "\r\n", "\r"])), max_size=12)


@given(LINES, LINE, st.sampled_from(ENCODINGS), st.booleans())
def test_saving_what_was_opened_changes_no_byte(
    lines: list[tuple[str, str]], last: str, encoding: str, marked: bool
) -> None:
    # A line that ends with "\r" before one that is "\n" alone is one end; whatever they are, they come back.
    whole = "".join(line + end for line, end in lines) + last
    data = (("\ufeff" if marked or encoding != "utf-8" else "") + whole).encode(encoding)
    form = TextForm.of(data)
    assert "\r" not in form.text
    assert form.written(form.text) == data


@given(LINES, st.data())
def test_lines_that_stay_keep_their_ends(lines: list[tuple[str, str]], data: st.DataObject) -> None:
    numbered = [(f"{number}{line}", end) for number, (line, end) in enumerate(lines)]
    form = TextForm.of("".join(line + end for line, end in numbered).encode())
    at = data.draw(st.integers(0, len(numbered)))
    gone = data.draw(st.integers(at, len(numbered)))
    new = [line for line, _ in numbered[:at]] + ["new"] + [line for line, _ in numbered[gone:]]
    written = form.written("".join(f"{line}\n" for line in new)).decode()
    assert written.startswith("".join(line + end for line, end in numbered[:at]))
    assert written.endswith("".join(line + end for line, end in numbered[gone:]))


def test_a_new_line_ends_as_most_do() -> None:
    form = TextForm.of(b"a\r\nb\nc\r\n")
    assert form.is_mixed
    assert form.written("a\nnew\nb\nc\n") == b"a\r\nnew\r\nb\nc\r\n"
    assert form.written("a\nB\nc\n") == b"a\r\nB\nc\r\n"


def test_many_lines_with_mixed_ends_are_saved_soon() -> None:
    form = TextForm.of(b"same\r\nother\n" * 20_000)
    assert form.written("new\n" * 30_000).count(b"\n") == 30_000
