//! What a program may ask about deliveries (接口目录：送达).

use axum::routing::{get, post};
use kernel::right::Right;

use crate::api::acts::act;
use crate::api::application_acts::{ApplicationConclusion, ResultDelivery};
use crate::api::delivery_acts::{
    Collection, DeliveryChoice, DeliveryConfirmation, Packing, ParcelHandOver, ParcelNews,
    Resending, choose, hand_out,
};
use crate::api::delivery_shown::{DeliveryShown, deliveries, delivery};
use crate::api::operation::{Operation, Parameter};
use crate::api::shown::{Page, Receipt};
use crate::policy::{Relation, Row, Who};

const HALL: Who = Who::Holder(Right::Receive);
const STATE: Parameter = Parameter::may("state", "Where they stand; to_pack").of(&[
    "chosen",
    "to_pack",
    "packed",
    "with_courier",
    "in_transit",
    "failed",
    "at_counter",
    "received",
    "collected",
    "electronic",
]);
const AFTER: Parameter = Parameter::may("after", "The number after which the page goes on");
const AFTER_DAY: Parameter = Parameter::may("after_day", "The day after which the page goes on");

/// The operations.
pub const DELIVERIES: &[Operation] = &[
    Operation::shows::<Page<DeliveryShown>>(
        Row::get("/api/zones/{zone}/deliveries", Who::Officer, Relation::Own, || get(deliveries)),
        "本部门的送达",
        "The office's deliveries",
    )
    .with(&[STATE, AFTER_DAY, AFTER]),
    Operation::shows::<DeliveryShown>(
        Row::get(
            "/api/zones/{zone}/cases/{number}/delivery",
            Who::SignedIn,
            Relation::Parties,
            || get(delivery),
        )
        .entrusted(),
        "办件的送达",
        "How a case's result comes",
    ),
    Operation::does::<DeliveryChoice, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/delivery-choice",
            Who::SignedIn,
            Relation::Parties,
            || post(choose),
        )
        .entrusted(),
        "选择送达方式",
        "Choose how the result is to come",
    ),
    Operation::does::<DeliveryConfirmation, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/delivery-confirmation",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<DeliveryConfirmation>),
        )
        .entrusted(),
        "确认收到",
        "Confirm that it has arrived",
    ),
    Operation::does::<Packing, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/packing",
            Who::Officer,
            Relation::Parties,
            || post(act::<Packing>),
        ),
        "封装文书",
        "Pack the papers",
    ),
    Operation::does::<ParcelHandOver, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/parcel-hand-over",
            Who::Officer,
            Relation::Parties,
            || post(act::<ParcelHandOver>),
        ),
        "交寄递企业",
        "Hand the parcel to the courier",
    ),
    Operation::does::<ParcelNews, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/parcel-news",
            Who::Officer,
            Relation::Parties,
            || post(act::<ParcelNews>),
        ),
        "登记寄递状态",
        "Note what the courier says",
    ),
    Operation::does::<Resending, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/parcel-resending",
            Who::Officer,
            Relation::Parties,
            || post(act::<Resending>),
        ),
        "重新寄送",
        "Send it again to the same address",
    ),
    Operation::does::<Collection, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/collection",
            Who::Officer,
            Relation::Parties,
            || post(act::<Collection>),
        ),
        "窗口发放",
        "Hand the result out at the counter",
    ),
    Operation::shows::<DeliveryShown>(
        Row::get(
            "/api/zones/{zone}/applications/{number}/delivery",
            Who::SignedIn,
            Relation::Parties,
            || get(delivery),
        )
        .entrusted(),
        "一件事结果的送达",
        "How the one result of an application comes",
    ),
    Operation::does::<DeliveryChoice, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/delivery-choice",
            Who::SignedIn,
            Relation::Parties,
            || post(choose),
        )
        .entrusted(),
        "选择送达方式",
        "Choose how the result is to come",
    ),
    Operation::does::<DeliveryConfirmation, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/delivery-confirmation",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<DeliveryConfirmation>),
        )
        .entrusted(),
        "确认收到",
        "Confirm that it has arrived",
    ),
    Operation::does::<Packing, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/packing",
            Who::Officer,
            Relation::Parties,
            || post(act::<Packing>),
        ),
        "封装文书",
        "Pack the papers",
    ),
    Operation::does::<ParcelHandOver, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/parcel-hand-over",
            Who::Officer,
            Relation::Parties,
            || post(act::<ParcelHandOver>),
        ),
        "交寄递企业",
        "Hand the parcel to the courier",
    ),
    Operation::does::<ParcelNews, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/parcel-news",
            Who::Officer,
            Relation::Parties,
            || post(act::<ParcelNews>),
        ),
        "登记寄递状态",
        "Note what the courier says",
    ),
    Operation::does::<Resending, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/parcel-resending",
            Who::Officer,
            Relation::Parties,
            || post(act::<Resending>),
        ),
        "重新寄送",
        "Send it again to the same address",
    ),
    Operation::does::<Collection, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/collection",
            Who::Officer,
            Relation::Parties,
            || post(act::<Collection>),
        ),
        "窗口发放",
        "Hand the result out at the counter",
    ),
    Operation::does::<ResultDelivery, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/delivery",
            Who::Officer,
            Relation::Parties,
            || post(act::<ResultDelivery>),
        ),
        "登记一件事结果送达",
        "Record that the one result was delivered by other means",
    ),
    Operation::does::<ApplicationConclusion, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/conclusion",
            Who::Officer,
            Relation::Parties,
            || post(act::<ApplicationConclusion>),
        ),
        "一件事归档",
        "Conclude an application whose result has arrived",
    ),
    Operation::does::<Collection, Receipt>(
        Row::post("/api/zones/{zone}/cases/{number}/hall-collection", HALL, Relation::Zone, || {
            post(hand_out)
        }),
        "综合窗口发放办理结果",
        "Hand a case's result out at the one window, for whichever office",
    ),
    Operation::does::<Collection, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/hall-collection",
            HALL,
            Relation::Zone,
            || post(hand_out),
        ),
        "综合窗口发放一件事结果",
        "Hand the one result of an application out at the one window, for whichever office",
    ),
];
