"""Very many disclosures from a few: generated ones, read once, under other places and figures.

A variant has other names of a city and other digits in every amount, of the same length, so that
each figure still stands at its place. Its sums no longer tie; its checks are those of the original.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from evals.generator import GeneratedDocument, generate_agency
from evals.generator.history import YEARS
from extraction import Disclosure, Report, Transcript
from index import Prepared, prepare

_AMOUNT = re.compile(r"\d[\d,]*\.\d+")
_FIRST = "云岚靖苍汉沅澄柏禾霁棠砚沐荻望柳鹤芦桑瑶"
_SECOND = "泽汀原屿岭阳川洲渡埠溪浦陵塘崖滩潭峪湾坪"
_NONZERO = "123456789"


@dataclass(frozen=True, slots=True)
class Original:
    """A generated disclosure as it was read, in JSON, which is sooner varied than records."""

    name: str
    city: str
    """The city's name without 市, with which that of the agency begins."""
    text: Transcript
    disclosure: str
    report: str


def draw_variants(originals: int, documents: int, seed: int) -> Iterator[Prepared]:
    """So many documents in all, varied from so many generated ones; each agency has its years."""
    agencies = islice(_draw_agencies(seed), -(-originals // len(YEARS)))
    read = [original for years in agencies for original in _read(years)]
    cities = [first + second for first in _FIRST for second in _SECOND]
    Random(f"cities {seed}").shuffle(cities)
    return islice((vary(one, city) for city in cities for one in read), documents)


def vary(original: Original, city: str) -> Prepared:
    """The document with its city called otherwise, all its amounts of other digits."""
    name = f"{original.name}-{_spell(city)}"
    digits = str.maketrans(_NONZERO, "".join(Random(city).sample(_NONZERO, len(_NONZERO))))

    def change(text: str) -> str:
        renamed = text.replace(original.city, city).replace(original.name, name)
        return _AMOUNT.sub(lambda found: found[0].translate(digits), renamed)

    text = original.text
    return Prepared(
        path=Path(f"/generated/{name}.txt"),
        text=replace(text, document=name, lines=tuple(map(change, text.lines))),
        disclosure=Disclosure.model_validate_json(change(original.disclosure)),
        report=Report.model_validate_json(change(original.report)),
    )


def _draw_agencies(seed: int) -> Iterator[Sequence[GeneratedDocument]]:
    """The disclosures of agencies that differ by more than their city."""
    seen: set[str] = set()
    for number in count(seed * 10_000):
        documents = generate_agency(number)
        name = documents[0].agency.partition("市")[2]
        if name not in seen:
            seen.add(name)
            yield documents


def _read(documents: Sequence[GeneratedDocument]) -> Iterator[Original]:
    """The disclosures of an agency, read and checked."""
    with TemporaryDirectory() as folder:
        for document in documents:
            path = Path(folder) / f"{document.name}.txt"
            path.write_text(document.text, encoding="utf-8")
            one = prepare(path)
            yield Original(
                name=document.name,
                city=document.region.partition("市")[0],
                text=Transcript(document.name, one.text.lines, one.text.sha256),
                disclosure=one.disclosure.model_dump_json(),
                report=one.report.model_dump_json(),
            )


def _spell(city: str) -> str:
    """The name of a city in ASCII."""
    return f"{_FIRST.index(city[0]):02d}{_SECOND.index(city[1]):02d}"
