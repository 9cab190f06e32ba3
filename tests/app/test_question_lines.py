"""Questions from a file: lines in, questions and bad lines out."""

import pytest

from app.question_lines import BadLine, Question, read_questions


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ('{"id": "q1", "question": "多少？"}', Question(id="q1", question="多少？")),
        ('\ufeff{"id": 7, "question": "多少？"}', Question(id=7, question="多少？")),
        (
            '{"question": "多少？", "documents": ["water"], "gold": 1}',
            Question(question="多少？", documents=("water",)),
        ),
        ("多少？", BadLine(None, "line 1: not JSON")),
        ('["多少？"]', BadLine(None, "line 1: not a JSON object")),
        ('{"id": "q1"}', BadLine("q1", "line 1: there is no question")),
        ('{"id": "q1", "question": " "}', BadLine("q1", "line 1: question is not as it must be")),
        (
            '{"id": "q1", "question": "多少？", "documents": "water"}',
            BadLine("q1", "line 1: documents is not as it must be"),
        ),
        (
            '{"id": ["q1"], "question": "多少？"}',
            BadLine(None, "line 1: id is not as it must be"),
        ),
        ("[" * 100_000, BadLine(None, "line 1: not JSON")),
    ],
)
def test_a_line_is_a_question_or_says_why_not(line: str, read: Question | BadLine) -> None:
    assert list(read_questions([line.encode()])) == [read]


def test_lines_are_counted_and_empty_ones_passed_over() -> None:
    lines = [b"\n", '{"question": "多少？"}\n'.encode(), b"\xff\xfe\xfa\n"]
    assert list(read_questions(lines)) == [
        Question(question="多少？"),
        BadLine(None, "line 3: not JSON"),
    ]
