//! A receipt's verdict, found again from the command line.

use super::client::{get, send};
use super::running::{Shop, assent};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Output;

const ADA: &str = "canary-ada";

fn replay(shop: &Shop, receipt: &str, policy: Option<&Path>) -> (Option<i32>, Value) {
    let mut command = assent();
    command.args(["audit", "replay", "--receipt", receipt, "--data"]).arg(shop.data());
    if let Some(policy) = policy {
        command.arg("--policy").arg(policy);
    }
    let Output { status, stdout, .. } = command.output().unwrap();
    (status.code(), serde_json::from_slice(&stdout).unwrap_or(Value::Null))
}

#[test]
fn a_verdict_is_found_again_after_everything_that_was_said_since() {
    let shop = Shop::new();
    let running = shop.serve();
    running.says(ADA, "grant", &["recommend"]);
    let decided = |who: &str| {
        let answer = running.must(&send("/v1/recommend", &json!({ "subject": who })).key(running.key("dr")));
        answer["receipt"].as_str().unwrap().to_owned()
    };
    let open = decided(ADA);
    running.says(ADA, "withdraw", &["recommend"]);
    let (closed, stranger) = (decided(ADA), decided("canary-nobody"));
    let shown = running.must(&get(&format!("/v1/receipts/{open}")).key(&running.token(ADA, 60)));
    assert_eq!((&shown["given"]["statements"], &shown["given"]["brand"]), (&json!(1), &Value::Null));
    running.stop();

    for (receipt, gates) in [(&open, 3), (&closed, 4)] {
        assert_eq!(replay(&shop, receipt, None), (Some(0), json!({ "verdict": "same", "gates": gates })));
    }
    assert_eq!(replay(&shop, &stranger, None), (Some(0), json!({ "verdict": "none" })));
    assert_eq!(replay(&shop, &"0".repeat(32), None).0, Some(65));
    assert_eq!(replay(&shop, "ada", None).0, Some(78));
    let policy = shop.root().join("policy");
    std::fs::create_dir(&policy).unwrap();
    std::fs::write(policy.join("brand.toml"), "name = \"the well\"\nversion = 3\n").unwrap();
    let (status, told) = replay(&shop, &open, Some(&policy));
    assert_eq!((status, &told["verdict"], &told["brand"]), (Some(65), &json!("other_policy"), &Value::Null));
}
