"""What comes next, from what was logged: a pure function of the journal, the programme and the day.

How the last session felt and how many days have passed are decided apart, and the lower dose wins. Experimental, and
no medical advice: whoever shows a `Decision` shows `NO_MEDICAL_ADVICE` with it.

`values.py` has the words of it, `feeling.py` and `days.py` one half of the rules each, `deciding.py` joins them.
"""
