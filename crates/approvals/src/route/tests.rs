//! Plans hold together (办理方案测试): the shipped routes as stories, any route as a property.

use catalogue::{Field, FieldKind, Pack};
use kernel::time_limit::DayUnit;
use proptest::prelude::*;

use super::*;

/// A plant of 6 hectares with an environmental report form, filed, nothing special about it.
const PLAIN: [(&str, &str); 19] = [
    ("project_kind", "filed"),
    ("needs_pre_examination", "no"),
    ("land_area", "60000"),
    ("earthwork", "8000"),
    ("region_assessed", "no"),
    ("annual_energy", "800"),
    ("annual_electricity", "3000000"),
    ("environmental_document", "form"),
    ("in_flood_area", "no"),
    ("in_heritage_area", "no"),
    ("has_civil_building", "no"),
    ("has_air_defence_work", "no"),
    ("special_fire_project", "no"),
    ("explosive_site", "no"),
    ("must_tender", "no"),
    ("digs_road", "no"),
    ("drains_sewage", "yes"),
    ("construction_days", "300"),
    ("environmental_days", "30"),
];

fn answers(pairs: &[(&str, &str)], changed: &[(&str, &str)]) -> Answers {
    let all = pairs.iter().chain(changed).filter(|(id, _)| !id.is_empty());
    all.map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned())).collect()
}

fn day(text: &str) -> Date {
    text.parse().expect("a test names real days")
}

fn planned(route: &Route, answers: &Answers) -> Result<Plan, Refusal> {
    let pack = Pack::shipped();
    let matters: Vec<&Matter> = pack.matters.iter().map(|known| &known.matter).collect();
    let grounds = Grounds { route, matters: &matters, calendar: Calendar::shipped() };
    plan(grounds, answers, day("2026-03-02"))
}

fn shipped(id: &str, answers: &Answers) -> Result<Plan, Refusal> {
    planned(Pack::shipped().route(id).expect("it is shipped"), answers)
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.steps.iter().map(|step| step.id.as_str()).collect()
}

#[test]
fn a_plain_plant_takes_twenty_steps_and_a_special_one_takes_more() {
    let plain = shipped("industrial-new-land", &answers(&PLAIN, &[])).expect("a plan");
    for absent in ["energy-conservation-review", "tendering", "flood-impact-assessment"] {
        assert!(!ids(&plain).contains(&absent), "{absent}");
    }
    assert!(ids(&plain).contains(&"soil-conservation-form-approval"));
    let more = [
        ("annual_energy", "1000"),
        ("in_flood_area", "yes"),
        ("must_tender", "yes"),
        ("land_area", "120000"),
    ];
    let special = shipped("industrial-new-land", &answers(&PLAIN, &more)).expect("a plan");
    assert_eq!(special.steps.len(), plain.steps.len() + 3);
    assert!(ids(&special).contains(&"soil-conservation-report-approval"));
    assert!(!ids(&special).contains(&"soil-conservation-form-approval"));
}

#[test]
fn a_plan_may_be_made_for_every_kind_of_project() {
    for kind in ["filed", "verified", "government"] {
        let flags = PLAIN.iter().filter(|(_, answer)| *answer == "no").map(|(id, _)| (*id, "yes"));
        let changed: Vec<_> = flags.chain([("project_kind", kind)]).collect();
        let plan = shipped("industrial-new-land", &answers(&PLAIN, &changed)).expect(kind);
        let days = |tempo| plan.course(tempo).expect("it has it").days;
        assert!(days(Tempo::Simulated) < days(Tempo::Parallel), "{kind}");
        assert!(days(Tempo::Parallel) < days(Tempo::Serial), "{kind}");
    }
}

#[test]
fn a_paper_is_asked_once_and_a_result_is_reused() {
    let plan = shipped("industrial-new-land", &answers(&PLAIN, &[])).expect("a plan");
    let paper = |id: &str| plan.papers.iter().find(|paper| paper.id == id).expect(id);
    assert_eq!(paper("completion-survey").needed_by.len(), 2);
    assert!(paper("completion-survey").result_of.is_none());
    let permit = paper("planning-permit").result_of.expect("it is a result");
    assert_eq!(plan.steps[permit].id, "construction-work-planning-permit");
    // The scheme is handed in for its review: it is asked, although the review's result follows.
    assert!(paper("design-scheme").result_of.is_none());
    let mut once: Vec<&str> = plan.papers.iter().map(|paper| paper.id.as_str()).collect();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), plan.papers.len());
}

#[test]
fn a_scheme_reviewed_before_the_sale_is_not_reviewed_again_and_its_permits_follow_the_contract() {
    let with = |answer: &'static str| {
        shipped("industrial-new-land", &answers(&PLAIN, &[("with_scheme", answer)])).expect(answer)
    };
    let unasked = shipped("industrial-new-land", &answers(&PLAIN, &[])).expect("a plan");
    let (offered, plain) = (with("yes"), with("no"));
    assert_eq!(plain, unasked, "plans of before the question stay as they were");
    assert!(plain.spared.is_empty() && ids(&plain).contains(&"design-scheme-review"));

    let spared: Vec<&str> = offered.spared.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(spared, ["design-scheme-review"]);
    assert_eq!(offered.steps.len() + 1, plain.steps.len());
    for permit in ["construction-land-planning-permit", "construction-work-planning-permit"] {
        let step = offered.steps.iter().find(|step| step.id == permit).expect(permit);
        let after: Vec<&str> = step.after.iter().map(|at| ids(&offered)[*at]).collect();
        assert_eq!(after, ["enterprise-investment-filing", "state-land-use-right-grant"]);
        assert!(step.on_contract && !step.before_land && step.is_default, "{permit}");
        assert_eq!(step.limit, Limit::working(0), "{permit}");
    }
    for tempo in Tempo::ALL {
        let days = |plan: &Plan| plan.course(tempo).expect("it has it").days;
        assert!(days(&offered) < days(&plain), "{tempo:?}");
    }
    let asks = |plan: &Plan, id: &str| plan.papers.iter().any(|paper| paper.id == id);
    assert!(asks(&plain, "civil-air-defence-opinion"));
    assert!(!asks(&offered, "civil-air-defence-opinion"), "the plot brings it");
}

#[test]
fn in_guangzhou_no_line_of_a_low_voltage_user_waits_for_an_authority() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues");
    let pack = Pack::read(&root.join("guangzhou")).expect("the pack of Guangzhou reads");
    let route = pack.route("power-connection-reformed").expect("it is there");
    let low = answers(&[("supply", "low"), ("digs_road", "yes")], &[]);
    let plan = planned(route, &low).expect("a plan");
    assert_eq!(ids(&plan), ["application-and-design", "line-and-supply"]);
    let why = |spared: &Spared| spared.why.zh.contains("穗工信") && spared.with.is_none();
    assert_eq!(plan.spared.iter().filter(|one| why(one)).count(), 3);
    let held = plan.course(Tempo::Parallel).expect("it has it").held;
    assert_eq!((held.utility, held.government), (8, 0));
    let high = [("design_days", "10"), ("building_days", "20"), ("digs_road", "yes")];
    let high = answers(&[("supply", "high-single")], &high);
    assert!(planned(route, &high).expect("a plan").spared.is_empty());
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let refused = |changed: &[(&str, &str)]| {
        shipped("industrial-new-land", &answers(&PLAIN, changed)).expect_err("no plan")
    };
    assert!(matches!(refused(&[("land_area", "")]), Refusal::AnswerMissing { .. }));
    assert!(matches!(refused(&[("land_area", "six")]), Refusal::AnswerUnfit { .. }));
    assert!(matches!(refused(&[("color", "red")]), Refusal::AnswerUnfit { .. }));
    let long = [("construction_days", "4000")];
    assert!(matches!(refused(&long), Refusal::DaysUnfit { .. }));

    let mut route = Pack::shipped().route("industrial-new-land").expect("it is shipped").clone();
    route.steps.retain(|step| step.id != "construction-drawings-review");
    let refusal = planned(&route, &answers(&PLAIN, &[])).expect_err("a hole in the list");
    assert!(matches!(refusal, Refusal::PrerequisiteUnplanned { .. }), "{refusal:?}");
    route.steps[0].id = "no-such-matter".into();
    let refusal = planned(&route, &answers(&PLAIN, &[])).expect_err("no such matter");
    assert_eq!(refusal, Refusal::MatterUnknown { matter: "no-such-matter".into() });
    route.steps.clear();
    assert_eq!(planned(&route, &answers(&PLAIN, &[])), Err(Refusal::NothingToDo));
}

#[test]
fn power_takes_the_grid_forty_working_days_before_the_reform_and_twenty_two_after() {
    let told = |supply: &'static str| {
        let own = [("digs_road", "yes"), ("design_days", "10"), ("building_days", "20")];
        answers(&[("supply", supply)], &own)
    };
    let held = |route: &str, answers: &Answers| {
        let plan = shipped(route, answers).expect("a plan");
        plan.course(Tempo::Parallel).expect("it has it").held
    };
    for (supply, before, after) in [("high-single", 40, 22), ("high-double", 55, 32)] {
        let former = held("power-connection-former", &told(supply));
        let reformed = held("power-connection-reformed", &told(supply));
        assert_eq!((former.utility, reformed.utility), (before, after), "{supply}");
        assert_eq!((former.government, reformed.government), (20, 5), "{supply}");
        assert!(former.applicant > 0);
    }
    let low = answers(&[("supply", "low"), ("digs_road", "yes")], &[]);
    let low = held("power-connection-reformed", &low);
    assert_eq!((low.utility, low.government, low.applicant), (8, 2, 0));
}

#[test]
fn a_matter_says_itself_whose_time_it_takes() {
    let plan = shipped("industrial-new-land", &answers(&PLAIN, &[])).expect("a plan");
    let clock = |id: &str| plan.steps.iter().find(|step| step.id == id).expect(id).clock;
    for (id, wanted) in [
        ("power-connection", TimeOf::Utility),
        ("water-gas-and-telecom-connection", TimeOf::Utility),
        ("construction-permit", TimeOf::Government),
        ("building-works", TimeOf::Applicant),
    ] {
        assert_eq!(clock(id), wanted, "{id}");
    }
    let parallel = plan.course(Tempo::Parallel).expect("a course");
    // The utilities' work goes beside that of others: none of it decides the end.
    assert_eq!((parallel.held.utility, parallel.work.utility), (0, 27));
}

#[test]
fn who_pays_is_told_and_an_amount_only_where_the_zone_has_written_one() {
    let own = [("digs_road", "no"), ("design_days", "10"), ("building_days", "20")];
    let costs = |route: &Route, supply: &'static str| {
        let plan = planned(route, &answers(&[("supply", supply)], &own)).expect("a plan");
        let of = |cost: &Cost| (cost.id.clone(), cost.borne_by, cost.fen);
        plan.costs.iter().map(of).collect::<Vec<_>>()
    };
    let pack = Pack::shipped();
    let former = pack.route("power-connection-former").expect("it is shipped");
    let reformed = pack.route("power-connection-reformed").expect("it is shipped");
    let by_user = |id: &str| (id.to_owned(), TimeOf::Applicant, None);
    assert_eq!(costs(former, "high-single"), [by_user("line")]);
    let double = [by_user("line"), by_user("high-reliability")];
    assert_eq!(costs(former, "high-double"), double);
    assert_eq!(costs(reformed, "high-double"), double);

    let low = answers(&[("supply", "low"), ("digs_road", "no")], &[]);
    let low = planned(reformed, &low).expect("a plan").costs;
    assert_eq!((low.len(), low[0].borne_by, low[0].is_default), (1, TimeOf::Utility, false));

    let mut priced = former.clone();
    let amount = "design_days * 100 yuan";
    priced.costs[0].amount = Some(amount.into());
    assert_eq!(costs(&priced, "high-single")[0].2, Some(100_000));
}

#[test]
fn days_off_are_left_out_exactly() {
    // The week of Labor Day 2026: from Thursday 30 April, five working days end on 9 May,
    // a Saturday that is worked.
    let route = route_of(&[(5, vec![])]);
    let pack = Pack::shipped();
    let matters: Vec<&Matter> = pack.matters.iter().map(|known| &known.matter).collect();
    let grounds = Grounds { route: &route, matters: &matters, calendar: Calendar::shipped() };
    let plan = plan(grounds, &Answers::new(), day("2026-04-30")).expect("a plan");
    let ends = Calendar::shipped().add_working_days(day("2026-04-30"), 5).date;
    assert_eq!(plan.courses[0].ends, ends);
    assert!(ends > day("2026-05-07"));
}

/// A route of steps that say how many working days they take and what they wait for.
fn route_of(steps: &[(u32, Vec<usize>)]) -> Route {
    let mut route =
        Pack::shipped().route("power-connection-former").expect("it is shipped").clone();
    let pattern = route.steps.last().expect("it has steps").clone();
    let name = |at: usize| format!("s{at}");
    route.fields.clear();
    route.costs.clear();
    let step = |(at, (days, after)): (usize, &(u32, Vec<usize>))| catalogue::Step {
        id: name(at),
        days: Some(*days),
        unit: DayUnit::Working,
        when: None,
        after: after.iter().map(|before| name(*before)).collect(),
        ..pattern.clone()
    };
    route.steps = steps.iter().enumerate().map(step).collect();
    route
}

fn any_steps() -> impl Strategy<Value = Vec<(u32, Vec<usize>)>> {
    let step = (0..15u32, proptest::collection::vec(0..64usize, 0..4));
    proptest::collection::vec(step, 1..14).prop_map(|steps| {
        let cut = |(at, (days, after)): (usize, (u32, Vec<usize>))| {
            let before = after.into_iter().filter(|_| at > 0).map(|which| which % at.max(1));
            (days, before.collect())
        };
        steps.into_iter().enumerate().map(cut).collect()
    })
}

/// The length of the longest chain, reckoned by itself.
fn longest(steps: &[(u32, Vec<usize>)]) -> u32 {
    let mut ends: Vec<u32> = Vec::new();
    for (days, after) in steps {
        ends.push(days + after.iter().map(|before| ends[*before]).max().unwrap_or(0));
    }
    ends.into_iter().max().unwrap_or(0)
}

proptest! {
    #[test]
    fn the_order_respects_what_each_step_waits_for(steps in any_steps()) {
        let plan = planned(&route_of(&steps), &Answers::new()).expect("a plan");
        for (at, step) in plan.steps.iter().enumerate() {
            for course in &plan.courses {
                for before in &step.after {
                    prop_assert!(*before < at);
                    prop_assert!(course.spans[*before].end <= course.spans[at].start);
                }
            }
        }
    }

    #[test]
    fn side_by_side_is_the_longest_chain_and_in_a_row_is_the_sum(steps in any_steps()) {
        let plan = planned(&route_of(&steps), &Answers::new()).expect("a plan");
        let course = plan.course(Tempo::Parallel).expect("a course");
        prop_assert_eq!(course.days, longest(&steps));
        let path: u32 = course.path.iter().map(|at| plan.steps[*at].limit.days).sum();
        prop_assert_eq!(path, course.days);
        let held = course.held;
        prop_assert_eq!(held.total(), course.days);
        let serial = plan.course(Tempo::Serial).expect("a course");
        prop_assert_eq!(serial.days, steps.iter().map(|(days, _)| days).sum::<u32>());
        // One after another every step decides the end; side by side the same work is done.
        prop_assert_eq!(serial.work, serial.held);
        prop_assert_eq!(course.work, serial.work);
        prop_assert!(course.days <= serial.days);
    }

    #[test]
    fn what_is_not_critical_may_go_or_be_late_by_its_slack(steps in any_steps()) {
        let plan = planned(&route_of(&steps), &Answers::new()).expect("a plan");
        let course = plan.course(Tempo::Parallel).expect("a course");
        for (at, span) in course.spans.iter().enumerate().filter(|(_, span)| !span.is_critical) {
            let place: usize = plan.steps[at].id[1..].parse().expect("a number");
            let mut late = steps.clone();
            late[place].0 += span.slack;
            prop_assert_eq!(longest(&late), course.days);
            late[place].0 += 1;
            prop_assert_eq!(longest(&late), course.days + 1);
            let mut route = route_of(&steps);
            route.steps.remove(place);
            if let Ok(without) = planned(&route, &Answers::new()) {
                let days = without.course(Tempo::Parallel).expect("a course").days;
                prop_assert_eq!(days, course.days);
            }
        }
    }

    #[test]
    fn to_simulate_is_never_slower(
        steps in any_steps(),
        marks in any::<u16>(),
        land in 0..14usize,
    ) {
        let mut route = route_of(&steps);
        for (at, step) in route.steps.iter_mut().enumerate() {
            step.before_land = marks & (1 << at) != 0;
        }
        route.land = Some(route.steps[land % steps.len()].id.clone());
        route.conversion_days = 3;
        let plan = planned(&route, &Answers::new()).expect("a plan");
        let parallel = plan.course(Tempo::Parallel).expect("a course");
        if let Some(simulated) = plan.course(Tempo::Simulated) {
            prop_assert!(simulated.days <= parallel.days);
            let held = simulated.held;
            prop_assert_eq!(held.total(), simulated.days);
            prop_assert!(simulated.work.total() >= simulated.days);
            let converted = simulated.spans.iter().filter(|span| span.is_simulated).count();
            let most = parallel.work.total() + 3 * u32::try_from(converted).expect("a few");
            prop_assert!(simulated.work.total() <= most);
            for (at, step) in plan.steps.iter().enumerate() {
                for before in &step.after {
                    prop_assert!(simulated.spans[*before].end <= simulated.spans[at].end);
                }
            }
        }
    }
}

#[test]
fn what_is_marked_as_simulated_may_be_and_what_needs_no_land_is_not_converted() {
    let all = [("has_civil_building", "yes"), ("special_fire_project", "yes")];
    let all = [&all[..], &[("explosive_site", "yes")]].concat();
    let plan = shipped("industrial-new-land", &answers(&PLAIN, &all)).expect("a plan");
    let course = plan.course(Tempo::Simulated).expect("a course");
    let pack = Pack::shipped();
    let mut needs_none = Vec::new();
    for (step, span) in plan.steps.iter().zip(&course.spans).filter(|(step, _)| step.before_land) {
        let matter = pack.definition(&step.id).expect("each is a matter");
        let may_be = matter.matter.simulation.is_some();
        assert_eq!(step.needs_no_land, !may_be, "{}", step.id);
        assert!(may_be || !span.is_simulated, "{}", step.id);
        if !may_be {
            // Nothing is converted: it is there with its review and what it waits for.
            let waits = step.after.iter().map(|at| course.spans[*at].end).max();
            assert!(waits.is_none_or(|end| span.end == end || span.is_critical), "{}", step.id);
            needs_none.push(step.id.as_str());
        }
    }
    needs_none.sort_unstable();
    assert_eq!(needs_none, ["construction-drawings-review", "lightning-protection-design-review"]);
}

#[test]
fn the_answer_says_how_long_the_project_takes_itself() {
    let mut route = route_of(&[(5, vec![])]);
    let pack = Pack::shipped();
    let days = pack.route("industrial-new-land").expect("it is shipped");
    let days = days.fields.iter().find(|field| field.id == "construction_days");
    let field = Field { kind: FieldKind::Count, ..days.expect("it asks").clone() };
    route.steps[0] = catalogue::Step {
        days: None,
        days_from: Some(field.id.clone()),
        clock: Some(TimeOf::Applicant),
        ..route.steps[0].clone()
    };
    route.fields = vec![field];
    let plan = planned(&route, &answers(&[("construction_days", "12")], &[])).expect("a plan");
    let course = plan.course(Tempo::Parallel).expect("a course");
    assert_eq!((course.days, course.held.applicant), (12, 12));
    assert_eq!(plan.indicators(course).procedures, 0);
    assert_eq!(plan.indicators(course).days, 0);
}

#[test]
fn the_grid_answers_before_the_project_designs_and_looks_before_it_connects() {
    let own = [("digs_road", "yes"), ("design_days", "7"), ("building_days", "14")];
    for route in ["power-connection-former", "power-connection-reformed"] {
        let plan = shipped(route, &answers(&[("supply", "high-double")], &own)).expect("a plan");
        let wanted = [
            "scheme-double",
            "works-design",
            "design-review",
            "line-permit",
            "line-planning",
            "line-traffic",
            "building-works",
            "interim-inspection",
            "final-inspection",
            "meter-and-supply",
        ];
        assert_eq!(ids(&plan), wanted, "{route}");
        let grid = plan.steps.iter().filter(|step| step.clock == TimeOf::Utility);
        // Only the sum was seen for the reformed one: each part of it is to be confirmed.
        let is_reformed = route == "power-connection-reformed";
        assert!(grid.clone().all(|step| step.is_default == is_reformed), "{route}");
        assert!(grid.clone().all(|step| step.authority.is_some()), "{route}");
        let permit = &plan.steps[3];
        assert_eq!(permit.holder(), Holder::Office("enforcement".into()), "{route}");
    }
}

#[test]
fn visits_are_told_as_known_as_to_confirm_or_as_not_known() {
    let figures = |plan: &Plan| {
        let counted = plan.indicators(plan.course(Tempo::Parallel).expect("a course"));
        (counted.visits, counted.is_visits_default)
    };
    let plant = shipped("industrial-new-land", &answers(&PLAIN, &[])).expect("a plan");
    assert_eq!(figures(&plant), (Some(0), true), "none was found in a text");
    let own = [("digs_road", "no"), ("design_days", "7"), ("building_days", "14")];
    let former = answers(&[("supply", "high-single")], &own);
    let former = shipped("power-connection-former", &former).expect("a plan");
    assert_eq!(figures(&former), (None, false));
    let design = former.steps.iter().find(|step| step.id == "works-design").expect("it designs");
    assert_eq!(design.visits, Some(0), "nobody comes for what is the project's own");
    let low = answers(&[("supply", "low"), ("digs_road", "no")], &[]);
    let low = shipped("power-connection-reformed", &low).expect("a plan");
    assert_eq!(figures(&low), (Some(0), false), "the three zeros say so");
}

#[test]
fn a_step_told_by_a_case_says_what_its_matter_has_otherwise() {
    let low = answers(&[("supply", "low"), ("digs_road", "yes")], &[]);
    let plan = shipped("power-connection-reformed", &low).expect("a plan");
    let permit = plan.steps.iter().find(|step| step.id == "line-permit-short").expect("it digs");
    let of = permit.of_case.as_ref().expect("cases tell of it");
    let law = of.statutory.map(|limit| limit.days);
    assert_eq!((permit.limit.days, of.promised.days, law), (2, 5, Some(20)));
    let names: Vec<&str> = of.beforehand.iter().map(|name| name.zh.as_str()).collect();
    assert_eq!(names, ["建设工程规划许可证核发", "项目备案、核准或者审批"]);
}

#[test]
fn the_route_before_a_reform_stands_beside_it_or_it_is_said_why_not() {
    let pack = Pack::shipped();
    let matters: Vec<&Matter> = pack.matters.iter().map(|known| &known.matter).collect();
    let calendar = Calendar::shipped();
    let beside = |id: &str, answers: &Answers| {
        let route = pack.route(id).expect("it is shipped");
        let grounds = Grounds { route, matters: &matters, calendar };
        counterpart(&pack.routes, grounds, (answers, day("2026-03-02")))
    };
    let own = [("digs_road", "no"), ("design_days", "7"), ("building_days", "14")];
    let high = answers(&[("supply", "high-single")], &own);
    for (id, other, is_before) in [
        ("power-connection-reformed", "power-connection-former", true),
        ("power-connection-former", "power-connection-reformed", false),
    ] {
        let found = beside(id, &high).expect("one reforms the other");
        assert_eq!((found.route.as_str(), found.is_before), (other, is_before));
        assert!(found.plan.is_ok() && found.missing().is_none());
    }
    let low = answers(&[("supply", "low"), ("digs_road", "no")], &[]);
    let found = beside("power-connection-reformed", &low).expect("it is a reform");
    assert!(found.missing().expect("there is no plan").zh.starts_with("没有改革前后比较"));
    assert!(beside("industrial-new-land", &answers(&PLAIN, &[])).is_none());
}
