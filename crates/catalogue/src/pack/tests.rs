//! What ships reads and holds together; what is wrong is found, and told where (目录包测试).

use std::collections::BTreeSet;

use kernel::right::Right;

use super::*;
use crate::matter::Mode;

const FILING: &str = "enterprise-investment-filing";
const PERMIT: &str = "construction-work-planning-permit";
const CONSTRUCTION: &str = "construction-permit";

/// A pack of the sample zone's page and these files of its own, by identifier and text.
fn pack_of(zone: &str, own: &[(&str, &str)]) -> Checked {
    let files = Files {
        zone: Ok(File { path: "zone.toml".into(), text: zone.into() }),
        base: shipped_files("base/matters", &shipped::BASE),
        own: shipped_files("own", own),
        routes: shipped_files("base/routes", &shipped::ROUTES),
        own_routes: BTreeMap::new(),
        bundles: shipped_files("base/bundles", &shipped::BUNDLES),
        own_bundles: BTreeMap::new(),
        unreadable: Vec::new(),
    };
    files.check()
}

fn carried(id: &str) -> &'static str {
    shipped::BASE.iter().find(|(known, _)| *known == id).expect("the base has it").1
}

#[test]
fn the_shipped_pack_reads_and_names_its_matters_by_content() {
    let pack = Pack::shipped();
    assert_eq!(pack.zone.id, "jiashan");
    assert_eq!(pack.matters.len(), 37);
    let mut altered = pack.matters[0].matter.clone();
    altered.promised_limit_days += 1;
    assert_ne!(Definition::of(altered).hash, pack.matters[0].hash);
}

#[test]
fn every_file_of_the_shipped_folders_is_carried() {
    for (folder, carried) in [("base", &shipped::BASE[..]), ("jiashan", &shipped::JIASHAN[..])] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues");
        let files = toml_files(&root.join(folder).join("matters"));
        let names = files.iter().map(|path| path.file_stem().expect("it has a name"));
        let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        let listed: Vec<&str> = carried.iter().map(|(id, _)| *id).collect();
        assert_eq!(names, listed, "{folder}");
    }
}

#[test]
fn every_route_of_the_shipped_folder_is_carried_and_goes_by_every_matter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/base/routes");
    let files = toml_files(&root);
    let names = files.iter().map(|path| path.file_stem().expect("it has a name"));
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    let pack = Pack::shipped();
    let listed: Vec<&str> = pack.routes.iter().map(|route| route.id.as_str()).collect();
    assert_eq!(names, listed);
    let industrial = pack.route("industrial-new-land").expect("it is shipped");
    let ids: BTreeSet<&str> = industrial.steps.iter().map(|step| step.id.as_str()).collect();
    let absent: Vec<&str> = (pack.matters.iter())
        .map(|definition| definition.matter.id.as_str())
        .filter(|id| !ids.contains(id))
        .collect();
    assert_eq!(absent, [""; 0], "the industrial route knows all 37 matters");
}

#[test]
fn a_flaw_of_a_route_names_the_line_and_what_would_be_right() {
    let plain = shipped::ROUTES[1].1;
    for (from, to, said) in [
        ("after = [\"works-design\"]", "after = [\"nothing\"]", "there is no step nothing"),
        ("after = [\"final-inspection\"]", "after = [\"meter-and-supply\"]", "go round"),
        ("id = \"design-review\"\ntitle", "id = \"design-review\"\n#", "no matter design-review"),
        ("days_from = \"design_days\"", "days_from = \"supply\"", "supply is no question"),
        ("when = \"digs_road\"", "when = \"digs_roads\"", "digs_roads"),
        ("case_of = \"road-", "case_of = \"rood-", "no matter rood-and-greenery"),
        ("clock = \"utility\"\ndays = 15", "clock = \"utility\"", "how long it takes"),
        ("clock = \"utility\"\ndays = 15", "days = 15", "whose time it takes"),
        ("clock = \"government\"", "clock = \"utility\"", "another's time than its matter"),
        ("borne_by = \"applicant\"", "borne_by = \"nobody\"", "nobody"),
        ("when = \"supply = \\\"high-double\\\"\"\nunverified", "amount = \"3\"\n#", "money"),
        ("id = \"high-reliability\"", "id = \"line\"", "no identifier of its own"),
        ("id = \"equipment-list\"", "id = \"list-of-equipment\"", "by another name"),
    ] {
        assert!(plain.contains(from), "{from}");
        let flaws = flaws_with_route(plain.replacen(from, to, 1));
        let flaw = flaws.first().unwrap_or_else(|| panic!("{to} is a flaw"));
        assert!(flaw.to_string().contains(said) && flaw.line.is_some(), "{to}: {flaw}");
    }
}

/// What is wrong where the zone has this route of its own beside the shipped ones.
fn flaws_with_route(text: String) -> Vec<CatalogueFlaw> {
    let file = File { path: "own.toml".into(), text };
    let files = Files {
        zone: Ok(File { path: "zone.toml".into(), text: shipped::ZONE.into() }),
        base: shipped_files("base/matters", &shipped::BASE),
        own: BTreeMap::new(),
        routes: shipped_files("base/routes", &shipped::ROUTES),
        own_routes: BTreeMap::from([("own".into(), file)]),
        bundles: shipped_files("base/bundles", &shipped::BUNDLES),
        own_bundles: BTreeMap::new(),
        unreadable: Vec::new(),
    };
    files.check().flaws
}

#[test]
fn a_step_before_the_land_is_simulated_or_needs_no_land() {
    let plain = shipped::ROUTES[0].1;
    let marked = |id: &str| {
        let step = format!("id = \"{id}\"\n");
        assert!(plain.contains(&step), "{id} is a step");
        flaws_with_route(plain.replacen(&step, &format!("{step}before_land = true\n"), 1))
    };
    for (id, is_flaw) in [
        ("construction-land-registration", true),
        ("archaeological-survey-opinion", true),
        ("water-gas-and-telecom-connection", true),
        ("energy-conservation-review", false),
        ("environmental-document", false),
    ] {
        let flaws = marked(id);
        let found = flaws.iter().find(|flaw| flaw.to_string().contains("before the land"));
        assert_eq!((found.is_some(), flaws.is_empty()), (is_flaw, !is_flaw), "{id}: {flaws:?}");
        let line = (1..).zip(plain.lines()).find(|(_, line)| line.contains(&format!("= \"{id}\"")));
        let line = line.map(|(at, _)| at + 1);
        assert!(found.is_none_or(|flaw| flaw.line == line), "{id}: {found:?}");
    }
}

#[test]
fn what_others_decide_is_not_simulated() {
    for id in ["construction-drawings-review", "state-land-use-right-grant"] {
        let own = "\n[simulation]\nmaterials = []\n";
        let flaws = pack_of(shipped::ZONE, &[(id, own)]).flaws;
        let [flaw] = &flaws[..] else { panic!("{id}: one flaw: {flaws:?}") };
        let told = flaw.to_string();
        assert!(flaw.file.contains(id) && flaw.line.is_some(), "{told}");
        assert!(told.contains("others decide it") && told.contains("take [simulation] out"));
    }
}

#[test]
fn the_sample_zone_read_from_its_folder_is_the_shipped_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/jiashan");
    assert_eq!(Pack::read(&folder), Ok(Pack::shipped()));
}

#[test]
fn a_zone_changes_one_field_and_keeps_the_rest() {
    let plain = pack_of(shipped::ZONE, &[]).pack.expect("the base alone is a pack");
    let faster = pack_of(shipped::ZONE, &[(PERMIT, "promised_limit_days = 4\n")]);
    let faster = faster.pack.expect("one field is enough");
    let (before, after) = (plain.definition(PERMIT), faster.definition(PERMIT));
    let (before, after) = (before.expect("it is there"), after.expect("it is there"));
    assert_eq!(after.matter.promised_limit_days, 4);
    let mut same = after.matter.clone();
    same.promised_limit_days = before.matter.promised_limit_days;
    assert_eq!(same, before.matter);
    assert_ne!(after.hash, before.hash, "the hash is of what both files make together");
    assert_eq!(Definition::of(after.matter.clone()).hash, after.hash);
}

#[test]
fn zhejiang_shortens_the_limit_of_soil_and_water_conservation() {
    let base = pack_of(shipped::ZONE, &[]).pack.expect("the base alone is a pack");
    let jiashan = Pack::shipped();
    for (id, national, provincial) in
        [("soil-conservation-report-approval", 20, 12), ("soil-conservation-form-approval", 20, 5)]
    {
        let law = |pack: &Pack| pack.definition(id).and_then(|it| it.matter.statutory_limit_days);
        assert_eq!((law(&base), law(&jiashan)), (Some(national), Some(provincial)), "{id}");
    }
}

#[test]
fn a_zone_adds_a_matter_of_its_own_and_may_take_some_alone() {
    let own = carried(FILING).replace("企业投资项目备案", "外商投资项目备案");
    let pack = pack_of(shipped::ZONE, &[("foreign-investment-filing", &own)]).pack;
    let pack = pack.expect("it is a whole definition");
    assert_eq!(pack.matters.len(), 38);
    assert!(pack.definition("foreign-investment-filing").is_some());
    let two = pack.only(&[FILING, PERMIT, "no-such-matter"]);
    let ids: Vec<&str> = two.matters.iter().map(|it| it.matter.id.as_str()).collect();
    assert_eq!(ids, [PERMIT, FILING]);
}

#[test]
fn a_zone_leaves_out_what_it_does_not_handle_unless_something_waits_for_it() {
    let without =
        |ids: &str| shipped::ZONE.replace("industries =", &format!("{ids}\nindustries ="));
    let pack = pack_of(&without("leaves_out = [\"power-connection\"]"), &[]).pack;
    let pack = pack.expect("nothing waits for it");
    assert_eq!(pack.matters.len(), 36);
    assert!(pack.definition("power-connection").is_none());
    for (ids, said) in [
        ("leaves_out = [\"no-such\"]", "zone.toml:8: 没有事项 no-such"),
        ("leaves_out = [\"joint-acceptance\"]", "there is no matter joint-acceptance"),
    ] {
        let flaws = pack_of(&without(ids), &[]).flaws;
        assert!(flaws.iter().any(|flaw| flaw.to_string().contains(said)), "{said}: {flaws:?}");
    }
}

#[test]
fn each_of_the_four_stages_has_matters_and_a_lead_office_that_may_coordinate() {
    let Pack { zone, matters, .. } = Pack::shipped();
    let numbers: Vec<u8> = zone.stages.iter().map(|stage| stage.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    for stage in &zone.stages {
        assert!(matters.iter().any(|it| it.matter.stage == stage.number), "{}", stage.title);
        let lead = zone.office(&stage.lead_office).expect("the lead office is of the zone");
        let may = lead.posts.iter().any(|post| post.rights.contains(&Right::Coordinate));
        assert!(may, "{} leads {}", lead.title, stage.title);
    }
    let days: u32 = zone.stages.iter().map(|stage| stage.promised_limit_days).sum();
    assert_eq!(days, 90);
}

#[test]
fn whoever_decides_a_matter_has_a_post_that_accepts_and_one_that_decides() {
    let Pack { zone, matters, .. } = Pack::shipped();
    for Definition { matter, .. } in &matters {
        let office = zone.office(&matter.lead_office).expect("the office is of the zone");
        let has = |right| office.posts.iter().any(|post| post.rights.contains(&right));
        assert!(has(Right::Accept) && has(Right::Decide), "{}: {}", matter.id, office.id);
        assert!(!office.seal.is_empty(), "{} decides and has no seal", office.id);
    }
}

#[test]
fn every_matter_can_be_reached_from_nothing_in_the_order_of_its_prerequisites() {
    let matters = Pack::shipped().matters;
    let mut granted: BTreeSet<&str> = BTreeSet::new();
    loop {
        let ready = matters.iter().find(|it| {
            let mut wanted = it.matter.all_prerequisites();
            !granted.contains(it.matter.id.as_str())
                && wanted.all(|(any_of, _)| any_of.iter().any(|id| granted.contains(id.as_str())))
        });
        let Some(ready) = ready else { break };
        granted.insert(&ready.matter.id);
    }
    assert_eq!(granted.len(), matters.len());
}

#[test]
fn what_need_only_be_done_before_construction_hinders_nothing_earlier() {
    let pack = Pack::shipped();
    let before_start =
        pack.matters.iter().filter(|it| it.matter.stage == 5 && it.matter.mode == Mode::Own);
    let before_start: Vec<&str> = before_start.map(|it| it.matter.id.as_str()).collect();
    assert!(before_start.contains(&"energy-conservation-review"), "{before_start:?}");
    for Definition { matter, .. } in pack.matters.iter().filter(|it| it.matter.stage < 3) {
        let mut wanted = matter.all_prerequisites().flat_map(|(any_of, _)| any_of);
        let hinders = wanted.find(|id| before_start.contains(&id.as_str()));
        assert_eq!(hinders, None, "{}", matter.id);
    }
    let permit = &pack.definition(CONSTRUCTION).expect("it ships").matter;
    let asked: Vec<&String> = permit.all_prerequisites().flat_map(|(any_of, _)| any_of).collect();
    for id in before_start {
        assert!(asked.iter().any(|asked| *asked == id), "{id} is asked before construction starts");
    }
}

#[test]
fn a_paper_that_is_a_result_meets_its_prerequisite() {
    let pack = Pack::shipped();
    let permit = &pack.definition(PERMIT).expect("it ships").matter;
    let papers = ["land-certificate".to_owned(), "civil-air-defence-opinion".to_owned()];
    assert_eq!(permit.proven(&papers), ["state-land-use-right-grant"]);
    assert_eq!(permit.missing(&papers), ["design-scheme"]);
    let filing = &pack.definition(FILING).expect("it ships").matter;
    assert_eq!(filing.all_prerequisites().count(), 0);
    for id in ["enterprise-investment-verification", "feasibility-study-approval"] {
        assert!(pack.definition(id).is_some_and(|it| it.matter.files_project), "{id}");
    }
}

#[test]
fn one_of_several_documents_is_enough_and_what_does_not_apply_is_not_asked() {
    let pack = Pack::shipped();
    let permit = &pack.definition(CONSTRUCTION).expect("it ships").matter;
    let land = ["state-land-use-right-grant", PERMIT, "construction-drawings-review"];
    let never = |_: &str| false;
    let unmet = permit.unmet(&land, &never);
    let [documents] = unmet[..] else { panic!("only the environment is left: {unmet:?}") };
    assert_eq!(documents.len(), 3);
    for document in documents {
        let met = [&land[..], &[document.as_str()]].concat();
        assert!(permit.unmet(&met, &never).is_empty(), "{document} is enough");
        let energy = |when: &str| when.starts_with("annual_energy >= 1000");
        assert_eq!(permit.unmet(&met, &energy), [["energy-conservation-review".to_owned()]]);
    }
    assert_eq!(permit.unmet(&[], &|_| true).len(), 3 + permit.alternatives.len());
}

#[test]
fn a_flaw_of_a_matter_names_the_file_the_line_and_what_would_be_right() {
    let scheme = "id = \"design-scheme\"\n";
    for (from, to, line, said) in [
        ("stage = 2", "stage = \"two\"", Some(6), "invalid type"),
        ("stage = 2", "stages = 2", Some(6), "the nearest is stage"),
        ("stage = 2", "stage = 6", Some(6), "write 1 to 4"),
        ("stage = 2\n", "", Some(1), "stage is missing: fill in stage"),
        ("_days = 7", "_days = 21", Some(10), "at most 20"),
        ("\"planning\"", "\"plannning\"", Some(7), "no office plannning"),
        (scheme, "id = \"land-certificate\"\n", Some(55), "the same id land-certificate"),
        ("\"design-scheme-review\"]", "\"no-such\"]", Some(12), "no matter no-such"),
        ("result_of = \"design-s", "result_of = \"s", Some(60), "no matter scheme-review"),
        ("许可证核发\"", "许可证(核发)\"", Some(2), "write \"（\""),
        ("title_en = \"Land document\"", "title_en = \"\"", Some(51), "fill in title_en"),
        ("title = \"使用土地", "title = \"1使用土地", Some(50), "one paper, one name"),
        ("id = \"land-certificate\"", "id = \"land-paper\"", Some(50), "by another name"),
        (
            "basis = [\"城乡规划法 第四十条\", \"行政许可法 第四十二条\"]",
            "basis = []",
            Some(4),
            "law",
        ),
        ("[\"lead_office\"", "[\"leadoffice\"", Some(14), "no field leadoffice"),
        ("kind = \"area\"", "kind = \"choice\"", Some(30), "list choices"),
        (
            "kind = \"area\"",
            "kind = \"area\"\nwhen = \"(a = 1\"",
            Some(35),
            "character 7: \")\" should",
        ),
        (
            "kind = \"area\"",
            "kind = \"area\"\nwhen = \"\"",
            Some(35),
            "the condition, at character 1",
        ),
        (
            "kind = \"area\"",
            "kind = \"area\"\nwhen = \"building_cuont > 1\"",
            Some(35),
            "building_count",
        ),
        (
            "kind = \"area\"",
            "kind = \"area\"\nwhen = \"building_count\"",
            Some(35),
            "yes or no is needed here, this is a count",
        ),
        (
            "may_follow = false\n",
            "may_follow = false\nwhen = \"building_count > \\\"甲\\\"\"\n",
            Some(53),
            "does not go between a count and a text",
        ),
        ("stage = 2", "in_force_until = \"2001-01-01\"\nstage = 2", Some(6), "on or after"),
        ("stage = 2", "mode = \"mirror\"\nstage = 2", Some(6), "fill in authority"),
        ("\"planning\"", "\"supervision\"", Some(7), "no post of supervision may decide"),
        ("stage = 2", "stage = = 2", Some(6), "correct it after"),
    ] {
        let wrong = carried(PERMIT).replacen(from, to, 1);
        assert_ne!(wrong, carried(PERMIT), "{from} is there to be changed");
        let checked = pack_of(shipped::ZONE, &[("other-permit", &wrong)]);
        let shown: Vec<String> = checked.flaws.iter().map(CatalogueFlaw::to_string).collect();
        let found = checked.flaws.iter().find(|flaw| flaw.to_string().contains(said));
        let found = found.unwrap_or_else(|| panic!("{to}: {said} is not among {shown:?}"));
        assert_eq!(found.line, line, "{found}");
        assert_eq!(checked.pack, None);
    }
}

#[test]
fn what_the_law_keeps_from_a_commitment_is_a_flaw_whatever_the_zone_writes() {
    const ARCHIVE: &str = "construction-archive-acceptance";
    let promise = "basis = [\"行政许可法 第三十四条\"]\n\n[[commitment.condition]]\nid = \"met\"\n\
                   title = \"符合条件\"\ntitle_en = \"They are met\"\n";
    let zero = format!("inspect_within_days = 0\n{promise}");
    let strange = format!("in_place_of = [\"no-such\"]\n{promise}");
    for (id, table, said) in [
        (CONSTRUCTION, promise, "touches public safety: no commitment"),
        ("sewage-connection-permit", promise, "touches ecology: no commitment"),
        ("state-land-use-right-grant", promise, "others decide it"),
        (FILING, promise, "a filing is no permit"),
        (ARCHIVE, "basis = [\"行政许可法\"]\n", "no condition is listed"),
        (ARCHIVE, &promise.replace("basis", "# basis"), "the commitment has no basis"),
        (ARCHIVE, zero.as_str(), "inspect_within_days cannot be 0"),
        (ARCHIVE, strange.as_str(), "there is no material no-such"),
    ] {
        let own = format!("\n[commitment]\n{table}");
        let flaws = pack_of(shipped::ZONE, &[(id, &own)]).flaws;
        let found = flaws.iter().find(|flaw| flaw.to_string().contains(said));
        let found = found.unwrap_or_else(|| panic!("{id}: {said} is a flaw: {flaws:?}"));
        assert!(found.file.contains(id) && found.line.is_some(), "{found}");
    }
    let allowed = format!("\n[commitment]\n{promise}");
    assert_eq!(
        pack_of(shipped::ZONE, &[(ARCHIVE, &allowed)]).flaws,
        [],
        "this one may be promised"
    );
}

#[test]
fn what_a_rule_decides_without_anyone_is_checked_against_its_own_form() {
    const SOIL: &str = "soil-conservation-registration";
    let all = "\"no-discretion\", \"no-site-visit\", \"shared-facts\", \"low-risk\"";
    let instant = |rule: &str, eligible: &str, more: &str| {
        format!(
            "\nbasis = [\"浙江省水土保持条例\"]\n[instant]\ngrade = \"automatic\"\n\
             rule = \"{rule}\"\nwords = \"齐全\"\nwords_en = \"Complete\"\n\
             eligible = [{eligible}]\n{more}"
        )
    };
    let rule = "materials_complete and land_area < 50000平方米";
    let flaws = |own: &str| pack_of(shipped::ZONE, &[(SOIL, own)]).flaws;
    assert_eq!(flaws(&instant(rule, all, "vouched = [\"land_area\"]\n")), []);
    for (own, said) in [
        (instant(rule, all, "vouched = [\"area\"]\n"), "the form does not ask “area”"),
        (instant(rule, "\"low-risk\"", ""), "without anyone it must also be: no-discretion"),
        (instant("area < 1平方米", all, ""), "area"),
        (instant(rule, all, "audit_share_percent = 101\n"), "101 of a hundred"),
    ] {
        let flaws = flaws(&own);
        let found = flaws.iter().find(|flaw| flaw.to_string().contains(said));
        let found = found.unwrap_or_else(|| panic!("{said} is a flaw: {flaws:?}"));
        assert!(found.file.contains(SOIL) && found.line.is_some(), "{found}");
    }
}

#[test]
fn every_flaw_is_found_at_once_in_the_order_of_the_files() {
    let many = "promised_limit_days = 30\nstages = 4\nconsulted = [\"moon\"]\nvisits = \"none\"\n\
                title_en = \"施工\"\nprerequisites = [\"joint-acceptance\"]\n";
    let checked = pack_of(
        shipped::ZONE,
        &[
            (CONSTRUCTION, many),
            ("Bad_Name", "title = 1\nstage = 2\n\n[[material]]\nid = \"x\"\ntitel = \"y\"\n"),
        ],
    );
    let shown: Vec<String> = checked.flaws.iter().map(CatalogueFlaw::to_string).collect();
    for said in [
        "Bad_Name.toml:1: 缺少 basis",
        "Bad_Name.toml:1: 缺少 handling",
        "Bad_Name.toml:4: 缺少 may_follow",
        "Bad_Name.toml:6: 没有名为 titel 的项；最接近的是 title",
        "construction-permit.toml:1: 承诺时限长于法定时限",
        "construction-permit.toml:2: 没有名为 stages 的项",
        "construction-permit.toml:3: 园区没有部门 moon",
        "construction-permit.toml:4: 内容有误",
        "construction-permit.toml:5: 英文中有汉字",
    ] {
        assert!(shown.iter().any(|flaw| flaw.contains(said)), "{said}: {shown:#?}");
    }
    let circle = "construction-permit.toml:6: 前置事项循环";
    assert!(shown.iter().any(|flaw| flaw.contains(circle)), "{shown:#?}");
    assert_eq!(checked.matters, 38);
}

#[test]
fn a_flaw_of_the_zones_page_names_its_line() {
    for (from, to, said) in [
        ("days = 5\n", "days = 6\n", "the law allows five working days"),
        ("region = \"330421\"", "region = \"330499\"", "no region 330499"),
        ("[\"34\",", "[\"99\",", "no industry 99"),
        ("number = 2", "number = 1", "1 occurs twice"),
        ("number = 4", "number = 6", "there is no stage 6"),
        ("id = \"water\"", "id = \"ecology\"", "ecology occurs twice"),
        ("lead_office = \"planning\"", "lead_office = \"moon\"", "the zone has no office moon"),
        ("title_en = \"Water Resources Bureau\"", "title_en = \"\"", "fill in title_en"),
        ("\"decide\"", "\"dictate\"", "unknown variant"),
        ("from = \"14:00\"", "from = \"11:00\"", "do not follow one another"),
        ("until = \"12:00\"", "until = \"09:00\"", "do not follow one another"),
        ("desks = 4", "desks = 0", "desks is 0"),
        ("slot_minutes = 30", "slot_minutes = 0", "slot_minutes is 0"),
    ] {
        let wrong = shipped::ZONE.replacen(from, to, 1);
        let line = shipped::ZONE.lines().zip(wrong.lines()).position(|(a, b)| a != b);
        let checked = pack_of(&wrong, &[]);
        let found = checked.flaws.iter().find(|flaw| flaw.to_string().contains(said));
        let found = found.unwrap_or_else(|| panic!("{said}: {:?}", checked.flaws));
        let reach = found.line.expect("it has a line").abs_diff(line.expect("it differs") + 1);
        assert!(reach <= 2, "{found}: the table or the key itself");
    }
}

#[test]
fn a_folder_without_a_zones_page_is_no_pack() {
    let flaw = Pack::read(Path::new("no-such-folder")).expect_err("nothing is there");
    assert!(flaw.to_string().contains("zone.toml"), "{flaw}");
    assert!(flaw.to_string().contains("put the file there"), "{flaw}");
}

/// The shipped bundle of this name with one text put in place of another.
fn bundle_with(id: &str, from: &str, to: &str) -> Checked {
    let plain = shipped::BUNDLES.iter().find(|(known, _)| *known == id).expect("it ships").1;
    assert!(plain.contains(from), "{from}");
    let text = plain.replacen(from, to, 1);
    let mut own_bundles = BTreeMap::new();
    own_bundles.insert("own".into(), File { path: "own.toml".into(), text });
    let files = Files {
        zone: Ok(File { path: "zone.toml".into(), text: shipped::ZONE.into() }),
        base: shipped_files("base/matters", &shipped::BASE),
        own: BTreeMap::new(),
        routes: BTreeMap::new(),
        own_routes: BTreeMap::new(),
        bundles: BTreeMap::new(),
        own_bundles,
        unreadable: Vec::new(),
    };
    files.check()
}

#[test]
fn a_flaw_of_a_bundle_names_the_line_and_what_would_be_right() {
    let opening = "start-a-business";
    for (from, to, said) in [
        ("\"employees\", \"medical_joins\"", "\"staff\", \"medical_joins\"", "no staff"),
        ("visits = [\"bank-account\"]", "visits = [\"bank\"]", "the table has no bank"),
        ("after = [\"business-licence\"]", "after = [\"seal\"]", "go round"),
        ("after = [\"business-licence\"]\n", "", "does not wait for business-licence"),
        ("yields = [\"credit_code\"", "yields = [\"nothing\"", "the table has no nothing"),
        ("when = \"collect =", "when = \"colect =", "colect"),
        ("lead_office = \"hall\"", "lead_office = \"lobby\"", "no office lobby"),
        ("promised_days = 1", "promised_days = 1\nannounced = 5", "the table has 6 rows"),
        ("limit_days = 3", "limit_days = 0", "a limit of no working day"),
        ("level = \"national\"", "level = \"national\"\nindustries = [\"00\"]", "no division 00"),
        ("\"promised_days\",", "\"promised_day\",", "no field promised_day"),
        ("id = \"seal\"", "id = \"invoices\"", "no identifier of its own"),
        ("department_en = \"Bank\"", "department_en = \"银行\"", "Chinese in it"),
        ("title = \"章程\"", "title = \"用电申请（原件）\"", "power-request of power-connection"),
    ] {
        let flaws = bundle_with(opening, from, to).flaws;
        let flaw = flaws.iter().find(|flaw| flaw.to_string().contains(said));
        let flaw = flaw.unwrap_or_else(|| panic!("{to} is a flaw: {flaws:?}"));
        assert!(flaw.line.is_some(), "{to}: {flaw}");
    }
}

#[test]
fn the_bundles_of_the_folder_are_carried_and_say_how_many_rows_are_not_known() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues");
    let files = toml_files(&root.join("base/bundles"));
    let names = files.iter().map(|path| path.file_stem().expect("it has a name"));
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    let pack = Pack::shipped();
    let listed: Vec<&str> = pack.bundles.iter().map(|bundle| bundle.id.as_str()).collect();
    assert_eq!(names, listed);
    let known = |pack: &Pack, id: &str| {
        let bundle = pack.bundle(id).expect("it is shipped");
        (bundle.certificates.len(), bundle.unknown())
    };
    assert_eq!(known(&pack, "certificates-in-one"), (21, 3));
    assert_eq!(known(&pack, "start-a-business"), (6, 0));
    let guangzhou = Pack::read(&root.join("guangzhou")).expect("the pack of Guangzhou reads");
    assert_eq!(known(&guangzhou, "certificates-in-one"), (21, 23));
    assert_eq!(guangzhou.matters.len(), 37);
}

#[test]
fn a_zone_without_the_office_has_none_of_its_bundles() {
    let without = shipped::ZONE.replace("id = \"hall\"", "id = \"lobby\"");
    let checked = pack_of(&without, &[]);
    let named = |flaw: &CatalogueFlaw| flaw.file.contains("bundles");
    assert!(!checked.flaws.iter().any(named), "{:?}", checked.flaws);
}

#[test]
fn a_link_goes_to_the_office_of_its_department_and_else_to_who_receives() {
    let pack = Pack::shipped();
    let bundle = pack.bundle("certificates-in-one").expect("it ships");
    let office = |id: &str| bundle.office_of(bundle.certificate(id).expect("a row"));
    assert_eq!(office("property-manager-filing"), "construction");
    assert_eq!(office("business-licence"), "hall");
    let of = |row: &&crate::Certificate| row.office.as_deref() == Some("construction");
    assert_eq!(bundle.certificates.iter().filter(of).count(), 4);
}

#[test]
fn a_list_that_was_announced_and_not_found_is_told_as_that() {
    assert_eq!(Pack::shipped().zone.announced_instant, None);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues");
    let guangzhou = Pack::read(&root.join("guangzhou")).expect("the pack of Guangzhou reads");
    let list = guangzhou.zone.announced_instant.expect("it was announced");
    assert_eq!(list.matters, 223);
}
