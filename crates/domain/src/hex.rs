//! Bytes as text.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Bytes as hexadecimal digits, two for each.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let (fours, rest) = bytes.as_chunks();
    let mut digits = Vec::with_capacity(2 * bytes.len());
    fours.iter().for_each(|four| digits.extend_from_slice(&eight_digits(u32::from_be_bytes(*four))));
    for byte in rest {
        digits.extend_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    // Digits are always UTF-8.
    String::from_utf8(digits).unwrap_or_default()
}

/// All at once: half a byte is put into each of eight, and becomes a digit, which from ten on stands further up.
const fn eight_digits(word: u32) -> [u8; 8] {
    let halves = word as u64;
    let halves = (halves | halves << 16) & 0x0000_ffff_0000_ffff;
    let halves = (halves | halves << 8) & 0x00ff_00ff_00ff_00ff;
    let halves = (halves | halves << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    let from_ten = (halves + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101;
    (halves + 0x3030_3030_3030_3030 + from_ten * (b'a' - b'0' - 10) as u64).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_two_digits() {
        assert_eq!(hex(&[0, 0x0a, 0xf0, 0xff]), "000af0ff");
        assert_eq!(hex(&[]), "");
        let all: Vec<u8> = (0..=255).collect();
        let plain: String = all.iter().map(|byte| format!("{byte:02x}")).collect();
        for len in 0..=256 {
            assert_eq!(hex(&all[..len]), plain[..2 * len]);
            assert_eq!(hex(&all[256 - len..]), plain[512 - 2 * len..]);
        }
    }
}
