//! (h) A route and a bundle of 44 certificates, planned from their answers (办理方案性能).

use std::time::Instant;

use approvals::bundle;
use approvals::route::{Grounds, plan};
use catalogue::form::Answers;
use catalogue::{Bundle, Certificate, FieldKind, Matter, Pack, Route};
use jiff::civil::Date;
use kernel::calendar::Calendar;

use super::Latency;

/// Certificates of the route.
pub const CERTIFICATES: usize = 44;
/// Plans made for a measurement.
pub const PLANS: usize = 300;

/// Plans the shipped industrial route, made as long as is asked for, this many times.
pub fn measure(plans: usize) -> Result<Latency, String> {
    let pack = Pack::shipped();
    let route = long_route(&pack)?;
    let answers = route.fields.iter().map(|field| {
        let answer = match field.kind {
            FieldKind::Flag => "yes",
            FieldKind::Choice => field.choices.last().map_or("", |choice| choice.id.as_str()),
            FieldKind::Count | FieldKind::Area | FieldKind::Money => "120000",
            FieldKind::Line | FieldKind::Lines | FieldKind::Date => "",
        };
        let answer = match field.id.as_str() {
            "construction_days" => "300",
            // A scheme that comes with the land would spare a step.
            "with_scheme" => "no",
            _ => answer,
        };
        (field.id.clone(), answer.to_owned())
    });
    let answers: Answers = answers.collect();
    let matters: Vec<&Matter> = pack.matters.iter().map(|known| &known.matter).collect();
    let grounds = Grounds { route: &route, matters: &matters, calendar: Calendar::shipped() };
    let mut waits = Vec::with_capacity(plans);
    for _ in 0..plans {
        let began = Instant::now();
        let made = plan(grounds, &answers, Date::constant(2026, 3, 2));
        waits.push(began.elapsed());
        let steps = made.map_err(|refusal| format!("no plan is made: {refusal:?}"))?.steps.len();
        if steps != CERTIFICATES {
            return Err(format!("the route has {steps} steps, not {CERTIFICATES}"));
        }
    }
    Ok(Latency::of(waits))
}

/// Plans the shipped table of certificates in one, made as long as is asked for, and what the same
/// certificates would ask one by one, this many times.
pub fn measure_bundle(plans: usize) -> Result<Latency, String> {
    let bundle = long_bundle(&Pack::shipped())?;
    let chosen: Vec<String> = bundle.certificates.iter().map(|row| row.id.clone()).collect();
    let flags = bundle.fields.iter().filter(|field| field.kind == FieldKind::Flag);
    let answers: Answers = flags.map(|field| (field.id.clone(), "yes".to_owned())).collect();
    let on = Date::constant(2026, 3, 2);
    let mut waits = Vec::with_capacity(plans);
    for _ in 0..plans {
        let began = Instant::now();
        let made = bundle::plan(&bundle, &chosen, &answers, on);
        let apart = bundle::apart(&bundle, &chosen, &answers, on);
        waits.push(began.elapsed());
        let made = made.map_err(|refusal| format!("no plan is made: {refusal:?}"))?;
        if (made.certificates.len(), apart.forms) != (CERTIFICATES, CERTIFICATES) {
            return Err(format!("{} certificates are planned", made.certificates.len()));
        }
    }
    Ok(Latency::of(waits))
}

/// The shipped table with rows made up after its filings: which the 44 are is not published.
fn long_bundle(pack: &Pack) -> Result<Bundle, String> {
    let mut bundle = pack.bundle("certificates-in-one").ok_or("the table ships")?.clone();
    let known = bundle.certificates.len();
    for at in known..CERTIFICATES {
        let pattern = bundle.certificates[1 + at % (known - 1)].clone();
        bundle.certificates.push(Certificate { id: format!("made-up-{at}"), ..pattern });
    }
    Ok(bundle)
}

/// The shipped industrial route with further steps after its building works.
fn long_route(pack: &Pack) -> Result<Route, String> {
    let mut route = pack.route("industrial-new-land").ok_or("the route ships")?.clone();
    // What cannot be taken together with what the answers choose.
    let others = ["filed", "verified"].map(|kind| format!("project_kind = \"{kind}\""));
    let is_other = |when: &Option<String>| {
        when.as_ref().is_some_and(|when| {
            others.contains(when)
                || when.starts_with("not(region_assessed)")
                || when == "environmental_document = \"report\""
                || when == "environmental_document = \"form\""
                || when.starts_with("environmental_document in")
        })
    };
    route.steps.retain(|step| !is_other(&step.when));
    let pattern = route.step("building-works").ok_or("the works are a step")?.clone();
    while route.steps.len() < CERTIFICATES {
        let id = format!("certificate-{}", route.steps.len());
        let after = vec!["building-works".into()];
        let (days, days_from) = (Some(5), None);
        route.steps.push(catalogue::Step { id, after, days, days_from, ..pattern.clone() });
    }
    Ok(route)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_route_of_forty_four_certificates_is_planned() {
        assert!(super::measure(1).is_ok_and(|waits| waits.p50_ms > 0.0));
    }

    #[test]
    fn a_bundle_of_forty_four_certificates_is_planned() {
        assert!(super::measure_bundle(1).is_ok_and(|waits| waits.p50_ms > 0.0));
    }
}
