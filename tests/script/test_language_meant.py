"""What people write in place of a length, a kind or a set, by kind: none becomes a name, and hints keep the number."""

from __future__ import annotations

import pytest

from audiocoach.errors import ScriptError
from audiocoach.quantities.loose_lengths import loose_length
from audiocoach.script.load import parse_session


def steps(lines: str, language: str = "en") -> list[tuple[str, object, str | None]]:
    session = parse_session(f"session: A\nlanguage: {language}\nsteps:\n{lines}\n")
    return [(step.kind, step.length, step.name) for step in session.written_steps()]


def hints(line: str, language: str = "en") -> list[str]:
    with pytest.raises(ScriptError) as caught:
        steps(f"  - {line}", language)
    return [problem.hint.split("  ")[0] for problem in caught.value.problems]


HOUR, MINUTE, SECOND = 3_600_000, 60_000, 1_000


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1h 30", 90 * MINUTE),
        ("2 hours 15", 135 * MINUTE),
        ("1 hr and 5", 65 * MINUTE),
        ("2' 30", 150 * SECOND),
        ("2′30", 150 * SECOND),
        ("1:30 h", 90 * MINUTE),
        ("1:30 min", 90 * SECOND),
        ("1:02:03 h", HOUR + 2 * MINUTE + 3 * SECOND),
        ("90 sec.", 90 * SECOND),
        ("1,5 min", 90 * SECOND),
        ("1½ h", 90 * MINUTE),
        ("1/2 h", 30 * MINUTE),
        ("2 1/2 min.", 150 * SECOND),
        ("2 Minuten", 2 * MINUTE),
        ("1 Std. 10 Min.", 70 * MINUTE),
        ("dos minutos", None),
        ("2 minutos y 30 segundos", 150 * SECOND),
        ("1 heure et 5 minutes", 65 * MINUTE),
        ("1 ora e 10 minuti", 70 * MINUTE),
        ("2 uur", 2 * HOUR),
        ("5 minut", 5 * MINUTE),
        ("30 sekund", 30 * SECOND),
        ("2 horas", 2 * HOUR),
        ("30 reps", None),
        ("5:30/km", None),
        ("4 min/km", None),
        ("25h", None),
        ("0 min", None),
    ],
)
def test_a_length_in_any_notation_is_known_for_what_it_is(written: str, meant: int | None) -> None:
    found = loose_length(f"{written} Run")
    assert found == (None if meant is None else (len(written), meant))


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("work 1h 30 Easy run", "did you mean 'work 1h30m Easy run'?"),
        ("warm-up 10 minutes 30 Jog", "did you mean 'warm-up 10m30s Jog'?"),
        ("rest 1 hour 5", "did you mean 'rest 1h05m'?"),
        ("work 0:45 h Ride", "did you mean 'work 45m Ride'?"),
        ("work 30 secs. Run", "did you mean 'work 30s Run'?"),
        ("work 3 Minuten Lauf", "did you mean 'work 3m Lauf'?"),
        ("work: 2 hrs 45", "did you mean '2h45m'?"),
        ("work: 2,5 min", "did you mean '2m30s'?"),
        ("work: Walk 90s", "did you mean '90s', and 'name: Walk' on a line of its own?"),
        ("work: 60s, Run", "did you mean '60s', and 'name: Run' on a line of its own?"),
        ("work: 2 hours, 15 minutes", "lengths look like 90s, 2m, 2m30s, 1h05m, 2:30 or 5 min"),
        (
            "work: 5 miles easy",
            "audio cannot see distance: give the time it takes, such as 90s or 2:30, or how fast it is run: "
            "'pace: 5:30/km'",
        ),
        ("work 1,5 Run", "did you mean '1.5s' (seconds) or '1.5m' (minutes)?"),
        ("work: 1,5", "did you mean '1.5s' (seconds) or '1.5m' (minutes)?"),
        ("6 x (work 2m Run; rest 1m Walk)", "did you mean 'work 2m Run, rest 1m Walk'?"),
        ("work: 45", "did you mean '45s' (seconds) or '45m' (minutes)?"),
        ("work: 120", "did you mean '120s' (seconds) or '2h' (minutes)?"),
        ("work: 0.5", "did you mean '0.5m' (minutes)?"),
        ("rest 0", "lengths look like 90s, 2m, 2m30s, 1h05m, 2:30 or 5 min"),
        ("rest: 0.0", "lengths look like 90s, 2m, 2m30s, 1h05m, 2:30 or 5 min"),
        ("work 4:45/mi Run", "put the pace in the name, and give the time it takes, such as 4m or 2:30"),
        ("work: 6 min per km", "put the pace in the name, and give the time it takes, such as 4m or 2:30"),
        ("work 2m Run then rest 1m", "did you mean 'work 2m Run, rest 1m'?"),
        ("work 2m Run, and then rest 1m", "did you mean 'work 2m Run, rest 1m'?"),
        ("work 2-3 min Run", "write '2 min' or '3 min'"),
        ("rest 1 to 2 minutes", "write '1 minutes' or '2 minutes'"),
        ("work 1 hour and a half Ride", "did you mean 'work 1h30m Ride'?"),
        ("work 2 and a half minutes Run", "did you mean 'work 2m30s Run'?"),
        ("3x 2 min run / 1 min walk", "write '3 x (work 2 min Run, rest 1 min Walk)'"),
        ("walk 1km", "this may be a 'rest' step: give the time it takes, such as 90s or 2:30."),
        ("walk half a minute", "this may be a 'rest' step: give the time it takes, such as 90s or 2:30."),
        ("work 10 kph", "put the pace in the name, and give the time it takes, such as 4m or 2:30"),
    ],
)
def test_what_stands_behind_a_length_is_no_name(line: str, hint: str) -> None:
    assert hints(line) == [hint]


@pytest.mark.parametrize(
    ("language", "line", "meant"),
    [
        ("en", "run 2 min", "work 2 min Run"),
        ("en", "jogging 90s", "work 90s Jogging"),
        ("en", "hard 1m", "work 1m Hard"),
        ("en", "tempo 20:00 steady", "work 20:00 Tempo steady"),
        ("en", "interval 1,5 min", "work 1m30s Interval"),
        ("en", "break 30s", "rest 30s Break"),
        ("en", "recovery jog 2m", "rest 2m Recovery jog"),
        ("en", "5 min easy run", "work 5 min Easy run"),
        ("en", "cool down 5m Walk", "cool-down 5m Walk"),
        ("en-GB", "walking 5m", "rest 5m Walk"),
        ("en", "WALK 1m", "rest 1m Walk"),
        ("de", "lauf 2 min", "work 2 min Lauf"),
        ("de-AT", "Gehen 2 Minuten", "rest 2m Gehen"),
        ("de", "trabe 5m", "work 5m Trabe"),
        ("de", "walk 1m", "rest 1m Walk"),
        ("es", "corre 2 minutos", "work 2m Corre"),
        ("es", "descansa 1m", "rest 1m Descansa"),
        ("fr", "trottine 3 min", "work 3 min Trottine"),
        ("fr", "marche 1 min", "rest 1 min Marche"),
        ("it", "cammina 1 minuto", "rest 1m Cammina"),
        ("nl", "dribbel 5 minuten", "work 5m Dribbel"),
        ("nl", "wandel 1m", "rest 1m Wandel"),
        ("pl", "biegnij 2 minuty", "work 2m Biegnij"),
        ("pl", "marsz 1m", "rest 1m Marsz"),
        ("pt", "caminhada 2 min", "rest 2 min Caminhada"),
        ("en", "run for 20 minutes", "work 20 minutes Run"),
        ("en", "2 min run / 1 min walk", "work 2 min Run, rest 1 min Walk"),
        ("de", "laufe 3 min dann gehe 1 min", "work 3 min Laufe, rest 1 min Gehe"),
        ("es", "corre 2 min luego camina 1 min", "work 2 min Corre, rest 1 min Camina"),
        ("es", "pausa 1 min y medio", "rest 1m30s Pausa"),
        ("es", "trabajo 2 min", "work 2 min Trabajo"),
        ("fr", "cours 1 heure et demie", "work 1h30m Cours"),
        ("it", "corsa 1 ora e mezza", "work 1h30m Corsa"),
        ("nl", "ren 1 uur en een half", "work 1h30m Ren"),
        ("pl", "bieg 1 i pół minuty", "work 1m30s Bieg"),
        ("pt-BR", "descanso 1 minuto e meio", "rest 1m30s Descanso"),
    ],
)
def test_a_word_for_a_kind_gets_the_line_with_its_length(language: str, line: str, meant: str) -> None:
    for form in (line, f"{line}: Go."):
        assert hints(form, language) == [f"did you mean '{meant}'?"]
    assert hints(f"3 x (work 60s Run, {line})", language) == [f"did you mean '{meant}'?"]


def test_a_word_that_nobody_knows_hides_none_that_follow_it() -> None:
    assert hints("6 x (flap 2m, walk 1m)")[1:] == ["did you mean 'rest 1m Walk'?"]
    assert len(hints("flap 2m Left, right")) == 1


def test_all_that_is_wrong_in_a_line_is_told_at_once() -> None:
    assert hints("6x (run 2min, walk 1min), sprint 20s, work 90 sec. Run") == [
        "did you mean 'work 2min Run'?",
        "did you mean 'rest 1min Walk'?",
        "did you mean 'work 20s Sprint'?",
        "did you mean 'work 1m30s Run'?",
    ]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("work 8m Jog, walk or skip", "Jog, walk or skip"),
        ("drill 30s Leg swings, left", "Leg swings, left"),
        ("work 20m Tempo, run at 4:30/km", "Tempo, run at 4:30/km"),
        ("work 8m 5k pace", "5k pace"),
        ("work 1h 5 km pace", "5 km pace"),
        ("work 1h 30/30", "30/30"),
        ("work 2m 90 spm", "90 spm"),
        ("work 30s 5 Burpees", "5 Burpees"),
        ("work 90s Run (easy, then hard)", "Run (easy, then hard)"),
    ],
)
def test_a_name_that_is_one_stays_a_name(line: str, name: str) -> None:
    assert [step[2] for step in steps(f"  - {line}")] == [name]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("steps:\n  - rounds: 3\n    steps: work 60s", "did you mean 'repeat: 3'?"),
        ("steps:\n  - times: 3\n    steps: work 60s", "did you mean 'repeat: 3'?"),
        ("steps:\n  - {work: 60s, intensity: 7}", "did you mean 'effort: 7'?"),
        ("steps:\n  - {work: 60s, text: Go.}", "did you mean 'say: Go.'?"),
        ("steps:\n  - {work: 60s, cues: [{when: 20s, say: Go.}]}", "did you mean 'at: 20s'?"),
        ("steps:\n  - {work: 60s, nam: Run}", "did you mean 'name'?"),
        ("music: {walk: none}\nsteps: work 60s", "did you mean 'rest: none'?"),
    ],
)
def test_a_key_that_people_use_gets_the_right_one_with_its_value(written: str, meant: str) -> None:
    with pytest.raises(ScriptError) as caught:
        parse_session(f"session: A\n{written}\n")
    assert caught.value.problems[0].hint.split("  ")[0] == meant


def test_a_moment_among_the_keys_of_a_step_is_written_as_a_cue() -> None:
    cue = "words at a moment of the step are a cue: under 'cues:' write\n  - at: end\n    say: Stop, and walk."
    assert hints("{work: 60s, end: 'Stop, and walk.'}") == [cue.split("  ")[0]]
    with pytest.raises(ScriptError) as caught:
        steps("  - work: 60s\n    end: Stop, and walk.")
    assert [problem.hint for problem in caught.value.problems] == [cue]
    assert steps("  - work: 60s\n    cues:\n      - at: end\n        say: Stop, and walk.")


def test_a_block_of_the_script_is_no_word_for_a_kind() -> None:
    text = "session: A\nblocks:\n  run: work 60s Run\nsteps:\n  - work 60s Hop, run\n  - 2 x (run)\n"
    assert [step.name for step in parse_session(text).written_steps()] == ["Hop", "Run", "Run"]


@pytest.mark.parametrize("exercise", ["press 30s", "crunches 30s", "plank 60s"])
def test_an_exercise_is_not_taken_for_a_kind(exercise: str) -> None:
    assert hints(exercise)[0].startswith("A step is one of")


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ("  - repeat 4\n      - run 2m\n      - rest 1m", "write '4 x (work 2m Run, rest 1m)'"),
        ("  - 4 x\n      - work 2m\n      - rest 1m", "write '4 x (work 2m, rest 1m)'"),
        ("  - 5 times (work 40s, rest 20s)", "write '5 x (work 40s, rest 20s)'"),
        ("  - 6 x [work 2m Run, rest 1m Walk]", "write '6 x (work 2m Run, rest 1m Walk)'"),
        ("  - 3 rounds of (work 1m, rest 1m)", "write '3 x (work 1m, rest 1m)'"),
        ("  - 5 times work 40s", "write '5 x (work 40s)'"),
        ("  - repeat 3 (work 40s)", "write '3 x (work 40s)'"),
    ],
)
def test_a_set_without_its_form_keeps_its_rounds_and_steps(lines: str, hint: str) -> None:
    with pytest.raises(ScriptError) as caught:
        steps(lines)
    assert [problem.hint for problem in caught.value.problems] == [hint]
