"""A preview of the site on this machine, rebuilt on every change of what it is made of."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from newsdigest.adapters.commands import load_settings
from newsdigest.adapters.steps import find_root

logger = logging.getLogger(__name__)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the output folder, never from the browser's cache, and our own error page."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        del format, args


def serve(
    settings_file: Path,
    overrides: Mapping[str, Any],
    port: int,
    stop: threading.Event | None = None,
) -> None:
    """Builds, serves `output/` at http://localhost:port and builds again on each change.

    Builds run in processes of their own, so that a changed template, setting or plugin
    is always the one that is used. Ends on Ctrl-C or when `stop` is set.

    Raises:
        NewsDigestError: If the settings cannot be read.
        OSError: If the port is taken.
    """
    from watchfiles import watch

    settings = load_settings(settings_file, overrides)
    output = os.path.abspath(settings["OUTPUT_PATH"])
    build = [sys.executable, "-m", "newsdigest", "build", "--settings", str(settings_file)]
    build += ["--output", output]
    subprocess.run(build, check=False)
    handler = partial(_Handler, directory=output)
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        logger.warning("The site stands at http://localhost:%d (Ctrl-C ends it)", port)
        for _ in watch(*_list_watched(settings_file, settings), stop_event=stop, step=100):
            subprocess.run(build, check=False)
        server.shutdown()


def _list_watched(settings_file: Path, settings: Mapping[str, Any]) -> list[str]:
    """What a site is made of: seeds, content, theme, plugins and settings, if they are there."""
    root = Path(find_root(settings["PATH"]))
    seeds = settings.get("NEWSDIGEST", {}).get("seeds_path", "seeds")
    paths = [root / seeds, settings["PATH"], settings["THEME"], settings_file.absolute()]
    paths += [*settings["PLUGIN_PATHS"], *settings["THEME_TEMPLATES_OVERRIDES"]]
    return [str(path) for path in paths if Path(path).exists()]
