"""Items that a question names and no printed name is."""

import pytest

from index.answering.absences import absent_name


@pytest.mark.parametrize(
    ("question", "printed", "absent"),
    [
        ("|事业单位医疗是多少", "行政事业单位医疗", "事业单位医疗"),
        ("一般公共服务支出", "商品和服务支出", "一般公共服务支出"),
        ("一般公共服务支出", "一般公共服务支出", None),
        ("公务员医疗补助有多少", "公务员医疗补助缴费", None),
        ("事业单位医疗", "卫生健康支出（类）行政事业单位医疗（款）事业单位医疗（项）", None),
    ],
)
def test_an_item_of_the_classification_is_not_its_neighbour(
    question: str, printed: str, absent: str | None
) -> None:
    assert absent_name(question, ["支出", printed]) == absent
