//! What a bundle must not contradict (一件事、多证合一): known names, an order without circles, and
//! nothing needed that comes too late.

use std::collections::BTreeSet;

use kernel::code::{IndustryCode, industries};
use kernel::text::{Text, text};

use super::{Source, rules};
use crate::bundle::{Bundle, Certificate};
use crate::flaw::CatalogueFlaw;
use crate::form::Form;
use crate::layer::Step::{self, Id, Key, Place};
use crate::schema;
use crate::zone::Zone;

/// Everything that is wrong with this bundle.
pub(super) fn flaws(bundle: &Bundle, source: &Source, zone: Option<&Zone>) -> Vec<CatalogueFlaw> {
    let mut flaws = Vec::new();
    for field in &bundle.fields {
        rules::choices(field, source, &mut flaws);
    }
    names(bundle, source, &mut flaws);
    conditions(bundle, source, &mut flaws);
    numbers(bundle, source, &mut flaws);
    order(bundle, source, &mut flaws);
    yields(bundle, source, &mut flaws);
    if let Some(zone) = zone {
        offices(bundle, source, zone, &mut flaws);
    }
    flaws
}

/// Identifiers are words, each once; what a row names is there.
fn names(bundle: &Bundle, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let all = [
        ("field", bundle.fields.iter().map(|one| &one.id).collect::<Vec<_>>(), '_'),
        ("material", bundle.materials.iter().map(|one| &one.id).collect(), '-'),
        ("visit", bundle.visits.iter().map(|one| &one.id).collect(), '-'),
        ("certificate", bundle.certificates.iter().map(|one| &one.id).collect(), '-'),
    ];
    for (list, ids, joint) in all {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.into_iter().enumerate() {
            if !rules::is_word(id, joint) || !seen.insert(id) {
                let what = format!("标识 {id} 不当或重复");
                let steps = [Key(list), Place(at)];
                let remedy = ("请用小写英文，不重复", "write lower-case words, each once");
                let en = format!("\"{id}\" is no identifier of its own");
                flaws.push(source.flaw(&steps, text(what, en), text(remedy.0, remedy.1)));
            }
        }
    }
    let known = schema::fields_of_a_bundle();
    for (place, name) in bundle.unverified.iter().enumerate().filter(|(_, n)| !known.contains(*n)) {
        flaws.push(source.flaw(
            &[Key("unverified"), Place(place)],
            text(format!("没有名为 {name} 的项"), format!("there is no field {name}")),
            text("请写格式中的项名，例如 certificate.mode", "name a field: certificate.mode"),
        ));
    }
    for row in &bundle.certificates {
        for (key, id) in named(row) {
            let is_known = match key {
                "asks" => bundle.field(id).is_some(),
                "papers" => bundle.material(id).is_some(),
                "visits" => bundle.visit(id).is_some(),
                "after" => bundle.certificate(id).is_some(),
                _ => bundle.field(id).is_some() || bundle.material(id).is_some(),
            };
            if !is_known {
                flaws.push(source.flaw(&at(row, key), unknown(id), elsewhere()));
            }
        }
    }
    for (place, id) in bundle.counts_until.iter().enumerate() {
        if bundle.certificate(id).is_none() {
            flaws.push(source.flaw(&[Key("counts_until"), Place(place)], unknown(id), elsewhere()));
        }
    }
    let beside = bundle.negative_list.iter().map(|list| &list.beside);
    let beside = beside.filter(|id| bundle.field(id).is_none());
    let steps = [Key("negative_list"), Key("beside")];
    flaws.extend(beside.map(|id| source.flaw(&steps, unknown(id), elsewhere())));
    let asked = bundle.industry_from.iter().filter(|id| bundle.field(id).is_none());
    flaws.extend(asked.map(|id| source.flaw(&[Key("industry_from")], unknown(id), elsewhere())));
}

fn unknown(id: &str) -> Text {
    text(format!("表中没有 {id}"), format!("the table has no {id}"))
}

fn elsewhere() -> Text {
    text("请写本文件中的标识，或在本文件中增设", "write an id of this file, or add it")
}

/// Every name that a row writes, with the key under which it does.
fn named(row: &Certificate) -> impl Iterator<Item = (&'static str, &String)> {
    let lists = [
        ("asks", &row.asks),
        ("papers", &row.papers),
        ("visits", &row.visits),
        ("after", &row.after),
        ("yields", &row.yields),
    ];
    lists.into_iter().flat_map(|(key, ids)| ids.iter().map(move |id| (key, id)))
}

fn at<'a>(row: &'a Certificate, key: &'a str) -> [Step<'a>; 3] {
    [Key("certificate"), Id(&row.id), Key(key)]
}

fn conditions(bundle: &Bundle, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let declared = Form::asking(&bundle.fields).declared();
    let fields = bundle.fields.iter().map(|one| ("field", &one.id, &one.when));
    let materials = bundle.materials.iter().map(|one| ("material", &one.id, &one.when));
    let visits = bundle.visits.iter().map(|one| ("visit", &one.id, &one.when));
    let rows = bundle.certificates.iter().map(|one| ("certificate", &one.id, &one.when));
    for (list, id, when) in fields.chain(materials).chain(visits).chain(rows) {
        let place = [Key(list), Id(id)];
        let when = when.as_deref();
        flaws.extend(when.and_then(|when| rules::condition(when, &declared, source, place)));
    }
}

/// No more rows than are announced; industries that the standard has.
fn numbers(bundle: &Bundle, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let known = bundle.certificates.len();
    if bundle.announced.is_some_and(|announced| (announced as usize) < known) {
        flaws.push(source.flaw(
            &[Key("announced")],
            text(format!("表中已有 {known} 项"), format!("the table has {known} rows")),
            text("请填写不小于该数的总数，或删去", "write no less than that, or drop it"),
        ));
    }
    for row in bundle.certificates.iter().filter(|row| row.limit_days == Some(0)) {
        flaws.push(source.flaw(
            &at(row, "limit_days"),
            text("办理期限不能是 0 个工作日", "a limit of no working day is none"),
            text("请填写至少 1 个工作日，或删去", "write one at least, or drop it"),
        ));
    }
    let longer = |row: &&Certificate| row.limit_days.is_none() && row.extension_days.is_some();
    if let Some(row) = bundle.certificates.iter().find(longer) {
        flaws.push(source.flaw(
            &at(row, "extension_days"),
            text("没有期限，也就没有延长", "what has no limit cannot be put off"),
            text("请写 limit_days，或删去", "write limit_days, or drop it"),
        ));
    }
    for row in &bundle.certificates {
        let is_known = |id: &String| IndustryCode::parse(id, industries()).is_ok();
        if let Some(id) = row.industries.iter().find(|id| !is_known(id)) {
            flaws.push(source.flaw(
                &at(row, "industries"),
                text(format!("没有行业大类 {id}"), format!("there is no division {id}")),
                text("请写 GB/T 4754 的两位大类代码", "write a division of GB/T 4754"),
            ));
        }
    }
}

fn order(bundle: &Bundle, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let waits = |row: &&Certificate| bundle.before(row).contains(&row.id.as_str());
    if let Some(row) = bundle.certificates.iter().find(waits) {
        flaws.push(source.flaw(
            &at(row, "after"),
            text(format!("{} 循环等待", row.id), format!("rows go round at {}", row.id)),
            text("请删去其中一环", "take one of them out"),
        ));
    }
}

/// What one row yields and another needs must be there in time, and come from one row alone.
fn yields(bundle: &Bundle, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    for (place, row) in bundle.certificates.iter().enumerate() {
        for id in &row.yields {
            let mut earlier = bundle.certificates[..place].iter();
            if earlier.any(|other| other.yields.contains(id)) {
                flaws.push(source.flaw(
                    &at(row, "yields"),
                    text(format!("{id} 由两项产生"), format!("two rows yield {id}")),
                    text("请只留一处", "keep one of them"),
                ));
            }
            let needs = |other: &&Certificate| other.asks.contains(id) || other.papers.contains(id);
            for other in bundle.certificates.iter().filter(needs) {
                if bundle.before(other).contains(&row.id.as_str()) {
                    continue;
                }
                flaws.push(source.flaw(
                    &at(other, "after"),
                    text(
                        format!("需要 {id}，但没有等待产生它的 {}", row.id),
                        format!("it needs {id} and does not wait for {}", row.id),
                    ),
                    text(format!("请在 after 中写 {}", row.id), format!("add {} to it", row.id)),
                ));
            }
        }
    }
}

fn offices(bundle: &Bundle, source: &Source, zone: &Zone, flaws: &mut Vec<CatalogueFlaw>) {
    let own = bundle.certificates.iter();
    let own = own.filter_map(|row| Some((at(row, "office").to_vec(), row.office.as_ref()?)));
    let lead = std::iter::once((vec![Key("lead_office")], &bundle.lead_office));
    for (steps, id) in lead.chain(own).filter(|(_, id)| zone.office(id).is_none()) {
        flaws.push(source.flaw(
            &steps,
            text(format!("园区没有部门 {id}"), format!("the zone has no office {id}")),
            text("请写 zone.toml 中的部门标识", "write an office of zone.toml"),
        ));
    }
}
