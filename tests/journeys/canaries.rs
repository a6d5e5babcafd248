//! Erased people's words are found nowhere: not in data, keys, logs, metrics, models, the audit log, temporary files, backups.

use super::audit_log::assent_says;
use super::client::{Request, delete, get, post, put, send};
use super::running::{Running, Shop, did, doing, long, stocking};
use serde_json::json;
use std::fs::{self, File};
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Who is erased, and who stays.
const ERASED: usize = 20;
const ERASED_LONG: usize = 1_000;
const STAYING: usize = 5;
/// Every how many-th receipt the command verifies in the long form, against every backup.
const VERIFIED_EVERY_LONG: usize = 10;
/// What stands in every canary of a run and in nothing else.
const MARK_CHARS: usize = 20;
const CANARY_CHARS: usize = 64;
/// How long a model may take to follow.
const FOLLOWS_MAX: Duration = Duration::from_secs(60);
/// How often the files are gone over at most.
const WALKS_MAX: usize = 20;

/// Random letters and digits.
fn random(chars: usize) -> String {
    let mut source = File::open("/dev/urandom").unwrap();
    let mut bytes = vec![0; chars];
    source.read_exact(&mut bytes).unwrap();
    let letters = b"abcdefghijklmnopqrstuvwxyz012345";
    bytes.iter().map(|byte| char::from(letters[usize::from(byte % 32)])).collect()
}

/// Somebody with words that nobody else has.
struct Person {
    id: String,
    name: String,
    address: String,
    word: String,
}

impl Person {
    fn new(mark: &str, number: usize) -> Self {
        let word = mark.to_owned() + &random(CANARY_CHARS - MARK_CHARS);
        let (name, address) = (format!("Canary {mark} {number}"), format!("canary.{number}@{mark}.example"));
        Self { id: format!("canary-{number}-{mark}"), name, address, word }
    }

    /// Says, does, asks, and is known by all that there is a place for in words.
    fn lives(&self, running: &Running) {
        let (cw, sw) = (running.key("cw"), running.key("sw"));
        let (who, word) = (&self.id, &self.word);
        let evidence = json!({ "notice": self.name, "how": word });
        let yes =
            |purpose: &str| json!({ "kind": "grant", "purpose": purpose, "explicit": true, "evidence": evidence });
        let said = json!({ "subject": who, "jurisdictions": ["eu"], "statements": [yes("recommend"), yes("train")] });
        running.must(&send("/v1/statements", &said).key(cw));
        let event = |id: &str, item: &str| {
            let mut event = did(who, id, "purchase", item);
            event["basket"] = json!(word);
            event
        };
        let events = [event(word, "mug"), event(&format!("2{word}"), "tea"), event(&format!("3{word}"), word)];
        assert_eq!(running.must(&doing(&events).key(sw))["accepted"], json!(3));
        let at = |rest: &str| format!("/v1/subjects/{who}/{rest}");
        let own = running.token(who, 900);
        let known = json!({ "kind": "contact", "value": self.address });
        running.must(&send(&at("identifiers"), &known).key(cw));
        let likes = json!({ "interests": [{ "tag": word }] });
        running.must(&put(&at("interests")).key(&own).json(likes.to_string()));
        let asked = json!({ "kind": "complaint", "says": format!("{} says {word}", self.name) });
        running.must(&send(&at("requests"), &asked).key(&own));
        running.must(&send("/v1/recommend", &json!({ "subject": who })).key(running.key("dr")));
    }

    fn export(&self) -> Request {
        get(&format!("/v1/subjects/{}/export", self.id))
    }

    /// All of their words, in what they carry away.
    fn is_whole(&self, running: &Running) -> bool {
        let held = running.must(&self.export().key(running.key("cw"))).to_string();
        [&self.id, &self.name, &self.address, &self.word].iter().all(|text| held.contains(text.as_str()))
    }
}

// === the search ===

/// A text in an encoding in which it could stand somewhere.
struct Needle {
    encoding: &'static str,
    text: String,
}

/// The text as bytes and in common encodings; all of them are plain letters, in UTF-16 with zeros between.
fn needles(text: &str) -> Vec<Needle> {
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let wide = |between: fn(char) -> [char; 2]| text.chars().flat_map(between).collect();
    let mut all = vec![
        ("plain", text.to_owned()),
        ("in capitals", text.to_uppercase()),
        ("UTF-16, little end first", wide(|letter| [letter, '\0'])),
        ("UTF-16, big end first", wide(|letter| ['\0', letter])),
        ("hexadecimal capitals", hex.to_uppercase()),
        ("hexadecimal", hex),
    ];
    for (shift, encoding) in ["base64", "base64, one on", "base64, two on"].into_iter().enumerate() {
        let whole = base64(&[&vec![0; shift], text.as_bytes()].concat());
        // Without the letters that depend on what stands beside it.
        let own = whole[(shift * 8).div_ceil(6)..(shift + text.len()) * 8 / 6].to_owned();
        all.push((encoding, own.replace('+', "-").replace('/', "_")));
        all.push((encoding, own));
    }
    all.into_iter().map(|(encoding, text)| Needle { encoding, text }).collect()
}

fn base64(bytes: &[u8]) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let six = |bits: &[u8]| (0..6).fold(0, |sum, at| sum << 1 | usize::from(bits.get(at).copied().unwrap_or(0)));
    bits.chunks(6).map(|chunk| char::from(letters[six(chunk)])).collect()
}

/// What of it stands in these bytes, also where they are packed.
fn found(bytes: &[u8], needles: &[Needle]) -> Vec<&'static str> {
    let unpacked = unpacked(bytes).unwrap_or_default();
    let texts = [String::from_utf8_lossy(bytes), String::from_utf8_lossy(&unpacked)];
    let stands = |needle: &&Needle| texts.iter().any(|text| text.contains(&needle.text));
    needles.iter().filter(stands).map(|needle| needle.encoding).collect()
}

/// The contents of a file that gzip or zstd packed.
fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let packers = [("gzip", &[0x1f, 0x8b][..]), ("zstd", &[0x28, 0xb5, 0x2f, 0xfd])];
    let (packer, _) = packers.into_iter().find(|(_, magic)| bytes.starts_with(magic))?;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let output = Command::new(packer).arg("-dc").stdin(File::open(file.path()).unwrap()).output();
    let output = output.unwrap_or_else(|error| panic!("install {packer} to look into a file that it packed: {error}"));
    assert!(output.status.success(), "{packer}: {}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

/// Every file below a directory with what stands in it, its name included. Where a server takes one away or renames it meanwhile,
/// all of it is gone over again, so that nothing is missed.
fn hits(dir: &Path, needles: &[Needle]) -> Vec<(PathBuf, &'static str)> {
    let gone_over = (0..WALKS_MAX).find_map(|_| match try_hits(dir, needles) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        all => Some(all.unwrap()),
    });
    gone_over.expect("the files come to rest")
}

fn try_hits(dir: &Path, needles: &[Needle]) -> std::io::Result<Vec<(PathBuf, &'static str)>> {
    let (mut all, mut left) = (Vec::new(), vec![dir.to_owned()]);
    while let Some(path) = left.pop() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut told = found(name.as_bytes(), needles);
        if path.metadata()?.is_dir() {
            for entry in fs::read_dir(&path)? {
                left.push(entry?.path());
            }
        } else {
            told.extend(found(&fs::read(&path)?, needles));
        }
        all.extend(told.into_iter().map(|encoding| (path.clone(), encoding)));
    }
    Ok(all)
}

#[test]
fn the_search_for_canaries_finds_each_form_that_it_looks_for() {
    let (dir, mark) = (tempfile::tempdir().unwrap(), random(MARK_CHARS));
    let needles = needles(&mark);
    for (number, needle) in needles.iter().enumerate() {
        fs::write(dir.path().join("file"), format!("before {} after", needle.text)).unwrap();
        let told = hits(dir.path(), &needles);
        assert!(told.iter().any(|(_, encoding)| *encoding == needle.encoding), "{number}: {}", needle.encoding);
    }
    for beside in ["", "x", "xy", "xyz"] {
        fs::write(dir.path().join("file"), base64(format!("{beside}{mark}{beside}").as_bytes())).unwrap();
        assert!(!hits(dir.path(), &needles).is_empty(), "base64 behind {beside}");
    }
    fs::write(dir.path().join("plain"), &mark).unwrap();
    let packed = Command::new("gzip").arg("-c").arg(dir.path().join("plain")).output().unwrap().stdout;
    assert!(!String::from_utf8_lossy(&packed).contains(&mark) && found(&packed, &needles) == ["plain"]);
    fs::remove_file(dir.path().join("plain")).unwrap();
    fs::write(dir.path().join("file"), "nothing").unwrap();
    assert_eq!(hits(dir.path(), &needles), []);
    fs::write(dir.path().join(&mark), "nothing").unwrap();
    assert_eq!(hits(dir.path(), &needles).len(), 1, "in a name");
}

// === the proof ===

fn back_up(shop: &Shop, name: &str) -> PathBuf {
    let to = shop.root().join(name);
    let (status, said) = assent_says(&["backup"], &[("--data", &shop.data()), ("--to", &to)]);
    assert_eq!(status, Some(0), "{said}");
    to
}

/// What the server shows to everybody: figures, the model for devices, what it is itself.
fn shown(running: &Running) -> Vec<(String, Vec<u8>)> {
    let note = running.ask(&get("/v1/device/model").key(running.key("dr")));
    let digest = note.json()["digest"].as_str().map(str::to_owned);
    let file = digest.map(|digest| format!("/v1/device/models/{digest}"));
    let paths = ["/metrics", "/readyz", "/openapi.json", "/log/checkpoint", "/v1/device/model"].map(str::to_owned);
    let asked = |path: String| {
        let reply = running.ask(&get(&path).key(running.key("dr")));
        (path, reply.body)
    };
    paths.into_iter().chain(file).map(asked).collect()
}

fn served(shop: &Shop, temporary: &Path) -> Running {
    let mut command = shop.command();
    command.env("TMPDIR", temporary);
    shop.serve_by(command)
}

/// Waits until the model was taught without those who are gone.
fn follows(running: &Running) {
    let since = Instant::now();
    while running.ask(&post("/v1/model/train").key(running.key("adm"))).status != 200 {
        assert!(since.elapsed() < FOLLOWS_MAX, "it can not be taught");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn nothing_of_an_erased_person_is_found_in_any_file_log_figure_model_or_backup() {
    let shop = Shop::new();
    let temporary = shop.root().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let running = served(&shop, &temporary);
    running.must(&stocking(&["mug", "tea", "pot"]).key(running.key("sw")));
    let mark = random(MARK_CHARS);
    let erased: Vec<_> = (0..if long() { ERASED_LONG } else { ERASED }).map(|n| Person::new(&mark, n)).collect();
    let staying: Vec<_> = (0..STAYING).map(|number| Person::new(&mark, 1_000_000 + number)).collect();
    let everybody = || erased.iter().chain(&staying);
    everybody().for_each(|person| person.lives(&running));
    assert!(everybody().all(|person| person.is_whole(&running)), "before, each carries away all of it");
    follows(&running);
    let mut backups = vec![back_up(&shop, "backup-before")];
    let mut receipts = Vec::new();
    for (number, person) in erased.iter().enumerate() {
        if number == erased.len() / 2 {
            backups.push(back_up(&shop, "backup-between"));
        }
        let gone = running.must(&delete(&format!("/v1/subjects/{}", person.id)).key(running.key("cw")));
        receipts.push(gone["receipt"].as_str().unwrap().to_owned());
    }
    backups.push(back_up(&shop, "backup-after"));
    follows(&running);
    assert!(erased.iter().all(|person| running.ask(&person.export().key(running.key("cw"))).status == 404));
    assert!(staying.iter().all(|person| person.is_whole(&running)), "and whoever stays still does");

    let needles: Vec<_> = [mark.as_str(), "canary"].into_iter().flat_map(needles).collect();
    let told: Vec<_> = shown(&running)
        .into_iter()
        .flat_map(|(path, body)| found(&body, &needles).into_iter().map(move |encoding| (path.clone(), encoding)))
        .collect();
    assert_eq!(told, [], "in what is shown to everybody");
    assert_nothing_is_found(&shop, &needles);
    running.stop();
    let (log, data) = (shop.root().join("audit-log"), shop.data());
    assert_eq!(assent_says(&["audit", "export"], &[("--data", &data), ("--to", &log)]).0, Some(0));
    assert_nothing_is_found(&shop, &needles);
    let every = if long() { VERIFIED_EVERY_LONG } else { 1 };
    receipts.iter().step_by(every).for_each(|receipt| verify(&shop, receipt, &backups));
}

/// Nothing is found below the shop's root: data, journal, keys, keyring, logs, temporary files, backups, audit log.
fn assert_nothing_is_found(shop: &Shop, needles: &[Needle]) {
    assert_eq!(hits(shop.root(), needles), []);
    let logged = fs::read_dir(shop.root()).unwrap().map(|entry| entry.unwrap().path());
    let logs = logged.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("log-"));
    assert!(logs.map(|path| path.metadata().unwrap().len()).sum::<u64>() > 0, "something is logged");
}

/// The command finds the person's rows in the copies of before, and no key that opens one.
fn verify(shop: &Shop, receipt: &str, backups: &[PathBuf]) {
    let file = shop.root().join("receipt");
    fs::write(&file, receipt).unwrap();
    let (data, mut paths) = (shop.data(), vec![("--receipt", file.as_path())]);
    paths.push(("--data", &data));
    paths.extend(backups.iter().map(|backup| ("--backup", backup.as_path())));
    let (status, said) = assent_says(&["erase", "verify"], &paths);
    assert_eq!((status, said.matches("no key opens one").count()), (Some(0), backups.len()), "{said}");
}
