"""A program that never ends where somebody is called Wait, and speaks for nobody else: PIPE TEXT.

It writes a byte into the pipe before it waits, and holds it open.
"""

import os
import sys
import time

pipe, text = sys.argv[1:]
if "Wait" not in text:
    sys.exit(1)
os.write(os.open(pipe, os.O_WRONLY), b"x")
time.sleep(600)
