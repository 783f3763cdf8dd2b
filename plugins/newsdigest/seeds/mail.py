"""The fields of a mail's header → their values, and which of them only say how it travelled."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

from newsdigest.model import PartialDate

_LONGEST = 10_000
_TELLING = frozenset({"subject", "betreff", "objet", "asunto", "oggetto", "temat", "тема"})
_TRANSPORT = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "reply-to",
        "sender",
        "return-path",
        "received",
        "message-id",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "content-language",
        "content-disposition",
        "in-reply-to",
        "references",
        "delivered-to",
        "delivery-date",
        "list-id",
        "list-unsubscribe",
        "precedence",
        "importance",
        "priority",
        "user-agent",
        "dkim-signature",
        "authentication-results",
        "received-spf",
        "arc-seal",
        "organization",
        "newsgroups",
        "path",
        "lines",
        "xref",
        "von",
        "an",
        "gesendet",
        "kopie",
        "de",
        "para",
        "à",
        "envoyé",
        "da",
        "a",
        "inviato",
        "od",
        "do",
        "отправитель",
        "от",
        "кому",
    ]
)


def is_mail(keys: list[str]) -> bool:
    """True if the labels of a block are a mail's: a subject beside a sender or the like."""
    known = [key for key in keys if is_transport(key)]
    return bool(known) and (any(key in _TELLING for key in keys) or len(known) > 2)


def is_transport(key: str) -> bool:
    """True for the header fields that say how a mail travelled, not what it says."""
    return key in _TRANSPORT or key.startswith(("x-", "list-", "arc-", "resent-"))


def decode_words(raw: str) -> str | None:
    """The value with its encoded words decoded (RFC 2047), or None if they are broken."""
    if "=?" not in raw:
        return raw
    if len(raw) > _LONGEST:
        return None
    try:
        return str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        return None


def parse_mail_date(raw: str) -> PartialDate | None:
    """The moment of a mail's `Date` (RFC 5322 §3.3), or None if it is none."""
    try:
        moment = parsedate_to_datetime(raw)
        return PartialDate(moment.year, moment.month, moment.day, moment.timetz())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
