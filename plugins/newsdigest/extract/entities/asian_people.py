"""Chinese or Japanese text, which parts no words → the people whom it names beside a title
or a verb of saying: "外交部长王毅", "梁振英说", "菅義偉首相".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsdigest.extract.entities.mentions import Mention
from newsdigest.extract.entities.places import measure_place
from newsdigest.model import Span

_HAN = "\u3400-\u9fff"
_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭"
    "田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋傅方白邹鄒孟熊秦"
    "邱江尹薛闫阎閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯温溫康施文牛樊葛邢安齐齊"
    "易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單"
    "季裴霍涂成苗谷曲盛冉骆駱蓝藍路游辛靳管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪車车"
    "项項连連芦蘆麦麥褚娄婁窦竇戚岑景党宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾"
    "欒隋商刁沙荣榮巫寇桑郎甄丛叢仲虞敖巩明佘池查麻苑迟遲习習栗洪"
)
_OFFICES = (
    "国家主席|國家主席|副总理|副總理|总理|總理|主席|副总统|副總統|总统|總統|部长|部長|外长|外長|发言人|發言人"
    "|总书记|總書記|书记|書記|委员长|委員長|行政长官|行政長官|国务卿|國務卿|首相|大臣|议长|議長|市长|市長|省长"
    "|省長|州长|州長|总裁|總裁|董事长|董事長|首席执行官|教授|导演|導演|演员|演員|歌手|教练|教練|法官|律师|律師"
    "|院长|院長|校长|校長|局长|局長|大使|司令|秘书长|秘書長|特使|议员|議員|参选人|參選人|司长|司長|国务委员|國務委員"
)
_SAYS = "说|說|表示|指出|强调|強調|认为|認為|宣布|称，|稱，|透露|回应|回應"
# Behind two characters of a name these go on with the sentence.
_GOES_ON = (
    "说說表在就将將会會同与與对對向的于於称稱指认認今昨为為等也是率访訪抵接回告谈談致宣透及并並则則仍已曾又还還"
    "因被把从從到以有没沒作让讓给給要想能可应應"
)
_CHINESE = re.compile(rf"[{_SURNAMES}][{_HAN}]{{1,2}}")
_BEHIND_OFFICE = re.compile(rf"(?:{_OFFICES})(?=[{_HAN}])")
_BEFORE_OFFICE = re.compile(
    rf"(?:(?<![{_HAN}])|(?<=的))(?P<name>[{_SURNAMES}][{_HAN}]{{1,2}})(?={_OFFICES}|{_SAYS})"
)
_FOREIGN = re.compile(rf"[{_HAN}]{{1,6}}(?:[·‧・][{_HAN}]{{1,6}})+")

_TITLES = (
    "首相|総理大臣|総理|大統領|副大統領|外相|防衛相|財務相|官房長官|国務長官|長官|書記長|総書記|国家主席|主席|知事"
    "|市長|議員|氏|さん|教授|監督|選手|会長|社長|委員長|幹事長|党首|代表|大臣|容疑者|被告|報道官|総裁|弁護士|裁判長"
)
_JAPANESE = re.compile(
    rf"(?<![{_HAN}])(?P<han>[{_HAN}々]{{1,5}}?)(?={_TITLES})"
    rf"|(?<![ァ-ヴー・=＝])(?P<kana>[ァ-ヴー][ァ-ヴー・=＝]{{1,24}})(?={_TITLES})"
)
_NO_NAME = re.compile(
    "[前元副新現両同各故某次党国國省庁府県市町村区社会局部長員相軍側者本女男]|.*[党国國省庁府県市町村区社会局部長軍側人]"
)
_TITLE = re.compile(_TITLES)


def find_asian_people(text: str, spans: list[Span], language: str) -> list[Mention]:
    """The people in these stretches of the text, and each again where no title stands."""
    find = _find_chinese if language == "zh" else _find_japanese
    names = {name: None for span in spans for name in find(text[span.start : span.end])}
    full = {_get_surname(name): name for name in reversed(names) if _is_full(name)}
    forms = {name: full.get(name) or _complete(name, names) for name in names} | full
    pattern = "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))
    found = []
    for span in spans if forms else ():
        for match in re.compile(pattern).finditer(text, span.start, span.end):
            if len(match[0]) > 1 or _TITLE.match(text, match.end()):
                name = forms[match[0]]
                found.append(Mention(Span(*match.span()), name, "people", "pattern", 0.8))
    return found


def _is_full(name: str) -> bool:
    return any(dot in name for dot in "·‧・=＝")


def _get_surname(name: str) -> str:
    return re.split("[·‧・=＝]", name)[-1]


def _complete(name: str, names: dict[str, None]) -> str:
    """The full Japanese name that begins with a last name, if there is one only."""
    longer = [other for other in names if other != name and other.startswith(name)]
    return longer[0] if len(longer) == 1 and len(name) < 3 else name


def _find_chinese(text: str) -> Iterator[str]:
    for office in _BEHIND_OFFICE.finditer(text):
        foreign = _FOREIGN.match(text, office.end())
        if foreign:
            yield _cut(foreign[0])
        elif name := _CHINESE.match(text, office.end()):
            yield name[0][:2] if name[0][2:] in _GOES_ON else name[0]
    for match in _BEFORE_OFFICE.finditer(text):
        yield match["name"]


def _cut(name: str) -> str:
    """A foreign name up to the first character that goes on with the sentence."""
    first, dot, last = re.split("([·‧・])(?=[^·‧・]+$)", name)
    end = next((at for at, char in enumerate(last) if at and char in _GOES_ON), len(last))
    return f"{first}{dot}{last[:end]}"


def _find_japanese(text: str) -> Iterator[str]:
    for match in _JAPANESE.finditer(text):
        name = match["han"] or match["kana"]
        if match["kana"] or not (_NO_NAME.fullmatch(name) or measure_place(name)[1]):
            yield name
