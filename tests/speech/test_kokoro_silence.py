"""Kokoro makes no silence that is cut off again: what it makes sound of is cut, and weighed as if it were whole."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.speech.engines.kokoro_files import MODEL
from audiocoach.speech.engines.kokoro_silence import without_silence
from audiocoach.speech.engines.onnx_fields import UnusableModel, field, fields_of
from audiocoach.speech.engines.onnx_graph import FLOAT, INPUT, INT64, OUTPUT, constant, model_of, step
from audiocoach.speech.engines.signed_convolutions import tried
from tests.support.speech_engines_here import KOKORO, needs_kokoro

SOUNDS, PITCH, LOUDNESS = b"/encoder/MatMul_1_output_0", b"/encoder/Reshape_output_0", b"/encoder/Reshape_1_output_0"
MEAN, MEAN_BEFORE = b"/decoder/mean", b"/encoder/mean"
MARGIN, SILENT_FROM, SILENT_TO = 5, 2, 4
CHANNELS = 3


FLOAT16 = 10
"""ONNX's number of the type."""


def like_kokoro(opset: int = 20, kind: int = FLOAT, *, over_time: bool = True) -> bytes:
    """A model with the same names: it gives back what it is given, and its means over time."""

    def info(name: bytes, *shape: bytes | int) -> bytes:
        sizes = [field(1, field(1 if isinstance(each, int) else 2, each)) for each in shape]
        return field(1, name) + field(2, field(1, field(1, kind) + field(2, b"".join(sizes))))

    given = {b"sounds": SOUNDS, b"pitch": PITCH, b"loudness": LOUDNESS}
    shapes: dict[bytes, tuple[bytes | int, ...]] = {
        b"sounds": (1, CHANNELS, b"t"),
        b"pitch": (1, b"u"),
        b"loudness": (1, b"u"),
    }
    graph = [
        # Before what it takes is made, as in the model itself.
        step(b"ReduceMean", (SOUNDS, b"time") if over_time else (SOUNDS,), MEAN, keepdims=1),
        *(step(b"Identity", (name,), gives) for name, gives in given.items()),
        step(b"ReduceMean", (b"sounds", b"time"), MEAN_BEFORE, keepdims=1),
        *(step(b"Identity", (gives,), name + b"_given") for name, gives in given.items()),
        field(2, b"like Kokoro"),
        constant(b"time", INT64, (2).to_bytes(8, "little"), 1),
        *(field(INPUT, info(name, *shapes[name])) for name in given),
        *(field(OUTPUT, info(name + b"_given", *shapes[name][:-1], b"v")) for name in given),
        *(field(OUTPUT, info(name, 1, CHANNELS, 1)) for name in (MEAN, MEAN_BEFORE)),
    ]
    return model_of(graph, opset)


@pytest.fixture(scope="module")
def session() -> Any:
    onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    onnxruntime.set_default_logger_severity(3)
    return onnxruntime.InferenceSession(without_silence(like_kokoro()), providers=["CPUExecutionProvider"])


@pytest.mark.slow
@given(st.lists(st.sampled_from([-9.0, -3.5, -2.5, 6.0]), min_size=1, max_size=60))
def test_what_is_loud_stays_with_a_margin_and_means_are_those_of_the_whole(session: Any, halves: list[float]) -> None:
    moments = len(halves)
    loudness = np.repeat(np.array(halves, np.float32), 2)
    sounds = np.random.default_rng(moments).standard_normal((1, CHANNELS, moments)).astype(np.float32)
    pitch = np.arange(2 * moments, dtype=np.float32)
    given_sounds, given_pitch, given_loudness, mean, mean_before = session.run(
        None, {"sounds": sounds, "pitch": pitch[None], "loudness": loudness[None]}
    )
    loud = [n for n, each in enumerate(halves) if each > -3] or [0, moments - 1]
    first, last = max(0, loud[0] - MARGIN), min(moments, loud[-1] + 1 + MARGIN)
    assert np.array_equal(given_sounds, sounds[:, :, first:last])
    assert np.array_equal(given_pitch[0], pitch[2 * first : 2 * last])
    assert np.array_equal(given_loudness[0], loudness[2 * first : 2 * last])
    kept = (last - first) / moments
    silence = sounds[0, :, first:last][:, min(SILENT_FROM, last - first - 1) : SILENT_TO].mean(axis=1)
    whole = sounds[0, :, first:last].mean(axis=1) * kept + silence * (1 - kept)
    assert mean[0, :, 0] == pytest.approx(whole, abs=1e-5)
    assert mean_before[0, :, 0] == pytest.approx(sounds[0].mean(axis=1), abs=1e-5)


def test_a_model_of_half_the_precision_is_cut_alike() -> None:
    onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    onnxruntime.set_default_logger_severity(3)
    model = without_silence(like_kokoro(kind=FLOAT16))
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    loudness = np.full((1, 80), -9, np.float16)
    loudness[0, 40:60] = 5
    sounds = np.ones((1, CHANNELS, 40), np.float16)
    cut, *_, mean, _ = session.run(None, {"sounds": sounds, "pitch": loudness, "loudness": loudness})
    assert cut.shape == (1, CHANNELS, 10 + 2 * MARGIN)
    assert mean[0, :, 0] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("what", "model"),
    [
        ("another model", tried()),
        ("one of its names alone", like_kokoro().replace(PITCH, PITCH[:-1] + b"1")),
        ("operators of a version that is too old", like_kokoro(17)),
    ],
)
def test_a_model_is_the_very_same_where_it_is(what: str, model: bytes) -> None:
    assert without_silence(model) is model, what


def test_a_mean_over_everything_is_left_alone() -> None:
    assert b".silent_part" not in without_silence(like_kokoro(over_time=False))
    assert b".silent_part" in without_silence(like_kokoro())


def test_a_changed_model_has_all_that_it_had() -> None:
    model = like_kokoro() + field(14, field(1, b"key") + field(2, b"value"))
    changed = without_silence(model)
    before, after = ([number for number, _ in fields_of(memoryview(each))] for each in (model, changed))
    assert sorted(before) == sorted(after)
    assert len(changed) > len(model)


@given(st.binary(max_size=60), st.integers(0, 900), st.integers(0, 200))
def test_a_model_that_was_cut_or_changed_is_read_or_refused(noise: bytes, at: int, drop: int) -> None:
    whole = like_kokoro()
    with suppress(UnusableModel):
        without_silence(whole[:at] + noise + whole[at + drop :])


BOTH = """
import sys
import numpy as np
import onnxruntime
from audiocoach.speech.engines.espeak_sounds import Espeak
from audiocoach.speech.engines.kokoro_pace import bare
from audiocoach.speech.engines.kokoro_silence import without_silence
from audiocoach.speech.engines.kokoro_symbols import numbers_of
from audiocoach.speech.engines.kokoro_worker import style_of
from audiocoach.speech.engines.onnx_models import read_model

def levels(sound):
    blocks = sound[: len(sound) // 300 * 300].reshape(-1, 300)
    return 20 * np.log10(np.abs(blocks).max(axis=1) + 1e-9)

onnxruntime.set_default_logger_severity(3)
model = read_model([sys.argv[1] + "/" + sys.argv[2]])
sessions = [
    onnxruntime.InferenceSession(each, providers=["CPUExecutionProvider"]) for each in (model, without_silence(model))
]
for name, espeak, text in (
    ("af_heart", "gmw/en-US", "Go!"), ("am_michael", "gmw/en-US", "Walk."), ("ef_dora", "roa/es", "Descansa."),
    ("ff_siwis", "roa/fr", "Marchez."), ("af_heart", "gmw/en-US", "Round three, of eight."),
):
    numbers = numbers_of(Espeak().sounds(text, espeak))
    made = []
    for session in sessions:
        given = {session.get_inputs()[0].name: np.array([[0, *numbers, 0]]), "speed": np.ones(1, np.float32)}
        given["style"] = style_of(sys.argv[1] + "/" + name + ".bin", name)[len(numbers) - 1]
        made.append(session.run(None, given)[0].ravel())
    whole, less = map(levels, made)
    # Where the one lies in the other.
    windows = np.lib.stride_tricks.sliding_window_view(np.maximum(whole, -60), len(less))
    at = np.abs(windows - np.maximum(less, -60)).sum(axis=1).argmin()
    within = whole[at : at + len(less)] - whole.max()
    less = less - whole.max()
    loud, soft = within > -15, (within < -15) & (within > -35)
    print(
        round((len(made[0]) - len(made[1])) / 24_000, 3), round((len(bare(made[1])) - len(bare(made[0]))) / 24_000, 3),
        round(float((less - within)[loud].mean()), 2), round(float((less - within)[soft].mean()), 2),
    )
"""


@needs_kokoro
@pytest.mark.slow
def test_kokoro_says_the_same_as_loud_and_as_long_with_less_silence() -> None:
    command = [sys.executable, "-c", BOTH, str(KOKORO), MODEL]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = [[float(each) for each in line.split()] for line in ran.stdout.splitlines()]
    assert len(rows) == 5, ran.stderr
    for less_s, longer_s, loud_db, soft_db in rows:
        assert less_s >= 0
        assert abs(longer_s) < 0.04
        assert abs(loud_db) < 0.7
        assert abs(soft_db) < 2.5
    assert sum(less_s for less_s, *_ in rows) > 1.2
