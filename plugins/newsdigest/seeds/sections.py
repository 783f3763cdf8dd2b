"""A word above a headline → whether it names a newspaper's section."""

from __future__ import annotations

# German, English, French, Spanish, Italian, Polish, Russian, Arabic, Chinese, Japanese.
_NAMES = """politik, ausland, inland, innenpolitik, außenpolitik, wirtschaft, börse, finanzen,
sport, fußball, kultur, feuilleton, panorama, vermischtes, wissenschaft, technik, digital, netzwelt,
gesellschaft, chronik, medien, gesundheit, umwelt, reise, lokales, regional, meinung, etat,
politics, world, business, economy, sports, culture, entertainment, arts, science, technology, tech,
health, environment, media, opinion, society, national, international,
politique, monde, économie, culture, sciences, santé, société, médias, planète,
política, mundo, economía, deportes, cultura, sociedad, ciencia, tecnología, sucesos, internacional,
nacional, politica, esteri, cronaca, economia, cultura, scienza, spettacoli, salute,
polityka, świat, kraj, gospodarka, biznes, kultura, nauka, społeczeństwo, zdrowie,
политика, мир, в мире, экономика, бизнес, спорт, культура, общество, наука, технологии,
سياسة, اقتصاد, رياضة, ثقافة, علوم, العالم, 政治, 国际, 國際, 经济, 經濟, 财经, 体育, 體育, 文化,
社会, 社會, 科技, 国際, 経済, スポーツ, 科学"""
_SECTIONS = frozenset(" ".join(name.split()) for name in _NAMES.split(","))


def is_section(words: str) -> bool:
    """True for the name of a section and nothing else, whatever its case."""
    return words.casefold() in _SECTIONS
