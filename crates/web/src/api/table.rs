//! Every operation (接口目录): the routes and the document are made from these lists alone.

mod acting;
mod agreeing;
mod applying;
mod assisting;
mod committing;
mod delivering;
mod hall;
mod inquiring;
mod planning;
mod plotting;
mod readings;
mod simulating;

use axum::routing::get;

use self::acting::ACTS;
use self::agreeing::AGREEMENTS;
use self::applying::APPLYING;
use self::assisting::ASSISTING;
use self::committing::COMMITMENTS;
use self::delivering::DELIVERIES;
use self::hall::HALL;
use self::inquiring::INQUIRIES;
use self::readings::READINGS;
use self::simulating::SIMULATIONS;
use self::{planning::PLANS, plotting::PLOTS};
use super::operation::{Operation, rows};
use super::reading;
use crate::policy::{Relation, Row, Who};

/// The document and the page about it; they describe the others and not themselves.
pub static ABOUT: &[Row] = &[
    Row::get("/api", Who::Anyone, Relation::None, || get(reading::page)),
    Row::get("/api/openapi.json", Who::Anyone, Relation::None, || get(reading::openapi)),
];

/// The addresses that are read.
pub static READING_ROWS: [Row; READINGS.len()] = rows(READINGS);

/// The addresses that do something.
pub static ACTING_ROWS: [Row; ACTS.len()] = rows(ACTS);

/// The addresses of agreements, read and done.
pub static AGREEMENT_ROWS: [Row; AGREEMENTS.len()] = rows(AGREEMENTS);

/// The addresses of applications for bundles, read and done.
pub static APPLYING_ROWS: [Row; APPLYING.len()] = rows(APPLYING);

/// The addresses of commitments.
pub static COMMITMENT_ROWS: [Row; COMMITMENTS.len()] = rows(COMMITMENTS);

/// The addresses of deliveries, read and done.
pub static DELIVERY_ROWS: [Row; DELIVERIES.len()] = rows(DELIVERIES);

/// The addresses of simulated approval, read and done.
pub static SIMULATION_ROWS: [Row; SIMULATIONS.len()] = rows(SIMULATIONS);

/// The addresses of projects' plans, read and done.
pub static PLAN_ROWS: [Row; PLANS.len()] = rows(PLANS);

/// The addresses of plots that are offered with their scheme, read and done.
pub static PLOT_ROWS: [Row; PLOTS.len()] = rows(PLOTS);

/// The addresses of inquiries at registers, read and done.
pub static INQUIRY_ROWS: [Row; INQUIRIES.len()] = rows(INQUIRIES);

/// The addresses of the hall, read and done.
pub static HALL_ROWS: [Row; HALL.len()] = rows(HALL);

/// The addresses of mandates for assistance, read and done.
pub static ASSISTING_ROWS: [Row; ASSISTING.len()] = rows(ASSISTING);

/// Every operation.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    let first = READINGS.iter().chain(ACTS).chain(COMMITMENTS).chain(DELIVERIES).chain(AGREEMENTS);
    first
        .chain(PLANS)
        .chain(APPLYING)
        .chain(SIMULATIONS)
        .chain(PLOTS)
        .chain(HALL)
        .chain(INQUIRIES)
        .chain(ASSISTING)
}
