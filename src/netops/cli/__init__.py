"""The command line: one file per command; wiring only, no rules.

``app`` starts and ends every run, ``frame`` says how a command is written, ``options`` holds the options that
commands share, ``output`` is the only place that prints.
"""
