//! The rule of the house: which items are shown at all, to everybody alike, in recommendations and beside an item.

use crate::{AppError, Shop};
use domain::Filter;
use std::sync::Arc;
use vault::{Vault, VaultError};

/// The blob that holds it.
const RULE: &str = "app/house";

impl Shop {
    /// The rule of the house, where there is one.
    #[must_use]
    pub fn house(&self) -> Option<Arc<Filter>> {
        self.house.load_full()
    }

    /// Puts a rule in the place of the one there was, or none. In force, and durable, when this returns. What it leaves out
    /// can be listed and found as before: it is a rule about what is recommended.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn set_house(&self, rule: Option<Filter>) -> Result<(), AppError> {
        let _writing = self.writing();
        match &rule {
            Some(rule) => self.vault.put_blob(RULE, &encode(rule)?)?,
            None => self.vault.delete_blobs(&[RULE.to_owned()])?,
        }
        self.house.store(rule.map(Arc::new));
        self.show(self.catalog(), self.model());
        Ok(())
    }
}

/// Reads the rule.
pub(crate) fn load(vault: &Vault) -> Result<Option<Filter>, AppError> {
    let blob = vault.blob(RULE)?;
    Ok(blob.map(|bytes| postcard::from_bytes(&bytes).map_err(|_| VaultError::Form)).transpose()?)
}

fn encode(rule: &Filter) -> Result<Vec<u8>, AppError> {
    postcard::to_stdvec(rule).map_err(|_| VaultError::Form.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;
    use domain::{ChannelId, Item, ItemId, SubjectId, UnixTime};
    use vault::Ask;
    use vault::policy::Policy;

    const NOW: UnixTime = UnixTime(1_760_000_000);

    fn shown(shop: &Shop) -> Vec<String> {
        let nobody = SubjectId::parse("nobody").expect("plain");
        let request = Request { count: 9, ..Request::default() };
        let answer = shop.recommend(NOW, &nobody, &Ask::on(ChannelId(0)), request).expect("recommends");
        answer.slate.places.iter().map(|place| place.item.as_str().to_owned()).collect()
    }

    #[test]
    fn a_rule_of_the_house_holds_from_now_on_and_after_the_next_start_until_it_is_lifted() {
        let ground: Arc<dyn store::Store> = Arc::new(store::Memory::new());
        let keys = std::env::temp_dir().join(format!("assent-house-{}", std::process::id()));
        let open = || {
            let policy = Policy::shipped().expect("shipped");
            Shop::over(Arc::clone(&ground), vault::KeyPlace::Directory(&keys), policy, NOW).expect("opens")
        };
        let named = |id: &str| Item::named(ItemId::parse(id).expect("plain"), id.to_owned());
        let shop = open();
        shop.put_items(vec![named("cup"), named("hat")]).expect("puts");
        let rule = Filter::Not(Box::new(Filter::Item(vec![named("hat").id])));
        shop.set_house(Some(rule.clone())).expect("sets");
        assert_eq!(shown(&shop), ["cup"]);
        shop.put_items(vec![named("jam")]).expect("puts");
        assert_eq!((shown(&shop).len(), shop.catalog().items().len()), (2, 3), "it is about what is shown alone");
        drop(shop);
        let shop = open();
        assert_eq!((shown(&shop).len(), shop.house().as_deref()), (2, Some(&rule)));
        shop.set_house(None).expect("lifts");
        assert_eq!(shown(&shop).len(), 3);
        drop(shop);
        assert!(open().house().is_none());
        std::fs::remove_dir_all(&keys).expect("takes the keys away");
    }
}
