"""What ingest decides: the rules of seed identity, edits, deletions and names."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from newsdigest.errors import PostError, Problem
from newsdigest.ingest import Delete, Plan, SeedFile, Stock, Write, plan_ingest
from newsdigest.model import Enrichment, PartialDate, Seed
from newsdigest.posts import is_generated, parse_facts, parse_post
from tests.unit.made_seeds import make_enrichment, make_seed

JANUARY = PartialDate(2022, 1)
POST = "content/posts/2022/01/rat-tagt-in-genf.md"
FACTS = "content/posts/2022/01/rat-tagt-in-genf.facts.json"
ADDED = datetime(2026, 11, 23, 3, 17, tzinfo=UTC)
CHANGED = datetime(2026, 12, 24, 18, 0, tzinfo=UTC)


@dataclass
class Site:
    """Files of a site in memory, ingested by the real decider."""

    files: dict[str, str] = field(default_factory=dict)
    faults: dict[str, PostError] = field(default_factory=dict)
    unseen: tuple[str, ...] = ()

    def stock(self, seeds: Iterable[SeedFile]) -> Stock:
        return Stock(
            seeds=tuple(seeds),
            posts={path: text for path, text in self.files.items() if path.endswith(".md")},
            facts={path: text for path, text in self.files.items() if path.endswith(".json")},
            faults=self.faults,
            added=lambda _: ADDED,
            changed=lambda _: CHANGED,
            occupied=frozenset((*self.files, *self.faults)),
            unseen=self.unseen,
        )

    def ingest(self, *seeds: Seed | SeedFile, steps: int | None = None) -> Plan:
        plan = plan_ingest(self.stock(map(to_file, seeds)))
        for action in plan.actions[:steps]:
            if isinstance(action, Write):
                self.files[action.path] = action.text
            else:
                del self.files[action.path]
        return plan

    def edit(self, path: str, old: str, new: str) -> None:
        assert old in self.files[path]
        self.files[path] = self.files[path].replace(old, new, 1)

    def header(self, path: str = POST) -> Mapping[str, str]:
        return dict(parse_post(self.files[path]).header)


def to_file(seed: Seed | SeedFile) -> SeedFile:
    if isinstance(seed, SeedFile):
        return seed
    return SeedFile(seed.name, seed.sha256, seed, make_enrichment(seed, seed.blocks[0].text))


def seed(name: str = "a.txt", headline: str = "Rat tagt in Genf", *paragraphs: str) -> Seed:
    return make_seed(name, headline, JANUARY, paragraphs or (f"Erster Absatz {name}.", "Zweiter."))


def test_two_posts_that_were_swapped_keep_their_facts() -> None:
    site = Site()
    texts = (seed(), seed("b.txt", "Chor singt in Prag"))
    site.ingest(*texts)
    other = POST.replace("rat-tagt-in-genf", "chor-singt-in-prag")
    before = dict(site.files)
    site.files[POST], site.files[other] = site.files[other], site.files[POST]
    site.ingest(*texts)
    assert site.files[FACTS] == before[other.replace(".md", ".facts.json")]
    assert site.files[other.replace(".md", ".facts.json")] == before[FACTS]
    assert site.ingest(*texts).actions == ()


def test_a_seed_becomes_a_post_with_its_facts_beside_it() -> None:
    site = Site()
    plan = site.ingest(seed())
    assert set(site.files) == {POST, FACTS}
    assert is_generated(site.files[POST])
    assert plan.published == ("a.txt",)
    header = site.header()
    assert header["Added"] == "2026-11-23T03:17:00Z"
    assert (header["Seed"], header["Published"]) == ("a.txt", "2022-01")
    facts = parse_facts(site.files[FACTS])
    assert facts.addresses == ("2022/01/rat-tagt-in-genf/",)
    assert (facts.uid, facts.seed) == (header["Uid"], "a.txt")


def test_the_id_follows_from_the_seeds_name_alone() -> None:
    first, second = Site(), Site()
    first.ingest(seed())
    second.ingest(make_seed("a.txt", "Anderes", PartialDate(2020), ("Text.",)))
    assert first.header()["Uid"] == second.header("content/posts/2020/anderes.md")["Uid"]


@pytest.mark.parametrize(
    ("published", "folder"), [(None, "undated"), (PartialDate(2022), "2022"), (JANUARY, "2022/01")]
)
def test_a_post_stands_below_its_period(published: PartialDate | None, folder: str) -> None:
    site = Site()
    site.ingest(make_seed("a.txt", "Titel", published))
    assert f"content/posts/{folder}/titel.md" in site.files


def test_a_second_ingest_changes_nothing_whatever_the_order() -> None:
    seeds = [seed(f"{name}.txt") for name in "abcdef"]
    results = []
    for order in range(4):
        random.Random(order).shuffle(seeds)
        site = Site()
        site.ingest(*seeds)
        assert site.ingest(*reversed(seeds)).actions == ()
        results.append(site.files)
    assert all(result == results[0] for result in results)


def test_seeds_of_one_headline_get_slugs_that_never_change() -> None:
    site = Site()
    site.ingest(seed("b.txt"), seed("c.txt"))
    site.ingest(seed("a.txt"), seed("b.txt"), seed("c.txt"))
    slugs = {site.header(path)["Seed"]: site.header(path)["Slug"] for path in site.stock(()).posts}
    base = "rat-tagt-in-genf"
    assert slugs == {"b.txt": base, "c.txt": f"{base}-2", "a.txt": f"{base}-3"}


def test_two_seeds_of_one_text_are_published_once() -> None:
    site = Site()
    text = ("Derselbe Text.", "Zwei.")
    one, two = (make_seed(name, "Titel", JANUARY, text) for name in ("b.txt", "a.txt"))
    plan = site.ingest(one, two)
    assert (plan.published, plan.reported) == (("a.txt",), ("b.txt",))
    (problem,) = plan.problems
    assert problem.path == "seeds/b.txt"
    assert "seeds/a.txt" in problem.message


def test_the_older_article_stays_when_a_copy_of_its_seed_comes() -> None:
    site = Site()
    text = ("Derselbe Text.", "Zwei.")
    site.ingest(make_seed("b.txt", "Titel", JANUARY, text))
    plan = site.ingest(*(make_seed(name, "Titel", JANUARY, text) for name in ("a.txt", "b.txt")))
    assert (plan.published, plan.reported, plan.actions) == (("b.txt",), ("a.txt",), ())


def test_a_seed_that_becomes_the_copy_of_another_loses_its_unedited_post() -> None:
    site = Site()
    site.ingest(seed("a.txt", "Eins", "A."), seed("b.txt", "Zwei", "B."))
    plan = site.ingest(seed("a.txt", "Eins", "A."), seed("b.txt", "Eins", "A."))
    assert plan.reported == ("b.txt",)
    assert [path.rsplit("/", 1)[1] for path in site.files] == ["eins.md", "eins.facts.json"]


def test_the_copy_of_a_settled_seed_is_reported() -> None:
    site = Site()
    plan = site.ingest(seed("a.txt", "Eins", "A."))
    stock = replace(site.stock([to_file(seed("0.txt", "Eins", "A."))]), settled=plan.settled)
    again = plan_ingest(replace(stock, posts={}, facts={}))
    assert (again.published, again.reported, again.actions) == (("a.txt",), ("0.txt",), ())


def test_new_seeds_take_nothing_from_settled_ones() -> None:
    site = Site()
    plan = site.ingest(seed("b.txt"))
    stock = replace(site.stock([to_file(seed("a.txt"))]), posts={}, facts={}, settled=plan.settled)
    again = plan_ingest(stock)
    assert [action.path for action in again.actions] == [
        POST.replace(".md", "-2.md"),
        FACTS.replace(".facts", "-2.facts"),
    ]


def test_an_edited_post_is_never_overwritten() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Erster Absatz", "Allererster Absatz")
    plan = site.ingest(seed())
    assert (plan.actions, plan.problems, plan.published) == ((), (), ("a.txt",))


def test_a_deleted_post_stays_deleted_and_comes_back_without_its_facts() -> None:
    site = Site()
    site.ingest(seed())
    del site.files[POST]
    plan = site.ingest(seed())
    assert (plan.withheld, plan.actions) == (("a.txt",), ())
    site.ingest(seed("neu.txt", "Rat tagt in Genf", "Erster Absatz a.txt.", "Zweiter."))
    del site.files[FACTS]
    assert site.ingest(seed()).published == ("a.txt",)


def test_a_deleted_post_stays_deleted_when_its_seed_is_renamed_or_changed() -> None:
    site = Site()
    site.ingest(seed())
    del site.files[POST]
    site.ingest(replace(seed(), name="b.txt"))
    assert parse_facts(site.files[FACTS]).seed == "b.txt"
    assert site.ingest(seed("b.txt", "Neu", "Ganz neu.")).withheld == ("b.txt",)


def test_an_unedited_post_goes_with_its_seed() -> None:
    site = Site()
    site.ingest(seed())
    plan = site.ingest()
    assert plan.actions == (Delete(POST), Delete(FACTS))
    assert plan.problems == ()


def test_a_tombstone_goes_with_its_seed() -> None:
    site = Site()
    site.ingest(seed())
    del site.files[POST]
    site.ingest()
    assert site.files == {}


def test_an_edited_post_stays_when_its_seed_goes_and_is_reported() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Erster", "Mein erster")
    plan = site.ingest()
    assert plan.actions == ()
    (problem,) = plan.problems
    assert (problem.path, problem.severity) == (POST, "error")
    assert problem.line == site.files[POST].split("\n").index("Seed: a.txt") + 1
    site.edit(POST, "Seed: a.txt\n", "")
    assert site.ingest().problems == ()


def test_a_post_that_lost_seed_and_facts_is_kept_and_reported() -> None:
    site = Site()
    site.ingest(seed())
    del site.files[FACTS]
    plan = site.ingest()
    assert plan.actions == ()
    assert "so is its facts file" in plan.problems[0].message


def test_nothing_is_deleted_while_seeds_cannot_be_seen() -> None:
    site = Site()
    site.ingest(seed("dir/a.txt"), seed("b.txt", "Anderes"))
    site.unseen = ("dir",)
    plan = site.ingest(seed("b.txt", "Anderes"))
    assert (plan.actions, plan.problems) == ((), ())
    site.unseen = ("",)
    assert site.ingest().actions == ()


def test_a_renamed_seed_is_followed() -> None:
    site = Site()
    site.ingest(seed())
    before = site.header()
    plan = site.ingest(replace(seed(), name="z.txt"))
    assert plan.published == ("z.txt",)
    assert set(site.files) == {POST, FACTS}
    assert site.header() == {
        **before,
        "Seed": "z.txt",
        "Generated": site.header()["Generated"],
    }
    later = site.ingest(replace(seed(), name="z.txt"), seed("a.txt", "Neu", "Neuer Text."))
    assert later.published == ("a.txt", "z.txt")
    uid = site.header("content/posts/2022/01/neu.md")["Uid"]
    assert uid != before["Uid"]


def test_a_renamed_post_is_followed_by_its_facts() -> None:
    site = Site()
    site.ingest(seed())
    moved = "content/posts/2022/anders.md"
    site.files[moved] = site.files.pop(POST)
    text = site.files[moved]
    site.ingest(seed())
    assert set(site.files) == {moved, "content/posts/2022/anders.facts.json"}
    assert site.files[moved] == text
    assert site.ingest(seed()).actions == ()


def test_a_renamed_post_without_uid_is_followed_by_its_seed() -> None:
    site = Site()
    site.ingest(seed())
    text = site.files.pop(POST)
    moved = "content/posts/x.md"
    site.files[moved] = "".join(line for line in text.splitlines(True) if "Uid" not in line)
    site.ingest(seed())
    assert set(site.files) == {moved, "content/posts/x.facts.json"}


def test_a_copied_post_is_reported_and_neither_is_touched() -> None:
    site = Site()
    site.ingest(seed())
    copy = "content/posts/0.md"
    site.files[copy] = site.files[POST]
    plan = site.ingest(seed())
    assert plan.actions == ()
    assert [problem.path for problem in plan.problems] == [copy]
    assert POST in plan.problems[0].message


def test_a_hand_written_post_with_an_id_of_another_is_reported() -> None:
    site = Site()
    site.files["content/posts/a.md"] = "Title: x\nUid: urn:x:1\n\nText"
    site.files["content/posts/b.md"] = "Title: y\nUid: urn:x:1\n\nText"
    site.files["content/posts/c.md"] = "Title: z\n\nText"
    (problem,) = site.ingest().problems
    assert problem.path == "content/posts/b.md"


def test_a_second_post_of_one_seed_is_reported() -> None:
    site = Site()
    site.ingest(seed())
    site.files["content/posts/b.md"] = "Title: y\nUid: urn:x:1\nSeed: a.txt\n\nText"
    (problem,) = site.ingest(seed()).problems
    assert (problem.path, problem.line) == ("content/posts/b.md", 3)
    assert "second post" in problem.message


def test_an_unedited_post_follows_its_changed_seed() -> None:
    site = Site()
    site.ingest(seed())
    before = site.header()
    changed = replace(make_seed("a.txt", "Rat vertagt", PartialDate(2022, 2), ("Neu.",)))
    site.ingest(changed)
    after = site.header()
    assert is_generated(site.files[POST])
    for key in ("Uid", "Added", "Slug"):
        assert after[key] == before[key]
    assert (after["Title"], after["Published"]) == ("Rat vertagt", "2022-02")
    assert parse_facts(site.files[FACTS]).addresses == (
        "2022/01/rat-tagt-in-genf/",
        "2022/02/rat-tagt-in-genf/",
    )


def test_in_an_edited_post_what_was_left_alone_follows_the_seed() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Title: Rat tagt in Genf", "Title: Rat trifft sich")
    changed = seed("a.txt", "Rat tagt in Genf", "Ganz neuer Absatz.")
    plan = site.ingest(changed)
    header = site.header()
    assert plan.problems == ()
    assert (header["Title"], header["Summary"]) == ("Rat trifft sich", "Ganz neuer Absatz.")
    assert parse_post(site.files[POST]).body == "Ganz neuer Absatz."
    assert not is_generated(site.files[POST])
    assert site.ingest(changed).actions == ()


def test_a_clash_is_reported_and_the_editor_wins() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Title: Rat tagt in Genf", "Title: Mein Titel")
    site.edit(POST, "Zweiter.", "Mein zweiter.")
    plan = site.ingest(seed("a.txt", "Neuer Titel", "Neuer Absatz."))
    assert site.header()["Title"] == "Mein Titel"
    assert "Mein zweiter." in site.files[POST]
    assert [(problem.path, problem.line) for problem in plan.problems] == [(POST, 0), (POST, 1)]
    assert "Title" in plan.problems[1].message
    assert plan.published == ("a.txt",)


def test_a_date_that_the_editor_corrected_stays_with_its_day() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Published: 2022-01", "Published: 2021-12-24")
    site.edit(POST, "Date: 2022-01-01", "Date: 2021-12-24")
    site.ingest(make_seed("a.txt", "Rat tagt in Genf", PartialDate(2023), ("Neu.",)))
    assert (site.header()["Published"], site.header()["Date"]) == ("2021-12-24", "2021-12-24")


def test_a_date_that_the_editor_found_stays_without_a_day_of_the_seed() -> None:
    site = Site()
    path = "content/posts/undated/titel.md"
    site.ingest(make_seed("a.txt", "Titel"))
    site.edit(path, "Lang: de", "Lang: de\nPublished: 2021")
    site.ingest(make_seed("a.txt", "Titel", JANUARY))
    assert site.header(path)["Published"] == "2021"
    assert "Date" not in site.header(path)


def test_a_field_that_the_editor_removed_stays_away_and_one_that_the_seed_lost_goes() -> None:
    site = Site()
    one = seed()
    site.ingest(SeedFile("a.txt", one.sha256, one, make_enrichment(one, "Zweiter.", "Absatz")))
    site.edit(POST, "Summary: Zweiter.\n", "")
    site.ingest(SeedFile("a.txt", one.sha256, one, Enrichment()))
    assert not {"Summary", "People"} & site.header().keys()


def test_an_edited_text_that_the_seed_left_alone_stays() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Zweiter.", "Mein zweiter.")
    plan = site.ingest(make_seed("a.txt", "Neu", JANUARY, ("Erster Absatz a.txt.", "Zweiter.")))
    assert plan.problems == ()
    assert site.header()["Title"] == "Neu"
    assert "Mein zweiter." in site.files[POST]


def test_a_better_extractor_works_like_a_changed_seed() -> None:
    site = Site()
    site.ingest(SeedFile("a.txt", seed().sha256, seed(), Enrichment()))
    assert "Summary" not in site.header()
    site.ingest(seed())
    assert site.header()["Summary"] == "Erster Absatz a.txt."


def test_an_edit_that_the_seed_takes_over_is_no_edit_any_more() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Title: Rat tagt in Genf", "Title: Rat tagt in Bern")
    site.ingest(seed("a.txt", "Rat tagt in Bern"))
    assert is_generated(site.files[POST])


def test_a_post_without_its_seal_is_hand_written_and_stays() -> None:
    site = Site()
    site.ingest(seed())
    lines = site.files[POST].splitlines(keepends=True)
    site.files[POST] = text = "".join(line for line in lines if "Generated" not in line)
    assert site.ingest(seed()).problems == ()
    plan = site.ingest(seed("a.txt", "Neu", "Neu."))
    assert site.files[POST] == text
    assert [problem.severity for problem in plan.problems] == ["warning"]
    assert plan.published == ("a.txt",)


def test_each_address_that_an_edit_gives_is_remembered() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Slug: rat-tagt-in-genf", "Slug: neu")
    site.ingest(seed())
    assert parse_facts(site.files[FACTS]).addresses == (
        "2022/01/rat-tagt-in-genf/",
        "2022/01/neu/",
    )
    site.ingest(seed(), seed("b.txt"), seed("c.txt", "Neu"))
    assert POST.replace(".md", "-2.md") in site.files
    assert "content/posts/2022/01/neu-2.md" in site.files


def test_lost_facts_are_made_anew() -> None:
    site = Site()
    site.ingest(seed())
    before = dict(site.files)
    del site.files[FACTS]
    site.ingest(seed())
    assert site.files == before
    del site.files[FACTS]
    site.edit(POST, "Added: 2026-11-23T03:17:00Z", "Added: 2020-01-01T00:00:00")
    edited = site.files[POST]
    site.ingest(seed())
    assert site.files[POST] == edited
    assert dict(parse_facts(site.files[FACTS]).header)["Added"] == "2020-01-01T00:00:00Z"


def test_a_bare_post_of_a_seed_gets_what_is_missing_in_its_facts() -> None:
    site = Site()
    site.files["content/posts/x.md"] = "Title: Mein Titel\nSeed: a.txt\nAdded: bald\n\nText"
    plan = site.ingest(seed())
    assert plan.reported == ("a.txt",)
    site.edit("content/posts/x.md", "Added: bald\n", "")
    assert site.ingest(seed()).published == ("a.txt",)
    facts = parse_facts(site.files["content/posts/x.facts.json"])
    assert dict(facts.header)["Slug"] == "rat-tagt-in-genf"


@pytest.mark.parametrize("path", [POST, POST.replace("genf", "Genf")])
def test_a_hand_written_post_in_the_way_is_never_overwritten(path: str) -> None:
    site = Site()
    site.files[path] = "Title: Handgemacht\nStatus: draft\n\nText"
    site.ingest(seed())
    assert site.files[path].startswith("Title: Handgemacht")
    assert POST.replace(".md", "-2.md") in site.files


def test_a_hand_written_post_in_the_place_of_a_deleted_one_is_its_own() -> None:
    site = Site()
    site.ingest(seed())
    site.files[POST] = "Title: Handgemacht\n\nText"
    plan = site.ingest(seed())
    assert (plan.withheld, plan.actions) == (("a.txt",), ())


def test_a_post_that_lost_uid_and_seed_but_not_its_seal_is_still_the_seeds() -> None:
    site = Site()
    site.ingest(seed())
    lines = site.files[POST].splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("Uid", "Seed"))]
    site.files[POST] = "".join(kept)
    assert site.ingest(seed()).published == ("a.txt",)


def test_the_address_of_a_hand_written_post_is_taken() -> None:
    site = Site()
    site.files["content/posts/x.md"] = "Title: x\nSlug: rat-tagt-in-genf\nDate: 2022-01-03\n\nText"
    site.files["content/posts/y.md"] = "Title: x\nPublished: nie\n\nText"
    site.ingest(seed())
    assert POST.replace(".md", "-2.md") in site.files


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (POST, "Slug:", "Slug"),
        (POST, "Published: 2022-01", "Published: 2022-13"),
        (FACTS, '"sha256"', "<<<<<<< "),
    ],
)
def test_damaged_files_are_reported_and_not_touched(path: str, old: str, new: str) -> None:
    site = Site()
    site.ingest(seed())
    site.edit(path, old, new)
    plan = site.ingest(seed())
    assert (plan.actions, plan.reported) == ((), ("a.txt",))
    (problem,) = plan.problems
    assert problem.path == path
    assert problem.line > 0
    assert site.ingest().actions == ()


@pytest.mark.parametrize("path", [POST, FACTS])
def test_files_that_cannot_be_read_are_reported_and_not_touched(path: str) -> None:
    site = Site()
    site.ingest(seed())
    del site.files[path]
    site.faults[path] = PostError("not UTF-8", 3)
    plan = site.ingest(seed())
    assert (plan.actions, plan.reported) == ((), ("a.txt",))
    assert plan.problems == (Problem(path, 3, "not UTF-8"),)


def test_a_post_kept_off_the_site_is_counted_as_withheld() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Lang: de", "Lang: de\nStatus: draft")
    plan = site.ingest(seed())
    assert (plan.withheld, plan.published) == (("a.txt",), ())


def test_a_refused_seed_keeps_the_post_it_has() -> None:
    site = Site()
    site.ingest(seed())
    plan = site.ingest(SeedFile("a.txt", None, error="empty: fill it", line=1))
    assert plan.actions == ()
    assert plan.problems == (Problem("seeds/a.txt", 1, "empty: fill it"),)


@pytest.mark.parametrize("name", ["a\nb.txt", " a.txt", "a\udcff.txt", "a\x07.txt"])
def test_a_file_name_that_no_header_can_hold_is_reported(name: str) -> None:
    plan = Site().ingest(replace(seed(), name=name))
    (problem,) = plan.problems
    assert "rename the file" in problem.message
    assert problem.path.isprintable()


@pytest.mark.parametrize("name", ["a; b.txt", "x" * 200 + ".txt", "\u202etxt.a", "ä/ö ü.txt", "a"])
def test_any_other_file_name_is_published(name: str) -> None:
    site = Site()
    assert site.ingest(replace(seed(), name=name)).published == (name,)
    assert site.header()["Seed"] == name


def test_a_headline_of_control_characters_alone_is_none() -> None:
    plan = Site().ingest(seed("a.txt", "\x01"))
    assert plan.problems == (Problem("seeds/a.txt", 1, "no headline: put one on the first line"),)


def test_a_text_of_too_many_paragraphs_is_reported() -> None:
    plan = Site().ingest(seed("a.txt", "Titel", *["x"] * 20_001))
    assert "20000 paragraphs" in plan.problems[0].message


def test_warnings_about_a_seed_are_told_at_each_ingest() -> None:
    warned = replace(seed(), problems=(Problem("a.txt", 2, "two dates", "warning"),))
    site = Site()
    expected = (Problem("seeds/a.txt", 2, "two dates", "warning"),)
    plan = site.ingest(warned)
    assert (plan.problems, plan.settled[0].problems) == (expected, expected)
    assert site.ingest(warned).problems == expected


SEEDS = (seed("a.txt"), seed("b.txt"), seed("c.txt", "Drei", "C."))
CHANGES = {
    "new": SEEDS,
    "deleted": (SEEDS[1],),
    "renamed": (replace(SEEDS[0], name="z.txt"), SEEDS[1]),
    "changed": (seed("a.txt", "Neu", "Neu."), seed("b.txt", "Auch", "Neu b.")),
    "twins": (SEEDS[2], replace(SEEDS[2], name="a.txt")),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("edited", [False, True])
def test_an_ingest_that_is_killed_is_completed_by_the_next(change: str, *, edited: bool) -> None:
    def prepare() -> Site:
        site = Site()
        site.ingest(*(SEEDS[:2] if change != "new" else ()))
        if edited and change != "new":
            site.edit(POST, "Title: Rat tagt", "Title: Der Rat tagt")
            moved = "content/posts/x.md"
            site.files[moved] = site.files.pop(POST.replace(".md", "-2.md"))
        return site

    whole = prepare()
    count = len(whole.ingest(*CHANGES[change]).actions)
    assert whole.ingest(*CHANGES[change]).actions == ()
    for steps in range(count):
        site = prepare()
        site.ingest(*CHANGES[change], steps=steps)
        site.ingest(*CHANGES[change])
        assert site.files == whole.files, steps


def test_a_changed_seed_tells_subscribers_once_when_it_was_changed() -> None:
    site = Site()
    site.ingest(seed())
    assert "Modified" not in site.header()
    changed = seed("a.txt", "Rat tagt in Genf", "Ein anderer Absatz.")
    site.ingest(changed)
    header = site.header()
    assert (header["Added"], header["Modified"]) == ("2026-11-23T03:17:00Z", "2026-12-24T18:00:00Z")
    assert is_generated(site.files[POST])
    assert site.ingest(changed).actions == ()


def test_what_does_not_change_the_post_is_no_news_to_subscribers() -> None:
    """Other bytes of the same text, and a better extraction of the same bytes."""
    site = Site()
    site.ingest(seed())
    site.ingest(replace(seed(), sha256="f" * 64))
    assert "Modified" not in site.header()
    better = to_file(replace(seed(), sha256="f" * 64))
    site.ingest(replace(better, enrichment=Enrichment()))
    assert "Summary" not in site.header()
    assert "Modified" not in site.header()


def test_a_later_extraction_keeps_when_the_seed_was_changed() -> None:
    site = Site()
    site.ingest(seed())
    changed = seed("a.txt", "Rat tagt in Genf", "Ein anderer Absatz.")
    site.ingest(changed)
    site.ingest(replace(to_file(changed), enrichment=Enrichment()))
    assert site.header()["Modified"] == "2026-12-24T18:00:00Z"


def test_the_editor_s_own_moment_of_a_correction_wins_without_a_word() -> None:
    site = Site()
    site.ingest(seed())
    site.edit(POST, "Uid:", "Modified: 2026-12-01\nUid:")
    plan = site.ingest(seed("a.txt", "Rat tagt in Genf", "Ein anderer Absatz."))
    assert plan.problems == ()
    assert site.header()["Modified"] == "2026-12-01"
    assert "Ein anderer Absatz" in site.files[POST]


def test_a_hand_written_post_that_was_read_once_stands_for_itself() -> None:
    site = Site()
    path = "content/posts/2022/01/x.md"
    site.files[path] = "Title: x\nSlug: rat-tagt-in-genf\nDate: 2022-01-03\n\nText"
    site.files["content/posts/y.md"] = "Title: y\nStatus: draft\n\nText"
    stock = site.stock([to_file(seed())])
    plan = plan_ingest(stock)
    assert [post.address for post in plan.hand_written] == ["2022/01/rat-tagt-in-genf/", ""]
    again = plan_ingest(replace(stock, posts={}, hand_written=plan.hand_written))
    assert again.actions == plan.actions
    assert again.hand_written == ()


@pytest.mark.parametrize("line", ["Uid: urn:uuid:1", "Seed: weg.txt", "Published: nie"])
def test_a_post_that_others_may_meet_is_read_each_time(line: str) -> None:
    site = Site()
    site.files["content/posts/x.md"] = f"Title: x\n{line}\n\nText"
    assert site.ingest().hand_written == ()


def test_a_post_with_a_facts_file_beside_it_is_read_each_time() -> None:
    site = Site()
    site.ingest(seed())
    site.files[POST] = "Title: Handgemacht\n\nText"
    assert site.ingest(seed()).hand_written == ()


def test_seeds_are_held_packed_until_the_last_is_known() -> None:
    alive = []

    def read() -> Iterator[SeedFile]:
        for number in range(20):
            yield to_file(seed(f"{number:02d}.txt", f"Rat tagt zum {number}. Mal"))
            alive.append(sum(isinstance(item, Seed) for item in gc.get_objects()))

    plan = plan_ingest(replace(Site().stock([]), seeds=read()))
    assert len(plan.published) == 20
    assert len(set(alive)) == 1
