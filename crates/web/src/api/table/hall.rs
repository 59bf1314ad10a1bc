//! What a program may read and do in the hall (接口目录：行政服务中心).

use approvals::case::Cases;
use axum::routing::{get, post};
use kernel::right::Right;

use crate::api::operation::{Operation, Parameter};
use crate::api::rating_acts::{self as ratings, CallBackShown, GradedShown};
use crate::api::shown::{Page, Receipt};
use crate::api::slip_acts::{self as slips, SlipListed, SlipShown};
use crate::api::ticket_acts::{self as tickets, HallShown, TicketShown};
use crate::api::visit_acts::{self as visits, FiguresShown, Record, Striking, VisitsShown};
use crate::policy::{Relation, Row, Who};

const BEFORE: Parameter =
    Parameter::may("before", "The day and the subject before which the page goes on");
const PARTY: Relation = Relation::Parties;
const DESK: Who = Who::Holder(Right::Receive);
const SLIPS: Who =
    Who::HolderOfOne(&[Right::Receive, Right::Accept, Right::Examine, Right::Supervise]);
const TAKING: Who = Who::HolderOfOne(&[Right::Accept, Right::Examine]);
const CALL_BACKS: Who = Who::HolderOfOne(&[Right::Receive, Right::Supervise]);

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
    Operation::shows::<HallShown>(
        Row::get("/api/zones/{zone}/hall", Who::Anyone, Relation::None, || get(tickets::hall)),
        "大厅情况和可约时段",
        "What the hall is doing, and which slots have a place",
    ),
    Operation::shows::<Page<TicketShown>>(
        Row::get("/api/zones/{zone}/tickets", Who::SignedIn, Relation::Own, || get(tickets::own))
            .entrusted(),
        "我的预约和号",
        "The own tickets that are still to be served",
    ),
    Operation::does::<tickets::Drawing, Receipt>(
        Row::post("/api/zones/{zone}/tickets", Who::SignedIn, Relation::Own, || {
            post(tickets::draw)
        })
        .entrusted(),
        "取号",
        "Draw a ticket for now",
    ),
    Operation::does::<tickets::Appointment, Receipt>(
        Row::post("/api/zones/{zone}/tickets/appointments", Who::SignedIn, Relation::Own, || {
            post(tickets::book)
        })
        .entrusted(),
        "预约",
        "Book a slot",
    ),
    Operation::does::<tickets::Which, Receipt>(
        Row::post("/api/zones/{zone}/tickets/arrivals", Who::SignedIn, Relation::Own, || {
            post(tickets::arrive)
        })
        .entrusted(),
        "预约报到",
        "Say that who booked is here",
    ),
    Operation::does::<tickets::Which, Receipt>(
        Row::post("/api/zones/{zone}/tickets/cancellations", Who::SignedIn, Relation::Own, || {
            post(tickets::cancel)
        })
        .entrusted(),
        "取消预约或号",
        "Give a ticket back",
    ),
    Operation::shows::<Page<TicketShown>>(
        Row::get("/api/zones/{zone}/queue", DESK, Relation::None, || get(tickets::queue)),
        "今天的排队",
        "The queue of today",
    ),
    Operation::does::<tickets::Calling, Receipt>(
        Row::post("/api/zones/{zone}/queue/calls", DESK, Relation::None, || post(tickets::call)),
        "叫号",
        "Call a ticket to a desk",
    ),
    Operation::does::<tickets::Which, Receipt>(
        Row::post("/api/zones/{zone}/queue/misses", DESK, Relation::None, || post(tickets::miss)),
        "过号",
        "Note that nobody came",
    ),
    Operation::does::<tickets::Serving, Receipt>(
        Row::post("/api/zones/{zone}/queue/services", DESK, Relation::None, || {
            post(tickets::serve)
        }),
        "登记到窗办理",
        "Note what is served: that is the visit",
    ),
    Operation::does::<tickets::Which, Receipt>(
        Row::post("/api/zones/{zone}/queue/closings", DESK, Relation::None, || {
            post(tickets::close)
        }),
        "办结",
        "Note that a ticket is done",
    ),
    Operation::shows::<Page<SlipListed>>(
        Row::get("/api/zones/{zone}/slips", SLIPS, Relation::None, || get(slips::list)),
        "交接单",
        "The transfer slips",
    ),
    Operation::does::<slips::Transfer, Receipt>(
        Row::post("/api/zones/{zone}/slips", DESK, Relation::None, || post(slips::hand_over)),
        "移交办件",
        "Hand cases to an office",
    ),
    Operation::shows::<SlipShown>(
        Row::get("/api/zones/{zone}/slips/{number}", SLIPS, PARTY, || get(slips::one)),
        "一张交接单",
        "A transfer slip",
    ),
    Operation::does::<slips::Acknowledgement, Receipt>(
        Row::post("/api/zones/{zone}/slips/{number}/acknowledgement", TAKING, PARTY, || {
            post(slips::acknowledge)
        }),
        "签收",
        "Say that the cases of a slip are here",
    ),
    Operation::shows::<Page<GradedShown>>(
        Row::get("/api/zones/{zone}/ratings", Who::Anyone, Relation::None, || {
            get(ratings::figures)
        }),
        "各部门评价",
        "How the offices are graded",
    ),
    Operation::does::<ratings::StepGrade, Receipt>(
        Row::post("/api/zones/{zone}/cases/{number}/ratings", Who::SignedIn, PARTY, || {
            post(ratings::rate::<Cases>)
        }),
        "评价",
        "Grade a step of a case",
    ),
    Operation::shows::<Page<CallBackShown>>(
        Row::get("/api/zones/{zone}/call-backs", CALL_BACKS, Relation::None, || get(ratings::open)),
        "待回访的差评",
        "The bad grades that are open",
    ),
    Operation::does::<ratings::Call, Receipt>(
        Row::post("/api/zones/{zone}/call-backs/calls", DESK, Relation::None, || {
            post(ratings::call)
        }),
        "登记差评回访",
        "Record that somebody was called back",
    ),
    Operation::does::<ratings::Closing, Receipt>(
        Row::post("/api/zones/{zone}/call-backs/closings", DESK, Relation::None, || {
            post(ratings::close)
        }),
        "登记整改结果",
        "Record what became of a bad grade",
    ),
];
