"""Numbers written in Chinese numerals: 三百二十万, 二〇二四, 壹拾, 五点二."""

from decimal import Decimal

_DIGITS = {
    **{digit: n for n, digit in enumerate("〇一二三四五六七八九")},
    **{digit: n for n, digit in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "俩": 2,
}
_STEPS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_LETTERS = "".join((*_DIGITS, *_STEPS, *_SCALES))
NUMERAL = rf"(?<![\d.{_LETTERS}])[{_LETTERS}]*[{''.join((*_DIGITS, *_STEPS))}][{_LETTERS}点]*"
"""A number in numerals, as a regular expression; never the 万 of `3万`."""


def read_numeral(written: str) -> Decimal:
    """The number that numerals say: by steps (三百二十), or digit by digit (二〇二四)."""
    whole, _, places = written.partition("点")
    decimals = "".join(str(_DIGITS[letter]) for letter in places if letter in _DIGITS)
    scale = next((_SCALES[letter] for letter in places if letter in _SCALES), 1)
    value = Decimal(f"{_read_whole(whole)}.{decimals or 0}")
    return value * scale


def _read_whole(written: str) -> int:
    if all(letter in _DIGITS for letter in written):
        return int("".join(str(_DIGITS[letter]) for letter in written) or 0)
    total = section = digit = 0
    for letter in written:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _STEPS:
            section += (digit or 1) * _STEPS[letter]
            digit = 0
        else:
            scale, part = _SCALES[letter], section + digit
            total = (total + part) * scale if total < scale else total + part * scale
            section = digit = 0
    return total + section + digit
