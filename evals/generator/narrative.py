"""What a disclosure says about its figures, section by section."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evals.generator.budget import Accounts, Post, add
from evals.generator.catalogue import Subject
from evals.generator.classification import CLASSES, ECONOMY, FUNCTIONS
from evals.generator.code_tables import APPROPRIATION
from evals.generator.printing import Galley
from evals.generator.prose import FINAL_VOICES, VOICES, Passage
from evals.generator.sectors import Purse
from evals.generator.styles import Style
from evals.generator.word_tables import key_project_sheet, live_projects
from extraction.vocabulary import DisclosureKind, Unit

_PURSE_NAMES = {
    Purse.GENERAL: "一般公共预算拨款收入",
    Purse.FUND: "政府性基金预算拨款收入",
    Purse.CAPITAL: "国有资本经营预算拨款收入",
    Purse.SPECIAL: "财政专户管理资金收入",
    Purse.BUSINESS: "事业收入",
    Purse.OTHER: "其他收入",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading without an ordinal, and who writes it."""

    heading: str
    """The heading."""
    write: Callable[[Subject, Galley], None]
    """Prints everything under the heading."""


def sections_of(subject: Subject) -> tuple[Section, ...]:
    """The sections of a budget's or a final account's explanation."""
    return _BUDGET_SECTIONS if subject.kind is DisclosureKind.BUDGET else _FINAL_SECTIONS


def passage(subject: Subject) -> Passage:
    """An empty paragraph in the publisher's voice."""
    voices = VOICES if subject.kind is DisclosureKind.BUDGET else FINAL_VOICES
    style: Style = subject.style
    return Passage(style, voices[style.voice], subject.agency.sector.object)


def _lead(subject: Subject) -> str:
    name, year = subject.agency.name, subject.year.now.year
    return (f"{year}年{name}", f"本部门{year}年", f"{name}{year}年度")[subject.style.voice]


def _through(accounts: Accounts, *purses: Purse) -> Iterator[Post]:
    return (post for post in accounts.posts_of(*purses))


def _suffix(subject: Subject) -> str:
    return "预算" if subject.kind is DisclosureKind.BUDGET else "支出"


def _write_totals(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now, subject.year.before
    for item in ("收入预算总额", "支出预算总额"):
        one = passage(subject).say(_lead(subject))
        one.money(item, now.total(), before=before.total(), reason=True).say("。").print_to(galley)


def _write_income(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now, subject.year.before
    one = passage(subject).say(_lead(subject)).money("收入预算合计", now.total()).say("。其中：")
    for purse, name in _PURSE_NAMES.items():
        amount = now.income(purse)
        if amount or subject.style.full_classes:
            one.money(name, amount, before=before.income(purse), whole=now.total()).say("；")
    one.money("上年结转", now.opening(), whole=now.total()).say("。").print_to(galley)


def _write_expenditure(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now, subject.year.before
    total = now.total()
    one = passage(subject).say(_lead(subject)).money("支出预算合计", total).say("。")
    basic, was = (add(post.basic for post in one_year.posts) for one_year in (now, before))
    one.say("按支出用途划分，").money("基本支出", basic, before=was, whole=total).say("；")
    one.money("项目支出", total - basic, before=before.total() - was, whole=total).say("。")
    one.print_to(galley)
    _write_classes(subject, galley)


def _write_classes(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now, subject.year.before
    one = passage(subject).say("按支出功能划分，")
    present = [code for code in CLASSES if any(post.code.startswith(code) for post in now.posts)]
    for code in present:
        amount, was = (
            add(post.total for post in year.posts if post.code.startswith(code))
            for year in (now, before)
        )
        one.money(CLASSES[code], amount, before=was)
        one.say("。" if code == present[-1] else "；")
    one.print_to(galley)


def _write_appropriation(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now, subject.year.before
    one = passage(subject).say(_lead(subject))
    one.money(
        "财政拨款支出预算",
        now.total(*APPROPRIATION),
        before=before.total(*APPROPRIATION),
        reason=True,
    )
    one.say("。具体使用情况如下：").print_to(galley)
    codes = sorted({post.code for post in _through(now, *APPROPRIATION)})
    for number, code in enumerate(codes, start=1):
        amounts = [
            add(post.total for post in year.posts_of(*APPROPRIATION) if post.code == code)
            for year in (now, before)
        ]
        item = passage(subject).say(f"{number}.")
        item.money(item_path(code), amounts[0], before=amounts[1], reason=True)
        item.say("。").print_to(galley)


def item_path(code: str) -> str:
    """`…（类）…（款）…（项）` of a functional item."""
    return f"{FUNCTIONS[code[:3]]}（类）{FUNCTIONS[code[:5]]}（款）{FUNCTIONS[code]}（项）"


def _write_basic(subject: Subject, galley: Galley) -> None:
    now = subject.year.now
    total = add(amount for _, amount in now.basic)
    one = passage(subject).say(_lead(subject)).money("一般公共预算基本支出", total).say("，其中：")
    one.print_to(galley)
    for item, classes in (("人员经费", ("301", "303")), ("公用经费", ("302", "310"))):
        names = "、".join(ECONOMY[code] for code, _ in now.basic if code.startswith(classes))
        part = passage(subject).money(item, now.economic(*classes), whole=total)
        part.say(f"。主要用于：{names}。").print_to(galley)


def _write_three_public(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now.three_public, subject.year.before.three_public
    one = passage(subject).say(_lead(subject))
    one.money("“三公”经费预算", now.total, before=before.total).say("。具体如下：").print_to(galley)
    parts = (
        ("1.", "因公出国（境）费", now.abroad, before.abroad),
        ("2.", "公务用车购置及运行维护费", now.vehicles, before.vehicles),
        ("3.", "公务接待费", now.reception, before.reception),
    )
    for ordinal, item, amount, was in parts:
        part = passage(subject).say(ordinal)
        part.money(item, amount, before=was, whole=now.total or None, reason=True).say("。")
        if ordinal == "2.":
            part.say("其中：").money("公务用车购置费", now.purchase, before=before.purchase)
            part.say("；").money("公务用车运行维护费", now.operation, before=before.operation)
            part.say("。")
        part.print_to(galley)


def _write_operating(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now, subject.year.before
    item = "机关运行经费" + _suffix(subject)
    one = passage(subject).say(_lead(subject))
    one.money(item, now.operating_costs, before=before.operating_costs, reason=True)
    one.say("。").print_to(galley)


def _write_procurement(subject: Subject, galley: Galley) -> None:
    bought = subject.year.now.purchases
    word = _suffix(subject)
    one = passage(subject).say(_lead(subject))
    one.money(f"政府采购{word}总额", add(purchase.amount for purchase in bought)).say("，其中：")
    for index, category in enumerate(("货物", "工程", "服务")):
        amount = add(purchase.amount for purchase in bought if purchase.category == category)
        one.money(f"政府采购{category}{word}", amount).say("；" if index < 2 else "。")
    one.print_to(galley)


def _write_assets(subject: Subject, galley: Galley) -> None:
    now = subject.year.now
    since = now.year if subject.kind is DisclosureKind.FINAL else now.year - 1
    one = passage(subject).say(f"截至{since}年12月31日，本部门")
    one.count("共有车辆", now.vehicles, Unit.VEHICLES).say("，均为机要通信、应急保障和执法用车；")
    one.count("单价100万元以上设备", now.sets, Unit.SETS).say("。").print_to(galley)


def _write_funds(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now, subject.year.before
    for purse, name in ((Purse.FUND, "政府性基金预算"), (Purse.CAPITAL, "国有资本经营预算")):
        amount, was = now.total(purse), before.total(purse)
        if amount:
            one = passage(subject).say(_lead(subject))
            one.money(f"{name}支出", amount, before=was).say("。").print_to(galley)
        else:
            galley.print_paragraph(f"本部门没有{name}拨款安排的支出。")


def _write_key_projects(subject: Subject, galley: Galley) -> None:
    now = subject.year.now
    projects = live_projects(now)
    amount = add(project.amount for project in projects)
    one = passage(subject).say(f"{now.year}年本部门对{len(projects)}个项目设定绩效目标，")
    one.money("涉及资金", amount).say("。").print_to(galley)
    if projects and subject.style.columns in (0, 3):
        galley.print_sheet(key_project_sheet(_KEY_PROJECTS, subject.agency, now))


def _write_final_totals(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now, subject.year.before
    amounts = [year.total() + year.closing() for year in (now, before)]
    one = passage(subject).say(_lead(subject))
    one.money("收入支出总计", amounts[0], before=amounts[1], reason=True).say("。")
    one.print_to(galley)


def _write_final_income(subject: Subject, galley: Galley) -> None:
    now = subject.year.now
    total = now.income()
    one = passage(subject).money("本年收入合计", total).say("，其中：")
    one.money("财政拨款收入", now.income(*APPROPRIATION), whole=total)
    for purse in (Purse.SPECIAL, Purse.BUSINESS, Purse.OTHER):
        if amount := now.income(purse):
            one.say("；").money(_PURSE_NAMES[purse], amount, whole=total)
    one.say("。").print_to(galley)


def _write_final_expenditure(subject: Subject, galley: Galley) -> None:
    now = subject.year.now
    total, basic = now.total(), add(post.basic for post in now.posts)
    one = passage(subject).money("本年支出合计", total).say("，其中：")
    one.money("基本支出", basic, whole=total).say("；")
    one.money("项目支出", total - basic, whole=total).say("。").print_to(galley)


def _write_final_appropriation(subject: Subject, galley: Galley) -> None:
    now, before = subject.year.now, subject.year.before
    amounts = [year.total(*APPROPRIATION) + year.closing(*APPROPRIATION) for year in (now, before)]
    one = passage(subject).say(_lead(subject))
    one.money("财政拨款收入支出总计", amounts[0], before=amounts[1], reason=True).say("。")
    one.print_to(galley)


def _write_final_general(subject: Subject, galley: Galley) -> None:
    year = subject.year
    amounts = [one.total(Purse.GENERAL) for one in (year.plan, year.now)]
    topic = "一般公共预算财政拨款支出"
    one = passage(subject).say(topic).carried_out(topic, *amounts)
    one.say("。其中：").print_to(galley)
    codes = sorted({post.code for post in (*year.now.posts, *year.plan.posts)})
    for number, code in enumerate(codes, start=1):
        planned, spent = (
            add(post.total for post in _through(which, Purse.GENERAL) if post.code == code)
            for which in (year.plan, year.now)
        )
        if planned or spent:
            item = passage(subject).say(f"{number}.{item_path(code)}。")
            item.carried_out(item_path(code), planned, spent).say("。").print_to(galley)


def _write_final_three_public(subject: Subject, galley: Galley) -> None:
    plan, now = subject.year.plan.three_public, subject.year.now.three_public
    before = subject.year.before.three_public
    one = passage(subject).say("“三公”经费").carried_out("“三公”经费", plan.total, now.total)
    one.say("。").print_to(galley)
    parts = (
        ("因公出国（境）费支出", now.abroad, before.abroad),
        ("公务用车购置及运行维护费支出", now.vehicles, before.vehicles),
        ("公务接待费支出", now.reception, before.reception),
    )
    for number, (item, amount, was) in enumerate(parts, start=1):
        part = passage(subject).say(f"{number}.")
        part.money(item, amount, before=was, whole=now.total or None, reason=True)
        part.say("。").print_to(galley)


_KEY_PROJECTS = "重点项目预算绩效目标情况"
_BUDGET_SECTIONS = (
    Section("收支预算总体情况", _write_totals),
    Section("收入预算情况", _write_income),
    Section("支出预算情况", _write_expenditure),
    Section("财政拨款支出预算情况", _write_appropriation),
    Section("一般公共预算基本支出情况", _write_basic),
    Section("政府性基金和国有资本经营预算情况", _write_funds),
    Section("“三公”经费预算情况", _write_three_public),
    Section("机关运行经费情况", _write_operating),
    Section("政府采购情况", _write_procurement),
    Section("国有资产占有使用情况", _write_assets),
    Section(_KEY_PROJECTS, _write_key_projects),
)
_FINAL_SECTIONS = (
    Section("收入支出决算总体情况", _write_final_totals),
    Section("收入决算情况", _write_final_income),
    Section("支出决算情况", _write_final_expenditure),
    Section("财政拨款收入支出决算总体情况", _write_final_appropriation),
    Section("一般公共预算财政拨款支出决算情况", _write_final_general),
    Section("一般公共预算财政拨款基本支出决算情况", _write_basic),
    Section("财政拨款“三公”经费支出决算情况", _write_final_three_public),
    Section("政府性基金和国有资本经营预算财政拨款支出决算情况", _write_funds),
    Section("机关运行经费支出情况", _write_operating),
    Section("政府采购支出情况", _write_procurement),
    Section("国有资产占有使用情况", _write_assets),
)
