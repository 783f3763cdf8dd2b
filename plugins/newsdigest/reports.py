"""What a build changed and what it is unsure of → a report for the editor."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from newsdigest.errors import Problem
from newsdigest.posts import Fact

DOUBTFUL = 0.7
"""A value that was read with less confidence is worth a look."""

_MOST = 50
"""Lines of one list; what is more is counted."""

_MARKS = re.compile(r"([\\`*_\[\]<>#|~@!&])")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A page of the site that a build added, changed or took away.

    Attributes:
        path: Relative to `output/`.
        title: As its `<title>` says; "" for what is no HTML page.
    """

    path: str
    title: str


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """A value of a post that was read without confidence, or not understood at all.

    Attributes:
        post: Its path, relative to the site's root.
        field: In lower case; "unplaced" for a line of the seed that no rule understood.
        confidence: 0 to 1.
    """

    post: str
    field: str
    value: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Report:
    """What the last build did, all lists sorted.

    Attributes:
        problems: Errors and warnings, as they were told.
    """

    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    gone: tuple[Change, ...]
    doubts: tuple[Doubt, ...]
    problems: tuple[Problem, ...]


def find_doubts(post: str, header: Mapping[str, str], facts: Iterable[Fact]) -> tuple[Doubt, ...]:
    """The values of a post that its editor should look at, in the order of the facts.

    Args:
        post: Its path.
        header: Its fields as they stand, keys in lower case: what the editor took out or
            wrote anew is no doubt any more.
        facts: From its facts file.
    """
    return tuple(
        Doubt(post, fact.field, fact.value, fact.method, fact.confidence)
        for fact in facts
        if fact.field == "unplaced"
        or (fact.confidence < DOUBTFUL and fact.value in header.get(fact.field, ""))
    )


def to_json(report: Report) -> dict[str, Any]:
    """The same for programs."""
    return asdict(report)


def _list_parts(report: Report) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each part's heading and its lines: what it is about, and what is said of it."""
    errors = [p for p in report.problems if p.severity == "error"]
    warnings = [p for p in report.problems if p.severity != "error"]
    doubts = [d for d in report.doubts if d.field != "unplaced"]
    unclear = [d for d in report.doubts if d.field == "unplaced"]
    return [
        ("Reported", [_describe_problem(problem) for problem in errors]),
        ("Warnings", [_describe_problem(problem) for problem in warnings]),
        ("Pages added", [(change.path, change.title) for change in report.added]),
        ("Pages changed", [(change.path, change.title) for change in report.changed]),
        ("Pages gone", [(change.path, change.title) for change in report.gone]),
        ("Read with little confidence", [_describe_doubt(doubt) for doubt in doubts]),
        ("Not understood", [(doubt.post, doubt.value) for doubt in unclear]),
    ]


def _describe_problem(problem: Problem) -> tuple[str, str]:
    where = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return where, problem.message


def _describe_doubt(doubt: Doubt) -> tuple[str, str]:
    return doubt.post, (
        f"{doubt.field}: {doubt.value} ({doubt.method}, {round(100 * doubt.confidence)} %)"
    )


def render_text(report: Report) -> str:
    r"""For a terminal; ends in "\n"."""
    lines: list[str] = []
    for heading, entries in _list_parts(report):
        if entries:
            lines += [f"{heading} ({len(entries)})"]
            lines += [f"  {where}  {told}".rstrip() for where, told in entries[:_MOST]]
            lines += _count_rest(entries, "  ")
    return "\n".join(lines or ["Nothing changed."]) + "\n"


def render_markdown(report: Report) -> str:
    r"""For a pull request; nothing in it is live but our own headings. Ends in "\n"."""
    lines = ["## What this build changed", ""]
    for heading, entries in _list_parts(report):
        if entries:
            lines += [f"### {heading} ({len(entries)})", ""]
            lines += [_render_item(where, told) for where, told in entries[:_MOST]]
            lines += [*_count_rest(entries, "- "), ""]
    if len(lines) == 2:
        lines += ["Nothing.", ""]
    return "\n".join(lines)


def _render_item(where: str, told: str) -> str:
    return f"- {_escape(where)}" + (f" – {_escape(told)}" if told else "")


def _escape(text: str) -> str:
    """Text that Markdown shows as it is; an "@" calls nobody."""
    plain = " ".join(text.split())
    return _MARKS.sub(lambda match: f"&#{ord(match[1])};", plain)


def _count_rest(entries: list[tuple[str, str]], indent: str) -> list[str]:
    rest = len(entries) - _MOST
    return [f"{indent}… and {rest} more"] if rest > 0 else []


def render_html(report: Report) -> str:
    r"""A page of its own, without script; ends in "\n"."""
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        '<meta name="color-scheme" content="light dark">',
        "<title>What this build changed</title>",
        "<h1>What this build changed</h1>",
    ]
    empty = len(lines)
    for heading, entries in _list_parts(report):
        if entries:
            lines += [f"<h2>{heading} ({len(entries)})</h2>", "<ul>"]
            for where, told in entries[:_MOST]:
                lines.append(f"<li><code>{html.escape(where)}</code> {html.escape(told)}</li>")
            lines += [f"<li>{rest}</li>" for rest in _count_rest(entries, "")]
            lines.append("</ul>")
    if len(lines) == empty:
        lines.append("<p>Nothing.</p>")
    return "\n".join([*lines, "</html>", ""])
