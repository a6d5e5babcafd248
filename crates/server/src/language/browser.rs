//! The words of the browser SDK, in its files: what is written there in English and German is what the languages' files say,
//! and where a language was added, it is served with that too.

use super::{Spoken, Words};
use serde_json::json;

/// Where the words of a script begin and end.
const BEGIN: &str = "const WORDS = {\n";
const END: &str = "\n};\n";

/// The words of a script, each by the name that the script asks for.
type Named = Vec<(&'static str, String)>;

/// A file of the SDK with the words of every language that is spoken; `None` where the file has no words.
pub fn with_words(file: &str, script: &str) -> Option<String> {
    let part = match file {
        "assent.js" => page,
        "less.js" => less,
        "panel.js" => panel,
        "device.js" => device,
        _ => return None,
    };
    written(script, part, super::spoken())
}

fn written(script: &str, part: fn(&Words) -> Named, spoken: &[Spoken]) -> Option<String> {
    let (before, rest) = script.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    let lines: Vec<_> = spoken.iter().map(|one| line(one.lang.code(), &part(&one.words))).collect();
    Some(format!("{before}{BEGIN}{}{END}{after}", lines.join("\n")))
}

/// The words of a language as a line of a script. JSON's strings are JavaScript's; a code with a hyphen is no name there.
fn line(code: &str, words: &[(&str, String)]) -> String {
    let code = if code.contains('-') { json!(code).to_string() } else { code.to_owned() };
    let words: Vec<_> = words.iter().map(|(name, text)| format!("{name}: {}", json!(text))).collect();
    format!("  {code}: {{ {} }},", words.join(", "))
}

fn page(words: &Words) -> Named {
    let sdk = &words.sdk;
    vec![("why", sdk.why.to_owned()), ("change", sdk.change.to_owned()), ("not", sdk.not("{}"))]
}

fn less(words: &Words) -> Named {
    let less = &words.sdk_less;
    vec![
        ("like", less.like.to_owned()),
        ("item", less.item.to_owned()),
        ("of", less.of("{}")),
        ("said", less.said.to_owned()),
        ("page", less.page.to_owned()),
        ("undo", less.undo.to_owned()),
    ]
}

fn panel(words: &Words) -> Named {
    let panel = &words.sdk_panel;
    vec![
        ("later", panel.later.to_owned()),
        ("close", panel.close.to_owned()),
        ("back", panel.back.to_owned()),
        ("thanks", panel.thanks.to_owned()),
        ("change", panel.change.to_owned()),
        ("failed", panel.failed.to_owned()),
        ("anew", panel.anew.to_owned()),
        ("days", panel.days("{n}", "{names}")),
        ("years", panel.years("{n}", "{names}")),
        ("nobody", panel.nobody.to_owned()),
    ]
}

fn device(words: &Words) -> Named {
    let device = &words.sdk_device;
    vec![
        ("together", device.together_one("{thing}")),
        ("both", device.together_two("{thing}", "{other}")),
        ("again", device.again.to_owned()),
        ("popular", device.popular.to_owned()),
        ("alike", device.alike("{thing}")),
        ("filler", device.filler.to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::built_in;

    #[test]
    fn the_scripts_say_what_the_languages_files_say() {
        for (name, script, part) in [
            ("assent.js", include_str!("../../../../sdk/assent.js"), page as fn(&Words) -> Named),
            ("less.js", include_str!("../../../../sdk/less.js"), less),
            ("panel.js", include_str!("../../../../sdk/panel.js"), panel),
            ("device.js", include_str!("../../../../sdk/device.js"), device),
        ] {
            let due = written(script, part, &built_in());
            assert_eq!(due.as_deref(), Some(script), "{name}: its words are written as the server writes them");
        }
    }

    #[test]
    fn a_line_is_one_whatever_the_words_are() {
        let words = vec![("why", "\u{201c}a\u{201d} \"b\"\n</script>".to_owned())];
        assert_eq!(line("pt-BR", &words), "  \"pt-BR\": { why: \"\u{201c}a\u{201d} \\\"b\\\"\\n</script>\" },");
    }
}
