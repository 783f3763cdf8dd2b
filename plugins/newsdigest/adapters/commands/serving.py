"""A preview of the site on this machine, rebuilt on every change of what it is made of."""

from __future__ import annotations

import html
import logging
import os
import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from newsdigest.adapters.commands.building import load_settings
from newsdigest.adapters.commands.warming import WarmBuilds
from newsdigest.adapters.hooks.steps import find_root

logger = logging.getLogger(__name__)

_HEARTBEAT_S = 15
_REST_MS = 1000
"""Without a change, until what a preview left is built."""
_SCRIPT = "/.newsdigest/reload.js"
_EVENTS = "/.newsdigest/events"
_LOADER = f'<script src="{_SCRIPT}" defer></script>'.encode()
_RELOAD = f"""let seen;
new EventSource({_EVENTS!r}).onmessage = (event) => {{
  if (seen !== undefined && seen !== event.data) location.reload();
  seen = event.data;
}};
""".encode()
_BANNER = (
    '<section role="alert" style="padding:1rem;background:#7a0010;color:#fff">'
    '<h2 style="margin:0">The last build reported</h2>'
    '<pre style="white-space:pre-wrap;margin:.5rem 0 0">{}</pre></section>'
)
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', re.IGNORECASE)
_BODY = re.compile(rb"<body[^>]*>")


class _Preview:
    """What the last build said, and how many there were: browsers wait for the next."""

    def __init__(self) -> None:
        self.messages = ""
        self._builds = 0
        self._changed = threading.Condition()

    def finish_build(self, messages: str) -> None:
        """Tells every browser.

        Args:
            messages: Of a build that reported something; "" of a clean one.
        """
        with self._changed:
            self.messages = messages
            self._builds += 1
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """The number of builds, as soon as it is another one or the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._builds != seen, seconds)
            return self._builds


class _Handler(SimpleHTTPRequestHandler):
    """Serves the output folder, never from the browser's cache, with our own error page.

    Pages get what the published ones must not have: a script that loads them again after
    each build, and what that build reported.
    """

    def __init__(self, *arguments: Any, preview: _Preview, **options: Any) -> None:
        self._preview = preview
        super().__init__(*arguments, **options)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def do_GET(self) -> None:
        if self.path == _SCRIPT:
            self._send(200, "text/javascript", _RELOAD)
        elif self.path == _EVENTS:
            self._send_events()
        else:
            super().do_GET()

    def send_head(self) -> Any:
        """Pages are changed on their way; everything else goes as it is."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        if path.suffix == ".html" and path.is_file():
            self._send(200, "text/html", self._change(path.read_bytes()))
            return None
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code == 404 and page.is_file():
            self._send(code, "text/html", self._change(page.read_bytes()))
        else:
            super().send_error(code, message, explain)

    def _change(self, page: bytes) -> bytes:
        told = html.escape(self._preview.messages)
        banner = _BANNER.format(told) if told else ""
        page = _POLICY.sub(b"", page)  # it forbids scripts, as it must
        page = page.replace(b"</head>", _LOADER + b"</head>", 1)
        return _BODY.sub(lambda match: match[0] + banner.encode(), page, count=1)

    def _send(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_events(self) -> None:
        """Server-sent events (HTML Living Standard §9.2): the number of builds so far."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        seen = -1
        with suppress(OSError):  # the browser has left
            while True:
                seen = self._preview.wait(seen, _HEARTBEAT_S)
                self.wfile.write(f"data: {seen}\n\n".encode())
                self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        del format, args


def serve(
    settings_file: Path,
    overrides: Mapping[str, Any],
    port: int,
    stop: threading.Event | None = None,
) -> None:
    """Builds, serves `output/` at http://localhost:port and builds again on each change.

    Builds run in processes of their own, forked from one that has loaded what each needs
    and is begun anew when a plugin changes: a changed template, setting or plugin is
    always the one that is used. Ends on Ctrl-C or when `stop` is set.

    Raises:
        NewsDigestError: If the settings cannot be read.
        OSError: If the port is taken.
    """
    from watchfiles import watch

    settings = load_settings(settings_file, overrides)
    output = os.path.abspath(settings["OUTPUT_PATH"])
    preview = _Preview()
    handler = partial(_Handler, directory=output, preview=preview)
    options = ["--settings", str(settings_file), "--output", output]
    with WarmBuilds(options) as builds:
        preview.finish_build(builds.build())
        with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            logger.warning("The site stands at http://localhost:%d (Ctrl-C ends it)", port)
            # What an editor looks at comes first, and the rest when nothing changes any more.
            is_whole = True
            for changes in watch(
                *_list_watched(settings_file, settings),
                stop_event=stop,
                step=50,
                rust_timeout=_REST_MS,
                yield_on_timeout=True,
            ):
                if any(path.endswith(".py") for _, path in changes):
                    builds.forget()
                if changes:
                    preview.finish_build(builds.build(preview=True))
                elif not is_whole and (told := builds.build()) != preview.messages:
                    preview.finish_build(told)
                is_whole = not changes
            server.shutdown()


def _list_watched(settings_file: Path, settings: Mapping[str, Any]) -> list[str]:
    """What a site is made of: seeds, content, theme, plugins and settings, if they are there."""
    root = Path(find_root(settings["PATH"]))
    seeds = settings.get("NEWSDIGEST", {}).get("seeds_path", "seeds")
    paths = [root / seeds, settings["PATH"], settings["THEME"], settings_file.absolute()]
    paths += [*settings["PLUGIN_PATHS"], *settings["THEME_TEMPLATES_OVERRIDES"]]
    return [str(path) for path in paths if Path(path).exists()]
