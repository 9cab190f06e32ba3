"""What stands for a model's tokens and errors where no model is."""

import pickle

import pytest

from extraction import NoJson, RateLimited, Reply, estimate_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("a", 1),
        ("abcd", 1),
        ("abcde", 2),
        ("合计", 2),
        ("2024", 4),
        ("合计\t80.50\n", 2 + 4 + 1),
        ("１２", 2),
    ],
)
def test_tokens_are_estimated_by_kinds_of_characters(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


def test_an_error_keeps_its_cost_between_processes() -> None:
    spent = Reply(text="", tokens_in=11, tokens_out=7, seconds=0.5)
    error = pickle.loads(pickle.dumps(NoJson("no object", spent)))
    assert type(error) is NoJson
    assert (str(error), error.spent) == ("no object", spent)
    assert RateLimited("busy").spent is None
