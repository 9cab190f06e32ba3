"""Agencies as people call them: 医保局 for 医疗保障局, 卫健委 for 卫生健康委员会."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction import normal_form
from index.records import Document
from index.wording import frame_mask

# Bodies that publish for themselves; a 中心 or a 所 is mostly a unit inside of one.
_BODY = (
    r"(?:委员会|管委会|办公室|办事处|检察院|法院|街道|政府|政协|人大|联合会|总工会"
    r"|局|委|厅|部|办|联)"
)
# An agency of the library may be a 馆 or a 队; of others no such name is taken for one.
_ENDS = re.compile(rf"(?:{_BODY}|中心|馆|队|院|校|所|站|会|社|园|集团|公司)(?![长员])")
# What bodies are called by, in full and short: enough to tell that a question names one.
_FIELDS = (
    "卫健|卫生健康|卫生|卫计|医保|医疗保障|财政|税务|审计|统计|发改|发展和?改革|教育|教体|教育体育|科技"
    "|科学技术|工信|工业和信息化|经信|民宗|民族宗教|民政|公安|司法|人社|人力资源和?社会保障|自规|规资"
    "|规划和?自然资源|自然资源|生态环境|环保|住建|住房和?城乡建设|建设|城管|城市管理|交通|交通运输|水利"
    "|水务|农业|农业农村|林业|园林|绿化|海洋|渔业|商务|文旅|文广旅|文化和?旅游|文化|体育|应急|应急管理"
    "|退役军人|退役军人事务|市监|市场监管|市场监督管理|药监|信访|国资|金融|机关事务|机关事务管理|档案"
    "|气象|消防|地震|组织|宣传|统战|政法|纪|纪检监察|监察|编|残|残疾人|妇|团|工商|供销|招商|粮食|粮储"
    "|邮政|烟草|能源|数据|大数据|政务服务|行政审批|乡村振兴|扶贫|移民|人防|外事|侨务|台|港澳"
)
_NAMED = re.compile(
    rf"(?:{_FIELDS})(?:管理|监督)?(?:{_BODY})$|(?:法院|检察院|街道|总工会|管委会|[省市县区]政府|人大|政协)$"
)
_PLACE_END = re.compile(r"(?:省|市|自治区|自治州|地区|盟|自治县|县|区|旗|新区|开发区|街道|镇|乡)$")
_PLACES = re.compile(
    r".+?(?:特别行政区|自治[区州县旗]|新区|开发区|高新区|省|地区|盟|州(?!市)|市|县|区|旗)"
)
_FOREIGN_PLACE = re.compile(
    r"(?:国家|(?![我本全该这])[一-龥]{2,5}(?<!全)(?:省|市|县|区|旗|州|盟))$"
)
_LEVELS = re.compile(r"(?:^|[^一-龥]|[我本全该这的是在跟比])([省市县区旗])$")
_LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Mentions:
    """The agencies that a question names."""

    known: tuple[str, ...]
    """As they stand in the library, where one of its documents is of them."""
    unknown: tuple[str, ...]
    """As the question names them, where none is."""
    rest: str
    """The question with the names taken out (a bar in their place)."""


def find_mentions(question: str, documents: Sequence[Document]) -> Mentions:
    """Which agencies a question names, in full, shortened, or by their place alone."""
    agencies = sorted({d.agency for d in documents if d.agency}, key=len, reverse=True)
    regions = {d.agency: d.region or "" for d in documents if d.agency}
    text = normal_form(question)
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for agency in agencies:
        name = normal_form(agency)
        if name in text:
            known[agency] = None
            text = text.replace(name, "|")
    for end in [found.end() for found in _ENDS.finditer(text)]:
        name, fitting = _longest_called(text[:end], agencies, regions)
        if fitting:
            known.update(dict.fromkeys(fitting))
        elif name:
            unknown[name] = None
        text = text[: end - len(name)] + "|" * len(name) + text[end:]
    places = [a for a in agencies if a not in known and _place_in(text, regions[a])]
    if not known and not unknown and places:
        known.update(dict.fromkeys(places))
    for agency in known:
        for place in _place_names(regions[agency]):
            text = text.replace(place, "|")
    return Mentions(tuple(known), tuple(unknown), text)


def is_called(mention: str, agency: str, region: str) -> bool:
    """Whether a person may call an agency so: its place in part or whole, its body shortened."""
    body = normal_form(agency)
    region = normal_form(region)
    own = body[len(region) :] if body.startswith(region) else body
    for place in ("", *_place_names(region)):
        if mention.startswith(place) and _shortens(mention[len(place) :], own):
            return True
    return False


def _shortens(short: str, full: str) -> bool:
    """Whether characters of a name, in order and from its first on, make a shorter one."""
    short = short.removesuffix("机关").removesuffix("本级")
    full = re.sub(r"\(.*?\)$", "", full).removesuffix("机关").removesuffix("本级")
    if len(short) < 2 or not full or short[0] != full[0]:
        return False
    if not re.search(rf"{_BODY}$", short) and short[-1] != full[-1]:
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)


def _longest_called(
    text: str, agencies: Sequence[str], regions: dict[str, str]
) -> tuple[str, list[str]]:
    """The longest name at the end of a text that is an agency's, else that of an unknown body."""
    for start in range(max(0, len(text) - _LONGEST_NAME), len(text) - 1):
        name = text[start:]
        fitting = [agency for agency in agencies if is_called(name, agency, regions[agency])]
        bare = not any(_place_in(name, regions[agency]) for agency in fitting)
        if fitting and bare and (place := _other_place(text[:start])):
            return place + name, []
        if fitting and bare and (level := _LEVELS.search(text[:start])):
            fitting = [a for a in fitting if regions[a].endswith(level[1])]
            return (level[1] + name, fitting) if not fitting else (name, fitting)
        if fitting:
            return name, fitting
    if found := _NAMED.search(text):
        place = _other_place(text[: found.start()])
        return place + found[0], []
    return "", []


def _other_place(before: str) -> str:
    """The place that leads a body's name and is none of its own; empty where none does."""
    run = re.split(r"[^一-龥]", before)[-1]
    if (found := _FOREIGN_PLACE.search(run)) and (place := _strip_asking(found[0])):
        return place
    mask = frame_mask(run)
    while run and mask and True in mask:
        cut = len(mask) - mask[::-1].index(True)
        run, mask = run[cut:], mask[cut:]
    return run if 2 <= len(run) <= 4 and run == before else ""


def _strip_asking(place: str) -> str:
    """A place's name without words of the asking before it; empty if only its level is left."""
    mask = frame_mask(place)
    name = place[mask.index(False) :] if False in mask else ""
    return name if len(name) > 1 else ""


def _place_names(region: str) -> tuple[str, ...]:
    """Ways to name a region, longest first: 白河市 and 白河 for 江东省白河市."""
    parts = _PLACES.findall(normal_form(region))
    names: set[str] = set()
    for first in range(len(parts)):
        tail = "".join(parts[first:])
        names |= {tail, _PLACE_END.sub("", tail)}
    return tuple(sorted((n for n in names if len(n) >= 2), key=len, reverse=True))


def _place_in(text: str, region: str) -> bool:
    parts = _PLACES.findall(normal_form(region))
    last = parts[-1] if parts else ""
    return any(len(n) >= 2 and n in text for n in (last, _PLACE_END.sub("", last)))
