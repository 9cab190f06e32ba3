"""What in a question tells what is asked: cues for years, figures, units and passages."""

import re

from extraction import Unit
from index.words.wording import CHANGED

# Years, and words for them by how far from the year of an agency's newest document.
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?:年度?)?(?!\d*月)")
SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年(?!来|以)")
RELATIVE = (
    (-2, re.compile(r"(?<!以)前年(?!度)")),
    (-1, re.compile(r"(?<![比较跟与和同])(?:去年|上一?年度?|前一年)(?!结转|末|底|没|剩|留)")),
    (0, re.compile(r"(?:今|本|当)年")),
    (1, re.compile(r"明年|(?<!结转)下一?年度?(?!结转)")),
)
# Money from a year before, and money kept for a later one: no year that is asked about.
CARRIED = re.compile(
    r"从?(?:20\d\d|\d\d|上一?|去)年度?(?:年?[末底])?(?=(?:那边|那儿)?结转)(?!结转(?:到|至)?下)"
)
NEXT = re.compile(
    r"(?:去年|上一?年|年底|年末)?度?还?(?:没[花用]完|剩下|结余|结转)?[的、,]*"
    r"(?:结转?|转|留)(?:到|至|给|入)了?"
    r"(?P<year>20\d\d|下一?|明|次|后|今|本)年度?(?:接着)?(?:用|使用)?"
)
# What was really spent.
FINAL = re.compile(
    r"决算|实际(?!在|有|上|编|人)|(?<!上年)(?<!年度)执行数|执行情况|真正花|到底花了|花掉|花出去|支出完成"
    r"|用掉|最后花"
)
# A code in parts: 208-05-01, 208类05款01项.
PARTED_CODE = re.compile(
    r"(?<!\d)(\d{3})(?:类|[-—·/])(\d\d)(?:(?:款|[-—·/])(\d\d)项?|款)?(?![\d.,]|[月日号])"
)
# What is wanted: a reason, a definition, a list; a figure otherwise.
WHY = re.compile(
    r"为什么|为啥|为何|道理"
    r"|怎么(?!联系|理解|定义|算|花|样|用|分|安排(?!得)|规定|说|讲|写|叫|解释|划分|看|界定)|原因"
    r"|理由|凭什么|咋|因为什么|啥缘故|何故|什么缘故"
    r"|[涨增加升多降减少掉砍跌变差][了的]?[钱都要是主]*在(?:了)?(?:哪|什么|何处)"
    r"|(?:什么|哪些|啥)(?:因素)?(?:造成|导致|引起|带来|推高|拉高|拉低|影响)|由什么(?:造成|导致|引起)"
)
DEFINITION = re.compile(
    r"是什么(?:意思|概念|东西)|什么意思|是什么(?:\?|$)|指(?:的是)?(?:什么|啥|哪)|是指"
    r"|怎么(?:理解|定义|解释|界定|算(?!出)|讲)|如何(?:理解|定义|解释|界定)"
    r"|什么(?:是|叫)|啥(?:是|叫|意思)|反映(?:的是)?(?:什么|啥|哪)|定义|含义|解释一下"
    r"|具体指|包括哪些(?:钱|费用|内容|支出|收入|开支)|(?:算|属于)(?:什么|哪些)|讲的是"
    r"|说的是(?:什么|啥)|口径|(?:包含|涵盖|包括)(?:什么|些什么|哪些方面)"
)
# Where a document disagrees with itself; whether two figures do is asked with 和 or 与.
_DISAGREES = (
    r"对不上|不平衡?|不符|不一致|不相等|矛盾|出错|错误|差错|算错|写错|印错|有错|错了|有误|勾稽|加不起来|尾差"
    r"|错别字|错字|笔误"
)
FINDINGS = re.compile(
    rf"(?:哪|有没有|有无|是否有?|几处|多少处|几个|什么地方|谁)[^?]*?(?:{_DISAGREES})"
    rf"|(?:合计|总数|加总|数字|数据|表格?|账|文件|报告|预算|决算)[^,。?]{{0,8}}(?:{_DISAGREES})[吗么没]?(?:\?|$)"
    r"|勾稽关系|自相矛盾|(?:核对|检查|校验|审核)(?:的?结果|出|发现)"
    r"|(?:表格?|合计|数字)[^,。和与跟]{0,6}对得上[吗么]"
    rf"|(?:{_DISAGREES})的(?:地方|数字?|部门|单位|表格?|合计|文件|科目)[^?]{{0,4}}(?:哪|多少|几)"
)
LIST = re.compile(
    r"哪(?:些|几)(?!年|成|点)|都?有什么(?!用)"
    r"|(?:买|采购|做|干|管|负责|承担)(?:些)?(?:什么|啥)|分别(?:是|叫|有)"
    r"|都?包括(?:什么|啥)|怎么花|怎么用|列(?:一下|出|举)|干什么|干嘛|做什么|名单|清单"
    r"|由谁组成|什么事|哪块|名称"
)
# What is told under a heading or beside a label, whatever figures stand there.
TOLD = re.compile(
    r"(?:联系|咨询|监督|办公|公开)?电话(?!费|线|机|系统)|联系(?:方式|人)|(?:怎么|如何)联系"
    r"|(?:办公|单位|联系|通讯)?地址|邮政?编码?|邮箱"
    r"|(?:人员|编制)(?:编制)?(?:情况|构成|状况)(?!.*多少)"
    r"|(?<!执行)(?<!收支)(?:情况|状况)(?:是?怎么样|是?怎样|如何)|起止(?:时间|日期)|介绍一?下"
)
ENUMERATES = re.compile(
    r"哪(?:些|几(?:[个项笔块样家类种条处]|(?=[一-龥]*单位)))(?!.*(?:最|更|谁))"
    r"|都?(?:包括|包含|有)(?:些)?(?:什么|啥|哪)|分别(?:叫|是)什么|叫什么名"
    r"|分[为成了]?哪?[几多][大个]*(?:类|块|方面|部分|项)"
)
HOW_MUCH = re.compile(r"多少钱?(?:\?|$)|哪几?[一个项]*(?:最|更)")
# Which figure of an item.
PERCENT = re.compile(
    r"预算的(?:多少|几)|"
    r"百分之?[几多]|几个?百?分?点|多少个?百?分点|几成|多少%|百分比|比例|比重|幅度"
    rf"|[涨增降减跌][幅速]|(?:{CHANGED})(?:比?率|百分比)|占比"
)
SHARE = re.compile(r"占|比重|份额")
SHARED = re.compile(r"占(?!用|地|有)[一-龥]|占比")
COMPLETION = re.compile(
    r"完成率|执行率|完成程度"
    r"|(?:完成|执行(?!数[增减上下提降涨])|花到|用到|达到|花掉|用掉|用了|花了).{0,12}?"
    r"(?:百分|几成|多少%|几个点|预算的多少|比例|比率|进度|程度)"
)
CHANGES = re.compile(
    r"[涨增降减缩砍跌升省]|多出|吃掉|掉了|压缩|压减|下滑|变[化动]"
    r"|(?:多|少)(?!少)[一-龥]{0,3}?了?(?:多少|几)|[多少]出?了"
)
COMPARED = re.compile(
    r"(?:比|较|跟|和|与|同)(?:着)?(?:去年|上年|上一年|前一年|往年|20\d\d年?|年初预算)"
    r"|同比|[多少增减涨降砍](?:加|少)?了(?:多少|几)|(?:增加|减少|增减|变动)(?:额|数)"
    r"|(?:增加|增长|减少|下降|降低|上升|提高|上涨|变化|变动|压减|缩减|压缩|[涨降砍省])(?:了|出|掉|幅)*(?:多少|几|[?。]|$)"
    r"|(?:是不是|有没有|是否)(?:增加|增长|减少|下降|降低|上升|提高|变)"
)
# What asks for a quantity, and what asks for a name.
ASKS = re.compile(r"多少|几|多大|多高")
WHO = re.compile(r"什么|哪|谁|啥")
NO_NAME = r"(?!生活|工资)"
"""After 最低, where it asks for the least and is no part of 最低生活保障 or 最低工资."""
# Sums, differences, averages and superlatives: recognised, so that no part passes for the whole.
OTHER = re.compile(
    rf"最[多少高低大小]{NO_NAME}|"
    r"第[二三四五六七八九十\d]+[大多高低少小贵名]|翻[了一]?[番倍]|"
    r"加起来|加在一起|合起来|合在一起|总和|之和|一起(?:是|要|花|有)|差额|差距|超支|超了|超出|多花|少花"
    r"|(?<!增)加(?=[一-龥]{1,8}(?:一共|总共|合计|共))|(?:差|相差)(?:了)?(?:多少|几)"
    r"|(?:多少|几)倍|平均(?!得?分|得)|人均|摊(?:下来|到|给)|去掉|减去|扣掉|谁更|哪个更"
    r"|不在.{0,12}里|最贵|最便宜|(?:哪个|谁|哪家|哪项)[一-龥]{0,4}[多少高低大小贵](?:\?|$|些|,)"
    r"|比(?!去年|上年|上一年|前一年|往年|20|例|重|年初)[一-龥]{2,14}?[多少高低贵便宜](?:出|花)?(?:了)?多少"
    r"|[一-龥]{2,}(?:[和与跟]|以及)[一-龥]{2,14}?(?:一共|总共|合计|共|总额|总计|分别)"
)
# Figures that a question sets against each other: which of them is printed is asked.
_SET_FIGURE = r"\d+(?:\.\d+)?(?:万?元)?"
_TWO_FIGURES = rf"{_SET_FIGURE}(?:[和与跟或、]|还是){_SET_FIGURE}(?:这?两个?数字?)?"
WHICH = re.compile(
    rf"{_TWO_FIGURES}[^?]*哪一?个|"
    r"(?:哪个|谁|哪家|哪项)[一-龥]{0,4}[多少高低贵](?:\?|$|些|,)|比[一-龥]{2,14}?[多少贵]多少"
)
# Names that hold 和, 与 or 及, and are one.
JOINED = re.compile(
    r"商品和服务|个人和家庭|社会保障和就业|结转和结余|购置[和与及]运行|住房和城乡|政策和|部门和单位|人员和公用"
    r"|体育与传媒|体育和传媒|防治及应急|防治和应急|规划[与和]管理|管理[与和]服务|网络及软件|税金及附加|农业和农村"
    r"|林业和草原|资源和规划|建设[与和]管理|建设[与和]维护|使用权出让收入及|就业和社会|教育[与和]培训|科学技术和"
    r"|公车购置及"
)
# A figure of the year before, from this year's and the change; as it was carried out.
BACKWARDS = re.compile(r"倒推|反推|往?回推|倒算|推算|推得|推出|算回去|往回算|倒着算|还原")
YEAR_BEFORE = re.compile(r"上一?年度?(?!结转)|前一年|去年")
CARRIED_OUT = re.compile(r"(?:去年|上年|上一年|前一年|20\d\d年?).{0,12}?执行(?!率)")
# Changes of what is named, not its level: 哪个涨得多, 增加额之和.
CHANGE_SAID = re.compile(
    r"(?:增加|增长|减少|下降|上涨|压减|[涨降增减](?![减增值]))(?:了?得?(?:更|比较)?[多大]|得?(?:更)?(?P<rate>快)|额|量)(?!多少)"
    r""
)
# A change that is set against what was carried out in the year before.
AGAINST_OUTTURN = re.compile(
    r"(?:比|较|跟|与|同)(?:20\d\d年?|去年|上年|上一年)[^,，?？]{0,6}执行数"
)
# Figures that are compared with the year before, or are rates themselves.
LAST_YEAR = re.compile(
    rf"去年|上年|上一年|前一年|20\d\d|同比|[涨增降减跌][幅速]|(?:{CHANGED})比?率|占比|比重|完成率|执行率|[涨降]了"
)
EACH_MONTH = re.compile(r"每个?月|月均|月份|季度|半年")
# What is to be left out, before what is asked about: nothing printed is that.
EXCLUDED = re.compile(
    r"^(?!.*\().*(?:不算|不含|不包括|刨去|除去|扣除|剔除|除了|去掉|扣掉)[^?]*?(?:[,，后]|的)(?=[^?]*[一-龥]{2})(?!钱)"
    r"|除[一-龥]{2,14}(?:以外|之外|外)"
)
# Measure words in which no figure of a disclosure is read.
MEASURE_WORD = re.compile(
    r"(?<!哪)(?:多少|几)(?:个)?(?P<word>亩|起|[批人户件]次|批|件|户|吨|公里|天|岁|期|例|张|间|栋|条|场次|所|座|公顷|棵|株|篇|份|种)"
)
COUNTED = re.compile(r"(?P<word>[批人户件]次)(?:总?数)?(?:是|有|为|达)*(?:多少|几)")
FOREIGN_MONEY = re.compile(r"美[元金]|欧元|英镑|日元|港[元币]")
# Parts of a year, of which no disclosure prints a figure.
MONTH = re.compile(
    r"(?<!\d)\d{1,2}月份?|[一二三四]季度|[上下]半年|每个?月|一个月|每人每[年月]|人均"
)
MONEY = re.compile(
    r"多少钱|多少(?:资金|经费|万|元)|金额|几个亿|花了?多少"
    r"|(?:支出|收入|经费|费用?|资金|开支|[预决]算)(?:[预决]算|总?[数额]|合计|总计)*[是有为]?(?:多少|几)(?!\w?[个人名辆台套次批户家项])"
)
# Units by their measure words.
UNITS = (
    (
        Unit.VEHICLES,
        re.compile(
            r"[几多少]+辆|多少(?:公务)?(?:用)?车(?!.*钱)|有没有.{0,4}车$"
            r"|(?:有|多少|几)[台部]?(?:公务?用?)?车(?:\?|$)|几(?:台|部)(?:公|车|小)"
            r"|车辆(?:数|总数)"
        ),
    ),
    (
        Unit.PEOPLE,
        re.compile(
            r"(?:职工|人员|干部|公务员|员工|在职|退休)的?(?:总)?数(?!额)"
            r"|(?:多少|几)[个名位]?[一-龥]{0,3}的?(?:公务员|职工|干部|员工|人员)(?!经费|支出|费|的钱)"
            r"|(?:人员|职工|公务员|干部|同志|员工)(?:一?共|总共)?(?:有|是)?(?:几个|多少)(?:人|名|个|位)?(?=[?,]|$)"
            r"|[几多少]+个?(?:人(?!次|民|均|员)|名|职工|员工|干部|编制)|人数|编制数"
            r"|编制(?:有|是)?(?:多少|几)|(?:多少|几)(?:人|名|编)"
            r"|在职(?:的?人[数员]|职工)?(?:有|是|共)*(?:多少|几)(?!钱|万)"
        ),
    ),
    (Unit.PERCENT, re.compile(r"百分之[几多]|多少%|百分比|多少个?百分")),
    (Unit.SQUARE_METRES, re.compile(r"平方|平米|面积|多大(?:的)?(?:办公)?(?:用房|房)")),
    (Unit.SETS, re.compile(r"[几多少]+[台套](?!账)")),
    (Unit.TIMES, re.compile(r"[几多少]+[次场回]")),
    (Unit.HOUSEHOLDS, re.compile(r"[几多少]+家")),
    (
        Unit.ITEMS,
        re.compile(
            r"[几多少]+个(?!亿|百分|点|人|钱|月|万|名)|(?:项目|问题|单位|机构)的?(?:个数|数量|总?数(?![额据目]))"
        ),
    ),
)
# Units of money that an amount is asked for in.
MONEY_UNITS = (
    (
        Unit.YI,
        re.compile(
            r"(?:多少|几)个?亿|(?:折合|换算|合|约|按).{0,6}亿|亿元(?:是|为)?多少"
            r"|是几个亿|几个多?亿"
        ),
    ),
    (Unit.WAN, re.compile(r"(?:多少|几)万|(?:折合|换算|合|按)(?:成|为|多少)*万|[以用]万元")),
    (Unit.THOUSAND_YUAN, re.compile(r"多少千|(?:折合|换算|合|按)(?:成|为|多少)*千元|[以用]千元")),
    (Unit.YUAN, re.compile(r"(?:多少|几)(?:块钱?|元)|(?:折合|换算)(?:成|为|多少)*元|[以用]元")),
)
# An amount that the question itself states.
QUOTED_MONEY = re.compile(r"\d[\d,.]*\s*(?:亿|万|千|百)?(?:元|块)?")
# What is said to be left out of account, or to be counted in a total that is asked for.
EXCEPT = re.compile(
    rf"{_TWO_FIGURES}|"
    r"\((?:含|包括)[^()]*\)"
    r"|(?:把|连同?|加上|算上|算入|计入|包括|包含)[^,。?!()]{2,14}?(?:[也都]?一?[并起]?"
    r"(?:算(?:进去|进来|上|在内)|加(?:上|进去)|计(?:进去|算?在内)|包括(?:在内|进去)|在内))[,的]?"
    r"|[(,]?(?:不算|不含|不包括|(?<!是)不是|刨去|除去|扣除|除了)[^,。?!()]*[)]?"
)
