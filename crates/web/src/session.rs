//! Sessions (会话): a secret in a cookie, its hash in the drawer, an end that cannot be put off.
//!
//! The drawer holds the SM3 of the secret, so that whoever reads a backup cannot sign in. A session
//! gets a fresh secret at sign-in and whenever the capacity changes, so a secret that somebody
//! planted is worth nothing. Whether the account is enabled and the capacity still held is asked
//! of the views at every request.
//!
//! Basis: GB/T 22239-2019 asks for an end of idle sessions; the figures are defaults of ours.

use approvals::assistance::Scope;
use approvals::views::{assistance_by_number, project_by_subject};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::head::hex;
use kernel::local_time::day_of;
use kernel::right::Right;
use people::{Capacity, credentials, views};
use serde::{Deserialize, Serialize};
use sm3::{Digest, Sm3};
use store::{Fault, Kept, Views, posts};

use crate::Site;
use crate::bearer;
use crate::principal::{Mandate, Principal, SignedIn};

/// What a session is in the drawer.
pub const KIND: &str = "session";
/// Whose a session was, in the drawer, also once it is over.
const PAST: &str = "session-past";
/// Bytes of a secret.
const SECRET: usize = 32;
/// However busy, a session is over after this.
const LONGEST: SignedDuration = SignedDuration::from_hours(8);
/// How long those who work in the zone may be idle.
const IDLE_STAFF: SignedDuration = SignedDuration::from_mins(15);
/// How long an enterprise may be idle, and a person who founds one.
const IDLE_ENTERPRISE: SignedDuration = SignedDuration::from_mins(30);
/// A session that was seen less than this ago is not written anew.
const FRESH: SignedDuration = SignedDuration::from_secs(60);

/// What the drawer keeps of a session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    pub account: String,
    pub actor: Option<Actor>,
    pub opened_at: Timestamp,
    pub must_change: bool,
}

/// A fresh secret, as it stands in a cookie.
pub fn secret() -> Result<String, Fault> {
    let mut bytes = [0; SECRET];
    getrandom::fill(&mut bytes).map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(hex(&bytes))
}

/// The token that every form of this visitor carries; it says nothing of the secret.
pub fn token(secret: &str) -> String {
    let hash = Sm3::new().chain_update("kaiyuan form token\n").chain_update(secret);
    hex(&hash.finalize())
}

/// Signs an account in, in the first of its capacities or the one wanted; the cookie's secret.
pub fn open(site: &Site, account: &str, wanted: Option<&Actor>) -> Result<String, Fault> {
    let now = (site.now)();
    let (name, held) = site.store.read(&site.zone, |open| {
        let row = views::account(open, account)?;
        let name = row.map(|row| row.name).unwrap_or_default();
        Ok((name, views::capacities(open, account, day_of(now))?))
    })?;
    // Whoever speaks for nobody else acts in their own name.
    let own = Actor::Person { account: name.clone() };
    let mut actors = held.iter().map(|capacity| capacity.actor(&name));
    let actor = match wanted {
        Some(wanted) if *wanted == own => Some(own),
        // Which mandates the post has is asked at every request.
        Some(Actor::Assistant { office, post, .. }) => {
            let at_post = Actor::officer(office, post);
            wanted.filter(|_| actors.any(|actor| actor == at_post)).cloned()
        }
        Some(wanted) => actors.find(|actor| actor == wanted),
        None => actors.next().or(Some(own)),
    };
    let secret = secret()?;
    let must_change = credentials::read(&site.store, &site.zone, account)?.must_change;
    let session = Session { account: account.into(), actor, opened_at: now, must_change };
    keep(site, &secret, &session, now)?;
    let past = Kept {
        kind: PAST.into(),
        key: name_of(&secret),
        owner: session.account,
        body: Vec::new(),
        changed_at: now,
        ends_at: Some(now + LONGEST + LONGEST),
    };
    site.store.keep(&site.zone, past)?;
    Ok(secret)
}

/// Whose session this secret opened, whether it is over or not.
pub fn account_of(site: &Site, secret: &str) -> Result<Option<String>, Fault> {
    let kept = site.store.kept(&site.zone, PAST, &name_of(secret))?;
    Ok(kept.map(|kept| kept.owner))
}

/// Signs out: the secret opens nothing any more.
pub fn close(site: &Site, secret: &str) -> Result<(), Fault> {
    site.store.let_go(&site.zone, KIND, &name_of(secret))
}

/// Signs an account out everywhere, its programs too.
pub fn close_all(site: &Site, account: &str) -> Result<(), Fault> {
    bearer::take_back(&site.store, &site.zone, account)?;
    site.store.let_go_of(&site.zone, KIND, account)
}

/// Who holds this secret; nobody where the session is over or the account disabled.
pub fn principal(site: &Site, secret: &str) -> Result<Principal, Fault> {
    let now = (site.now)();
    let Some(kept) = site.store.kept(&site.zone, KIND, &name_of(secret))? else {
        return Ok(Principal::default());
    };
    if kept.is_over(now) {
        return Ok(Principal::default());
    }
    let session: Session =
        serde_json::from_slice(&kept.body).map_err(|error| Fault::Broken(error.to_string()))?;
    let Some(signed_in) = held(site, &session)? else { return Ok(Principal::default()) };
    if now.duration_since(kept.changed_at) > FRESH {
        keep(site, secret, &session, now)?;
    }
    Ok(Principal { signed_in: Some(signed_in) })
}

/// What the views say today of whoever a session or token is of.
pub(crate) fn held(site: &Site, session: &Session) -> Result<Option<SignedIn>, Fault> {
    let now = (site.now)();
    site.store.read(&site.zone, |open| {
        let Some(row) = views::account(open, &session.account)? else { return Ok(None) };
        if row.disabled_because.is_some() {
            return Ok(None);
        }
        let capacities = views::capacities(open, &row.subject, day_of(now))?;
        let is_held = |actor: &Actor| match actor {
            Actor::Person { account } => *account == row.name,
            _ => capacities.iter().any(|capacity| capacity.actor(&row.name) == *actor),
        };
        let mandate = match &session.actor {
            Some(actor) => mandate_of(open, actor, (&is_held, day_of(now)))?,
            None => None,
        };
        // Whose mandate is over is at the own post again.
        let actor = session.actor.clone().map(|actor| match &actor {
            Actor::Assistant { office, post, .. } if mandate.is_none() => {
                Actor::officer(office, post)
            }
            _ => actor,
        });
        let actor = actor.filter(|actor| mandate.is_some() || is_held(actor));
        let rights = match &actor {
            Some(actor) => posts::rights_of(open, actor)?,
            None => kernel::right::Rights::default(),
        };
        let enterprise = match &actor {
            Some(Actor::Enterprise { credit_code } | Actor::Assistant { credit_code, .. }) => {
                views::enterprise(open, credit_code)?
            }
            Some(_) | None => None,
        };
        Ok(Some(SignedIn {
            account: row.subject,
            name: row.name,
            actor,
            rights,
            enterprise: enterprise.map(|row| row.name),
            capacities,
            must_change: session.must_change,
            mandate,
        }))
    })
}

/// The mandate under which an actor acts, where it is in force and the post is held that has it.
fn mandate_of(
    open: &mut Views,
    actor: &Actor,
    (is_held, today): (&dyn Fn(&Actor) -> bool, Date),
) -> Result<Option<Mandate>, Fault> {
    let Actor::Assistant { office, post, credit_code, mandate } = actor else { return Ok(None) };
    let at_post = Actor::officer(office, post);
    if !is_held(&at_post) || !posts::rights_of(open, &at_post)?.has(Right::Assist) {
        return Ok(None);
    }
    let row = assistance_by_number(open, mandate)?.filter(|row| {
        let terms = &row.terms;
        let is_of_it = (&terms.office, &terms.post, &terms.credit_code);
        is_of_it == (office, post, credit_code) && row.is_in_force(today)
    });
    let Some(row) = row else { return Ok(None) };
    let project = match &row.terms.scope {
        Scope::Everything => None,
        Scope::Project { project }
        | Scope::Case { project, .. }
        | Scope::Package { project, .. } => project_by_subject(open, project)?,
    };
    Ok(Some(Mandate { row, project: project.map(|project| project.number) }))
}

fn keep(site: &Site, secret: &str, session: &Session, now: Timestamp) -> Result<(), Fault> {
    let idle = match &session.actor {
        Some(Actor::Enterprise { .. } | Actor::Person { .. }) => IDLE_ENTERPRISE,
        Some(
            Actor::Officer { .. }
            | Actor::Assistant { .. }
            | Actor::Administrator { .. }
            | Actor::Visitor
            | Actor::Clock
            | Actor::Reaction
            | Actor::Automatic { .. }
            | Actor::Zone { .. },
        )
        | None => IDLE_STAFF,
    };
    let end = (now + idle).min(session.opened_at + LONGEST);
    let body = serde_json::to_vec(session).expect("a session is JSON");
    let kept = Kept {
        kind: KIND.into(),
        key: name_of(secret),
        owner: session.account.clone(),
        body,
        changed_at: now,
        ends_at: Some(end),
    };
    site.store.keep(&site.zone, kept)
}

/// The capacity that a word of a form names, where the account has it.
pub fn capacity_of<'a>(signed_in: &'a SignedIn, word: &str) -> Option<(&'a Capacity, Actor)> {
    let mut actors = signed_in.capacities.iter().map(|one| (one, one.actor(&signed_in.name)));
    actors.find(|(_, actor)| actor.to_string() == word)
}

/// The name of a secret in the drawer.
pub(crate) fn name_of(secret: &str) -> String {
    hex(&Sm3::digest(secret))
}
