//! A virtual machine in which the server runs: a small Linux without an accelerator, whose disk's every write is logged.

use super::disk;
use crate::journeys::running::binary;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What the host needs beside a kernel.
const PROGRAMS: [&str; 6] = ["qemu-system-x86_64", "busybox", "mke2fs", "e2fsck", "debugfs", "ldd"];
/// What the kernel may have as modules, each behind those that it needs.
const MODULES: [&str; 9] = [
    "virtio_ring",
    "virtio",
    "virtio_pci_legacy_dev",
    "virtio_pci_modern_dev",
    "virtio_pci",
    "virtio_blk",
    "failover",
    "net_failover",
    "virtio_net",
];
/// How long a machine may take to start, on a host that does other things too.
const START_MAX: Duration = Duration::from_secs(180);
const DISK_BYTES: u64 = 160 << 20;
const PROGRAM_DISK_BYTES: u64 = 512 << 20;

/// What the machine does: it makes a shop on an empty disk, and serves it.
const INIT: &str = "#!/bin/sh
b=/bin/busybox
$b mount -t proc none /proc
$b mount -t devtmpfs none /dev
$b mount -t tmpfs none /tmp
for module in $($b cat /modules/order); do $b insmod /modules/$module.ko; done
$b ifconfig lo up
$b ifconfig eth0 10.0.2.15 up
$b mount -t ext4 /dev/vda /data
$b mount -t ext2 -o ro /dev/vdb /program
assent=\"/program/loader --library-path /program /program/assent\"
$assent keys make --kind adm --label proofs --data /data/shop
$assent serve --listen 10.0.2.15:8000 --key-age 0 --data /data/shop
echo ended with $?
$b sleep 1000
";

/// Where a program is, on the path or where only root looks.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/sbin"].map(PathBuf::from));
    folders.map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// A kernel with a name and its modules.
struct Kernel {
    image: PathBuf,
    modules: PathBuf,
}

/// A kernel that may be read, of a release whose modules are here.
fn kernel() -> Option<Kernel> {
    let releases = fs::read_dir("/lib/modules").ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let of = |release: String| Kernel {
        image: PathBuf::from(format!("/boot/vmlinuz-{release}")),
        modules: PathBuf::from(format!("/lib/modules/{release}/kernel")),
    };
    releases.map(of).find(|kernel| File::open(&kernel.image).is_ok())
}

/// What is missing here to run a machine.
pub fn missing() -> Option<String> {
    let none = PROGRAMS.into_iter().find(|name| program(name).is_none()).map(str::to_owned);
    let is_static = || libraries(&program("busybox").unwrap_or_default()).is_empty();
    none.or_else(|| (!is_static()).then(|| "a static busybox".to_owned()))
        .or_else(|| kernel().is_none().then(|| "a kernel in /boot with its modules".to_owned()))
}

/// The libraries that a program loads, with their loader.
fn libraries(of: &Path) -> BTreeSet<PathBuf> {
    let listed = Command::new("ldd").arg(of).output().unwrap();
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    text.split_whitespace().filter(|word| word.starts_with('/')).map(PathBuf::from).collect()
}

/// A machine that runs.
pub struct Machine {
    child: Child,
    log: PathBuf,
    pub address: SocketAddr,
    pub key: String,
    /// How long the log of its writes was when the key was told, and when the server listened.
    pub key_told: u64,
    pub listened: u64,
}

// === impl Machine ===

impl Machine {
    /// Starts a machine with an empty disk, and waits until its server listens.
    pub fn start(dir: &Path) -> Self {
        let kernel = kernel().expect("missing() was asked");
        fs::create_dir_all(dir).unwrap();
        fs::write(dir.join("initrd"), first_disk(&kernel.modules)).unwrap();
        program_disk(dir);
        disk::make(&dir.join("disk"), DISK_BYTES);
        fs::copy(dir.join("disk"), dir.join("base")).unwrap();
        File::create(dir.join("log")).unwrap();
        let address = free_address();
        let mut child = emulator(dir, &kernel.image, address).spawn().unwrap();
        let lines = told(BufReader::new(child.stdout.take().unwrap()), dir.join("log"));
        let mut machine = Self { child, log: dir.join("log"), address, key: String::new(), key_told: 0, listened: 0 };
        (machine.key, machine.key_told) = says(&lines, "assent_adm_");
        machine.listened = says(&lines, "listening").1;
        machine
    }

    /// How long the log of its disk's writes is now.
    pub fn log_length(&self) -> u64 {
        length(&self.log)
    }

    /// The power goes.
    pub fn cut(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // It may be gone already.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn length(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

/// Waits for a line that begins so; it, and how long the log was then.
fn says(lines: &Receiver<(String, u64)>, begins: &str) -> (String, u64) {
    let mut said = String::new();
    while let Ok((line, at)) = lines.recv_timeout(START_MAX) {
        if line.starts_with(begins) {
            return (line, at);
        }
        writeln!(said, "{line}").unwrap();
    }
    panic!("the machine never said {begins}, but:\n{said}");
}

/// What the machine prints, each line with the length of the log at that moment.
fn told(output: impl BufRead + Send + 'static, log: PathBuf) -> Receiver<(String, u64)> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            // Once it serves nobody listens, and it may go on printing.
            let _heard = sender.send((line.trim().to_owned(), length(&log)));
        }
    });
    lines
}

fn free_address() -> SocketAddr {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).unwrap()
}

fn emulator(dir: &Path, kernel: &Path, address: SocketAddr) -> Command {
    let forward = format!("user,id=net,restrict=on,hostfwd=tcp:{address}-10.0.2.15:8000");
    let mut command = Command::new("qemu-system-x86_64");
    command.args(["-accel", "tcg", "-m", "384", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"]);
    command.arg("-kernel").arg(kernel).args(["-initrd", "initrd", "-serial", "stdio"]);
    command.args(["-append", "console=ttyS0 quiet panic=-1 mitigations=off random.trust_cpu=on"]);
    for node in [
        "driver=file,filename=disk,node-name=disk-file",
        "driver=file,filename=log,node-name=log",
        "driver=raw,file=disk-file,node-name=disk",
        "driver=blklogwrites,file=disk,log=log,node-name=logged",
        "driver=file,filename=program,node-name=program,read-only=on",
    ] {
        command.args(["-blockdev", node]);
    }
    for device in [
        "virtio-blk-pci,drive=logged,discard=off,write-zeroes=off",
        "virtio-blk-pci,drive=program",
        "virtio-net-pci,netdev=net,romfile=",
        "virtio-rng-pci",
    ] {
        command.args(["-device", device]);
    }
    command.args(["-netdev", &forward]).current_dir(dir).stdin(Stdio::null()).stdout(Stdio::piped());
    command
}

/// A second disk with the server and what it loads.
fn program_disk(dir: &Path) {
    let from = dir.join("program.d");
    fs::create_dir(&from).unwrap();
    fs::copy(binary(), from.join("assent")).unwrap();
    for library in libraries(&binary()) {
        let name = library.file_name().unwrap().to_str().unwrap().to_owned();
        let name = if name.starts_with("ld-") { "loader".to_owned() } else { name };
        fs::copy(&library, from.join(name)).unwrap();
    }
    let image = dir.join("program");
    File::create(&image).unwrap().set_len(PROGRAM_DISK_BYTES).unwrap();
    let mut make = Command::new(program("mke2fs").unwrap());
    disk::run(make.args(["-q", "-t", "ext2", "-d"]).arg(&from).arg(&image), &[0]);
    fs::remove_dir_all(&from).unwrap();
}

// === the first disk, which the kernel unpacks into memory ===

fn first_disk(modules: &Path) -> Vec<u8> {
    let mut archive = Vec::new();
    for folder in ["bin", "proc", "dev", "tmp", "data", "program", "modules"] {
        entry(&mut archive, folder, 0o040_755, &[]);
    }
    entry(&mut archive, "bin/busybox", 0o100_755, &fs::read(program("busybox").unwrap()).unwrap());
    entry(&mut archive, "bin/sh", 0o120_777, b"busybox");
    let mut order = String::new();
    for name in MODULES {
        if let Some(path) = found(modules, &format!("{name}.ko")) {
            entry(&mut archive, &format!("modules/{name}.ko"), 0o100_644, &fs::read(path).unwrap());
            writeln!(order, "{name}").unwrap();
        }
    }
    entry(&mut archive, "modules/order", 0o100_644, order.as_bytes());
    entry(&mut archive, "init", 0o100_755, INIT.as_bytes());
    entry(&mut archive, "TRAILER!!!", 0, &[]);
    archive
}

/// One file of an archive in the format that cpio calls newc.
fn entry(archive: &mut Vec<u8>, name: &str, mode: usize, bytes: &[u8]) {
    let number = archive.len() + 1;
    let mut head = String::from("070701");
    let lengths = [bytes.len(), 0, 0, 0, 0, name.len() + 1, 0];
    let fields = [number, mode, 0, 0, 1, 0].into_iter().chain(lengths);
    fields.for_each(|field| write!(head, "{field:08x}").unwrap());
    archive.extend_from_slice(head.as_bytes());
    archive.extend_from_slice(name.as_bytes());
    archive.push(0);
    archive.resize(archive.len().next_multiple_of(4), 0);
    archive.extend_from_slice(bytes);
    archive.resize(archive.len().next_multiple_of(4), 0);
}

/// The file of this name somewhere below a folder.
fn found(below: &Path, name: &str) -> Option<PathBuf> {
    let mut left = vec![below.to_owned()];
    while let Some(dir) = left.pop() {
        for path in fs::read_dir(dir).ok()?.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() {
                left.push(path);
            } else if path.file_name().is_some_and(|found| found == name) {
                return Some(path);
            }
        }
    }
    None
}
