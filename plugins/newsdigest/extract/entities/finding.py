"""`Seed` → its entities: the rules in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsdigest.extract.entities.arabic import find_arabic_people, strip_prefix
from newsdigest.extract.entities.classes import find_classed
from newsdigest.extract.entities.clubs import name_clubs
from newsdigest.extract.entities.documents import (
    build_entities,
    drop_common,
    find_abbreviations,
    find_again,
    fold_people,
    name_people,
    settle_kinds,
)
from newsdigest.extract.entities.german import (
    choose_overlooked,
    choose_tagged,
    fold_before_noun,
)
from newsdigest.extract.entities.ideographs import LANGUAGES, find_wide_names
from newsdigest.extract.entities.mentions import Mention
from newsdigest.extract.entities.patterns import (
    find_by_pattern,
    find_listed,
    find_owner,
    find_places_by_table,
)
from newsdigest.extract.entities.places import fold_organisation, fold_place
from newsdigest.extract.entities.tagging import Tagged
from newsdigest.extract.entities.trimming import to_first_case
from newsdigest.extract.entities.words import Word, split_seed, split_words
from newsdigest.model import Entity, Seed, Span
from newsdigest.seeds.places import to_normal_case


def extract_entities(seed: Seed) -> tuple[Entity, ...]:
    """The people, places and organisations of a seed, in the order of their first mention.

    Each entity's spans are all its mentions: whole words of `Seed.text`.
    """
    language = seed.language.value
    sentences = [words for words in split_seed(seed) if not _shouts(words)]
    wide = language in LANGUAGES
    mentions = find_wide_names(seed) if wide else _find_dateline(seed)
    for sentence in sentences:
        mentions += _find_mentions(seed.text, sentence, language)
    short = find_abbreviations(seed.text, mentions)
    mentions = [
        replace(m, name=short[m.name], kind="organisations") if m.name in short else m
        for m in mentions
    ]
    mentions = name_clubs(seed.text, mentions)
    words = {word.text for sentence in sentences for word in sentence}
    mentions = fold_people(mentions, words, language)
    mentions += find_again(sentences, mentions, short, language)
    mentions = settle_kinds(name_people(mentions, language))
    return build_entities(drop_common(sentences, mentions, language), language)


def _shouts(words: Sequence[Word]) -> bool:
    """True for a line in capitals: what is a name in it cannot be seen."""
    letters = [word.text for word in words if word.text[0].isalpha()]
    return len(letters) > 2 and all(word.isupper() for word in letters)


def _find_dateline(seed: Seed) -> list[Mention]:
    """The dateline's places, by rule: "LIVERPOOL, England", "Augsburg/London"."""
    if seed.dateline is None:
        return []
    language = seed.language.value
    found: list[Mention] = []
    for span in seed.dateline.provenance.spans:
        words = split_words(seed.text, span, language)
        texts = [to_normal_case(word.text) for word in words]
        for tagged in find_places_by_table(["", *texts][1:], language):
            part = Span(words[tagged.first].start, words[tagged.last - 1].end)
            name = " ".join(texts[tagged.first : tagged.last])
            found.append(Mention(part, name, "places", "dateline", 0.95))
        if words and (not found or _is_cut(texts, found)):
            found.clear()
            whole = Span(words[0].start, words[-1].end)
            name = to_normal_case(seed.dateline.value)
            found.append(Mention(whole, name, "places", "dateline", 0.9))
    return found


def _is_cut(words: Sequence[str], found: Sequence[Mention]) -> bool:
    """True if the one place found is only the end of the dateline's: "Pölten" of "St. Pölten"."""
    return len(found) == 1 and not {"/", ","} & {*words} and words[0] not in found[0].name


def _find_mentions(text: str, sentence: Sequence[Word], language: str) -> list[Mention]:
    words = [word.text for word in sentence]
    taken = [False] * len(words)
    found: list[Mention] = []

    def take(tagged: Iterable[Tagged], method: str) -> None:
        for item in tagged:
            if any(taken[item.first : item.last]):
                continue
            taken[item.first : item.last] = [True] * (item.last - item.first)
            found.append(_to_mention(text, sentence, item, method, language))

    take(find_listed(words, language), "list")
    take(find_classed(words, language), "class")
    if language == "de":
        take(choose_tagged(words), "crf")
        take(choose_overlooked(words), "gazetteer")
    else:
        if language == "ar":
            take(find_arabic_people(words), "pattern")
        take(find_by_pattern(words, language), "pattern")
        take(find_places_by_table(words, language), "gazetteer")
    if language == "de":
        left = (word for word, done in zip(sentence, taken, strict=True) if not done)
        found += _find_in_compounds(left)
    return found


def _find_in_compounds(words: Iterable[Word]) -> Iterator[Mention]:
    """The listed organisations that stand before a hyphen: "dessen Mercedes-Kollege"."""
    for word in words:
        owner = find_owner(word.text)
        if owner:
            span = Span(word.start, word.start + len(owner))
            yield Mention(span, owner.replace("-", " "), "organisations", "list", 0.9)


def _to_mention(
    text: str, sentence: Sequence[Word], tagged: Tagged, method: str, language: str
) -> Mention:
    first, last = sentence[tagged.first], sentence[tagged.last - 1]
    span = Span(first.start, last.end)
    name = " ".join(text[span.start : span.end].split())
    if tagged.kind == "places":
        name = fold_place(name, language) or name
    elif tagged.kind == "people" and language == "ar":
        name = strip_prefix(name)
    elif tagged.kind == "people" and language == "de":
        after = sentence[tagged.last].text if tagged.last < len(sentence) else ""
        name = fold_before_noun(name, after)
    elif method == "list":
        name = fold_organisation(name, language) or name
    if tagged.kind == "organisations" and language == "de":
        name = to_first_case(name)
    return Mention(span, name, tagged.kind, method, tagged.confidence)
