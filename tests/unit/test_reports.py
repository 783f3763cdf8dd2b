"""What the editor is told of a build."""

from __future__ import annotations

import json

from newsdigest.errors import Problem
from newsdigest.posts import Fact
from newsdigest.reports import (
    Change,
    Doubt,
    Report,
    find_doubts,
    render_html,
    render_markdown,
    render_text,
    to_json,
)

EMPTY = Report((), (), (), (), ())
FULL = Report(
    added=(Change("2026/11/a/index.html", "Rat <b>tagt</b>"),),
    changed=(Change("feeds/all.rss.xml", ""),),
    gone=(Change("2026/11/b/index.html", "Alt"),),
    doubts=(
        Doubt("content/posts/a.md", "places", "Neustadt", "gazetteer", 0.45),
        Doubt("content/posts/a.md", "unplaced", "X-Mark: @all [click](http://x)", "none", 0.0),
    ),
    problems=(
        Problem("seeds/x.txt", 1, "no headline: put one on the first line"),
        Problem("seeds/y.txt", 0, "two dates: say which", "warning"),
    ),
)


def _fact(field: str, value: str, confidence: float) -> Fact:
    return Fact(field, value, "rule", confidence, ())


def test_a_value_read_with_little_confidence_is_a_doubt_while_the_post_states_it() -> None:
    facts = [
        _fact("places", "Neustadt", 0.4),
        _fact("places", "Genf", 0.9),
        _fact("people", "Muster", 0.4),
        _fact("unplaced", "X-Mark: 1", 0.0),
    ]
    doubts = find_doubts("a.md", {"places": "Genf; Neustadt", "people": "Petra Muster-Alt"}, facts)
    assert [doubt.value for doubt in doubts] == ["Neustadt", "Muster", "X-Mark: 1"]
    doubts = find_doubts("a.md", {"places": "Genf"}, facts)
    assert [doubt.value for doubt in doubts] == ["X-Mark: 1"]


def test_the_report_for_a_terminal_lists_errors_first() -> None:
    text = render_text(FULL)
    assert text.startswith("Reported (1)\n  seeds/x.txt:1  no headline")
    assert "Warnings (1)\n  seeds/y.txt  two dates" in text
    assert "Pages added (1)\n  2026/11/a/index.html  Rat <b>tagt</b>\n" in text
    assert "Pages changed (1)\n  feeds/all.rss.xml\n" in text
    assert "Pages gone (1)\n  2026/11/b/index.html  Alt\n" in text
    assert "places: Neustadt (gazetteer, 45 %)" in text
    assert "Not understood (1)\n  content/posts/a.md  X-Mark:" in text
    assert render_text(EMPTY) == "Nothing changed.\n"


def test_nothing_from_a_seed_is_live_in_a_pull_request() -> None:
    text = render_markdown(FULL)
    assert "### Reported (1)" in text
    for live in ("<b>", "@all", "[click]", "*"):
        assert live not in text
    assert "&#60;b&#62;" in text
    assert render_markdown(EMPTY) == "## What this build changed\n\nNothing.\n"


def test_nothing_from_a_seed_is_live_in_the_page() -> None:
    page = render_html(FULL)
    assert "<b>" not in page
    assert "<h2>Pages gone (1)</h2>" in page
    assert "<p>Nothing.</p>" in render_html(EMPTY)


def test_a_long_list_is_cut_and_counted() -> None:
    many = Report(tuple(Change(f"{n:03}.html", "") for n in range(53)), (), (), (), ())
    assert "Pages added (53)" in render_text(many)
    assert "  … and 3 more\n" in render_text(many)
    assert "- … and 3 more\n" in render_markdown(many)
    assert "<li>… and 3 more</li>" in render_html(many)


def test_programs_get_the_same() -> None:
    top = json.loads(json.dumps(to_json(FULL)))
    assert top["added"] == [{"path": "2026/11/a/index.html", "title": "Rat <b>tagt</b>"}]
    assert top["problems"][0]["line"] == 1
