"""The entries of a table of contents, as they are printed."""

import re

from extraction.places import cut_printed, join_printed
from extraction.prose import entry_mark, is_furniture, width_of
from extraction.records import Printed
from extraction.transcript import Transcript

_LEAD = re.compile(r"(?:#{1,6}\s+|[-*•·]\s+)*")
_LEADER = re.compile(r"\s*(?:[.…·]{2,}|\t|\s{2,})[.…·\s]*\d*\s*$")
_SENTENCE = re.compile(r"[。；;]")
# A line that a scrape broke is about as wide as the widest.
_SLACK = 6


def read_contents(text: Transcript, lines: range) -> tuple[Printed, ...]:
    """The entries on the lines of a table of contents, joined where they wrap."""
    found: list[Printed] = []
    numbers = [n for n in lines[1:] if not is_furniture(text.lines[n - 1])]
    widest = max((width_of(text.lines[n - 1]) for n in numbers), default=0)
    open_line = 0
    for number in numbers:
        line, whole = text.line(number), text.lines[number - 1]
        if line is None or _SENTENCE.search(whole):
            break
        entry = _entry(line)
        if number - 1 == open_line and entry_mark(whole) is None:
            found[-1] = join_printed(found[-1], entry)
        elif entry.printed:
            found.append(entry)
        is_led = len(entry.printed) < len(line.printed.rstrip()) and _LEADER.search(line.printed)
        wraps = entry_mark(whole) is not None and width_of(whole) >= widest - _SLACK
        open_line = number if wraps and not is_led else 0
    return tuple(found)


def _entry(line: Printed) -> Printed:
    """An entry without hashes, bullet, leader and page."""
    lead = _LEAD.match(line.printed)
    start = lead.end() if lead else 0
    leader = _LEADER.search(line.printed, start)
    return cut_printed(line, start, leader.start() if leader else len(line.printed))
