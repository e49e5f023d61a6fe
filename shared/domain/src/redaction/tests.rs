//! What is found, what is not, and what stands in its place.

use super::*;

fn found(text: &str) -> Vec<(Kind, &str)> {
    find(text)
        .into_iter()
        .map(|one| (one.kind, one.words(text)))
        .collect()
}

fn first(text: &str) -> Option<(Kind, &str)> {
    found(text).into_iter().next()
}

#[test]
fn a_document_is_found_however_it_is_written() {
    for written in [
        "37010219720315061X",
        "37010219720315061x",
        "３７０１０２１９７２０３１５０６１Ｘ",
        "370102 19720315 061X",
        "370102-19720315-061×",
        "三七零一零二一九七二零三一五零六一X",
        "叁柒零壹零贰壹玖柒贰零叁壹伍零陆壹X",
        "3 7 0 1 0 2 1 9 7 2 0 3 1 5 0 6 1 X",
        "370102720315061",
        "370102720315061",
    ] {
        let text = format!("身份证号{written}，请核实。");
        assert_eq!(first(&text), Some((Kind::ResidentId, written)), "{written}");
    }
}

#[test]
fn telephones_are_found_however_they_are_written() {
    for written in [
        "13853112345",
        "138-5311-2345",
        "138 5311 2345",
        "１３８５３１１２３４５",
        "一三八五三一一二三四五",
        "幺三八五三幺幺二三四五",
        "1 3 8 5 3 1 1 2 3 4 5",
        "138.5311.2345",
        "+86 13853112345",
        "8613853112345",
    ] {
        let text = format!("电话{written}。");
        assert_eq!(first(&text), Some((Kind::Mobile, written)), "{written}");
    }
    for written in [
        "0531-88886666",
        "(0531)88886666",
        "0531 8888 6666",
        "010-62345678",
        "零五三一八八八八六六六六",
    ] {
        let text = format!("请打{written}。");
        let (kind, words) = first(&text).unwrap();
        assert_eq!(kind, Kind::Landline, "{written}");
        assert!(written.ends_with(words) || words == written, "{words}");
    }
    assert_eq!(first("座机：88886666"), Some((Kind::Landline, "88886666")));
    assert_eq!(first("欠了 88886666 元"), None, "a number alone is none");
}

#[test]
fn cards_plates_and_addresses_of_mail_are_found() {
    for (written, kind) in [
        ("6222021234567890123", Kind::BankCard),
        ("6222 0212 3456 7890", Kind::BankCard),
        ("鲁A12345", Kind::Plate),
        ("鲁A·D12345", Kind::Plate),
        ("鲁ａ－１２３４５", Kind::Plate),
        ("湘A1234警", Kind::Plate),
        ("li.xiuying@example.com", Kind::Email),
        ("ｌｉ＠１６３．ｃｏｍ", Kind::Email),
        ("li(at)qq点com", Kind::Email),
        ("li @ qq . com", Kind::Email),
    ] {
        let text = format!("联系：{written}，谢谢");
        assert_eq!(first(&text), Some((kind, written)), "{written}");
    }
}

#[test]
fn a_numeral_of_the_sentence_may_touch_a_number() {
    for (text, kind, number) in [
        ("电话13853112345一直没人接", Kind::Mobile, "13853112345"),
        ("打了13853112345三次", Kind::Mobile, "13853112345"),
        ("第一13853112345，第二13953112345", Kind::Mobile, "13853112345"),
        ("0531-88886666三部电话", Kind::Landline, "0531-88886666"),
        ("053188886666二科", Kind::Landline, "053188886666"),
        ("05318888666三次", Kind::Landline, "05318888666"),
        (
            "身份证370102197203150612二代",
            Kind::ResidentId,
            "370102197203150612",
        ),
        ("第二370102197203150612号", Kind::ResidentId, "370102197203150612"),
        ("卡6222021234567890123三张", Kind::BankCard, "6222021234567890123"),
        ("一6222021234567890123", Kind::BankCard, "6222021234567890123"),
        ("138 - 5311 - 2345", Kind::Mobile, "138 - 5311 - 2345"),
        (
            "370102 - 19720315 - 061X",
            Kind::ResidentId,
            "370102 - 19720315 - 061X",
        ),
        (
            "6222 - 0212 - 3456 - 7890",
            Kind::BankCard,
            "6222 - 0212 - 3456 - 7890",
        ),
        ("鲁A - 12345", Kind::Plate, "鲁A - 12345"),
        ("请打88886666", Kind::Landline, "88886666"),
        ("号码 88886666", Kind::Landline, "88886666"),
        (
            "2 6 2 5 9 3 4 6 8 0 4 2 0 2 8 4 1 6 2 4",
            Kind::BankCard,
            "2 6 2 5 9 3 4 6 8 0 4 2 0 2 8 4 1 6 2 4",
        ),
        (
            "6 2 5 9 3 4 6 8 0 4 2 0 2 8 4 1 6 2 4",
            Kind::BankCard,
            "6 2 5 9 3 4 6 8 0 4 2 0 2 8 4 1 6 2 4",
        ),
    ] {
        assert_eq!(first(text), Some((kind, number)), "{text}");
    }
}

#[test]
fn dates_amounts_articles_and_hotlines_are_no_numbers_of_a_person() {
    for text in [
        "2019年3月15日至2019.12.31，2018.12.25-2019.12.31",
        "共 61,400 元，面积 91.5 平方米，2000、3000、4000 元三档",
        "请拨打 12345、110、119、12319",
        "依据条例第 20 条、第 31 条第 6 项",
        "（2018）楚0124民初7326号",
        "W370102-20261014-00042 号信访件",
        "版本 1.2.3.4，时间 12:59:21",
        "一、二、三、四、五、六、七、八、九、十、十一、十二",
        "新A4区的道路，云计算中心，京沪线",
    ] {
        let numbers: Vec<_> = found(text)
            .into_iter()
            .filter(|(kind, _)| kind.is_number())
            .collect();
        assert_eq!(numbers, [], "{text}");
    }
}

#[test]
fn two_numbers_side_by_side_are_two() {
    assert_eq!(
        found("138 5311 2345 139 5311 2345"),
        [(Kind::Mobile, "138 5311 2345"), (Kind::Mobile, "139 5311 2345")]
    );
    assert_eq!(
        found("37010219720315061X，13853112345"),
        [
            (Kind::ResidentId, "37010219720315061X"),
            (Kind::Mobile, "13853112345")
        ]
    );
}

#[test]
fn names_are_found_by_what_stands_beside_them() {
    for (text, name) in [
        ("姓名：李秀英，女", "李秀英"),
        ("我叫王建国，今年六十岁", "王建国"),
        ("举报人谢钢电话", "谢钢"),
        ("邻居张某某多次", "张某某"),
        ("找到王先生以后", "王先生"),
        ("楼上李秀英女士的家", "李秀英女士"),
        ("署名：欧阳建国", "欧阳建国"),
        ("此致敬礼\n李秀英\n2026年", "李秀英"),
    ] {
        assert!(
            found(text).contains(&(Kind::Name, name)),
            "{text}: {:?}",
            found(text)
        );
    }
    for text in [
        "尊敬的胡书记：您好",
        "我们对方向的选择",
        "提高女士的待遇",
        "任何老师都可以",
        "地方教师",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn addresses_are_found_below_the_county_which_stays() {
    for (text, place) in [
        ("我住济南市历下区泉城路 12 号院", "泉城路 12 号院"),
        ("位于阳光小区3栋2单元501室的住户", "阳光小区3栋2单元501室"),
        ("反映黄花镇大兴村的桥", "黄花镇大兴村"),
        ("人民东路与东六路路口", "人民东路"),
    ] {
        assert!(
            found(text).contains(&(Kind::Address, place)),
            "{text}: {:?}",
            found(text)
        );
    }
    for text in [
        "我们小区的业主",
        "老旧小区改造",
        "农村的公路",
        "高速公路收费",
        "农民工工资",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn what_stands_in_place_is_as_long_as_it_has_to_be_and_is_not_found_again() {
    let text = "李秀英女士（13853112345，鲁A12345，li@qq.com，身份证37010219720315061X）住泉城路 12 号院，卡号6222021234567890123。";
    let masked = masked(text, |_, _| true);
    assert_eq!(
        masked,
        "某女士（（电话略），（车牌略），（邮箱略），身份证（证件号码略））住某处，卡号（号码略）。"
    );
    let numbers: Vec<_> = found(&masked)
        .into_iter()
        .filter(|(kind, _)| kind.is_number())
        .collect();
    assert_eq!(numbers, []);
    assert_eq!(
        super::masked(text, |_, _| false),
        text,
        "nothing is masked that nobody asked for"
    );
    assert_eq!(mask(Kind::Name, "欧阳建国"), "欧阳某");
    assert_eq!(mask(Kind::Name, "李秀英"), "李某");
}

proptest::proptest! {
    #[test]
    fn finds_lie_in_the_text_in_order_whatever_it_is(text in "[0-9一三八鲁A@.点 路小区号李王先生，\\PC]{0,60}") {
        let mut end = 0;
        for one in find(&text) {
            proptest::prop_assert!(one.start >= end && one.end > one.start);
            proptest::prop_assert!(text.get(one.start..one.end).is_some());
            end = one.end;
        }
        let _ = masked(&text, |_, _| true);
    }

    #[test]
    fn a_mobile_number_is_found_between_any_words(before in "[我你他的在，。！ 一三十]{0,8}", after in "[我你他的在，。！ 一三十]{0,8}", tail in 0_u64..1_000_000_000) {
        let number = format!("13{tail:09}");
        let text = format!("{before}{number}{after}");
        proptest::prop_assert!(find(&text).iter().any(|one| one.kind == Kind::Mobile && one.words(&text) == number));
    }
}
