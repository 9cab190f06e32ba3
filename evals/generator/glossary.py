"""Definitions (名词解释) in our own words."""

from evals.generator.catalogue import Subject
from evals.generator.classification import FUNCTIONS
from evals.generator.narrative import item_path

_TERMS = (
    ("财政拨款收入", "本级财政当年拨给部门使用的各类资金，不含以前年度结余。"),
    ("事业收入", "事业单位通过专业服务及其辅助活动取得的收入。"),
    ("其他收入", "以上各类收入以外，由单位自行取得并按规定入账的收入。"),
    ("上年结转", "上一年度没有用完、本年仍按原来用途继续使用的资金。"),
    ("基本支出", "维持机构日常运行所需要的人员开支和公用开支。"),
    ("项目支出", "在日常运行之外，为完成某项专门任务所安排的开支。"),
    (
        "“三公”经费",
        "因公出国（境）、公务用车购置及运行维护、公务接待三个方面的开支，按规定公开并逐年控制。",
    ),
    ("机关运行经费", "行政单位和参照公务员法管理的单位购买货物和服务、保证日常办公的公用经费。"),
)


def terms_of(subject: Subject) -> tuple[tuple[str, str], ...]:
    """Terms and what they mean: the common ones, and the items with money."""
    codes = sorted({post.code for post in subject.year.now.posts})
    items = tuple(
        (item_path(code), f"指列入{FUNCTIONS[code[:5]]}、按{FUNCTIONS[code]}用途使用的资金。")
        for code in codes
    )
    return _TERMS + items
