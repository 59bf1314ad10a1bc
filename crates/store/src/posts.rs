//! The posts of a zone (岗位), as published: what each may do, and what whoever asks may do.
//!
//! Rights are data on posts. A zone that has published none asks for none in particular; from the
//! first publication on an officer has what the post has, and nobody else has any.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use kernel::actor::Actor;
use kernel::right::{Right, Rights};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::table::{Kind, Table};
use crate::value::{Row, RowExt, Value};
use crate::views::Views;

/// The posts, those in force and those that were.
pub static POST_TABLE: Table = Table {
    name: "zone_post",
    columns: &[
        ("zone", Kind::Text),
        ("office", Kind::Text),
        ("post", Kind::Text),
        ("title", Kind::Text),
        ("title_en", Kind::Text),
        ("rights", Kind::Text),
        ("place", Kind::Int),
        ("is_in_force", Kind::Int),
    ],
    key: 3,
    indexes: &[],
    sparse: &[],
};

/// A post as it is published (公布的岗位).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The office (部门), by its identifier.
    pub office: String,
    /// The post within the office.
    pub post: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// What its holder may do.
    pub rights: Vec<Right>,
}

/// What every post may do, kept by the writer; nothing where none was ever published.
pub(crate) type InForce = Option<Arc<HashMap<(String, String), Rights>>>;

/// The posts in force, in the order of their publication; empty where none was ever published.
pub fn posts(views: &mut Views) -> Result<Vec<Published>, Fault> {
    let sql = "SELECT office, post, title, title_en, rights FROM zone_post
               WHERE zone = ?1 AND is_in_force = 1 ORDER BY place";
    views.query(sql, &[])?.iter().map(published).collect()
}

/// What whoever asks may do, by the posts in force.
pub fn rights_of(views: &mut Views, actor: &Actor) -> Result<Rights, Fault> {
    Ok(rights_among(&in_force(views)?, actor))
}

/// Is there a post at all, and has each a name of its own, such as an actor can carry?
pub(crate) fn is_well_formed(posts: &[Published]) -> bool {
    let is_name = |name: &str| {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !name.is_empty() && name.len() <= 60 && name.chars().all(is_plain)
    };
    let names: BTreeSet<_> = posts.iter().map(|post| (&post.office, &post.post)).collect();
    let are_names = names.iter().all(|(office, post)| is_name(office) && is_name(post));
    !posts.is_empty() && names.len() == posts.len() && are_names
}

/// Writes the posts of a publication, and that those left out are no more.
pub(crate) fn project(views: &mut Views, posts: &[Published]) -> Result<(), Fault> {
    let sql = "SELECT office, post, title, title_en, rights, place FROM zone_post WHERE zone = ?1";
    for mut row in views.query(sql, &[])? {
        row.push(0i64.into());
        views.put(&POST_TABLE, row);
    }
    for (place, post) in posts.iter().enumerate() {
        let rights = serde_json::to_string(&post.rights).expect("rights are JSON");
        let texts = [&post.office, &post.post, &post.title, &post.title_en, &rights];
        let mut row: Row = texts.map(|text| Value::from(text.as_str())).into();
        row.extend([Value::from(place as u64), 1i64.into()]);
        views.put(&POST_TABLE, row);
    }
    Ok(())
}

/// What the writer keeps of the posts.
pub(crate) fn in_force(views: &mut Views) -> Result<InForce, Fault> {
    let of = |post: Published| ((post.office, post.post), Rights(post.rights));
    let posts: HashMap<_, _> = posts(views)?.into_iter().map(of).collect();
    Ok((!posts.is_empty()).then(|| Arc::new(posts)))
}

/// What an actor may do by these posts.
pub(crate) fn rights_among(in_force: &InForce, actor: &Actor) -> Rights {
    let Some(posts) = in_force else { return Rights::all() };
    match actor {
        Actor::Officer { office, post } | Actor::Assistant { office, post, .. } => {
            posts.get(&(office.clone(), post.clone())).cloned().unwrap_or_default()
        }
        Actor::Enterprise { .. }
        | Actor::Person { .. }
        | Actor::Visitor
        | Actor::Administrator { .. }
        | Actor::Clock
        | Actor::Reaction
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => Rights::default(),
    }
}

fn published(row: &Row) -> Result<Published, Fault> {
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    let rights = serde_json::from_str(row.text(4).unwrap_or("[]"));
    Ok(Published {
        office: text(0),
        post: text(1),
        title: text(2),
        title_en: text(3),
        rights: rights.map_err(|error| Fault::Broken(error.to_string()))?,
    })
}
