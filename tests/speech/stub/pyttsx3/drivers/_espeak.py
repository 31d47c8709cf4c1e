from __future__ import annotations

import ctypes

AUDIO_OUTPUT_RETRIEVAL, AUDIO_OUTPUT_SYNCHRONOUS = 1, 2
EVENT_MSG_TERMINATED = 6


class EVENT(ctypes.Structure):
    _fields_ = (("type", ctypes.c_int),)
