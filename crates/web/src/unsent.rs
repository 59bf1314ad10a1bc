//! What was typed when a session ended (未提交内容): kept for whoever signs in again, never acted on.
//!
//! Only what the site's own page sent is kept: the form carries the token of the very session that
//! is over. It is kept under that session's account, so that nobody else who signs in at the same
//! browser sees it; passwords and files are not kept at all.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use store::{Fault, Kept};

use crate::Site;
use crate::form::{Form, TOKEN};
use crate::principal::Principal;
use crate::reader::Reader;
use crate::session;

/// What it is in the drawer.
const KIND: &str = "unsent";
/// How long it waits for its owner.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// A form that was sent too late (未提交的表单).
pub struct Unsent {
    /// The address that it was sent to.
    pub action: String,
    /// What was typed.
    pub form: Form,
}

/// Keeps what was typed; says whether it did.
pub fn keep(site: &Site, reader: &Reader, form: &Form) -> Result<bool, Fault> {
    let Some(past) = &reader.past else { return Ok(false) };
    if form.get(TOKEN) != session::token(past) {
        return Ok(false);
    }
    let Some(account) = session::account_of(site, past)? else { return Ok(false) };
    let action = reader.at.split('?').next().unwrap_or_default().to_owned();
    let now = (site.now)();
    let kept = Kept {
        kind: KIND.into(),
        key: account.clone(),
        owner: account,
        body: serde_json::to_vec(&(action, form.to_keep())).expect("a form is JSON"),
        changed_at: now,
        ends_at: Some(now + KEPT),
    };
    site.store.keep(&site.zone, kept)?;
    Ok(true)
}

/// What the reader had typed, where it still waits.
pub fn read(site: &Site, principal: &Principal) -> Result<Option<Unsent>, Fault> {
    let Some(signed_in) = &principal.signed_in else { return Ok(None) };
    let kept = site.store.kept(&site.zone, KIND, &signed_in.account)?;
    let Some(kept) = kept.filter(|kept| !kept.is_over((site.now)())) else { return Ok(None) };
    let (action, fields): (String, BTreeMap<String, String>) =
        serde_json::from_slice(&kept.body).map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(Some(Unsent { action, form: Form::kept(fields) }))
}
