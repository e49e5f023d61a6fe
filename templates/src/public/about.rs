//! Pages of fixed text: governor's mailbox, help, privacy, accessibility.

use crate::layout::{Page, PublicShell, SiteInfo};
use maud::{Markup, html};

/// 固定内容的页面.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Topic {
    /// `/governor`: 省长信箱.
    Governor,
    /// `/help`: 帮助.
    #[default]
    Help,
    /// `/privacy`: 隐私说明.
    Privacy,
    /// `/accessibility`: 无障碍说明.
    Accessibility,
}

/// 固定内容的页面.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Which page.
    pub topic: Topic,
}

impl Topic {
    /// Every page.
    pub const ALL: [Self; 4] = [Self::Governor, Self::Help, Self::Privacy, Self::Accessibility];

    /// Its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Governor => "省长信箱",
            Self::Help => "帮助",
            Self::Privacy => "隐私说明",
            Self::Accessibility => "无障碍说明",
        }
    }
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.wrap { article.prose {
            h1 { (view.topic.title()) }
            @match view.topic {
                Topic::Governor => { (governor()) }
                Topic::Help => { (help(&view.shell.site.phone)) }
                Topic::Privacy => { (privacy(&view.shell.site)) }
                Topic::Accessibility => { (accessibility(&view.shell.site.phone)) }
            }
        } }
    };
    view.shell.render(
        Page {
            title: view.topic.title(),
            ..Page::default()
        },
        &content,
    )
}

fn governor() -> Markup {
    html! {
        p.lead { "省长信箱收对全省工作的意见、建议和反映的问题。" }
        h2 { "写信之前" }
        ul {
            li { "具体的诉求（工资、房屋、土地、社保……）在这里" a href="/petitions/new" { "反映问题" } "更快：有编号、有期限、有书面答复。" }
            li { "已经在办的事，请" a href="/track" { "查询进度" } "，不要换个渠道再写一遍。" }
            li { "对全省工作的意见和建议，适合写给省长信箱。" }
        }
        h2 { "怎样写" }
        p { "省长信箱在省政府网站上，需要留下真实姓名和联系方式。来信由专人登记，按职责转给有关部门研究答复。" }
        p { a.button href="https://www.shandong.gov.cn/" rel="external" { "去省政府网站" } }
    }
}

fn help(phone: &str) -> Markup {
    html! {
        p.lead { "点开问题看回答。没有找到的，工作日拨打 " (phone) "。" }
        @for (question, answer) in [
            ("必须实名吗？", "可以匿名。注册时选“匿名”，只填用户名和密码。匿名反映的，工作人员不知道您是谁，没法打电话核实，也不能评价满意度，请常来查看进度。"),
            ("收不到、看不清验证码怎么办？", "点“看不清，换一张”换一张图，或者点“听语音验证码”听数字。"),
            ("提交以后发现写错了怎么办？", "工作人员还没打开的，在“我反映的问题”里撤回，改好再提交。已经打开的，不能撤回，请拨打页面下方的电话说明。"),
            ("忘了查询码怎么办？", "用提交时的账号登录，在“我反映的问题”里打开那一件，右边有查询码，也能打印查询单。写信、走访的，带上身份证件请登记的信访部门补打一张。"),
            ("忘了密码怎么办？", "在登录页点“用手机短信重设”，填用户名和注册时留的手机号，收一条短信，设一个新密码。没有留手机号或者号码不用了的，账号现在没有办法找回：以前提交的照常办理，用姓名和查询码查询；新的问题可以写信、走访，或者注册一个匿名账号再提交。"),
            ("忘了用户名怎么办？", "实名注册并且留了手机号的，在登录页点“忘了用户名”，填注册时用的证件，用户名会发到您留的手机号上。匿名账号没有证件，用户名不能找回。"),
            ("密码输错太多次，不让登录了怎么办？", "等到页面上写的时间再试；或者用手机短信重设密码，设好马上就能登录。"), ("换了手机号、搬了家怎么办？", "登录后点页面右上角您的名字，在“我的账号”里改。已经提交、还没有办结的，改好以后再点“也用到还没有办结的事项上”。写信、走访登记的，请登记的信访部门更正。"),
            ("写到一半断网了，内容还在吗？", "还在。每走一步都保存在网站上，下次登录会问您要不要接着写。登录过期时提交的内容也会保留一小时，重新登录后接着提交。"),
            ("附件有什么要求？", "图片、PDF、Office 文档、录音、录像；每个不超过 50 MB，最多 10 个。上传后要做安全检查，通常不到一分钟。"),
            ("多久有结果？", "15 日内登记转送，责任单位 15 日内告诉您是否受理，受理后 60 日内书面答复。详见信访指南。"),
            ("怎样评价满意度？", "属于评价范围的，责任单位答复后 30 日内，在“我反映的问题”里点“评价”；没有账号的，用姓名和查询码查询后也能评价。对信访部门和责任单位分别评，最多两次，以后一次为准。评价不能代替复查申请。"),
            ("对答复不满意怎么办？", "收到处理意见书的第二天起 30 日内，可以向上一级机关申请复查；对复查意见不服，可以再申请复核。"),
        ] {
            details.faq { summary { (question) } p { (answer) } }
        }
        p { "更多：" a href="/guide" { "信访指南" } "、" a href="/privacy" { "隐私说明" } "、" a href="/accessibility" { "无障碍说明" } "。" }
    }
}

fn privacy(site: &SiteInfo) -> Markup {
    let owner = &site.owner;
    let documents = match site.confirms() {
        Some(which) => format!("核实身份、送达文书；证件号{which}，注册时一次"),
        None => "核实身份、送达文书".to_owned(),
    };
    html! {
        p.lead { "本网站由" (owner) "主办。我们只收办事必需的信息，并且告诉您用在哪里。" }
        h2 { "收什么，用来做什么" }
        div.scroll role="region" aria-label="信息用途表" tabindex="0" { table.table {
            caption.vh { "收集的信息和用途" }
            thead { tr { th scope="col" { "信息" } th scope="col" { "用途" } } }
            tbody { @for (what, why) in [
                ("姓名、证件号", &*documents),
                ("手机号", "联系您、通知办理进度；匿名的，只留作以后找回密码"),
                ("住址", "确定管辖、寄送文书"),
                ("诉求内容和附件", "办理您的诉求"),
                ("登录时间、设备种类和网络地址", "防止他人冒用您的账号；设备种类您自己看得到"),
            ] { tr { th scope="row" { (what) } td { (why) } } } }
        } }
        h2 { "怎样保护" }
        ul {
            li { "姓名、证件号、电话、住址、标题和正文逐项加密保存。" }
            li { "工作人员的列表和案卷里只显示打码的姓名、证件号和电话。要看完整信息必须说明理由，每次都留下改不了的记录。" }
            li { "揭发控告不会转给被揭发控告的人或单位。" }
            li { "匿名账号不收姓名、证件号和住址。" }
        }
        h2 { "Cookie" }
        p { "只用来保持登录、保护表单和记住显示方式。没有广告，没有第三方统计。浏览器里另外存着一页“网络断开了”的说明，里面没有您的任何信息。" }
        h2 { "您的权利" }
        p { "登录后在" a href="/me" { "我的账号" } "里，您可以查看和更正自己的信息，下载一份全部资料，注销账号。注销后，账号里的姓名、证件号码、手机号和住址删除；法律规定要归档的信访材料，在保存期内不能删除。" }
    }
}

fn accessibility(phone: &str) -> Markup {
    html! {
        p.lead { "我们按《信息技术 互联网内容无障碍可访问性技术要求》（GB/T 37668）和 WCAG 2.2 AA 制作本网站。" }
        h2 { "您可以" }
        ul {
            li { "用键盘完成全部操作，焦点一直看得见。" }
            li { "用读屏软件使用全部内容；出错时，错误列在页面最上面，可以直接跳到那一项。" }
            li { "用页面顶部的“长者模式”换大字，用“高对比”换对比强的颜色；网站会记住。" }
            li { "把页面放大到 400%，不用左右拖动。" }
            li { "听语音验证码。" }
            li { "关掉脚本，照样提交、查询和上传附件。" }
            li { "用旧手机：2019 年以后的浏览器（Chromium 72 起）全部功能都有；更旧的不运行脚本，页面朴素一些，每一张表单照样能填、能交。" }
        }
        h2 { "做得还不够的地方" }
        p { "您上传的附件由您提供，我们不能保证每一份都能被读屏软件读出。" }
        h2 { "用不了怎么办" }
        p { "请在工作日拨打 " (phone) "，我们帮您代为登记，并把问题改掉。" }
    }
}

impl View {
    /// Every page.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        Topic::ALL
            .into_iter()
            .map(|topic| Self {
                topic,
                ..Self::default()
            })
            .collect()
    }
}
