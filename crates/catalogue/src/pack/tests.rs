use std::collections::BTreeSet;

use super::*;
use crate::matter::Mode;

#[test]
fn the_shipped_pack_reads_and_names_its_matters_by_content() {
    let pack = Pack::shipped();
    assert_eq!(pack.zone.id, "jiashan");
    assert_eq!(pack.matters.len(), 37);
    let mut altered = pack.matters[0].matter.clone();
    altered.promised_limit_days += 1;
    assert_ne!(Definition::of(altered).hash, pack.matters[0].hash);
}
