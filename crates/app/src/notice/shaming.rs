//! Confirm-shaming: words on a no that blame, frighten or make one regret it.

use domain::Lang;

/// Words that a no does not need (EDPB Guidelines 03/2022 on deceptive design, "emotional steering"; CPPA regulations,
/// section 7004(a)(2)). In lower case.
const EN: &[&str] = &[
    "i don't want",
    "i do not want",
    "i don't like",
    "i do not like",
    "i don't care",
    "i do not care",
    "i don't need",
    "i do not need",
    "i hate",
    "i prefer",
    "i'd rather",
    "i would rather",
    "i'm fine with",
    "i am fine with",
    "i'll pass",
    "miss out",
    "missing out",
    "worse",
    "boring",
    "irrelevant",
    "random",
    "full price",
    "pay more",
    "give up",
    "lose",
    "unfortunately",
    "are you sure",
    "at your own risk",
    "unsafe",
    "selfish",
    "sad",
    "sorry",
    "stay uninformed",
    "no thanks, i",
];
const DE: &[&str] = &[
    "ich will keine",
    "ich möchte keine",
    "ich brauche keine",
    "ich mag keine",
    "mir egal",
    "ist mir egal",
    "ich verzichte",
    "verzichten",
    "lieber nicht",
    "schlechter",
    "langweilig",
    "verpassen",
    "verpasse",
    "irrelevant",
    "zufällig",
    "voller preis",
    "vollen preis",
    "mehr bezahlen",
    "leider",
    "wirklich nicht",
    "sind sie sicher",
    "auf eigene gefahr",
    "unsicher",
    "schade",
    "verlieren",
    "verliere",
    "unpersönlich",
    "nein danke, ich",
];

/// Whether a no is worded to shame, as far as such words are known in its language.
pub(super) fn shames(label: &str, lang: Lang) -> bool {
    let plain = label.to_lowercase().replace('\u{2019}', "'");
    let spaced = format!(
        " {} ",
        plain.split(|c: char| !c.is_alphabetic() && c != '\'' && c != ',').collect::<Vec<_>>().join(" ")
    );
    let words = match lang {
        Lang::EN => EN,
        Lang::DE => DE,
        _ => &[],
    };
    words.iter().any(|shaming| spaced.contains(&format!(" {shaming} ")) || spaced.contains(&format!(" {shaming}, ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lang: Lang, label: &str, expected: bool) {
        assert_eq!(shames(label, lang), expected, "{label}");
    }

    #[test]
    fn a_plain_no_is_one_and_a_sad_one_is_not() {
        for plain in ["No", "No, thank you", "Nothing about me", "Only what is needed", "Decline all", "Loser's corner"]
        {
            check(Lang::EN, plain, false);
        }
        for shaming in [
            "No, I don\u{2019}t want to save money",
            "I'd rather pay full price",
            "No thanks, I hate good deals",
            "Continue with a worse experience",
            "Miss out",
        ] {
            check(Lang::EN, shaming, true);
        }
        for plain in ["Nein", "Nein, danke", "Nichts über mich", "Ablehnen", "Nur das Nötige"] {
            check(Lang::DE, plain, false);
        }
        for shaming in ["Nein, ich möchte keine Vorteile", "Ich verzichte auf Rabatte", "Leider nein"] {
            check(Lang::DE, shaming, true);
        }
    }
}
