"""Marks of news agencies → their canonical names; notes at the end of a text."""

from __future__ import annotations

import re
from functools import lru_cache

from newsdigest.model import Span

# Canonical mark, then the other forms it is written in. Marks of three letters and more
# are known in any case, shorter ones and words of a language only as written.
_TABLE = """
dpa: dpa-AFX, dpa-infocom, Deutsche Presse-Agentur, Deutsche Presse Agentur, дпа, د ب أ, 德新社
AFP: AFPTV, Agence France-Presse, Agence France Presse, АФП, أ ف ب, أ.ف.ب, 法新社, フランス通信
Reuters: rtr, Thomson Reuters, Рейтер, Рейтерс, رويترز, 路透社, 路透, ロイター, ロイター通信
APA: Austria Presse Agentur, АПА
AP: Associated Press, The Associated Press, АП, أ ب, 美联社, 美聯社, AP通信
sid: SID, Sport-Informations-Dienst
epd: Evangelischer Pressedienst
KNA: Katholische Nachrichten-Agentur
Kathpress: KAP
dts: dts Nachrichtenagentur
ddp:
dapd:
SDA: Keystone-SDA, sda
ATS: Keystone-ATS, ats
awp:
taz:
ots:
ANSA: Анса, أنسا, 安莎社
Adnkronos: Adnkronos Salute
Italpress:
AGI:
LaPresse:
Askanews:
EFE: Efe, ЭФЕ, إفي, 埃菲社
Europa Press: EP
Notimex:
Télam: Telam
Prensa Latina:
Lusa:
PAP: Polska Agencja Prasowa, ПАП
RIA Novosti: RIA Nowosti, Ria-Novosti, РИА Новости, РИА Новости Украина, РИА, ريا نوفوستي, 俄新社
TASS: ITAR-TASS, Itar-Tass, ТАСС, ИТАР-ТАСС, تاس, 塔斯社, タス通信
Interfax: INTERFAX.RU, Интерфакс, إنترفاكس, 国际文传电讯社, インタファクス通信
Interfax-Ukraine: Interfax-Ukraina, Интерфакс-Украина
Prime: ПРАЙМ
Regnum: Регнум
Sputnik: Спутник
Ukrinform: Укринформ
UNIAN: УНИАН
BelTA: БелТА
Xinhua: 新华社, 新華社, Xinhua News Agency, Синьхуа, شينخوا
China News Service: 中新社, 中新网, 中国新闻社
CNA: 中央社
Kyodo: 共同, 共同社, 共同通信, Kyodo News, Киодо
Jiji: 時事, 时事社, 時事通信, Jiji Press
Yonhap: 聯合ニュース, 韩联社, Ёнхап
KCNA:
UPI: United Press International
Bloomberg: Блумберг, 彭博社, ブルームバーグ
PA: PA Media, Press Association
IPS: Inter Press Service
PR Newswire: PRNewswire
GlobeNewswire: GLOBE NEWSWIRE
Business Wire:
AAP: Australian Associated Press
ANI:
PTI: Press Trust of India
IANS:
Bernama:
Antara:
The Canadian Press: La Presse Canadienne
Belga:
ANP:
NTB:
TT:
Ritzau:
STT:
ČTK: CTK, CTK/ČTK
TASR:
MTI:
Agerpres:
Hina:
STA:
Tanjug:
BTA:
ANA-MPA:
Anadolu: Anadolu Agency, Anadolu Ajansı, Анадолу, الأناضول
DHA:
IRNA: Irna, إرنا, ايرنا
ISNA:
Fars:
WAFA: وفا
SANA: سانا
SPA: واس
WAM: وام
MENA: أ ش أ
QNA: قنا
KUNA: كونا
Petra: بترا
MAP:
APS:
TAP:
AA:
CNN:
"""
_DIVIDE = re.compile(r"\s*(?:[/;,&+・·،、]|\s(?:und|and|et|e|y|i|и|con|mit)\s|\s[-–—−]\s)\s*")
_TAIL = re.compile(
    r"""(?:^|(?<=[\s.!?…"“”«»’'\)\]。」]))(?P<all>
        [(（【〔\[](?P<bracket>[^()（）【】〔〕\[\]\n]{2,100})[)）】〕\]]
      | /(?P<slash>[\w .-]{2,20})/
      | (?P<dash>[-–—−]{1,2}\s?)?(?P<bare>[^\W\d_][\w./-]{1,24})
    )\s*\.?\s*$""",
    re.VERBOSE,
)
_SIGNED_TAIL = re.compile(
    r"(?<=[.!?…\"”»]\s)(?P<bare>[A-Z]{2,8})(?:(?:\s[A-Z]{2,4}){1,3}|\s[a-z]{2,4}(?:/[a-z]{2,4})*)\s*$"
)
_END_MARK = re.compile(
    r"\s*[\(\[]?(?:\bEND|\bEnde|\bENDE|\bFIN|\bFINE|\bFin|###|#\s?#\s?#|-30-|完|了)[\)\]]?\s*$"
)


def to_agency(text: str) -> str | None:
    """The canonical mark for what names one agency or several ("dpa/lby" → "dpa",
    "APA/Reuters" → "APA/Reuters"), or None where a part of it names none.
    """
    names: list[str] = []
    for part in _DIVIDE.split(text.strip().lstrip("©").strip()):
        name = _to_one_agency(part)
        if name is None and not (names and re.fullmatch(r"[a-z]{2,5}|red\.?|[aA]g\.?", part)):
            return None
        if name is not None and name not in names:
            names.append(name)
    return "/".join(names) or None


def _to_one_agency(part: str) -> str | None:
    marks = _load_marks()
    found = marks.get(part.strip())
    if found is None and len(part.strip()) > 2:
        found = marks.get(part.strip().casefold())
    return found


def find_end_mark(text: str, start: int, end: int) -> int:
    """Where the text ends before a closing "(END)" or "###"; `end` if there is none."""
    match = _END_MARK.search(text, max(start, end - 24), end)
    return match.start() if match else end


def find_tail(text: str, start: int, end: int) -> tuple[Span, bool] | None:
    """What stands at the very end like an agency's note, and whether brackets or
    slashes set it off. Nothing is said of what it means.
    """
    signed = _SIGNED_TAIL.search(text, max(start, end - 40), end)
    if signed:  # "EFE ab/cd", "PTI AB CD"
        return Span(*signed.span("bare")), False
    match = _TAIL.search(text, max(start, end - 110), end)
    if match is None:
        return None
    group = next(name for name in ("bracket", "slash", "bare") if match[name] is not None)
    return Span(*match.span(group)), group != "bare" or match["dash"] is not None


@lru_cache(maxsize=1)
def _load_marks() -> dict[str, str]:
    marks: dict[str, str] = {}
    for row in _TABLE.strip().split("\n"):
        name, _, forms = row.partition(":")
        for form in (name, *forms.split(",")):
            if form.strip():
                marks[form.strip()] = name
                if len(form.strip()) > 2:
                    marks[form.strip().casefold()] = name
    return marks
