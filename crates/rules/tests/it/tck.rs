//! The official DMN conformance kit (一致性测试), where it lies beside the workspace.

use std::fs;
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};

use rules::dmn::{self, Verdict};

/// Where the kit's cases are, seen from the workspace's parent.
const KIT: &str = "../../../shared/tck/dmn";

#[test]
fn every_case_within_the_language_passes() {
    let kit = Path::new(env!("CARGO_MANIFEST_DIR")).join(KIT);
    if !kit.is_dir() {
        let _ = writeln!(stderr(), "skipped: no TCK at {}", kit.display());
        return;
    }
    let mut failures = Vec::new();
    let (mut passed, mut out) = (0, 0);
    for (folder, model, cases) in folders(&kit) {
        for case in dmn::run(&folder, &model, &cases).expect("the kit's files can be read") {
            match case.verdict {
                Verdict::Passed => passed += 1,
                Verdict::OutOfScope(_) => out += 1,
                Verdict::Failed(why) => failures.push(format!("{folder}\t{}\t{why}", case.id)),
            }
        }
    }
    let _ = writeln!(stderr(), "{passed} passed, {} failed, {out} out of scope", failures.len());
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    assert!(passed > 1_000, "the kit has more cases than {passed}");
}

#[test]
fn a_case_that_expects_something_else_fails() {
    let model = "<definitions><inputData name=\"a\"/><decision name=\"d\"><literalExpression>\
                 <text>a + 1</text></literalExpression></decision></definitions>";
    let verdict = |expected: &str| {
        let cases = format!(
            "<testCases xmlns:x=\"x\"><testCase id=\"1\"><inputNode name=\"a\"><value \
             x:type=\"decimal\">2</value></inputNode><resultNode name=\"d\"><expected><value \
             x:type=\"decimal\">{expected}</value></expected></resultNode></testCase></testCases>"
        );
        let cases = dmn::run("of our own", model, &cases).expect("the files are XML");
        cases.into_iter().map(|case| case.verdict).collect::<Vec<_>>()
    };
    assert_eq!(verdict("3"), [Verdict::Passed]);
    assert_eq!(verdict("4"), [Verdict::Failed("a + 1 is 3, expected 4".to_owned())]);
}

/// Each folder with a model: its path within the kit, the model, the cases.
fn folders(kit: &Path) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut open = vec![kit.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries: Vec<PathBuf> = fs::read_dir(&folder)
            .expect("the kit's folders can be listed")
            .map(|entry| entry.expect("an entry can be read").path())
            .collect();
        let with =
            |ending: &str| entries.iter().find(|path| path.to_string_lossy().ends_with(ending));
        if let (Some(model), Some(cases)) = (with(".dmn"), with("-test-01.xml")) {
            let read = |path: &Path| fs::read_to_string(path).expect("the kit's files are text");
            let name = folder.strip_prefix(kit).expect("the folder lies within the kit");
            found.push((name.to_string_lossy().into_owned(), read(model), read(cases)));
        }
        open.extend(entries.into_iter().filter(|path| path.is_dir()));
    }
    found.sort();
    found
}
