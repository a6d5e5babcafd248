//! The shop that is open: the vault, and today's catalog and model as one immutable snapshot.

use crate::backup::COPY;
use crate::counts::Counts;
use crate::device::DeviceFile;
use crate::following::Following;
use crate::news::News;
use crate::train::PAIR_PEOPLE_MIN;
use crate::{AppError, Snapshot, Unreadable, kept};
use arc_swap::{ArcSwap, ArcSwapOption};
use domain::{Filter, UnixTime};
use engine::{Catalog, MEMORY_DEFAULT_BYTES, Model, Window};
use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroU32;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{Embedded, Memory, Store};
use vault::policy::Policy;
use vault::{KeyPlace, Vault};

/// The tenant's name; part of what every seal is bound to.
pub(crate) const TENANT: &str = "default";
/// The blob that says until when this data has seen time pass.
pub(crate) const CLOCK: &str = "app/clock";
/// Nobody but its owner may look into a data directory.
const DIR_MODE: u32 = 0o700;
/// How far the clock may lie behind the data at the start, in seconds.
const CLOCK_BEHIND_SECONDS_MAX: i64 = 3_600;

/// Where a shop keeps what it has.
#[derive(Clone, Debug)]
pub enum Place {
    /// In a data directory, with its keys in a directory beside it.
    Disk {
        /// The data.
        data: PathBuf,
        /// The root key and the slot.
        keys: PathBuf,
    },
    /// Nowhere: gone with the process.
    Memory,
}

impl Place {
    /// A data directory, with its keys in `DIR.keys` beside it unless another place is named. A slash or a dot behind it
    /// changes nothing.
    #[must_use]
    pub fn disk(data: &Path, keys: Option<&Path>) -> Self {
        let data: PathBuf = data.components().collect();
        let keys = keys.map_or_else(|| beside(&data), |keys| keys.components().collect());
        Self::Disk { data, keys }
    }
}

/// An open shop.
pub struct Shop {
    pub(crate) vault: Vault,
    window: ArcSwap<Window>,
    /// Why the model that was kept at the start is not the one in the window.
    unread: Option<Unreadable>,
    /// The rule of the house.
    pub(crate) house: ArcSwapOption<Filter>,
    /// One writer of catalog and model at a time.
    writing: Mutex<()>,
    /// One lesson at a time, so that an older one never takes the place of a newer one.
    training: Mutex<()>,
    /// Where the next sweep of kept answers goes on.
    swept: Mutex<[u8; 16]>,
    /// About how many bytes learning may take.
    memory_bytes: AtomicU64,
    /// Fewest people behind a pair of items, and behind a model.
    pair_people_min: AtomicU32,
    /// What changed that the current model does not know.
    pub(crate) news: News,
    /// What follows those changes, where a lesson was held in this process.
    pub(crate) following: Mutex<Option<Following>>,
    /// What worked in slots and experiments.
    pub(crate) counts: Counts,
    /// What devices rank with, as it was written last.
    pub(crate) for_devices: Mutex<Option<Arc<DeviceFile>>>,
    /// The hashes of the whole tiles of leaves that were read so far.
    pub(crate) log_tiles: Mutex<Vec<audit::Hash>>,
    /// Where the keys are; `None` where they are nowhere.
    pub(crate) keys_dir: Option<PathBuf>,
    /// The notes about backups that were entered and are still beside the keys.
    pub(crate) noted_backups: Mutex<BTreeSet<PathBuf>>,
}

/// Whether the data of a shop are in a directory.
#[must_use]
pub fn is_there(data: &Path) -> bool {
    data.join(COPY).is_file()
}

impl Shop {
    /// Opens a shop, makes it where there is none, and reads its catalog and model.
    ///
    /// # Errors
    /// [`AppError::Start`] with one line that says what is wrong with the data or key directory.
    pub fn open(place: &Place, policy: Policy, now: UnixTime) -> Result<Self, AppError> {
        let store: Arc<dyn Store> = match place {
            Place::Memory => Arc::new(Memory::new()),
            Place::Disk { data, keys } => {
                apart(data, keys)?;
                Arc::new(Embedded::open(data).map_err(|error| AppError::Start(error.to_string()))?)
            }
        };
        let keys = match place {
            Place::Memory => KeyPlace::Memory,
            Place::Disk { keys, .. } => KeyPlace::Directory(keys),
        };
        Self::over(store, keys, policy, now)
    }

    /// Opens a shop over a ground.
    pub(crate) fn over(
        store: Arc<dyn Store>,
        keys: KeyPlace<'_>,
        policy: Policy,
        now: UnixTime,
    ) -> Result<Self, AppError> {
        let keys_dir = match keys {
            KeyPlace::Directory(dir) => Some(dir.to_owned()),
            KeyPlace::Memory => None,
        };
        let vault = Vault::open(store, keys, policy, TENANT).map_err(|error| AppError::Start(error.to_string()))?;
        check_clock(&vault, now)?;
        let unreadable = |error: AppError| AppError::Start(error.to_string());
        let catalog = crate::catalog::load(&vault).map_err(unreadable)?;
        let (model, unread) = kept::load(&vault).map_err(unreadable)?;
        let news = News::load(&vault).map_err(unreadable)?;
        let house = crate::house::load(&vault).map_err(unreadable)?;
        let pair_people_min = vault.policy().pair_people_min;
        let shop = Self {
            vault,
            window: ArcSwap::from_pointee(Window::under(Arc::new(catalog), Arc::new(model), house.as_ref())),
            unread,
            house: ArcSwapOption::from_pointee(house),
            writing: Mutex::new(()),
            training: Mutex::new(()),
            swept: Mutex::new([0; 16]),
            memory_bytes: AtomicU64::new(MEMORY_DEFAULT_BYTES),
            pair_people_min: AtomicU32::new(pair_people_min.get()),
            news,
            following: Mutex::new(None),
            counts: Counts::default(),
            for_devices: Mutex::new(None),
            log_tiles: Mutex::new(Vec::new()),
            keys_dir,
            noted_backups: Mutex::new(BTreeSet::new()),
        };
        shop.note_policy(now).map_err(|error| AppError::Start(error.to_string()))?;
        shop.sort(shop.catalog());
        Ok(shop)
    }

    /// Today's catalog and model, as one snapshot.
    #[must_use]
    pub fn window(&self) -> Arc<Window> {
        self.window.load_full()
    }

    /// Today's catalog.
    #[must_use]
    pub fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(self.window.load().catalog())
    }

    /// Today's model.
    #[must_use]
    pub fn model(&self) -> Arc<Model> {
        Arc::clone(self.window.load().model())
    }

    /// Why the model that was kept could not be read when the shop was opened: nobody's served from then on, until one was
    /// learned.
    #[must_use]
    pub const fn unread_model(&self) -> Option<Unreadable> {
        self.unread
    }

    /// What the model that is kept was made of, or why it can not be read. `None` where none is.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn kept_model(&self) -> Result<Option<Result<Snapshot, Unreadable>>, AppError> {
        let _writing = self.writing();
        Ok(kept::read(&self.vault)?.map(|found| found.map(|both| both.0)))
    }

    /// The policy in force.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        self.vault.policy()
    }

    /// Whether writes are still acknowledged.
    #[must_use]
    pub fn healthy(&self) -> bool {
        self.vault.healthy()
    }

    /// Whether something changed that the current model does not know, before the last start or since.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.news.any()
    }

    /// Keeps in mind that this much time has passed, so that a clock set back is noticed at the next start; and that
    /// there is news, should a full disk have been in the way. Takes away answers that were kept for retries and are too
    /// old for one.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn keep_time(&self, now: UnixTime) -> Result<(), AppError> {
        self.news.keep(&self.vault)?;
        self.vault.put_blob(CLOCK, &now.0.to_le_bytes())?;
        self.vault.forget_buried(now)?;
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        *swept = self.vault.at(now).sweep_replays(*swept)?;
        Ok(())
    }

    /// About how many bytes learning may take.
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        self.memory_bytes.load(Ordering::Relaxed)
    }

    /// Learning takes about so many bytes from now on: with less, fewer items are in the regression, and none is left out.
    pub fn set_memory_bytes(&self, bytes: u64) {
        self.memory_bytes.store(bytes, Ordering::Relaxed);
    }

    /// Fewest people behind a pair of items before the one speaks for the other, and behind a model.
    pub(crate) fn pair_people_min(&self) -> NonZeroU32 {
        NonZeroU32::new(self.pair_people_min.load(Ordering::Relaxed)).unwrap_or(PAIR_PEOPLE_MIN)
    }

    /// Lets a measurement see what another number would cost.
    pub(crate) fn set_pair_people_min(&self, people: NonZeroU32) {
        self.pair_people_min.store(people.get(), Ordering::Relaxed);
    }

    // As with `writing`.
    pub(crate) fn training(&self) -> MutexGuard<'_, ()> {
        self.training.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // The lock guards no data of its own, so a panic while it was held leaves nothing half done.
    pub(crate) fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn show(&self, catalog: Arc<Catalog>, model: Arc<Model>) {
        let house = self.house();
        // First: a lesson over the new catalog never hides by the categories of the old one.
        self.sort(Arc::clone(&catalog));
        self.window.store(Arc::new(Window::under(catalog, model, house.as_deref())));
    }
}

/// `DIR.keys`; where `DIR` is `.` or ends in `..`, by the name that it has.
fn beside(data: &Path) -> PathBuf {
    let named = match data.file_name() {
        Some(_) => data.to_owned(),
        None => fs::canonicalize(data).unwrap_or_else(|_| data.to_owned()),
    };
    let mut name = named.into_os_string();
    name.push(".keys");
    PathBuf::from(name)
}

/// Refuses keys that lie inside the data: a copy of the data would carry them along.
pub(crate) fn apart(data: &Path, keys: &Path) -> Result<(), AppError> {
    // Made here so that its whole path is known; for its owner alone, as the store makes it.
    let made = fs::DirBuilder::new().recursive(true).mode(DIR_MODE).create(data);
    made.map_err(|error| AppError::Start(format!("the data directory can not be made: {}", error.kind())))?;
    let full = |path: &Path| -> PathBuf {
        let whole = fs::canonicalize(path).ok();
        let parent = || Some(fs::canonicalize(path.parent()?).ok()?.join(path.file_name()?));
        whole.or_else(parent).unwrap_or_else(|| path.to_owned())
    };
    if full(keys).starts_with(full(data)) {
        return Err(AppError::Start("the keys must not be kept inside the data directory".into()));
    }
    Ok(())
}

fn check_clock(vault: &Vault, now: UnixTime) -> Result<(), AppError> {
    let blob = vault.blob(CLOCK).map_err(|error| AppError::Start(error.to_string()))?;
    let kept = blob.and_then(|bytes| bytes.try_into().ok().map(i64::from_le_bytes));
    match kept {
        Some(seen) if now.0 < seen - CLOCK_BEHIND_SECONDS_MAX => {
            Err(AppError::Start("the clock is behind the data: set it right and start again".into()))
        }
        _ => Ok(()),
    }
}
