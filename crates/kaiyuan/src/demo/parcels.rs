//! How results of the lived-in zone come (演示送达): one of each way, and of each way to fail.

use approvals::delivery::{Command, Failure, Identity, News, Recipient, Way};
use kernel::personal::Personal;

use super::lives::reviewer;
use super::seed::{Ask, Life};

/// The courier of the demonstration; no company is called so.
const COURIER: &str = "演示速递";

/// Signed for after a day on the way.
pub(super) fn received(life: &mut Life, matter: &str, granted: u32) {
    chosen(life, granted + 1, post(life));
    sent(life, matter, granted - 1, "A");
    let words = "已到达杭州转运中心".into();
    noted(life, matter, granted - 2, "A", News::InTransit { words });
    let signatory = Personal::clear(life.row.contact);
    noted(life, matter, granted - 3, "A", News::Received { signatory });
}

/// Handed out at the counter.
pub(super) fn collected(life: &mut Life, matter: &str, granted: u32) {
    chosen(life, granted + 1, Way::Counter);
    let collector = Personal::clear(life.row.contact);
    let (identity, signature) = (Identity::IdCard, "签收单0031号".into());
    office(
        life,
        matter,
        granted - 2,
        (10, 20),
        Command::Collect { collector, identity, signature },
    );
}

/// It waits at the counter.
pub(super) fn at_counter(life: &mut Life) {
    chosen(life, 2, Way::Counter);
}

/// It is to be packed.
pub(super) fn to_pack(life: &mut Life) {
    chosen(life, 1, post(life));
}

/// It is packed, and waits for the courier.
pub(super) fn packed(life: &mut Life, matter: &str, granted: u32) {
    chosen(life, granted + 1, post(life));
    let (who, case) = (reviewer(&life.office(matter)), life.subject("case", "case"));
    life.plan(granted - 1, (9, 40), &who, Ask::Packing(case));
}

/// Lost: the office is to send it again.
pub(super) fn failed_once(life: &mut Life, matter: &str, granted: u32) {
    chosen(life, granted + 1, post(life));
    sent(life, matter, granted - 1, "F");
    failed(life, matter, (granted - 2, "F"), Failure::Lost);
}

/// Refused once, and on its way again.
pub(super) fn again(life: &mut Life, matter: &str, granted: u32) {
    chosen(life, granted + 1, post(life));
    sent(life, matter, granted - 1, "B");
    failed(life, matter, (granted - 2, "B"), Failure::Refused);
    office(life, matter, granted - 2, (16, 5), Command::Resend);
    sent(life, matter, granted - 3, "C");
}

/// Back twice: it waits at the counter, and is late.
pub(super) fn back_twice(life: &mut Life, matter: &str, granted: u32) {
    chosen(life, granted + 1, post(life));
    sent(life, matter, granted - 1, "D");
    failed(life, matter, (granted - 3, "D"), Failure::Returned);
    office(life, matter, granted - 3, (16, 5), Command::Resend);
    sent(life, matter, granted - 4, "E");
    failed(life, matter, (granted - 6, "E"), Failure::Returned);
}

fn post(life: &Life) -> Way {
    let address = format!("浙江省嘉兴市嘉善县{}", life.row.site);
    let [name, phone, address] = [life.row.contact, life.row.phone, &address].map(Personal::clear);
    Way::Post(Recipient { name, phone, address })
}

fn chosen(life: &mut Life, before: u32, way: Way) {
    let (own, case) = (life.enterprise(), life.subject("case", "case"));
    let choose = Command::Choose { about: case.clone(), way };
    life.plan(before, (9, 55), &own, Ask::Delivery(case, choose));
}

/// Packed and handed over on one day.
fn sent(life: &mut Life, matter: &str, before: u32, word: &str) {
    let (who, case) = (reviewer(&life.office(matter)), life.subject("case", "case"));
    life.plan(before, (9, 40), &who, Ask::Packing(case));
    let (courier, tracking) = (COURIER.into(), tracking(life, word));
    office(life, matter, before, (15, 10), Command::HandOver { courier, tracking });
}

fn failed(life: &mut Life, matter: &str, (before, word): (u32, &str), how: Failure) {
    let reason = "电话无人接听".into();
    noted(life, matter, before, word, News::Failed { how, reason });
}

fn noted(life: &mut Life, matter: &str, before: u32, word: &str, news: News) {
    let (tracking, on) = (tracking(life, word), life.day(before));
    office(life, matter, before, (15, 40), Command::Note { tracking, on, news });
}

fn office(life: &mut Life, matter: &str, before: u32, clock: (i8, i8), command: Command) {
    let (who, case) = (reviewer(&life.office(matter)), life.subject("case", "case"));
    life.plan(before, clock, &who, Ask::Delivery(case, command));
}

fn tracking(life: &Life, word: &str) -> String {
    format!("YS{word}{:08}", life.place + 1)
}
