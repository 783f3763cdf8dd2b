from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.extract.quotations import extract_quotations
from newsdigest.model import Quotation, Seed
from newsdigest.seeds import parse_seed
from newsdigest.seeds.lines import fold
from tests.unit.quotation_tables import Case, make_entities, make_seed, read_cases
from tests.unit.seeds.tables import LANGUAGES


def assert_verbatim(seed: Seed, quotations: tuple[Quotation, ...]) -> None:
    body = [block.span for block in seed.blocks]
    for quotation in quotations:
        spans = quotation.text.provenance.spans
        assert spans
        for span in spans:
            assert fold(seed.text[span.start : span.end]) == quotation.text.value
            assert any(b.start <= span.start < span.end <= b.end for b in body)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.language}: {case.name}")
def test_the_table_of_quotations(case: Case) -> None:
    seed = make_seed(case.text, case.language)
    found = extract_quotations(seed, make_entities(case.text, case.names))
    assert tuple((q.text.value, q.speaker) for q in found) == case.quotations
    assert_verbatim(seed, found)


def test_the_table_speaks_many_languages() -> None:
    assert len(read_cases()) >= 120
    spoken = {case.language for case in read_cases()}
    assert spoken >= {"de", "en", "fr", "es", "it", "pl", "ru", "zh", "ja"}


_MARKS = [*"„“”\"'«»‚‘’‹›「」『』:,.!?-() \n", "\n\n"]
_WORDS = ["sagte", "said", "so", "laut", "Anna Berg", "Berg", "er", "Minister", "der", "dass"]
_MORE = [
    "hat",
    "gesagt",
    "wir fangen damit an",
    "Ja",
    "weiter",
    "habe",
    "wird",
    "zitiert",
    "dit-il",
]
_TEXTS = st.lists(st.sampled_from([*_MARKS, *_WORDS, *_MORE]), max_size=60).map(" ".join)


@given(_TEXTS, st.sampled_from(LANGUAGES))
def test_whatever_the_text_quotations_are_verbatim(text: str, language: str) -> None:
    raw = f" date 2022-01 Titel\nlang: {language}\n\n{text}\n\nEnde."
    seed = parse_seed("x", raw.encode(), LANGUAGES)
    assert_verbatim(seed, extract_quotations(seed, ()))


_SINGLE = ['"', "„", "“", "«", "'", "(", "A", "A-", ":\n\n", "Anna ", "der "]
_JOINED = ['"Ja ', 'Ja" ', "sagte ", "hat gesagt, ", "so ", "Anna Berg, ", '"a\n\n', "X, sagte: "]


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("piece", [*_SINGLE, *_JOINED, '"A b c d", sagte Anna Berg. '])
def test_a_text_of_anything_takes_linear_time(piece: str) -> None:
    def measure(size: int) -> float:
        """Seconds of CPU; the least of three, as other processes share the cores' caches."""
        return min(measure_once(size) for _ in range(3))

    def measure_once(size: int) -> float:
        seed = make_seed("Ein Text: " + piece * (size // len(piece)), "de")
        start = process_time()
        extract_quotations(seed, ())
        return process_time() - start

    assert measure(2**17) < 20 * max(measure(2**14), 0.02)
