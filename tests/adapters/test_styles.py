"""The theme's style sheets are published without what only their authors need."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from newsdigest.adapters.writing.statics import minify_script, minify_style
from tests.site.sites import make_site, read_files, run_newsdigest

THEME = Path(__file__).parents[2] / "theme"


@pytest.mark.parametrize(
    ("style", "minified"),
    [
        ("a { color : red ; }\n\n/* why */\nb > i, u { }", "a{color:red}b>i,u{}"),
        ("a { width: calc(1px + 2px * (3 - 1)); }", "a{width:calc(1px + 2px * (3 - 1))}"),
        ("p { font: clamp(1rem, 2vw - 1px, 3rem)/1 x }", "p{font:clamp(1rem,2vw - 1px,3rem)/1 x}"),
        ("a :first-child { margin: -1px -2px }", "a :first-child{margin:-1px -2px}"),
        ('q::before { content: "/* a  b */" }', 'q::before{content:"/* a  b */"}'),
        ("/*! © Ä */ a { }", "/*! © Ä */a{}"),
    ],
)
def test_a_minified_style_says_the_same(style: str, minified: str) -> None:
    assert minify_style(style.encode()).decode() == minified


@pytest.mark.parametrize(
    "sheet", sorted((THEME / "static/css").glob("*.css")), ids=lambda sheet: sheet.name
)
def test_no_rule_of_the_theme_is_lost(sheet: Path) -> None:
    style = sheet.read_bytes().decode()
    minified = minify_style(style.encode()).decode()

    def reduce(text: str) -> str:
        """Without comments, white space and the last semicolon of a rule."""
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        return re.sub(r"\s+", "", text).replace(";}", "}")

    assert reduce(minified) == reduce(style)
    assert len(minified) < len(style)


@pytest.mark.parametrize(
    ("script", "minified"),
    [
        ("// why\nlet a = 1; // because\n  f(a);\n", "let a=1;f(a);"),
        ("/** Tells. */\nconst a = `b  ${c}  // d`;", "const a=`b  ${c}  // d`;"),
        ('const a = /["/] {2}/u.test(b);', 'const a=/["/] {2}/u.test(b);'),
        ("/*! © Ä */\na()\nb()", "/*! © Ä */a()\nb()"),
    ],
)
def test_a_minified_script_does_the_same(script: str, minified: str) -> None:
    assert minify_script(script.encode()).decode().strip() == minified


def test_the_script_of_the_search_loses_no_line_that_does_something() -> None:
    script = (THEME / "static/js/search.js").read_bytes().decode()
    minified = minify_script(script.encode()).decode()

    def reduce(text: str) -> str:
        """Without comments that stand in lines of their own or behind, and white space."""
        text = re.sub(r"^ *//.*$|/\*\*.*\*/|(?<=; )// .*$", "", text, flags=re.MULTILINE)
        return re.sub(r"\s+", "", text)

    assert reduce(minified) == reduce(script)
    assert len(minified) < 0.8 * len(script)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_all_that_is_written_can_be_read_on_its_ground(scheme: int) -> None:
    style = (THEME / "static/css/digest.css").read_text("utf-8")
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", style.split(":root {")[scheme + 1]))
    for ground in ("paper", "raised", "land"):
        for written in ("ink", "muted", "accent", "link"):
            # On the land of a map stand names in ink alone.
            if ground != "land" or written == "ink":
                pair = colours[written], colours[ground]
                assert measure_contrast(*pair) >= 4.5, (written, ground)


def measure_contrast(one: str, other: str) -> float:
    """The ratio of two colours such as "#fdfcf8" (WCAG 2.2, contrast ratio)."""
    dark, light = sorted(map(measure_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def measure_luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def test_styles_of_the_theme_are_minified_and_those_of_the_site_left_alone(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {"a.txt": " date 2023-03 Brücke zu\n\nSie ist zu.\n"})
    own = site / "content" / "extra" / "own.css"
    own.parent.mkdir()
    own.write_text("a { color: red }  /* mine */\n", "utf-8")
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('\nSTATIC_PATHS = ["extra"]\n')
    sheet = site / "theme" / "static" / "css" / "digest.css"

    def build(folder: Path) -> dict[str, bytes]:
        done = run_newsdigest(folder, "build", SOURCE_DATE_EPOCH="1790000000")
        assert done.returncode == 0, done.stderr
        return read_files(folder / "output")

    first = build(site)
    assert first["theme/css/digest.css"] == minify_style(sheet.read_bytes())
    assert first["extra/own.css"] == own.read_bytes()
    script = site / "theme" / "static" / "js" / "search.js"
    assert first["theme/js/search.js"] == minify_script(script.read_bytes())
    assert run_newsdigest(site, "check").returncode == 0

    sheet.write_text("a { b: c }\n", "utf-8")
    changed = build(site)
    assert changed["theme/css/digest.css"] == b"a{b:c}"
    clean = tmp_path / "clean"
    shutil.copytree(site, clean, symlinks=True, ignore=shutil.ignore_patterns("output", "cache"))
    assert build(clean) == changed
