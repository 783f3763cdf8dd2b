"""`NEWSDIGEST` in `pelicanconf.py` → one typed, frozen value.

Pelican's own settings keep their documented meaning and are read where Pelican
is touched (`adapters`); this module knows only ours.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from newsdigest.errors import SettingsError

FeedDate = Literal["start", "omit", "added"]
Register = Literal["topics", "people", "places", "organisations"]

REGISTERS: tuple[Register, ...] = get_args(Register)
SocialCards = Literal["none", "site", "articles"]
Packing = Literal["gzip", "brotli"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the editor may set in the `NEWSDIGEST` dictionary.

    Attributes:
        seeds_path: Folder of raw texts, relative to the site's root.
        posts_path: Folder of posts, relative to Pelican's `PATH`.
        languages: ISO 639-1 codes that a seed may be written in.
        max_seed_bytes: A larger seed is reported, not read.
        feed_date: What RSS and Atom say for a date less precise than a day: the first
            instant of the period, nothing (RSS only), or the moment of `Added`.
        register_min_articles: From how many articles on a name or topic gets its page.
        registers: Which of topics, people, places and organisations have pages; the map
            goes with the places. Sections always have theirs.
        day_digests: Whether each day has a digest of its own; if not, its articles stand on the
            page of their month only.
        stories: Whether story threads, versions of one report and related articles are found.
        exports: Whether the site offers its articles as JSON and as an SQLite file.
        feed_min_articles: From how many articles on a name, topic or story that has a page
            has a feed, too.
        feed_archive: Whether the site's feed has an archive that leads to every article.
        front_page_articles: How many of the newest articles the front page shows.
        social_cards: Which pictures are drawn for links to the site elsewhere: none, one for
            the site, or one an article too (some 8 ms each).
        search: Whether the site has a page to search it.
        site_id: Any text of this site's own that never changes, such as a UUID: the ids of
            its feeds are made of it, so that they outlive a new name or address. If
            empty, `SITENAME` stands in.
        websub_hub: The full address of the WebSub hub that is told of new articles; feeds
            name it. Empty for none.
        editions: Whether each month becomes an EPUB book and an e-mail.
        precompress: How each text in `output/` is packed into a file beside it ("gzip",
            "brotli"), for servers that send such files instead of packing them themselves.
        build: False leaves the site to stock Pelican; the plugin only ingests.
    """

    seeds_path: str = "seeds"
    posts_path: str = "posts"
    languages: tuple[str, ...] = ("de", "en", "fr", "es", "it", "pl", "ru", "ar", "zh", "ja")
    max_seed_bytes: int = 2 * 1024 * 1024
    feed_date: FeedDate = "start"
    register_min_articles: int = 2
    registers: tuple[Register, ...] = REGISTERS
    day_digests: bool = True
    stories: bool = True
    exports: bool = True
    feed_min_articles: int = 5
    feed_archive: bool = True
    front_page_articles: int = 20
    social_cards: SocialCards = "site"
    search: bool = True
    site_id: str = ""
    websub_hub: str = ""
    editions: bool = True
    precompress: tuple[Packing, ...] = ()
    build: bool = True


def parse_settings(given: object) -> Settings:
    """The typed settings for the `NEWSDIGEST` dictionary.

    Raises:
        SettingsError: For an unknown key (with the nearest known one) or a value of
            the wrong kind; the message names every fault at once.
    """
    if not isinstance(given, Mapping):
        raise SettingsError("NEWSDIGEST must be a dictionary: write NEWSDIGEST = {…}")
    known = {field.name: getattr(Settings(), field.name) for field in fields(Settings)}
    faults = [_describe_unknown(key, known) for key in given if key not in known]
    values: dict[str, Any] = {}
    for key, default in known.items():
        if key in given:
            value = _normalise(given[key])
            fault = _find_fault(key, value, default)
            if fault:
                faults.append(fault)
            values[key] = value
    if faults:
        raise SettingsError("NEWSDIGEST: " + "; ".join(faults))
    return Settings(**values)


def _describe_unknown(key: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(str(key), known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "known are " + ", ".join(known)
    return f"unknown key {key!r}: {hint}"


def _normalise(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _find_fault(key: str, value: Any, default: Any) -> str | None:
    if type(value) is not type(default):
        kind = "list" if isinstance(default, tuple) else type(default).__name__
        return f"{key!r} must be of type {kind}, not {type(value).__name__}"
    if key == "feed_date" and value not in ("start", "omit", "added"):
        return f"'feed_date' must be 'start', 'omit' or 'added', not {value!r}"
    if key == "registers" and not all(kind in REGISTERS for kind in value):
        return f"'registers' may hold {', '.join(map(repr, REGISTERS))}, not {value!r}"
    if key == "precompress" and not all(name in get_args(Packing) for name in value):
        return f"'precompress' may hold 'gzip' and 'brotli', not {value!r}"
    if key == "social_cards" and value not in ("none", "site", "articles"):
        return f"'social_cards' must be 'none', 'site' or 'articles', not {value!r}"
    if key == "websub_hub" and value and not value.startswith(("https://", "http://")):
        return f"'websub_hub' must be a full address such as 'https://hub.example/', not {value!r}"
    if key == "languages" and not _are_language_codes(value):
        return f"'languages' must hold two-letter codes such as 'de', not {value!r}"
    if isinstance(value, int) and not isinstance(value, bool) and value < 1:
        return f"{key!r} must be at least 1, not {value}"
    if key.endswith("_path") and (value.startswith("/") or ".." in value.split("/")):
        return f"{key!r} must stay inside the site's folder, not {value!r}"
    return None


def _are_language_codes(codes: tuple[Any, ...]) -> bool:
    return bool(codes) and all(
        isinstance(code, str) and len(code) == 2 and code.isalpha() and code.islower()
        for code in codes
    )
