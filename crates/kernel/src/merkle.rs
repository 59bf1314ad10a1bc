//! The Merkle tree over a zone's entries (默克尔树): RFC 6962 in shape, SM3 in hash.
//!
//! A leaf is SM3(0x00 ‖ entry bytes), an inner node SM3(0x01 ‖ left ‖ right). Hashes of complete
//! subtrees of 256, 256², … leaves are kept in *tiles* of 256 (C2SP tlog-tiles in shape); only full
//! tiles are stored, what is to the right of them is the *frontier*, held in memory and made again
//! from the last entries on start.
//!
//! Basis: RFC 6962 §2.1; GB/T 32905-2016 (SM3).

use sm3::{Digest, Sm3};

/// 32 bytes of SM3.
pub type Hash = [u8; 32];

/// How many hashes a full tile holds.
pub const TILE: usize = 256;
/// The height of a tile: 2⁸ hashes.
const TILE_HEIGHT: usize = 8;

/// A full tile (哈希块), ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// 0 holds leaves, 1 holds roots of tiles of level 0, and so on.
    pub level: u8,
    /// Which tile of its level, from 0.
    pub index: u64,
    /// 256 hashes.
    pub hashes: Vec<Hash>,
}

/// A tree that grows at its right edge (增长的树): what must be known to append and to name the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// The complete subtree of 2ⁱ leaves at the right edge, where the size has bit i.
    peaks: Vec<Option<Hash>>,
    /// Per tile level, the hashes that do not fill a tile yet.
    pending: Vec<Vec<Hash>>,
}

/// SM3(0x00 ‖ bytes).
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Sm3::new().chain_update([0x00]).chain_update(bytes).finalize().into()
}

/// SM3(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sm3::new().chain_update([0x01]).chain_update(left).chain_update(right).finalize().into()
}

/// The root over no entries: SM3 of nothing.
pub fn empty_root() -> Hash {
    Sm3::digest(b"").into()
}

/// The root of a complete subtree, from its leaves or the roots below; their number a power of two.
pub fn complete_root(hashes: &[Hash]) -> Hash {
    assert!(hashes.len().is_power_of_two(), "a complete subtree has 2ⁿ hashes");
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.chunks(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    row[0]
}

impl Tree {
    /// A tree as it stood, from the pending hashes of each tile level (level 0 first).
    pub fn restore(pending: &[Vec<Hash>]) -> Tree {
        let mut tree = Tree { pending: pending.to_vec(), ..Tree::default() };
        for (level, hashes) in pending.iter().enumerate().rev() {
            for hash in hashes {
                // What is pending fills no tile.
                let _ = tree.carry(level, *hash);
                tree.size += 1 << (level * TILE_HEIGHT);
            }
        }
        tree
    }

    /// How many leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf; returns the tiles that it filled.
    pub fn push(&mut self, leaf: Hash) -> Vec<Tile> {
        let mut filled = Vec::new();
        self.size += 1;
        let (mut level, mut hash) = (0, leaf);
        loop {
            if self.pending.len() <= level {
                self.pending.push(Vec::new());
            }
            self.pending[level].push(hash);
            let Some(root) = self.carry(level, hash) else { return filled };
            let hashes = std::mem::take(&mut self.pending[level]);
            let index = (self.size >> ((level + 1) * TILE_HEIGHT)) - 1;
            filled.push(Tile { level: level as u8, index, hashes });
            (level, hash) = (level + 1, root);
        }
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().flatten();
        let Some(smallest) = peaks.next() else { return empty_root() };
        peaks.fold(*smallest, |right, left| node_hash(left, &right))
    }

    /// Hash `index` among those of `level` that fill no tile yet.
    pub fn pending(&self, level: u8, index: u64) -> Option<Hash> {
        let start = (self.size >> (usize::from(level) * TILE_HEIGHT)) & !(TILE as u64 - 1);
        let at = usize::try_from(index.checked_sub(start)?).ok()?;
        self.pending.get(usize::from(level))?.get(at).copied()
    }

    /// Adds a hash to the peaks of a tile level; the root of the tile that it fills, if it does.
    fn carry(&mut self, level: usize, hash: Hash) -> Option<Hash> {
        let (mut height, mut hash) = (level * TILE_HEIGHT, hash);
        let top = height + TILE_HEIGHT;
        if self.peaks.len() < top {
            self.peaks.resize(top, None);
        }
        while height < top {
            match self.peaks[height].take() {
                None => {
                    self.peaks[height] = Some(hash);
                    return None;
                }
                Some(left) => hash = node_hash(&left, &hash),
            }
            height += 1;
        }
        Some(hash)
    }
}

/// The path that proves leaf `index` in a tree of `size` leaves, lowest sibling first.
///
/// `hash(level, index)` answers the hash of tile level `level` (a complete subtree of 256^level
/// leaves); the error is the asker's own.
pub fn inclusion_path<E>(
    index: u64,
    size: u64,
    hash: &mut impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    assert!(index < size, "leaf {index} is not in a tree of {size}");
    let (mut from, mut to) = (0, size);
    let mut ranges = Vec::new();
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            ranges.push((middle, to));
            to = middle;
        } else {
            ranges.push((from, middle));
            from = middle;
        }
    }
    ranges.into_iter().rev().map(|(from, to)| range_root(from, to, hash)).collect()
}

/// The root over `size` leaves, asked of the stored hashes.
pub fn root_of<E>(size: u64, hash: &mut impl FnMut(u8, u64) -> Result<Hash, E>) -> Result<Hash, E> {
    if size == 0 { Ok(empty_root()) } else { range_root(0, size, hash) }
}

/// The root that `leaf` at `index` and a path of siblings lead to; nothing where the path has
/// another length than a tree of `size` leaves asks for.
pub fn root_from_path(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

/// The largest power of two below `size` (RFC 6962's k).
fn split(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

fn range_root<E>(
    from: u64,
    to: u64,
    hash: &mut impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Hash, E> {
    let size = to - from;
    if size.is_power_of_two() {
        let height = size.trailing_zeros() as usize;
        let level = height / TILE_HEIGHT;
        let (unit, count) = (1 << (level * TILE_HEIGHT), 1 << (height % TILE_HEIGHT));
        let row = (0..count).map(|i| hash(level as u8, from / unit + i));
        return Ok(complete_root(&row.collect::<Result<Vec<_>, _>>()?));
    }
    let middle = from + split(size);
    Ok(node_hash(&range_root(from, middle, hash)?, &range_root(middle, to, hash)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 6962 read literally.
    fn reference_root(leaves: &[Hash]) -> Hash {
        match leaves.len() {
            0 => empty_root(),
            1 => leaves[0],
            n => {
                let k = split(n as u64) as usize;
                node_hash(&reference_root(&leaves[..k]), &reference_root(&leaves[k..]))
            }
        }
    }

    fn leaves(n: usize) -> Vec<Hash> {
        (0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    fn grown(leaves: &[Hash]) -> (Tree, Vec<Tile>) {
        let mut tree = Tree::default();
        let tiles = leaves.iter().flat_map(|leaf| tree.push(*leaf)).collect();
        (tree, tiles)
    }

    fn stored(tree: &Tree, tiles: &[Tile], level: u8, index: u64) -> Option<Hash> {
        let tile = tiles.iter().find(|t| t.level == level && t.index == index / TILE as u64);
        match tile {
            Some(tile) => Some(tile.hashes[(index % TILE as u64) as usize]),
            None => tree.pending(level, index),
        }
    }

    #[test]
    fn sm3_is_the_standards_sm3() {
        let digest: Hash = Sm3::digest(b"abc").into();
        assert_eq!(digest[..4], [0x66, 0xc7, 0xf0, 0xf4]);
        assert_eq!(digest[28..], [0x8f, 0x4b, 0xa8, 0xe0]);
    }

    #[test]
    fn tiles_fill_at_256_and_65536() {
        let (tree, tiles) = grown(&leaves(65_536 + 300));
        assert_eq!(tiles.iter().filter(|t| t.level == 0).count(), 257);
        assert_eq!(tiles.iter().filter(|t| t.level == 1).count(), 1);
        assert_eq!(tree.root(), reference_root(&leaves(65_536 + 300)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_grown_root_is_the_rfc_root_and_every_path_leads_to_it(n in 1usize..1100, pick: u64) {
            let all = leaves(n);
            let (tree, tiles) = grown(&all);
            prop_assert_eq!(tree.root(), reference_root(&all));
            let index = pick % n as u64;
            let mut hash = |level, index| stored(&tree, &tiles, level, index).ok_or("absent");
            let path = inclusion_path(index, n as u64, &mut hash).expect("it is stored");
            let root = root_from_path(all[index as usize], index, n as u64, &path);
            prop_assert_eq!(root, Some(tree.root()));
            prop_assert_eq!(root_of(n as u64, &mut hash), Ok(tree.root()));
            let wrong = (index + 1) % n as u64;
            if wrong != index {
                let astray = root_from_path(all[wrong as usize], index, n as u64, &path);
                prop_assert_ne!(astray, Some(tree.root()));
            }
        }

        #[test]
        fn a_restored_tree_grows_as_the_first_one(n in 0usize..700, more in 0usize..300) {
            let (mut tree, _) = grown(&leaves(n));
            let mut restored = Tree::restore(&tree.pending);
            prop_assert_eq!(restored.size(), n as u64);
            prop_assert_eq!(restored.root(), tree.root());
            for leaf in leaves(more) {
                prop_assert_eq!(restored.push(leaf), tree.push(leaf));
            }
            prop_assert_eq!(restored.root(), tree.root());
        }
    }
}
