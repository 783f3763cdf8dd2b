"""Versions, story threads and related articles: the rules, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.threads import (
    IDENTITY,
    Entry,
    Finder,
    Threads,
    build_signature,
    build_threads,
    build_traits,
    digest_surroundings,
    identify_entries,
    order_entries,
    rank_seniority,
)
from newsdigest.threads.titles import choose_title
from newsdigest.threads.words import load_lexicon, split_words
from tests.unit.archives import Text, find_all, make_text, thread

BRIDGE = (
    "Die Stadtbrücke über die Lauter ist seit Montag für Lastwagen gesperrt, weil Prüfer in "
    "einem Pfeiler Risse fanden. Das sagte Renate Molsen vom Tiefbauamt in Lauterwerd."
)
NEW_BRIDGE = (
    "Der Rat von Lauterwerd will die Stadtbrücke über die Lauter abreißen. Renate Molsen vom "
    "Tiefbauamt rechnet für den Neubau mit 31 Millionen Euro und zwei Jahren ohne Lastwagen."
)
OPENED = (
    "In Lauterwerd rollt der Verkehr wieder über die Stadtbrücke. Renate Molsen vom Tiefbauamt "
    "ging als Erste über die Lauter, hinter ihr warteten die Lastwagen."
)
SHEEP = (
    "In der Sandhagener Heide hat ein Wolf in der Nacht 23 Heidschnucken gerissen. Schäfer Enno "
    "Dierks fand die Tiere am Morgen hinter einem niedrigen Zaun, es ist der vierte Vorfall."
)


STOCKS = (
    "Die Börse in Lauterwerd hat am {day} geschlossen, wie sie begann. Der Leitindex {moved} um "
    "{points} Punkte auf {level} Zähler, der Index der kleinen Werte stand am Abend bei {small}. "
    "An der Spitze der Kursliste waren Molsen mit plus {best} Prozent zu finden."
)
MONDAY = STOCKS.format(
    day="Montag", moved="stieg", points="33,15", level="3.612,44", small="1.811,06", best="3,4"
)
TUESDAY = STOCKS.format(
    day="Dienstag", moved="fiel", points="71,90", level="3.540,54", small="1.758,28", best="1,7"
)
WEATHER = ("Regen", "Sturm", "Nebel", "Hagel", "Tau", "Reif", "Glut")


def read_words(text: Text) -> list[str]:
    return [word for word in text.traits.words.split("\n") if word]


class TestWords:
    def test_a_rare_word_tells_more_than_a_common_one_and_a_name_more_than_a_verb(self) -> None:
        lexicon = load_lexicon("de")
        assert lexicon["und"].capital == 0
        assert lexicon["brücke"].plain < lexicon["heidschnucken"].plain == 1
        assert lexicon["haus"].plain < lexicon["haus"].capital
        assert lexicon["ab"].plain == lexicon["1958"].plain == 0

    def test_inflected_forms_and_parts_of_compounds_are_known_again(self) -> None:
        lexicon = load_lexicon("de")
        assert lexicon["brücken"].key == lexicon["brücke"].key
        assert lexicon["stadtbrücke"].parts == (lexicon["stadt"].key, lexicon["brücke"].key)
        assert lexicon["verkehrsunfall"].parts == (lexicon["verkehr"].key, lexicon["unfall"].key)
        assert lexicon["heidschnucken"].parts == ()
        assert load_lexicon("en")["shipyard"].parts == ()

    def test_a_language_without_tables_counts_every_word_alike(self) -> None:
        lexicon = load_lexicon("xx")
        assert lexicon["slovo"].plain == lexicon["dom"].plain == 1
        assert lexicon["dom"].key != lexicon["domy"].key

    def test_scripts_that_part_no_words_are_cut_into_pairs_of_signs(self) -> None:
        assert split_words("東京都の7日 AFP") == ["東京", "京都", "都の", "の7", "7日", "AFP"]
        assert split_words("字") == ["字"]
        assert load_lexicon("ja")["東京"].plain == 1


class TestTraits:
    def test_boilerplate_is_no_part_of_a_text(self) -> None:
        plain = make_text(1, "Titel", BRIDGE)
        footer = (
            "Alle Rechte vorbehalten. Abonnieren Sie unseren Newsletter.\n– Lesen Sie auch: Wolf"
        )
        assert make_text(1, "Titel", f"{BRIDGE}\n{footer}").traits == plain.traits
        long = "Der Newsletter der Stadt berichtet von der Baustelle. " * 9
        assert make_text(1, "Titel", f"{BRIDGE}\n{long}").traits != plain.traits

    def test_what_repeats_and_what_is_named_counts_more(self) -> None:
        text = make_text(1, "Wolf", "Wolf Wolf Wolf Heidschnucken und Zaun", names=["Enno Dierks"])
        assert read_words(text)[0] == "Wolf"
        assert "=Enno Dierks" in read_words(text)

    def test_the_body_is_read_by_paragraphs_and_without_markup(self) -> None:
        article = replace(make_text(1, "Titel", "").article, places=("Lauterwerd",))
        html = f"<h2>Titel &amp; Teil</h2><p>{BRIDGE}</p><p><b>Alle Rechte</b> vorbehalten</p>"
        traits = build_traits(article, html)
        assert "=Lauterwerd" in traits.words.split("\n")
        assert traits.shingles == make_text(1, "Titel", f"Titel & Teil\n{BRIDGE}").traits.shingles

    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            ("Es waren 1.400 Schafe, 23 davon tot.", 2),
            ("Wölfe rissen 1.400 Schafe. Die Wölfe rissen am Abend 1,400 Schafe.", 2),
            ("Wölfe rissen 1.400 Schafe. Wieder rissen 1,400 Schafe aus.", 1),
            ("Zwischen 2019 und 2024 kam der Wolf.", 0),
            ("Tel. 030 2852 31301, Nr. 114/2015, dpa:220516-99-301288/2, Sars-CoV-2", 0),
            ("Alle Rechte vorbehalten, 12 Seiten", 0),
        ],
    )
    def test_numbers_are_kept_but_years_and_telephones(self, text: str, numbers: int) -> None:
        assert len(make_text(1, "13 Wölfe", text).traits.numbers) == 8 * numbers

    def test_the_signature_changes_with_the_text(self) -> None:
        one, other = make_text(1, "Titel", BRIDGE), make_text(1, "Titel", NEW_BRIDGE)
        assert build_signature(one.traits) != build_signature(other.traits)
        assert build_signature(one.traits) == build_signature(make_text(2, "Titel", BRIDGE).traits)
        more = make_text(1, "Titel", BRIDGE.replace("Montag", "2")).traits
        assert build_signature(more) != build_signature(replace(more, numbers=b""))

    def test_an_empty_text_has_nothing_to_compare(self) -> None:
        texts = [make_text(number, "", "") for number in range(3)]
        assert thread(texts) == thread(texts[::-1])
        assert thread(texts).stories == ()


class TestVersions:
    def test_a_shortened_and_a_reworded_report_are_versions_of_the_first(self) -> None:
        short = BRIDGE.split(". ", maxsplit=1)[0] + "."
        texts = [
            make_text(0, "Brücke gesperrt", BRIDGE),
            make_text(1, "Keine Lastwagen", f"Lauterwerd (tpd) - {BRIDGE} Der Umweg ist lang."),
            make_text(2, "Sperre", short),
            make_text(3, "Wolf", SHEEP),
        ]
        threads = thread(texts)
        first, second, third = (text.article for text in texts[:3])
        assert threads.originals == {second.uid: first, third.uid: first}
        assert threads.versions[first.uid] == (second, third)
        assert threads.versions[third.uid] == (first, second)
        assert threads.stories == ()

    def test_a_few_words_in_common_make_no_version(self) -> None:
        texts = [
            make_text(0, "Eins", "Wolf in Sandhagen"),
            make_text(1, "Zwei", "Wolf in Sandhagen"),
        ]
        assert thread(texts).versions == {}

    def test_reports_that_share_a_quotation_are_no_versions(self) -> None:
        quote = "„Die Heidschnucken von Sandhagen bleiben hinter hohen Zäunen, bis das Land "
        quote += "endlich Herdenschutzhunde bezahlt und Wölfe besendert“, sagte Hella Tietjen."
        texts = [
            make_text(0, "Wolf", f"{SHEEP} {quote} {NEW_BRIDGE}"),
            make_text(1, "Brücke", f"{BRIDGE} {quote} {OPENED}"),
        ]
        assert thread(texts).versions == {}

    def test_reports_of_one_form_with_other_numbers_are_related_but_no_versions(self) -> None:
        texts = [make_text(0, "Börse", MONDAY), make_text(1, "Börse", TUESDAY)]
        shared = make_text(2, "Börse", MONDAY.replace("3,4", "4,3"))
        threads = thread(texts)
        assert threads.versions == {}
        assert threads.stories == ()
        assert [article.uid for article, _ in threads.related[texts[1].article.uid]] == [
            texts[0].article.uid
        ]
        assert thread([texts[0], shared]).originals == {shared.article.uid: texts[0].article}

    @pytest.mark.parametrize(
        ("corrected", "versions"),
        [
            ("An 4 Pfeilern warten 15 Fahrer, 40 fuhren um.", 1),
            ("An 4 Pfeilern warten 15 Fahrer, 60 fuhren um, 6 Taucher kamen.", 0),
            ("Es warten 15 Leute an 4 Pfeilern, 60 mussten umkehren, 8 Mann tauchten.", 1),
            ("An 4 Pfeilern warten 15 Fahrer, 60 fuhren um, 6 Taucher kamen, 8 Boote, 9 Kräne.", 1),
        ],
    )
    def test_an_update_corrects_a_few_numbers_or_states_others_in_other_places(
        self, corrected: str, versions: int
    ) -> None:
        told = "An 3 Pfeilern warten 12 Fahrer, 40 fuhren um, 6 Taucher kamen, 8 Boote, 9 Kräne."
        texts = [
            make_text(0, "Brücke", f"{BRIDGE} {told}"),
            make_text(1, "Brücke", f"{BRIDGE} {corrected}"),
        ]
        assert len(thread(texts).originals) == versions

    @pytest.mark.parametrize(
        ("numbers", "others", "versions"),
        [
            (("23", "60"), ("23", "60"), 1),
            (("23", "60"), ("17", "75"), 0),
            (("etliche", "hohe"), ("etliche", "hohe"), 1),
        ],
    )
    def test_a_text_with_each_sentence_reworded_is_a_version_if_the_numbers_stay(
        self, numbers: tuple[str, str], others: tuple[str, str], versions: int
    ) -> None:
        told = (
            "In der Sandhagener Heide hat ein Wolf in der Nacht {} Heidschnucken gerissen. Schäfer "
            "Enno Dierks fand die Tiere am Morgen hinter einem niedrigen Zaun. Das Land zahlt ihm "
            "für Herdenschutzhunde und {} Pfosten einen Zuschuss, wie Ministerin Hella Tietjen "
            "sagte."
        )
        reworded = (
            "Ein Wolf hat in der Nacht in der Sandhagener Heide {} Heidschnucken gerissen. Hinter "
            "einem niedrigen Zaun fand Schäfer Enno Dierks am Morgen die Tiere. Einen Zuschuss für "
            "Herdenschutzhunde und {} Pfosten zahlt ihm das Land, sagte Ministerin Hella Tietjen."
        )
        texts = [
            make_text(0, "Wolf", told.format(*numbers)),
            make_text(1, "Heide", reworded.format(*others)),
        ]
        assert len(thread(texts).originals) == versions

    @pytest.mark.parametrize("figures", ["", "Es dauerte 14 Monate, 9 länger als geplant."])
    def test_half_a_text_among_other_words_is_no_version(self, figures: str) -> None:
        play = (
            "Im Stadttheater probt Paula Westerkamp ein Märchen, Kulissen und Kostüme nähen Eltern "
            "aus Weidenbruck. Karten sind vergriffen, Zusatzvorstellungen folgen im Advent. Gäste "
            "aus Polen spielen mit, Regie führt eine Schülerin."
        )
        bridge = f"{OPENED} {figures}"
        texts = [
            make_text(0, "Wolf", f"{bridge} {SHEEP.replace('23 ', '')}"),
            make_text(1, "Märchen", f"{bridge} {play}"),
        ]
        assert thread(texts).versions == {}

    def test_versions_tell_the_same_story(self) -> None:
        texts = [make_text(n, "Brücke", f"{BRIDGE} Ende {n}.") for n in range(2)]
        texts.append(make_text(3, "Wolf", SHEEP))
        threads = thread(texts)
        names = [threads.name_story(text.article) for text in texts]
        assert names == ["urn:uuid:0000", "urn:uuid:0000", "urn:uuid:0003"]


class TestStories:
    TEXTS = (
        make_text(0, "Stadtbrücke in Lauterwerd gesperrt", BRIDGE),
        make_text(1, "Wolf reißt Schafe", SHEEP),
        make_text(2, "Rat will neue Brücke", NEW_BRIDGE),
        make_text(3, "Stadtbrücke gesperrt", f"{BRIDGE} Das teilte die Stadt mit."),
        make_text(4, "Brücke offen", OPENED),
    )

    def test_reports_of_one_matter_make_a_story_named_by_its_first(self) -> None:
        threads = thread(self.TEXTS)
        (story,) = threads.stories
        closed, wolf, planned, again, opened = (text.article for text in self.TEXTS)
        assert story.articles == (closed, planned, opened)
        assert story.slug == closed.slug
        assert story.title == closed.title
        assert set(threads.story_of) == {a.uid for a in (closed, planned, again, opened)}
        assert wolf.uid not in threads.story_of
        assert threads.name_story(again) == threads.name_story(opened) == closed.uid

    def test_members_that_drew_others_are_remembered_as_names_of_the_story(self) -> None:
        moved = replace(
            self.TEXTS[0].article, aliases=("2021/03/alter-name/", "irgendwo/", "undated/noch/")
        )
        texts = (Text(moved, self.TEXTS[0].traits), *self.TEXTS[1:])
        (story,) = thread(texts).stories
        assert set(story.former) - {"text-2"} == {"alter-name", "noch"}

    def test_two_stories_with_one_slug_get_two_pages(self) -> None:
        wolves = (
            make_text(5, "Wolf", SHEEP),
            make_text(
                6,
                "Abschuss",
                "Der Wolf, der in der Sandhagener Heide Heidschnucken riss, darf getötet werden. "
                "Schäfer Enno Dierks schläft wieder, ein höherer Zaun wird trotzdem gebaut.",
            ),
        )
        texts = [self.TEXTS[0], self.TEXTS[2], *wolves]
        same = [Text(replace(t.article, slug="bericht"), t.traits) for t in texts]
        first, second = sorted(thread(same).stories, key=lambda story: len(story.slug))
        assert first.slug == "bericht"
        assert second.slug.startswith("bericht-")
        assert first.former == second.former == ()

    def test_of_two_near_stories_the_nearer_one_wins(self) -> None:
        texts = [
            self.TEXTS[0],
            make_text(1, "Rat", f"{SHEEP} Im Rat von Lauterwerd ging es auch um die Stadtbrücke."),
            self.TEXTS[2],
            make_text(7, "Brücke offen", OPENED),
        ]
        assert thread(texts).story_of["urn:uuid:0007"].articles[0].uid == "urn:uuid:0000"


class TestRelated:
    def test_a_link_says_what_both_share_names_first(self) -> None:
        names = ["Renate Molsen", "Enno Dierks"]
        texts = [
            make_text(0, "Wolf", f"{SHEEP} Renate Molsen war dabei.", names=names),
            make_text(
                1,
                "Urlaub",
                "Die beiden reisen wieder ans Meer. Gepackt haben sie Zelt, Kocher, "
                "Gummistiefel, Fernglas, Angelrute, Schlafsack, Regenjacke und Wanderkarte. Unter "
                "dem Leuchtturm von Ostersiel wollen sie Austernfischer und Seehunde zählen.",
                names=names,
            ),
        ]
        threads = thread(texts)
        assert threads.related["urn:uuid:0001"] == (
            (texts[0].article, "Enno Dierks, Renate Molsen"),
        )
        assert threads.related["urn:uuid:0000"] == (
            (texts[1].article, "Enno Dierks, Renate Molsen"),
        )

    def test_words_that_tell_little_are_no_reason(self) -> None:
        texts = [
            make_text(0, "Rat", "In Lauterwerd sagte gestern Ute Kallweit, der Steg bleibe offen."),
            make_text(1, "Fest", "In Lauterwerd sagte gestern Jost Wiegand das Deichfest ab."),
        ]
        links = find_all(texts)["urn:uuid:0001"].links
        assert [words for _, _, words in links] == ["Lauterwerd"]

    def test_no_more_than_five_are_named_and_no_word_twice(self) -> None:
        texts = [
            make_text(
                number,
                f"Wetter {number}",
                f"Deichgraf Ukena {WEATHER[number]} "
                + " ".join(f"Wort{number}x{k}" for k in range(14)),
            )
            for number in range(7)
        ]
        related = thread(texts).related
        assert all(len(relations) <= 5 for relations in related.values())
        assert any(len(relations) == 5 for relations in related.values())
        for _, words in related["urn:uuid:0006"]:
            assert len(set(words.split(", "))) == len(words.split(", ")) <= 3

    def test_of_a_word_that_many_share_the_latest_count(self) -> None:
        texts = [
            make_text(
                number, "Notiz", f"Deichgraf Ukena {' '.join(f'a{number}b{k}' for k in range(9))}"
            )
            for number in range(60)
        ]
        found = find_all(texts)["urn:uuid:0059"]
        assert found.links
        assert all(uid > "urn:uuid:0026" for uid, _, _ in found.links)


def order(*texts: Text) -> list[Entry]:
    return order_entries(
        Entry(text.article.uid, rank_seniority(text.article), build_signature(text.traits))
        for text in texts
    )


class TestSurroundings:
    """The digest of what an article's neighbours were found in."""

    def digest(self, *texts: Text) -> dict[str, bytes]:
        entries = order(*texts)
        digests = digest_surroundings(entries, range(len(entries)))
        for position, digest in enumerate(digests):
            assert digest_surroundings(entries, [position]) == [digest]
        return {entry.uid: digest for entry, digest in zip(entries, digests, strict=True)}

    def test_it_changes_with_the_text_and_with_seniors_that_share_something(self) -> None:
        one, other = make_text(0, "Brücke", BRIDGE), make_text(2, "Rat", NEW_BRIDGE)
        wolf = make_text(1, "Wolf", SHEEP)
        plain = self.digest(one, wolf, other)
        assert self.digest(other, one, wolf) == plain
        assert self.digest(wolf, other)[other.article.uid] != plain[other.article.uid]
        assert self.digest(one, other)[other.article.uid] == plain[other.article.uid]
        edited = make_text(0, "Brücke", OPENED)
        assert self.digest(edited, other)[other.article.uid] != plain[other.article.uid]
        later = make_text(0, "Brücke", BRIDGE, minutes=1)
        assert self.digest(later, other)[other.article.uid] != plain[other.article.uid]

    def test_each_article_is_told_from_all_others_and_from_what_it_was(self) -> None:
        def identify(*texts: Text) -> list[bytes]:
            told = identify_entries(order(*texts))
            return [told[start : start + IDENTITY] for start in range(0, len(told), IDENTITY)]

        texts = [make_text(n, "", body) for n, body in enumerate((BRIDGE, SHEEP, OPENED, ""))]
        whole = identify(*texts)
        assert len(set(whole)) == len(texts)
        assert identify(*texts[2:]) == whole[2:]
        edited = identify(texts[0], make_text(1, "", NEW_BRIDGE), *texts[2:])
        assert edited[1] != whole[1]
        assert (edited[0], *edited[2:]) == (whole[0], *whole[2:])
        later = identify(make_text(0, "", BRIDGE, minutes=9), *texts[1:])
        assert later[:3] == whole[1:]
        assert later[3] != whole[0]

    def test_candidates_are_digested_with_their_texts_and_without_those_passed_over(self) -> None:
        def choose(*texts: Text) -> bytes:
            return Finder(order(*texts), [len(texts) - 1], {}).choose(len(texts) - 1).digest

        asked = make_text(90, "Rat", NEW_BRIDGE)
        one, wolf = make_text(0, "Brücke", BRIDGE), make_text(1, "Wolf", SHEEP)
        plain = choose(one, asked)
        assert choose(one, wolf, asked) == plain
        assert choose(make_text(0, "Brücke", OPENED), asked) != plain
        assert choose(make_text(2, "Brücke", BRIDGE), asked) != plain
        assert choose(one, make_text(90, "Stadtrat", NEW_BRIDGE)) != plain
        many = [make_text(n, "Brücke", f"{BRIDGE} {NEW_BRIDGE} Tag {n}.") for n in range(3, 60)]
        assert choose(one, *many, asked) == choose(*many, asked)

    def test_juniors_do_not_matter(self) -> None:
        one, other = make_text(0, "Brücke", BRIDGE), make_text(2, "Rat", NEW_BRIDGE)
        assert self.digest(one)[one.article.uid] == self.digest(one, other)[one.article.uid]


def test_some_are_found_as_all_are() -> None:
    texts = [make_text(n, "", body) for n, body in enumerate((BRIDGE, SHEEP, NEW_BRIDGE, OPENED))]
    entries = order(*texts)
    traits = {text.article.uid: text.traits for text in texts}
    every = find_all(texts)
    for position, entry in enumerate(entries):
        assert Finder(entries, [position], traits).find(position) == every[entry.uid]


class TestTitles:
    @pytest.mark.parametrize(
        ("first", "second", "title"),
        [
            (
                "Rat beschließt neue Brücke über die Aue",
                "Neue Brücke über die Aue wird teurer",
                "neue Brücke über die Aue",
            ),
            ("Streik: Mittellandbahn steht still", "Mittellandbahn fährt wieder", None),
            ("Alles über den Wolf", "Wolf erlegt", None),
            (
                "„Obstgarten im März“ gesucht",
                "Museum gibt „Obstgarten im März“ zurück",
                "Obstgarten im März",
            ),
            ("… –", "… –", None),
        ],
    )
    def test_a_title_is_what_both_headlines_say_or_the_first(
        self, first: str, second: str, title: str | None
    ) -> None:
        articles = [
            make_text(number, text, "").article for number, text in enumerate((first, second))
        ]
        assert choose_title(*articles) == (title or first)


SENTENCES = [*BRIDGE.split(". "), *NEW_BRIDGE.split(". "), *OPENED.split(". "), *SHEEP.split(". ")]


@given(
    bodies=st.lists(
        st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(". ".join), max_size=9
    ),
    data=st.data(),
)
def test_the_order_does_not_matter_and_additions_move_nothing(
    bodies: list[str], data: st.DataObject
) -> None:
    texts = [make_text(n, body.split(",")[0], body) for n, body in enumerate(bodies)]
    whole = thread(texts)
    assert thread(data.draw(st.permutations(texts))) == whole
    if not texts:
        assert whole == build_threads((), {}) == Threads()
        return
    before = thread(texts[:-1])
    for uid, story in before.story_of.items():
        assert whole.story_of[uid].slug == story.slug
    for uid, original in before.originals.items():
        assert whole.originals[uid] == original
