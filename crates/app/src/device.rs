//! Writes what devices rank with: one file for everybody, with its signature, written anew when the model or the day changes.

use crate::{AppError, Shop};
use domain::{DAY_SECONDS, UnixTime};
use engine::{DeviceModel, DeviceRows, Window, device_model};
use std::sync::{Arc, OnceLock, PoisonError};

/// Most bytes of a file before it is compressed. That of 20,000 items is about 9 MB.
pub const DEVICE_BYTES_MAX: usize = 32 << 20;

/// What the file begins with.
const MAGIC: &[u8; 8] = b"ASSENTD1";
/// The first line of its signature.
const KIND: &str = "assent-device-model-1";
/// What numbers of four bytes begin at a multiple of.
const ALIGNED: usize = 4;

/// What devices rank with. The same for everybody, and about nobody.
#[derive(Debug)]
pub struct DeviceFile {
    /// The SHA-256 of the bytes, in hexadecimal digits: its name.
    pub digest: String,
    /// The signed note that says so.
    pub note: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The file in a smaller form, once somebody asked for it.
    packed: OnceLock<Vec<u8>>,
    /// What it was written from, and on which day.
    from: (Arc<Window>, i64),
}

impl DeviceFile {
    /// The file in the form that `pack` makes of it; made once.
    pub fn packed(&self, pack: impl FnOnce(&[u8]) -> Vec<u8>) -> &[u8] {
        self.packed.get_or_init(|| pack(&self.bytes))
    }
}

impl Shop {
    /// What devices rank with, now.
    ///
    /// # Errors
    /// [`AppError::Limit`] where it would be beyond [`DEVICE_BYTES_MAX`].
    pub fn device_file(&self, now: UnixTime) -> Result<Arc<DeviceFile>, AppError> {
        let from = (self.window(), now.0.div_euclid(DAY_SECONDS));
        // What is in it is whole or not there, so a panic while it was written leaves nothing half done.
        let mut kept = self.for_devices.lock().unwrap_or_else(PoisonError::into_inner);
        let is_that = |file: &&Arc<DeviceFile>| Arc::ptr_eq(&file.from.0, &from.0) && file.from.1 == from.1;
        if let Some(file) = kept.as_ref().filter(is_that) {
            return Ok(Arc::clone(file));
        }
        let bytes = written(&device_model(&from.0, now))?;
        let (digest, note) = self.vault.sign_bytes(KIND, &bytes)?;
        let file = Arc::new(DeviceFile { digest, note, bytes, packed: OnceLock::new(), from });
        *kept = Some(Arc::clone(&file));
        Ok(file)
    }
}

/// The file: `ASSENTD1`, the length of a JSON document, the document, then numbers, lowest byte first: four weights of each
/// item (f32), and twice rows. All parts begin at a multiple of four.
fn written(model: &DeviceModel) -> Result<Vec<u8>, AppError> {
    let head = serde_json::to_vec(&model.head).map_err(|error| AppError::File(error.to_string()))?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend((head.len() as u32).to_le_bytes());
    bytes.extend(head);
    align(&mut bytes);
    for weights in [&model.together, &model.again, &model.popular, &model.factors] {
        floats(&mut bytes, weights);
    }
    rows(&mut bytes, &model.rows);
    rows(&mut bytes, &model.alike);
    if bytes.len() > DEVICE_BYTES_MAX {
        return Err(AppError::Limit { limit: "DEVICE_BYTES_MAX" });
    }
    Ok(bytes)
}

/// Rows: how many entries there are and how many bytes their items take (u32 each), the scale of each row (f32), how many
/// entries each has (u16), the items as steps from the one before in their row (LEB128), and the weights (i8).
fn rows(bytes: &mut Vec<u8>, rows: &DeviceRows) {
    let mut steps = Vec::with_capacity(rows.to.len());
    let mut left = &rows.to[..];
    for count in &rows.counts {
        let (row, further) = left.split_at(usize::from(*count));
        left = further;
        let mut before = 0;
        for to in row {
            step(&mut steps, to - before);
            before = *to;
        }
    }
    bytes.extend((rows.to.len() as u32).to_le_bytes());
    bytes.extend((steps.len() as u32).to_le_bytes());
    floats(bytes, &rows.scales);
    bytes.extend(rows.counts.iter().flat_map(|count| count.to_le_bytes()));
    align(bytes);
    bytes.extend(steps);
    align(bytes);
    bytes.extend(rows.weights.iter().map(|weight| weight.cast_unsigned()));
    align(bytes);
}

fn floats(bytes: &mut Vec<u8>, numbers: &[f32]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

/// A number, seven bits at a time, the lowest first.
fn step(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn align(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(ALIGNED), 0);
}
