//! Stories (场景).
