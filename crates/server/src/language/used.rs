//! What a message makes use of: its blanks, the terms of its file, and what no file may contain.

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::BTreeSet;

/// What a message makes use of.
#[derive(Default)]
pub struct Used {
    /// Its blanks.
    pub blanks: BTreeSet<String>,
    /// The terms that it names.
    pub terms: BTreeSet<String>,
    /// Whether it calls a function: numbers and moments come written already.
    pub functions: bool,
    /// Whether it refers to another message: what messages have in common is a term.
    pub messages: bool,
    /// Whether it can be filled in: what it names is there, and may be named.
    pub is_sound: bool,
}

impl Used {
    /// What a pattern makes use of.
    pub fn of(pattern: &Pattern<&str>) -> Self {
        let mut used = Self::default();
        used.pattern(pattern);
        used
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.blanks.insert(id.name.to_owned());
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.terms.insert(id.name.to_owned());
                arguments.iter().for_each(|arguments| self.arguments(arguments));
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                self.functions = true;
                self.arguments(arguments);
            }
            InlineExpression::MessageReference { .. } => self.messages = true,
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&str>) {
        arguments.positional.iter().for_each(|argument| self.inline(argument));
        arguments.named.iter().for_each(|argument| self.inline(&argument.value));
    }
}
