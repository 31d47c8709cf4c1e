"""How voices speak whose sound is the same everywhere: measured once for all, so that nobody waits for it.

By each voice's name and how it is shaped: the key of all that the numbers hang on, and a `manner.Manner`. A key that is
none any more, since something of that has changed, is found by nobody, and the voice is measured as others are;
`python benchmarks/manners.py` prints the table anew.
"""

from __future__ import annotations

from collections.abc import Mapping

MEASURED: Mapping[str, tuple[str, float, float, float, bool]] = {
    "Tief outdoors": ("eb5ca1c76767a728", -2.86, -14.6, 1.0, True),
    "Tief indoors": ("3c8a181c7b2d7721", -2.86, -14.6, 1.0, True),
    "Low outdoors": ("2e9afe9daa9f817a", -2.76, -14.67, 1.0, True),
    "Low indoors": ("7f2d77ad22b63dc3", -2.78, -14.67, 1.0, True),
    "High outdoors": ("07a2e92d81a6a93e", -2.96, -14.67, 1.0, True),
    "High indoors": ("8b8574d908cc0283", -2.98, -14.67, 1.0, True),
    "af_heart outdoors": ("48b6086bb0306192", 2.14, -21.79, 0.74, True),
    "af_heart indoors": ("75d8c24caca23062", 3.6, -21.79, 0.74, True),
    "am_michael outdoors": ("1acc8e57660bf058", 2.61, -22.53, 0.786, True),
    "am_michael indoors": ("ab4033859fc204dd", 4.92, -22.53, 0.786, True),
    "bm_george outdoors": ("63be3a7b2fc717af", 0.28, -20.19, 0.894, True),
    "bm_george indoors": ("401c6a9a33f33666", 2.49, -20.19, 0.894, True),
    "bf_emma outdoors": ("25a6d2baec07efff", -0.89, -19.38, 0.759, True),
    "bf_emma indoors": ("8a92d00e2b24743d", 0.79, -19.38, 0.759, True),
    "ef_dora outdoors": ("ee9458f15dca5dd5", 3.13, -22.8, 0.807, True),
    "ef_dora indoors": ("6fe6812c3e833553", 4.62, -22.8, 0.807, True),
    "em_alex outdoors": ("30f063a251197789", 2.67, -22.26, 0.833, True),
    "em_alex indoors": ("dd7eb3c0ad3927c5", 4.12, -22.26, 0.833, True),
    "ff_siwis outdoors": ("fecdd42a915fe4b0", -1.14, -18.41, 0.746, True),
    "ff_siwis indoors": ("ffea90bb93a6685f", 0.25, -18.41, 0.746, True),
    "if_sara outdoors": ("82ce5a28d3a8c554", -6.23, -12.88, 0.849, True),
    "if_sara indoors": ("ae80aa08fa7c5394", -5.22, -12.88, 0.849, True),
    "im_nicola outdoors": ("ab4cbc6d4a2055f8", -1.32, -17.93, 0.914, True),
    "im_nicola indoors": ("5ba72f16d332af2a", 0.08, -17.93, 0.914, True),
    "pf_dora outdoors": ("224374140df025d9", 2.72, -22.47, 0.843, True),
    "pf_dora indoors": ("0961d8bf03246935", 4.47, -22.47, 0.843, True),
    "pm_alex outdoors": ("9cf56d9705fb3b8f", 2.39, -22.09, 0.861, True),
    "pm_alex indoors": ("d68bd5f907fa0e2a", 3.89, -22.09, 0.861, True),
}
