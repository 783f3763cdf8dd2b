"""`Seed` → the words that it gives as somebody's own, and whose they are.

`marks` finds what stands in quotation marks, `names` who is named, `sentences` cuts the
body into sentences of which a quotation is one word, `subjects` reads the grammar of one
sentence, `speakers` goes from sentence to sentence, `selection` leaves out titles and
single words. What each language says stands in `lexicon`.
"""

from __future__ import annotations

from newsdigest.extract.quotations.lexicon import get_lexicon
from newsdigest.extract.quotations.marks import holds_marks
from newsdigest.extract.quotations.names import find_mentions
from newsdigest.extract.quotations.selection import is_quotation
from newsdigest.extract.quotations.sentences import DASHED, split_sentences
from newsdigest.extract.quotations.speakers import Listener, Spoken
from newsdigest.model import Entity, Provenance, Quotation, Seed, Sourced, Span
from newsdigest.seeds.lines import fold


def extract_quotations(seed: Seed, entities: tuple[Entity, ...]) -> tuple[Quotation, ...]:
    """The quotations of a seed's body, in text order, verbatim and without outer marks.

    Each is one stretch of one paragraph: what is split by "…", said X, "…" gives two.
    A text that says the same twice gives one quotation with two places. Linear.

    Args:
        seed: Only its body is read.
        entities: Its people and organisations are who may speak.
    """
    language = seed.language.value
    dashed = language in DASHED
    if not dashed and not any(
        holds_marks(b.text) or b.text.endswith((":", "：")) for b in seed.blocks
    ):
        return ()  # most texts say nothing; that must cost nothing
    lexicon = get_lexicon(language)
    listener = Listener(lexicon, language)
    found: dict[str, list[Spoken]] = {}
    for sentence in split_sentences(seed, find_mentions(seed, entities, lexicon)):
        for spoken in listener.listen(sentence):
            stretch = spoken.stretch
            text = fold(seed.text[stretch.start : stretch.end])
            if text and is_quotation(text, spoken, lexicon):
                found.setdefault(text, []).append(spoken)
    return tuple(_quote(text, places) for text, places in found.items())


def _quote(text: str, places: list[Spoken]) -> Quotation:
    speakers = {place.speaker for place in places if place.speaker}
    speaker = min(speakers) if len(speakers) == 1 else None
    first = places[0]
    method = "paragraph-after-colon" if first.stretch.bare else "quotation-marks"
    confidence = 0.85 if speaker is None else 0.8 if first.carried else 0.95
    spans = tuple(Span(place.stretch.start, place.stretch.end) for place in places)
    return Quotation(Sourced(text, Provenance(method, spans, confidence)), speaker)


__all__ = ["extract_quotations"]
