"""What may be written at a place of a script that somebody is typing: keys, kinds, names, values, words in braces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from audiocoach.assist.schema_places import Kind, SchemaKey, SchemaPlaces, places_of
from audiocoach.assist.typed_place import ITEM, TypedPlace, flow_keys, keys_in, typed_place
from audiocoach.errors import NOWHERE
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.script.source import kind_of
from audiocoach.script.steps.whiteboard import looks_like_whiteboard
from audiocoach.script.yaml.located import Mapping, Text
from audiocoach.vocabulary import ENGINES, KINDS, WORDS

Type = Literal["key", "kind", "form", "block", "variable", "word", "coach", "voice", "sound", "file", "value"]

_IN_BRACES = re.compile(r"\{([\w-]*)$")
_BARE = re.compile(r"((?:[A-Za-z][\w-]*)?)$")
_LAST_ITEM = re.compile(r"(?:^|[,(])\s*([^,()]*)$")
_BEGUN_SET = re.compile(r"\d+\s*[x×X]?\s*")
_LENGTHS = ("30s", "60s", "90s", "2m", "5m", "10m")
_MUSIC = frozenset(("file", "folder", *KINDS))
_SPOKEN = frozenset(("say", "name", "session", "description"))


@dataclass(frozen=True, slots=True)
class Nearby:
    """What a script may name besides what it says itself, as whoever asks has found it.

    Attributes:
        coaches: the coach sheets, by name, and those beside the script by their files.
        voices: the voices' names.
        sounds: the `.wav` files beside the script.
        music: the music files and folders beside it.
        scripts: other scripts beside it.
    """

    coaches: Sequence[str] = ()
    voices: Sequence[str] = ()
    sounds: Sequence[str] = ()
    music: Sequence[str] = ()
    scripts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be written: what a list shows of it, a line about it, what it is, and what is written."""

    label: str
    detail: str
    type: Type
    text: str


@dataclass(frozen=True, slots=True)
class Completions:
    """What may be written in place of the characters from `start` to before `end`."""

    start: int
    end: int
    options: tuple[Option, ...] = ()


def completions(text: str, offset: int, nearby: Nearby | None = None) -> Completions:
    """Find what may be written at a place, whether the text can be read or not.

    Args:
        text: the script.
        offset: the place, in characters of it.
        nearby: what it may name besides what it says itself.
    """
    place = typed_place(text, offset)
    asked = _Asked(text, place, nearby or Nearby())
    typed, options = asked.answer()
    start = offset - len(typed)
    end = offset + len(_behind(text, offset, typed))
    return Completions(start, end, tuple(_before(option, text[end : end + 1]) for option in options))


def _behind(text: str, offset: int, typed: str) -> str:
    """Return the rest of the word that is typed; nothing where a new one begins."""
    found = re.compile(r"[\w-]*").match(text, offset) if re.search(r"[\w-]$", typed) else None
    return found[0] if found else ""


def _before(option: Option, sign: str) -> Option:
    """Leave out of what an option writes the colon or the brace that stands there already."""
    if sign == ":" and option.type == "key":
        return replace(option, text=option.text.partition(":")[0])
    return replace(option, text=option.text.removesuffix("}")) if sign == "}" else option


class _Asked:
    """One question: a place, and what is known of the script it is in."""

    def __init__(self, text: str, place: TypedPlace, nearby: Nearby) -> None:
        self.place, self.nearby = place, nearby
        self.names = keys_in(text)
        self.kind = _kind_of({key.path[0] for key in self.names})
        self.path, self.siblings, self.schema = _in_schema(place, self.kind)

    def answer(self) -> tuple[str, Iterable[Option]]:
        """Give the word that is typed, and what may be written in its place."""
        written, path = self.place.written, self.path
        if written.startswith("#") or " #" in written:
            return "", ()
        if self._is_spoken() and (braces := _IN_BRACES.search(written) or (self.place.flow and _BARE.match(written))):
            return braces[1], self._words()
        if self._is_item():
            typed, options = self._item(written)
            if not self.place.is_value and _BARE.match(written):
                options = [*options, *self._keys()]
            return typed, options
        if self.place.is_value:
            return written.lstrip("\"'"), self._values(path)
        return written, self._keys() if _BARE.match(written) else ()

    def _is_spoken(self) -> bool:
        last = next((name for name in reversed(self.path) if name != ITEM), "")
        is_words = (last in _SPOKEN and self.path[-2:-1] != ("voice",)) or (
            self.place.is_value and looks_like_whiteboard(last)
        )
        return (is_words and (self.place.is_value or self.place.flow)) or self._is_item()

    def _is_item(self) -> bool:
        """Tell whether a step in one line may stand there."""
        path = self.path[:-1] if self.path[-1:] == (ITEM,) else self.path
        holds_steps = path[-1:] == ("steps",) or (path[:1] == ("blocks",) and len(path) == 2)
        holds_steps = holds_steps or (path[:1] == ("plan",) and len(path) == 3)
        begins = self.place.is_value or not (self.place.flow or (self.siblings and path != self.path))
        return holds_steps and begins

    def _item(self, written: str) -> tuple[str, list[Option]]:
        """Complete the last item of a line such as `6 x (work 2m Run, re`."""
        begun = _LAST_ITEM.search(written.lstrip("\"'"))
        typed = begun[1] if begun else ""
        dash = "- " if self._needs_dash() else ""
        kind, _, rest = typed.partition(" ")
        if kind in KINDS and " " in typed:
            lengths = [Option(each, "a length", "value", each) for each in _LENGTHS]
            variables = [Option(name, "a variable", "variable", name) for name in self._variables()]
            return (rest, [*variables, *lengths]) if re.fullmatch(r"\S*", rest) else ("", [])
        if typed and _BEGUN_SET.fullmatch(typed):
            count = re.match(r"\d+", typed)
            assert count is not None
            return typed, [Option(f"{count[0]} x (…)", "a set: its steps in the brackets", "form", f"{count[0]} x (")]
        if not re.fullmatch(r"[\w-]*", typed):
            return "", []
        kinds = [
            Option(f"{each} …", f"a step in one line: {each} 60s Name", "kind", f"{dash}{each} ") for each in KINDS
        ]
        sets = [Option("6 x (…)", "a set: 6 x (work 60s, rest 90s)", "form", f"{dash}6 x (")]
        blocks = [Option(name, "a block", "block", dash + name) for name in self._blocks()]
        pieces = [Option(name, "a variable", "variable", dash + name) for name in self._variables()]
        return typed, [*kinds, *sets, *blocks, *pieces]

    def _needs_dash(self) -> bool:
        return not self.place.is_value and not self.place.flow and self.path[-1:] != (ITEM,)

    def _keys(self) -> Iterator[Option]:
        path = (*self.path, ITEM) if self._needs_dash() and self._is_list(self.path) else self.path
        dash = "- " if path != self.path else ""
        for key in self.schema.keys(path, self.siblings):
            yield Option(key.name, key.about, "key", dash + self._begun(key, self.place.column + len(dash)))

    def _is_list(self, path: Sequence[str]) -> bool:
        kinds = {str(form.get("type")) for form in self.schema.at(path)}
        return "array" in kinds and "object" not in kinds

    def _begun(self, key: SchemaKey, column: int) -> str:
        """Write a key as far as its value begins."""
        if self.place.flow or key.holds == "value":
            return f"{key.name}: "
        return f"{key.name}:\n{' ' * (column + 2)}{'- ' if key.holds == 'list' else ''}"

    def _values(self, path: Sequence[str]) -> Iterator[Option]:
        names = [name for name in path if name != ITEM]
        if not names:
            return
        key, owner = names[-1], names[-2] if len(names) > 1 else ""
        about = self.schema.about([*path[: len(path) - path[::-1].index(key)]])
        yield from (Option(each, about, "value", each) for each in self.schema.values(path))
        if key in ("coach", "extends") and owner not in ("steps", "blocks"):
            yield from (Option(each, "a coach sheet", "coach", each) for each in self.nearby.coaches)
        elif key == "engine":
            yield from (Option(each, "", "value", each) for each in ENGINES if each != "tone")
        elif key in ("voice", "fallback") or (key == "name" and owner == "voice"):
            yield from (Option(each, "a voice", "voice", each) for each in self.nearby.voices)
        elif key == "sound" or owner == "sounds":
            yield from (Option(each, "a sound beside the script", "sound", each) for each in self.nearby.sounds)
        elif key == "music" or (owner == "music" and key in _MUSIC):
            yield from (Option(each, "music beside the script", "file", each) for each in self.nearby.music)
        elif key == "language":
            yield from (Option(code, module.capitalize(), "value", code) for code, (module, _) in LANGUAGES.items())
        elif key == "session" and self.kind == "programme" and not owner:
            yield from (Option(each, "a script beside it", "file", each) for each in self.nearby.scripts)
        elif key in (*KINDS, "repeat", "dose"):
            yield from (Option(name, "a variable", "variable", name) for name in self._variables())

    def _words(self) -> Iterator[Option]:
        for name in (*self._variables(), *WORDS):
            detail = "a word that is filled in" if name in WORDS else "a variable"
            yield Option(name, detail, "word" if name in WORDS else "variable", f"{name}}}")

    def _blocks(self) -> list[str]:
        return [key.path[-1] for key in self.names if key.path[:-1] in (("blocks",), ("session", "blocks"))]

    def _variables(self) -> list[str]:
        """List a programme's variables: those with a rule, and those of its plan."""
        found = [key.path[-1] for key in self.names if key.path[:-1] == ("progression",)]
        for key in self.names:
            if key.path[:1] == ("plan",):
                found += [key.path[2]] if len(key.path) == 3 else flow_keys(key.value) if len(key.path) == 2 else []
        return list(dict.fromkeys(found))


def _kind_of(roots: set[str]) -> Kind:
    return kind_of(Mapping({Text(key): "" for key in roots}, NOWHERE))


def _in_schema(place: TypedPlace, kind: Kind) -> tuple[tuple[str, ...], frozenset[str], SchemaPlaces]:
    """Give the path of a place within its schema, and the keys that are there besides.

    A template is a session, and keys beneath a whiteboard line are those of its step or set, which has others in it.
    """
    path = place.path
    if kind == "programme" and path[:1] == ("session",) and (len(path) > 1 or not place.is_value):
        kind, path = "session", path[1:]
    last, siblings = len(path) - 1, place.siblings
    lines = [at for at, name in enumerate(path) if looks_like_whiteboard(name) and (at < last or not place.is_value)]
    if last in lines:
        word = path[last].split()[0]
        siblings |= {word} if word in KINDS else {"repeat", "steps"}
    return tuple(name for at, name in enumerate(path) if at not in lines), siblings, places_of(kind)
