"""How a variable of a programme changes from session to session. Pure and exact.

A rule is a frozen value: `Growth`, `FromWeek`, `PerWeek` or `Constant`. `values` says what it gives each session,
`troubles` what is wrong with it, and `never_reaches_target` whether its programme ends too soon. The steps that
`Growth` is made of stand in `steps`, each with the source of what it does.
"""
