"""Render: a device's model to the text of its config, through the templates of its platform."""

from netops.render.hosts import Rendered, render_hosts
from netops.render.rendering import render
from netops.render.templates import features

__all__ = ["Rendered", "features", "render", "render_hosts"]
