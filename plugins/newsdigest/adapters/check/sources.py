"""Posts, facts files and seeds → what the output is compared with, and the problems
that no output file shows.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from newsdigest.adapters.check.memory import CheckMemory, Circumstances
from newsdigest.check import FileReport, Looks, SeedText, check_facts, check_post_quotes
from newsdigest.encodings import decode
from newsdigest.errors import PostError, Problem, SeedError
from newsdigest.fingerprints import digest_texts
from newsdigest.model import Article, Seed
from newsdigest.posts import (
    Facts,
    escape_markdown,
    facts_path,
    find_head,
    find_lines,
    is_generated,
    parse_facts,
    parse_post,
)
from newsdigest.seeds import parse_seed
from newsdigest.settings import Settings


class Sources:
    """The posts and seeds of a site's articles, read when they are asked for."""

    def __init__(self, root: Path, config: Settings, memory: CheckMemory) -> None:
        self._root = root
        self._config = config
        self._seeds = root / config.seeds_path
        self._within = self._seeds.resolve()
        self._memory = memory
        self._described: dict[str, str] = {}
        self.read_seed = lru_cache(maxsize=4096)(self._read_seed_text)

    def describe(self, article: Article | None) -> str:
        """Changes with the article, its post and its seed; "" where there is none."""
        if article is None:
            return ""
        described = self._described.get(article.uid)
        if described is None:
            files = [self._root / article.source, *self._list_seed(article.seed)]
            given = repr(article).encode("utf-8", "backslashreplace").decode()
            described = digest_texts([given, *map(self._memory.hash_file, files)])
            self._described[article.uid] = described
        return described

    def read_post(self, article: Article) -> str:
        """The text of an article's post, as far as it can be read."""
        return (self._root / article.source).read_text(encoding="utf-8", errors="replace")

    def check(
        self,
        articles: Sequence[Article],
        bodies: Mapping[str, str],
        circumstances: Circumstances,
    ) -> Iterator[Problem]:
        """What posts and facts files say that their texts do not hold; paths are relative
        to the site's root.

        Args:
            articles: All that must be on the site.
            bodies: Their texts as rendered, by uid.
            circumstances: Under which those found clean are remembered.
        """
        for article in articles:
            facts = self._memory.hash_file(self._root / facts_path(article.source))
            state = digest_texts([self.describe(article), facts])
            if self._memory.find(article.source, state, circumstances) is not None:
                continue
            found = [*self._check_article(article, bodies)]
            yield from found
            report = FileReport(tuple(found))
            self._memory.put(article.source, state, circumstances, Looks(), report)

    def _check_article(self, article: Article, bodies: Mapping[str, str]) -> Iterator[Problem]:
        if article.quotes:
            for message in check_post_quotes(article.quotes, bodies[article.uid]):
                line = find_lines(self.read_post(article)).get("quotes", 0)
                yield Problem(article.source, line, message)
        if article.seed is not None:
            yield from self._check_facts(article.source)

    def _check_facts(self, post: str) -> Iterator[Problem]:
        path = facts_path(post)
        try:
            facts = parse_facts((self._root / path).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return  # the next ingest writes it anew
        except (OSError, UnicodeDecodeError) as error:
            yield Problem(path, 0, f"cannot be read ({error}): restore it from version control")
            return
        except PostError as error:
            yield Problem(path, error.line, str(error))
            return
        text = self._read_same_seed(facts)
        if text is None:
            return
        for message in check_facts(facts, text):
            yield Problem(path, 0, message)

    def _read_same_seed(self, facts: Facts) -> str | None:
        """The text of the seed that the facts are of; None if it is gone or has changed, since
        the next ingest sees to that.
        """
        for path in self._list_seed(facts.seed):
            try:
                data = path.read_bytes() if path.is_file() else b""
                if hashlib.sha256(data).hexdigest() == facts.sha256:
                    return decode(data).text
            except (OSError, SeedError):
                return None
        return None

    def _list_seed(self, name: str | None) -> list[Path]:
        """The seed's file, if it has one below the seeds' folder."""
        path = self._seeds / name if name is not None else None
        return [path] if path and path.resolve().is_relative_to(self._within) else []

    def _read_seed_text(self, article: Article) -> SeedText | None:
        """What an article's page may show of its seed; None where there is no seed that
        can be read.
        """
        if article.seed is None:
            return None
        try:
            text = (self._root / article.source).read_text(encoding="utf-8")
            body = parse_post(text).body
            seed = self._parse_seed(article.seed)
        except (OSError, UnicodeDecodeError, SeedError, PostError):
            return None  # ingest reports it
        if seed is None:
            return None
        blocks = None
        if is_generated(text) or body.strip("\n") == escape_markdown(seed.blocks).strip("\n"):
            blocks = tuple(block.text for block in seed.blocks)
        return SeedText(blocks, find_head(seed))

    def _parse_seed(self, name: str) -> Seed | None:
        """A seed below the seeds' folder; None for what ingest would not read either."""
        for path in self._list_seed(name):
            status = path.stat()
            if stat.S_ISREG(status.st_mode) and status.st_size <= self._config.max_seed_bytes:
                return parse_seed(name, path.read_bytes(), self._config.languages)
        return None
