//! `kaiyuan catalogue` (目录包): what is wrong with a pack, before anything of it is in force.

use catalogue::{CatalogueFlaw, Checked, Pack};
use serde::Serialize;

use super::{Outcome, print_json};
use crate::cli::Catalogue;
use crate::{WELL, WRONG};

/// What was found, for programs.
#[derive(Serialize)]
struct Findings<'a> {
    zone: Option<&'a str>,
    matters: usize,
    flaws: &'a [CatalogueFlaw],
}

/// Checks a pack: every flaw on its own line, and a count.
pub fn run(command: &Catalogue) -> Outcome {
    let Catalogue::Check { dir, json } = command;
    let Checked { pack, matters, flaws } = Pack::check(dir);
    let zone = pack.as_ref().map(|pack| pack.zone.id.as_str());
    if *json {
        print_json(&Findings { zone, matters, flaws: &flaws });
    } else {
        flaws.iter().for_each(|flaw| println!("{flaw}"));
        let (count, dir) = (flaws.len(), dir.display());
        println!("{dir}：{matters} 个事项，{count} 处问题 / {matters} matters, flaws: {count}");
    }
    Ok(if flaws.is_empty() { WELL } else { WRONG })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_pack_with_a_flaw_ends_with_one_and_a_whole_one_with_none() {
        let catalogues = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues");
        for (folder, code) in [("jiashan", WELL), ("no-such-folder", WRONG)] {
            for json in [false, true] {
                let check = Catalogue::Check { dir: catalogues.join(folder), json };
                assert_eq!(run(&check), Ok(code), "{folder}");
            }
        }
    }
}
