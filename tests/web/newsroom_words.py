"""What the invented newsrooms write with, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The words of one language; `guest` is the language of its other texts."""

    name: str
    motto: str
    about: str
    guest: str
    headline: str
    lede: str
    quoted: str
    byline: str
    source: str
    subjects: tuple[str, ...]
    deeds: tuple[str, ...]
    matters: tuple[str, ...]
    places: tuple[str, ...]
    people: tuple[str, ...]
    sayings: tuple[str, ...]
    sections: tuple[str, ...]
    topics: tuple[str, ...]
    paragraphs: tuple[str, ...]


_GERMAN = Newsroom(
    name="Der Talbote",
    motto="Nachrichten aus dem Tal, dem Land und der Welt",
    about="Über uns",
    guest="en",
    headline="{subject} {deed} {matter} in {place}",
    lede="{subject} {deed} {matter}. Das gab {person} am Abend in {place} bekannt, nachdem "
    "über Monate gestritten worden war.",
    quoted="„{saying}“, sagte {person} nach der Sitzung. Anfragen dazu blieben bis zum Abend "
    "unbeantwortet.",
    byline="Von {person}",
    source="Talpressedienst",
    subjects=(
        "Rat der Stadt",
        "Landesregierung",
        "Verband der Bahnkunden",
        "Hochschule",
        "Klinikum Mitte",
        "Energiegenossenschaft",
        "Verwaltungsgericht",
        "Museumsverein",
    ),
    deeds=("beschließt", "verschiebt", "prüft", "verteidigt", "kürzt", "erneuert", "fordert"),
    matters=(
        "den Bau der neuen Brücke",
        "die Grundstücksverkehrsgenehmigungszuständigkeit",
        "den Ausbau der Nachtzüge",
        "ein Register für Hochwasserschäden",
        "die Gebühr für Wasser & Abwasser",
        "das Programm für Dorfschulen",
        "den Tarif für Pflegekräfte",
    ),
    places=(
        "Unterfeld",
        "Aue",
        "Bad Lindau am Fluss",
        "Wien",
        "Genf",
        "Prag",
        "Oberkirchen",
        "Straßburg",
        "Neustadt",
    ),
    people=(
        "Anna Lindqvist",
        "Jens Aamodt",
        "Mara Holt",
        "Friederike von der Wetterau-Hohenstein",
        "Ömer Yılmaz",
        "Zoë Kühn",
        "Karl Ebner",
    ),
    sayings=(
        "Wir haben lange gerechnet, aber nun steht das Papier.",
        "Niemand verlässt diesen Raum, bevor wir eine Zahl haben",
        (
            "Das ist ein guter Tag für alle, die früh aufstehen müssen, und ein schlechter für die, "
            "die dachten, es werde schon niemand nachfragen"
        ),
        "Es war ein langer Weg",
    ),
    sections=("Politik", "Wirtschaft", "Kultur", "Wissen", "Sport", "Aus aller Welt"),
    topics=("Verkehr", "Hochwasser", "Klima", "Haushalt", "Schule", "Energie", "Musik", "Bahn"),
    paragraphs=(
        (
            "Am Vormittag hatten die Beteiligten noch von einem offenen Ausgang gesprochen. Erst nach "
            "einer Unterbrechung von zwei Stunden lag ein Papier auf dem Tisch, dem alle folgen "
            "konnten."
        ),
        (
            "Einzelheiten sollen in den kommenden Wochen folgen. In {place} prüft die Verwaltung "
            "unterdessen, ob die Zuständigkeiten richtig verteilt sind."
        ),
        (
            "Der Betrieb läuft zunächst weiter. Wer Post bekommen hat, soll sie aufheben; wer keine "
            "bekommen hat, muss nichts tun."
        ),
        (
            "Kritik kam von den Verbänden: Der Zeitplan sei zu eng, das Geld zu knapp, und die Hälfte "
            "der Fragen sei offen – von den Kosten ganz zu schweigen."
        ),
        (
            "Zuletzt hatte es vor zwölf Jahren eine ähnliche Entscheidung gegeben. Damals dauerte es "
            "drei Sommer, bis in {place} der erste Spaten in die Erde ging."
        ),
    ),
)

_ENGLISH = Newsroom(
    name="The Valley Messenger",
    motto="News from the valley, the country and the world",
    about="About us",
    guest="ar",
    headline="{subject} {deed} {matter} in {place}",
    lede="The {subject} {deed} {matter}, {person} announced in {place} on Tuesday evening, after "
    "months of argument.",
    quoted="“{saying},” said {person} after the meeting. Questions remained unanswered last night.",
    byline="By {person}",
    source="Valley Press Service",
    subjects=(
        "City Council",
        "Rail Users’ Association",
        "University Senate",
        "Central Hospital",
        "Energy Cooperative",
        "Administrative Court",
    ),
    deeds=("approves", "postpones", "reviews", "defends", "cuts", "renews"),
    matters=(
        "plans for a new bridge",
        "the register of flood damage",
        "night trains",
        "water & sewage charges",
        "support for village schools",
    ),
    places=("Lower Field", "Westwater", "Geneva", "Prague", "St Mary’s", "Vienna"),
    people=("Anna Lindqvist", "Jens Aamodt", "Mara Holt", "Zoë Kuhn", "Charles O’Hara"),
    sayings=(
        "We have done the sums for a long time, and now the paper is on the table",
        "Nobody leaves this room before we have a number",
        "It was a long way",
    ),
    sections=("Politics", "Business", "Culture", "Science", "Sport"),
    topics=("Transport", "Floods", "Climate", "Budget", "Schools", "Energy"),
    paragraphs=(
        (
            "In the morning those involved had still spoken of an open outcome. Only after a break of "
            "two hours was there a paper that all could follow."
        ),
        (
            "Details are to follow in the coming weeks. In {place} the administration is meanwhile "
            "checking who is responsible for what."
        ),
        (
            "Services continue for now. Those who have received a letter should keep it; those who "
            "have not need do nothing."
        ),
        (
            "There was criticism: the schedule is too tight, the money too little, and half of the "
            "questions are open – to say nothing of the costs."
        ),
    ),
)

_ARABIC = Newsroom(
    name="رسول الوادي",
    motto="أخبار من الوادي والبلاد والعالم",
    about="من نحن",
    guest="de",
    headline="{subject} {deed} {matter} في {place}",
    lede="{subject} {deed} {matter}، كما أعلن {person} مساء الثلاثاء في {place} بعد أشهر من "
    "النقاش.",
    quoted="«{saying}»، قال {person} بعد الجلسة. وبقيت الأسئلة من دون جواب حتى المساء.",
    byline="{person}",
    source="وكالة الوادي للصحافة",
    subjects=("مجلس المدينة", "جامعة الوادي", "المستشفى المركزي", "المحكمة الإدارية"),
    deeds=("يقر", "يؤجل", "يراجع", "يجدد"),
    matters=(
        "خطة الجسر الجديد",
        "سجل أضرار الفيضانات",
        "برنامج القطارات الليلية",
        "رسوم المياه والصرف",
    ),
    places=("القاهرة", "بيروت", "جنيف", "الوادي الأسفل", "تونس"),
    people=("ليلى حداد", "يوسف منصور", "سميرة خوري", "كريم عثمان"),
    sayings=(
        "لقد حسبنا طويلا، والآن الورقة على الطاولة",
        "لن يغادر أحد هذه القاعة قبل أن نتفق على رقم",
        "كان الطريق طويلا",
    ),
    sections=("سياسة", "اقتصاد", "ثقافة", "علوم"),
    topics=("النقل", "الفيضانات", "المناخ", "الميزانية", "المدارس"),
    paragraphs=(
        (
            "في الصباح تحدث المشاركون عن نتيجة مفتوحة. ولم توضع الورقة التي قبل بها الجميع على الطاولة "
            "إلا بعد استراحة دامت ساعتين."
        ),
        (
            "من المنتظر أن تتضح التفاصيل في الأسابيع المقبلة. وفي {place} تدرس الإدارة توزيع "
            "المسؤوليات."
        ),
        (
            "يستمر العمل في الوقت الحالي. ومن تسلم رسالة عليه أن يحتفظ بها، ومن لم يتسلم شيئا فلا "
            "يحتاج إلى فعل شيء."
        ),
    ),
)

NEWSROOMS = {"de": _GERMAN, "en": _ENGLISH, "ar": _ARABIC}
