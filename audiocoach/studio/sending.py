"""The questions that make files: what they start goes on by itself, and is told of as it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError
from audiocoach.rendering.watching import Watch
from audiocoach.script.source import kind_of_file
from audiocoach.studio.asked import Answer, Asked, Unasked, text_in, texts_in
from audiocoach.studio.commands_shown import shown_command
from audiocoach.studio.desk import Desk
from audiocoach.studio.for_whom import ForWhom
from audiocoach.studio.heard_as import HeardAs
from audiocoach.studio.shared_here import shared_folder, shared_for_each
from audiocoach.vocabulary import AUDIO_SUFFIXES

if TYPE_CHECKING:
    from audiocoach.labels.side_files import Facts
    from audiocoach.rendering.orders import Wanted
    from audiocoach.rendering.session import Rendered
    from audiocoach.rendering.workshop import Workshop

OUTPUT = "output"
"""The folder for what is made, as on the command line."""


def render(desk: Desk, asked: Asked) -> Answer:
    """Begin to make files of a script as it is saved: of a session one, of a programme those of its sessions; and that
    for each of a table of athletes.
    """
    name = text_in(asked, "path")
    script, heard, whom = desk.folder.script(name), HeardAs.of(desk, asked), ForWhom.of(desk, asked)
    kind, beside, sessions = text_in(asked, "kind", "mp3"), texts_in(asked, "beside"), texts_in(asked, "sessions")
    if f".{kind}" not in AUDIO_SUFFIXES:
        raise Unasked(f"there are no files of the kind '{kind[:20]}'")
    _check_beside(beside)
    if kind != "mp3" and kind_of_file(script) == "programme":
        hint = "make MP3 files of it; what else there is beside them can be chosen"
        raise AudiocoachError(f"{name}: a programme becomes a folder of MP3 files, not one of .{kind}", hint)
    if kind != "mp3" and whom.table:
        raise AudiocoachError(f"for each of a table there are MP3 files, not those of .{kind}", "make MP3 files of it")
    desk.folder.place(OUTPUT)
    target = f"{OUTPUT}/{script.stem}.{kind}" if kind != "mp3" else OUTPUT

    def work(watch: Watch) -> Answer:
        from audiocoach.rendering.orders import Wishes, wanted
        from audiocoach.rendering.workshop import Workshop

        shop = Workshop(progress=watch.progress, cancel=watch.cancel)
        into = desk.folder.place(OUTPUT) / Path(target).relative_to(OUTPUT)
        wishes = Wishes(heard.change, sessions, athletes=whom.roster.athletes, keep_going=bool(whom.table))
        found = wanted([str(script)], into, wishes)
        return {**_Made(desk, beside).all(found, shop), "refused": whom.refused(found.refused)}

    options = [f"--session={each}" for each in sessions] + ([f"--with={','.join(beside)}"] if beside else [])
    typed = desk.folder.typed_name(name), "-o", desk.folder.typed_name(target)
    command = shown_command("render", *typed, *heard.options, *options, *whom.options)
    return {"job": desk.jobs.start(work), "command": command}


def share(desk: Desk, asked: Asked) -> Answer:
    """Begin to make a folder to share of scripts as they are saved, or one for each of a table of athletes."""
    names = texts_in(asked, "paths") or (text_in(asked, "path"),)
    scripts, heard = [desk.folder.script(name) for name in names], HeardAs.of(desk, asked)
    whom = ForWhom.of(desk, asked)
    usual = f"{OUTPUT}/share-{scripts[0].stem}" + (f"-{Path(whom.table).stem}" if whom.table else "")
    into = text_in(asked, "folder", "") or usual
    desk.folder.place(into)

    def work(watch: Watch) -> Answer:
        from audiocoach.rendering.workshop import Workshop
        from audiocoach.sharing.several import ShareWishes
        from audiocoach.sharing.stages import share as brought_up_to_date

        shop, folder = Workshop(progress=watch.progress, cancel=watch.cancel), desk.folder.place(into)
        if whom.table:
            return shared_for_each(ShareWishes(list(map(str, scripts)), change=heard.change), folder, into, whom, shop)
        done = brought_up_to_date(list(map(str, scripts)), folder, change=heard.change, shop=shop)
        return {**shared_folder(into, done), "notes": list(done.notes)}

    typed = map(desk.folder.typed_name, names)
    command = shown_command("share", *typed, "-o", desk.folder.typed_name(into), *heard.options, *whom.options)
    return {"job": desk.jobs.start(work), "folder": into, "command": command}


def cancel(desk: Desk, asked: Asked) -> Answer:
    """Ask a job for an end."""
    desk.jobs.find(text_in(asked, "job")).cancel.set()
    return {}


def phone(desk: Desk, asked: Asked) -> Answer:
    """Show a folder that was shared to phones nearby, and nothing else, while any tab of the page is open."""
    from audiocoach.sharing.folder import is_shared

    into = text_in(asked, "folder")
    folder = desk.folder.place(into)
    if not is_shared(folder):
        raise Unasked(f"{into[:200]}: this is no folder to share", "make one first")
    if tab := text_in(asked, "tab", ""):
        desk.tabs.seen(tab, text_in(asked, "path", ""))
    url = desk.phone.show(folder, desk.tabs.any if tab else lambda: True)
    command = shown_command("serve", desk.folder.typed_name(into), "--lan")
    return {"url": url, "qr_svg": desk.phone.code(url), "command": command}


def phone_end(desk: Desk, _asked: Asked) -> Answer:
    """Show it to nobody any more."""
    desk.phone.end()
    return {}


def _check_beside(kinds: Sequence[str]) -> None:
    from audiocoach.labels.side_files import MAKERS

    if wrong := [kind for kind in kinds if kind not in MAKERS]:
        raise Unasked(f"there are no files of the kind '{wrong[0][:20]}'")


@dataclass
class _Made:
    """What was made so far."""

    desk: Desk
    beside: Sequence[str]
    files: list[dict[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def all(self, wanted: Wanted, shop: Workshop) -> Answer:
        """Make all that is wanted."""
        from audiocoach.labels.side_files import Facts
        from audiocoach.rendering.orders import batches
        from audiocoach.rendering.session import render_all

        self.notes += wanted.notes
        for orders in wanted.singles:
            fitting = [replace(order, make_folder=True) for order in orders]
            for together in batches(fitting, shop):
                self._look_again([order.path for order in together])
                with closing(render_all(together, shop)) as files:
                    for done in files:
                        self._note(done)
                        self._put_beside([Facts(done.timeline, done.path)])
        for programme in wanted.programmes:
            self._look_again([programme.folder])
            due, fresh = programme.due(shop)
            self.notes += map(str, programme.programme.warnings)
            self.notes += filter(None, [programme.changed_voices(shop) if due else ""])
            rendered = []
            with closing(render_all(due, shop)) as files:
                for done in files:
                    self._note(done)
                    rendered.append(done)
            for path in filter(Path.is_file, fresh):  # what was run may be there under an older title, or as tracks
                self._add(path)
            if self.beside:
                self._put_beside(programme.facts(rendered, shop))
        return {"files": self.files, "notes": list(dict.fromkeys(self.notes))}

    def _note(self, done: Rendered) -> None:
        self.notes += [*map(str, done.timeline.warnings), *done.notes]
        self._add(done.path, length_ms=done.length_ms)

    def _add(self, path: Path, **more: object) -> None:
        self.files.append({"path": self.desk.folder.name_of(path), "bytes": path.stat().st_size, **more})

    def _look_again(self, paths: Sequence[Path]) -> None:
        """See that what is written now does not lead elsewhere by now."""
        for path in paths:
            self.desk.folder.file(self.desk.folder.name_of(path))

    def _put_beside(self, every: Sequence[Facts] | Iterator[Facts]) -> None:
        from audiocoach.labels.side_files import notes_beside, write_beside

        for facts in every if self.beside else ():
            ends = [*(f".{kind}" for kind in self.beside), ".chapters.json"]
            self._look_again([facts.file.with_suffix(end) for end in ends])
            for path in write_beside(facts, self.beside):
                self._add(path)
            self.notes += notes_beside(facts, self.beside)
