//! Tests of the rule language (规则语言测试): stories, its algebra, and the official kit.

mod algebra;
mod language;
mod least;
mod tables;
mod tck;
mod world;
