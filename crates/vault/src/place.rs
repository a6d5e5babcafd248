//! Where the vault keeps what: spaces of records, kinds of log entries, names of blobs.

use crate::seal::Place;
use store::{EntryId, Kind, PartitionKey, Space};

/// Bundles, sealed by the keyring; in the ground beside the keys.
pub(crate) const KEYRING: Space = Space(0);
/// Ledgers.
pub(crate) const LEDGER: Space = Space(1);
/// Histories.
pub(crate) const HISTORY: Space = Space(2);
/// That somebody was erased, and when; sealed by the tenant, in the ground beside the keys.
pub(crate) const TOMBSTONE: Space = Space(3);
/// What people declared of themselves.
pub(crate) const TRAITS: Space = Space(12);
/// Answers kept for retries of the same request; sealed by the tenant.
pub(crate) const REPLAY: Space = Space(4);
/// What was decided by lot about somebody, and what came of it.
pub(crate) const TRIALS: Space = Space(11);
/// What one person is known by, and whom they took over; sealed under their bundle, in the ground beside the keys.
pub(crate) const NAMES: Space = Space(8);
/// Whose an identifier is; under its keyed hash, in the ground beside the keys.
pub(crate) const OWNER: Space = Space(9);
/// Into whom somebody was merged; sealed by the tenant, in the ground beside the keys.
pub(crate) const MOVED: Space = Space(10);
/// What an erasure did, by its receipt's id; sealed by the tenant, in the ground beside the keys.
pub(crate) const ERASURE: Space = Space(20);
/// Which erasure was somebody's last; sealed by the tenant, in the ground beside the keys.
pub(crate) const ERASED_BY: Space = Space(21);

/// When somebody last said no; sealed by the tenant, in the ground beside the keys, so that no copy of the data is older.
pub(crate) const LAST_NO: Space = Space(22);
/// What people ask for about their data.
pub(crate) const REQUESTS: Space = Space(23);
/// Which requests wait for the shop, by their name; sealed by the tenant.
pub(crate) const DOCKET: Space = Space(24);

/// What is to be told to recipients of somebody, by name alone.
pub(crate) const OUTBOX: Space = Space(25);
/// Who is to be told of an erasure, and under which name they know the person; sealed by the tenant, in the ground beside the
/// keys.
pub(crate) const RECALL: Space = Space(26);

/// Where an agent wants to hear of a request, by its name; sealed by the tenant.
pub(crate) const CALLBACK: Space = Space(27);

/// What an erasure did while an escrow was in force that could undo it, by its receipt's id; sealed by the tenant, in the data.
pub(crate) const BURIED: Space = Space(28);

/// Every record in the data that is about one person and sealed by their key: what an erasure takes away, and what is looked
/// for afterwards.
pub(crate) const HELD: [Space; 6] = [LEDGER, HISTORY, TRAITS, REQUESTS, TRIALS, OUTBOX];

/// Events.
pub(crate) const EVENT: Kind = Kind(1);
/// Statements.
pub(crate) const STATEMENT: Kind = Kind(2);
/// Receipts.
pub(crate) const RECEIPT: Kind = Kind(3);
/// Lines about what left for recipients.
pub(crate) const DISCLOSURE: Kind = Kind(4);

/// Events of a file of the past, several in one.
pub(crate) const PACK: Kind = Kind(5);

/// Leaves of the transparency log.
pub(crate) const LEAF: Kind = Kind(20);
/// What is still to be entered there.
pub(crate) const NOTED: Kind = Kind(21);

/// Every sort of entry that holds what somebody did.
pub(crate) const DEEDS: [Kind; 2] = [EVENT, PACK];

/// The place of a record.
pub(crate) fn record(partition: &PartitionKey, space: Space, version: u64) -> Place<'_> {
    let table = match space {
        LEDGER => "ledger",
        HISTORY => "history",
        TRAITS => "traits",
        TOMBSTONE => "tombstone",
        REPLAY => "replay",
        NAMES => "names",
        OWNER => "owner",
        MOVED => "moved",
        ERASURE => "erasure",
        ERASED_BY => "erased-by",
        LAST_NO => "last-no",
        REQUESTS => "requests",
        DOCKET => "docket",
        TRIALS => "trials",
        OUTBOX => "outbox",
        RECALL => "recall",
        CALLBACK => "callback",
        BURIED => "buried",
        _ => "record",
    };
    Place { table, partition: &partition.0, name: b"", version }
}

/// The place of a log entry.
pub(crate) fn entry<'a>(partition: &'a PartitionKey, kind: Kind, id: &'a EntryId) -> Place<'a> {
    let table = match kind {
        EVENT => "event",
        STATEMENT => "statement",
        RECEIPT => "receipt",
        DISCLOSURE => "disclosure",
        PACK => "pack",
        LEAF => "leaf",
        NOTED => "noted",
        _ => "log",
    };
    Place { table, partition: &partition.0, name: &id.0, version: 0 }
}

/// The place of a blob.
pub(crate) fn blob(name: &str, version: u64) -> Place<'_> {
    Place { table: "blob", partition: b"", name: name.as_bytes(), version }
}
