"""Names of agencies and their places, looked up by how they are spelt in pinyin."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extraction import normal_form
from index.records import Document

_FEWEST_CHARACTERS = 2


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The agencies of some documents and the regions that they are of."""

    regions: Mapping[str, str]
    """Agency to region, empty where that is not known."""
    forms: Mapping[str, str]
    """Agency to its region and name in normal form."""
    spelt: Sequence[tuple[str, str]]
    """Each name in normal form, with its pinyin in one word."""

    def find(self, spelt: str) -> tuple[str, ...]:
        """What in the names is spelt so: two characters or more, in order."""
        found = (spell(spelt, name) for name, whole in self.spelt if spelt in whole)
        return tuple(sorted(set(filter(None, found))))

    def agencies_of(self, places: Iterable[str]) -> list[str]:
        """The agencies whose name or region has one of these; all for an empty one."""
        places = tuple(places)
        return [a for a, form in self.forms.items() if any(place in form for place in places)]


def make_gazetteer(documents: Iterable[Document]) -> Gazetteer:
    """The names that documents bear."""
    return _gather(tuple({d.agency: d.region or "" for d in documents if d.agency}.items()))


@lru_cache(maxsize=8)
def _gather(regions: tuple[tuple[str, str], ...]) -> Gazetteer:
    forms = {agency: normal_form(region + agency) for agency, region in regions}
    names = dict.fromkeys(normal_form(name) for pair in regions for name in pair if name)
    spelt = [(name, "".join(_syllables(name))) for name in names]
    return Gazetteer(dict(regions), forms, spelt)


def spell(spelt: str, name: str) -> str:
    """The characters of a name that are spelt so; empty where none are."""
    syllables = _syllables(name)
    for start in range(len(syllables)):
        joined = ""
        for end in range(start, len(syllables)):
            joined += syllables[end]
            if joined == spelt and end - start + 1 >= _FEWEST_CHARACTERS:
                return name[start : end + 1]
            if not spelt.startswith(joined):
                break
    return ""


@lru_cache(maxsize=65536)
def _syllables(name: str) -> tuple[str, ...]:
    """The pinyin of each character, without tones; as many as the name is long."""
    from pypinyin.seg.simpleseg import seg  # half a second to load, and only English needs it

    return tuple(syllable for word in seg(name) for syllable in _spell_word(word))


@lru_cache(maxsize=65536)
def _spell_word(word: str) -> tuple[str, ...]:
    """The same of one word, of which many names have the same."""
    from pypinyin import lazy_pinyin

    spelt = lazy_pinyin(word)
    if len(spelt) != len(word):
        spelt = [lazy_pinyin(char)[0] for char in word]
    return tuple(syllable.replace("v", "u") for syllable in spelt)
