//! Names, by heuristics: after words like 姓名 and 我叫, before 先生 and 老师, with 某 in them, and standing alone
//! between marks. A surname in running text is mostly none, so a name without such a sign is missed.

use super::{Chars, Find, Kind, is_han};

/// Surnames of one character that cover nearly everybody; those that are mostly ordinary words are left out of the
/// weaker rules by [`DOUBTFUL`].
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简项芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟臧闵苟邬边卞姬仇栾隋商刁荣巫寇桑郎甄丛仲虞敖巩明佘查麻苑迟邝封谈匡鞠惠荆冀郁胥南班原栗燕楚鄢劳谌奚粟冼蔺楼盘闻厉伊仝郜阚帅屠豆朴练廉禹井祖漆巴狄索宣晋容敬扈晁芮普阙浦戈伏鹿薄邸雍辜羊阿乌裘亓修邰赫杭宿鲜逯茹诺慕玉银亢嵇哈湛宾勾茅於呼尉智衡";
/// The fifty surnames of most people: enough of a sign in a row of names.
const FREQUENT: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖贾韦傅邹孟熊秦邱尹薛闫段侯陶黎贺龚邵覃戴";
const COMPOUND: [&str; 14] = [
    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "尉迟", "皇甫", "慕容", "令狐",
    "端木",
];
/// Words a name follows.
const CUES: [&str; 25] = [
    "姓名",
    "我叫",
    "名叫",
    "本人姓名",
    "署名",
    "联系人",
    "举报人",
    "投诉人",
    "反映人",
    "信访人",
    "当事人",
    "户主",
    "法人代表",
    "法定代表人",
    "负责人",
    "申请人",
    "被害人",
    "受害人",
    "患者",
    "儿子叫",
    "女儿叫",
    "丈夫",
    "妻子",
    "老公",
    "老婆",
];
/// Words a name stands before.
const TITLES: [&str; 27] = [
    "先生",
    "女士",
    "小姐",
    "老师",
    "师傅",
    "医生",
    "大夫",
    "大爷",
    "大妈",
    "大姐",
    "大哥",
    "阿姨",
    "叔叔",
    "律师",
    "经理",
    "老板",
    "同志",
    "同学",
    "教授",
    "护士",
    "医师",
    "校长",
    "姓业主",
    "姓男子",
    "姓女子",
    "某",
    "氏",
];
/// Titles of office: who holds one is no private person.
const OFFICES: [&str; 17] = [
    "书记", "市长", "县长", "区长", "省长", "局长", "主任", "镇长", "乡长", "厅长", "部长", "科长", "所长",
    "队长", "领导", "站长", "院长",
];
/// Characters that begin ordinary words as often as names.
const DOUBTFUL: &str = "于何高方向关成时和明安全平和国公都那但由元原来位应解连满商南边海信路管单强华利干能包任万武金石江白夏左古简农司相居门云查项丰支权奉费时尚易";
/// Two characters that end in a surname and are a word.
const WORDS: [&str; 44] = [
    "任何", "如何", "为何", "因何", "地方", "对方", "双方", "警方", "校方", "官方", "多方", "各方", "甲方",
    "乙方", "提高", "最高", "过高", "由于", "关于", "对于", "至于", "位于", "属于", "等于", "处于", "基于",
    "鉴于", "黄金", "现金", "资金", "租金", "押金", "基金", "奖金", "罚金", "完成", "造成", "形成", "组成",
    "已经", "各位", "单位", "学习", "原来",
];
/// These look like a surname with a given name and are none.
const COMMON: [&str; 16] = [
    "黄金", "高兴", "许可", "周一", "周二", "周三", "周天", "高中", "高一", "高二", "高三", "高新", "程序",
    "马上", "曾经", "白天",
];
/// Given names are mostly made of these.
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玲红梅华建国志文海玉春燕凤琴萍林珍云波斌辉健俊峰鹏飞龙宁宇浩博鑫欣怡佳雪婷慧琳倩颖晓小亮东方成庆福贵荣光德胜利永忠义仁信礼智祥瑞富旺兴发财生根宝山川江河湖松柏竹菊莲荷花香美爱莉莎娇媚晶莹洁冰清雅淑贤惠贞安康乐喜庆然毅恒坚立新民党卫东振中华权全金银铜铁钢昌盛世友朋良才学思远长久辰阳月星天地子一二三双喜先后前进彬楠梓轩涵萱诗语嘉琪雨桐可心悦航帆凯旋威武雄武尧舜禹彦奇琦维伯仲叔季正廷铭钰锋翔旭晨曦曙晖煜炜焕炳炎泽润沛淼鸿雁鹤群芬芝苗翠碧青蓝紫素巧妙如若其之";

fn one_of(list: &str, c: char) -> bool {
    list.contains(c)
}

fn surname(chars: &Chars, at: usize, strict: bool) -> Option<usize> {
    if COMPOUND.iter().any(|name| chars.starts_with(at, name)) {
        return Some(2);
    }
    let c = chars.get(at)?;
    let known = one_of(if strict { FREQUENT } else { SURNAMES }, c);
    known.then_some(1)
}

/// Whether a character goes on as the given name: no mark, and no word that joins what comes next.
fn goes_on(c: char) -> bool {
    is_han(c)
        && !one_of(
            "的在于与和是有被把将向给到说称因为已经等及或也都就从对由请让电反要住我他她你们这那并不没先女家某系今年现曾于",
            c,
        )
}

pub(super) fn find(chars: &Chars) -> Vec<Find> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < chars.chars.len() {
        let found = after_cue(chars, at)
            .or_else(|| with_mou(chars, at))
            .or_else(|| before_title(chars, at))
            .or_else(|| alone(chars, at));
        match found {
            Some((from, to)) => {
                spans.push((from, to));
                at = to;
            }
            None => at += 1,
        }
    }
    spans
        .into_iter()
        .map(|(from, to)| chars.find(Kind::Name, from, to))
        .collect()
}

/// 姓名：李秀英 · 我叫李秀英，
fn after_cue(chars: &Chars, at: usize) -> Option<(usize, usize)> {
    CUES.iter().find(|cue| chars.ends_with(at, cue))?;
    let mut from = at;
    let most = at + 3;
    while from < most
        && chars.get(from).is_some_and(|c| {
            matches!(
                c,
                ':' | '：' | ' ' | '\u{3000}' | '是' | '为' | '"' | '“' | '（' | '('
            )
        })
    {
        from += 1;
    }
    let family = surname(chars, from, false)?;
    // 负责人和 … begins with no name.
    if from == at && chars.get(from).is_some_and(|c| one_of(DOUBTFUL, c)) {
        return None;
    }
    let mut to = from + family;
    while to < from + family + 2 && chars.get(to).is_some_and(goes_on) {
        to += 1;
    }
    let office = OFFICES
        .iter()
        .any(|office| chars.starts_with(from + family, office));
    (to > from + family && !office).then_some((from, to))
}

/// 李某 · 张某某 · 王某明
fn with_mou(chars: &Chars, at: usize) -> Option<(usize, usize)> {
    let family = surname(chars, at, false)?;
    if chars.get(at + family) != Some('某') || is_word_before(chars, at) {
        return None;
    }
    let mut to = at + family + 1;
    while to < at + family + 2 && chars.get(to) == Some('某') {
        to += 1;
    }
    Some((at, to))
}

/// 王先生 · 李秀英女士
fn before_title(chars: &Chars, at: usize) -> Option<(usize, usize)> {
    let family = surname(chars, at, false)?;
    if is_word_before(chars, at) {
        return None;
    }
    let title = |from: usize| TITLES.iter().find(|title| chars.starts_with(from, title));
    let direct = title(at + family).filter(|word| **word != "某");
    if let Some(title) = direct {
        let doubtful =
            chars.get(at).is_some_and(|c| one_of(DOUBTFUL, c)) && chars.before(at).is_some_and(is_han);
        return (!doubtful).then(|| (at, at + family + title.chars().count()));
    }
    surname(chars, at, true)?;
    [1, 2].into_iter().find_map(|given| {
        let end = at + family + given;
        let whole = (at + family..end).all(|n| chars.get(n).is_some_and(goes_on));
        let title = title(end).filter(|word| whole && !matches!(**word, "某" | "氏"))?;
        let likely = (at + family..end).all(|n| chars.get(n).is_some_and(|c| one_of(GIVEN, c)));
        likely.then(|| (at, end + title.chars().count()))
    })
}

/// A surname and a given name between marks: a signature, one of a row of names.
fn alone(chars: &Chars, at: usize) -> Option<(usize, usize)> {
    if chars
        .before(at)
        .is_some_and(|c| is_han(c) && !one_of("和与及", c))
    {
        return None;
    }
    let family = surname(chars, at, true)?;
    let mut to = at + family;
    while to < at + family + 2 && chars.get(to).is_some_and(|c| one_of(GIVEN, c)) {
        to += 1;
    }
    let ends = chars.get(to).is_none_or(|c| !is_han(c) || one_of("和与及等", c));
    let word = COMMON.iter().any(|word| chars.starts_with(at, word));
    (ends && to > at + family && !word).then_some((at, to))
}

fn is_word_before(chars: &Chars, at: usize) -> bool {
    WORDS.iter().any(|word| chars.ends_with(at + 1, word))
}

/// 李秀英 becomes 李某, 王先生 becomes 某先生.
pub(super) fn mask(words: &str) -> String {
    if let Some(title) = TITLES.iter().find(|title| words.ends_with(**title)) {
        return match *title {
            "某" | "氏" => words.to_owned(),
            title => format!("某{}", title.trim_start_matches('姓')),
        };
    }
    let compound = COMPOUND.iter().find(|name| words.starts_with(**name));
    let family = compound.map_or_else(|| words.chars().take(1).collect(), |name| (*name).to_owned());
    format!("{family}某")
}
