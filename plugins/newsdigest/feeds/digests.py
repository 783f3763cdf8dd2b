"""Digests → feeds in which a whole month or day is one entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from uuid import UUID, uuid5

from newsdigest.addresses import period_address, to_absolute
from newsdigest.digests import Digest, build_reports, list_articles
from newsdigest.feeds.entries import Entries, FeedEntry
from newsdigest.model import Article, PartialDate, SiteProfile

MOST_REPORTS = 60
"""Reports that an entry names; its page has all."""

HEADLINES = 3
"""Headlines that make an entry's summary."""


def build_digest_entries(
    digests: Iterable[Digest],
    entries: Entries,
    profile: SiteProfile,
    to_story: Callable[[Article], str],
    namespace: UUID,
) -> tuple[FeedEntry, ...]:
    """One entry a digest, with what was reported as its text.

    Args:
        digests: In the order of the feed.
        entries: Of the articles.
        profile: Of the site.
        to_story: The name of an article's story.
        namespace: Of the entries' ids.
    """
    site = profile.site_id or profile.name
    built = []
    for digest in digests:
        period = digest.period
        reports = build_reports(list_articles(digest), to_story)
        shown = [entries.find(report.shown) for report in reports]
        updated = max(entries.find(article).updated for article in list_articles(digest))
        date = {"start": period.first_instant, "omit": None, "added": updated}[profile.feed_date]
        entry = FeedEntry(
            uid=uuid5(namespace, f"{site}\n{period_address(period)}").urn,
            address=period_address(period),
            title=name_period(period, profile.language),
            summary=" · ".join(entry.title for entry in shown[:HEADLINES]),
            language=profile.language,
            published=period,
            date=period.first_instant if period.precision == "day" else date,
            updated=updated,
            byline=None,
            topics=(),
            origin=None,
            rights=None,
            body_digest="",
            text=_render_reports(shown, digest, profile),
        )
        built.append(entry)
    return tuple(built)


def name_precision(precision: str, language: str) -> str:
    """Months or days in words, such as "Monate"."""
    from babel import Locale

    words = Locale.parse(language).unit_display_names[f"duration-{precision}"]
    return str(words.get("long") or words["short"])


def name_period(period: PartialDate, language: str) -> str:
    """A month or day in words."""
    # Babel takes a tenth of a second to import.
    from babel.dates import format_date, format_skeleton

    if period.precision == "day":
        return str(format_date(period.first_day, "long", locale=language))
    return str(format_skeleton("yMMMM", period.first_day, locale=language))


def _render_reports(shown: list[FeedEntry], digest: Digest, profile: SiteProfile) -> str:
    parts = [_render_report(entry, profile) for entry in shown[:MOST_REPORTS]]
    if len(shown) > MOST_REPORTS:
        address = escape(to_absolute(profile.url, period_address(digest.period)))
        name = escape(name_period(digest.period, profile.language))
        parts.append(f'<p><a href="{address}">{name} ({digest.count}) …</a></p>')
    return "\n".join(parts)


def _render_report(entry: FeedEntry, profile: SiteProfile) -> str:
    address = escape(to_absolute(profile.url, entry.address))
    tongue = f' lang="{entry.language}"' if entry.language != profile.language else ""
    title = escape(entry.title or entry.address, quote=False)
    summary = f"<p{tongue}>{escape(entry.summary, quote=False)}</p>" if entry.summary else ""
    return f'<h2{tongue}><a href="{address}">{title}</a></h2>{summary}'
