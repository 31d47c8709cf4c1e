"""Convolutions of quantised models on signed numbers: the same to the last bit, or the model is left as it is."""

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
from audiocoach.speech.engines.onnx_fields import UnusableModel, field, fields_of
from audiocoach.speech.engines.signed_convolutions import quickest, tried, with_signed_inputs
from tests.support.speech_engines_here import KOKORO, needs_kokoro

SIGNED = b"numbers.signed"


class Runs:
    """Stands for onnxruntime: a model takes `costs` rounds of work, and gives `gives`; signed ones, others."""

    def __init__(self, costs: dict[bool, int], gives: dict[bool, list[int]]) -> None:
        self.costs, self.gives = costs, gives

    def session_of(self, model: bytes) -> Any:
        signed = SIGNED in model
        outer = self

        class Session:
            def run(self, _names: None, _given: dict[str, Any]) -> list[Any]:
                for _ in range(outer.costs[signed]):
                    np.ones(100_000).sum()
                return [np.array(outer.gives[signed])]

        return Session()


QUICKER, SLOWER = {True: 1, False: 60}, {True: 60, False: 1}
SAME, OTHER = {True: [1, 2], False: [1, 2]}, {True: [1, 3], False: [1, 2]}


def test_a_model_is_changed_where_that_gives_the_same_and_is_quicker() -> None:
    model = tried()
    assert quickest(model, Runs(QUICKER, SAME).session_of) == with_signed_inputs(model) != model


@pytest.mark.parametrize(("costs", "gives"), [(QUICKER, OTHER), (SLOWER, SAME)])
def test_a_model_is_left_alone_where_it_would_sound_otherwise_or_is_slower(costs: Any, gives: Any) -> None:
    model = tried()
    assert quickest(model, Runs(costs, gives).session_of) is model


def nothing_is_loaded(_model: bytes) -> Any:
    raise AssertionError("there was nothing to try")


@pytest.mark.parametrize(
    ("what", "model"),
    [
        ("no convolutions", field(1, 8) + field(8, field(2, 20)) + field(7, field(2, b"g"))),
        ("operators of a version without bits", tried().replace(field(2, 20), field(2, 17))),
        ("numbers that nothing quantises", tried().replace(b"DynamicQuantizeLinear", b"QuantiseInAnotherWay_")),
        (
            "weights that are signed",
            tried().replace(field(2, 2) + field(8, b"weights"), field(2, 3) + field(8, b"weights")),
        ),
        ("weights that are not known beforehand", tried().replace(b"zero_weight", b"some_weight", 1)),
    ],
)
def test_a_model_is_the_very_same_where_it_has(what: str, model: bytes) -> None:
    assert quickest(model, nothing_is_loaded) is model, what


def test_a_changed_model_has_all_that_it_had() -> None:
    model = tried() + field(14, field(1, b"key") + field(2, b"value"))
    changed = with_signed_inputs(model)
    before, after = ([number for number, _ in fields_of(memoryview(each))] for each in (model, changed))
    assert sorted(before) == sorted(after)
    assert changed.count(b"ConvInteger") == model.count(b"ConvInteger") == 1
    assert changed.count(b"BitwiseXor") == 2


@given(st.binary(max_size=60), st.integers(0, 700), st.integers(0, 200))
def test_a_model_that_was_cut_or_changed_is_read_or_refused(noise: bytes, at: int, drop: int) -> None:
    whole = tried()
    with suppress(UnusableModel):
        with_signed_inputs(whole[:at] + noise + whole[at + drop :])


BOTH = """
import sys
from pathlib import Path
import numpy as np
import onnxruntime
from audiocoach.speech.engines.onnx_models import read_model
from audiocoach.speech.engines.signed_convolutions import quickest, with_signed_inputs

model = read_model(sys.argv[1:])
style = np.random.default_rng(1).standard_normal((1, 256)).astype(np.float32) / 4
found = []
for each in (model, with_signed_inputs(model)):
    session = onnxruntime.InferenceSession(each, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    tokens = np.array([[0, 50, 83, 54, 156, 57, 135, 4, 0]])
    found.append(session.run(None, {name: tokens, "style": style, "speed": np.ones(1, np.float32)})[0])
turned = with_signed_inputs(model).count(b"BitwiseXor")
print(found[0].shape == found[1].shape, len(found[0].ravel()) > 10_000, turned > 100)
cpu = Path("/proc/cpuinfo")
chosen = quickest(model, lambda each: onnxruntime.InferenceSession(each, providers=["CPUExecutionProvider"]))
fast = chosen is not model or (cpu.exists() and "vnni" in cpu.read_text())
print(not fast or np.array_equal(*found))
"""


@needs_kokoro
@pytest.mark.slow
def test_kokoro_sounds_the_same_to_the_last_bit() -> None:
    ran = subprocess.run([sys.executable, "-c", BOTH, str(KOKORO / MODEL)], capture_output=True, text=True, check=False)
    assert ran.stdout.splitlines() == ["True True True", "True"], ran.stderr
