//! Misuses that the compiler refuses, each for the stated reason; and the right way, which compiles.

#[test]
fn misuses_do_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("refused/the_right_way.rs");
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
