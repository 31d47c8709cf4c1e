"""XML from strangers as elements with their places: no DOCTYPE, no entities of its own, bounded depth. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from audiocoach.bounds import MAX_NESTING, MAX_STEPS
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.workout import SourcePlace
from audiocoach.text.decoding import utf16_of

MAX_ELEMENTS = 3 * MAX_STEPS
"""Steps of a session that are all written out, each with words at two moments."""


@dataclass(slots=True)
class XmlElement:
    """An element: names in small letters and without their prefix, as files write them in any case."""

    tag: str
    attributes: dict[str, str]
    line: int
    written: str = ""
    children: list[XmlElement] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def place(self) -> SourcePlace:
        """Return the line of its start tag."""
        return SourcePlace(line=self.line)

    @property
    def text(self) -> str:
        """Return the characters directly within it."""
        return "".join(self.pieces)

    def get(self, *names: str) -> str | None:
        """Return the first of these attributes that is there."""
        return next((self.attributes[name] for name in names if name in self.attributes), None)

    def find(self, *tags: str) -> XmlElement | None:
        """Return the first child with one of these tags."""
        return next((child for child in self.children if child.tag in tags), None)

    def text_of(self, *tags: str) -> str:
        """Return the text of the first child that has one of these tags and a text."""
        return next((child.text for child in self.children if child.tag in tags and child.text.strip()), "")

    def all(self, tag: str) -> Iterator[XmlElement]:
        """Yield the elements with a tag anywhere below, in order."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.all(tag)


def read_xml(data: bytes) -> XmlElement:
    """Read XML into its root element.

    Raises:
        ImportRefusedError: where it is malformed, has a DOCTYPE, or is nested too deeply; with the line, and the column
            where the parser says one.
    """
    return _Reading(data).root()


class _Reading:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._count = 0
        self._open: list[XmlElement] = []
        self._root: XmlElement | None = None
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype

    def root(self) -> XmlElement:
        try:
            self._parser.Parse(self._data, True)  # noqa: FBT003 - expat takes no names
        except expat.ExpatError as error:
            raise self._malformed(error) from None
        except (LookupError, ValueError) as error:
            message = f"the encoding that the file declares cannot be read ({error})"
            raise ImportRefusedError(message, "save it as UTF-8", places=[SourcePlace(line=1)]) from None
        assert self._root is not None, "expat refuses what has no element"
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        if len(self._open) >= MAX_NESTING:
            message = f"elements stand in each other more than {MAX_NESTING} deep"
            raise ImportRefusedError(message, "no workout does", places=[SourcePlace(line=line)])
        self._count += 1
        if self._count > MAX_ELEMENTS:
            message = f"more than {MAX_ELEMENTS:,} elements"
            raise ImportRefusedError(message, "no workout has so many", places=[SourcePlace(line=line)])
        tag = _bare(name)
        element = XmlElement(tag.lower(), {_bare(key).lower(): value for key, value in attributes.items()}, line, tag)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].pieces.append(text)

    def _doctype(self, *_: object) -> None:
        # Entities, and with them bombs, come in a DOCTYPE alone, and no program of workouts writes one.
        place = SourcePlace(line=self._parser.CurrentLineNumber)
        raise ImportRefusedError("a DOCTYPE is refused, and workouts have none", "delete it", places=[place])

    def _malformed(self, error: expat.ExpatError) -> ImportRefusedError:
        line, column = error.lineno, error.offset + 1
        message, hint = self._reason(error)
        return ImportRefusedError(f"malformed XML: {message}", hint, places=[SourcePlace(line=line)], column=column)

    def _reason(self, error: expat.ExpatError) -> tuple[str, str]:
        unclosed = self._open[-1] if self._open else None
        name = f"the {unclosed.written} of line {unclosed.line}" if unclosed else ""
        at = max(self._parser.ErrorByteIndex, 0)
        before, here = self._data[max(0, at - 60) : at], self._data[at : at + 1]
        reason = expat.errors.messages.get(error.code, str(error))
        if here >= b"\x80" and not utf16_of(self._data) and not _is_utf8(self._data):
            return "this is not UTF-8 (perhaps Windows-1252)", "save it as UTF-8, or declare its encoding"
        if reason == expat.errors.XML_ERROR_TAG_MISMATCH:
            return f"a tag is not closed ({name})", "close it, or end it with '/>'"
        if reason == expat.errors.XML_ERROR_NO_ELEMENTS and unclosed:
            return f"the file ends, and a tag is not closed ({name})", "it may be cut off"
        if reason == expat.errors.XML_ERROR_UNCLOSED_TOKEN:
            return "the file ends within a tag", "it may be cut off"
        if reason == expat.errors.XML_ERROR_UNDEFINED_ENTITY:
            return "an entity that XML does not know", "write '&amp;' for the sign '&', and other letters as they are"
        if before.endswith(b"&") or here == b"&" or _in_entity(before):
            return "a bare &", "write '&amp;'"
        if here == b"\\":
            return "a backslash in a tag", "write '/>' to end it"
        return reason, "open it in the program that wrote it, and save it again"


def _in_entity(before: bytes) -> bool:
    """Tell whether the text breaks off within something that an `&` began."""
    tail = before.rpartition(b"&")
    return bool(tail[1]) and all(chr(sign).isalnum() or sign in b"#_-." for sign in tail[2])


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
