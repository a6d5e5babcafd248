//! Notes whose first line is a title and the number of a form: taken where this shop signed them, in a form that is known.

use super::{Note, NoteError, VerifierKey};

/// Why such a note is not taken.
#[derive(Debug)]
pub(crate) enum NotTaken {
    /// It is no signed note.
    Unsigned(NoteError),
    /// Somebody else signed it.
    Foreign,
    /// It was changed.
    Changed,
    /// It says what no version of this program writes.
    Strange,
    /// A newer version wrote it: the form that was found.
    Newer(u32),
}

/// The text of a note with this title, signed with this key, of a form up to `known`.
pub(crate) fn titled<'n>(note: &'n [u8], key: &VerifierKey, title: &str, known: u32) -> Result<&'n str, NotTaken> {
    let text = match Note::parse(note).map_err(NotTaken::Unsigned)?.verify(std::slice::from_ref(key)) {
        Ok(verified) => verified.text,
        Err(NoteError::OtherKey) => return Err(NotTaken::Foreign),
        Err(_) => return Err(NotTaken::Changed),
    };
    let form = text.strip_prefix(title).and_then(|rest| rest.lines().next()?.parse::<u32>().ok());
    match form.ok_or(NotTaken::Strange)? {
        found if found > known => Err(NotTaken::Newer(found)),
        _ => Ok(text),
    }
}

/// What stands in such a text behind its title and the shop's name: one value a line, each behind its own name.
pub(crate) struct Values<'t>(std::iter::Skip<std::str::Lines<'t>>);

impl<'t> Values<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self(text.lines().skip(2))
    }

    /// The value of the next line, which has to be of this name.
    pub(crate) fn next(&mut self, name: &str) -> Option<&'t str> {
        self.0.next()?.strip_prefix(name)?.strip_prefix(' ')
    }
}
