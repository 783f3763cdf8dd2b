"""A line such as "Datum: 10. Januar 2022" → the field it labels and where its value stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from newsdigest.model import Span
from newsdigest.seeds.facts import Field
from newsdigest.seeds.lines import trim

# Field, then its labels in German, English, French, Spanish, Italian, Polish, Russian,
# Arabic, Chinese and Japanese.
_WORDS: dict[Field, str] = {
    "headline": """title, titel, headline, überschrift, schlagzeile, titelzeile, titre, título, titulo,
        titular, titolo, tytuł, nagłówek, заголовок, название, العنوان, عنوان, 标题, 標題, 题目,
        タイトル, 見出し, 題名, subject, betreff, objet, asunto, oggetto, temat, тема, الموضوع,
        主题, 件名""",
    "published": """date, datum, data, fecha, дата, التاريخ, تاريخ, 日期, 日付, 日時, published,
        published on, publication date, date of publication, date published, pubdate, pub date,
        posted, posted on, released, issued, first published, veröffentlicht, veröffentlicht am,
        veröffentlichung, erschienen, erschienen am, erscheinungsdatum, publiziert, publiziert am,
        erstellt, erstellt am, vom, publié, publié le, publiée le, date de publication, paru le,
        publicado, publicado el, publicada el, fecha de publicación, publicación, pubblicato,
        pubblicato il, pubblicata il, data di pubblicazione, opublikowano, opublikowany,
        opublikowano dnia, data publikacji, data wydania, dodano, опубликовано, опубликована,
        дата публикации, дата выхода, نشر في, نشر, نُشر في, تاريخ النشر, نشر بتاريخ, 发布时间, 发布日期, 发布于,
        发表于, 發布時間, 发表时间, 时间, 公開日, 公開日時, 公開, 掲載日, 掲載, 配信, 配信日時, 配信日, 投稿日,
        発表日""",
    "updated": """updated, updated on, update, last updated, last modified, modified, stand, stand vom,
        aktualisiert, aktualisiert am, zuletzt aktualisiert, zuletzt aktualisiert am, letzte aktualisierung,
        geändert, geändert am, mis à jour, mis à jour le, mise à jour, mise à jour le, modifié le,
        dernière mise à jour, actualizado, actualizado el, última actualización, aggiornato,
        aggiornato il, ultimo aggiornamento, modificato il, zaktualizowano, aktualizacja,
        ostatnia aktualizacja, обновлено, изменено, дата обновления, آخر تحديث, تحديث, حُدث في, 更新时间, 更新於,
        更新于, 更新日期, 更新日, 更新日時, 最終更新, 更新""",
    "byline": """author, authors, by, byline, written by, reporter, words, autor, autorin, autoren, verfasser,
        verfasserin, von, text, bericht, auteur, auteure, auteurs, par, texte, rédaction, autora, autores, por,
        redacción, autore, autrice, autori, di, testo, autorzy, autorka, tekst, автор, авторы,
        текст, корреспондент, الكاتب, كاتب, بقلم, المؤلف, إعداد, 作者, 记者, 記者, 撰文, 著者, 執筆, 執筆者, 文, 文責""",
    "dateline": """dateline, place, location, ort, lieu, lugar, ubicación, luogo, miejsce, miejscowość,
        место, город, المكان, مكان, 地点, 地點, 場所, 発信地""",
    "agency": """agency, news agency, wire, agentur, nachrichtenagentur, agence, agencia, agenzia,
        agencja, агентство, агентство новостей, وكالة, الوكالة, 通讯社, 通訊社, 通信社""",
    "source": """source, sources, quelle, quellen, origin, publisher, publication, sitio, fuente, fuentes, fonte,
        fonti, źródło, zródło, źródła, источник, источники, المصدر, مصدر, 来源, 來源, 消息来源, 出典,
        情報源, 引用元, 出所, ソース, erschienen in, published in, paru dans, publicado en, pubblicato su""",
    "category": """category, section, desk, kategorie, rubrik, ressort, sparte, catégorie, rubrique, categoría,
        categoria, sección, seccion, sezione, kategoria, dział, rubryka, категория, рубрика, раздел,
        القسم, قسم, التصنيف, الفئة, 栏目, 欄目, 分类, 分類, 类别, カテゴリ, カテゴリー, ジャンル""",
    "tag": """tags, tag, keywords, keyword, topics, schlagworte, schlagwörter, schlagwort, stichworte, stichwörter,
        themen, mots-clés, mots clés, mots-clefs, étiquettes, etiquetas, palabras clave, etichette,
        parole chiave, tagi, słowa kluczowe, теги, тэги, ключевые слова, метки, الوسوم, وسوم,
        كلمات مفتاحية, الكلمات المفتاحية, 关键词, 關鍵詞, 关键字, 标签, 標籤, タグ, キーワード""",
    "language": """language, lang, locale, sprache, langue, idioma, lengua, lingua, język, jezyk, язык, اللغة, لغة, 语言,
        語言, 言語""",
    "summary": """summary, description, teaser, lead, lede, abstract, standfirst, deck, subtitle,
        subhead, subheadline, excerpt, intro, zusammenfassung, untertitel, unterzeile, vorspann, anriss, kurzfassung,
        anleser, dachzeile, beschreibung, chapô, chapeau, résumé, sous-titre, accroche, entradilla, resumen, bajada,
        subtítulo, descripción, sommario, occhiello, sottotitolo, riassunto, descrizione, zajawka, streszczenie,
        podtytuł, opis, wstęp, лид, анонс, аннотация, подзаголовок, краткое содержание, описание, ملخص,
        الملخص, المقدمة, مقدمة, عنوان فرعي, 摘要, 导语, 導語, 概要, 副标题, 简介, リード, 要約, 副題, サブタイトル""",
    "rights": """copyright, rights, license, licence, rechte, lizenz, urheberrecht, droits, licence,
        derechos, licencia, diritti, licenza, prawa, prawa autorskie, licencja, права, лицензия,
        авторские права, حقوق, الحقوق, 版权, 版權, 著作権, ライセンス""",
}
_LONGEST = {"headline": 5000, "summary": 5000, "tag": 1000, "rights": 300}
_SHAPE = re.compile(r"(?P<key>[^\W\d_][^:：\n]{0,39}?)\s*[:：]\s*")
_UNKNOWN = re.compile(r"[^\W\d_][\w.-]*(?:[ _][\w.-]+){0,2}")


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its value.

    Attributes:
        field: None for a label that no rule knows.
        key: The label's own words, lower-case.
        value: May be empty: the value then stands on the next line.
    """

    field: Field | None
    key: str
    value: Span


def match_label(text: str, start: int, end: int) -> Label | None:
    """The label that a line from `start` to `end` begins with."""
    match = _SHAPE.match(text, start, end)
    if match is None:
        return None
    key = " ".join(match["key"].casefold().split())
    field = to_field(key)
    value = trim(text, match.end(), end)
    if field is None and not _is_plain(text, match, value):
        return None
    if value.end - value.start > _LONGEST.get(field or "", 200):
        return None
    return Label(field, key, value)


def to_field(key: str) -> Field | None:
    """The field of a label's words, whatever their case."""
    return _load_fields().get(" ".join(key.casefold().replace("_", " ").split()))


def list_words(field: Field) -> tuple[str, ...]:
    """The labels of a field, the longest first."""
    words = (" ".join(word.split()) for word in _WORDS[field].split(","))
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _is_plain(text: str, match: re.Match[str], value: Span) -> bool:
    """True for what reads like a record's field rather than a sentence with a colon."""
    if not _UNKNOWN.fullmatch(match["key"]) or value.end - value.start > 80:
        return False
    return text[value.end - 1 : value.end] not in {*'.!?…"“”»'}


@lru_cache(maxsize=1)
def _load_fields() -> dict[str, Field]:
    return {word: field for field in _WORDS for word in list_words(field)}
