"""Classes and groups of the classification: a reason of one item in them is not theirs."""

import re
from collections import defaultdict
from collections.abc import Iterable

from index.library import Library
from index.records import Passage, Plan
from index.words.matching import Topic, Weights
from index.words.wording import CLASS_MARK, bare_name, canonical

_PATH = re.compile(r"[一-龥][^“”\"。，,、.\s\d]*[(（]类[)）][^“”\"。，,]+[(（]项[)）]")
_NAMED = 0.6


def find_groups(library: Library, plan: Plan) -> frozenset[tuple[str, str]]:
    """Documents and groups of the classification that hold more than one item, by their names."""
    leaves: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name in plan.documents:
        coded = {f.full_code: f.item for f in library.facts([name]) if f.full_code}
        for code in coded:
            for length in (3, 5):
                if len(code) == 7 and (group := coded.get(code[:length])):
                    leaves[name, canonical(bare_name(group))].add(code)
    return frozenset(key for key, codes in leaves.items() if len(codes) > 1)


def shared_groups(reasons: Iterable[Passage]) -> frozenset[tuple[str, str]]:
    """Documents and groups of which reasons are given for more than one item."""
    items: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for passage in reasons:
        for path in _paths(passage):
            for segment in segments(path)[:-1]:
                items[passage.document, canonical(segment)].add(path)
    return frozenset(key for key, paths in items.items() if len(paths) > 1)


def _paths(passage: Passage) -> list[str]:
    """The items of a passage that are printed with their classes: X（类）Y（款）Z（项）."""
    return [item for item in passage.topic.split("、") if len(CLASS_MARK.findall(item)) > 1]


def segments(path: str) -> list[str]:
    """The names that a path of the classification is made of: X（类）Y（款）Z（项）."""
    return [*filter(None, CLASS_MARK.split(path))]


def is_part(
    topic: Topic, weights: Weights, passage: Passage, groups: frozenset[tuple[str, str]]
) -> bool:
    """Whether a reason is of one item of several in the class or group that is asked about."""
    paths = [segments(path) for path in _paths(passage)]
    return bool(paths) and all(
        any(
            (passage.document, canonical(segment)) in groups
            and topic.share(segment, weights) >= _NAMED
            and not _names_inner(topic, segment, path[-1])
            for segment in path[:-1]
            if canonical(segment) != canonical(path[-1])
        )
        for path in paths
    )


def _names_inner(topic: Topic, group: str, item: str) -> bool:
    """Whether a topic tells an item beside its group: by its name, or by what the group lacks."""
    beside = topic.text.replace(canonical(group), "|")
    own = canonical(item).removesuffix("支出")
    return own in beside or bool(topic.weigh(topic.cover(item) - topic.cover(group)))


def with_path(passage: Passage) -> Passage:
    """A paragraph with the item that it opens with as its topic, where it is printed in classes."""
    found = _PATH.search(passage.text)
    return passage.model_copy(update={"topic": found[0] if found else ""})
