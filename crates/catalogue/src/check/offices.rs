//! What a zone's own page must not contradict (园区页): its offices, stages, codes and limits.

use kernel::code::{IndustryCode, RegionCode, industries, regions};
use kernel::text::text;
use kernel::time_limit::Limit;

use super::{Source, commitment};
use crate::flaw::CatalogueFlaw;
use crate::layer::Step::{self, Key, Place};
use crate::zone::Zone;

/// Administrative Licensing Law, article 32: everything missing is told within five working days.
const NOTICE: Limit = Limit::working(5);

/// Everything that is wrong with the zone's page.
pub(super) fn flaws(zone: &Zone, source: &Source) -> Vec<CatalogueFlaw> {
    let mut flaws = Vec::new();
    if zone.notice_limit.unit != NOTICE.unit || zone.notice_limit.days > NOTICE.days {
        flaws.push(source.flaw(
            &[Key("notice_limit")],
            text("一次性告知时限长于法定的 5 个工作日", "the law allows five working days"),
            text("请填 0 至 5 个工作日", "write 0 to 5 working days"),
        ));
    }
    repeated(zone, source, &mut flaws);
    for (place, stage) in zone.stages.iter().enumerate() {
        if !(1..=5).contains(&stage.number) {
            flaws.push(source.flaw(
                &[Key("stage"), Place(place), Key("number")],
                text(
                    format!("没有第 {} 阶段", stage.number),
                    format!("there is no stage {}", stage.number),
                ),
                text("请填 1 至 4，不限阶段填 5", "write 1 to 4, or 5 where no stage binds it"),
            ));
        }
        let steps = [Key("stage"), Place(place), Key("lead_office")];
        if zone.office(&stage.lead_office).is_none() {
            let id = &stage.lead_office;
            flaws.push(source.flaw(
                &steps,
                text(format!("园区没有部门 {id}"), format!("the zone has no office {id}")),
                text("请写本文件中的部门标识", "write an office of this file"),
            ));
        }
    }
    let silent = |one: &&crate::Register| one.tells.is_empty() && one.proves.is_empty();
    for register in zone.registers.iter().filter(silent) {
        let id = &register.id;
        flaws.push(source.flaw(
            &[Key("register"), Step::Id(id), Key("tells")],
            text(format!("登记系统 {id} 没有可提供的内容"), format!("{id} can tell nothing")),
            text("请写申请表的字段标识", "write the fields of forms that it can tell"),
        ));
    }
    codes(zone, source, &mut flaws);
    hall(zone, source, &mut flaws);
    let rule = zone.regime.penalties.as_ref();
    let place = [Key("regime"), Key("penalties")];
    flaws.extend(rule.and_then(|rule| commitment::penalties(rule, source, &place)));
    flaws
}

/// The hall's hours follow one another, and it has a desk.
fn hall(zone: &Zone, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let hall = &zone.hall;
    let mut open_until = None;
    for (place, hours) in hall.hours.iter().enumerate() {
        if hours.from >= hours.until || open_until.is_some_and(|until| hours.from < until) {
            flaws.push(source.flaw(
                &[Key("hall"), Key("hours"), Place(place), Key("from")],
                text("大厅开放时段有误", "the hall's hours do not follow one another"),
                text(
                    "请按先后写，开始早于结束，互不重叠",
                    "write them in order, each from earlier to later, none over another",
                ),
            ));
        }
        open_until = Some(hours.until);
    }
    for (name, number) in [("desks", hall.desks), ("slot_minutes", hall.slot_minutes)] {
        if number == 0 {
            flaws.push(source.flaw(
                &[Key("hall"), Key(name)],
                text(format!("{name} 不能为 0"), format!("{name} is 0")),
                text("请填 1 或更大的数", "write 1 or more"),
            ));
        }
    }
}

/// Offices, posts of an office and stages occur once.
fn repeated(zone: &Zone, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let mut say = |steps: &[Step], name: &str| {
        flaws.push(source.flaw(
            steps,
            text(format!("{name} 出现两次"), format!("{name} occurs twice")),
            text("请改其中一个", "rename one of them"),
        ));
    };
    for (place, office) in zone.offices.iter().enumerate() {
        if zone.offices[..place].iter().any(|before| before.id == office.id) {
            say(&[Key("office"), Place(place)], &office.id);
        }
        for (at, post) in office.posts.iter().enumerate() {
            if office.posts[..at].iter().any(|before| before.id == post.id) {
                say(&[Key("office"), Place(place), Key("post"), Place(at)], &post.id);
            }
        }
    }
    for (place, register) in zone.registers.iter().enumerate() {
        if zone.registers[..place].iter().any(|before| before.id == register.id) {
            say(&[Key("register"), Place(place)], &register.id);
        }
    }
    for (place, stage) in zone.stages.iter().enumerate() {
        if zone.stages[..place].iter().any(|before| before.number == stage.number) {
            say(&[Key("stage"), Place(place)], &stage.number.to_string());
        }
    }
}

/// The region and the leading industries are in the national tables.
fn codes(zone: &Zone, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let region = RegionCode::parse(&zone.region).ok();
    if region.and_then(|code| regions().get(code)).is_none() {
        flaws.push(source.flaw(
            &[Key("region")],
            text(format!("没有行政区划 {}", zone.region), format!("no region {}", zone.region)),
            text("请填六位行政区划代码", "write the six digits of the region's code"),
        ));
    }
    for (place, code) in zone.industries.iter().enumerate() {
        if IndustryCode::parse(code, industries()).is_err() {
            flaws.push(source.flaw(
                &[Key("industries"), Place(place)],
                text(format!("没有行业 {code}"), format!("no industry {code}")),
                text("请填 GB/T 4754 的代码", "write a code of GB/T 4754"),
            ));
        }
    }
}
