//! Reading grade: how many years of school a text asks for.

use domain::Lang;

/// The grade of a text; `None` where it has no words, or is in a language that has no formula here ([`is_graded`]).
///
/// English: Flesch-Kincaid grade level (Kincaid et al. 1975). German: first Wiener Sachtextformel (Bamberger and Vanecek
/// 1984). Both give years of school.
#[must_use]
pub fn grade(text: &str, lang: Lang) -> Option<f64> {
    let words: Vec<&str> = words(text).collect();
    if words.is_empty() || !is_graded(lang) {
        return None;
    }
    let count = words.len() as f64;
    let length = count / sentences(text) as f64;
    let syllables: Vec<usize> = words.iter().map(|word| syllables(word, lang)).collect();
    let share = |is: &dyn Fn(usize) -> bool| (0..words.len()).filter(|at| is(*at)).count() as f64 * 100.0 / count;
    if lang == Lang::EN {
        return Some(0.39 * length + 11.8 * syllables.iter().sum::<usize>() as f64 / count - 15.59);
    }
    let long = share(&|at| words[at].chars().count() > 6);
    let many = share(&|at| syllables[at] >= 3);
    let one = share(&|at| syllables[at] == 1);
    Some(0.1935 * many + 0.1672 * length + 0.1297 * long - 0.0327 * one - 0.875)
}

/// Whether there is a formula for a language: each was fitted to texts of that one, and means nothing for another.
#[must_use]
pub fn is_graded(lang: Lang) -> bool {
    [Lang::EN, Lang::DE].contains(&lang)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '\u{2019}').filter(|word| !word.is_empty())
}

/// How many sentences: what ends with a sign of its own, or with the text.
fn sentences(text: &str) -> usize {
    let parts = text.split(['.', '!', '?', ';', '\n']);
    parts.filter(|part| part.chars().any(char::is_alphabetic)).count().max(1)
}

/// Groups of vowels, at least one; in English a silent `e` at the end is none.
fn syllables(word: &str, lang: Lang) -> usize {
    let word = word.to_lowercase();
    let vowels = |c: char| "aeiouyäöüàéèêáíóúô".contains(c);
    let mut groups = 0;
    let mut before = false;
    for c in word.chars() {
        groups += usize::from(vowels(c) && !before);
        before = vowels(c);
    }
    let silent = lang == Lang::EN && groups > 1 && word.ends_with('e') && !word.ends_with("le");
    groups.saturating_sub(usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lang: Lang, low: f64, high: f64) {
        let found = grade(text, lang).expect("there are words");
        assert!((low..=high).contains(&found), "{found} of {text}");
    }

    #[test]
    fn plain_words_ask_for_few_years_and_lawyers_words_for_many() {
        check("We show you things you may like. You can say no. It counts at once.", Lang::EN, -3.0, 5.0);
        check(
            "Notwithstanding the aforementioned, the controller's legitimate interests necessitate the processing of \
             personally identifiable information for individualised communication optimisation purposes.",
            Lang::EN,
            18.0,
            60.0,
        );
        check("Wir zeigen dir, was dir gut passt. Du kannst nein sagen. Das gilt sofort.", Lang::DE, -3.0, 5.0);
        check(
            "Unbeschadet der vorgenannten Bestimmungen erfordern die berechtigten Interessen des Verantwortlichen die \
             Verarbeitung personenbezogener Daten zur individualisierten Kommunikationsoptimierung.",
            Lang::DE,
            12.0,
            40.0,
        );
    }

    #[test]
    fn a_known_text_has_its_known_grade() {
        // 12 words, 2 sentences, 13 syllables: 0.39 * 6 + 11.8 * 13 / 12 - 15.59.
        check("The cat sat on the mat. The dog ran to the water.", Lang::EN, -0.47, -0.46);
    }

    #[test]
    fn what_has_no_words_has_no_grade() {
        assert_eq!(grade("", Lang::EN), None);
        assert_eq!(grade("12, 13!", Lang::DE), None);
    }

    #[test]
    fn a_language_without_a_formula_has_no_grade() {
        let french = Lang::parse("fr").expect("a code");
        assert!(!is_graded(french));
        assert_eq!(grade("Nous vous montrons ce qui vous va.", french), None);
    }
}
