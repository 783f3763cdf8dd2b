"""Words → a PNG of 1200 × 630, the same bytes each time.

The letters come from the font that ships, never from the machine's, and are set one
after another: a script that must be shaped (Arabic, Devanagari) would come out
differently from one machine to the next, so such words get no picture.
"""

from __future__ import annotations

import io
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from newsdigest.model import Bodies
from newsdigest.views import CardView

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630

_MARGIN = 80
_PAPER, _INK = (253, 252, 248), (27, 26, 23)
_SIZES = (120, 104, 92, 80, 68, 58, 50, 44)
_SMALL = 34
_TOP, _BOTTOM = _MARGIN + 100, HEIGHT - _MARGIN - _SMALL - 24
_SPACING = 1.15
_ROOM = WIDTH - 2 * _MARGIN

_DRAWABLE = re.compile(
    "[\\x20-\\x7e\\xa0-\\u024f\\u0391-\\u03a1\\u03a3-\\u03ce\\u0400-\\u045f"
    "\\u1e80-\\u1e85\\u2010-\\u2015\\u2018-\\u2026\\u2030-\\u203a\\u20ac\\u2116\\u2122\\u2212]*"
)
"""What the font has letters for."""


def is_drawable(text: str) -> bool:
    """Whether the font holds every letter of it."""
    return _DRAWABLE.fullmatch(text) is not None


def render_card(view: object, bodies: Bodies) -> bytes:
    """The picture for a `CardView`. A title that does not fit in small letters ends in "…"."""
    from PIL import Image, ImageDraw

    del bodies
    if not isinstance(view, CardView):
        raise TypeError(f"a card is drawn from a CardView, not {type(view).__name__}")
    # One byte a pixel, from paper to ink: a fifth of the time that true colour takes.
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(image)
    draw.rectangle((_MARGIN, _MARGIN, WIDTH - _MARGIN, _MARGIN + 11), fill=255)
    small = load_font(_SMALL)
    if view.above:
        above = _shorten(view.above, small)
        draw.text((_MARGIN, _MARGIN + 40), above, fill=255, font=small)
    size, lines = fit_title(view.title)
    top = _TOP
    for line in lines:
        draw.text((_MARGIN, top), line, fill=255, font=load_font(size))
        top += round(size * _SPACING)
    if view.below:
        below = _shorten(view.below, small)
        draw.text((_MARGIN, HEIGHT - _MARGIN - _SMALL), below, fill=255, font=small)
    image.putpalette(_mix_palette())
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=6)
    return file.getvalue()


def fit_title(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines."""
    for size in _SIZES[:-1]:
        font = load_font(size)
        lines = _wrap(title, font)
        if len(lines) <= _count_lines(size) and max(map(font.getlength, lines)) <= _ROOM:
            return size, lines
    size = _SIZES[-1]
    font, most = load_font(size), _count_lines(size)
    lines = [_shorten(line, font) for line in _wrap(title, font)]
    if len(lines) > most:
        lines[most - 1] = _shorten(lines[most - 1] + " …", font)
    return size, lines[:most]


@cache
def load_font(size: int) -> FreeTypeFont:
    """The font that ships, at a size in pixels."""
    from PIL import ImageFont

    data = resources.files(__package__).joinpath("data/headline.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def _count_lines(size: int) -> int:
    return int((_BOTTOM - _TOP) / (size * _SPACING))


def _wrap(text: str, font: FreeTypeFont) -> list[str]:
    first, *words = text.split() or [""]
    lines = [first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        if font.getlength(longer) <= _ROOM:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shorten(line: str, font: FreeTypeFont) -> str:
    if font.getlength(line) <= _ROOM:
        return line
    line = line.removesuffix(" …")
    while font.getlength(line + " …") > _ROOM:
        line = line[:-1].rstrip()
    return line + " …"


def _mix_palette() -> list[int]:
    """256 colours from paper to ink."""
    return [
        paper + (ink - paper) * share // 255
        for share in range(256)
        for paper, ink in zip(_PAPER, _INK, strict=True)
    ]
