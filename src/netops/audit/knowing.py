"""What is known of a platform and a release, as the audit asks it."""

from functools import cache

from netops.audit.answer import Known
from netops.audit.bearing import Themes
from netops.audit.saying import Dictionary
from netops.platforms import Platform, get_platform


def known_of(platform: Platform, release: str | None) -> Known:
    """Return what a missing line means, what can be asked, and how it is mended.

    Args:
        platform: of the device.
        release: as its config says it; None leaves open whatever differs between releases.

    Example:
        >>> from netops.platforms import get_platform
        >>> known_of(get_platform("frr"), "8.4.4").defaults["ssh"]["port"]
        22
    """
    asked = platform.abilities
    says, ports, themes = _dictionaries(platform.name)
    titles = {each.name: each.path for each in platform.rulebook.parts} if asked.parts else {}
    return Known(
        platform.missing(release),
        asked.decides,
        asked.manual,
        asked.fixes,
        says,
        ports,
        themes,
        parts=asked.parts,
        titles=titles,
        disproves=asked.disproves,
    )


@cache
def _dictionaries(name: str) -> tuple[Dictionary, Dictionary, Themes]:
    asked = get_platform(name).abilities
    return Dictionary(asked.says), Dictionary(asked.ports), Themes(asked.themes)
