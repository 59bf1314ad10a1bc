//! Registration (登记): the file is opened, described, and given its code.
//!
//! Basis: Order 673 of the State Council, articles 5 and 13.

use kernel::code::{CreditCode, IndustryCode, ProjectCode, RegionCode, industries};
use kernel::text::text;

use super::{Asked, Command, Event, Refusal, flawed, is_a_line};
use crate::project::{Details, Registration};

/// What leads a provisional code: no national code begins with a letter.
const PROVISIONAL: &str = "LOCAL";

/// The registration that a plain command carries.
pub(super) fn of(command: Command) -> Registration {
    let Command::Register {
        title,
        enterprise,
        credit_code,
        region,
        industry,
        site,
        scale,
        total_investment_fen,
        conforms_to_policy,
        contact,
        phone,
    } = command
    else {
        unreachable!("the caller matched the command")
    };
    Registration {
        title,
        enterprise,
        credit_code,
        region,
        industry,
        site,
        scale,
        total_investment_fen,
        conforms_to_policy,
        contact,
        phone,
    }
}

/// A code in the one spelling that is recorded: with its dashes, whatever was typed.
pub(crate) fn as_recorded(code: &str) -> String {
    let examined = ProjectCode::examine(code).code;
    examined.map_or_else(|| code.trim().to_owned(), |code| code.to_string())
}

impl Asked<'_> {
    pub(super) fn register(
        &self,
        told: Registration,
        details: Option<Details>,
        apart_because: Option<String>,
    ) -> Result<Vec<Event>, Refusal> {
        if self.project.number.is_some() {
            return Err(Refusal::AlreadyRegistered);
        }
        let credit = CreditCode::parse(&told.credit_code);
        let own = credit.as_ref().map_or(told.credit_code.clone(), CreditCode::to_string);
        if !self.now.actor.is_enterprise(&own) {
            return Err(Refusal::NotYourEnterprise);
        }
        for (value, field) in [
            (&told.title, text("项目名称", "project's name")),
            (&told.enterprise, text("企业名称", "enterprise's name")),
            (&told.site, text("建设地点", "site")),
            (&told.scale, text("建设规模和内容", "scale and content")),
        ] {
            is_a_line(value, field)?;
        }
        if told.total_investment_fen <= 0 {
            return Err(Refusal::FieldUnfit { field: text("总投资额", "total investment") });
        }
        details.iter().try_for_each(is_plausible)?;
        let credit = credit.map_err(flawed)?;
        let region = RegionCode::parse(&told.region).map_err(flawed)?;
        let industry = IndustryCode::parse(&told.industry, industries()).map_err(flawed)?;
        if !told.conforms_to_policy {
            return Err(Refusal::StatementMissing);
        }
        let explained = self.is_another_one(apart_because)?;
        let today = self.now.today;
        let registered = Event::ProjectRegistered {
            number: format!("{}-{:06}", today.year(), self.facts.numbers.next(today)),
            title: told.title,
            enterprise: told.enterprise,
            credit_code: credit.to_string(),
            region: region.to_string(),
            industry: industry.to_string(),
            site: told.site,
            scale: told.scale,
            total_investment_fen: told.total_investment_fen,
            conforms_to_policy: told.conforms_to_policy,
            contact: told.contact,
            phone: told.phone,
        };
        let described = details.map(|details| Event::ProjectDescribed { details });
        Ok(std::iter::once(registered).chain(explained).chain(described).collect())
    }

    pub(super) fn describe(&self, details: Details) -> Result<Vec<Event>, Refusal> {
        self.is_own_or_keeper()?;
        self.is_open()?;
        if self.project.schedule.details.is_some() {
            return Err(Refusal::AlreadyRecorded);
        }
        is_plausible(&details)?;
        Ok(vec![Event::ProjectDescribed { details }])
    }

    pub(super) fn issue_provisional_code(&self) -> Result<Vec<Event>, Refusal> {
        self.is_keeper()?;
        self.is_open()?;
        if self.project.provisional_code.is_some() {
            return Err(Refusal::AlreadyRecorded);
        }
        if self.project.code.is_some() {
            return Err(Refusal::CodeAlreadyRecorded);
        }
        let number = self.project.number.as_deref().unwrap_or_default();
        Ok(vec![Event::ProvisionalCodeIssued { code: format!("{PROVISIONAL}-{number}") }])
    }

    pub(super) fn record_code(
        &self,
        code: &str,
        override_reason: Option<String>,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_keeper()?;
        self.is_open()?;
        if self.project.code.is_some() {
            return Err(Refusal::CodeAlreadyRecorded);
        }
        let (code, override_reason) = match (ProjectCode::parse(code), override_reason) {
            (Ok(code), _) => (code.to_string(), None),
            (Err(flaw), Some(reason)) if flaw.is_overridable() && !reason.trim().is_empty() => {
                (as_recorded(code), Some(reason))
            }
            (Err(flaw), _) => return Err(flawed(flaw)),
        };
        if let Some(holder) = &self.facts.holder_of_code {
            return Err(Refusal::CodeTaken { holder: holder.clone() });
        }
        Ok(vec![Event::CodeRecorded { code, override_reason }])
    }

    /// What the enterprise says of the project that this one resembles, where there is one.
    fn is_another_one(&self, apart_because: Option<String>) -> Result<Option<Event>, Refusal> {
        let Some(like) = self.facts.lookalike.clone() else { return Ok(None) };
        let reason = apart_because.filter(|reason| !reason.trim().is_empty());
        let reason = reason.ok_or_else(|| Refusal::Duplicate { number: like.clone() })?;
        Ok(Some(Event::DuplicateExplained { like, reason }))
    }
}

/// Are the answers possible?
fn is_plausible(details: &Details) -> Result<(), Refusal> {
    let unfit = |zh, en| Err(Refusal::FieldUnfit { field: text(zh, en) });
    if details.planned_completion < details.planned_start {
        return unfit("计划竣工时间", "planned completion");
    }
    if details.land_area_m2 < 0 {
        return unfit("用地面积", "land area");
    }
    if details.floor_area_m2 < 0 {
        return unfit("建筑面积", "floor area");
    }
    if details.capital_fen < 0 {
        return unfit("资本金", "capital");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use kernel::actor::Actor;
    use kernel::code::ProjectCode;
    use kernel::personal::Personal;

    use super::super::tests::*;
    use super::*;
    use crate::project::{Facts, Nature, ProjectKind};

    fn details(start: &str, completion: &str) -> Details {
        let date = |text: &str| text.parse::<Date>().expect("a test names real days");
        Details {
            kind: ProjectKind::Filing,
            nature: Nature::New,
            planned_start: date(start),
            planned_completion: date(completion),
            land_area_m2: 66_000,
            floor_area_m2: 120_000,
            capital_fen: 30_000_000_000,
            report_every_days: 90,
            valid_years: Some(2),
        }
    }

    fn in_full(details: Details, reason: Option<&str>) -> Command {
        Command::RegisterInFull {
            registration: Registration {
                title: "年产 2 万吨新材料".into(),
                enterprise: "嘉善某某新材料有限公司".into(),
                credit_code: OWN.into(),
                region: "330421".into(),
                industry: "2641".into(),
                site: "魏塘街道".into(),
                scale: "两条生产线".into(),
                total_investment_fen: 1,
                conforms_to_policy: true,
                contact: Personal::clear("欧阳若兰"),
                phone: Personal::clear("13957312046"),
            },
            details,
            apart_because: reason.map(str::to_owned),
        }
    }

    #[test]
    fn a_project_is_registered_once_and_described() {
        let own = || Actor::enterprise(OWN);
        let sound = || details("2026-06-01", "2027-12-31");
        let described = || Event::ProjectDescribed { details: sound() };
        let describe = |details| Command::Describe { details };
        holds(vec![
            (vec![], own(), in_full(sound(), None), "project_registered project_described"),
            (vec![], own(), in_full(details("2026-06-01", "2026-05-31"), None), "field_unfit"),
            (vec![registered()], own(), describe(sound()), "project_described"),
            (vec![], own(), describe(sound()), "project_unknown"),
            (vec![registered()], Actor::enterprise("x"), describe(sound()), "not_your_enterprise"),
            (vec![registered(), described()], own(), describe(sound()), "already_recorded"),
        ]);
        let twin = Facts { lookalike: Some("2026-000001".into()), ..Facts::default() };
        let ask = |reason| answer(&[], &own(), in_full(sound(), reason), &twin);
        assert_eq!(ask(None), "approvals.duplicate_project");
        assert_eq!(ask(Some(" ")), "approvals.duplicate_project");
        let explained = "approvals.project_registered approvals.duplicate_explained \
                         approvals.project_described";
        assert_eq!(ask(Some("二期")), explained);
    }

    #[test]
    fn a_provisional_code_is_none_and_gives_way() {
        let officer = || Actor::officer("development", "desk");
        let issued = || Event::ProvisionalCodeIssued { code: "LOCAL-2026-000001".into() };
        let national = || Command::RecordCode {
            code: "2604-330421-04-01-123456".into(),
            override_reason: None,
        };
        let issue = || Command::IssueProvisionalCode;
        holds(vec![
            (vec![registered()], officer(), issue(), "provisional_code_issued"),
            (vec![registered()], Actor::enterprise(OWN), issue(), "not_officer"),
            (vec![registered(), issued()], officer(), issue(), "already_recorded"),
            (vec![registered(), coded()], officer(), issue(), "code_already_recorded"),
            (vec![registered(), issued()], officer(), national(), "code_recorded"),
        ]);
        assert!(ProjectCode::parse("LOCAL-2026-000001").is_err());
    }
}
