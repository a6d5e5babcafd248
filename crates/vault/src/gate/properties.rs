//! The rule's properties (RULE.md, P1 to P18), each over random cases.
