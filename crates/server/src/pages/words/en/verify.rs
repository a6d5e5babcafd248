//! English, for verifying a receipt.

use super::super::VerifyWords;

pub(super) const WORDS: VerifyWords = VerifyWords {
    brand: "Assent",
    title: "Is this receipt genuine?",
    lead: "A receipt of consent is signed by the shop. Here your browser checks the signature: what you paste stays on this page and is \
           sent to nobody.",
    no_script: "This page needs JavaScript, which your browser has switched off. The program does the same on a command line:",
    command: "assent verify receipt receipt.txt --keys-file shop.vkey",
    receipt: "The receipt, whole, with the line that begins with a dash",
    file: "Or the file, as you downloaded it",
    key: "The shop’s key, if you have it from elsewhere",
    key_note: "Left empty, this site is asked for its key: then you trust this site to be the shop. A key that stands in the receipt \
               proves nothing.",
    check: "Check it",
    foot: "The check runs in your browser, in a script that you can read. It stores nothing.",
    sentences: &[
        ("proven", "Genuine, and not changed since it was signed"),
        ("not_proven", "Not proven"),
        ("key_fetched", "The key came from this site: the receipt is from whoever runs it."),
        ("key_given", "Checked with the key that you gave."),
        ("said", "What was said"),
        ("about", "About"),
        ("when", "When"),
        ("who", "By whom"),
        ("how", "How"),
        ("notice", "What was shown"),
        ("signed_by", "Signed by"),
        ("made", "Receipt made"),
        ("number", "Receipt"),
        ("ledger", "Place in the ledger"),
        ("of", "of"),
        ("whole", "The whole receipt"),
        ("not_recorded", "not recorded"),
        ("every.purpose", "every use"),
        ("every.category", "every kind of data"),
        ("every.channel", "everywhere"),
        ("why.empty", "Paste a receipt, or choose its file."),
        ("why.too_long", "It is longer than 256 KiB: no receipt is."),
        ("why.not_text", "It is not plain text."),
        ("why.form", "It is cut off, or no signed receipt: the signature is missing below it."),
        ("why.line", "A line below its text is no signature."),
        ("why.changed", "It was changed after it was signed: the signature does not match."),
        ("why.other_key", "It was signed with another key."),
        ("why.key", "The key can not be read."),
        ("why.no_key", "There is no key to check it with."),
        ("why.no_answer", "This site did not say its key. Give it above."),
        ("why.not_a_receipt", "The signature holds, but what it signed is no receipt of consent."),
        (
            "why.unsupported",
            "Your browser can not check this kind of signature (Ed25519), or only over https. A newer one can, and so \
                             does the command line.",
        ),
        ("why.fault", "Something went wrong here. Nothing was proven."),
    ],
};
