"""The ordinals that a word processor counts itself: `一、`, `（一）`, `1.` are not in the text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from extraction.readers.packages import read_count
from extraction.readers.word_styles import attribute, child_value

_DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_PLACES = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CLOSED = re.compile(r"[、.．)）:：]$")
_LEVEL = re.compile(r"%(\d)")
_MOST_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    text: str = ""
    """`%1、`, where `%1` is the number of the first level."""
    start: int = 1
    gap: str = "tab"
    """What stands between ordinal and text: `tab`, `space` or `nothing`."""
    is_plain: bool = False
    """Whether outer levels are written in digits."""


Levels = dict[int, Level]


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    lists: dict[str, str] = field(default_factory=dict)
    """The key of each list's model."""
    models: dict[str, Levels] = field(default_factory=dict)
    own: dict[str, Levels] = field(default_factory=dict)
    """The levels that a list numbers otherwise than its model."""
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    """Where a level of a list begins anew."""
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: etree._Element) -> "Numbering":
        """The lists that the part `numbering.xml` defines."""
        found = cls()
        for model in root.iterfind("{*}abstractNum"):
            key = attribute(model, "abstractNumId")
            found.models[key] = {
                read_count(attribute(level, "ilvl"), 0): _read_level(level)
                for level in model.iterfind("{*}lvl")
            }
        for item in root.iterfind("{*}num"):
            key = attribute(item, "numId")
            found.lists[key] = child_value(item, "abstractNumId")
            for override in item.iterfind("{*}lvlOverride"):
                depth = read_count(attribute(override, "ilvl"), 0)
                if start := child_value(override, "startOverride"):
                    found.restarts[key, depth] = read_count(start, 1)
                if (level := override.find("{*}lvl")) is not None:
                    found.own.setdefault(key, {})[depth] = _read_level(level)
        return found

    def count(self, key: str, depth: int) -> str:
        """The next ordinal of a list at a level, with what parts it from the text."""
        model = self.lists.get(key)
        if model is None or not 0 <= depth < _MOST_LEVELS:
            return ""
        levels = {**self.models.get(model, {}), **self.own.get(key, {})}
        level = levels.get(depth)
        if level is None or level.form in ("bullet", "none"):
            return ""
        counts = self._advance(key, model, depth, levels)
        text = _LEVEL.sub(
            lambda found: _spell(counts, levels, int(found[1]) - 1, level), level.text
        )
        parted = level.gap != "nothing" and not _CLOSED.search(text)
        return text + " " if text and parted else text

    def _advance(self, key: str, model: str, depth: int, levels: Levels) -> list[int | None]:
        counts = self.counts.setdefault(model, [None] * _MOST_LEVELS)
        restart = self.restarts.get((key, depth))
        now = counts[depth]
        if restart is not None and (key, depth) not in self.seen:
            counts[depth] = restart
        else:
            counts[depth] = levels[depth].start if now is None else now + 1
        self.seen.add((key, depth))
        for outer in range(depth):
            if counts[outer] is None:
                counts[outer] = levels.get(outer, Level()).start
        counts[depth + 1 :] = [None] * (_MOST_LEVELS - depth - 1)
        return counts


def _read_level(level: etree._Element) -> Level:
    start = child_value(level, "start")
    return Level(
        form=child_value(level, "numFmt") or "decimal",
        text=child_value(level, "lvlText"),
        start=read_count(start, 1),
        gap=child_value(level, "suff") or "tab",
        is_plain=level.find("{*}isLgl") is not None,
    )


def _spell(counts: list[int | None], levels: Levels, depth: int, level: Level) -> str:
    number = counts[depth] if 0 <= depth < _MOST_LEVELS else None
    if number is None:
        return ""
    form = "decimal" if level.is_plain else levels.get(depth, Level()).form
    return _FORMS.get(form, str)(number)


def _chinese(number: int, digits: str = _DIGITS, places: tuple[str, ...] = _PLACES) -> str:
    if not 0 < number < 10_000:
        return str(number)
    spelled = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            spelled = digits[int(digit)] + places[place] + spelled
        elif spelled and not spelled.startswith(("零", "〇")):
            spelled = "零" + spelled
    return spelled.removeprefix("一") if spelled.startswith("一十") else spelled


def _legal(number: int) -> str:
    return _chinese(number, _LEGAL_DIGITS, _LEGAL_PLACES)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else "0"


def _roman(number: int) -> str:
    spelled = ""
    for value, letters in _ROMAN:
        while number >= value:
            spelled += letters
            number -= value
            if len(spelled) > 20:
                return spelled
    return spelled


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + n: ord("０") + n for n in range(10)})


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
