//! What tests share (测试工具): a zone on a fresh store, acts by name, both databases; tests only.
