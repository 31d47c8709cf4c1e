"""Hold what tests of several rooms share: decoders, commands, made-up engines, scripts and readers."""
