//! The routes that show something, and whom each admits (巡页清单): read from the policy table.

use catalogue::Pack;
use kernel::actor::Actor;
use kernel::right::Rights;
use serde_json::{Value, json};
use web::policy::{Admission, Verb};
use web::principal::{Principal, SignedIn};

/// Each route with the capacities that it admits: `visitor`, `enterprise`, `administrator`, and
/// every post of the zone as `officer:OFFICE/POST`.
pub fn shown() -> Value {
    let capacities = capacities(&Pack::shipped());
    let shown = web::rows().filter(|row| row.verb == Verb::Get);
    let rows = shown.map(|row| {
        let admitted = capacities.iter().filter(|one| row.admits(&one.1) == Admission::Admitted);
        let admits: Vec<&str> = admitted.map(|(word, _)| word.as_str()).collect();
        json!({ "path": row.path, "admits": admits })
    });
    rows.collect()
}

/// Everybody whom the table may tell apart, by the word of the capacity.
fn capacities(pack: &Pack) -> Vec<(String, Principal)> {
    let none = Rights::default();
    let agent = Actor::enterprise("91330421MA28A0010Q");
    let administrator = Actor::Administrator { account: "administrator".into() };
    let mut all = vec![
        ("visitor".to_owned(), Principal::default()),
        ("enterprise".to_owned(), signed_in(agent, none.clone())),
        ("administrator".to_owned(), signed_in(administrator, none)),
    ];
    for office in &pack.zone.offices {
        for post in &office.posts {
            let actor = Actor::officer(&office.id, &post.id);
            all.push((actor.to_string(), signed_in(actor, Rights(post.rights.clone()))));
        }
    }
    all
}

fn signed_in(actor: Actor, rights: Rights) -> Principal {
    Principal {
        signed_in: Some(SignedIn {
            account: String::new(),
            name: String::new(),
            actor: Some(actor),
            rights,
            enterprise: None,
            capacities: Vec::new(),
            must_change: false,
            mandate: None,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_tells_who_may_see_what() {
        let rows = shown();
        let admitted = |path: &str, word: &str| {
            let row = rows.as_array().into_iter().flatten().find(|row| row["path"] == path);
            let words = row.and_then(|row| row["admits"].as_array()).expect("the route is there");
            words.iter().any(|one| one == word)
        };
        assert!(admitted("/", "visitor") && admitted("/", "officer:development/window"));
        assert!(admitted("/my", "enterprise") && !admitted("/my", "visitor"));
        assert!(admitted("/admin/health", "administrator"));
        assert!(!admitted("/admin/health", "officer:supervision/inspector"));
        assert!(admitted("/supervision", "officer:supervision/inspector"));
    }
}
