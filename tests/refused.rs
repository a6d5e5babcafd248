//! Misuses that the compiler refuses, each for the stated reason; and the right way, which compiles.

#[path = "refused/the_right_way.rs"]
mod the_right_way;

use domain::{ChannelId, SubjectId};
use std::sync::Arc;
use vault::policy::Policy;
use vault::{Ask, KeyPlace, Vault};

/// Compiled here and not among the misuses: with one that has to run, all of them would be built and not only checked.
#[test]
fn the_right_way_compiles_and_is_answered() {
    let vault =
        Vault::open(Arc::new(store::Memory::new()), KeyPlace::Memory, Policy::shipped().unwrap(), "right").unwrap();
    let who = SubjectId::parse("a-stranger").unwrap();
    assert_eq!(the_right_way::ask(&vault, &who, &Ask::on(ChannelId(0))).unwrap(), 0);
}

#[test]
fn misuses_do_not_compile() {
    let cases = trybuild::TestCases::new();
    for misuse in [
        "a_view_built_by_hand",
        "a_history_named_outside",
        "an_answer_without_with",
        "borrowed_data_returned",
        "a_result_without_reasons",
        "a_captured_vector",
        "a_basis_of_another_purpose",
        "an_invented_purpose",
        "a_view_cloned_and_printed",
        "a_mutable_way_out",
    ] {
        cases.compile_fail(format!("refused/{misuse}.rs"));
    }
}
