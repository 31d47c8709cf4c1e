"""What must be the same on every computer, and how it is told who has what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audiocoach.club.cluster_facts import HERE, Facts, differences, facts_here, kinds_of_athletes
from audiocoach.club.cluster_folder import FolderProbe, Seen, look
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.rendering.athletes import Athlete
from audiocoach.storage.shipped import shipped_dir

SCRIPT = """
session: Run
voice: {engine: tone}
steps:
  - {work: 20s, name: Run, say: Run.}
"""


def test_workers_that_have_the_same_differ_in_nothing():
    facts = Facts((("numpy", "2.3"), ("engine tone", "1")))
    assert differences({HERE: facts, "tcp://a:1": facts}) == ()


def test_it_is_told_in_a_line_for_each_thing_who_has_what():
    here = Facts((("numpy", "2.3"), ("engine tone", "1")))
    other = Facts((("numpy", "2.2"),))
    found = {HERE: here, **{f"tcp://{name}:1": other for name in "abcdef"}, "tcp://g:1": here}
    assert differences(found) == (
        "numpy: 2.3 (this computer, tcp://g:1), 2.2 (tcp://a:1, tcp://b:1, tcp://c:1, tcp://d:1 and 2 more)",
        "engine tone: 1 (this computer, tcp://g:1), none (tcp://a:1, tcp://b:1, tcp://c:1, tcp://d:1 and 2 more)",
    )


@pytest.mark.slow
def test_what_speaks_for_a_script_is_named_with_its_version_and_voices(here):
    (here / "run.yaml").write_text(SCRIPT)
    facts = facts_here(OrderForMany(("run.yaml",), "out"), (None,))
    assert facts["engine tone"] not in ("", "none")
    assert facts["voices"].startswith("tone ")
    assert facts["numpy"] != "none"


@pytest.mark.slow
def test_what_scripts_say_is_one_of_the_facts_with_all_that_they_name(here):
    (here / "run.yaml").write_text(SCRIPT + "coach: mine.yaml\nsounds: {work: whistle.wav}\n")
    (here / "mine.yaml").write_text("coach: Mine\nextends: beeps-only\n")
    whistle = shipped_dir("sounds") / "work.wav"
    (here / "whistle.wav").write_bytes(whistle.read_bytes())
    order, name = OrderForMany(("run.yaml",), "out"), "scripts, sheets and music"

    def told() -> str:
        return facts_here(order, (None,))[name]

    found = [told()]
    assert told() == found[0]
    for file, before, after in (
        ("run.yaml", b"say: Run.", b"say: Go on."),
        ("mine.yaml", b"beeps-only", b"standard"),
        ("whistle.wav", whistle.read_bytes(), (shipped_dir("sounds") / "rest.wav").read_bytes()),
    ):
        assert before in (here / file).read_bytes()
        (here / file).write_bytes((here / file).read_bytes().replace(before, after))
        found.append(told())
    (here / "run.yaml").write_text((here / "run.yaml").read_text() + "# a comment, which is in each file\n")
    assert len({*found, told()}) == 5


def test_whatever_makes_other_bytes_is_compared(here, monkeypatch):
    (here / "run.yaml").write_text(SCRIPT)
    order = OrderForMany(("run.yaml",), "out")
    facts = facts_here(order, (None,))
    for name in ("numpy", "lameenc", "pillow", "mutagen", "num2words", "fontpkg-inter"):
        assert facts[name] != "none", name
    monkeypatch.setattr("zlib.ZLIB_RUNTIME_VERSION", "1.3.1.zlib-ng")
    (said,) = differences({HERE: facts, "tcp://a:1": facts_here(order, (None,))})
    assert said.startswith("zlib: ")
    assert said.endswith("1.3.1.zlib-ng (tcp://a:1)")


def test_a_voice_that_is_not_there_or_a_script_is_told_as_one_of_the_facts(here):
    missing = facts_here(OrderForMany(("nowhere.yaml",), "out"), (None,))
    assert "nowhere.yaml" in missing["scripts and voices"]
    (here / "run.yaml").write_text(SCRIPT.replace("{engine: tone}", "{engine: tone, name: nobody}"))
    assert "nobody" in facts_here(OrderForMany(("run.yaml",), "out"), (None,))["scripts and voices"]


def test_one_athlete_stands_for_all_who_have_the_same_voice():
    ann, ben, cleo = (Athlete.named(name) for name in ("Ann", "Ben", "Cleo"))
    own = ben.with_values({"voice": "tone"})
    assert kinds_of_athletes([ann, own, cleo, replace(own, name="Dora")]) == (ann, own)


def test_both_sides_of_one_folder_read_what_the_other_wrote(tmp_path):
    probe = FolderProbe(tmp_path / "out")
    assert probe.wrong(look(str(probe.folder), probe.name)) == ""
    probe.remove()
    assert not list(probe.folder.iterdir())


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (Seen(wrong="no such file or directory"), "no such file or directory"),
        (Seen("something", ".audiocoach-probe-1.here", "x"), "it is another folder there"),
        (Seen("CONTENT", ".audiocoach-probe-1.here", "x"), "what is written there is not seen here"),
        (Seen("CONTENT", "../../etc/passwd", ""), "what is written there is not seen here"),
    ],
)
def test_another_folder_of_the_same_name_is_told(seen, said, tmp_path):
    probe = FolderProbe(tmp_path / "out")
    assert probe.wrong(replace(seen, read=probe.content) if seen.read == "CONTENT" else seen) == said
