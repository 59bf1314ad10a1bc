//! What a route must not contradict (办理路径): known steps, an order without circles, told days,
//! whose days they are, and what is paid by whom.

use std::collections::BTreeSet;

use ::rules::{Type, Unit};
use kernel::text::text;

use super::{Source, rules, unknown_matter};
use crate::flaw::CatalogueFlaw;
use crate::form::Form;
use crate::layer::Step::{Id, Key, Place};
use crate::matter::{FieldKind, Matter};
use crate::route::{Route, TimeOf};
use crate::schema;

/// Everything that is wrong with this route; `known` tells the matters of the pack.
pub(super) fn flaws<'a>(
    route: &Route,
    source: &Source,
    known: &dyn Fn(&str) -> Option<&'a Matter>,
) -> Vec<CatalogueFlaw> {
    let mut flaws = Vec::new();
    let is_known = |id: &str| known(id).is_some();
    for field in &route.fields {
        rules::choices(field, source, &mut flaws);
    }
    names(route, source, &mut flaws);
    conditions(route, source, &mut flaws);
    spared(route, source, &mut flaws);
    days(route, source, &mut flaws);
    clocks(route, source, known, &mut flaws);
    costs(route, source, &mut flaws);
    order(route, source, &mut flaws);
    before_land(route, source, known, &mut flaws);
    for (at, step) in route.steps.iter().enumerate() {
        if step.is_matter() && !is_known(&step.id) {
            flaws.push(unknown_matter(source, &[Key("step"), Place(at)], &step.id));
        }
        let of = step.case_of.as_ref().filter(|of| step.is_matter() || !is_known(of));
        if let Some(of) = of {
            flaws.push(unknown_matter(source, &[Key("step"), Place(at), Key("case_of")], of));
        }
    }
    flaws
}

fn names(route: &Route, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let mut seen = BTreeSet::new();
    for (at, step) in route.steps.iter().enumerate() {
        if !rules::is_word(&step.id, '-') || !seen.insert(&step.id) {
            flaws.push(source.flaw(
                &[Key("step"), Place(at)],
                text(
                    format!("环节 {} 的标识不当或重复", step.id),
                    format!("the step {} has no identifier of its own", step.id),
                ),
                text("请用小写英文，以连字符相连，不重复", "write lower-case words, each once"),
            ));
        }
    }
    let mut costs = BTreeSet::new();
    for (at, cost) in route.costs.iter().enumerate() {
        if !rules::is_word(&cost.id, '-') || !costs.insert(&cost.id) {
            flaws.push(source.flaw(
                &[Key("cost"), Place(at)],
                text(
                    format!("费用 {} 的标识不当或重复", cost.id),
                    format!("the cost {} has no identifier of its own", cost.id),
                ),
                text("请用小写英文，以连字符相连，不重复", "write lower-case words, each once"),
            ));
        }
    }
    let known = schema::fields_of_a_route();
    for (place, name) in route.unverified.iter().enumerate().filter(|(_, n)| !known.contains(*n)) {
        flaws.push(source.flaw(
            &[Key("unverified"), Place(place)],
            text(format!("没有名为 {name} 的项"), format!("there is no field {name}")),
            text("请写格式中的项名，例如 step.days", "name a field as the format does: step.days"),
        ));
    }
}

fn conditions(route: &Route, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let declared = Form::asking(&route.fields).declared();
    let fields = route.fields.iter().map(|field| ([Key("field"), Id(&field.id)], &field.when));
    let steps = route.steps.iter().map(|step| ([Key("step"), Id(&step.id)], &step.when));
    let costs = route.costs.iter().map(|cost| ([Key("cost"), Id(&cost.id)], &cost.when));
    for (place, when) in fields.chain(steps).chain(costs) {
        let when = when.as_deref();
        flaws.extend(when.and_then(|when| rules::condition(when, &declared, source, place)));
    }
}

/// What spares a step is a condition that says why in both languages.
fn spared(route: &Route, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let declared = Form::asking(&route.fields).declared();
    let all = route.steps.iter().filter_map(|step| Some((step, step.spared.as_ref()?)));
    for (step, spared) in all {
        let place = [Key("step"), Id(&step.id), Key("spared")];
        if let Some(flaw) = rules::not_a(&Type::Bool, &spared.when, &declared) {
            let (what, remedy) = rules::said(&flaw);
            flaws.push(source.flaw(&place, what, remedy));
        }
        if spared.reason.trim().is_empty() || spared.reason_en.trim().is_empty() {
            flaws.push(source.flaw(
                &place,
                text("没有写明为什么免办", "it is not said why the step is spared"),
                text("请填写 reason 和 reason_en", "fill in reason and reason_en"),
            ));
        }
    }
}

/// A step that is no matter says how long it takes, or which answer says so.
fn days(route: &Route, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    for step in &route.steps {
        let steps = [Key("step"), Id(&step.id), Key("days_from")];
        let asked = |id: &String| {
            let mut fields = route.fields.iter();
            fields.any(|field| field.id == *id && field.kind == FieldKind::Count)
        };
        match &step.days_from {
            Some(id) if !asked(id) => flaws.push(source.flaw(
                &steps,
                text(
                    format!("{id} 不是要求填整数的问题"),
                    format!("{id} is no question for a number"),
                ),
                text("请写一个 kind 为 count 的问题", "name a question of the kind count"),
            )),
            None if !step.is_matter() && step.days.is_none() => flaws.push(source.flaw(
                &steps,
                text("没有写明需要多少天", "it is not said how long it takes"),
                text("请填写 days 或 days_from", "fill in days or days_from"),
            )),
            Some(_) | None => {}
        }
    }
}

/// A step that is no matter says whose time it takes; one that is, or of which a matter's cases
/// tell, does not say otherwise than the matter.
fn clocks<'a>(
    route: &Route,
    source: &Source,
    known: &dyn Fn(&str) -> Option<&'a Matter>,
    flaws: &mut Vec<CatalogueFlaw>,
) {
    for step in &route.steps {
        let steps = [Key("step"), Id(&step.id), Key("clock")];
        let told_by = if step.is_matter() { Some(&step.id) } else { step.case_of.as_ref() };
        let of = told_by.and_then(|id| known(id)).map(|matter| matter.clock);
        match (step.clock, of) {
            (None, _) if !step.is_matter() => flaws.push(source.flaw(
                &steps,
                text("没有写明占用哪一方的时间", "it is not said whose time it takes"),
                text(
                    "请填写 clock：government、utility、intermediary 或者 applicant",
                    "fill in clock: government, utility, intermediary or applicant",
                ),
            )),
            (Some(own), Some(of)) if own != of => flaws.push(source.flaw(
                &steps,
                text(
                    format!("环节 {} 与其事项写明的用时主体不一致", step.id),
                    format!("{} takes another's time than its matter says", step.id),
                ),
                text("请改成与事项的 clock 一致", "write what the matter's clock says"),
            )),
            (None | Some(_), _) => {}
        }
    }
}

/// An amount is money, reckoned from the route's questions; who charges an intermediary pays it.
fn costs(route: &Route, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let declared = Form::asking(&route.fields).declared();
    for cost in &route.costs {
        if cost.borne_by == TimeOf::Intermediary {
            flaws.push(source.flaw(
                &[Key("cost"), Id(&cost.id), Key("borne_by")],
                text("中介机构不承担费用", "an intermediary bears no cost"),
                text("请写委托它的一方", "name who charges it"),
            ));
        }
        let amount = cost.amount.as_deref();
        let wanted = Type::Quantity(Unit::Money);
        if let Some(flaw) = amount.and_then(|it| rules::not_a(&wanted, it, &declared)) {
            let (what, remedy) = rules::said(&flaw);
            flaws.push(source.flaw(&[Key("cost"), Id(&cost.id), Key("amount")], what, remedy));
        }
    }
}

/// What is reviewed before the land is obtained is simulated, or needs no land at all: a matter
/// that builds on nothing that needs it, or work that is no matter.
fn before_land<'a>(
    route: &Route,
    source: &Source,
    known: &dyn Fn(&str) -> Option<&'a Matter>,
    flaws: &mut Vec<CatalogueFlaw>,
) {
    let Some(land) = &route.land else { return };
    for step in route.steps.iter().filter(|step| step.before_land && step.is_matter()) {
        let is_simulated = known(&step.id).is_none_or(|matter| matter.simulation.is_some());
        if !is_simulated && needs_land(&step.id, (land, known), &mut BTreeSet::new()) {
            flaws.push(source.flaw(
                &[Key("step"), Id(&step.id), Key("before_land")],
                text(
                    format!("{} 须先取得土地，又不适用模拟审批", step.id),
                    format!("{} is not simulated and cannot go before the land", step.id),
                ),
                text(
                    "请删除 before_land，或者在该事项中写明 [simulation]",
                    "take before_land out, or write [simulation] in the matter",
                ),
            ));
        }
    }
}

/// The matters of the pack, by their identifiers.
type Matters<'a, 'k> = &'k dyn Fn(&str) -> Option<&'a Matter>;

/// Is the land, or what needs it, among what a matter builds on? One of several that needs none is
/// enough; what goes round is told elsewhere.
fn needs_land<'a>(
    id: &str,
    (land, known): (&str, Matters<'a, '_>),
    seen: &mut BTreeSet<String>,
) -> bool {
    if id == land {
        return true;
    }
    let Some(matter) = known(id).filter(|_| seen.insert(id.to_owned())) else { return false };
    let mut all = matter.all_prerequisites().map(|(any_of, _)| any_of.to_vec());
    all.any(|any_of| any_of.iter().all(|one| needs_land(one, (land, known), seen)))
}

/// What a step waits for is a step, and nothing waits for itself.
fn order(route: &Route, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let land = route.land.iter().map(|id| (vec![Key("land")], id));
    let after = route.steps.iter().flat_map(|step| {
        let of = move |(at, id)| (vec![Key("step"), Id(&step.id), Key("after"), Place(at)], id);
        step.after.iter().enumerate().map(of)
    });
    let with = route.steps.iter().filter_map(|step| {
        let with = step.spared.as_ref()?.with.as_ref()?;
        Some((vec![Key("step"), Id(&step.id), Key("spared"), Key("with")], with))
    });
    for (steps, id) in land.chain(after).chain(with).filter(|(_, id)| route.step(id).is_none()) {
        flaws.push(source.flaw(
            &steps,
            text(format!("没有环节 {id}"), format!("there is no step {id}")),
            text("请写本路径中的某个环节", "name a step of this route"),
        ));
    }
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    let is_step = |id: &str| route.step(id).is_some();
    while let Some(step) = route.steps.iter().find(|step| {
        let ready = |id: &String| !is_step(id) || placed.contains(id.as_str());
        !placed.contains(step.id.as_str()) && step.after.iter().all(ready)
    }) {
        placed.insert(&step.id);
    }
    if let Some(step) = route.steps.iter().find(|step| !placed.contains(step.id.as_str())) {
        flaws.push(source.flaw(
            &[Key("step"), Id(&step.id), Key("after")],
            text(format!("环节 {} 循环等待", step.id), format!("steps go round at {}", step.id)),
            text("请删去其中一环", "take one of them out"),
        ));
    }
}
