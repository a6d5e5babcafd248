//! The files of a policy: those that ship, and a directory that is laid over them.

use super::text::{Mistake, Place, Source};
use super::{Policy, restrict, shipped, sign};
use crate::VaultError;
use std::fs;
use std::path::Path;

/// Largest file of a policy, in bytes.
pub const POLICY_FILE_BYTES_MAX: u64 = 1 << 20;
/// Most files in a policy's directory.
pub const POLICY_FILES_MAX: usize = 300;
/// The folder of profiles in a policy's directory.
const PROFILES: &str = "profiles";
/// The brand layer's file.
const BRAND: &str = "brand.toml";

/// Every file of a policy.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Purposes.
    pub purposes: Source,
    /// Categories.
    pub categories: Source,
    /// Channels.
    pub channels: Source,
    /// One file a jurisdiction.
    pub profiles: Vec<Source>,
    /// The shop's own layer.
    pub brand: Option<Source>,
}

impl Sources {
    /// The files that ship with the product.
    #[must_use]
    pub fn shipped() -> Self {
        Self {
            purposes: Source::new("purposes.toml", shipped::PURPOSES),
            categories: Source::new("categories.toml", shipped::CATEGORIES),
            channels: Source::new("channels.toml", shipped::CHANNELS),
            profiles: shipped::PROFILES.iter().map(|(name, text)| Source::new(name, text)).collect(),
            brand: None,
        }
    }

    /// With these files in place of those that have their names.
    fn with(mut self, files: Vec<Source>) -> Result<Self, Mistake> {
        for file in files {
            let place = match file.name.as_str() {
                "purposes.toml" => &mut self.purposes,
                "categories.toml" => &mut self.categories,
                "channels.toml" => &mut self.channels,
                BRAND => {
                    self.brand = Some(file);
                    continue;
                }
                name => match self.profiles.iter_mut().find(|profile| profile.name == name) {
                    Some(profile) => profile,
                    None if name.starts_with(PROFILES) => {
                        self.profiles.push(file);
                        continue;
                    }
                    None => return Err(wrong(name, "a policy has no file of that name")),
                },
            };
            *place = file;
        }
        Ok(self)
    }
}

impl Policy {
    /// The shipped policy with a directory laid over it. With a public key the directory has to be signed by its owner.
    ///
    /// # Errors
    /// [`VaultError::Policy`] with file and line for whatever is wrong, would loosen what ships, or is not signed.
    pub fn over(dir: &Path, public_key: Option<&Path>) -> Result<Self, VaultError> {
        let files = files(dir)?;
        if let Some(key) = public_key {
            sign::verify_files(dir, &files, key)?;
        }
        let shipped = Self::shipped()?;
        let policy = Self::read(&Sources::shipped().with(files)?)?;
        restrict::refuse_looser(&shipped, &policy)?;
        Ok(policy)
    }
}

/// The files of a policy's directory, in order of name.
pub(super) fn files(dir: &Path) -> Result<Vec<Source>, VaultError> {
    let mut names = Vec::new();
    for (folder, prefix) in [(dir.to_path_buf(), ""), (dir.join(PROFILES), "profiles/")] {
        if prefix.is_empty() || folder.is_dir() {
            names.extend(entries(&folder)?.into_iter().map(|name| format!("{prefix}{name}")));
        }
    }
    names.retain(|name| !name.starts_with('.') && name != PROFILES && name != sign::SIGNATURE);
    names.sort();
    if names.len() > POLICY_FILES_MAX {
        return Err(VaultError::Policy("more than POLICY_FILES_MAX files".to_owned()));
    }
    if names.is_empty() {
        return Err(VaultError::Policy("the policy's directory has no files".to_owned()));
    }
    names.into_iter().map(|name| file(dir, name)).collect()
}

fn entries(folder: &Path) -> Result<Vec<String>, VaultError> {
    let failed =
        |error: std::io::Error| VaultError::Policy(format!("the policy's directory can not be read: {}", error.kind()));
    let found = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    Ok(found.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

fn file(dir: &Path, name: String) -> Result<Source, VaultError> {
    let path = dir.join(&name);
    let length = fs::metadata(&path).map_or(u64::MAX, |found| if found.is_file() { found.len() } else { u64::MAX });
    if length > POLICY_FILE_BYTES_MAX {
        return Err(wrong(&name, "not a file of at most POLICY_FILE_BYTES_MAX bytes").into());
    }
    let text =
        fs::read_to_string(&path).map_err(|error| wrong(&name, &format!("can not be read: {}", error.kind())))?;
    Ok(Source { name, text })
}

fn wrong(name: &str, says: &str) -> Mistake {
    Mistake { place: Place { file: name.to_owned(), line: 1 }, says: says.to_owned() }
}
