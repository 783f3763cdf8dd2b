"""`Seed` → its summary: the article's own lede, verbatim."""

from __future__ import annotations

from newsdigest.model import Block, Provenance, Seed, Sourced
from newsdigest.seeds.datelines import find_dateline
from newsdigest.seeds.lines import fold, is_wide, trim
from newsdigest.seeds.sentences import find_sentence_end
from newsdigest.seeds.subjects import find_bare_place

_LONGEST = 300
_BRIEF = 120
"""A first sentence shorter than this may take the second one with it."""

_TOO_LONG = 600
_FARTHEST = 3000
_TEASER = 25
_DASHES = "-–—−•*"
_SPEECH = 60
"""Letters from which a line behind a dash is rather speech than an item of a list."""


def extract_summary(seed: Seed) -> Sourced[str] | None:
    """The summary that the seed itself gives, or else the first sentences of its first
    real paragraph, without the dateline; None for a seed without such a paragraph.

    One sentence, or two where the first is short; up to about 300 characters unless
    the one sentence is longer.
    """
    if seed.summary:
        return seed.summary
    block = _find_lede(seed)
    if block is None:
        return None
    language = seed.language.value
    start, end = _skip_dateline(seed, block)
    end = min(end, start + _FARTHEST)
    stop = find_sentence_end(seed.text, start, end, language)
    if stop - start < _BRIEF and stop < end:
        second = find_sentence_end(seed.text, trim(seed.text, stop, end).start, end, language)
        if second - start <= _LONGEST:
            stop = second
    span = trim(seed.text, start, stop, _DASHES if block.kind == "item" else "")
    if span.end - span.start > _TOO_LONG:
        cut = span.start + _LONGEST
        if not is_wide(seed.text[cut]):
            cut = seed.text.rfind(" ", span.start, cut)
        if cut <= span.start:
            return None
        span = trim(seed.text, span.start, cut)
    if span.start == span.end:
        return None
    value = fold(seed.text[span.start : span.end])
    return Sourced(value, Provenance("lede", (span,)))


def _find_lede(seed: Seed) -> Block | None:
    """The first paragraph, but not a short line above a longer one, and no byline."""
    notes = {
        span.start
        for fact in (seed.byline, seed.agency, seed.source)
        if fact
        for span in fact.provenance.spans
    }
    paragraphs = [block for block in seed.blocks if block.kind == "paragraph"]
    for index, block in enumerate(paragraphs):
        short = len(block.text) < 60 and block.text[-1] not in '.!?…。！？"“”»'
        followed = index + 1 < len(paragraphs) and len(paragraphs[index + 1].text) > 2 * len(
            block.text
        )
        only_note = short and any(block.span.start <= at < block.span.end for at in notes)
        if not (short and followed) and not only_note:
            return block
    speech = (block for block in seed.blocks if len(block.text) >= _SPEECH)
    return paragraphs[0] if paragraphs else next(speech, None)


def _skip_dateline(seed: Seed, block: Block) -> tuple[int, int]:
    """Where the lede begins and must end: behind the dateline, or before one that
    follows a teaser.
    """
    start, end = block.span.start, block.span.end
    language = seed.language.value
    found = find_dateline(seed.text, start, end, language)
    if found and found.span.start - start >= _TEASER:
        return start, found.span.start
    if found:
        return found.span.end, end
    bare = find_bare_place(seed.text, start, end, language)
    return (bare[1], end) if bare else (start, end)
