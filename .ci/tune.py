"""Write two seconds of a tone into the music file that is named."""

import sys
from array import array
from math import pi, sin
from pathlib import Path

from audiocoach.output.other_formats import write_audio

RATE, SECONDS = 48_000, 2

sound = array("h", (int(8_000 * sin(at * 2 * pi * 440 / RATE)) for at in range(SECONDS * RATE) for _ in range(2)))
write_audio(Path(sys.argv[1]), [sound.tobytes()], rate=RATE, channels=2, total_samples=SECONDS * RATE)
