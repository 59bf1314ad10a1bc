//! Documents in an S3-compatible store, as the command line asks for them (文件存放).

use std::process::Command;

const ASKED: [&str; 3] = ["init", "--documents", "s3://kaiyuan/jiashan"];
/// What the environment must say, each with a value that leads nowhere.
const NEEDED: [(&str, &str); 4] = [
    ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
    ("AWS_REGION", "cn-east-1"),
    ("AWS_ACCESS_KEY_ID", "key"),
    ("AWS_SECRET_ACCESS_KEY", "secret"),
];

#[test]
fn what_is_missing_for_a_bucket_is_named_and_a_key_is_never_printed() {
    let folder = testkit::stores::absent_folder("documents");
    for told in 0..=NEEDED.len() {
        let mut asked = Command::new(env!("CARGO_BIN_EXE_kaiyuan"));
        asked.args(ASKED).arg("--data").arg(&folder).env_clear().envs(NEEDED[..told].to_vec());
        let answer = asked.output().expect("it starts");
        let said = String::from_utf8_lossy(&answer.stderr);
        let (is_well, expected) = match NEEDED.get(told) {
            Some((missing, _)) => (false, *missing),
            // Nothing is asked of the bucket before there is a document.
            None if cfg!(feature = "s3") => (true, ""),
            None => (false, "build it with --features s3"),
        };
        assert_eq!(answer.status.success(), is_well, "{told}: {said}");
        assert!(said.contains(expected) && !said.contains("secret"), "{told}: {said}");
    }
    std::fs::remove_dir_all(folder).expect("the folder is removed");
}
