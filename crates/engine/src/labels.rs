//! What the whole catalog says of its own words: what stands above each step of a category path, and which words are about
//! delicate things alone. Worked out once for a catalog.

use crate::Catalog;
use domain::Topic;
use std::collections::{BTreeSet, HashMap};

/// The words of a catalog.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    categories: HashMap<String, Step>,
    tags: HashMap<String, bool>,
    sellers: HashMap<String, bool>,
}

/// A step of category paths.
#[derive(Debug, Default)]
struct Step {
    above: BTreeSet<String>,
    plain: bool,
}

impl Labels {
    /// Those of a catalog, of all its items, whether they can be had or not.
    pub fn of(catalog: &Catalog) -> Self {
        let mut labels = Self::default();
        for item in catalog.items() {
            let plain = !item.sensitive;
            for (at, name) in item.category.iter().enumerate() {
                let step = entry(&mut labels.categories, name);
                step.plain |= plain;
                // A step that stands twice in a path counts where it stands first.
                if item.category[..at].contains(name) {
                    continue;
                }
                for above in &item.category[..at] {
                    if !step.above.contains(above) {
                        step.above.insert(above.clone());
                    }
                }
            }
            item.tags.iter().for_each(|tag| *entry(&mut labels.tags, tag) |= plain);
            item.seller.iter().for_each(|seller| *entry(&mut labels.sellers, seller) |= plain);
        }
        labels
    }

    /// What stands above a step, in any path; nothing for what is no step.
    pub fn above(&self, step: &str) -> impl Iterator<Item = &str> {
        self.categories.get(step).into_iter().flat_map(|step| &step.above).map(String::as_str)
    }

    /// Whether the catalog has items about this, and flags each of them.
    pub fn is_sensitive(&self, catalog: &Catalog, topic: &Topic) -> bool {
        let plain = match topic {
            Topic::Category(name) => self.categories.get(name).map(|step| step.plain),
            Topic::Tag(name) => self.tags.get(name).copied(),
            Topic::Seller(name) => self.sellers.get(name).copied(),
            Topic::Item(id) | Topic::Like(id) => catalog.get(id).map(|item| !item.sensitive),
        };
        plain == Some(false)
    }
}

/// The entry under a word.
fn entry<'m, T: Default>(all: &'m mut HashMap<String, T>, name: &str) -> &'m mut T {
    all.entry(name.to_owned()).or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::item;
    use domain::Item;

    fn labels() -> (Catalog, Labels) {
        let filed = |id: &str, path: &[&str], sensitive: bool| Item {
            category: path.iter().map(|step| (*step).to_owned()).collect(),
            tags: vec![path[0].to_lowercase()],
            seller: Some(format!("seller of {}", path[0])),
            sensitive,
            available: id != "saw",
            ..item(id)
        };
        let catalog = Catalog::new(vec![
            filed("rake", &["Garden", "Tools"], false),
            filed("saw", &["Workshop", "Wood", "Tools"], false),
            filed("loop", &["Tools", "Garden", "Tools"], false),
            filed("pill", &["Health", "Pills"], true),
            filed("soap", &["Bath", "Pills"], false),
        ]);
        let labels = Labels::of(&catalog);
        (catalog, labels)
    }

    #[test]
    fn what_stands_above_a_step_is_found_in_every_path_even_of_what_can_not_be_had() {
        let (_, labels) = labels();
        assert_eq!(labels.above("Tools").collect::<Vec<_>>(), ["Garden", "Wood", "Workshop"]);
        assert_eq!(labels.above("Garden").collect::<Vec<_>>(), ["Tools"]);
        assert_eq!((labels.above("Workshop").count(), labels.above("Moon").count()), (0, 0));
    }

    #[test]
    fn a_word_is_delicate_where_everything_under_it_is() {
        let (catalog, labels) = labels();
        let is = |topic: Topic| labels.is_sensitive(&catalog, &topic);
        assert!(is(Topic::Category("Health".into())) && is(Topic::Tag("health".into())));
        assert!(is(Topic::Seller("seller of Health".into())) && is(Topic::Like(item("pill").id)));
        assert!(
            !is(Topic::Category("Pills".into())) && !is(Topic::Tag("moon".into())) && !is(Topic::Item(item("saw").id))
        );
    }
}
