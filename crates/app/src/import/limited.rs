//! What a person set elsewhere about being reached, taken over: it only restricts, so nobody is asked for it.

use crate::{AppError, Shop};
use domain::{SubjectId, UnixTime};
use serde::Deserialize;
use vault::{Limits, QUIET_HELD_MAX, Quiet, TOPICS_HELD_MAX, WEEKLY_MAX, Zone};

/// As the export has it.
#[derive(Default, Deserialize)]
pub(super) struct Limited {
    weekly: Vec<Weekly>,
    quiet: Quiets,
    topics_off: Vec<String>,
}

#[derive(Deserialize)]
struct Weekly {
    channel: String,
    most: u8,
}

/// A list; archives from before had one stretch, or none.
#[derive(Deserialize)]
#[serde(untagged)]
enum Quiets {
    Many(Vec<Hours>),
    One(Option<Hours>),
}

impl Default for Quiets {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Quiets {
    fn all(&self) -> &[Hours] {
        match self {
            Self::Many(many) => many,
            Self::One(one) => one.as_slice(),
        }
    }
}

#[derive(Deserialize)]
struct Hours {
    from_minute: u16,
    to_minute: u16,
    zone: String,
}

impl Limited {
    /// What is set here already with what was set there: of two limits the tighter one.
    fn with(&self, own: Limits, shop: &Shop) -> Limits {
        let mut both = own;
        for there in &self.weekly {
            // A channel that has no name here reaches nobody here.
            let Some(channel) = shop.policy().channel(&there.channel) else { continue };
            let most = both.weekly.entry(channel).or_insert(WEEKLY_MAX);
            *most = (*most).min(there.most);
        }
        let quiet = |hours: &Hours| Quiet::new(hours.from_minute, hours.to_minute, Zone::parse(&hours.zone)?).ok();
        for quiet in self.quiet.all().iter().take(QUIET_HELD_MAX).filter_map(quiet) {
            quiet.add_to(&mut both.quiet);
        }
        let room = TOPICS_HELD_MAX.saturating_sub(both.topics_off.len());
        both.topics_off.extend(self.topics_off.iter().take(room).cloned());
        both
    }
}

impl Shop {
    pub(super) fn carry_limits(&self, now: UnixTime, who: &SubjectId, there: &Limited) -> Result<(), AppError> {
        let own = self.limits(now, who)?;
        let both = there.with(own.clone(), self);
        // Somebody of whom nothing is kept yet stays a stranger, where nothing was set.
        if both == own { Ok(()) } else { Ok(self.vault.at(now).carry_limits(who, &both)?) }
    }
}
