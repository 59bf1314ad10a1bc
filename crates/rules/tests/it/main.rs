//! Tests of the rule language (规则语言测试): its own kit, the official kit, its algebra.

mod tck;
