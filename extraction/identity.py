"""Whose disclosure it is: agency, region, year and kind, as the document says."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extraction.organs import ENDINGS, SUFFIXES
from extraction.places import cut_printed
from extraction.records import Attribute, Gap, Printed
from extraction.text import squash
from extraction.transcript import Transcript
from extraction.vocabulary import DisclosureKind, GapReason

_AGENCY_LINE = re.compile(
    r"(?:(?:填报|编制|预算|公开|填表)?(?:单位|部门)(?:名称)?(?:[（(]公章[)）])?\s*(?:[:：]\s*|(?=[\[［【])))"
    r"(?:[\[［【]\s*\d{2,8}\s*[\]］】])?\s*(?P<name>[^\s\[［【，,：:;；。\t]{3,40})"
)
_CODED_AGENCY = re.compile(
    r"^\s*[\[［【]\s*\d{2,8}\s*[\]］】]\s*(?P<name>[^\s\[［【，,。\t]{3,40})"
)
_CIPHERS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DIGITS = r"(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
_COVER = re.compile(
    r"(?P<name>[\u4e00-\u9fff（）()]{3,40}?)\s*"
    rf"(?:{_DIGITS}\s*年?度?\s*)?(?:部门|单位)?\s*(?:预算|决算)"
)
_AGENCY = re.compile(rf".*(?:{ENDINGS})(?:{SUFFIXES})?")
_WHOLE = re.compile(r"[（(](?:汇总|部门)[)）]$")
_LEADING = re.compile(
    rf"^(?:{_DIGITS}\s*年?度?|附件\s*\d*[:：]?|关于|第[一二三四五六七八九十]部分)\s*"
)
_PARTY = re.compile(r"(?:中共|中国共产党|中国共产主义青年团|共青团|中国人民政治协商会议|政协)")
_PLACE = r"[\u4e00-\u9fff]"
# Neither 市场 nor 城市 behind a district is a city.
_CITY = r"(?<![县区旗市])(?<![县区旗市]城)市(?!场)"
_REGION = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区|特别行政区))?"
    rf"(?:{_PLACE}{{1,10}}?(?:自治州|地区|盟|{_CITY}|州(?![市区县])))?"
    rf"(?:{_PLACE}{{1,10}}?(?:自治县|自治旗|新区|开发区|高新区|林区|特区|县|(?<!社)区|{_CITY}|旗)|市[中北南]区)?"
)
_YEAR = re.compile(rf"{_DIGITS}(?=\s*年)")
_KIND = re.compile(r"(?:部门|单位)?\s*(?:预算|(?<!预)决算)(?!草案)")
_COVER_LINES = 12


def find_agency(text: Transcript, captions: Iterable[int]) -> Attribute | None:
    """The agency that most tables name in their captions, else the one on the cover."""
    named = list(_named_agencies(text, captions, (_AGENCY_LINE, _CODED_AGENCY)))
    if not named:
        everywhere = range(1, len(text.lines) + 1)
        named = list(_named_agencies(text, everywhere, (_AGENCY_LINE,)))
    if not named:
        named = list(_cover_agencies(text))
    if not named:
        return None
    counts = Counter(squash(name.printed) for name in named)
    best, _ = counts.most_common(1)[0]
    first = next(name for name in named if squash(name.printed) == best)
    return Attribute(printed=first.printed, source=first.source, value=best)


def find_region(agency: Attribute | None) -> Attribute | None:
    """The province, city and district that lead the agency's name."""
    if agency is None:
        return None
    party = _PARTY.match(agency.value)
    start = party.end() if party else 0
    found = _REGION.match(agency.value, start)
    if found is None or len(found.group()) < 2:
        return None
    part = cut_printed(agency, *_printed_range(agency.printed, start, found.end()))
    return Attribute(printed=part.printed, source=part.source, value=squash(part.printed))


def find_year(text: Transcript, titles: Sequence[Printed]) -> Attribute | None:
    """The year of the cover, else of the titles, else the one most often printed."""
    years = _years(_texts(text, _COVER_LINES)) or _years(titles) or _years(_texts(text))
    if not years:
        return None
    best, _ = Counter(_in_digits(year) for year in years).most_common(1)[0]
    first = next(year for year in years if _in_digits(year) == best)
    return Attribute(printed=first.printed, source=first.source, value=best)


def find_disclosure_kind(text: Transcript) -> Attribute | None:
    """Budget or final account: what the cover says first, else what is said more often."""
    cover = [line for line in _texts(text, _COVER_LINES) if _is_short(line)]
    for texts in (cover, _texts(text)):
        found = [(line, match) for line in texts for match in _KIND.finditer(line.printed)]
        if not found:
            continue
        counts = Counter(match.group()[-2:] for _, match in found)
        most = found[0][1].group()[-2:] if texts is cover else counts.most_common(1)[0][0]
        line, match = next(pair for pair in found if pair[1].group()[-2:] == most)
        printed = cut_printed(line, *match.span())
        kind = DisclosureKind.FINAL if most == "决算" else DisclosureKind.BUDGET
        return Attribute(printed=printed.printed, source=printed.source, value=kind.value)
    return None


def _is_short(text: Printed) -> bool:
    """Whether a line can be a title: short, and no sentence."""
    return len(text.printed) <= 40 and not re.search(r"[。；，：]", text.printed)


def identity_gaps(found: dict[str, Attribute | None]) -> tuple[Gap, ...]:
    """A gap for each property that was looked for and not found."""
    return tuple(
        Gap(
            reason=GapReason.NOT_FOUND,
            message=f"the document's {name} was not found",
            printed="",
            source=None,
        )
        for name, attribute in found.items()
        if attribute is None
    )


def _texts(text: Transcript, count: int | None = None) -> Iterator[Printed]:
    """The lines that are not blank; of the first `count`, where given."""
    for number in range(1, len(text.lines[:count]) + 1):
        if line := text.line(number):
            yield line


def _named_agencies(
    text: Transcript,
    numbers: Iterable[int],
    patterns: Sequence[re.Pattern[str]],
) -> Iterator[Printed]:
    for number in sorted(numbers):
        line = text.line(number)
        found = line and next((f for p in patterns if (f := p.match(line.printed))), None)
        if line and found and _AGENCY.fullmatch(found["name"]):
            name = _WHOLE.sub("", found["name"])
            yield cut_printed(line, found.start("name"), found.start("name") + len(name))


def _cover_agencies(text: Transcript) -> Iterator[Printed]:
    for line in _texts(text, _COVER_LINES * 4):
        start = len(line.printed) - len(line.printed.lstrip("# "))
        while leading := _LEADING.match(line.printed[start:]):
            start += leading.end()
        body = line.printed[start:]
        found = _COVER.match(body)
        name = found["name"].rstrip() if found else body
        for word in ("部门", "单位"):
            name = name.removesuffix(word)
        if 3 <= len(name) <= 40 and _AGENCY.fullmatch(name) and not re.search(r"[，。；：:]", name):
            yield cut_printed(line, start, start + len(name))


def _years(texts: Iterable[Printed]) -> list[Printed]:
    return [
        cut_printed(text, *found.span()) for text in texts for found in _YEAR.finditer(text.printed)
    ]


def _in_digits(year: Printed) -> str:
    return year.printed.translate(_CIPHERS)


def _printed_range(printed: str, start: int, end: int) -> tuple[int, int]:
    """Where the characters `start` to `end`, white space not counted, stand in a text."""
    places = [offset for offset, char in enumerate(printed) if not char.isspace()]
    return places[start], places[end - 1] + 1
