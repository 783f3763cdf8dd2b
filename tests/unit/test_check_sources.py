from __future__ import annotations

from newsdigest.check import check_facts, check_post_quotes
from newsdigest.model import Quote
from newsdigest.posts import Fact, FactMention, Facts

TEXT = "Titel\n\n„Wir fangen\nan“, sagte Anna Berg."
START = TEXT.index("Wir")
QUOTED = TEXT[START : START + 13]


def make(*facts: Fact, header: str = "„Wir fangen an“ — Anna Berg") -> Facts:
    fields = (("Title", "Titel"), ("Quotes", header)) if header else ()
    return Facts("x.txt", "", "urn:uuid:0", fields, "", (), facts)


def quote(
    value: str = "Wir fangen an", text: str = QUOTED, start: int = START, *, placed: bool = True
) -> Fact:
    mentions = (FactMention(start, start + len(text), text),) if placed else ()
    return Fact("quotes", value, "quotation-marks", 0.9, mentions, "Anna Berg")


def test_true_facts_give_no_problem() -> None:
    name = Fact("people", "Anna Berg", "names", 0.9, (FactMention(30, 39, TEXT[30:39]),))
    assert list(check_facts(make(quote(), name), TEXT)) == []
    assert list(check_facts(make(header=""), TEXT)) == []


def test_a_mention_that_the_seed_does_not_hold_is_named() -> None:
    (message,) = check_facts(make(quote(text="Wir gehen\nan")), TEXT)
    assert "quotes: characters" in message
    (message,) = check_facts(make(quote(start=-7)), TEXT)
    assert "not 'Wir fangen\\nan'" in message


def test_a_quotation_that_is_not_what_was_said_is_named() -> None:
    facts = make(quote("Wir fangen nie an"), header="„Wir fangen nie an“ — Anna Berg")
    (message,) = check_facts(facts, TEXT)
    assert "'Wir fangen nie an' is not what the seed says" in message


def test_a_quotation_without_a_place_is_named() -> None:
    (message,) = check_facts(make(quote(placed=False)), TEXT)
    assert "names no place" in message


def test_quotations_and_generated_header_must_agree() -> None:
    (message,) = check_facts(make(quote(), header="„Wir fangen an“ — Karl Moor"), TEXT)
    assert "generated header" in message
    (message,) = check_facts(make(header="„Wir fangen an“"), TEXT)
    assert "generated header" in message


def test_a_post_quotes_its_own_text() -> None:
    html = "<p>„Wir  fangen <em>heute</em> an“, sagte sie.</p>"
    assert list(check_post_quotes([Quote("Wir fangen heute an", None)], html)) == []
    (message,) = check_post_quotes([Quote("Wir fangen nie an" + "!" * 60, None)], html)
    assert message.startswith("the quotation 'Wir fangen nie an!!!")
    assert "…' is not in the article's text" in message
