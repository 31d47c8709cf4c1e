"""Decide which session comes next from what was logged: a pure function of the journal, the programme and the day.

Feeling and days off are decided separately, and the lower dose wins. Experimental, and no medical advice: whoever
shows a `Decision` shows `NO_MEDICAL_ADVICE` with it.

`decision.py` holds the values, `feeling.py` and `days.py` one half of the rules each, `deciding.py` joins the halves.
"""
