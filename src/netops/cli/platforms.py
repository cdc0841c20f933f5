"""``netops platforms``."""

from netops.cli import output
from netops.cli.frame import command, new_app
from netops.cli.options import JsonOption
from netops.config.rulebook_context import count
from netops.language import translate as _
from netops.platforms import get_platform, platform_names
from netops.render import features

app = new_app()


@command(app, "platforms", examples=(("netops platforms", "what is known of each platform"),))
def platforms(as_json: JsonOption = False) -> None:
    """Show what is known of each platform: text rules, reader, templates, sessions."""
    found = [_known(name) for name in platform_names()]
    if as_json:
        output.emit_json(found)
        return
    yes, no = _("yes"), _("not yet")
    rows = [
        (
            str(each["platform"]),
            str(each["rules"]),
            yes if each["reader"] else no,
            yes if each["session"] else no,
            ", ".join(features(get_platform(str(each["platform"])).templates)) or no,
        )
        for each in found
    ]
    output.table((_("platform"), _("text rules"), _("reader"), _("sessions"), _("templates")), rows)


def _known(name: str) -> dict[str, object]:
    platform = get_platform(name)
    return {
        "platform": name,
        "rules": count(platform.rulebook),
        "reader": platform.is_read,
        "session": platform.profile is not None,
        "templates": list(features(platform.templates)),
    }
