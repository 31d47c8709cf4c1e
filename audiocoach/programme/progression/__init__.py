"""Work out how a variable of a programme changes from session to session. Pure and exact.

A rule is a frozen value: `Growth`, `FromWeek`, `PerWeek` or `Constant`. `schedule.values` returns its value for each
session, `rule_checks.troubles` what is wrong with it, and `rule_checks.short_of_target` how far it gets
where its programme ends too soon. `steps.py` holds the steps of which `Growth` is made, each with its source.
"""
