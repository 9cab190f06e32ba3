"""Names of bodies in a text that no record and no cited words bear."""

import re
from collections.abc import Iterator, Sequence

from extraction import normal_form
from index.records import Document
from index.words.agencies import find_mentions
from index.words.directory import Directory, find_directory

_BODY = (
    r"(?:局|委员会|管委会|厅|办公室|法院|检察院|政府(?!性)|联合会|总工会|街道(?:办事处)?|中心|大学|学院"
    r"|学校|[小中]学|医院|公司|集团|管理[站所处]|服务[站所]|研究[院所])"
)
_ENDS = re.compile(_BODY)
_PARTICLES = re.compile(r"[该本的由在对是和与及向从被为将把给据按比较跟同]|其中|以及|关于|根据")
_ENGLISH = re.compile(
    r"(?:[A-Z][\w'’-]*\s+)+(?:of\s+[A-Z][\w'’-]*\s*)?"
    r"(?:Bureau|Department|Commission|Committee|Ministry|Office|Government|Court|Agency|Centre"
    r"|Center|Administration|Authority)"
)
_LEVEL = re.compile(r"[省市县区旗](?=[一-龥]{2})")
_LEAST = 3


def find_bodies(own: str, documents: Sequence[Document], text: str) -> Iterator[str]:
    """The bodies that a text names and that are neither a document's nor in a printed text."""
    named = ([name] for name in find_mentions(own, ()).unknown)
    for names in (*named, *_named(own)):
        if not any(_is_known(name, documents, text) for name in names):
            yield names[0]


def _is_known(name: str, documents: Sequence[Document], text: str) -> bool:
    form = normal_form(name)
    return form in text or _calls_one(form, find_directory(documents))


def _calls_one(name: str, directory: Directory) -> bool:
    """Whether a name is an agency's, in full, shortened, or by its level (县水利局)."""
    regions = directory.regions
    level = name[0] if _LEVEL.match(name) else ""
    own = directory.called(name[1:]) if level else ()
    if any(regions[agency].endswith(level) for agency in own):
        return True
    return any(not (level and regions[a].endswith(level)) for a in directory.called(name))


def _named(own: str) -> Iterator[list[str]]:
    """The bodies of a text, each by its shortest name and by longer ones, as particles part it."""
    for run in re.findall(r"[一-龥]+", own):
        for found in _ENDS.finditer(run):
            whole = run[: found.end()]
            starts = (0, *(particle.end() for particle in _PARTICLES.finditer(whole)))
            names = [whole[at:] for at in reversed(starts)]
            if len(names[0]) >= _LEAST:
                yield names
    for found in _ENGLISH.finditer(own):
        yield [found[0]]
