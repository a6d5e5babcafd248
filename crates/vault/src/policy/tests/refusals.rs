//! Every mistake in a file is refused with the file and the line that it stands on.

use super::{changed, line_of, shipped};
use crate::policy::Policy;

/// The file, what is changed to what, where the mistake then stands, and what is said.
#[track_caller]
fn check(name: &str, from: &str, to: &str, at: &str, says: &str) {
    let (sources, text) = changed(name, from, to);
    let mistake = Policy::read(&sources).expect_err(says);
    assert!(mistake.says.contains(says), "{says}: {mistake}");
    assert_eq!((mistake.place.file.as_str(), mistake.place.line), (name, line_of(&text, at)), "{mistake}");
    assert_eq!(mistake.to_string().lines().count(), 1, "{mistake}");
}

#[test]
fn the_shipped_policy_reads() {
    let policy = shipped();
    assert_eq!(policy.purposes().count(), 5);
    assert_eq!(policy.profiles().count(), 24);
    assert_eq!(policy.jurisdiction("atlantis"), crate::gate::STRICTEST);
}

#[test]
fn a_purpose_with_a_mistake_is_refused_with_its_line() {
    let file = "purposes.toml";
    for (from, to, at, says) in [
        ("version = 3", "version = 3\ncolour = 2", "colour", "colour"),
        ("owner = \"marketing\"", "owner = \" \"", "owner = \" \"", "no owner"),
        ("owner = \"product\"\n", "", "[[purpose]]", "missing field `owner`"),
        ("review = \"2027-11-01\"\n", "", "[[purpose]]", "missing field `review`"),
        ("review = \"2027-11-01\"", "review = \"\"", "review = \"\"", "no review date"),
        ("review = \"2027-11-01\"", "review = \"2027-11-31\"", "2027-11-31", "is no date"),
        ("review = \"2027-11-01\"", "review = \"20271101\"", "20271101", "is no date"),
        (
            "benefit.en = \"We count what works, so that the shop gets better.\"",
            "benefit.en = \"\"",
            "benefit.en = \"\"",
            "no benefit",
        ),
        ("benefit.de = \"Wir", "benefits.de = \"Wir", "benefit.en = \"We write", "missing field `de`"),
        ("number = 4\nowner", "number = 3\nowner", "number = 3\nowner = \"product\"", "used twice"),
        ("number = 4\nowner", "number = 64\nowner", "number = 64", "above 63"),
        ("key = \"ads\"", "key = \"message\"", "key = \"message\"\nnumber = 3", "used twice"),
        ("key = \"ads\"", "key = \"Ads\"", "key = \"Ads\"", "is no key"),
        ("[\"email\", \"push\"]", "[\"email\",\n\"pigeon\"]", "\"pigeon\"", "no channel is called `pigeon`"),
        (
            "\"trait.interest\", \"trait.group\"]\nchannels = [\"web\"",
            "\"trait.taste\", \"trait.group\"]\nchannels = [\"web\"",
            "trait.taste",
            "no category is called `trait.taste`",
        ),
        ("compatible = [\"recommend\"]", "compatible = [\"please\"]", "please", "no purpose is called `please`"),
        ("classes = [\"train\"]", "classes = []", "classes = []", "has a class"),
        ("classes = [\"train\"]", "classes = [\"teach\"]", "teach", "teach"),
        ("tcf = [8]", "tcf = [12]", "tcf = [12]", "1 to 11"),
        ("dpv = \"https://w3id.org/dpv#DirectMarketing\"", "dpv = \"marketing\"", "dpv = \"marketing\"", "dpv"),
        ("fideslang = \"train_ai_system\"", "fideslang = \"\"", "fideslang = \"\"", "no fideslang use"),
        ("max_age_days = 400", "max_age_days = 401", "max_age_days = 401", "further than data is kept"),
        ("consent_days = 365", "consent_days = 99999", "99999", "36525"),
        ("tcf = [3, 4]", "tcf = [3, 4]\ntakes_sensitive = true", "takes_sensitive", "never reaches ads"),
        ("tcf = [3, 4]", "tcf = [3, 4]\ncompatible = [\"recommend\"]", "compatible", "compatible with nothing"),
        ("tcf = [8]", "tcf = [8]\nmodes = { eu = \"opt_out\" }", "modes = {", "`opt_out` is laxer than `opt_in`"),
        ("tcf = [8]", "tcf = [8]\nmodes = { mu = \"opt_in\" }", "modes = {", "no jurisdiction is called `mu`"),
        ("tcf = [8]", "tcf = [8]\nmodes = { eu = \"maybe\" }", "modes = {", "maybe"),
    ] {
        check(file, from, to, at, says);
    }
}

#[test]
fn a_category_or_channel_with_a_mistake_is_refused_with_its_line() {
    let new = "[[category]]\nkey = \"activity.dance\"\nnumber = 63\n\n[[category]]";
    let special = "number = 10\nparent = \"special\"";
    let twice = "#Interest\"\n[category.groups]\nby = []\npeople_min = 50\n";
    for (name, from, to, at, says) in [
        ("categories.toml", "number = 1\n", "number=0\n", "number=0", "used twice"),
        ("categories.toml", "parent = \"trait\"", "parent = \"traits\"", "traits", "no group `traits`"),
        ("categories.toml", "number = 5", "number = 5\nsensitivity = \"none\"", "\"none\"", "may only rise"),
        ("categories.toml", "sensitivity = \"special\"", "sensitivity = \"spicy\"", "spicy", "spicy"),
        (
            "categories.toml",
            "[[category]]",
            new,
            "key = \"activity.dance\"",
            "no purpose uses the category `activity.dance`",
        ),
        ("categories.toml", "protected = true", "shielded = true", "shielded", "shielded"),
        ("categories.toml", "people_min = 50", "people_min = 49", "people_min = 49", "at least 50 people"),
        ("categories.toml", "by = [\"category\"]", "by = [\"seller\"]", "\"seller\"", "nobody is grouped by `seller`"),
        (
            "categories.toml",
            "number = 10",
            "number = 10\nprotected = true",
            "[category.groups]",
            "sensitive or protected",
        ),
        ("categories.toml", "number = 10\nparent = \"trait\"", special, "[category.groups]", "sensitive or protected"),
        ("categories.toml", "#Interest\"\n", twice, "[category.groups]\nby = [\"category\"]", "under one category"),
        ("channels.toml", "number = 3", "number=2", "number=2", "used twice"),
        ("channels.toml", "[[channel]]\nkey = \"push\"", "[[channel]] # here", "# here", "missing field `key`"),
    ] {
        check(name, from, to, at, says);
    }
}

#[test]
fn a_profile_with_a_mistake_is_refused_with_its_line() {
    let eu = "profiles/eu.toml";
    for (name, from, to, at, says) in [
        (eu, "title =", "name =", "name =", "name"),
        ("profiles/uk.toml", "number = 2\n", "number=1\n", "number=1", "used twice"),
        (eu, "number = 1\n", "number = 0\n", "number = 0", "number 0"),
        (eu, "key = \"eu\"", "key = \"europe\"", "key = \"europe\"", "the name of its key"),
        (eu, "2018-05-25", "2018-25-05", "2018-25-05", "is no date"),
        (eu, "source = \"GDPR Art. 22(2)(c)\"", "source = \"\"", "source = \"\"", "names its source"),
        (
            eu,
            "source = \"GDPR Art. 22(2)(c)\"\n",
            "",
            "[[version.mode]]\nclasses = [\"significant\"]",
            "missing field `source`",
        ),
        (
            eu,
            "classes = [\"profiling\"]",
            "classes = [\"train\"]",
            "classes = [\"train\"]\nmode = \"opt_in\"\nsource = \"GDPR Art. 6(1)(a); EDPB",
            "two lines",
        ),
        (eu, "classes = [\"profiling\"]", "classes = []", "[[version]]", "`profiling`"),
        (
            eu,
            "kinds = [\"special\"]\nmode = \"explicit\"",
            "kinds = [\"special\"]\nmode = \"opt_out\"",
            "mode = \"opt_out\"",
            "`explicit` or `prohibited`",
        ),
        (eu, "kinds = [\"special\"]", "kinds = [\"none\"]", "kinds = [\"none\"]", "not sensitive"),
        (eu, "child_below = 16", "child_below = 19", "child_below", "no child"),
        (eu, "lifetime_days = 730", "lifetime_days = 0", "lifetime_days = 0", "a day at least"),
        (eu, "what = \"answer\"", "what = \"reply\"", "reply", "reply"),
        (eu, "names = [\"gpc\"]", "names = [\"smoke\"]", "smoke", "smoke"),
        (
            eu,
            "[version.age]\nchild_below = 16\nadult_from = 18\nsource = \"GDPR Art. 8(1)\"\n",
            "",
            "[[version]]",
            "no `age`",
        ),
        (
            eu,
            "effective = \"2018-05-25\"",
            "effective = \"2018-05-25\"\nextends = true",
            "[[version]]",
            "extends nothing",
        ),
        ("profiles/fr.toml", "base = \"eu\"", "base = \"eo\"", "base = \"eo\"", "no profile to base on"),
        (
            "profiles/us-ct.toml",
            "2026-07-01",
            "2023-07-01",
            "2023-07-01\"\nlaw = \"Connecticut Data Privacy Act (Conn. Gen. Stat. 42-515 ff.) as",
            "in order of their dates",
        ),
        (
            "profiles/us-ca.toml",
            "bands = [\"teen\"]\nclasses",
            "bands = [\"teen\"]\nclasses = [\"train\"]\nmode = \"opt_out\"\nsource = \"x\"\n\n[[version.minor]]\nbands = [\"teen\"]\nclasses",
            "mode = \"opt_out\"\nsource = \"x\"",
            "`opt_in` or `prohibited`",
        ),
    ] {
        check(name, from, to, at, says);
    }
}

#[test]
fn no_profile_is_stricter_than_the_strictest() {
    let (sources, _) = changed(
        "profiles/ch.toml",
        "\"targeted_ads\", \"sale_share\"]\nmode = \"opt_in\"",
        "\"targeted_ads\", \"sale_share\"]\nmode = \"prohibited\"",
    );
    let mistake = Policy::read(&sources).expect_err("stricter").to_string();
    assert!(mistake.starts_with("profiles/ch.toml:1: `ch` is stricter than `zz-strict` about"), "{mistake}");
}
