"""A program that ends at nothing but SIGKILL, with children and grandchildren like it: PIPE [GENERATIONS].

Each holds the pipe open, and writes a byte into it once it runs.
"""

import os
import signal
import sys
import time

pipe, generations = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
for name in ("SIGTERM", "SIGHUP", "SIGINT"):
    signal.signal(getattr(signal, name), signal.SIG_IGN)
handle = os.open(pipe, os.O_WRONLY)
for _ in range(generations - 1):
    if os.fork():
        break
os.write(handle, b"x")
time.sleep(600)
