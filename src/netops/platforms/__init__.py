"""All that is known of a vendor: rules of its text, reader, defaults, session. One folder a platform."""

from netops.platforms.platform import Platform, detect, get_platform, platform_names

__all__ = ["Platform", "detect", "get_platform", "platform_names"]
