"""A program that turns text into a WAV file, as a user may have one: FILE RATE TEXT. It starts fast: no numpy."""

import math
import sys
import wave
from array import array

RATE = 22_050

path, rate, text = sys.argv[1:]
wave_once = array("h", [round(9000 * math.sin(2 * math.pi * n / 100)) for n in range(100)]).tobytes()
with wave.open(path, "wb") as file:
    file.setparams((1, 2, RATE, 0, "NONE", ""))
    file.writeframes(bytes(600) + wave_once * int(len(text) * 0.065 * 150 / int(rate) * RATE / 100 + 10) + bytes(6000))
