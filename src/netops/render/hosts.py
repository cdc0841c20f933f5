"""The configs of many hosts, of whatever platforms they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from netops.errors import Fault, raise_all
from netops.model import Device
from netops.platforms import Platform
from netops.render.rendering import render
from netops.render.templates import features


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came out.

    Attributes:
        texts: host → its config, or the lines of one feature.
        lacking: host → its platform, where that has no template for the feature.
    """

    texts: Mapping[str, str]
    lacking: Mapping[str, str]


def render_hosts(
    devices: Mapping[str, tuple[Platform, Device]], *, feature: str | None = None, overlays: Sequence[Path] = ()
) -> Rendered:
    """Return the text of every host; a platform without the feature leaves its hosts out, as long as another has it.

    Args:
        devices: host → its platform, and what it should be.
        feature: one template alone; None for the whole config.
        overlays: folders searched before the packaged templates.

    Raises:
        InputError: NET-RND-006, no platform of these hosts has the feature; else as `render`.
    """
    lacking = {
        host: p.name
        for host, (p, _) in devices.items()
        if feature is not None and feature not in features(p.templates, overlays)
    }
    if devices and len(lacking) == len(devices):
        raise_all([_no_feature(p, feature, overlays) for p in {p.name: p for p, _ in devices.values()}.values()])
    texts = {
        host: render(p, device, feature=feature, overlays=overlays)
        for host, (p, device) in devices.items()
        if host not in lacking
    }
    return Rendered(texts, lacking)


def _no_feature(p: Platform, feature: str | None, overlays: Sequence[Path]) -> Fault:
    known = ", ".join(features(p.templates, overlays))
    return Fault("NET-RND-006", {"feature": feature, "platform": p.name, "known": known})
