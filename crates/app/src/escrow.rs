//! Escrows: sealed copies of slot and keyring with an end, and putting one back without bringing anybody back.

use crate::backup::on_disk;
use crate::shop::{CLOCK, Place, TENANT, apart, is_there};
use crate::{AppError, Shop};
use domain::UnixTime;
use std::path::Path;
use std::sync::Arc;
use store::{Embedded, Store};
use vault::policy::Policy;
use vault::{Escrow, EscrowAsk, EscrowFault, EscrowParts, KeyPlace, Settled, VaultError};

impl Shop {
    /// Until when an escrow of the keys could open what is erased now; `None` where none is in force.
    ///
    /// # Errors
    /// [`AppError::Vault`] where that can not be told.
    pub fn escrow_until(&self, now: UnixTime) -> Result<Option<UnixTime>, AppError> {
        Ok(self.vault.horizon(now)?)
    }
}

/// Makes an escrow of a shop's keys, also while a server has them.
///
/// # Errors
/// [`AppError::Start`] where it can not be made; then neither of its files is there.
pub fn make(place: &Place, ask: &EscrowAsk<'_>, now: UnixTime) -> Result<Escrow, AppError> {
    let (_, keys) = on_disk(place)?;
    vault::make_escrow(keys, TENANT, now, ask).map_err(refused)
}

/// The escrows of a shop that are noted beside its keys, the oldest first.
///
/// # Errors
/// [`AppError::Start`] where the key directory can not be read.
pub fn list(place: &Place) -> Result<Vec<Escrow>, AppError> {
    let (_, keys) = on_disk(place)?;
    vault::escrows(keys).map_err(unusable)
}

/// Notes that the secret of an escrow was destroyed before its end.
///
/// # Errors
/// [`AppError::NotFound`] where no escrow of that name is in force.
pub fn forego(place: &Place, id: &str) -> Result<(), AppError> {
    let (_, keys) = on_disk(place)?;
    match vault::drop_escrow(keys, id).map_err(unusable)? {
        true => Ok(()),
        false => Err(AppError::NotFound { what: "escrow" }),
    }
}

/// Puts an escrow back into an empty key directory, beside the data of now. Whoever was erased since stays erased; whoever
/// came since is taken out; the model is learned anew where that was anybody.
///
/// # Errors
/// [`AppError::NotProven`] for an escrow that is not this shop's, not whole, past its end or dropped, or another secret;
/// [`AppError::Start`] where the place of the keys or the data can not be used. Nothing was changed then, unless it says that
/// the keys are in place.
pub fn restore(
    place: &Place,
    parts: &EscrowParts<'_>,
    (policy, memory_bytes): (Policy, u64),
    now: UnixTime,
) -> Result<Settled, AppError> {
    let (data, keys) = on_disk(place)?;
    if !is_there(data) {
        return Err(AppError::Start("there are no data at that place".to_owned()));
    }
    apart(data, keys)?;
    let opened = Embedded::open(data).map_err(|error| AppError::Start(error.to_string()))?;
    let store: Arc<dyn Store> = Arc::new(opened);
    vault::restore_keys(parts, TENANT, &*store, CLOCK, keys, now).map_err(refused)?;
    let settled = finish((store, keys), (policy, memory_bytes), now).map_err(|error| {
        AppError::Start(format!("the keys are in place, and the next opening goes on with the rest: {error}"))
    })?;
    settled.ok_or_else(|| AppError::Start("the keys were finished by somebody else meanwhile".to_owned()))
}

/// Opens keys that were put back, and learns anew where anybody was taken out.
fn finish(
    (store, keys): (Arc<dyn Store>, &Path),
    (policy, memory_bytes): (Policy, u64),
    now: UnixTime,
) -> Result<Option<Settled>, AppError> {
    let shop = Shop::over(store, KeyPlace::Directory(keys), policy, now)?;
    shop.set_memory_bytes(memory_bytes);
    let settled = shop.vault.settled_at_open().cloned();
    if shop.has_news() {
        shop.train(now, &|_| {})?;
    }
    shop.enter_log(now)?;
    Ok(settled)
}

fn unusable(error: VaultError) -> AppError {
    AppError::Start(error.to_string())
}

fn refused(fault: EscrowFault) -> AppError {
    if fault.is_of_the_escrow() { AppError::NotProven(fault.to_string()) } else { AppError::Start(fault.to_string()) }
}
