"""What a script wishes of the sound: who speaks, what plays underneath, and what any cue has to say when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, cast

from pydantic import Field, PrivateAttr

from audiocoach.errors import Where
from audiocoach.quantities.distances import ByPace
from audiocoach.script.mapping import TextOr, Written
from audiocoach.script.private_values import kept
from audiocoach.script.values import fields
from audiocoach.vocabulary import KINDS


class VoiceWish(Written):
    """Who should speak: what of it is not given is chosen by language."""

    what = "a voice"
    engine: fields.Name | None = Field(
        default=None,
        description="pyttsx3 (this computer's voices), piper and kokoro (neural), recorded, command, or another engine",
    )
    name: fields.Name | None = Field(
        default=None,
        description="a voice's name, as 'audiocoach voices' lists it; of 'recorded' the folder with the takes",
    )
    rate: fields.Rate | None = Field(
        default=None, description="words a minute: slow is 120, normal 150, fast 180; 150 unless told"
    )
    outdoor: fields.Flag | None = Field(
        default=None, description="shaped to be understood in wind and traffic; on by default"
    )
    fallback: fields.Name | None = Field(default=None, description="the voice for what has not been recorded")

    def over(self, base: VoiceWish) -> VoiceWish:
        """Return this wish, with what it leaves open taken from another; a name belongs to its engine."""
        same_engine = self.engine in (None, base.engine)
        named = base if same_engine and self.name is None else self
        wish = VoiceWish.model_construct(  # of what has been read already
            engine=self.engine or base.engine,
            name=named.name,
            rate=self.rate or base.rate,
            outdoor=base.outdoor if self.outdoor is None else self.outdoor,
            fallback=self.fallback or named.fallback,
        )
        return wish.at(self)

    def at(self, other: VoiceWish) -> VoiceWish:
        """Return the same wish, written where `other` is."""
        placed = self.model_copy()
        placed._places = other._places
        return placed


AnyVoice = Annotated[VoiceWish, TextOr("name", "a voice's name")]


class MusicWish(Written):
    """Music under the voice."""

    what = "'music'"
    file: fields.Files | None = Field(default=None, description="a file, a list of files, or a folder")
    folder: fields.Files | None = Field(default=None, description="the same as 'file', said of a folder")
    talk: fields.Files | None = Field(default=None, description="music for steps of this kind alone")
    warm_up: fields.Files | None = Field(default=None, alias="warm-up")
    drill: fields.Files | None = None
    work: fields.Files | None = None
    rest: fields.Files | None = None
    stretch: fields.Files | None = None
    cool_down: fields.Files | None = Field(default=None, alias="cool-down")
    level: fields.Level | None = Field(default=None, description="against the voice; -6dB unless told")
    duck: fields.Level | None = Field(default=None, description="how far down under words; -12dB unless told")
    loop: fields.Flag = Field(default=True, description="begin again when the music is over")
    under_words: fields.UnderWords = Field(
        default="duck",
        alias="under-words",
        description="duck: quieter under words and signals; pause: stop there and go on where it was, as a story must",
    )
    rewind: fields.Rewind | None = Field(
        default=None, description="with 'under-words: pause', how far back it goes on; 1s unless told"
    )
    tempo: fields.MusicTempo | None = Field(
        default=None, description="in step: cadence (that of each step), or steps a minute such as 170"
    )
    begin: fields.Length | None = Field(default=None, alias="from", description="where in the music to begin")
    resume: fields.Flag = Field(
        default=False, description="in a programme, go on where the sessions before this one end"
    )

    def of_files(self, files: Sequence[str]) -> MusicWish:
        """Return the same wish for other files and folders, under steps of every kind."""
        nothing = dict.fromkeys(["folder", *(kind.replace("-", "_") for kind in KINDS)])
        changed = self.model_copy(update={**nothing, "file": tuple(files)})
        changed._places, changed._values = {}, {}
        return changed

    @property
    def waits(self) -> bool:
        """Tell whether the music stops under words."""
        return self.under_words == "pause"

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return the files by key: a kind of step, or 'file' for steps of all other kinds."""
        rest = self.file or self.folder
        return {**({"file": rest} if rest else {}), **self.by_kind}

    def place_of(self, key: str) -> Where:
        """Return where the files of a key of `lists` were written."""
        return self.value_place("folder" if key == "file" and not self.file else key)

    @property
    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """Return the files named for a kind of step alone, by kind."""
        lists = {kind: getattr(self, kind.replace("-", "_")) for kind in KINDS}
        return {kind: files for kind, files in lists.items() if files}


AnyMusic = Annotated[MusicWish, TextOr("file", "a music file, several, or a folder", fields.FILES_SCHEMA, lists=True)]


class CueKeys(Written):
    """What a script's cue and a coach sheet's moment have in common."""

    say: fields.Say = Field(default=(), description="words to say; a list rotates through the session")
    shuffle: fields.Flag = Field(
        default=False, description="a list comes in a mixed order, the same at each render, none twice in a row"
    )
    sound: fields.Sound | None = Field(
        default=None, description="a signal to sound: a role, a .wav file beside the script, or none"
    )
    at: fields.At | None = Field(default=None, description="start, halfway, end, 20s, -10s before the end, 25%")
    every: fields.Length | None = Field(default=None, description="again and again, this far apart")
    from_: fields.At | None = Field(default=None, alias="from", description="with 'every': the first one")
    until: fields.At | None = Field(default=None, description="with 'every': each is finished by then")
    on: fields.Rounds = Field(
        default=(), description="only in these rounds: of the nearest set, or of sets by name, such as {Set: last}"
    )
    min_length: fields.Length | None = Field(
        default=None, alias="min-length", description="only in steps at least this long"
    )
    voice: AnyVoice | None = Field(default=None, description="another voice for this cue")

    _apart: ByPace | None = PrivateAttr(default=None)
    """Of marks: how far apart they are, at the pace of their step."""

    @property
    def apart(self) -> ByPace | None:
        """Return how far apart its moments are, at the pace of its step, where they are marks."""
        return cast(ByPace | None, kept(self, "_apart"))
