//! All words that people are told, as the code names them: what is named here is looked for in every language's file.

/// Declares the words of a part of the product. Each becomes a message of a language's file, named after the part and the
/// word, with hyphens: `texts` are said as they are; of `lists` and `pairs` there are so many, numbered from 1, and the
/// second of a pair ends in `-note`; `keys` have a message for each of a vocabulary; what `says` is filled in.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident {
        $(texts { $($text:ident),* $(,)? })?
        $(lists { $($list:ident: $count:literal),* })?
        $(pairs { $($pair:ident: $pairs:literal),* })?
        $(keys { $($key:ident: $known:expr),* $(,)? })?
        $(says { $($(#[$says_doc:meta])* $says:ident($($blank:ident: $kind:ty),*),)* })?
    })*) => {$(
        $(#[$doc])*
        pub struct $name {
            $($(pub $text: super::Text,)*)?
            $($(pub $list: [super::Text; $count],)*)?
            $($(pub $pair: [(super::Text, super::Text); $pairs],)*)?
            $($(pub $key: super::Keys,)*)?
            $($($says: super::Sentence,)*)?
        }

        impl $name {
            pub(super) fn read(file: &mut super::Reader, part: &str) -> Self {
                Self {
                    $($($text: file.text(part, stringify!($text)),)*)?
                    $($($list: file.list(part, stringify!($list)),)*)?
                    $($($pair: file.pairs(part, stringify!($pair)),)*)?
                    $($($key: file.keys(part, stringify!($key), $known),)*)?
                    $($($says: file.sentence(part, stringify!($says), &[$((stringify!($blank), <$kind as super::Blank>::IS_NUMBER)),*]),)*)?
                }
            }

            $($($(#[$says_doc])*
            pub fn $says(&self, $($blank: $kind),*) -> String {
                self.$says.say([$((stringify!($blank), $blank.into())),*])
            })*)?
        }
    )*};
}

mod held;
mod keys;
mod pages;
mod said;

pub use held::*;
pub use keys::Keys;
pub use pages::*;
pub use said::*;

use super::read::Reader;
use super::sentence::{Blank, Sentence};

/// A text that is said as it is. It was read once and stays for as long as the program runs.
pub type Text = &'static str;

macro_rules! parts {
    ($($part:ident: $kind:ident = $name:literal,)*) => {
        /// All words of a language.
        pub struct Words {$(
            pub $part: $kind,
        )*}

        impl Words {
            pub(super) fn read(file: &mut Reader) -> Self {
                Self {$($part: $kind::read(file, $name),)*}
            }
        }
    };
}

parts! {
    language: LanguageWords = "language",
    format: FormatWords = "format",
    frame: FrameWords = "frame",
    news: NewsWords = "news",
    contextual: RungWords = "rung-contextual",
    visit: RungWords = "rung-visit",
    group: RungWords = "rung-group",
    personal: RungWords = "rung-personal",
    used: UsedWords = "rung-used",
    consent: ConsentWords = "consent",
    choices: ChoicesWords = "choices",
    center: CenterWords = "center",
    device: DeviceWords = "device",
    shop: ShopWords = "shop",
    less: LessWords = "less",
    why: WhyWords = "why",
    category: CategoryWords = "category",
    item: ItemWords = "item",
    data: DataWords = "data",
    recipients: RecipientsWords = "recipients",
    rights: RightsWords = "rights",
    interests: InterestsWords = "interests",
    messages: MessagesWords = "messages",
    asking: AskingWords = "asking",
    history: HistoryWords = "history",
    receipts: ReceiptsWords = "receipts",
    receipt: ReceiptWords = "receipt",
    forget: ForgetWords = "forget",
    problem: ProblemWords = "problem",
    verify: VerifyWords = "verify",
    keys: KeyWords = "keys",
    because: BecauseWords = "because",
    refusal: RefusalWords = "refusal",
    slot: SlotWords = "slot",
    archive: ArchiveWords = "archive",
    klaro: KlaroWords = "klaro",
    sdk: SdkWords = "sdk",
    sdk_less: SdkLessWords = "sdk-less",
    sdk_panel: SdkPanelWords = "sdk-panel",
    sdk_device: SdkDeviceWords = "sdk-device",
}
