//! English, for what somebody likes.

use super::super::InterestsWords;
use super::count;

pub(super) const WORDS: InterestsWords = InterestsWords {
    title: "Interests",
    lead: "What you say comes first. What is concluded from what you did is marked as such, and goes when you say that it is wrong.",
    said: "What you said",
    said_nothing: "Nothing yet.",
    liked: "you like it",
    never: "never show it to you",
    take_back: "Take it back",
    topic: "A kind of things",
    like: "I like it",
    never_show: "Never show it",
    choose_first: "You have not chosen yet, so nothing is kept of you. Choose first, if you like.",
    concluded: "What is concluded from what you did",
    concluded_lead: "Worked out anew each time, from two of your things on, and kept nowhere but in its receipt. It decides what is more of the \
                     same for you, and what is something else.",
    concluded_nothing: "Nothing is concluded about you.",
    rests_on: |things, share| {
        format!("Concluded from {}: {share} of all that your recommendations go by.", count(things, "thing", "things"))
    },
    wrong: "That is wrong",
    contested: "What you say is wrong",
    contested_note: "Nothing is concluded from these, neither from what you did nor from what you will do.",
    other: "Something else is wrong?",
};
