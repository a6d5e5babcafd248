//! Finding items by words: plain search over the whole catalog, the same for everybody, so that nothing is out of reach.

use crate::Catalog;
use domain::Item;
use std::sync::Arc;

/// Most words of a question that count.
const WORDS_ASKED_MAX: usize = 16;

impl Catalog {
    /// The items that have every word of the question in their title, description, category, tags, seller or id, a word
    /// being found where one begins with it. First those that have all of them in their title; within each in order of id.
    /// A question without a word finds nothing.
    ///
    /// It looks at every item: some 10 ms for 100,000.
    #[must_use]
    pub fn find(&self, question: &str) -> Vec<&Arc<Item>> {
        let words = words(question);
        if words.is_empty() {
            return Vec::new();
        }
        let (mut titled, mut rest) = (Vec::new(), Vec::new());
        for item in self.items() {
            let missing: Vec<&String> = words.iter().filter(|word| !has(&item.title, word)).collect();
            match missing.is_empty() {
                true => titled.push(item),
                false if missing.iter().all(|word| is_said_of(item, word)) => rest.push(item),
                false => {}
            }
        }
        titled.extend(rest);
        titled
    }
}

/// The words of a question, in lower case.
fn words(question: &str) -> Vec<String> {
    let words = question.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(WORDS_ASKED_MAX).map(str::to_lowercase).collect()
}

fn is_said_of(item: &Item, word: &str) -> bool {
    let labels = item.category.iter().chain(&item.tags).chain(&item.seller);
    has(&item.description, word) || labels.into_iter().any(|label| has(label, word)) || has(item.id.as_str(), word)
}

/// Whether a word of the text begins with this one; capitals do not count.
fn has(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|found| begins_with(found, word))
}

fn begins_with(found: &str, word: &str) -> bool {
    let mut letters = found.chars().flat_map(char::to_lowercase);
    word.chars().all(|letter| letters.next() == Some(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::item;

    fn found(question: &str) -> Vec<String> {
        let titled = |id: &str, title: &str| Item { title: title.into(), ..item(id) };
        let mut items = vec![titled("a", "Blue MUG"), titled("b", "Teapot"), titled("c", "Grünes Glas")];
        items[0].description = "goes with the teapot".into();
        items[1].tags = vec!["blue".into()];
        items[2].category = vec!["Kitchen".into(), "Glasses".into()];
        Catalog::new(items).find(question).iter().map(|item| item.id.as_str().to_owned()).collect()
    }

    #[test]
    fn every_word_has_to_be_there_and_those_in_the_title_come_first() {
        assert_eq!(found("blue"), ["a", "b"]);
        assert_eq!(found("teapot"), ["b", "a"], "the title first");
        assert_eq!(found("blue tea"), ["a", "b"]);
        assert_eq!(found("GRÜN"), ["c"], "capitals do not count, and the beginning is enough");
        assert_eq!(found("kitchen glas"), ["c"]);
        assert!(found("pot").is_empty(), "the middle of a word is not");
        assert!(found("mug glas").is_empty() && found("").is_empty() && found("!?").is_empty());
    }
}
