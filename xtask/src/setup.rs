//! Sets up what the tests need beside Rust: a browser, Node and Python with some packages, strace, and a virtual machine.

use super::{NODE_TESTS, SIGNAL_TESTS, has, python, run, step};
use std::path::Path;
use std::process::Command;

/// A program that the tests start, and the Debian package that brings it.
const NEEDED: [(&str, &str); 5] =
    [("node", "nodejs"), ("npm", "npm"), ("python3", "python3"), ("strace", "strace"), ("chromium", "chromium")];

/// What the long forms need beside: a virtual machine. It takes a minute to install; where it is, the short form runs too.
const NEEDED_LONG: [(&str, &str); 3] =
    [("qemu-system-x86_64", "qemu-system-x86"), ("busybox", "busybox-static"), ("mke2fs", "e2fsprogs")];
/// A small kernel for it.
const KERNEL: &str = "linux-image-cloud-amd64";

/// Installs what is missing, or says in one line what to install.
pub fn all(root: &Path, long: bool) -> Result<(), String> {
    let needed = NEEDED.iter().chain(NEEDED_LONG.iter().filter(|_| long));
    let missing = needed.filter(|(program, _)| !has(program)).map(|(_, package)| *package);
    let missing: Vec<&str> = missing.chain((long && !has_kernel()).then_some(KERNEL)).collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    NODE_TESTS.iter().chain([&SIGNAL_TESTS]).try_for_each(|folder| packages(&root.join(folder)))?;
    python::packages(root)
}

fn install(missing: &[&str]) -> Result<(), String> {
    let by_hand = format!("install these first: {}", missing.join(" "));
    if !has("apt-get") {
        return Err(by_hand);
    }
    let sudo = if is_root() { None } else { Some("sudo") };
    let apt = |arguments: &[&str]| {
        let mut words = sudo.into_iter().chain(["apt-get"]);
        let program = words.next().unwrap_or("apt-get");
        run(Command::new(program).args(words).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"]).map_err(|_| by_hand.clone())?;
    let arguments = [&["install", "--yes", "--no-install-recommends"][..], missing].concat();
    apt(&arguments).map_err(|_| by_hand)
}

/// Whether there is a kernel with its modules.
fn has_kernel() -> bool {
    let releases = std::fs::read_dir("/lib/modules").into_iter().flatten().filter_map(Result::ok);
    releases
        .map(|release| release.file_name())
        .any(|release| release.to_str().is_some_and(|release| Path::new(&format!("/boot/vmlinuz-{release}")).is_file()))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The packages of a folder of tests, with their install scripts off: nothing is fetched but the packages themselves.
fn packages(folder: &Path) -> Result<(), String> {
    let lock = |path: &str| std::fs::read(folder.join(path)).ok();
    if lock("node_modules/.installed").is_some_and(|installed| Some(installed) == lock("package-lock.json")) {
        return Ok(());
    }
    step(folder, "npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    std::fs::copy(folder.join("package-lock.json"), folder.join("node_modules/.installed"))
        .map(|_| ())
        .map_err(|error| error.to_string())
}
