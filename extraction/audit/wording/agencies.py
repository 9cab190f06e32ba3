"""The agency's own name, misprinted, and headings that name another body in its stead."""

import re
from collections.abc import Iterable, Iterator, Sequence

from extraction.audit.wording.slips import Slip, Words
from extraction.records import Disclosure, Printed
from extraction.relations import Remark
from extraction.text import normal_form

AGENCY_NAME = "agency_name"
AGENCY_HEADING = "agency_heading"

_AND = "和与及"
_PLACE = re.compile(r".+?(?:自治区|自治州|地区|[省市区县州盟旗])")
_HEADING = re.compile(
    r"(?:第.部分)?(?P<name>[\u4e00-\u9fff]+)20\d\d年度?(?:部门|单位)?(?:预算|决算)(?:公开)?"
    r"(?:报?表|(?:情况)?说明)?"
)
# An agency that names itself so often is the one that publishes.
_OFTEN = 3


def is_named(words: Iterable[Words], disclosure: Disclosure) -> bool:
    """Whether the agency names itself so often that its name is sure."""
    agency = disclosure.agency.value if disclosure.agency else ""
    return bool(agency) and sum(one.text.printed.count(agency) for one in words) >= _OFTEN


def find_agency_slips(words: Sequence[Words], disclosure: Disclosure) -> Iterator[Slip]:
    """Where the words, and the headings, misname the agency that publishes."""
    if disclosure.agency and is_named(words, disclosure):
        agency = disclosure.agency.value
        region = disclosure.region.value if disclosure.region else ""
        yield from _find_variants(words, agency)
        printed = [*disclosure.headings, *(one.text for one in words if one.table is None)]
        yield from _find_superiors(printed, agency, region)


def _find_variants(words: Iterable[Words], agency: str) -> Iterator[Slip]:
    """The name with another word for `and`: bodies of one place do not differ in that alone."""
    variants = {
        agency[:at] + other + agency[at + 1 :]
        for at, char in enumerate(agency)
        for other in _AND
        if char in _AND and other != char
    }
    for one in words:
        for variant in variants:
            at = one.text.printed.find(variant)
            while at >= 0:
                before = one.text.printed[:at]
                if before.count("《") <= before.count("》"):  # the title of a rule is its own
                    quote = one.quote(at, at + len(variant))
                    yield Slip(AGENCY_NAME, variant, quote, _other_word(agency), agency)
                at = one.text.printed.find(variant, at + len(variant))


def _other_word(agency: str) -> Remark:
    return Remark(f"其他各处作“{agency}”", f"Elsewhere it is “{agency}”.")


def _find_superiors(printed: Iterable[Printed], agency: str, region: str) -> Iterator[Slip]:
    """The headings of the document that name the same body of the place over the agency's."""
    places = _PLACE.findall(region) if agency.startswith(region) else []
    body = agency[len(region) :]
    names = {"".join(places[:count]) + body for count in range(1, len(places))}
    for text in printed:
        found = _HEADING.fullmatch(normal_form(text.printed))
        if found and found["name"] in names:
            words = Words(text, "")
            quote = words.quote(0, len(text.printed))
            meant = quote.printed.replace(found["name"], agency)
            yield Slip(AGENCY_HEADING, found["name"], quote, _superior(agency), meant)


def _superior(agency: str) -> Remark:
    return Remark(f"本文件是{agency}的", f"The document is that of {agency}.")
