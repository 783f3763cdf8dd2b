"""A news digest as a Pelican plugin: raw texts → dated posts → a site and its feeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

THEME = str(Path(__file__).parent / "theme")
"""The theme that comes with the package, for Pelican's setting of that name."""


def register() -> None:
    """Connects the plugin; called by Pelican.

    It must not fail: Pelican would log that, build a site without us and end with 0.
    All that can fail is done, and reported, in `start`.
    """
    from pelican.plugins import signals

    signals.initialized.connect(start)
    signals.get_generators.connect(list_generators)
    signals.get_writer.connect(choose_writer)
    signals.finalized.connect(finish)


def start(pelican: Any) -> None:
    """`initialized`: checks the settings and ingests, before Pelican reads `content/`."""
    from newsdigest.adapters.hooks import plugin

    plugin.start(pelican)


def list_generators(pelican: Any) -> tuple[type, ...]:
    """`get_generators`: the one that makes the site."""
    from newsdigest.adapters.hooks import plugin

    return plugin.list_generators(pelican)


def choose_writer(pelican: Any) -> type | None:
    """`get_writer`: the one that knows the manifest."""
    from newsdigest.adapters.hooks import plugin

    return plugin.choose_writer(pelican)


def finish(pelican: Any) -> None:
    """`finalized`: puts everything into `output/` and reports."""
    from newsdigest.adapters.hooks import plugin

    plugin.finish(pelican)
