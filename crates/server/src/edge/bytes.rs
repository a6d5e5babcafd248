//! Kinds of bytes, as tables.

/// A token character: what methods and field names are made of.
pub(super) static TOKEN: [bool; 256] =
    table(b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

/// A character of a request target: what a URI may hold, and what browsers leave as it is.
pub(super) static TARGET: [bool; 256] =
    table(b"-._~:/?[]@!$&'()*+,;=%|^{}\\0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

/// A character of an authority.
pub(super) static AUTHORITY: [bool; 256] =
    table(b"-._~:[]!$&'()*+,;=%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

/// A control character other than the tab: where the plain part of a line ends.
pub(super) static CONTROL: [bool; 256] = {
    let mut controls = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        controls[byte] = byte != b'\t' as usize;
        byte += 1;
    }
    controls[0x7f] = true;
    controls
};

/// Whether a text is not empty and made of this kind alone.
pub(super) fn is_made_of(kind: &[bool; 256], text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|byte| kind[usize::from(*byte)])
}

/// The text without the spaces and tabs around it.
pub(super) fn trimmed(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = text {
        text = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

const fn table(members: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < members.len() {
        table[members[index] as usize] = true;
        index += 1;
    }
    table
}
