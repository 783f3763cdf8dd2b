"""`EditionView` → an e-mail, ready for a mailing list: text and HTML, nothing loaded.

It brings headlines and summaries with their links: full texts of a month would be cut
by mail programs (Gmail shows 102 KB).
"""

from __future__ import annotations

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit

from css_inline import CSSInliner

from newsdigest.addresses import to_absolute
from newsdigest.editions.texts import clean, describe_language, name_period
from newsdigest.editions.views import MOST_IN_LETTER, EditionArticle, EditionView

UNSUBSCRIBE = "{{unsubscribe}}"
"""Whoever sends the mail puts each recipient's own address here."""

_STYLE = """body { font-family: Georgia, serif; line-height: 1.5; max-width: 40em; margin: 0 auto; }
h1 { font-size: 1.6em; } h2 { font-size: 1.15em; margin-bottom: 0; } p { margin-top: 0.2em; }
.meta { color: #555; font-size: 0.875em; }"""


def render_letter(edition: EditionView) -> bytes:
    """The mail's bytes; date, Message-ID and boundary are made from what it says."""
    period = name_period(edition.period, edition.language)
    text, markup = _render_text(edition, period), _render_html(edition, period)
    digest = hashlib.sha256(f"{edition.id}\n{text}\n{markup}".encode()).hexdigest()
    host = (urlsplit(edition.url).hostname or "localhost").encode("idna").decode()
    name = " ".join(clean(edition.site).split())
    sender = Address(name, "digest", host)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"{name} – {period}"
    message["From"] = sender
    message["To"] = sender
    message["Date"] = format_datetime(edition.updated)
    message["Message-ID"] = f"<{digest[:32]}@{host}>"
    message["List-Id"] = f"<digest.{host}>"
    message["List-Unsubscribe"] = f"<{UNSUBSCRIBE}>"
    message["Content-Language"] = edition.language
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(markup, subtype="html", cte="quoted-printable")
    message.set_boundary(f"={digest[32:]}=")
    return message.as_bytes()


def _render_text(edition: EditionView, period: str) -> str:
    parts = [f"{edition.site} – {period}", to_absolute(edition.url, edition.home)]
    for article in edition.articles[:MOST_IN_LETTER]:
        address = to_absolute(edition.url, article.address)
        about = " · ".join(_list_facts(edition, article))
        parts.append("\n".join(filter(None, (article.title, about, article.summary, address))))
    return clean("\n\n".join((*parts, f"-- \n{edition.publisher}\n{UNSUBSCRIBE}")) + "\n")


def _render_html(edition: EditionView, period: str) -> str:
    home = escape(to_absolute(edition.url, edition.home))
    parts = [_render_article(edition, article) for article in edition.articles[:MOST_IN_LETTER]]
    if len(edition.articles) > MOST_IN_LETTER:
        name = escape(f"{period} ({len(edition.articles)}) …")
        parts.append(f'<p><a href="{home}">{name}</a></p>')
    title = escape(f"{edition.site} – {period}")
    listed = "\n".join(parts)
    document = f"""<!DOCTYPE html>
<html {describe_language(edition.language)}>
<head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>
<body>
<h1><a href="{home}">{title}</a></h1>
{listed}
<p class="meta">{escape(edition.publisher)}<br><a href="{UNSUBSCRIBE}">{UNSUBSCRIBE}</a></p>
</body>
</html>
"""
    return CSSInliner(load_remote_stylesheets=False).inline(clean(document))


def _render_article(edition: EditionView, article: EditionArticle) -> str:
    tongue = describe_language(article.language)
    address = escape(to_absolute(edition.url, article.address))
    about = escape(" · ".join(_list_facts(edition, article)))
    summary = f"<p {tongue}>{escape(article.summary)}</p>" if article.summary else ""
    title = f'<h2 {tongue}><a href="{address}">{escape(article.title)}</a></h2>'
    return f'{title}\n<p class="meta">{about}</p>\n{summary}'


def _list_facts(edition: EditionView, article: EditionArticle) -> list[str]:
    when = name_period(article.published, edition.language) if article.published else ""
    return [fact for fact in (when, article.section) if fact]
