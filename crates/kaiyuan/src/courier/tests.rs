//! The exchange with the courier in stories (寄递交换的测试): what goes out, what comes in, what is
//! answered, what is put aside.

use std::fs::File;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use approvals::bundle::{self, Applications};
use approvals::case;
use approvals::delivery::{Event, Recipient, State, Way};
use approvals::views::case_by_subject;
use catalogue::Pack;
use testkit::sample::{ENTERPRISE, PERMIT, PERMIT_MATERIALS, PROJECT_CODE, Sample, recorded};
use testkit::{Fresh, for_each_store};

use super::*;

const HEAD: &str = "case,courier,tracking,status,on,signatory,words\n";

/// Two permits on their way to packed parcels, one of which begins like a formula.
fn packed(fresh: &Fresh) -> (Arc<Site>, Sample, PathBuf) {
    let mut sample = Sample::opened(&fresh.open(), "jiashan");
    sample.filed_project("steel", PROJECT_CODE);
    for name in ["permit", "second"] {
        recorded(sample.submit(name, "steel", PERMIT, &PERMIT_MATERIALS));
        recorded(sample.officer("planning", name, case::Command::Accept));
        recorded(sample.officer("planning", name, case::Command::Grant));
    }
    for (name, who, phone, address) in [
        ("permit", "王小明", "+8613800005678", "嘉善县罗星街道阳光东路1号"),
        ("second", "=HYPERLINK(\"x\")", "13900005678", "嘉善县惠民街道，“东升”路8号"),
    ] {
        let [name_of, phone, address] = [who, phone, address].map(Personal::clear);
        let way = Way::Post(Recipient { name: name_of, phone, address });
        let choose = Command::Choose { about: format!("case:{name}"), way };
        recorded(sample.ask::<Deliveries>(Actor::enterprise(ENTERPRISE), &to(name), choose));
        pack(&mut sample, name);
    }
    let (now, store) = (sample.now, sample.store.clone());
    let (pack, zone) = (Pack::shipped(), "jiashan".to_owned());
    let alarm = web::Alarm::default();
    let now = Arc::new(move || now);
    let site = Site { store, pack, zone, now, is_demo: false, is_behind_tls: false, alarm };
    assert_eq!(folder(&site), None, "without the folder there is no exchange");
    let exchange = fresh.folder().join("courier");
    fs::create_dir_all(exchange.join("in")).expect("the courier has its folder");
    assert_eq!(folder(&site), Some(exchange.clone()));
    (Arc::new(site), sample, exchange)
}

fn to(name: &str) -> String {
    format!("delivery:{name}")
}

fn pack(sample: &mut Sample, name: &str) {
    let subject = format!("case:{name}");
    let row = sample.store.read("jiashan", |open| case_by_subject(open, &subject));
    let decision = row.expect("it is read").expect("it is there").document.expect("it is decided");
    let (office, papers) = (Actor::officer("planning", "reviewer"), vec![decision]);
    recorded(sample.ask::<Deliveries>(office, &to(name), Command::Pack { papers }));
}

fn put_in(folder: &Path, name: &str, said: &str) {
    fs::write(folder.join("in").join(name), said).expect("the courier writes");
}

/// Every file of a folder of the exchange, by name.
fn files(folder: &Path, of: &str) -> Vec<String> {
    let found = file_drop::files(&folder.join(of), |_| true).expect("it is listed");
    found.iter().map(|path| path.file_name().expect("a name").display().to_string()).collect()
}

fn text_of(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("it is there")
}

fn state(site: &Site, name: &str) -> State {
    let mut delivery = Delivery::default();
    let past = site.store.history::<Deliveries>(&site.zone, &to(name)).expect("it is read");
    past.iter().for_each(|past| delivery.apply(&past.event));
    delivery.state
}

#[test]
fn what_is_packed_goes_out_once_and_no_cell_is_a_formula() {
    for_each_store(|fresh| {
        let (site, mut sample, folder) = packed(fresh);
        assert_eq!(turn(&site, &folder).expect("a turn"), 2);
        let out = files(&folder, "out");
        let [manifest] = out.as_slice() else { panic!("one manifest: {out:?}") };
        let said = text_of(&folder.join("out"), manifest);
        assert!(said.starts_with("\u{feff}case,parcel,recipient,phone,address,papers,office\r\n"));
        let lines: Vec<&str> = said.trim_start_matches('\u{feff}').lines().collect();
        assert!(lines[1].starts_with("2026-000002,"), "{said}");
        assert!(lines[1].contains(",王小明,'+8613800005678,嘉善县罗星街道阳光东路1号,"), "{said}");
        assert!(lines[1].ends_with(",自然资源和规划局"), "{said}");
        assert!(lines[2].contains(",\"'=HYPERLINK(\"\"x\"\")\","), "{said}");
        assert_eq!(lines.len(), 3);
        let mode = fs::metadata(folder.join("out").join(manifest)).expect("it is there");
        let mode = std::os::unix::fs::PermissionsExt::mode(&mode.permissions());
        assert_eq!(mode & 0o777, 0o640, "an address is not for everybody on the machine");
        // The courier takes it away; nothing comes again until something is packed anew.
        fs::remove_file(folder.join("out").join(manifest)).expect("it is taken");
        assert_eq!(turn(&site, &folder).expect("a turn"), 0);
        assert!(files(&folder, "out").is_empty());
        let past = site.store.history::<Deliveries>(&site.zone, &to("permit")).expect("it is read");
        let named = past.iter().filter_map(|past| match &past.event {
            Event::ManifestWritten { manifest, .. } => Some(manifest),
            _ => None,
        });
        assert_eq!(named.collect::<Vec<_>>(), [manifest]);

        put_in(
            &folder,
            "status-1.csv",
            &format!(
                "{HEAD}2026-000002,邮政EMS,EMS100000001,已揽收,2026-03-02,,\n\
             ,,EMS100000001,退回,2026-03-02,,地址不详\n"
            ),
        );
        turn(&site, &folder).expect("a turn");
        assert_eq!(state(&site, "permit"), State::Failed);
        let office = Actor::officer("planning", "reviewer");
        recorded(sample.ask::<Deliveries>(office, &to("permit"), Command::Resend));
        pack(&mut sample, "permit");
        assert_eq!(turn(&site, &folder).expect("a turn"), 1, "sent again, it is laid out again");
    });
}

#[test]
fn the_one_result_of_a_bundle_goes_out_and_comes_in_under_its_number() {
    for_each_store(|fresh| {
        let (site, mut sample, folder) = packed(fresh);
        let (founder, hall) =
            (Actor::Person { account: "chen".into() }, Actor::officer("hall", "reviewer"));
        let submit = testkit::scenario::bundles::application(
            &founder,
            "start-a-business",
            &["business-licence"],
        );
        recorded(sample.ask::<Applications>(founder.clone(), "bundle:one", submit));
        let (certificate, document) = ("business-licence".into(), "执照1号".into());
        let credit_code = ENTERPRISE.into();
        let done =
            bundle::Command::Conclude { certificate, document, credit_code, originals_seen: true };
        recorded(sample.ask::<Applications>(hall.clone(), "bundle:one", done));
        let turn_all = || crate::clockwork::turn(&site.store, &site.zone, (site.now)());
        turn_all().expect("the form says how it is to come");
        let to = delivery_of("bundle:one");
        let told = ["林晓彤", "13600136000", "嘉善县惠民街道示例路18号"].map(Personal::clear);
        let [name, phone, address] = told;
        let way = Way::Post(Recipient { name, phone, address });
        let choose = Command::Choose { about: "bundle:one".into(), way };
        recorded(sample.ask::<Deliveries>(founder, &to, choose));
        let papers = vec!["执照1号".into()];
        recorded(sample.ask::<Deliveries>(hall, &to, Command::Pack { papers }));
        assert_eq!(turn(&site, &folder).expect("a turn"), 3);
        let out = files(&folder, "out");
        let said = text_of(&folder.join("out"), &out[0]);
        let line = said.lines().find(|line| line.starts_with("2026-B00001,"));
        let line = line.expect("it stands in the manifest");
        assert!(line.contains(",林晓彤,13600136000,嘉善县惠民街道示例路18号,执照1号,"), "{line}");
        let lines = "2026-B00001,邮政EMS,EMS100000009,已揽收,2026-03-02,,\n\
                     ,,EMS100000009,签收,2026-03-02,林晓彤,\n";
        put_in(&folder, "status-9.csv", &format!("{HEAD}{lines}"));
        assert_eq!(turn(&site, &folder).expect("a turn"), 2);
        turn_all().expect("what has arrived is told to the application");
        let row = site.store.read(&site.zone, |open| deliverable_by_number(open, "2026-B00001"));
        let row = row.expect("it is read").expect("it is there");
        assert_eq!(row.reach(), approvals::delivery::Reach::Arrived);
    });
}

#[test]
fn each_line_is_answered_and_a_list_put_in_twice_changes_nothing() {
    for_each_store(|fresh| {
        let (site, sample, folder) = packed(fresh);
        let list = format!(
            "\u{feff}{HEAD}\
             2026-000002,邮政EMS,EMS100000001,collected,2026-03-02,,\r\n\
             2026-000003,邮政EMS,EMS100000001,collected,2026-03-02,,\r\n\
             2026-000003,邮政EMS,EMS100000002,collected,2026-03-02,,\r\n\
             ,,EMS100000001,运输中,2026-03-02,,\"已到杭州，转运中\"\r\n\
             2026-000003,,EMS100000009,received,2026-03-02,张三,\r\n\
             2026-000003,,EMS100000002,received,2026-03-09,张三,\r\n\
             2026-000099,,EMS100000002,received,2026-03-02,张三,\r\n\
             ,,EMS100000077,received,2026-03-02,张三,\r\n\
             2026-000002,,EMS100000001,stolen,2026-03-02,,\r\n\
             2026-000002,,EMS100000001,received,yesterday,,\r\n\
             =1+1,,EMS100000001,received,2026-03-02,,\r\n\
             2026-000002,,EMS100000001,received,2026-03-02,{},\r\n\
             2026-000002,,EMS100000001,received,2026-03-02,王小明,\r\n\
             2026-000002,,EMS100000001,lost,2026-03-02,,\r\n",
            "长".repeat(201)
        );
        put_in(&folder, "status-1.csv", &list);
        put_in(&folder, "notes.txt", "not for the service\n");
        turn(&site, &folder).expect("a turn");
        assert_eq!(files(&folder, "in"), ["notes.txt"]);
        assert_eq!(files(&folder, "taken"), ["status-1.csv"]);
        let said = text_of(&folder, "out/result-status-1.csv");
        let found: Vec<&str> = said.trim_start_matches('\u{feff}').lines().skip(1).collect();
        let expected = [
            ("2,", "recorded", ""),
            ("3,", "refused", "已用于办件或者申请 2026-000002"),
            ("4,", "recorded", ""),
            ("5,", "recorded", ""),
            ("6,", "refused", "运单号与该邮件不符"),
            ("7,", "refused", "晚于今天"),
            ("8,", "refused", "没有办件“2026-000099”"),
            ("9,", "refused", "没有运单号"),
            ("10,", "refused", "不认识的状态“stolen”"),
            ("11,", "refused", "应写成 2026-03-10"),
            ("12,'=1+1,", "refused", "没有办件"),
            ("13,", "refused", "内容过长"),
            ("14,", "recorded", ""),
            ("15,", "refused", "已经送达"),
        ];
        assert_eq!(found.len(), expected.len(), "{said}");
        for (line, (lead, outcome, why)) in found.iter().zip(expected) {
            let is_as_said = line.starts_with(lead)
                && line.contains(&format!(",{outcome},"))
                && (why.is_empty() || line.contains(why) || line.contains("也没有运单号"));
            assert!(is_as_said, "{line} is to begin with {lead} and say {outcome} {why}");
        }
        assert_eq!(state(&site, "permit"), State::Received);
        assert_eq!(state(&site, "second"), State::WithCourier);
        // The very same list once more: what was recorded is known, and nothing new is entered.
        let size = sample.size();
        put_in(&folder, "status-1.csv", &list);
        turn(&site, &folder).expect("a turn");
        assert_eq!(sample.size(), size);
        assert_eq!(files(&folder, "taken"), ["status-1-2.csv", "status-1.csv"]);
        let said = text_of(&folder, "out/result-status-1-2.csv");
        assert_eq!(said.matches(",known,").count(), 4, "{said}");
        assert!(!said.contains(",recorded,"), "{said}");
    });
}

#[test]
fn half_a_list_waits_and_what_cannot_be_read_is_put_aside_with_why() {
    let fresh = Fresh::sqlite();
    let (site, _, folder) = packed(&fresh);
    let whole = format!("{HEAD}2026-000002,邮政EMS,EMS100000001,collected,2026-03-02,,\n");
    let touched = |name: &str, minutes: i64| {
        let at = (site.now)() - SignedDuration::from_mins(minutes);
        let at = UNIX_EPOCH + Duration::from_secs(at.as_second().unsigned_abs());
        let file = File::options().write(true).open(folder.join("in").join(name));
        file.expect("it is there").set_modified(at).expect("it is touched");
    };
    put_in(&folder, "status-half.csv", &whole[..whole.len() - 20]);
    touched("status-half.csv", 1);
    turn(&site, &folder).expect("a turn");
    assert_eq!(files(&folder, "in"), ["status-half.csv"], "it is still being written");
    put_in(&folder, "status-half.csv", &whole);
    turn(&site, &folder).expect("a turn");
    assert_eq!(state(&site, "permit"), State::WithCourier, "now it is whole");

    put_in(&folder, "status-cut.csv", &whole[..whole.len() - 20]);
    touched("status-cut.csv", 11);
    let gbk = [b"tracking,status,on\nEMS100000001,".as_slice(), b"\xc7\xa9\xca\xd5,2026-03-02\n"];
    fs::write(folder.join("in/status-gbk.csv"), gbk.concat()).expect("the courier writes");
    put_in(&folder, "status-column.csv", "tracking,status,on,price\nEMS1,received,2026-03-02,1\n");
    put_in(&folder, "status-short.csv", "tracking,status\nEMS1,received\n");
    put_in(&folder, "status-long.csv", &"x".repeat(1024 * 1024 + 1));
    std::os::unix::fs::symlink(folder.join("in/notes"), folder.join("in/status-link.csv"))
        .expect("a link");
    turn(&site, &folder).expect("a turn");
    for (name, why) in [
        ("status-cut", "最后一行没有写完"),
        ("status-gbk", "不是 UTF-8 编码"),
        ("status-column", "不认识的列“price”"),
        ("status-short", "缺少列“on”"),
        ("status-long", "文件读不懂"),
    ] {
        let said = text_of(&folder, &format!("aside/{name}.why.txt"));
        assert!(said.contains(why), "{name}: {said}");
        assert!(said.contains("docs/reference/courier.md"), "{name}: {said}");
    }
    assert!(!folder.join("aside/status-link.csv").exists(), "a link is not read");
}

#[test]
fn nobody_is_sent_to_whose_address_was_forgotten() {
    let fresh = Fresh::sqlite();
    let (site, mut sample, folder) = packed(&fresh);
    let (subject, reason) = (to("second"), "本人要求删除".into());
    let forget = store::zone::Command::Forget { subject, reason };
    let asked = sample.envelope(testkit::sample::administrator(), store::zone::ZONE, forget);
    recorded(sample.store.forget(asked));
    assert_eq!(turn(&site, &folder).expect("a turn"), 1, "the other one goes out");
    let out = files(&folder, "out");
    assert!(!text_of(&folder.join("out"), &out[0]).contains("2026-000003"));
}

#[test]
fn a_guarded_cell_says_what_it_said() {
    for cell in ["=1+1", "+86", "-1", "@x", "＝1", "王小明", "'quoted'", ""] {
        let guarded = guarded(cell);
        assert!(!guarded.starts_with(is_lead), "{guarded}");
        assert_eq!(bare(&guarded), cell);
    }
}

#[test]
fn a_line_may_name_its_parcel_and_one_that_contradicts_itself_is_named() {
    let fresh = Fresh::sqlite();
    let (site, _, folder) = packed(&fresh);
    turn(&site, &folder).expect("a turn");
    let out = files(&folder, "out");
    let said = text_of(&folder.join("out"), &out[0]);
    let parcel = |line: usize| {
        let line = said.lines().nth(line).expect("a line");
        line.split(',').nth(1).expect("a parcel").to_owned()
    };
    let (first, second) = (parcel(1), parcel(2));
    let head = "case,parcel,courier,tracking,status,on\n";
    let lines = [
        format!(",{first},邮政EMS,EMS100000001,已揽收,2026-03-02"),
        format!("2026-000002,{second},邮政EMS,EMS100000002,已揽收,2026-03-02"),
        format!(",{second},邮政EMS,EMS100000001,运输中,2026-03-02"),
        ",999999,邮政EMS,EMS100000003,已揽收,2026-03-02".to_owned(),
        format!("2026-000003,{second},邮政EMS,EMS100000002,已揽收,2026-03-02"),
    ];
    put_in(&folder, "status-1.csv", &format!("{head}{}\n", lines.join("\n")));
    turn(&site, &folder).expect("a turn");
    let result = text_of(&folder.join("out"), "result-status-1.csv");
    let result: Vec<&str> = result.lines().skip(1).collect();
    for (line, outcome, why) in [
        (0, ",recorded,", ""),
        (1, ",refused,", "是2026-000003的，办件却是2026-000002的"),
        (2, ",refused,", "运单号却是2026-000002的"),
        (3, ",refused,", "没有待寄或在途的包裹“999999”"),
        (4, ",recorded,", ""),
    ] {
        assert!(result[line].contains(outcome) && result[line].contains(why), "{}", result[line]);
    }
    assert_eq!(state(&site, "permit"), State::WithCourier);
    assert_eq!(state(&site, "second"), State::WithCourier);
}
