//! The deliveries of an office (结果送达): to pack, with the courier, come back, at the counter; and
//! who comes to collect, found by number or by the code that the applicant shows.

use approvals::delivery::State as Standing;
use approvals::views::{After, DeliveryRow, deliveries_of_office};
use axum::extract::{Extension, State};
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Response};
use kernel::right::Right;
use maud::{Markup, html};
use store::Fault;

use super::inbox::left;
use super::{Query, Reading, Shared, address, light_name, ways};
use crate::approvals::{
    deliveries::{Named, named, state_lamp},
    is_number,
};
use crate::{
    error::Failure,
    front::see_other,
    lamp::{Shape, lamp},
    shell::{self, Frame},
    words::plural,
};

/// Rows of a page.
const PAGE: usize = 50;

/// A list of the page (送达分组): its word, its name, the states that stand in it.
type Group = (&'static str, (&'static str, &'static str), &'static [Standing]);

const GROUPS: [Group; 4] = [
    ("pack", ("待寄出", "To be sent"), &[Standing::ToPack, Standing::Packed]),
    ("way", ("已交寄", "With the courier"), &[Standing::WithCourier, Standing::InTransit]),
    ("back", ("拒收、退回和丢失", "Refused, returned or lost"), &[Standing::Failed]),
    ("counter", ("待窗口领取", "At the counter"), &[Standing::AtCounter]),
];

/// The deliveries of the reader's office; a number leads to its delivery.
pub async fn deliveries(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Response, Failure> {
    let query = Query::of(&at);
    let wanted = number_in(query.get("number"));
    if let Some(number) = wanted.clone() {
        let principal = reader.principal.clone();
        let known = front.read(move |site| {
            let found = named(site, &number)?;
            // The one window hands out what any office decided.
            Ok(found.and_then(|found| match Some(found.of.office()) == principal.office() {
                true => Some(found.delivery()),
                false => principal.has(Right::Receive).then(|| found.hall()),
            }))
        });
        if let Some(to) = known.await? {
            return Ok(see_other(&to, &[]));
        }
    }
    let page = front.page(reader, move |site, frame| {
        let Some(office) = frame.principal.office().map(str::to_owned) else { return Ok(None) };
        let group = GROUPS.iter().find(|(word, ..)| *word == query.get("of")).unwrap_or(&GROUPS[0]);
        let after = query.get("after").split_once('/');
        let after = after.map(|(day, number)| After { day: day.into(), number: number.into() });
        let asked = [("of", group.0), ("after", query.get("after"))];
        frame.query = address("", &asked).replacen('?', "", 1);
        let (rows, counts) = site.store.read(&site.zone, |open| {
            let rows = deliveries_of_office(open, &office, group.2, after.as_ref())?;
            let with = |(row, of)| Ok((row, Named::of(open, of)?));
            let rows = rows.into_iter().map(with).collect::<Result<Vec<_>, Fault>>()?;
            let count = |(_, _, states): &Group| {
                Ok(deliveries_of_office(open, &office, states, None)?.len())
            };
            let counts = GROUPS.iter().map(count).collect::<Result<Vec<_>, Fault>>()?;
            Ok((rows, counts))
        })?;
        let missing = (!query.get("number").is_empty()).then(|| query.get("number").to_owned());
        Ok(Some(page(frame, (group, &counts), &rows, missing.as_deref())))
    });
    Ok(Html(page.await?.0).into_response())
}

/// The number of a case or an application in what was typed or scanned: alone, or in an address.
fn number_in(typed: &str) -> Option<String> {
    let typed = typed.to_uppercase();
    let mut words = typed.split(|c: char| !(c.is_ascii_digit() || "-B".contains(c)));
    words.find(|word| is_number(&word.replacen("-B", "-0", 1))).map(str::to_owned)
}

fn page(
    frame: &Frame,
    (group, counts): (&Group, &[usize]),
    rows: &[(DeliveryRow, Named)],
    missing: Option<&str>,
) -> Markup {
    let heading = frame.t("结果送达", "Deliveries");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/todo/deliveries"))
            section.sheet {
                header { h2 { (frame.t("窗口领取", "Somebody comes to collect")) } }
                @if let Some(missing) = missing {
                    p.error role="alert" {
                        (frame.t("本部门没有这个办件或者申请：", "Your office has no such case or application: "))
                        (frame.run(missing))
                    }
                }
                form.fill action="/todo/deliveries" method="get" {
                    div.field {
                        label for="number" {
                            (frame.t("办件或者申请编号，或扫描领取二维码", "Number, or scan the code"))
                        }
                        input #number name="number" type="text" autocomplete="off" required
                            value=(missing.unwrap_or_default());
                    }
                    button.act type="submit" { (frame.t("办理领取", "Find it")) }
                }
            }
            section.sheet {
                nav.tabs aria-label=(frame.t("送达状态", "Where they stand")) {
                    @for ((word, name, _), count) in GROUPS.iter().zip(counts) {
                        a href=(address("/todo/deliveries", &[("of", word)]))
                            aria-current=[(word == &group.0).then_some("page")] {
                            (frame.t(name.0, name.1)) " "
                            span.n { (count) @if *count >= PAGE { "+" } }
                        }
                    }
                }
                h2 { (frame.t(group.1.0, group.1.1)) }
                (list(frame, group, rows))
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn list(frame: &Frame, group: &Group, rows: &[(DeliveryRow, Named)]) -> Markup {
    let head = [
        frame.t("办件、申请", "Case or application"),
        frame.t("送达", "Delivery"),
        frame.t("时限", "Limit"),
        frame.t("运单号", "Tracking number"),
    ];
    html! {
        @if rows.is_empty() {
            p.empty {
                (frame.t(
                    "这里现在没有要办的。申请人选择邮寄或窗口领取的，作出决定后列在这里。",
                    "Nothing stands here now. What applicants want by post or at the counter \
                     does, once it is decided.",
                ))
            }
        } @else {
            table.cards.dense {
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody { @for (row, of) in rows { (line(frame, (row, of), &head)) } }
            }
            @if let Some((_, last)) = rows.get(PAGE - 1) {
                @let day = last.of.due().map_or_else(String::new, |due| due.to_string());
                @let after = format!("{day}/{}", last.of.number());
                nav.pages aria-label=(frame.t("翻页", "Pages")) {
                    a.act.second rel="next" href=(address(
                        "/todo/deliveries",
                        &[("of", group.0), ("after", &after)],
                    )) { (frame.t("下一页", "Next page")) }
                }
            }
        }
    }
}

fn line(frame: &Frame, (row, of): (&DeliveryRow, &Named), head: &[&str; 4]) -> Markup {
    let failures = u32::try_from(row.failures).unwrap_or(0);
    let (zh, en) = (format!("已失败{failures}次"), format!("failed {}", plural(failures, "time")));
    html! {
        tr {
            td.title {
                a href=(of.delivery()) { (frame.say(&of.name)) }
                br;
                span.note {
                    (frame.run(frame.say(&of.within()))) " · " span.n { (of.of.number()) }
                }
            }
            td data-h=(head[1]) {
                div {
                    (state_lamp(frame, row.state, false))
                    @if failures > 0 { br; span.note { (frame.t(&zh, &en)) } }
                }
            }
            td data-h=(head[2]) { (limit(frame, of)) }
            td.n data-h=(head[3]) {
                @if row.tracking.is_empty() { span.quiet { (frame.t("无", "none")) } }
                @else { (row.tracking) }
            }
        }
    }
}

/// The light of the ten days, and what is left of them.
pub fn limit(frame: &Frame, of: &Named) -> Markup {
    html! {
        @if of.of.due().is_some() {
            @let light = of.of.light((frame.today(), &frame.calendar, &frame.zone.thresholds));
            div {
                (lamp(Shape::of(light), &light_name(frame, light)))
                @if let Some(left) = left(frame, of.of.due()) { br; span.note.n { (left) } }
            }
        } @else { span.quiet { (frame.t("已以其他方式送达", "delivered by other means")) } }
    }
}

#[cfg(test)]
mod tests {
    use super::number_in;

    #[test]
    fn a_number_is_found_in_what_a_scanner_types() {
        for (typed, found) in [
            ("2026-000123", Some("2026-000123")),
            (" 2026-000123\r", Some("2026-000123")),
            ("https://zone.example/approvals/cases/2026-000123/delivery", Some("2026-000123")),
            ("2026-B00007", Some("2026-B00007")),
            ("https://zone.example/applications/2026-b00007", Some("2026-B00007")),
            ("000123", None),
            ("", None),
        ] {
            assert_eq!(number_in(typed).as_deref(), found, "{typed}");
        }
    }
}
