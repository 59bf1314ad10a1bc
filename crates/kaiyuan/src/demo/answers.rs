//! What the demonstration's enterprises write into their forms (演示填报): drawn from what the
//! project's file says, so that the same question has the same answer in every form.

use catalogue::form::{Answers, Form};
use catalogue::{Field, FieldKind, Pack};
use jiff::ToSpan;
use jiff::civil::Date;

/// What the answers are drawn from.
pub(super) struct About<'a> {
    /// What is built, in words.
    pub scale: &'a str,
    /// The investment, in ten thousand yuan.
    pub total_investment_wan: i64,
    /// The plot's place in the zone's list.
    pub place: usize,
    /// The day of the application.
    pub today: Date,
}

/// The answers to the one form of these matters: what must be answered, and what is asked of every
/// building.
pub(super) fn answers(pack: &Pack, matters: &[&str], about: &About) -> Answers {
    let known = pack.matters.iter().map(|known| &known.matter);
    let form = Form::of(known.filter(|matter| matters.contains(&matter.id.as_str())));
    let asked = form.questions(&Answers::new(), about.today).into_iter();
    let told = asked.filter(|field| field.required || is_of_a_building(&field.id));
    told.map(|field| (field.id.clone(), answer(field, about))).collect()
}

fn is_of_a_building(field: &str) -> bool {
    matches!(field, "floor_area" | "building_count" | "plot_ratio_percent")
}

fn answer(field: &Field, about: &About) -> String {
    let place = i64::try_from(about.place).unwrap_or(0);
    let land = 13_340 + about.total_investment_wan.rem_euclid(71) * 667;
    let ratio = 120 + place.rem_euclid(7) * 10;
    match field.id.as_str() {
        "content_and_scale" => about.scale.into(),
        "land_area" => land.to_string(),
        "floor_area" => (land * ratio / 100).to_string(),
        "building_count" => (2 + land / 15_000).to_string(),
        "plot_ratio_percent" => ratio.to_string(),
        "plot_number" => format!("善开工〔{}〕{:02}号地块", about.today.year(), place + 1),
        "land_use" => "工业用地".into(),
        "land_supply" => "granted".into(),
        "environmental_document" => "form".into(),
        "contractor" => "浙江示例建工集团有限公司".into(),
        "contractor_credit_code" => "91330421MA28A0010Q".into(),
        "total_investment" => format!("{}.00", about.total_investment_wan * 10_000),
        // A good third of what is invested is built.
        "contract_price" => format!("{}.00", about.total_investment_wan * 3_500),
        "government_funds" => "0.00".into(),
        "planned_start" => (about.today + 3.months()).to_string(),
        "planned_completion" => (about.today + 27.months()).to_string(),
        "annual_energy" => (200 + about.total_investment_wan / 100).to_string(),
        "annual_electricity" => (900_000 + about.total_investment_wan * 40).to_string(),
        "applied_capacity" => (400 + about.total_investment_wan / 50).to_string(),
        _ => match field.kind {
            FieldKind::Flag => "no".into(),
            FieldKind::Choice => {
                field.choices.first().map(|one| one.id.clone()).unwrap_or_default()
            }
            FieldKind::Count | FieldKind::Area => "1".into(),
            FieldKind::Money => "0.00".into(),
            FieldKind::Date => (about.today + 3.months()).to_string(),
            FieldKind::Line | FieldKind::Lines => about.scale.into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_shipped_pack_takes_these_answers() {
        let pack = Pack::shipped();
        let today = "2026-11-26".parse().expect("a day");
        let about =
            About {
                scale: "新建厂房及配套设施", total_investment_wan: 38_600, place: 3, today
            };
        for known in &pack.matters {
            let told = answers(&pack, &[&known.matter.id], &about);
            assert_eq!(Form::of([&known.matter]).unfit(&told, today), None, "{}", known.matter.id);
        }
    }
}
