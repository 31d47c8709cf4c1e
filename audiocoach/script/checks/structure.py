"""The rules that join several keys, and what is not available yet. Each notes problems and lets reading go on."""

from __future__ import annotations

from collections.abc import Sequence as Seq
from typing import Any

from audiocoach.bounds import MAX_BLOCKS, MAX_STEPS
from audiocoach.errors import Where
from audiocoach.quantities.lengths import Moment, write_length
from audiocoach.quantities.units import DAY
from audiocoach.script.added_keys import A_MOMENT, A_SOUND, HOW_OFTEN, added
from audiocoach.script.checks.rounds import check_rounds
from audiocoach.script.checks.shapes import CueShape, MomentShape, SessionShape, SetShape, StepShape
from audiocoach.script.context import Reading
from audiocoach.script.library import COPY_SHEET, SUFFIXES
from audiocoach.script.named_files import beside, check_music_file, check_sound_file, is_there
from audiocoach.script.sets_around import is_set
from audiocoach.script.sound_wishes import MusicWish, VoiceWish
from audiocoach.script.steps.items import spell_out_or_note
from audiocoach.script.values.computed import Computed
from audiocoach.script.values.paced_lengths import take_pace, take_races
from audiocoach.script.values.readers import MAX_SAY_AS
from audiocoach.script.yaml.located import Mapping, Text, where_of
from audiocoach.text.suggest import did_you_mean
from audiocoach.vocabulary import ENGINES, KINDS


def check_cue(cue: CueShape, context: Reading) -> None:
    """Check that a cue has one moment, and something to say or to sound."""
    if not cue.whole:
        return
    if cue.at is None and cue.every is None:
        context.error("this cue has no moment", cue.place(), added(A_MOMENT, cue.place()))
    if cue.at is not None and cue.every is not None:
        context.error("a cue comes 'at' a moment or 'every' so often, not both", cue.place("every"), "make it two cues")
    _check_words(cue, context)


def _check_words(cue: CueShape, context: Reading) -> None:
    if not cue.say and cue.sound is None:
        context.error("this cue neither says nor sounds anything", cue.place(), added(A_SOUND, cue.place()))
    if cue.shuffle and len(cue.say) < 2:
        hint = "make 'say' a list, or take 'shuffle' out"
        context.error("'shuffle' mixes a list of sentences, and here is none", cue.place("shuffle"), hint)
    if cue.every is None:
        for key, value in (("from", cue.from_), ("until", cue.until)):
            if value is not None:
                context.error(
                    f"'{key}' goes with 'every', and this has none", cue.place(key), "for one moment, write 'at: …'"
                )
    check_voice(cue.voice, context)


def check_moment(moment: MomentShape, context: Reading) -> None:
    """Check that a coach sheet's moment has what its `when` needs."""
    if not moment.whole:
        return
    if moment.when == "every" and moment.every is None:
        context.error("this moment needs to know how often", moment.place("when"), added(HOW_OFTEN, moment.place()))
    if moment.when != "every" and moment.every is not None:
        context.error("'every' goes with 'when: every'", moment.place("every"), "write 'when: every'")
    if moment.at is not None and moment.when != "next":
        context.error("a coach sheet's moment has its time in 'when'", moment.place("at"), "write 'when: -60s'")
    if moment.when == "countdown":
        if moment.say:
            context.error(
                "the countdown is three ticks, without words", moment.place("say"), "for words, take 'when: -10s'"
            )
    else:
        _check_words(moment, context)


def check_step(step: StepShape, context: Reading) -> None:
    """Check that a step has one kind, and every cue inside of its length."""
    kinds = [kind for kind in KINDS if getattr(step, kind.replace("-", "_")) is not None]
    if len(kinds) > 1:
        context.error(
            f"a step has one kind, and this has '{kinds[0]}' and '{kinds[1]}'",
            step.place(kinds[1]),
            "make it two steps, each with its own '- '",
        )
        return
    _check_cadence(step, context)
    for cue in step.cues:
        if cue.min_length is not None and isinstance(step.length, int) and step.length < cue.min_length:
            if not isinstance(step.length, Computed):
                context.warn(f"never said: the step lasts {write_length(step.length)}", cue.place("min-length"))
            continue
        for key in ("every", "min-length") if step.length == "auto" else ():
            if cue.is_written(key):
                message = f"'talk: auto' lasts as long as its words, so '{key}' has no meaning in it"
                context.error(message, cue.place(key), "give the talk a length, or write the words once")
        for key, moment in (("at", cue.at), ("from", cue.from_), ("until", cue.until)):
            if moment is not None:
                _check_inside(moment, step, cue.value_place(key), context)


def _check_cadence(step: StepShape, context: Reading) -> None:
    """Check that a metronome changes inside of its step; one whose length is computed may be too short for it."""
    if step.cadence is None or not step.cadence.whole or not isinstance(step.length, int):
        return
    for at, _ in step.cadence.stages:
        if at and at >= step.length:
            message = f"the cadence changes at {write_length(at)}, and this step lasts {write_length(step.length)}"
            where = step.cadence.place("changes")
            if isinstance(step.length, Computed):
                context.warn(message, where)
            else:
                context.error(message, where, "make the step longer, or take the change out")
            return


def _check_inside(moment: Moment, step: StepShape, where: Where, context: Reading) -> None:
    length = step.length
    if length == "auto":
        if moment.anchor in ("end", "share"):
            context.error(
                "'talk: auto' ends with its words, so nothing can be placed from its end",
                where,
                "give the talk a length, or count from its start",
            )
    elif isinstance(length, Computed):
        return  # left out in the sessions whose step is too short for it, and listed there
    elif not (0 <= moment.at(length) <= length) or (moment.anchor == "start" and moment.offset_ms >= length):
        example = write_length(max(1_000, length // 2_000 * 1_000))
        way = f"inside of {write_length(length)} there is start, halfway, end, or a time such as {example}"
        context.error(f"'{moment}' is outside of this step, which lasts {write_length(length)}", where, way)


def check_set(set_: SetShape, context: Reading) -> None:
    """Check that a set with `skip-last-rest` has a rest to skip."""
    last = set_.steps[-1] if set_.steps else None
    if set_.skip_last_rest and last is not None and (is_set(last) or last.kind != "rest"):
        context.error(
            "there is no 'rest' at the end of this set to skip",
            set_.place("skip-last-rest"),
            "take 'skip-last-rest' out, or end the set with a rest",
        )


def take_blocks(data: Any, context: Reading) -> Any:
    """Spell out the steps with the blocks of this session; only the blocks nobody uses stay behind, to be checked."""
    if not isinstance(data, dict) or not isinstance(data.get("steps"), Text | list):
        return data
    context.language = str(data.get("language", context.language))
    take_pace(data.get("pace"), context)
    take_races(data.get("race"), context)
    blocks = data.get("blocks")
    if isinstance(blocks, Mapping):
        context.blocks = blocks
    steps = spell_out_or_note(data["steps"], context)
    rest = Mapping({key: value for key, value in data.items() if key != "blocks"}, where_of(data))
    rest[next(key for key in data if key == "steps")] = steps
    if isinstance(blocks, Mapping) and len(blocks) > MAX_BLOCKS:
        message = f"here are {len(blocks):,} blocks, more than {MAX_BLOCKS:,}"
        context.error(message, where_of(blocks), "take away those that are not used")
    elif isinstance(blocks, Mapping):
        unused = {name: items for name, items in blocks.items() if name not in context.used_blocks}
        for name in unused:
            context.warn(f"the block '{name}' is never used", name.where)
        rest[next(key for key in data if key == "blocks")] = Mapping(unused, where_of(blocks))
    elif blocks is not None:
        rest[next(key for key in data if key == "blocks")] = blocks
    return rest


def check_voice(voice: VoiceWish | None, context: Reading) -> None:
    """Check that engines exist, and that names lead nowhere but to the user's own voices or beside the script."""
    if voice is None:
        return
    if voice.engine is not None and voice.engine not in ENGINES:
        from audiocoach.script.engine_names import plugins

        known = [name for name in (*ENGINES, *plugins()) if name != "tone"]
        if voice.engine not in known:
            hint = did_you_mean(voice.engine, known, f"Engines are: {', '.join(known)}")
            context.error(f"there is no engine '{voice.engine}'", voice.value_place("engine"), hint)
    if voice.engine == "recorded" and voice.name is None:
        context.error(
            "a recorded voice needs a folder", voice.place("engine"), "add 'name: takes', the folder with the takes"
        )
    if voice.name is not None:
        _check_voice_name(voice.name, voice.value_place("name"), context, is_folder=voice.engine == "recorded")
    if voice.fallback is not None:
        engine, name = engine_and_name(voice.fallback)
        _check_voice_name(name, voice.value_place("fallback"), context, is_folder=engine == "recorded")


def engine_and_name(text: str) -> tuple[str, str]:
    """Take `ENGINE:NAME` apart; the engine is empty where none of ours is named."""
    engine, colon, name = text.partition(":")
    return (engine, name) if colon and engine in ENGINES else ("", text)


def _check_voice_name(name: str, where: Where, context: Reading, *, is_folder: bool) -> None:
    from audiocoach.script.engine_names import is_command_line

    if is_command_line(name):
        hint = "name one of your settings (audiocoach voices)"
        if not where.argument:
            hint += ", or give it to a rendering: audiocoach render SCRIPT --voice 'command:…'"
        context.error("a script cannot bring a command of its own", where, hint)
    elif is_folder or name.lower().endswith(".onnx"):
        path = beside(name, where, context)
        if path is not None and not is_there(path):
            context.error(f"there is no {'folder' if is_folder else 'voice'} '{name}'", where, f"looked for {path}")


def check_session(session: SessionShape, context: Reading) -> None:
    """Check what concerns the whole: its size, its rounds, its files, and what is not available yet."""
    steps, length = (1, 1) if context.has_errors else steps_and_length(session.steps)
    if steps > MAX_STEPS:
        context.error(
            f"this makes {steps:,} steps, more than {MAX_STEPS:,}", session.place("steps"), "repeat less often"
        )
    elif steps == 0:
        context.error("no step is left: the only rest is skipped", session.place("steps"), "take 'skip-last-rest' out")
    if length > DAY:
        context.error(
            f"this lasts {length // 3_600_000:,} hours, more than 24",
            session.place("steps"),
            "repeat less often, or shorten a step",
        )
    check_rounds(session, context)
    check_voice(session.voice, context)
    if session.is_written("coach") and session.coach.endswith(SUFFIXES):
        beside(session.coach, session.value_place("coach"), context, COPY_SHEET)
    _check_say_as(session, context)
    if session.music is not None:
        check_music(session.music, context)
        check_tempo(session, session.music, context)
    for role, sound in session.sounds.items():
        check_sound_file(sound, session.place("sounds"), context, role)
    for step in session.written_steps():
        if step.sound is not None:
            check_sound_file(step.sound, step.place("sound"), context)
        for cue in step.own_cues:
            if cue.sound is not None:
                check_sound_file(cue.sound, cue.place("sound"), context)


def _check_say_as(session: SessionShape, context: Reading) -> None:
    """Check that each name stands there once, in capitals or not, and that there are no more than anybody needs."""
    if len(session.say_as) > MAX_SAY_AS:
        message = f"'say-as' has {len(session.say_as):,} names, more than {MAX_SAY_AS}"
        context.error(message, session.place("say-as"), "leave out those that nobody says")
        return
    known: set[str] = set()
    for name in session.say_as:
        if name.casefold() in known:
            hint = "capitals make no difference: take one of them away"
            context.error(f"'{name}' stands in 'say-as' twice", where_of(name), hint)
        known.add(name.casefold())


def check_music(music: MusicWish, context: Reading) -> None:
    """Check that music has files, beside the script or below it; what is in them is found out before rendering."""
    if music.file and music.folder:
        context.error(
            "'file' and 'folder' are the same", music.place("folder"), "write one list: 'file: [a.mp3, songs]'"
        )
    if music.waits and music.duck is not None:
        context.error("music that stops under words is not ducked", music.place("duck"), "leave 'duck' out")
    if music.rewind is not None and not music.waits and music.tempo is None and music.whole:
        context.error("music that does not stop does not rewind", music.place("rewind"), "add 'under-words: pause'")
    if not music.lists:
        if music.whole:
            context.error("'music' names no file", music.place(), "add 'file: run.mp3', or a folder's name")
        return
    for key, names in music.lists.items():
        for name in names:
            check_music_file(name, music.place_of(key), context)


def check_tempo(session: SessionShape, music: MusicWish, context: Reading) -> None:
    """Check that music in step has something to be in step with, and is not told to stop."""
    if music.tempo is None:
        return
    if music.waits or music.rewind is not None or music.begin is not None or music.resume or not music.loop:
        hint = "leave out 'under-words', 'rewind', 'from', 'resume' and 'loop'"
        context.error("music in step jumps to its beats and goes on to the end", music.place("tempo"), hint)
    if music.tempo == "cadence" and all(step.cadence is None for step in session.written_steps()):
        hint = "add 'cadence: 170' to a step, or write 'tempo: 170'"
        context.error("no step has a cadence for the music", music.value_place("tempo"), hint)


def steps_and_length(items: Seq[Any]) -> tuple[int, int]:
    """Count the steps after unrolling, and their length in ms; by arithmetic, so that a billion rounds cost nothing."""
    steps = length = 0
    for item in items:
        if is_set(item):
            inner_steps, inner_length = steps_and_length(item.steps)
            skipped = item.steps[-1] if item.skip_last_rest and not is_set(item.steps[-1]) else None
            steps += item.repeat * inner_steps - (1 if skipped else 0)
            length += item.repeat * inner_length - (skipped.length if skipped else 0)
        else:
            steps += 1
            length += 0 if item.length == "auto" else item.length
    return steps, length
