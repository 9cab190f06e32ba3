"""What names of public bodies end in."""

ENDINGS = (
    "委员会|办公室|检察院|办事处|管委会|联合会|法院|学院|医院|学校|大学|中学|小学|幼儿园|少年宫"
    "|总队|支队|大队|联社|协会|学会|集团|公司|中心|政府|街道|人大|政协|团委"
    "|局|厅|处|院|所|馆|站|队|会|社|校|镇|乡|委|办|部|团|联|园|台|库|场|宫|组|室"
)
# What follows where a body is meant without those under it.
SUFFIXES = r"本级|本部|机关|[（(][^（()）]*[)）]"
