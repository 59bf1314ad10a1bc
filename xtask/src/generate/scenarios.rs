//! The list of scenarios (场景目录): every story of a capability, by its heading.

use crate::tidy::tree::Tree;

/// The stories of approvals.
pub fn of_approvals(tree: &Tree) -> String {
    of(tree, "approvals")
}

/// The stories of agreements.
pub fn of_agreements(tree: &Tree) -> String {
    of(tree, "agreements")
}

/// The stories of people.
pub fn of_people(tree: &Tree) -> String {
    of(tree, "people")
}

fn of(tree: &Tree, capability: &str) -> String {
    let folder = format!("scenarios/{capability}/");
    let mut stories: Vec<&str> = tree.paths_in(&folder).collect();
    stories.retain(|path| path.ends_with(".md"));
    stories.sort_unstable();
    let line = |path: &&str| {
        let heading = super::text(tree, path).lines().next().unwrap_or_default();
        format!("- [{}](../../{path})\n", heading.trim_start_matches("# "))
    };
    stories.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_stands_in_the_list_by_its_heading() {
        let tree = Tree::of(&[
            ("scenarios/people/b.md", "# A mandate ends 委托到期\n\nIt does.\n"),
            ("scenarios/people/a.md", "# Two accounts 两个账号\n"),
            ("scenarios/people/pack/matter.toml", "id = \"a\"\n"),
            ("scenarios/approvals/c.md", "# A case 办件\n"),
        ]);
        let meant = "- [Two accounts 两个账号](../../scenarios/people/a.md)\n\
                     - [A mandate ends 委托到期](../../scenarios/people/b.md)\n";
        assert_eq!(of_people(&tree), meant);
    }
}
