"""What in a question tells that several documents each give a figure, and what is done with it."""

import re

_COUNT = r"(?:[两二三四五六七八九十几多]|(?<!\d)\d{1,2})"
_BODY = (
    r"(?:(?!项|类|种|级|科|月|季|数|百分|亿|万|的)[一-龥]{0,4}?(?<![的办])(?:局|委|厅|法院|街道|政府(?!性|采购|购买))"
    r"|(?:预算)?单位|(?:预算)?部门|机关(?!运[行转]|本级|事业)|机构|\|{2,})"
)
# The documents as a group: 三家医保局, 这两个局, 各单位, 两份预算; bars are a class of agency.
GROUP = re.compile(
    rf"(?:[这那]|上述|以上|所有|全部|全体)*"
    rf"(?:[这那]些(?={_BODY})|(?:其他|其余|别的|另外)(?:[各几]个?)?的?(?={_BODY})|{_COUNT}(?:家|个(?={_BODY})|份|地(?!区|方)|[市县区](?!级))"
    rf"|[各每](?:家|地(?!区|方)|个(?={_BODY})|(?={_BODY}))|(?:所有|全部|全体)(?={_BODY}))"
    rf"(?:{_BODY})?(?:里面?|中|之[间中]|当中)?"
)
STATED = re.compile(
    r"(?<![前哪])([两二三四五六七八九十]|(?<![\d前哪])\d{1,2})(?P<of>家(?!公司)|份(?=预算|决算|文件|公开)|地(?!区|方)"
    rf"|个(?={_BODY})|[市县区](?!级))"
)
OF_ALL = re.compile(
    r"占了?(?:到|据)?(?P<whole>\|*(?:这|全部|所有|全体)?"
    r"(?:(?:[两二三四五六七八九十几各]|\d{1,2})(?:家|个?(?:预算)?(?:单位|部门|局)|地)(?:单位|部门|局)?"
    r"|(?:全部|所有|全体|(?<=\|))(?:预算)?(?:单位|部门|机关)))的?"
    r"(?:合计|总和|总额|总数|总量|一共|加起来|之和|全部|总)+的?(?:比[重例]|份额)?"
)
WHICH = re.compile(
    rf"哪[一两三四几些]?家(?!公司|企业|供应商|银行|医院)(?:{_BODY})?|哪(?:[几一]?个|些)(?:{_BODY}|[区市县])|哪[边方]"
    rf"|(?:{_BODY})(?:分别|都|各)?(?:有|是|为)(?:哪些|哪几[家个]?|谁)(?=[^一-龥]|$)"
)
# Of two or more things; of documents, unless the question sets items side by side.
WHO = re.compile(r"谁家?|哪一?个(?=[^一-龥]|[更最较高低多少大小快慢])")
ITEMS = re.compile(r"[一-龥]{2,}(?:[和与跟、]|还是|以及)[一-龥]{2,}")
INNER = re.compile(r"下属|所属|下辖|二级|内设|科室|项目[里中]?哪[个些]")
SPAN = re.compile(r"(20\d\d)年?度?(?:[到至~—–-]|一直到)(20\d\d)")
THIS_YEAR = re.compile(r"[今本当]年")
YEARS = re.compile(
    r"[这近](?:[几两二三四五]个?|些)年度?(?:来|间|里)?|历年|逐年|各年度?|每年|年年|连续[两三四五几]年"
    r"|哪一?年度?|(?<![一-龥\d])[两三四五几]年(?:来|间|里)?"
)
# The newest so many years.
NEAR = re.compile(r"(?:最近|近|过去|前)(?P<count>[两二三四五六七八九]|\d)个?年")
_DEGREE = r"[高低多少大小快慢贵省狠猛]"
MOST = re.compile(rf"最{_DEGREE}(?!生活|工资)|居首|排(?:在)?(?:第一|首位)|垫底")
BETTER = re.compile(
    rf"(?:谁|哪)[^,;。?!]*?(?:更|较|比较)?(?<![多最]){_DEGREE}一?[些点]?(?=[^一-龥]|$)|更{_DEGREE}"
)
LESS = re.compile(r"[低少小慢省](?!数)|减|降|跌|垫底")
DOWN = re.compile(r"减|降|跌|压缩|下滑")
APART = re.compile(
    r"差(?:了|距|额|是|有|出)*(?:多少|几|多大)|差[额距]|相差|悬殊"
    rf"|{_DEGREE}(?:出|了|上)*(?:多少|几|百分之[几多])(?!家|倍)"
    r"|[多少](?:花|用|安排|支)了?多少"
)
TIMES = re.compile(rf"(?:{_DEGREE}(?:出|了)?)?(?:是|为|有)?(?:多少|几)倍")
TIMES_OF = re.compile(r"是[^,;。?!]*的(?:几|多少)倍")
TOGETHER = re.compile(
    r"加起来|加在一起|合在一起|合起来|加总|总和|之和|合计|一共|总共|累计|统共|总计|共计|一起"
)
MEAN = re.compile(r"平均(?!每[人名辆])(?:每[家个年](?:单位|部门|局)?)?|均值")
ORDER = re.compile(
    r"[从由][高大多][到往至][低小少]|[从由][低小少][到往至][高大多]"
    r"|(?:怎么|如何)?(?<!安)排(?:个|一下|一排)?(?:序|名|列)?(?:一下)?(?![在污水放查])|依次|名次|前[一二两三四五六七八九十\d]+[名位家]"
)
FIRST = re.compile(r"前([一二两三四五六七八九十]|\d{1,2})[名位家]")
RISING = re.compile(r"[从由][低小少][到往至][高大多]|倒数")
EACH = re.compile(r"分别|各自|各(?=是|为|有|多少|[^一-龥|]|$)")
HAS = re.compile(
    r"(?:哪|谁)[^,;。?!]*?(?:(?<!所)(?:没)?有(?!多少|几|关|限)"
    r"|(?<=[家个些门位局构关])都?(?:安排|购置|采购|购买|发生|列支)了?(?!多少|几|的))"
)
HAS_NOT = re.compile(r"(?:哪|谁)[^,;。?!]*?没有")
# A change over the year that each document prints, its direction or its speed.
TURN = re.compile(
    r"(?:是|有)?(?:增是减|涨是[跌降]|升是降|增有减|[增涨升多](?:加|长)?了?还是[减跌降少](?:少)?了?|增减|涨跌)"
    r"(?:情况)?了?"
)
SPEED = re.compile(
    r"(?:增长|上升|上涨|提高|下降|降低|[增涨升降减])(?:得|的)?[最更]?(?:快|慢|猛|狠)"
    r"|(?:增幅|降幅|涨幅|增速|增长率|变动幅度|增减幅度|变化幅度)"
)
# Which of them rose or fell over the year.
MOVED = re.compile(
    r"(?:哪|谁)[^,;。?!]*?(?<![最更])"
    r"(?P<way>增加|增长|上升|上涨|提高|减少|下降|降低|压减|缩减|下滑|[增涨减降])了?的?(?=[^一-龥]|$)"
)
CHANGED = re.compile(
    r"(?:增加|增长|减少|下降|上升|提高|降低|变动|变化|压减|[涨降增减])(?:得|的|了|额|数|幅度|情况|趋势)*"
    r"|怎么变化?的?|趋势|走势|增幅|降幅|涨幅|增速|幅度"
)
HOW = re.compile(r"怎么样?|如何|怎样|什么样")
PERCENT = re.compile(r"百分之[几多]|百分比|幅|增速|增长率|几成|快|慢|狠|猛")
BASIS = re.compile(
    r"(?:[与和跟同比较])?(?:上一?年|去年)(?:度|同期|预算|执行)*数?(?:相?比(?:较|起来)?)?|同比|相比(?:之下|较)?"
)
VEHICLES = re.compile(r"(?:公车|公务用车|车辆?|小汽车)(?!购置|运行|费|的?[钱费])")
PEOPLE = re.compile(r"(?P<who>人员|职工|干部|公务员|编制)的?(?:总?人?数量?)?$")
SHARE = re.compile(r"占|比重|份额")
# Words of the asking that no item is named by.
ASKING = re.compile(
    r"(?:是|有|为|要|花|用|共)*(?:百分之[几多]|多少(?:钱|万元?|亿元?|元|辆|人|名)?|几(?:个亿|万|[辆人名])|多大|多高)"
    rf"|(?:得|的)?(?:[最更]|比较|较){_DEGREE}(?!生活|工资)(?:的)?(?:是|为)?"
    rf"|(?:花|用|[给交缴占拿]|安排)?(?:得|的)?{_DEGREE}一?[些点]?(?=[^一-龥]|$)|一下(?=[^一-龥]|$)"
    r"|[都吗呢吧](?=[^一-龥]|$)|不[管分论](?:年度|年份)?|(?:来|逐年)?看(?=[^一-龥]|$)"
    r"|哪一?个|(?<![一-龥])(?:没?有|[缴交花用](?:纳|存)?[了的在]+)|(?:[是有]|(?<![费使信公])[缴交花用](?:纳|存)?)的?(?=[^一-龥]|$)|\(\|*\)"
)
TREND = re.compile(r"(?:怎么|如何|怎样)的?变|趋势|走势")
A_HEAD = re.compile(r"人均|每[人名辆位]")
# What an item is compared with where no agency is named, so that all in scope are meant.
GATHERS = re.compile(r"加起来|加在一起|合在一起|合起来|加总|总和|之和|累计|平均")
THRESHOLD = re.compile(
    r"(?P<how>超过|大于|高于|多于|不到|不足|低于|小于|少于)了?(?P<amount>\d[\d.,]*)"
    r"(?P<unit>亿元?|万元?|元|辆|人|%)"
)
HOW_MANY = re.compile(rf"(?<!哪)有?(?:几|多少)(?:家|个(?={_BODY}))(?:{_BODY})?")
SIZES = {"亿": 100_000_000, "万": 10_000}
"""What a unit of money that begins so is in 元."""


def read_number(numeral: str) -> int:
    """The number that a numeral of one character, or of digits, stands for."""
    if numeral.isdecimal():
        return int(numeral)
    return "一二三四五六七八九十".index(numeral.replace("两", "二")) + 1
