//! Registers over a real socket, and through a folder: what they tell, and all that may go wrong.

use std::sync::Arc;

use approvals::inquiry::{State, inquiry_of};
use catalogue::Pack;
use testkit::sample::{ENTERPRISE, PROJECT_CODE, Sample, recorded};
use testkit::{Fresh, for_each_store};

use super::*;

const REGISTER: &str = "land-contracts";

fn facts() -> Answers {
    [("land_area", "40000"), ("plot_number", "善土2026-17")]
        .map(|(field, value)| (field.to_owned(), value.to_owned()))
        .into()
}

/// A zone with a project, and the register connected as `address` says.
struct Asking {
    sample: Sample,
    site: Site,
    registers: Registers,
}

impl Asking {
    fn of(fresh: &Fresh, address: &str) -> Asking {
        let mut sample = Sample::opened(&fresh.open(), "jiashan");
        sample.filed_project("steel", PROJECT_CODE);
        let (now, store) = (sample.now, sample.store.clone());
        let site = Site {
            store,
            pack: Pack::shipped(),
            zone: "jiashan".into(),
            now: Arc::new(move || now),
            is_demo: false,
            is_behind_tls: false,
            alarm: web::Alarm::default(),
        };
        let connection = Connection { address: address.into() };
        let connections = [(REGISTER.to_owned(), connection)].into();
        let registers = Registers::of(connections, fresh.folder());
        Asking { sample, site, registers }
    }

    fn consented(&mut self, application: &str, register: &str) -> String {
        let subject = inquiry_of(application, register);
        let command = Command::Consent {
            application: application.into(),
            project: "project:steel".into(),
            register: register.into(),
            holder: "自然资源部门".into(),
            asks: vec!["land_area".into(), "land_use".into()],
        };
        recorded(self.sample.ask::<Inquiries>(Actor::enterprise(ENTERPRISE), &subject, command));
        subject
    }

    fn turn(&self) -> u64 {
        self.registers.turn(&self.site).expect("the turn is made")
    }

    fn inquiry(&self, subject: &str) -> Inquiry {
        let mut inquiry = Inquiry::default();
        let past = self.site.store.history::<Inquiries>("jiashan", subject).expect("it is read");
        past.iter().for_each(|past| inquiry.apply(&past.event));
        inquiry
    }
}

#[test]
fn what_was_consented_to_is_asked_once_and_kept_with_its_source() {
    for_each_store(|fresh| {
        let double = Double::listen(Manner::Tells(facts(), "2026-01-05".into()));
        let double = double.expect("it listens");
        let mut asking = Asking::of(fresh, &format!("http://{}/ask", double.address));
        assert_eq!(asking.turn(), 0);
        assert!(double.heard().is_empty(), "without consent nothing is asked");
        let subject = asking.consented("a1", REGISTER);
        assert_eq!((asking.turn(), asking.turn()), (1, 0), "it is asked once");
        let heard = double.heard();
        let [question] = &heard[..] else { panic!("one question: {heard:?}") };
        assert_eq!(question["inquiry"], subject);
        assert_eq!(question["applicant"], ENTERPRISE);
        assert_eq!(question["project"]["code"], PROJECT_CODE);
        assert_eq!(question["asks"], serde_json::json!(["land_area", "land_use"]));
        let inquiry = asking.inquiry(&subject);
        assert_eq!(inquiry.state, State::Answered);
        assert_eq!(inquiry.told, [("land_area".into(), "40000".into())].into());
        assert_eq!(inquiry.reference, "DJ-2026-000317");
        assert_eq!(inquiry.as_of, Some(jiff::civil::date(2026, 1, 5)));
    });
}

#[test]
fn whatever_goes_wrong_is_an_outage_and_may_be_asked_again() {
    let fresh = Fresh::sqlite();
    let double = Double::listen(Manner::HasNothing).expect("it listens");
    let mut asking = Asking::of(&fresh, &format!("http://{}", double.address));
    let tomorrow = "2999-01-01".to_owned();
    for (at, (manner, state, outage)) in [
        (Manner::HasNothing, State::Nothing, None),
        (Manner::BreaksOff, State::Failed, Some(Outage::Unreachable)),
        (Manner::Babbles, State::Failed, Some(Outage::Unreadable)),
        (Manner::Fails, State::Failed, Some(Outage::Refusing)),
        (Manner::TellsAll(facts(), "2026-01-05".into()), State::Failed, Some(Outage::Unreadable)),
        (Manner::Tells(facts(), tomorrow), State::Failed, Some(Outage::Unreadable)),
    ]
    .into_iter()
    .enumerate()
    {
        double.turn_to(manner.clone());
        let subject = asking.consented(&format!("b{at}"), REGISTER);
        assert_eq!(asking.turn(), 1, "{manner:?}");
        let inquiry = asking.inquiry(&subject);
        assert_eq!((inquiry.state, inquiry.outage), (state, outage), "{manner:?}");
        double.turn_to(Manner::Tells(facts(), "2026-01-05".into()));
        let own = Actor::enterprise(ENTERPRISE);
        recorded(asking.sample.ask::<Inquiries>(own, &subject, Command::Repeat));
        assert_eq!(asking.turn(), 1, "{manner:?}");
        assert_eq!(asking.inquiry(&subject).state, State::Answered, "{manner:?}");
    }
}

#[test]
fn a_register_that_is_silent_is_waited_for_once_and_not_for_ever() {
    let fresh = Fresh::sqlite();
    let double = Double::listen(Manner::Dawdles(Duration::from_secs(60))).expect("it listens");
    let mut asking = Asking::of(&fresh, &format!("http://{}", double.address));
    let all = ["c1", "c2", "c3"].map(|application| asking.consented(application, REGISTER));
    // The double would answer after a minute: whoever waits for it does not hear of silence.
    assert_eq!(asking.turn(), 3);
    assert_eq!(double.heard().len(), 1, "who is silent is asked once in a turn");
    for subject in all {
        assert_eq!(asking.inquiry(&subject).outage, Some(Outage::Silent));
    }
}

#[test]
fn a_register_that_nobody_reaches_or_connected_is_an_outage_too() {
    let fresh = Fresh::sqlite();
    // The port is free again: nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr();
    let mut asking = Asking::of(&fresh, &format!("http://{}", port.expect("it has an address")));
    let unreached = asking.consented("d1", REGISTER);
    let unconnected = asking.consented("d2", "population");
    assert_eq!(asking.turn(), 2);
    assert_eq!(asking.inquiry(&unreached).outage, Some(Outage::Unreachable));
    assert_eq!(asking.inquiry(&unconnected).outage, Some(Outage::Unconnected));
    let mut pack = Pack::shipped();
    let all = pack.zone.registers.len();
    asking.registers.offered_in(&mut pack);
    assert_eq!((all, pack.zone.registers.len()), (1, 1));
    Registers::of(BTreeMap::new(), fresh.folder()).offered_in(&mut pack);
    assert_eq!(pack.zone.registers.len(), 0, "what is not connected is offered nowhere");
}

#[test]
fn a_folder_carries_the_same_question_and_the_same_answer() {
    let fresh = Fresh::sqlite();
    let mut asking = Asking::of(&fresh, "");
    let subject = asking.consented("e1", REGISTER);
    assert_eq!((asking.turn(), asking.turn()), (0, 0), "the answer is awaited");
    let folder = fresh.folder().join("registers").join(REGISTER);
    let laid = file_drop::files(&folder.join("out"), |_| true).expect("it is listed");
    let [question] = &laid[..] else { panic!("one question: {laid:?}") };
    let text = fs::read_to_string(question).expect("it is read");
    assert!(text.contains(&subject) && text.contains("land_area"), "{text}");
    let answer = serde_json::json!({
        "inquiry": subject, "outcome": "found", "reference": "档案2026-3", "as_of": "2026-02-01",
        "facts": { "land_area": "38000" },
    });
    let name = question.file_name().expect("it has a name");
    fs::write(folder.join("in").join(name), answer.to_string()).expect("the register answers");
    assert_eq!((asking.turn(), asking.turn()), (1, 0));
    let inquiry = asking.inquiry(&subject);
    assert_eq!((inquiry.state, inquiry.told["land_area"].as_str()), (State::Answered, "38000"));
    let left = file_drop::files(&folder.join("out"), |_| true).expect("it is listed");
    assert!(left.is_empty() && folder.join("taken").join(name).exists(), "{left:?}");
}
