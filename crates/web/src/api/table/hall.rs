//! What a program may read and do in the hall (接口目录：行政服务中心).

use axum::routing::{get, post};

use crate::api::operation::{Operation, Parameter};
use crate::api::shown::Receipt;
use crate::api::visit_acts::{self as visits, FiguresShown, Record, Striking, VisitsShown};
use crate::policy::{Relation, Row, Who};

const BEFORE: Parameter =
    Parameter::may("before", "The day and the subject before which the page goes on");
const PARTY: Relation = Relation::Parties;

/// The operations.
pub const HALL: &[Operation] = &[
    Operation::shows::<FiguresShown>(
        Row::get("/api/zones/{zone}/visits", Who::Anyone, Relation::None, || get(visits::figures)),
        "到场次数指标",
        "How the zone keeps to one visit at most",
    )
    .with(&[BEFORE]),
    Operation::shows::<VisitsShown>(
        Row::get("/api/zones/{zone}/visits/{number}", Who::SignedIn, PARTY, || get(visits::book)),
        "到场记录",
        "The visits of a case or a package",
    ),
    Operation::does::<Record, Receipt>(
        Row::post("/api/zones/{zone}/visits/{number}/records", Who::Officer, PARTY, || {
            post(visits::record)
        }),
        "登记到场",
        "Record a visit",
    ),
    Operation::does::<Striking, Receipt>(
        Row::post("/api/zones/{zone}/visits/{number}/strikings", Who::Officer, PARTY, || {
            post(visits::strike)
        }),
        "更正到场登记",
        "Strike out a visit",
    ),
];
