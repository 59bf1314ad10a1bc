//! The addresses of people (人员页面地址), and who may reach each.

use axum::routing::{get, post};
use kernel::right::Right;

use super::{accounts, enterprises, founder, me, posts, register, sign_in};
use crate::policy::{Relation, Row, Who};

/// The addresses of people.
pub static ROWS: &[Row] = &[
    Row::get("/sign-in", Who::Anyone, Relation::None, || get(sign_in::sign_in)),
    Row::post("/sign-in", Who::Anyone, Relation::None, || post(sign_in::signing_in)),
    Row::post("/sign-out", Who::SignedIn, Relation::Own, || post(sign_in::sign_out)),
    Row::get("/register", Who::Anyone, Relation::None, || get(register::register)),
    Row::post("/register", Who::Anyone, Relation::None, || post(register::registration)),
    Row::get("/register/person", Who::Anyone, Relation::None, || get(founder::register)),
    Row::post("/register/person", Who::Anyone, Relation::None, || post(founder::registration)),
    Row::get("/me", Who::SignedIn, Relation::Own, || get(me::me)),
    Row::post("/me/capacity", Who::SignedIn, Relation::Own, || post(me::capacity)),
    Row::get("/me/password", Who::SignedIn, Relation::Own, || get(me::password)),
    Row::post("/me/password", Who::SignedIn, Relation::Own, || post(me::change_password)),
    Row::get("/people/enterprise", Who::Agent, Relation::Own, || get(enterprises::enterprise)),
    Row::post("/people/enterprise/mandates", Who::Agent, Relation::Own, || {
        post(enterprises::mandate)
    }),
    Row::post("/people/enterprise/endings", Who::Agent, Relation::Own, || {
        post(enterprises::mandate_end)
    }),
    Row::get("/people/enterprises", ACCEPT, Relation::Zone, || get(enterprises::enterprises)),
    Row::post("/people/enterprises/{code}/attestation", ACCEPT, Relation::Zone, || {
        post(enterprises::attestation)
    }),
    Row::get("/people/accounts", ADMIN, Relation::Zone, || get(accounts::accounts)),
    Row::post("/people/accounts", ADMIN, Relation::Zone, || post(accounts::open_account)),
    Row::get("/people/accounts/{name}", ADMIN, Relation::Zone, || get(accounts::account)),
    Row::post("/people/accounts/{name}/appointments", ADMIN, Relation::Zone, || {
        post(accounts::appointment)
    }),
    Row::post("/people/accounts/{name}/relief", ADMIN, Relation::Zone, || post(accounts::relief)),
    Row::post("/people/accounts/{name}/disabling", ADMIN, Relation::Zone, || {
        post(accounts::disabling)
    }),
    Row::post("/people/accounts/{name}/enabling", ADMIN, Relation::Zone, || {
        post(accounts::enabling)
    }),
    Row::post("/people/accounts/{name}/password", ADMIN, Relation::Zone, || post(accounts::reset)),
    Row::post("/people/accounts/{name}/person", ADMIN, Relation::Zone, || post(accounts::person)),
    Row::post("/people/accounts/{name}/administration", ADMIN, Relation::Zone, || {
        post(accounts::administration)
    }),
    Row::get("/people/posts", ADMIN, Relation::Zone, || get(posts::posts)),
];

const ADMIN: Who = Who::Administrator;
const ACCEPT: Who = Who::Holder(Right::Accept);
