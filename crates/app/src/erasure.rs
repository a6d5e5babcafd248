//! Erasures: their receipts, and whether they hold.

use crate::{AppError, Shop};
use domain::{SubjectId, UnixTime};
use std::path::PathBuf;
use store::{ReadOnly, Store};
use vault::{ErasureCheck, ErasureFault, ErasureReceipt, VaultError};

impl Shop {
    /// The receipts of erasures, in order of time.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn erasures(&self) -> Result<Vec<ErasureReceipt>, AppError> {
        Ok(self.vault.erasures()?)
    }

    /// Some receipts of erasures, in order of their names, and the name behind which the next ones come.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn erasures_after(
        &self,
        after: Option<[u8; 16]>,
        most: usize,
    ) -> Result<(Vec<ErasureReceipt>, Option<String>), AppError> {
        let mut page = self.vault.erasures_after(after, most + 1)?;
        let more = page.len() > most;
        page.truncate(most);
        let next = page.last().filter(|_| more).map(|last| last.id.clone());
        Ok((page, next))
    }

    /// Checks again that an erasure holds: its receipt, the keyring and the data.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none of this id, [`AppError::NotProven`] with what does not hold.
    pub fn recheck_erasure(&self, id: &str) -> Result<ErasureCheck, AppError> {
        let receipt = self.erasure_receipt(id)?;
        self.vault.verify_erasure(receipt.as_bytes(), None, &[]).map_err(fault)
    }

    /// A receipt of an erasure, signed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none of this id.
    pub fn erasure_receipt(&self, id: &str) -> Result<String, AppError> {
        self.vault.erasure_receipt(id)?.ok_or(AppError::NotFound { what: "erasure" })
    }

    /// The key that receipts of erasures are verified with, as a vkey.
    #[must_use]
    pub fn erasure_key(&self) -> String {
        self.vault.erasure_key().to_string()
    }

    /// Checks that an erasure holds: its receipt, the keyring, the data, backups, and the model, which has to be the one
    /// that the data of now teaches, with the weights and over the items that were chosen for it. Where that holds nothing of the person, neither does the model.
    ///
    /// # Errors
    /// [`AppError::NotProven`] with what does not hold, [`AppError::File`] for a backup that can not be read.
    pub fn verify_erasure(
        &self,
        now: UnixTime,
        receipt: &[u8],
        who: Option<&SubjectId>,
        backups: &[PathBuf],
    ) -> Result<ErasureCheck, AppError> {
        let copies: Vec<ReadOnly> =
            backups.iter().map(|path| crate::backup::open_copy(path)).collect::<Result<_, _>>()?;
        let copies: Vec<&dyn Store> = copies.iter().map(|copy| copy as &dyn Store).collect();
        let found = self.vault.verify_erasure(receipt, who, &copies).map_err(fault)?;
        if !self.verify_model(now, None)?.is_equal() {
            let said = "the model is not the one that the data of now teaches: train it anew, then verify again";
            return Err(AppError::NotProven(said.to_owned()));
        }
        Ok(found)
    }
}

fn fault(fault: ErasureFault) -> AppError {
    match fault {
        ErasureFault::Vault(error @ VaultError::Store(_)) => error.into(),
        other => AppError::NotProven(other.to_string()),
    }
}
