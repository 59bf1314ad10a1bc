//! What is done to a data folder (数据文件夹): init, rebuild, backup, restore, forget, confirm.

use std::path::Path;

use approvals::matter::{self, Matters};
use approvals::views::documents_of;
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::head::hex;
use store::posts::Published;
use store::zone::{Command, ZONE, Zone};
use store::{Answer, Capability, Envelope, Store};

use super::{Outcome, people};
use crate::clock::{Clock, held_at_start};
use crate::clockwork::fresh_key;
use crate::config::{Settings, said};
use crate::{WELL, cli};

/// Makes a data folder with a zone and its matters; what is there already stays.
pub fn init(settings: &Settings, pack: Option<&Path>, admin: (&str, bool)) -> Outcome {
    let pack = settings.pack(pack)?;
    let store = settings.open()?;
    let now = Clock::system().now();
    let zone = pack.zone.id.as_str();
    let chosen = people::first_password(&store, zone, admin)?;
    open_zone(&store, &pack, now)?;
    let made = match chosen {
        Some(chosen) => people::first_administrator(&store, (zone, admin.0), chosen, now)?,
        None => None,
    };
    store.stop();
    println!("{}（{}）已就绪 / is ready", pack.zone.title, pack.zone.id);
    println!("  {}", settings.data.display());
    let keys = settings.keys();
    println!("  {}、{}", keys.vault.display(), keys.room.display());
    println!("  密钥请另行妥善保管 / keep copies of these keys in a safe place");
    if made.is_some() {
        println!("  系统管理员 / administrator: {}", admin.0);
    }
    people::tell(made.as_deref());
    Ok(WELL)
}

/// Opens a zone and puts its matters in force; what is there already stays.
pub fn open_zone(store: &Store, pack: &catalogue::Pack, at: Timestamp) -> Result<(), String> {
    let zone = &pack.zone;
    let open = Command::Open {
        title: zone.title.clone(),
        title_en: zone.title_en.clone(),
        public_key: store.public_key(&zone.id).map_err(|fault| said(&fault))?,
    };
    expect_done(execute::<Zone>(store, &zone.id, ZONE, at, open), "zone.already_open")?;
    let posts = posts_of(zone);
    if !posts.is_empty() {
        let publish = Command::PublishPosts { posts };
        let answer = execute::<Zone>(store, &zone.id, ZONE, at, publish);
        expect_done(answer, "zone.posts_already_published")?;
    }
    for definition in &pack.matters {
        let publish = matter::Command::Publish {
            definition: definition.hash.clone(),
            matter: Box::new(definition.matter.clone()),
            notice_limit: zone.notice_limit,
        };
        let subject = format!("matter:{}", definition.matter.id);
        let answer = execute::<Matters>(store, &zone.id, &subject, at, publish);
        expect_done(answer, "approvals.matter_already_in_force")?;
    }
    Ok(())
}

/// The posts that a zone's page of the catalogue lists.
fn posts_of(zone: &catalogue::Zone) -> Vec<Published> {
    let of_office = |office: &catalogue::Office| {
        let id = office.id.clone();
        let published = move |post: &catalogue::Post| Published {
            office: id.clone(),
            post: post.id.clone(),
            title: post.title.clone(),
            title_en: post.title_en.clone(),
            rights: post.rights.clone(),
        };
        office.posts.iter().map(published).collect::<Vec<_>>()
    };
    zone.offices.iter().flat_map(of_office).collect()
}

/// Makes every view again.
pub fn rebuild(settings: &Settings) -> Outcome {
    let store = settings.open()?;
    store.rebuild().map_err(|fault| said(&fault))?;
    store.stop();
    println!("视图已重建 / the views are rebuilt");
    Ok(WELL)
}

/// Writes a backup, also while another process serves.
pub fn back_up(settings: &Settings, folder: &Path, with_keys: bool) -> Outcome {
    let store = settings.open_reading()?;
    let at = Clock::system().now();
    let verified = store.back_up(folder, with_keys, at).map_err(|fault| said(&fault))?;
    report(&verified, "备份已核验 / backed up and verified");
    let (count, place) = (documents(&verified), store.blobs().place());
    println!("  文件 {count} 份，复制自 {place} / {count} documents, copied out of {place}");
    if let Err(fault) = store.note_backup(folder, at) {
        // The backup is whole all the same; only the page of the administrator does not know it.
        eprintln!("  运行状况页不会显示本次备份 / the health page will not show it: {fault}");
    }
    if !with_keys {
        println!("  未含密钥 / without keys: vault.key、vault.forgotten、keys/");
    }
    Ok(WELL)
}

/// Fills an empty folder or database from a backup; what was to be forgotten is forgotten again.
pub fn restore(settings: &Settings, folder: &Path) -> Outcome {
    take_keys(folder, &settings.keys())?;
    let store = settings.open()?;
    let restored = store.restore(folder).map_err(|fault| said(&fault))?;
    report(&restored.zones, "台账已恢复并核验 / the ledger is restored and verified");
    // Before it is told what is missing: what was forgotten must not come back for a lost document.
    let honoured = store.honour_forgotten(Clock::system().now()).map_err(|fault| said(&fault))?;
    for (zone, subject) in honoured {
        println!("  已再次删除 / forgotten again: {zone} {subject}");
    }
    let (count, place) = (documents(&restored.zones), store.blobs().place());
    store.stop();
    restored.documents.map_err(|fault| {
        format!(
            "台账已恢复，部分文件未恢复。排除原因后，用同一备份再次运行本命令，即可补齐。/ the ledger is \
             restored, some documents are not: mend the cause and run this command with the same \
             backup again\n  ({fault})"
        )
    })?;
    println!("  文件 {count} 份，已存入 {place} / {count} documents, put into {place}");
    Ok(WELL)
}

/// Deletes the personal fields of a subject.
pub fn vault(settings: &Settings, command: cli::Vault) -> Outcome {
    let cli::Vault::Forget { subject, reason } = command;
    let store = settings.open()?;
    let zone = settings.zone(&store)?;
    let now = believed_time(&store, &zone)?;
    // What was handed in for it goes with it; what serves elsewhere by now stays.
    let documents = store.read(&zone, |open| documents_of(open, &subject));
    let documents = documents.map_err(|fault| said(&fault))?;
    let all = documents.into_iter().map(|row| row.subject);
    // So does the address that its result was to go to.
    let is_delivered = ["case:", "bundle:"].iter().any(|kind| subject.starts_with(kind));
    let delivery = is_delivered.then(|| approvals::delivery::delivery_of(&subject));
    let delivery = delivery.filter(|of| {
        store.history::<approvals::delivery::Deliveries>(&zone, of).is_ok_and(|it| !it.is_empty())
    });
    for subject in std::iter::once(subject).chain(delivery).chain(all) {
        let forget = Command::Forget { subject: subject.clone(), reason: reason.clone() };
        let recorded = store.forget(envelope(&zone, ZONE, now, forget)).recorded()?;
        println!("{subject} 的个人信息已删除 / personal fields deleted: entry {}", recorded.first);
    }
    store.stop();
    Ok(WELL)
}

/// Records that heads are signed by the key that stands in the folder.
pub fn change_key(settings: &Settings) -> Outcome {
    let store = settings.open()?;
    let zone = settings.zone(&store)?;
    let now = believed_time(&store, &zone)?;
    let public_key = store.public_key(&zone).map_err(|fault| said(&fault))?;
    let change = Command::ChangeKey { public_key: public_key.clone() };
    let recorded = store.execute::<Zone>(envelope(&zone, ZONE, now, change)).recorded()?;
    store.sign(&zone, now).map_err(|fault| said(&fault))?;
    store.stop();
    println!("签名密钥已更换 / the signing key is changed: entry {}", recorded.first);
    println!("{public_key}");
    Ok(WELL)
}

/// Says that the machine's time is right.
pub fn confirm_clock(settings: &Settings) -> Outcome {
    let store = settings.open()?;
    let now = Clock::system().now();
    for zone in store.zones().map_err(|fault| said(&fault))? {
        let (_, last) = store.size(&zone).map_err(|fault| said(&fault))?;
        let Some(held_because) = held_at_start(now, last) else {
            println!("{zone}: 时间无异常 / nothing to confirm");
            continue;
        };
        if last.is_some_and(|last| now < last) {
            return Err(format!("{held_because}; set the machine's clock right first"));
        }
        let confirm = Command::ConfirmClock { held_because };
        let answer = store.execute::<Zone>(envelope(&zone, ZONE, now, confirm));
        println!("{zone}: 已确认 / confirmed: entry {}", answer.recorded()?.first);
    }
    store.stop();
    Ok(WELL)
}

/// The machine's time, unless it is held: what is recorded at a wrong time cannot be taken back.
pub fn believed_time(store: &Store, zone: &str) -> Result<Timestamp, String> {
    let now = Clock::system().now();
    let (_, last) = store.size(zone).map_err(|fault| said(&fault))?;
    match held_at_start(now, last) {
        None => Ok(now),
        Some(because) => Err(format!(
            "系统时间需要确认：kaiyuan clock confirm / the time needs to be confirmed: {because}"
        )),
    }
}

/// The administrator's command to a subject.
fn execute<C: Capability>(
    store: &Store,
    zone: &str,
    subject: &str,
    at: Timestamp,
    command: C::Command,
) -> Answer {
    store.execute::<C>(envelope(zone, subject, at, command))
}

/// The administrator's command on its way.
pub fn envelope<C>(zone: &str, subject: &str, at: Timestamp, command: C) -> Envelope<C> {
    Envelope {
        zone: zone.into(),
        id: fresh_key(),
        subject: subject.into(),
        actor: Actor::Administrator { account: "command-line".into() },
        asserted_by: None,
        attested_by: None,
        at,
        command,
    }
}

/// Done, or done before.
fn expect_done(answer: Answer, before: &str) -> Result<(), String> {
    match answer {
        Answer::Recorded(_) => Ok(()),
        Answer::Refused(refused) if refused.code == before => Ok(()),
        Answer::Refused(refused) => Err(refused.to_string()),
        Answer::Fault(fault) => Err(said(&fault)),
    }
}

fn report(verified: &store::backup::Verified, what: &str) {
    println!("{what}");
    for (zone, report) in verified {
        let root = report.root.map(|root| hex(&root)).unwrap_or_default();
        println!("  {zone}: {} entries, root {root}", report.entries);
    }
}

/// How many documents entries name.
fn documents(verified: &store::backup::Verified) -> usize {
    verified.iter().map(|(_, report)| report.documents.len()).sum()
}

/// A backup made with its keys brings them along; keys that are there already stay.
fn take_keys(backup: &Path, keys: &store::Keys) -> Result<(), String> {
    let copy = |from: &Path, to: &Path| {
        if !from.exists() || to.exists() {
            return Ok(());
        }
        let parent = to.parent().unwrap_or(&keys.room);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::copy(from, to))
            .map(drop)
            .map_err(|error| format!("{}: {error}", to.display()))
    };
    copy(&backup.join("vault.key"), &keys.vault)?;
    for (from, to) in [("keys", keys.room.clone()), ("keys/seals", keys.room.join("seals"))] {
        for key in std::fs::read_dir(backup.join(from)).into_iter().flatten().flatten() {
            if key.path().is_file() {
                copy(&key.path(), &to.join(key.file_name()))?;
            }
        }
    }
    if keys.vault.exists() {
        return Ok(());
    }
    Err(format!(
        "the backup holds no keys: put back {} and {} first, and vault.forgotten beside the ledger",
        keys.vault.display(),
        keys.room.display()
    ))
}
