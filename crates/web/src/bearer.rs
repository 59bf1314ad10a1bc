//! Bearer tokens (访问令牌): for programs, which sign in without a browser.
//!
//! The drawer holds the SM3 of the token. Whoever has it acts in the one capacity that it was made
//! for, as long as the account is enabled and still holds that capacity.

use axum::http::{HeaderMap, header};
use jiff::Timestamp;
use kernel::actor::Actor;
use store::{Fault, Kept, Store};

use crate::Site;
use crate::principal::Principal;
use crate::session::{Session, held, name_of, secret};

/// What a token is in the drawer.
const KIND: &str = "token";

/// Makes a token for an account that acts in a capacity, until an end; it is told this once.
pub fn make(
    store: &Store,
    (zone, account): (&str, &str),
    actor: Actor,
    (now, end): (Timestamp, Timestamp),
) -> Result<String, Fault> {
    let token = secret()?;
    let session =
        Session { account: account.into(), actor: Some(actor), opened_at: now, must_change: false };
    let kept = Kept {
        kind: KIND.into(),
        key: name_of(&token),
        owner: account.into(),
        body: serde_json::to_vec(&session).expect("a session is JSON"),
        changed_at: now,
        ends_at: Some(end),
    };
    store.keep(zone, kept)?;
    Ok(token)
}

/// Takes back every token of an account.
pub fn take_back(store: &Store, zone: &str, account: &str) -> Result<(), Fault> {
    store.let_go_of(zone, KIND, account)
}

/// The token that a request carries.
pub fn carried(headers: &HeaderMap) -> Option<String> {
    let said = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = said.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// Who holds this token; nobody where it is over, or the account disabled.
pub fn principal(site: &Site, token: &str) -> Result<Principal, Fault> {
    let Some(kept) = site.store.kept(&site.zone, KIND, &name_of(token))? else {
        return Ok(Principal::default());
    };
    if kept.is_over((site.now)()) {
        return Ok(Principal::default());
    }
    let session: Session =
        serde_json::from_slice(&kept.body).map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(Principal { signed_in: held(site, &session)? })
}
