//! Recognises texts that look like an address or number of a person, so that they are not taken in by accident.

/// Whether a text holds an e-mail address, a telephone number or a bank account number (IBAN).
#[must_use]
pub fn looks_personal(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || ",;<>()\"'".contains(c)).any(is_email) || is_phone(text) || is_iban(text)
}

fn is_email(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
}

/// Nine to fifteen digits (ITU-T E.164) in one run, written as telephone numbers are, with a plus, a zero or a
/// parenthesis first.
fn is_phone(text: &str) -> bool {
    let text = text.trim();
    let written = text.chars().all(|c| c.is_ascii_digit() || " +-./()".contains(c));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    written && (9..=15).contains(&digits) && text.starts_with(['+', '0', '('])
}

/// Two letters, two check digits, eleven to thirty letters and digits, and the check of ISO 13616 holds.
fn is_iban(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if !(15..=34).contains(&plain.len()) || !plain.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let (head, tail) = plain.split_at(4);
    let starts =
        head.bytes().take(2).all(|b| b.is_ascii_uppercase()) && head.bytes().skip(2).all(|b| b.is_ascii_digit());
    starts && tail.chars().chain(head.chars()).fold(0_u32, remainder) == 1
}

fn remainder(so_far: u32, sign: char) -> u32 {
    let value = sign.to_digit(36).unwrap_or(0);
    let shift = if value > 9 { 100 } else { 10 };
    (so_far * shift + value) % 97
}

#[cfg(test)]
mod tests {
    use super::looks_personal;

    #[test]
    fn addresses_and_numbers_of_people_are_recognised() {
        for personal in [
            "jane@example.org",
            "mail: jane.d@example.co.uk!",
            "+49 170 1234567",
            "(030) 123456789",
            "DE89 3704 0044 0532 0130 00",
        ] {
            assert!(looks_personal(personal), "{personal}");
        }
        for ordinary in
            ["sage green", "3 @ 5 EUR", "2024-11-05", "84029E", "123456789012", "DE00370400440532013000", "v1.2.3"]
        {
            assert!(!looks_personal(ordinary), "{ordinary}");
        }
    }
}
