//! Who is next (叫号顺序): whoever booked and is here, from the beginning of the slot; then whoever
//! drew a ticket; whoever booked and came early waits for the slot, unless nobody else is there.

use jiff::civil::Time;

/// The place of a ticket in the queue: the lowest is called next. `since` grows with each arrival.
pub fn rank(slot: Option<Time>, since: i64, now: Time) -> (u8, Time, i64) {
    match slot {
        Some(slot) if slot <= now => (0, slot, since),
        None => (1, Time::MIN, since),
        Some(slot) => (2, slot, since),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_that_has_begun_goes_first_and_one_that_has_not_goes_last() {
        let at = |clock: &str| clock.parse::<Time>().expect("a time");
        let slots = [None, Some("10:00"), Some("09:30"), None, Some("11:00"), Some("09:30")];
        let mut queue: Vec<usize> = (0..slots.len()).collect();
        queue.sort_by_key(|place| {
            let since = i64::try_from(*place).expect("six tickets are few");
            rank(slots[*place].map(at), since, at("10:00"))
        });
        assert_eq!(queue, [2, 5, 1, 0, 3, 4]);
    }
}
