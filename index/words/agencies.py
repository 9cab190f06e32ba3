"""Agencies as people call them: 医保局 for 医疗保障局, 卫健委 for 卫生健康委员会."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extraction import normal_form
from index.records import Document
from index.words.directory import (
    BODY,
    PLACES,
    Directory,
    bare_place,
    is_called,
    make_directory,
    place_names,
)
from index.words.ranges import LEFT_OUT, find_level, is_bare
from index.words.wording import frame_mask

# An agency of the library may be a 馆 or a 队; of others no such name is taken for one.
_ENDS = re.compile(rf"(?:{BODY}|镇|乡|中心|馆|队|院|校|所|站|会|社|园|集团|公司)(?![长员])")
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{4,40})[”\"」』]")
_SET_ASIDE = 0xE000  # characters of no text, in the place of what is quoted
_OF_LEVEL = re.compile(r"(?<![一-龥])([省市县区旗])局$")
# Offices that are named by what they are alone, and not where money goes to them.
_OFFICE = re.compile(
    r"(?:(?<![一-龥])|(?<=[本该我这])|(?<=\|[和与跟及]))(?:街道|[镇乡](?=政府))(?:办事处|办|政府)?$"
)
_TO_OTHERS = re.compile(r"[给到对向由从在和与及的各]$")
# A body in one list with agencies that are known: it is meant too, whatever it is called.
_LISTED_BODY = re.compile(
    r"(?:^|[|,])(?P<one>(?![各该本这那两三四几其他另])[一-龥]{2,7}局)(?=[和与跟及、比]\|)"
    r"|(?<=\|)[和与跟及、比](?P<two>(?![各该本这那两三四几其他另])[一-龥]{1,6}局)(?=的|谁|哪|[,?]|$)"
)
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
    rf"(?:{_FIELDS})(?:管理|监督)?(?:{BODY})$|(?:法院|检察院|街道|总工会|管委会|[省市县区]政府|人大|政协)$"
)
# What follows a field that stands for its agency; 医保 of 医保基金 does not.
_FIELD_END = (
    r"(?=的|谁|哪|[相之]?[间差]|[今去本]年|\d|[预决]算|部门|[一总]共|总|为什么|怎么|三公|[,?]|$)"
)
# A level that stands for a place before a field, as at the head of a list (县医保和县财政).
_LED_LEVEL = r"(?:(?:(?<![一-龥])|(?<=[和与跟及比]))[省市县区旗])"
_FOREIGN_PLACE = re.compile(
    r"(?:国家|(?![我本全该这])[一-龥]{2,5}(?<!全)(?:省|市|县|区|旗|州|盟))$"
)
_LEVELS = re.compile(
    r"(?:^|[^一-龥]|[我本该这的是在跟比和与及]|(?P<all>[全各]))(?P<own>[省市县区旗]{1,2})$"
)
_SEVERAL = r"(?:[两二三四五六七八九十几各](?:[个家]?(?:地方?|[省市县区旗]{1,2})))的?"
_COUNTED = r"(?:这?(?:[两二三四五六七八九十几]|\d{1,2})[个家])?"
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
    left_out: tuple[str, ...] = ()
    """Agencies of the library that it says are not meant; `known` are then the others."""


def find_mentions(question: str, documents: Sequence[Document]) -> Mentions:
    """Which agencies a question names: in full, shortened, by place or level, or all but some."""
    regions = {d.agency: d.region or "" for d in documents if d.agency}
    items = [found[1] for found in _QUOTED.finditer(question) if _is_item(found[1])]
    for number, item in enumerate(items):
        question = question.replace(item, chr(_SET_ASIDE + number))
    found = _find_all(normal_form(question), regions, documents)
    rest = found.rest
    for number, item in enumerate(items):
        rest = rest.replace(chr(_SET_ASIDE + number), normal_form(item))
    return replace(found, rest=rest)


def _is_item(quoted: str) -> bool:
    """Whether what is quoted is an item that holds a body's name (医保局机关运行费)."""
    ends = [found.end() for found in _ENDS.finditer(quoted)]
    return bool(ends) and ends[-1] < len(quoted) and not re.search(r"20\d\d", quoted)


def _find_all(text: str, regions: Mapping[str, str], documents: Sequence[Document]) -> Mentions:
    left_out, text = _find_left_out(text, documents)
    own = {a: region for a, region in regions.items() if a not in left_out}
    level = find_level(text, _of_places(text, own) or own)
    if level and any(own.values()):
        phrase, of_level = level
        if not of_level:
            return Mentions((), (phrase,), text)
        own, text = {a: own[a] for a in of_level}, text.replace(phrase, "|")
    found = _find_named(text, own)
    if (level or left_out) and not found.known and not found.unknown:
        found = replace(found, known=tuple(own))
    return replace(found, left_out=left_out)


def _find_left_out(text: str, documents: Sequence[Document]) -> tuple[tuple[str, ...], str]:
    """The agencies that a question leaves out (除财政局外), and the question without that."""
    for pattern in LEFT_OUT:
        if found := pattern.search(text):
            named = find_mentions(found["who"], documents)
            if named.known and not named.unknown and is_bare(named.rest):
                return named.known, text[: found.start()] + "|" + text[found.end() :]
    return (), text


def _find_named(text: str, regions: Mapping[str, str]) -> Mentions:
    """The agencies that a text names, in full, shortened, or by their place alone."""
    directory = make_directory(tuple(regions.items()))
    agencies = directory.agencies
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for agency, name in directory.forms.items():
        if name in text:
            known[agency] = None
            text = text.replace(name, "|")
    for end in [found.end() for found in _ENDS.finditer(text)]:
        name, fitting = _longest_called(text[:end], directory)
        fitting = _of_places_before(text[: end - len(name)], fitting, regions)
        if fitting:
            known.update(dict.fromkeys(fitting))
        elif name:
            unknown[name] = None
        text = text[: end - len(name)] + "|" * len(name) + text[end:]
    if not unknown:
        by_field, text = _find_fields(text, agencies, regions)
        known |= by_field
    if known and (listed := _LISTED_BODY.search(text)):
        unknown[listed["one"] or listed["two"]] = None
    if not known and not unknown:
        known = dict.fromkeys(_of_places(text, regions))
        inside = {region for region in set(regions.values()) if _is_inside(region, text)}
        known = known or {agency: None for agency in agencies if regions[agency] in inside}
    for agency in known:
        for place in (*place_names(regions[agency]), *PLACES.findall(regions[agency])):
            text = text.replace(place, "|")
    return Mentions(tuple(known), tuple(unknown), text)


def _of_places_before(before: str, agencies: list[str], regions: Mapping[str, str]) -> list[str]:
    """Of agencies that one name fits those of the places listed before it (青山和白河的水利局)."""
    names = {name for agency in agencies for name in place_names(regions[agency])}
    if len(agencies) < 2 or not names:
        return agencies
    place = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    found = re.search(rf"(?:(?:{place})(?:[、,和与跟及|]|以及)*)+{_COUNTED}的?$", before)
    return [a for a in agencies if found and _place_in(found[0], regions[a])] or agencies


def _find_fields(
    text: str, agencies: Sequence[str], regions: Mapping[str, str]
) -> tuple[dict[str, None], str]:
    """The agencies of a place or a level that are named by their field alone (白河医保, 县财政)."""
    here = set(_of_places(text, regions).values())
    places = "|".join(
        map(re.escape, sorted({n for r in here for n in place_names(r)}, key=len, reverse=True))
    )
    lead = rf"(?:{places}|{_LED_LEVEL})" if places else _LED_LEVEL
    end = rf"(?:{_FIELD_END}|(?=[和与跟及、比]{lead}(?:{_FIELDS})))"
    known: dict[str, None] = {}
    for found in re.finditer(rf"(?P<lead>{lead})(?P<field>{_FIELDS}){end}", text):
        lead_name = found["lead"]
        place = lead_name if len(lead_name) > 1 else ""
        said = [f"{place}{found['field']}{body}" for body in "局馆"]
        there = (a for a in agencies if place or regions[a].endswith(lead_name))
        called = [a for a in there if any(is_called(name, a, regions[a]) for name in said)]
        if called:
            known.update(dict.fromkeys(called))
            text = text.replace(found[0], "|" * len(found[0]))
    return known, text


def _longest_called(text: str, directory: Directory) -> tuple[str, list[str]]:
    """The longest name at the end of a text that is an agency's, else that of an unknown body."""
    agencies, regions = directory.agencies, directory.regions
    for start in range(max(0, len(text) - _LONGEST_NAME), len(text) - 1):
        name = text[start:]
        fitting = directory.called(name)
        bare = not any(_place_in(name, region) for region in {regions[a] for a in fitting})
        level = _LEVELS.search(text[:start]) if fitting and bare else None
        if level:
            fitting = [a for a in fitting if regions[a].endswith(tuple(level["own"]))]
            return (name if level["all"] and fitting else level["own"] + name), fitting
        if fitting and bare and (place := _other_place(text[:start])):
            return place + name, []
        if fitting:
            return name, fitting
    if found := _OF_LEVEL.search(text):
        is_of_level = [a for a in agencies if regions[a].endswith(found[1]) and a.endswith("局")]
        return found[0], is_of_level
    if found := _OFFICE.search(text):
        return found[0], [a for a in agencies if found[0][:2].removesuffix("政") in a]
    if found := _NAMED.search(text):
        place = _other_place(text[: found.start()])
        is_office = "街道" in found[0] and _TO_OTHERS.search(text[: found.start()])
        return ("", []) if is_office and not place else (place + found[0], [])
    return "", []


def _other_place(before: str) -> str:
    """The place that leads a body's name and is none of its own; empty where none does."""
    run = re.sub(rf"^{_SEVERAL}$", "", re.split(r"[^一-龥]", before)[-1])
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


def _place_in(text: str, region: str) -> bool:
    return any(name in text for name in _own_names(region))


def _of_places(text: str, regions: Mapping[str, str]) -> dict[str, str]:
    """Of agencies those whose region a text names."""
    here = _regions_in(text, regions.values())
    return {agency: region for agency, region in regions.items() if region in here}


def _regions_in(text: str, regions: Iterable[str]) -> set[str]:
    """The regions that a text names: of 甲市丙区 neither 甲市 nor 乙市丙区, but 丙区 in full."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for region in set(regions):
        if _place_in(text, region):
            named[next(name for name in place_names(region) if name in text)].add(region)
    found: set[str] = set()
    longer: list[str] = []
    for name in sorted(named, key=len, reverse=True):
        if name in text:
            found |= named[name]
            longer.append(name)
            text = text.replace(name, "|" * len(name))
        else:
            found |= {one for one in named[name] if any(_ends_in(long, one) for long in longer)}
    return found


def _ends_in(name: str, region: str) -> bool:
    """Whether a place's name is a region's own with what it lies in before it."""
    whole = normal_form(region)
    return name.endswith((whole, bare_place(whole)))


@lru_cache(maxsize=65536)
def _own_names(region: str) -> tuple[str, ...]:
    """The last of a region's places in full and short, each if it has two characters."""
    parts = PLACES.findall(normal_form(region))
    last = parts[-1] if parts else ""
    return tuple(name for name in (last, bare_place(last)) if len(name) >= 2)


def _is_inside(region: str, text: str) -> bool:
    """Whether a text names in full the city or province that a region is part of."""
    return any(part in text for part in PLACES.findall(normal_form(region)) if len(part) > 2)
