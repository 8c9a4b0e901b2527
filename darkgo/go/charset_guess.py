"""A guess at the character set of a file that declares none.

A name of two or three characters is valid text in half a dozen East Asian sets, and a general detector cannot
tell them apart. So common words of game records are counted first: family names, numerals and names of title
matches. If they do not decide, chardet examines the text of the whole file. The last resort is Latin-1, the
default of SGF.
"""

import re
import unicodedata

_JAPANESE = (
    "山田川村井小大木本藤佐中林石島原野上下高橋松竹武宮加正夫雄一二三四五六七八九十郎治光樹伊東西南北斎渡辺清水"
    "吉森池阿部岡長谷内前後近遠青坂福太安永金久保市新平和美子恵明智秀義弘博文史也介人真英俊敬健康広浩剛紀行信"
    "哲直昭洋雅良則隆孝彦志次男之実栄勝利結第期局戦段名棋聖因坊碁天元王座手合予選決杯日挑番級先黒白互持時間秒"
    "目半押切投了院関羽根趙張呉許"
)
_SIMPLIFIED = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷"
    "施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪"
    "靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边小大力洋波鸣晓春平辉"
    "杰睿羊越廷耀烨天星笑鼎新浩轩豪之军伟建国明永志勇斌磊超俊峰宇飞海涛刚鹏亮旭东世界第届杯赛局决战冠名棋圣围"
    "中日对抗甲级联轮半预选九八七六五四三二一十胜负黑方不计点目子快争霸挑公开个人全年月古白红花马"
)
_TRADITIONAL = (
    "王李張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅梁宋鄭謝韓唐馮于董蕭程曹袁鄧許傅沈曾彭呂蘇盧蔣蔡賈丁魏薛葉閻余潘"
    "杜戴夏鐘汪田任姜范方石姚譚廖鄒熊金陸郝孔白崔康毛邱秦江史顧侯邵孟龍萬段雷錢湯尹黎易常武喬賀賴龔文龐樊蘭殷"
    "施陶洪翟安顏倪嚴牛溫蘆季俞章魯葛伍韋申尤畢聶叢焦向柳邢詹游簡俊志家明建國豪宏偉傑榮華德勳鋐諺元均詩淵海峰"
    "立誠正浩輔嘉俐靖庭恩小大世界第屆盃賽局決戰冠名棋聖圍中日對抗甲級聯輪半預選九八七六五四三二一十勝負黑方不計"
    "點目子快爭霸挑公開個人全年月臺台灣環準循圈天"
)
_KOREAN = (
    "김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심노하곽성차주우구민유진지엄채원천방공현함변염여추도"
    "소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용영수창호준재훈철환동상혁승세돌희봉미경순혜나라태욱종찬광일"
    "대중화건무병규근식삼회바둑예결본단급흑집불계시간패월드스터리그아프로픈"
)
_KANA = "".join(map(chr, range(0x3041, 0x3100)))
_USUAL = {
    "gb18030": frozenset(_SIMPLIFIED),
    "cp950": frozenset(_TRADITIONAL),
    "cp932": frozenset(_JAPANESE + _KANA),
    "euc_jp": frozenset(_JAPANESE + _KANA),
    "cp949": frozenset(_KOREAN),
}
"""For each character set, the characters that are common in game records."""
_TRADITIONAL_IN_GBK = frozenset(_TRADITIONAL)
_SHARE = 0.4
"""The least share of usual characters among those that are not ASCII."""
_LEAD = 0.1
"""The least lead of that share over the share in any other set."""

_FOR_CHARDET = ("gb18030", "cp932", "euc-jp", "cp949", "big5hkscs", "windows-1251", "koi8-r", "windows-1252")
_OF_ONE_BYTE = frozenset(("cp1251", "koi8-r", "cp1252"))
_MORE_COMMON = {"euc_jis_2004": "euc_jp", "big5hkscs": "cp950", "shift_jis_2004": "cp932"}
"""For an extended set that chardet may name: the more common set, which is tried first."""
_MOST = 200_000
"""The most bytes of text that are examined."""

_END = re.compile(rb"\][\s)]*\Z")
_BETWEEN_VALUES = re.compile(rb"\][\s;()]*[A-Za-z]*\s*\[")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z]")


def guess(data: bytes) -> str:
    """Python's name of the character set of SGF data that is not UTF-8."""
    text = _text(data)
    found = _by_words(text) or _by_chardet(text)
    if found not in _OF_ONE_BYTE:
        return found
    # Any bytes are valid in these sets, so text of another set with one bad byte ends up here, too.
    found = _mended(text) or found
    if found != "cp1252":
        return found
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin_1"
    return "cp1252"


def _text(data: bytes) -> bytes:
    """The distinct values that are not plain ASCII, one per line."""
    values = _BETWEEN_VALUES.split(_END.sub(b"", data.rstrip(b"\0\x1a")))
    return b"\n".join(dict.fromkeys(value for value in values if not value.isascii()))[:_MOST]


def _by_words(text: bytes) -> str:
    """The set in which most characters are usual ones; empty if no set is clearly ahead."""
    shares = {}
    for name, usual in _USUAL.items():
        try:
            letters = [letter for letter in text.decode(name) if letter > "\x7f"]
        except UnicodeDecodeError:
            continue
        known = sum(letter in usual for letter in letters)
        if name == "gb18030":
            known = max(known, sum(letter in _TRADITIONAL_IN_GBK for letter in letters))
        shares[name] = (known - sum(map(_is_odd, letters))) / len(letters)
    first, second, *_ = [*sorted(shares.items(), key=lambda item: -item[1]), ("", 0.0), ("", 0.0)]
    return first[0] if first[1] >= _SHARE and first[1] - second[1] >= _LEAD else ""


def _is_odd(letter: str) -> bool:
    """Whether it is half-width katakana or a private character, as when Chinese is decoded as Japanese."""
    return "\uff61" <= letter <= "\uff9f" or unicodedata.category(letter) in ("Co", "Cn")


def _by_chardet(text: bytes) -> str:
    import chardet  # slow to import, and few files need it

    found = chardet.detect(text, include_encodings=_FOR_CHARDET, compat_names=False)["encoding"] or "cp1252"
    if found in _OF_ONE_BYTE and len(_HIGH.findall(text)) < len(_LETTER.findall(text)):
        # Mostly ASCII letters with a few accented ones: a western language, not Russian.
        return "cp1252"
    common = _MORE_COMMON.get(found, found)
    try:
        text.decode(common)
    except UnicodeDecodeError:
        return found
    return common


def _mended(text: bytes) -> str:
    """The set that fits the text except for a few bad bytes; empty if there is none."""
    bad = {}
    for name in ("utf-8", *_USUAL):
        decoded = text.decode(name, "replace")
        count = decoded.count("\ufffd")
        if 10 * count <= sum(letter > "\x7f" for letter in decoded):
            bad[name] = count
    for name in sorted(bad, key=lambda name: bad[name]):
        mended = text.decode(name, "ignore").encode(name)
        if name == "utf-8" or name in (_by_words(mended), _by_chardet(mended)):
            return name
    return ""
