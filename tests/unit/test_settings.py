from __future__ import annotations

import pytest

from newsdigest.errors import SettingsError
from newsdigest.settings import Settings, parse_settings


def test_nothing_given_means_the_documented_defaults() -> None:
    assert parse_settings({}) == Settings()


def test_given_values_are_taken_and_lists_are_frozen() -> None:
    settings = parse_settings({"languages": ["de", "en"], "feed_date": "omit", "build": False})
    assert settings.languages == ("de", "en")
    assert settings.feed_date == "omit"
    assert not settings.build


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["seeds_path"], "must be a dictionary"),
        ({"seed_path": "x"}, "did you mean 'seeds_path'"),
        ({"zzz": 1}, "known are seeds_path"),
        ({"social_cards": "all"}, "'social_cards' must be 'none', 'site' or 'articles', not 'all'"),
        ({"max_seed_bytes": "2M"}, "must be of type int, not str"),
        ({"build": 1}, "must be of type bool"),
        ({"register_min_articles": 0}, "at least 1"),
        ({"registers": ["people", "dogs"]}, "'organisations', not ('people', 'dogs')"),
        ({"precompress": True}, "must be of type list, not bool"),
        ({"precompress": ["zip"]}, "'gzip' and 'brotli', not ('zip',)"),
        ({"websub_hub": "hub.example"}, "must be a full address"),
        ({"feed_date": "now"}, "'start', 'omit' or 'added'"),
        ({"languages": []}, "two-letter codes"),
        ({"languages": ["deu"]}, "two-letter codes"),
        ({"languages": [1]}, "two-letter codes"),
        ({"seeds_path": "/etc"}, "inside the site's folder"),
        ({"posts_path": "a/../../b"}, "inside the site's folder"),
    ],
)
def test_a_wrong_setting_is_refused_with_advice(given: object, words: str) -> None:
    with pytest.raises(SettingsError, match="NEWSDIGEST") as caught:
        parse_settings(given)
    assert words in str(caught.value)
    assert caught.value.exitcode == 2


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings({"zzz": 1, "max_seed_bytes": 0})
    assert "zzz" in str(caught.value)
    assert "max_seed_bytes" in str(caught.value)
