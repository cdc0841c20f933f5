"""A command line that no vendor owns: tables of rules make it one vendor's.

To add a platform, make a folder beside this one, whose ``__init__.py`` has ``platform(release: str) -> Platform``. A
``Platform`` (``model``) is data: rules, the undo word, the words of the shell, the device's error texts. The rules are
tuples of ``Rule``, by subject, in modules of their own (``interfaces.py``, ``bgp.py``, …). A rule says

    Rule("ip address {a:ip} {m:mask}", "interface", key="ip address", undo=("ip address", "=")),

*pattern* the form of the line (``pattern``, ``kinds``); *views* which views know it (``top`` is the system view or global
configuration; ``*`` every other); *key* what it is, so that the next line of that key takes its place (no key: lines add
up); *undo* the forms that ``undo``/``no`` takes — nothing else is taken; *opens* the view that it opens. Further fields:

- lists (``vlan batch``, route targets): ``merge``/``unmerge``, ready-made in ``lists``. Two commands that write the same
  list (``trunk allowed vlan``/``… add``) share the key; the line that is kept belongs to the rule that reads it.
- refusals, dialogs, side effects: ``checks``/``effects``, ``undo_checks``/``undo_effects``, ready-made in ``effects``.
- ``negative``/``default``/``toggles``: settings whose undo is displayed; settings that aren't displayed.
- ``numbering``, ``sort``, ``key_order``, ``meaning``: lists with numbers, lists in which order counts.
- ``expands``: one line that stands for several. ``body``: opaque lines after it (``bodies``).
- ``Platform.blurred``: what the device displays otherwise each time (salted secrets), so that it is no difference.
- ``fans``: a line that opens several sections at once (``interface range``). ``below``: taken from a view underneath, too.
- ``written``: a section that is displayed otherwise than it is kept (numbered access lists).
- ``spread``: a section that stands for several things, each compared by itself (``line vty 0 4``).

In a view the first rule of the table that fits wins. A line without a rule is kept as typed below its section and is
undone by the whole line or an unambiguous beginning, unless it is the beginning of a command, another view knows it (where
nothing climbs: one above), or ``Platform.strict`` keeps such lines to their rules.
A view "" (a section nobody wrote a rule for) takes everything.
``Platform.loose`` names views that take everything besides their rules, ``Platform.strict`` beginnings that are refused
where no rule fits. A folder may have ``release_of(text)``, for configs that tell their release.

Loading has no side effects and refuses nothing, so rules are the same for a startup config and for typed lines.

A device's own doings at its start (``Platform.started``) are effects on the loaded config. A folder may also have
``release_of(text)``, where a displayed config tells its release, and ``device(platform, text)``, where the device is more
than one command line.

Kinds of values of one's own (interface names): ``Platform.kinds = {**KINDS, "port": Kind(regex, normal)}``.
"""
