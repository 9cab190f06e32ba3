"""Agencies by what a person may call them: shortened, with their place in part or whole."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from extraction import normal_form
from index.records import Document

# Bodies that publish for themselves; a 中心 or a 所 is mostly a unit inside of one.
BODY = (
    r"(?:委员会|管委会|办公室|街道(?:办事处|办)?|办事处|[镇乡](?:人民)?政府|检察院|法院|政府(?!采购|性|购买|债务?|投资|收支|支出|预算|补助|经济)(?:办公室|办)?|政协"
    r"|人大|联合会|总工会|局|委|厅|部|办|联)"
)
# What leads or ends an official name and is left out when the body is spoken of.
_LEFT_OUT = (
    re.compile(r"^委(?:员会)?(?=.)"),
    re.compile(r"^机构(?=编制)"),
    re.compile(r"^人民(?=法院|检察院|政府(?:办公[室厅])?$)"),
    re.compile(r"^(?:人民)?政府(?=.)"),
    re.compile(r"(?<=.)(?:人民政府|办事处)$"),
)
# Official names that people shorten otherwise than by leaving characters out.
_SPOKEN = (
    (re.compile(r"中国人民政治协商会议"), "政协"),
    (re.compile(r"中国共产主义青年团|共青团"), "团"),
    (re.compile(r"中国共产党|中共"), ""),
)
# Two names of one kind of body: no place has both.
_ALIKE = re.compile(r"(?:委员会|[局委])$")
_PLACE_END = re.compile(r"(?:省|市|自治区|自治州|地区|盟|自治县|县|区|旗|新区|开发区|街道|镇|乡)$")
PLACES = re.compile(
    r".+?(?:特别行政区|自治[区州县旗]|新区|开发区|高新区|省|地区|盟|州(?!市)|市|县|区|旗)"
)


def is_called(mention: str, agency: str, region: str) -> bool:
    """Whether a person may call an agency so: its place in part or whole, its body shortened."""
    bodies = _bodies(normal_form(agency), region)
    for place in ("", *place_names(region)):
        if mention.startswith(place) and any(_shortens(mention[len(place) :], b) for b in bodies):
            return True
    return False


@lru_cache(maxsize=65536)
def _bodies(agency: str, region: str) -> tuple[str, ...]:
    """An agency's name without its place, as printed and as it is spoken of."""
    name = re.sub(r"\(.*?\)$", "", agency)
    for pattern, spoken in _SPOKEN:
        name = pattern.sub(spoken, name)
    places = "|".join(map(re.escape, place_names(region)))
    names = [re.sub(places, "", name, count=1) if places else name]
    for pattern in _LEFT_OUT:
        names += [pattern.sub("", name) for name in names]
    return tuple(dict.fromkeys(filter(None, names)))


def _shortens(short: str, full: str) -> bool:
    """Whether characters of a name, in order and from its first on, make a shorter one."""
    short = short.removesuffix("机关").removesuffix("本级")
    full = full.removesuffix("机关").removesuffix("本级")
    if len(short) < 2 or not full or short[0] != full[0]:
        return False
    if not re.search(rf"{BODY}$", short) and short[-1] != full[-1]:
        return False
    if _ALIKE.search(short) and _ALIKE.search(full):
        short, full = _ALIKE.sub("", short), _ALIKE.sub("", full)
    letters = iter(full)
    return all(letter in letters for letter in short)


def bare_place(name: str) -> str:
    """A place's name without what says of which kind it is: 白河 for 白河市."""
    return _PLACE_END.sub("", name)


@lru_cache(maxsize=65536)
def place_names(region: str) -> tuple[str, ...]:
    """Ways to name a region, longest first: 白河市 and 白河 for 江东省白河市."""
    parts = PLACES.findall(normal_form(region))
    names: set[str] = set()
    tails = {""}
    for part in reversed(parts):
        tails = {name + tail for tail in tails for name in (part, bare_place(part))}
        names |= tails
    return tuple(sorted((n for n in names if len(n) >= 2), key=len, reverse=True))


class Directory:
    """The agencies of documents, found by what a person may call them, however many they are."""

    def __init__(self, regions: Mapping[str, str]) -> None:
        """Of the agencies, each with its region or an empty text."""
        self.agencies = tuple(sorted(regions, key=lambda name: (-len(name), name)))
        """As their documents name them, longest first."""
        self.regions = dict(regions)
        self.forms = {agency: normal_form(agency) for agency in self.agencies}
        self._bodies: dict[str, tuple[str, ...]] = {}
        self._by_head: defaultdict[str, defaultdict[str, list[str]]]
        self._by_head = defaultdict(lambda: defaultdict(list))
        self._by_place: defaultdict[str, list[str]] = defaultdict(list)
        self._ranks = {agency: rank for rank, agency in enumerate(self.agencies)}
        for agency, form in self.forms.items():
            bodies = self._bodies[agency] = _bodies(form, regions[agency])
            for body in bodies:
                self._by_head[body[0]][body].append(agency)
            for place in place_names(regions[agency]):
                self._by_place[place].append(agency)

    def called(self, mention: str) -> list[str]:
        """The agencies that a person may call so (`is_called`), longest first."""
        bodies: Mapping[str, Sequence[str]] = self._by_head.get(mention[:1], {})
        found = {a for body, own in bodies.items() if _shortens(mention, body) for a in own}
        for end in range(1, len(mention)):
            short = mention[end:]
            for agency in self._by_place.get(mention[:end], ()):
                if any(_shortens(short, body) for body in self._bodies[agency]):
                    found.add(agency)
        return sorted(found, key=self._ranks.__getitem__)


def find_directory(documents: Sequence[Document]) -> Directory:
    """The agencies of documents."""
    return make_directory(tuple({d.agency: d.region or "" for d in documents if d.agency}.items()))


@lru_cache(maxsize=16)
def make_directory(regions: tuple[tuple[str, str], ...]) -> Directory:
    """The directory of agencies with their regions; the last few are kept."""
    return Directory(dict(regions))
