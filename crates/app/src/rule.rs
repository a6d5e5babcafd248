//! Evaluates the rule on lines of JSON, for checking against other implementations.
