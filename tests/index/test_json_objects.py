"""Answers in, the object that they end in out."""

import pytest

from index.models.json_objects import find_object, find_strings, has_fields


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('```json\n{"a": {"b": "}"}}\n```', '{"a": {"b": "}"}}'),
        ('{"a": 1}\n{"a": 2}', '{"a": 2}'),
        ('a set {x, y} and {"a": 1} then {z', '{"a": 1}'),
        ('<think>{"a": 1}</think>{"a": 2}', '{"a": 2}'),
        ('{"a": 1}</think>{"a": 2}', '{"a": 2}'),
        ('[{"a": 1}]', '{"a": 1}'),
        ('{"a": "说明{"}', '{"a": "说明{"}'),
    ],
)
def test_the_last_whole_object_is_found(text: str, found: str) -> None:
    assert find_object(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "{",
        "[1, 2]",
        '{"a": {"b": 1}',
        '{"a": {"b": 1}, "c": "d {}',
        '{"a": 1} {"a": 2, "b": ',
        '<think>{"a": 1}',
        '{"a": 1}</think>',
        '{"a":' * 100_000,
    ],
)
def test_what_is_cut_off_or_thought_is_no_object(text: str) -> None:
    assert find_object(text) is None


@pytest.mark.parametrize(
    ("noise", "found"),
    [("{", '{"b": 1}'), ('{"', '{"b": 1}'), ("{'a': 1}", '{"b": 1}'), ('{"a":', None)],
)
def test_noise_hides_no_object_but_one_that_is_a_part_of_it(noise: str, found: str | None) -> None:
    assert find_object(noise * 2_000 + ' {"b": 1}') == found


def test_fields_are_those_of_the_object_itself() -> None:
    assert has_fields('{"a": {"b": 1}, "c": null}', ["a", "c"])
    assert not has_fields('{"a": {"b": 1}}', ["a", "b"])


def test_a_number_of_thousands_of_digits_is_no_answer() -> None:
    assert find_object(f'{{"tables": {"9" * 5000}}}') is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"said": ["a", "b"]}', ["a", "b"]),
        ('{"said": ["a", "b', ["a"]),
        ('{"said": ["a"', ["a"]),
        ('{"said": ["a\\', []),
        ('{"said": ["a\\"b", "\\u4e', ['a"b']),
        ('{"said": [', []),
        ('```json\n{ "said" : [ "a" ,\n "b"', ["a", "b"]),
        ('{"said": ["a", 7, "b"]}', ["a"]),
        ('{"other": ["a"]}', []),
        ('<think>{"said": ["a"]}', []),
        ('<think>{"said": ["a"]}</think>{"said": ["b"]', ["b"]),
    ],
)
def test_strings_are_found_as_soon_as_they_are_whole(text: str, found: list[str]) -> None:
    assert list(find_strings(text, "said")) == found
