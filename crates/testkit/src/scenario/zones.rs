//! The catalogue of a story's zone (场景园区目录): the matters that it names, and what its *zone* blocks
//! say besides.

use std::iter;

use catalogue::{Definition, Matter, OnPromise, Pack, Unsupplied, WhileOwed};

use super::{Block, Flaw, Kind};
use crate::sample::two_matters;

/// What the zone of a story has in force.
pub(super) fn catalogue_of(blocks: &[Block]) -> Result<Pack, Flaw> {
    said_besides(told_of(blocks), blocks)
}

/// The two matters of most stories, each that this one names, and those of the routes it names.
fn told_of(blocks: &[Block]) -> Pack {
    let pack = Pack::shipped();
    let usual = two_matters().matters;
    let lines = || blocks.iter().flat_map(|block| &block.lines);
    let is_named = |id: &str| {
        let is_it = |word: &str| word.trim_end_matches([',', ':']) == id;
        lines().any(|(_, line)| line.split(' ').any(is_it))
    };
    let of_step = |step: &catalogue::Step| iter::once(step.id.clone()).chain(step.case_of.clone());
    let routes = pack.routes.iter().filter(|route| is_named(&route.id));
    let steps: Vec<String> = routes.flat_map(|route| &route.steps).flat_map(of_step).collect();
    let is_of_route = |id: &str| steps.iter().any(|step| step == id);
    let ids: Vec<String> = pack.matters.iter().map(|known| known.matter.id.clone()).collect();
    let is_usual = |id: &str| usual.iter().any(|known| known.matter.id == id);
    let ids: Vec<&str> = ids
        .iter()
        .map(String::as_str)
        .filter(|id| is_usual(id) || is_named(id) || is_of_route(id))
        .collect();
    pack.only(&ids)
}

/// The same, with the materials that the story's zone asks for besides: each as another matter has
/// it.
fn said_besides(mut pack: Pack, blocks: &[Block]) -> Result<Pack, Flaw> {
    let of_zone = blocks.iter().filter(|block| block.kind == Kind::Zone);
    for (number, line) in of_zone.flat_map(|block| &block.lines) {
        let flaw = |said: &str| (*number, said.to_owned());
        if let Some((matter, how)) = of_a_promise(line.trim()) {
            change(&mut pack, matter, how).map_err(flaw)?;
            continue;
        }
        if let Some((matter, field)) = line.trim().split_once(" has a register vouch for ") {
            change(&mut pack, matter, |matter| {
                let instant = matter.instant.iter_mut();
                instant.for_each(|one| one.vouched.push(field.into()));
            })
            .map_err(flaw)?;
            continue;
        }
        if let Some(line) = line.trim().strip_suffix(" be assumed") {
            let (matter, material) =
                line.split_once(" lets ").ok_or_else(|| flaw("MATTER lets MATERIAL be assumed"))?;
            change(&mut pack, matter, |matter| {
                let assumed = matter.simulation.iter_mut();
                assumed.for_each(|one| one.materials.push(material.into()));
            })
            .map_err(flaw)?;
            continue;
        }
        let (matter, material) =
            line.trim().split_once(" asks for ").ok_or_else(|| flaw("MATTER asks for MATERIAL"))?;
        let shipped = Pack::shipped();
        let known = shipped.matters.iter().find_map(|one| one.matter.material(material));
        let known = known.ok_or_else(|| flaw("no matter has this material"))?.clone();
        change(&mut pack, matter, |matter| matter.materials.push(known)).map_err(flaw)?;
    }
    Ok(pack)
}

/// How a matter is another.
type Changes = fn(&mut Matter);

/// What a line says of promises, where it does: the matter, and how it is another.
fn of_a_promise(line: &str) -> Option<(&str, Changes)> {
    let known: [(&str, Changes); 4] = [
        (" ends where a promise is broken", |one| one.unsupplied = Some(Unsupplied::Terminated)),
        (" must be accepted on a promise", |one| one.on_promise = Some(OnPromise::Must)),
        (" counts on while material is owed", |one| one.while_owed = Some(WhileOwed::Runs)),
        (" has no fine for a broken commitment", |one| {
            one.commitment.iter_mut().for_each(|promise| promise.penalties = None);
        }),
    ];
    known.into_iter().find_map(|(end, how)| Some((line.strip_suffix(end)?, how)))
}

fn change(
    pack: &mut Pack,
    matter: &str,
    how: impl FnOnce(&mut Matter),
) -> Result<(), &'static str> {
    let one = pack.matters.iter_mut().find(|one| one.matter.id == matter);
    let one = one.ok_or("there is no such matter")?;
    let mut changed = one.matter.clone();
    how(&mut changed);
    *one = Definition::of(changed);
    Ok(())
}
