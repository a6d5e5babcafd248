//! A policy from a directory: laid over what ships, looser in nothing, and signed where a key says so.

use super::on;
use crate::VaultError;
use crate::policy::{self, Policy, Sources};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const BRAND: &str = "name = \"shop\"\nversion = 1\nchannels_off = [\"push\"]\n";

fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("profiles")).unwrap();
    files.iter().for_each(|(name, text)| fs::write(dir.path().join(name), text).unwrap());
    dir
}

fn refusal(dir: &Path) -> String {
    match Policy::over(dir, None) {
        Err(VaultError::Policy(says)) => says,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was taken"),
    }
}

/// A shipped file with one text changed, laid over what ships.
#[track_caller]
fn check(name: &str, from: &str, to: &str, says: &str) {
    let shipped = Sources::shipped();
    let all = [&shipped.purposes, &shipped.categories, &shipped.channels].into_iter().chain(&shipped.profiles);
    let text = all.into_iter().find(|file| file.name == name).unwrap().text.clone();
    assert!(text.contains(from), "{from}");
    let dir = directory(&[(name, &text.replacen(from, to, 1))]);
    match says {
        "" => drop(Policy::over(dir.path(), None).unwrap()),
        says => {
            let refused = refusal(dir.path());
            assert!(refused.contains(says) && refused.contains(".toml:"), "{says}: {refused}");
        }
    }
}

#[test]
fn a_file_laid_over_a_shipped_one_may_only_restrict() {
    check("purposes.toml", "consent_days = 365", "consent_days = 30", "");
    check("purposes.toml", "consent_days = 365", "consent_days = 366", "the life of a yes of the purpose `measure`");
    check(
        "purposes.toml",
        "max_age_days = 180\nretention_days = 180",
        "max_age_days = 180\nretention_days = 190",
        "the keeping",
    );
    check("purposes.toml", "channels = [\"email\", \"push\"]", "channels = [\"email\", \"web\"]", "the channels");
    check(
        "purposes.toml",
        "\"activity.view\"]\nchannels = [\"web\", \"app\"]\nmax_age_days = 180",
        "\"trait.interest\"]\nchannels = [\"web\", \"app\"]\nmax_age_days = 180",
        "the categories",
    );
    check(
        "purposes.toml",
        "classes = [\"direct_marketing\", \"profiling\"]",
        "classes = [\"profiling\"]",
        "the classes",
    );
    check("purposes.toml", "number = 4\nowner", "number = 9\nowner", "the number");
    check("purposes.toml", "key = \"measure\"", "key = \"dance\"", "`measure` is missing");
    check("purposes.toml", "review = \"2027-05-01\"", "review = \"2030-05-01\"", "the review");
    check("purposes.toml", "review_grace_days = 30", "review_grace_days = 300", "review_grace_days");
    check("purposes.toml", "pair_people_min = 5", "pair_people_min = 4", "5 to 1000 people");
    check("categories.toml", "key = \"gender\"\nnumber = 5", "key = \"gender\"\nnumber = 15", "keeps its number 5");
    check("categories.toml", "number = 8\nparent = \"demographic\"", "number = 8\nparent = \"special\"", "");
    check("channels.toml", "number = 3", "number = 4", "the channel `push`");
    check(
        "profiles/eu.toml",
        "classes = [\"profiling\"]\nmode = \"opt_in\"",
        "classes = [\"profiling\"]\nmode = \"opt_out\"",
        "`profiling` can only be stricter",
    );
    check("profiles/fr.toml", "lifetime_days = 180", "lifetime_days = 365", "the life of a yes");
    check("profiles/us-md.toml", "mode = \"prohibited\"", "mode = \"explicit\"", "data can only be stricter");
    check("profiles/us-tx.toml", "mode = \"opt_out\"", "mode = \"opt_in\"", "");
}

#[test]
fn a_new_jurisdiction_may_not_be_laxer_than_the_unknown() {
    let texas = Sources::shipped().profiles.iter().find(|file| file.name.contains("us-tx")).unwrap().text.clone();
    let new = texas.replace("us-tx", "us-zz").replace("number = 16", "number = 200");
    let refused = refusal(directory(&[("profiles/us-zz.toml", &new)]).path());
    assert!(refused.starts_with("profiles/us-zz.toml:1: `direct_marketing` can only be stricter"), "{refused}");
    let strict = Sources::shipped().profiles.iter().find(|file| file.name.contains("zz-strict")).unwrap().text.clone();
    let new = strict.replace("key = \"zz-strict\"\nnumber = 0", "key = \"us-zz\"\nnumber = 200");
    let policy = Policy::over(directory(&[("profiles/us-zz.toml", &new)]).path(), None).unwrap();
    assert_eq!(policy.jurisdiction("us-zz"), domain::JurisdictionId(200));
}

#[test]
fn a_directory_that_is_none_or_holds_something_else_is_refused() {
    assert!(refusal(Path::new("/nonexistent")).contains("can not be read"));
    assert!(refusal(directory(&[]).path()).contains("no files"));
    assert!(refusal(directory(&[("brand.tml", BRAND)]).path()).contains("brand.tml:1: a policy has no file"));
    assert!(refusal(directory(&[("brand.toml", "name = 1")]).path()).contains("brand.toml:1"));
}

#[test]
fn a_signed_policy_opens_with_its_owners_key_and_no_other() {
    let dir = directory(&[("brand.toml", BRAND)]);
    let keys = tempfile::tempdir().unwrap();
    let (mine, theirs) = (keys.path().join("mine"), keys.path().join("theirs"));
    let public = policy::keygen(&mine).unwrap();
    let other = policy::keygen(&theirs).unwrap();
    let refused = |key: &Path| match Policy::over(dir.path(), Some(key)) {
        Err(VaultError::Policy(says)) => says,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was taken"),
    };
    assert_eq!(refused(&public), "the policy is not signed");
    policy::sign(dir.path(), &mine).unwrap();
    Policy::over(dir.path(), Some(&public)).unwrap();
    policy::verify(dir.path(), &public).unwrap();
    assert!(refused(&other).contains("another's"));
    assert!(refused(&keys.path().join("none")).contains("can not be read"));
    fs::write(dir.path().join("brand.toml"), format!("{BRAND}# changed\n")).unwrap();
    assert!(refused(&public).contains("has changed since"));
    fs::write(dir.path().join("brand.toml"), BRAND).unwrap();
    Policy::over(dir.path(), Some(&public)).unwrap();
    fs::write(dir.path().join("channels.toml"), Sources::shipped().channels.text).unwrap();
    assert!(refused(&public).contains("has changed since"), "a file was added");
}

#[test]
fn a_key_is_private_new_and_whole() {
    let dir = directory(&[("brand.toml", BRAND)]);
    let keys = tempfile::tempdir().unwrap();
    let secret = keys.path().join("key");
    policy::keygen(&secret).unwrap();
    assert_eq!(fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(policy::keygen(&secret).is_err(), "never over an old one");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(policy::sign(dir.path(), &secret).is_err());
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&secret, "short").unwrap();
    assert!(policy::sign(dir.path(), &secret).is_err());
}

#[test]
fn two_policies_and_two_moments_differ_in_what_differs() {
    let shipped = Policy::shipped().unwrap();
    let over = Policy::over(directory(&[("brand.toml", BRAND)]).path(), None).unwrap();
    let now = on("2026-11-01");
    let said = |changes: &[policy::Change]| changes.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(shipped.diff(now, &shipped, now).is_empty());
    assert_eq!(
        said(&shipped.diff(now, &over, now)),
        ["brand: new: shop, version 1", "purpose message: channels: email, push -> email"]
    );
    let months = said(&shipped.diff(on("2026-06-30"), &shipped, on("2026-07-01")));
    assert!(
        months.iter().any(|line| line.starts_with("profile us-ct: effective: 2023-07-01 -> 2026-07-01")),
        "{months:?}"
    );
    assert!(months.iter().all(|line| line.starts_with("profile us-ct")), "{months:?}");
}
