"""Huawei VRP 8 at its terminal."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.simulation.console import CONFIG, USER, Console, Operation, Vendor
from netops.lab.simulation.speaking import Reply
from netops.lab.simulation.vendors.vrp import (
    AGAIN,
    ERASE,
    LAST,
    MORE,
    REJECTED,
    SHARED,
    UNKNOWN,
    displayed,
    header,
    look,
    typed,
)


def version(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the release. Source: NE V8R10, ``display version``."""
    model = console.box.simulated.model or "NetEngine 8000 F1A"
    return Reply(
        "Huawei Versatile Routing Platform Software\n"
        f"VRP (R) software, Version 8.210 ({model} {console.box.release})\n"
        "Copyright (C) 2012-2021 Huawei Technologies Co., Ltd.\n"
        f"HUAWEI {model} uptime is 0 day, 1 hour, 2 minutes"
    )


VRP8 = Vendor(
    version="HUAWEI-1.5",
    operations=(
        Operation("sys|tem-view", typed("system-view"), USER),
        Operation("com|mit", typed("commit"), CONFIG),
        Operation("dis|play cu|rrent-configuration {more*}", displayed(header)),
        Operation("dis|play sa|ved-configuration", look),
        Operation("dis|play ver|sion", version),
        *SHARED,
        *LAST,
    ),
    more=MORE,
    erase=ERASE,
    unknown=UNKNOWN,
    again=AGAIN,
    rejected=REJECTED,
    wrap="back",
)
