//! What each act asks for (操作填报项): its fields, as they stand before anything was filled in.

use approvals::case::{Question, Stance, TerminationGround};
use approvals::delivery::Means;
use catalogue::{Matter, Mode};
use kernel::time_limit::{Limit, PauseGround};
use maud::{Markup, html};

use super::act::{Act, FILE, KEPT, own_questions, threads};
use super::case::Found;
use super::entry::{area, count, day, file, line, optional, ticks};
use super::{commitments, instant, promises};
use crate::approvals::materials::{self, Handed, handed};
use crate::form::{Field, Filled, select};
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;

/// A choice as a form shows it: its word and its name.
type Choice = (String, String);

/// The fields of an act.
pub fn fields(act: Act, found: &Found, frame: &Frame, filled: Filled) -> Markup {
    match act {
        Act::Accept => acceptance(found, frame),
        Act::Notice => notice(found, frame, filled),
        Act::Grant => grant(found, frame),
        Act::Deny => denial(found, frame, filled),
        Act::Answer => opinion(found, frame, filled),
        Act::Ask => question(found, frame, filled),
        Act::FollowUp | Act::WithdrawQuestion => thread(act, found, frame, filled),
        Act::Pause | Act::Resume | Act::Extend => clock(act, frame, filled),
        Act::Assign => assignment(found, frame, filled),
        Act::HandOver | Act::RecordAnswer => authority(act, found, frame, filled),
        Act::RecordPromise
        | Act::AcceptOnPromise
        | Act::Settle
        | Act::SendBack
        | Act::FinishReview
        | Act::RepairPromise => promises::fields(act, found, frame, filled),
        Act::DecideOnTheSpot
        | Act::ConfirmDecision
        | Act::FindWrong
        | Act::PutRight
        | Act::Keep => instant::fields(act, found, frame, filled),
        Act::Commitment(deed) => commitments::fields(deed, found, frame, filled),
        Act::RefuseAcceptance
        | Act::Deliver
        | Act::FailDelivery
        | Act::Conclude
        | Act::Explain
        | Act::Terminate => words(act, frame, filled),
    }
}

fn acceptance(found: &Found, frame: &Frame) -> Markup {
    html! {
        p {
            (frame.t(
                "逐项核对材料后受理，时限从今天起计算。",
                "Compare each material, then accept: the limits start today.",
            ))
        }
        (materials::list(&found.of.file, frame))
    }
}

fn notice(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let file = &found.of.file;
    let materials: Vec<(String, String, bool)> = file
        .definition
        .matter
        .materials
        .iter()
        .map(|one| {
            let is_owed = matches!(handed(file, one), Handed::Missing | Handed::ToMend);
            (one.id.clone(), materials::name(one, frame).to_owned(), is_owed)
        })
        .collect();
    let regime = &frame.zone.regime;
    let by = regime
        .correction_days
        .map(|days| Limit::working(days).ends(frame.today(), &frame.calendar).date.to_string());
    let missing = Field::line("missing", ("缺少或不合要求的材料", "What is missing or unfit"));
    let words = Field::line("notice-words", ("需要补正的内容", "What to mend"))
        .hint("一次说全，不得再次告知", "Say all of it: there is no second notice");
    let until = day("correct-by", ("补正截止日期", "Last day for the correction"))
        .hint("按本园区规则预填，可改", "Filled in by the zone's rule; may be changed");
    html! {
        (ticks(frame, filled, missing, &materials))
        (area(frame, filled, optional(words), ""))
        (line(frame, filled, optional(until), by.as_deref().unwrap_or("")))
    }
}

/// What the rules find, beside which the officer decides.
fn grant(found: &Found, frame: &Frame) -> Markup {
    let is_clear = found.findings.iter().all(|(_, refused)| refused.is_none());
    html! {
        h3 { (frame.t("规则核对", "What the rules find")) }
        ul.papers {
            @for (point, refused) in &found.findings {
                li {
                    span {
                        (frame.say(&point.text()))
                        @if let Some(refused) = refused {
                            br;
                            span.note { (frame.say(&refused.sentence)) }
                        }
                    }
                    @if refused.is_some() {
                        (lamp(Shape::Late, frame.t("不符合", "does not hold")))
                    } @else {
                        (lamp(Shape::Done, frame.t("符合", "holds")))
                    }
                }
            }
        }
        p {
            @if is_clear {
                (frame.t(
                    "规则没有发现障碍。是否符合许可条件由您判断：",
                    "The rules find nothing against it. Whether the conditions are met is yours \
                     to say: ",
                ))
                b { (frame.say(&found.of.file.definition.matter.result())) }
            } @else {
                (frame.t(
                    "以上有一项不符合时，不能准予。",
                    "While a point does not hold, it cannot be granted.",
                ))
            }
        }
    }
}

fn denial(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let start = remedies(&found.of.file.definition.matter);
    let reasons = Field::line("denial-reasons", ("不予许可的理由", "Reasons for the denial"));
    let appeal = Field::line("appeal", ("救济途径与期限", "Where and until when to appeal")).hint(
        "预填文字未经本园区核实，请核对复议机关和期限后再发出",
        "The text filled in is not verified for this zone: check the body and the times first",
    );
    html! {
        (area(frame, filled, reasons, ""))
        (area(frame, filled, appeal, &start))
    }
}

/// Where and until when to appeal, as a form begins.
pub(super) fn remedies(matter: &Matter) -> String {
    let body = match matter.appeal.trim() {
        "" => "〔请填写复议机关〕",
        body => body,
    };
    format!(
        "如不服本决定，可以自收到本决定书之日起六十日内向{body}申请行政复议，或者自收到之日起六个月内\
         依法提起行政诉讼。"
    )
}

fn opinion(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let case = &found.of.file.case;
    let questions = own_questions(case, frame.principal.office().unwrap_or_default());
    answer(frame, filled, &named(questions, frame))
}

/// What an office says that was asked: which question, what it thinks, and in its words.
pub fn answer(frame: &Frame, filled: Filled, questions: &[Choice]) -> Markup {
    let stances = Stance::ALL.map(|one| (one.word().to_owned(), frame.say(&one.text()).to_owned()));
    let words = Field::line("opinion-words", ("意见内容", "The opinion"))
        .hint("除“同意”外必须说明条件、理由或所需材料", "Needed for all but plain agreement");
    html! {
        (select(frame, filled, Field::line("question", ("问题", "Question")), questions))
        (select(frame, filled, Field::line("stance", ("意见", "Stance")), &stances))
        (area(frame, filled, optional(words), ""))
    }
}

fn question(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let matter = &found.of.file.definition.matter;
    let own = &found.of.file.row.office;
    let mut offices: Vec<&str> = frame.zone.offices.iter().map(|one| one.id.as_str()).collect();
    offices.retain(|office| office != own);
    offices.sort_by_key(|office| !matter.consulted.iter().any(|one| one == office));
    let offices: Vec<Choice> = offices
        .into_iter()
        .map(|office| (office.to_owned(), frame.say(&frame.office(office)).to_owned()))
        .collect();
    let materials: Vec<(String, String, bool)> = matter
        .materials
        .iter()
        .map(|one| (one.id.clone(), materials::name(one, frame).to_owned(), false))
        .collect();
    let relies = Field::line(
        "relies-on",
        ("意见依据的材料（都不选即为全部）", "Materials it rests on (all, if none is ticked)"),
    );
    let limit = matter.opinion_limit_days.map(|days| days.to_string());
    let days = count("question-days", ("答复期限（工作日）", "Working days to answer"));
    html! {
        (select(frame, filled, Field::line("asked-office", ("部门", "Office")), &offices))
        (area(frame, filled, Field::line("question-words", ("问题", "Question")), ""))
        (ticks(frame, filled, relies, &materials))
        (line(frame, filled, optional(days), limit.as_deref().unwrap_or("")))
    }
}

fn thread(act: Act, found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let file = &found.of.file;
    if act == Act::WithdrawQuestion {
        let open = file.case.questions.iter().filter(|one| !one.is_closed());
        let asked = Field::line("withdrawn", ("问题", "Question"));
        let reason = Field::line("withdrawal-reason", ("撤回的理由", "Why it is taken back"));
        return html! {
            (select(frame, filled, asked, &named(open, frame)))
            (line(frame, filled, reason, ""))
        };
    }
    let office = frame.principal.office().unwrap_or_default();
    let known = named(threads(&file.case, office, file), frame);
    html! {
        (select(frame, filled, Field::line("thread", ("问题", "Question")), &known))
        (area(frame, filled, Field::line("message", ("内容", "Message")), ""))
    }
}

fn clock(act: Act, frame: &Frame, filled: Filled) -> Markup {
    if act == Act::Pause {
        // Time waits for what was promised by the act of the review that is through.
        let grounds: Vec<Choice> = PauseGround::ALL
            .into_iter()
            .filter(|one| *one != PauseGround::MaterialsOwed)
            .map(|one| (pause_word(one).to_owned(), frame.say(&one.text()).to_owned()))
            .collect();
        let paper = Field::line("pause-evidence", ("书面告知的文号", "The document that tells it"));
        let until = day("pause-until", ("书面告知的完成日期", "Done by, as the document tells"))
            .hint("超过这一天即亮红灯", "Past this day the light turns red");
        return html! {
            (select(frame, filled, Field::line("ground", ("事由", "Ground")), &grounds))
            (line(frame, filled, paper, ""))
            (line(frame, filled, until, ""))
        };
    }
    if act == Act::Resume {
        let paper = Field::line("resume-evidence", ("恢复计时的凭据", "What ends the pause"));
        return line(frame, filled, paper, "");
    }
    let days = count("extension-days", ("延长的工作日", "Working days to add")).hint(
        "一次为限，不超过法律规定的天数（一般为10个工作日）",
        "Once, as far as the law allows: ten as a rule",
    );
    let reason = Field::line("extension-reason", ("延期的理由", "Why"))
        .hint("将告知申请人", "The applicant is told");
    html! {
        (line(frame, filled, days, ""))
        (area(frame, filled, reason, ""))
        (line(frame, filled, Field::line("allowed-by", ("批准延期的负责人", "Allowed by")), ""))
    }
}

fn assignment(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let row = &found.of.file.row;
    let posts = found.posts.iter().filter(|post| post.office == row.office);
    let posts: Vec<Choice> = posts
        .map(|post| (post.post.clone(), frame.t(&post.title, &post.title_en).to_owned()))
        .collect();
    let reason = Field::line("assignment-reason", ("改派的理由", "Why it changes hands"))
        .hint("首次分办可不填", "Not needed the first time");
    html! {
        (select(frame, filled, Field::line("post", ("承办岗位", "Post")), &posts))
        (line(frame, filled, optional(reason), ""))
    }
}

fn authority(act: Act, found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let matter = &found.of.file.definition.matter;
    let to = frame.t(&matter.authority, &matter.authority_en);
    let (zh, en) = (format!("决定机关：{to}"), format!("The authority that decides: {to}"));
    if act == Act::HandOver {
        let reference = Field::line("reference", ("转报文号", "Number under which it is sent"));
        return html! {
            @if matter.mode == Mode::HandOver { p.note { (frame.t(&zh, &en)) } }
            (line(frame, filled, reference, ""))
        };
    }
    let outcomes = [("granted", "准予", "granted"), ("denied", "不予许可", "denied")]
        .map(|(word, zh, en)| (word.to_owned(), frame.t(zh, en).to_owned()));
    let document = Field::line("answer-document", ("决定文号", "Number of its document"));
    html! {
        p.note { (frame.t(&zh, &en)) }
        (select(frame, filled, Field::line("outcome", ("决定", "Decision")), &outcomes))
        (line(frame, filled, document, ""))
        (line(frame, filled, day("answer-on", ("决定日期", "Day of the decision")), ""))
        (authoritys_document(found, frame, filled))
    }
}

/// The document that the authority sent; one that came with a form that was refused stays.
fn authoritys_document(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let kept = filled.form.get(KEPT);
    let is_kept = found.of.documents.iter().any(|row| row.subject == kept && row.is_usable());
    let asked = Field::line(FILE, ("决定文件", "The document")).hint(
        "上级机关的决定书，PDF、OFD或图片等，不超过50 MB；登记后申请人可以下载",
        "What the authority sent, as PDF, OFD, a picture or the like, up to 50 MB; the applicant \
         may then download it",
    );
    html! {
        @if is_kept {
            input type="hidden" name=(KEPT) value=(kept);
            p.note {
                (frame.t(
                    "文件已收到，登记时一并使用；换文件才需要再选。",
                    "The file has arrived and will be used; choose again only to replace it.",
                ))
            }
        }
        (file(frame, filled, optional(asked)))
    }
}

/// By what means a result may be delivered, to choose from.
pub fn means_of_delivery(frame: &Frame) -> Vec<Choice> {
    let name = |one: Means| (one.word().to_owned(), frame.say(&one.text()).to_owned());
    Means::ALL.map(name).into()
}

/// What is no means of the list, and where it is recorded.
pub fn collected_elsewhere<'a>(frame: &Frame) -> &'a str {
    frame.t(
        "申请人到窗口领取的，不在这里登记：在送达办理页或综合窗口发放，核验身份、签收，并计入到场。",
        "Who collects it at the counter is not entered here: hand it out with the delivery or at \
         the hall, against identity and signature; that records the visit.",
    )
}

/// Acts that need a reason and no more.
fn words(act: Act, frame: &Frame, filled: Filled) -> Markup {
    match act {
        Act::RefuseAcceptance => {
            let reason = Field::line("non-acceptance-reason", ("不予受理的理由", "Reason")).hint(
                "写明理由；不属于本机关职权的，告知应当向哪个机关申请",
                "With the organ to turn to, where it is not this one",
            );
            area(frame, filled, reason, "")
        }
        Act::Deliver => {
            let means = Field::line("means", ("送达方式", "Means of delivery"));
            let on = day("came-on", ("签收日期", "Day of receipt"))
                .hint("留空为今天", "Left empty, it is today");
            html! {
                (select(frame, filled, means, &means_of_delivery(frame)))
                (line(frame, filled, optional(on), ""))
                p.note { (collected_elsewhere(frame)) }
            }
        }
        Act::FailDelivery => {
            let reason = Field::line("failure-reason", ("未能送达的原因", "Why not"));
            area(frame, filled, reason, "")
        }
        Act::Explain => {
            let reason = Field::line("explanation", ("超期的理由", "Reason for the delay"))
                .hint("将向申请人公开", "It is shown to the applicant");
            area(frame, filled, reason, "")
        }
        Act::Terminate => {
            let grounds = TerminationGround::ALL
                .map(|one| (termination_word(one).to_owned(), frame.say(&one.text()).to_owned()));
            let reason = Field::line("termination-reason", ("终止的理由", "Reason"))
                .hint("将告知申请人", "The applicant is told");
            html! {
                (select(frame, filled, Field::line("termination-ground", ("事由", "Ground")),
                    &grounds))
                (area(frame, filled, reason, ""))
            }
        }
        Act::Accept
        | Act::Notice
        | Act::Grant
        | Act::Deny
        | Act::HandOver
        | Act::RecordAnswer
        | Act::Conclude
        | Act::DecideOnTheSpot
        | Act::ConfirmDecision
        | Act::FindWrong
        | Act::PutRight
        | Act::Keep
        | Act::Answer
        | Act::Ask
        | Act::FollowUp
        | Act::WithdrawQuestion
        | Act::Pause
        | Act::Resume
        | Act::Extend
        | Act::RecordPromise
        | Act::AcceptOnPromise
        | Act::Settle
        | Act::SendBack
        | Act::FinishReview
        | Act::RepairPromise
        | Act::Commitment(_)
        | Act::Assign => html! {
            p { (frame.t("确认没有未办事项后归档。", "Once nothing is left to do.")) }
        },
    }
}

/// The word of a ground for a pause in forms.
pub fn pause_word(ground: PauseGround) -> &'static str {
    match ground {
        PauseGround::Hearing => "hearing",
        PauseGround::Bidding => "bidding",
        PauseGround::Auction => "auction",
        PauseGround::Inspection => "inspection",
        PauseGround::Testing => "testing",
        PauseGround::Quarantine => "quarantine",
        PauseGround::Appraisal => "appraisal",
        PauseGround::ExpertReview => "expert-review",
        PauseGround::MaterialRequested => "material-requested",
        PauseGround::PublicNotice => "public-notice",
        PauseGround::MaterialsOwed => "materials-owed",
    }
}

/// The word of a ground for ending a case in forms.
pub fn termination_word(ground: TerminationGround) -> &'static str {
    match ground {
        TerminationGround::ObjectGone => "object-gone",
        TerminationGround::ApplicantGone => "applicant-gone",
        TerminationGround::ProjectVoided => "project-voided",
        TerminationGround::Other => "other",
        TerminationGround::PromiseBroken => "promise-broken",
    }
}

/// Questions as a list to choose from.
pub fn named<'a>(questions: impl Iterator<Item = &'a Question>, frame: &Frame) -> Vec<Choice> {
    let name = |one: &Question| {
        let office = frame.office(&one.office);
        let words: String = one.words.chars().take(30).collect();
        (one.number.to_string(), format!("{}. {}：{words}", one.number, frame.say(&office)))
    };
    questions.map(name).collect()
}
