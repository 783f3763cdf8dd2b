"""Words of an Arabic sentence → the people among them: a first name, what may stand between,
and a last name. Arabic has no capitals, so that only names which begin with a known first
name are seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsdigest.extract.entities.tagging import Tagged

_FIRST = frozenset(
    [
        *("محمد", "أحمد", "احمد", "محمود", "مصطفى", "علي", "حسن", "حسين", "إبراهيم", "ابراهيم"),
        *("خالد", "عمر", "عمرو", "يوسف", "سامح", "بشار", "صدام", "معمر", "حسني"),
        *("طارق", "فهد", "فيصل", "سلمان", "نبيل", "نادر"),
        *("وليد", "ياسر", "ياسين", "زياد", "رامي", "رفيق", "رشيد", "رشاد", "صلاح"),
        *("عماد", "عصام", "غسان", "فؤاد", "قاسم", "ماجد", "ماهر", "مروان", "منصور"),
        *(
            "موسى",
            "نجيب",
            "نوري",
            "هادي",
            "هاني",
            "هشام",
            "وائل",
            "يحيى",
            "أيمن",
            "أسامة",
            "إسماعيل",
        ),
        *("أكرم", "أشرف", "بلال", "تامر", "توفيق", "ثائر", "جابر", "جاسم"),
        *("جعفر", "حامد", "حمزة", "حيدر", "داود", "زكريا", "سامي", "سمير", "طلال"),
        *("عباس", "عدنان", "عزت", "عيسى", "فارس", "فتحي", "فريد", "لطفي", "مجدي", "محسن", "مراد"),
        *(
            "منير",
            "نصر",
            "نعيم",
            "نواف",
            "هيثم",
            "برهم",
            "مسعود",
            "نيجيرفان",
            "سعود",
            "تركي",
            "بندر",
        ),
        *("نجلاء", "فاطمة", "عائشة", "مريم", "زينب", "نادية", "سارة", "ليلى"),
        *(
            "دونالد",
            "جو",
            "باراك",
            "جورج",
            "هيلاري",
            "جون",
            "جيمس",
            "مايك",
            "أنتوني",
            "روبرت",
            "مايكل",
        ),
        *(
            "فلاديمير",
            "سيرغي",
            "ديمتري",
            "دميتري",
            "إيمانويل",
            "فرانسوا",
            "نيكولا",
            "جان",
            "أنغيلا",
        ),
        *("أنجيلا", "أولاف", "أنالينا", "فرانك", "بوريس", "تيريزا", "ديفيد", "توني", "كير", "ريشي"),
        *(
            "بنيامين",
            "إيهود",
            "شمعون",
            "يائير",
            "نفتالي",
            "رجب",
            "عبدالله",
            "عبداللطيف",
            "فولوديمير",
        ),
        *("أنطونيو", "كوفي", "أورسولا", "جوزيب", "شينزو", "ناريندرا", "حسام"),
        *("ستيفان", "مارتن", "ماريو", "جورجيا", "بيدرو", "خوسيه", "لويس", "كارلوس", "ليونيل"),
    ]
)
_BETWEEN = frozenset(["بن", "ابن", "بنت", "أبو", "ابو", "آل", "أم"])
_SERVANT = "عبد"
_PREFIXES = ("و", "ل", "ب")
_NO_LAST = frozenset(
    [
        *("الذي", "التي", "اليوم", "أمس", "غدا", "الأحد", "الاثنين", "الثلاثاء", "الأربعاء"),
        *("الخميس", "الجمعة", "السبت", "الماضي", "الماضية", "المقبل", "إلى", "الى", "في", "من"),
        *("على", "عن", "أن", "إن", "ان", "قال", "أكد", "أعلن", "صرح", "أضاف", "وقال", "خلال"),
        *("بعد", "قبل", "مع", "هو", "كان", "قد", "لم", "لن", "لا", "ما", "هذا", "هذه", "كما"),
        *("الرئيس", "الوزير", "وزير", "رئيس", "ملك", "الملك", "أمير", "الأمير", "حول", "أثناء"),
    ]
)


def find_arabic_people(words: Sequence[str]) -> Iterator[Tagged]:
    """The names that begin with a known first name and go on with another word."""
    index = 0
    while index < len(words):
        last = _reach(words, index)
        if last - index > 1:
            yield Tagged(index, last, "people", 0.7)
        index = max(last, index + 1)


def strip_prefix(name: str) -> str:
    """A name without "and", "to" or "by", which Arabic writes together with the next word."""
    first = name.partition(" ")[0]
    joined = first not in _FIRST and first[:1] in _PREFIXES and first[1:] in _FIRST
    return name[1:] if joined else name


def _reach(words: Sequence[str], first: int) -> int:
    """Where the name ends that begins here; `first` itself if none does."""
    last = _skip_first_name(words, first, strip_prefix(words[first]))
    if last == first:
        return first
    while last < len(words) and (further := _skip(words, last)) > last:
        last = further
    ends = last < len(words) and words[last].isalpha() and words[last] not in _NO_LAST
    return last + 1 if ends and len(words[last]) > 2 else last


def _skip(words: Sequence[str], at: int) -> int:
    """Behind what may go on with a name."""
    return at + 1 if words[at] in _BETWEEN else _skip_first_name(words, at, words[at])


def _skip_first_name(words: Sequence[str], at: int, word: str) -> int:
    """Behind a first name at a position, of two words such as "عبد الفتاح", too."""
    if word == _SERVANT and at + 1 < len(words) and words[at + 1].startswith("ال"):
        return at + 2
    return at + 1 if word in _FIRST else at
