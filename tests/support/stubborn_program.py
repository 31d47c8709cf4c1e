"""A program that ends at nothing but SIGKILL, with children and grandchildren like it.

    stubborn_program.py PIPE [GENERATIONS [HABIT FILE [FROM]]]

Each holds the pipe open, and writes a byte into it once it runs. What it is asked to do besides:

    closes      its standard streams, as if it had ended
    complains   without end, on standard error
    stops       itself, as with Ctrl-Z
    writes      half of FILE, a sound, which says that it holds more
    leaves      its children behind: it copies FROM to FILE and ends well, and they do not end
"""

import os
import signal
import sys
import time

pipe, generations = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
habit = sys.argv[3] if len(sys.argv) > 3 else ""
for name in ("SIGTERM", "SIGHUP", "SIGINT"):
    signal.signal(getattr(signal, name), signal.SIG_IGN)
handle = os.open(pipe, os.O_WRONLY)
is_first = True
for _ in range(generations - 1):
    if os.fork():
        break
    is_first = False
if is_first and habit == "writes":
    form = b"\x10\0\0\0\1\0\1\0\xc0\x5d\0\0\x80\xbb\0\0\2\0\x10\0"  # 24 kHz, mono, 16 bits
    with open(sys.argv[4], "wb") as file:  # noqa: PTH123
        file.write(b"RIFF\xff\xff\0\0WAVEfmt " + form + b"data\xff\xff\0\0" + bytes(30_000))
if habit == "closes":
    for stream in (0, 1, 2):
        os.close(stream)
os.write(handle, b"x")
if is_first and habit == "leaves":
    with open(sys.argv[5], "rb") as said, open(sys.argv[4], "wb") as file:  # noqa: PTH123
        file.write(said.read())
    os._exit(0)
if is_first and habit == "stops":
    os.kill(os.getpid(), signal.SIGSTOP)
while habit == "complains":
    os.write(2, b"no such voice\n")
    time.sleep(0.001)
time.sleep(600)
