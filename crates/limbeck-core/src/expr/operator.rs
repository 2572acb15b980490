//! The spelling of operators.

use super::{
    Binary, Expr, Modifiers,
    compiler::{Compiler, Context, Text},
    group::{conditions, is_value_condition, opposite},
    kind::{Kind, type_of},
};
use crate::{
    dialect::{Backend, CompileError},
    schema::{Type, types::NumericArgs},
};

/// How a NOT before an expression is spelled.
pub(super) enum Negation {
    /// The word NOT.
    Word,
    /// A value used as a condition: `NOT x` or `x = 0`.
    Condition,
    /// The expression with the opposite operator, without NOT.
    Swapped(Box<Expr>),
}

/// What NOT does to `operand`.
pub(super) fn negation(operand: &Expr) -> Negation {
    match operand {
        Expr::Binary(binary) if !binary.custom => match opposite(&binary.op) {
            Some(op) => Negation::Swapped(Box::new(Expr::Binary(Binary {
                op: op.to_owned(),
                ..binary.clone()
            }))),
            None => Negation::Word,
        },
        Expr::Between { operand, low, high, negated, symmetric } => {
            Negation::Swapped(Box::new(Expr::Between {
                operand: operand.clone(),
                low: low.clone(),
                high: high.clone(),
                negated: !negated,
                symmetric: *symmetric,
            }))
        }
        Expr::True => Negation::Swapped(Box::new(Expr::False)),
        Expr::False => Negation::Swapped(Box::new(Expr::True)),
        Expr::And { items } | Expr::Or { items } => {
            match conditions(items, matches!(operand, Expr::And { .. })).as_slice() {
                [only] => negation(only),
                _ => Negation::Word,
            }
        }
        Expr::Unary { op, operand, .. } if op == "inv" => match negation(operand) {
            Negation::Swapped(swapped) => negation(&swapped),
            Negation::Condition => {
                Negation::Swapped(Box::new(Expr::And { items: vec![operand.as_ref().clone()] }))
            }
            Negation::Word => Negation::Word,
        },
        Expr::Unary { .. } | Expr::Exists { .. } | Expr::Binary(_) => Negation::Word,
        expr if is_value_condition(expr) => Negation::Condition,
        _ => Negation::Word,
    }
}

fn symbol(op: &str) -> Option<&'static str> {
    Some(match op {
        "add" => "+",
        "sub" => "-",
        "mul" => "*",
        "eq" => "=",
        "ne" => "!=",
        "lt" => "<",
        "le" => "<=",
        "gt" => ">",
        "ge" => ">=",
        "is_" => "IS",
        "is_not" => "IS NOT",
        "is_distinct_from" => "IS DISTINCT FROM",
        "is_not_distinct_from" => "IS NOT DISTINCT FROM",
        "concat_op" => "||",
        "bitwise_xor_op" => "^",
        "bitwise_or_op" => "|",
        "bitwise_and_op" => "&",
        "bitwise_lshift_op" => "<<",
        "bitwise_rshift_op" => ">>",
        "match_op" => "MATCH",
        "not_match_op" => "NOT MATCH",
        _ => return None,
    })
}

impl Compiler<'_> {
    pub(super) fn where_items(&mut self, items: &[Expr], context: Context) -> Text {
        let kept = conditions(items, true);
        if let [only] = kept.as_slice() {
            return self.operand(only, "_asbool", context);
        }
        let mut texts = Vec::with_capacity(kept.len());
        for item in kept {
            let text = self.operand(item, "and", context)?;
            if !text.is_empty() {
                texts.push(text);
            }
        }
        Ok(texts.join(" AND "))
    }

    pub(super) fn connected(&mut self, op: &str, items: &[Expr], context: Context) -> Text {
        let kept = conditions(items, op == "and");
        if let [only] = kept.as_slice() {
            return self.operand(only, "_asbool", context);
        }
        let inner = Context { in_operator: true, ..context };
        let mut texts = Vec::with_capacity(kept.len());
        for item in kept {
            texts.push(self.operand(item, op, inner)?);
        }
        Ok(texts.join(if op == "and" { " AND " } else { " OR " }))
    }

    pub(super) fn unary(
        &mut self,
        op: &str,
        operand: &Expr,
        custom: bool,
        context: Context,
    ) -> Text {
        if custom {
            return Ok(format!("{} {}", self.doubled(op), self.operand(operand, op, context)?));
        }
        Ok(match op {
            "inv" => match negation(operand) {
                Negation::Word => format!("NOT {}", self.operand(operand, "inv", context)?),
                Negation::Condition => self.condition(operand, false, context)?,
                Negation::Swapped(swapped) => self.expr(&swapped, context)?,
            },
            "neg" => format!("-{}", self.operand(operand, "neg", context)?),
            "bitwise_not_op" => {
                format!("~{}", self.operand(operand, "bitwise_not_op", context)?)
            }
            "distinct_op" => format!("DISTINCT {}", self.operand(operand, "distinct_op", context)?),
            "any_op" => format!("ANY {}", self.collection(operand, context)?),
            "all_op" => format!("ALL {}", self.collection(operand, context)?),
            "asc_op" => format!("{} ASC", self.modified(operand, "asc_op", context)?),
            "desc_op" => format!("{} DESC", self.modified(operand, "desc_op", context)?),
            "nulls_first_op" => {
                format!("{} NULLS FIRST", self.modified(operand, "nulls_first_op", context)?)
            }
            "nulls_last_op" => {
                format!("{} NULLS LAST", self.modified(operand, "nulls_last_op", context)?)
            }
            _ => return Err(self.unknown_operator(op)),
        })
    }

    fn collection(&mut self, operand: &Expr, context: Context) -> Text {
        self.operand(operand, "any_op", context)
    }

    /// The operand of ASC and its like, which the SELECT's own label may stand for.
    fn modified(&mut self, operand: &Expr, op: &str, context: Context) -> Text {
        match self.label_for(operand) {
            Some(label) => Ok(label),
            None => self.operand(operand, op, context),
        }
    }

    fn unknown_operator(&self, op: &str) -> CompileError {
        CompileError::Unsupported {
            compiler: self.compiler_name().to_owned(),
            element: format!("<function {op}>"),
        }
    }

    pub(super) fn between(&mut self, expr: &Expr, context: Context) -> Text {
        let Expr::Between { operand, low, high, negated, symmetric } = expr else {
            return Ok(String::new());
        };
        let op = if *negated { "not_between_op" } else { "between_op" };
        let operand = self.operand(operand, op, context)?;
        let low = self.expr(low, context)?;
        let high = self.expr(high, context)?;
        let not = if *negated { " NOT" } else { "" };
        let symmetric = if *symmetric { " SYMMETRIC" } else { "" };
        Ok(format!("{operand}{not} BETWEEN{symmetric} {low} AND {high}"))
    }

    pub(super) fn binary(&mut self, binary: &Binary, context: Context) -> Text {
        if binary.custom {
            let symbol = self.doubled(&binary.op);
            let eager = Context { eager_grouping: binary.eager_grouping, ..context };
            return self.around(binary, &symbol, binary.precedence.or(Some(0)), eager);
        }
        match binary.op.as_str() {
            "in_op" | "not_in_op" => self.membership(binary, context),
            "mod" if super::finish::doubles_percent(&self.dialect, self.mode) => {
                self.around(binary, "%%", None, context)
            }
            "mod" => self.around(binary, "%", None, context),
            "truediv" => self.true_division(binary, context),
            "floordiv" => self.floor_division(binary, context),
            "concat_op" if self.is_mysql() => self.mysql_concat(binary, context),
            "is_distinct_from" | "is_not_distinct_from" => self.distinct_from(binary, context),
            "bitwise_xor_op" => self.xor(binary, context),
            "like_op" | "not_like_op" | "ilike_op" | "not_ilike_op" => {
                let left = self.operand(&binary.left, &binary.op, context)?;
                let right = self.operand(&binary.right, &binary.op, context)?;
                self.like(&binary.op, left, right, &binary.modifiers)
            }
            "getitem" => {
                let left = self.operand(&binary.left, "getitem", context)?;
                Ok(format!("{left}[{}]", self.expr(&binary.right, context)?))
            }
            "json_getitem_op" | "json_path_getitem_op" | "hstore_getitem_op" => {
                self.json_access(binary, context)
            }
            "match_op" | "not_match_op" => self.matches(binary, context),
            "regexp_match_op" | "not_regexp_match_op" | "regexp_replace_op" => {
                self.regexp(binary, context)
            }
            op => match (contained(op), symbol(op)) {
                (Some(form), _) => self.contained(form, binary, context),
                (None, Some(symbol)) => self.around(binary, symbol, None, context),
                (None, None) => Err(self.unknown_operator(op)),
            },
        }
    }

    pub(super) fn around(
        &mut self,
        binary: &Binary,
        symbol: &str,
        precedence: Option<i32>,
        context: Context,
    ) -> Text {
        let inner = Context { in_operator: true, ..context };
        let left = self.operand_with(&binary.left, &binary.op, precedence, inner)?;
        let right = self.operand_with(&binary.right, &binary.op, precedence, inner)?;
        let text = format!("{left} {symbol} {right}");
        Ok(if context.eager_grouping && context.in_operator { format!("({text})") } else { text })
    }

    fn membership(&mut self, binary: &Binary, context: Context) -> Text {
        let negated = binary.op == "not_in_op";
        let left = self.operand(&binary.left, &binary.op, context)?;
        let inner = Context { in_expansion: true, negated_in: negated, ..context };
        let right = self.operand(&binary.right, &binary.op, inner)?;
        Ok(if negated { format!("({left} NOT IN {right})") } else { format!("{left} IN {right}") })
    }

    fn true_division(&mut self, binary: &Binary, context: Context) -> Text {
        let left = self.operand(&binary.left, "truediv", context)?;
        match self.backend() {
            Backend::Sqlite => {
                let right = self.operand(&binary.right, "truediv", context)?;
                Ok(format!("{left} / ({right} + 0.0)"))
            }
            Backend::Postgresql => {
                let type_ = match Kind::of(type_of(&binary.right)) {
                    Kind::Numeric | Kind::Float => type_of(&binary.right).cloned(),
                    _ => None,
                };
                let type_ = type_.unwrap_or(Type::Numeric(NumericArgs::default()));
                let operand = self.grouped_box(&binary.right, "truediv");
                let right = self.expr(&Expr::Cast { operand, type_, r#try: false }, context)?;
                Ok(format!("{left} / {right}"))
            }
            _ => Ok(format!("{left} / {}", self.operand(&binary.right, "truediv", context)?)),
        }
    }

    fn grouped_box(&self, expr: &Expr, against: &str) -> Box<Expr> {
        match super::group::grouping(expr, against, None) {
            super::group::Grouping::Parens => {
                Box::new(Expr::Grouping { operand: Box::new(expr.clone()) })
            }
            _ => Box::new(expr.clone()),
        }
    }

    fn floor_division(&mut self, binary: &Binary, context: Context) -> Text {
        let left = self.operand(&binary.left, "floordiv", context)?;
        let right = self.operand(&binary.right, "floordiv", context)?;
        let integers = Kind::of(type_of(&binary.left)) == Kind::Integer
            && Kind::of(type_of(&binary.right)) == Kind::Integer;
        Ok(match integers && !self.is_mysql() {
            true => format!("{left} / {right}"),
            false => format!("FLOOR({left} / {right})"),
        })
    }

    fn mysql_concat(&mut self, binary: &Binary, context: Context) -> Text {
        let mut items = Vec::new();
        flatten(binary, &mut items);
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            texts.push(self.operand(item, "concat_op", context)?);
        }
        Ok(format!("concat({})", texts.join(", ")))
    }

    fn distinct_from(&mut self, binary: &Binary, context: Context) -> Text {
        let left = self.operand(&binary.left, &binary.op, context)?;
        let right = self.operand(&binary.right, &binary.op, context)?;
        let distinct = binary.op == "is_distinct_from";
        Ok(match (self.backend(), distinct) {
            (Backend::Postgresql, true) => format!("{left} IS DISTINCT FROM {right}"),
            (Backend::Postgresql, false) => format!("{left} IS NOT DISTINCT FROM {right}"),
            (Backend::Sqlite, true) => format!("{left} IS NOT {right}"),
            (Backend::Sqlite, false) => format!("{left} IS {right}"),
            (_, true) => format!("NOT ({left} <=> {right})"),
            (_, false) => format!("{left} <=> {right}"),
        })
    }

    fn xor(&mut self, binary: &Binary, context: Context) -> Text {
        match self.backend() {
            Backend::Postgresql => self.around(binary, "#", None, context),
            Backend::Sqlite => {
                let eager = Context { eager_grouping: true, ..context };
                let either = self.around(binary, "|", None, eager)?;
                let both = self.around(binary, "&", None, eager)?;
                Ok(format!("({either} - {both})"))
            }
            _ => self.around(binary, "^", None, context),
        }
    }

    /// LIKE and ILIKE between finished operands.
    fn like(&mut self, op: &str, left: String, right: String, modifiers: &Modifiers) -> Text {
        let insensitive = op.contains("ilike");
        let not = if op.starts_with("not_") { "NOT " } else { "" };
        let mut text = match (insensitive, self.backend()) {
            (true, Backend::Postgresql) => format!("{left} {not}ILIKE {right}"),
            (true, _) => format!("lower({left}) {not}LIKE lower({right})"),
            (false, _) => format!("{left} {not}LIKE {right}"),
        };
        if let Some(escape) = &modifiers.escape {
            text += &format!(" ESCAPE {}", self.dialect.string_literal(escape));
        }
        Ok(text)
    }

    /// `contains`, `startswith`, `endswith`: LIKE with percent signs joined to the value.
    fn contained(&mut self, form: Contained, binary: &Binary, context: Context) -> Text {
        let left = self.operand(&binary.left, &binary.op, context)?;
        let mut right = self.operand(&binary.right, "concat_op", context)?;
        let mut left_text = left;
        if form.insensitive && self.backend() != Backend::Postgresql {
            left_text = format!("lower({left_text})");
            right = format!("lower({right})");
        }
        let percent = self.doubled("'%'");
        let mut parts = Vec::new();
        if form.before {
            parts.push(percent.clone());
        }
        parts.push(right);
        if form.after {
            parts.push(percent);
        }
        let right = match self.is_mysql() {
            true => format!("concat({})", parts.join(", ")),
            false => parts.join(" || "),
        };
        let word = match form.insensitive && self.backend() == Backend::Postgresql {
            true => "ILIKE",
            false => "LIKE",
        };
        let not = if binary.op.starts_with("not_") { "NOT " } else { "" };
        let mut text = format!("{left_text} {not}{word} {right}");
        if let Some(escape) = &binary.modifiers.escape {
            text += &format!(" ESCAPE {}", self.dialect.string_literal(escape));
        }
        Ok(text)
    }

    fn matches(&mut self, binary: &Binary, context: Context) -> Text {
        let left = self.operand(&binary.left, "match_op", context)?;
        let right = self.operand(&binary.right, "match_op", context)?;
        let not = if binary.op == "not_match_op" { "NOT " } else { "" };
        Ok(match self.backend() {
            Backend::Postgresql => match &binary.modifiers.postgresql_regconfig {
                Some(config) => {
                    let config = self.dialect.string_literal(config);
                    format!("{not}{left} @@ plainto_tsquery({config}, {right})")
                }
                None => format!("{not}{left} @@ plainto_tsquery({right})"),
            },
            Backend::Sqlite => format!("{not}{left} MATCH {right}"),
            _ => format!("{not}MATCH ({left}) AGAINST ({right} IN BOOLEAN MODE)"),
        })
    }

    fn regexp(&mut self, binary: &Binary, context: Context) -> Text {
        let negated = binary.op == "not_regexp_match_op";
        let replace = binary.op == "regexp_replace_op";
        let left = self.operand(&binary.left, &binary.op, context)?;
        let right = self.expr(&binary.right, context)?;
        let flags = binary.modifiers.flags.as_deref();
        let literal = |flags: &str| self.dialect.string_literal(flags);
        Ok(match (self.backend(), replace, flags) {
            (Backend::Postgresql, true, None) => format!("REGEXP_REPLACE({left}, {right})"),
            (Backend::Postgresql, true, Some(flags)) => {
                format!("REGEXP_REPLACE({left}, {right}, {})", literal(flags))
            }
            (Backend::Postgresql, false, flags) => {
                let base = if negated { "!~" } else { "~" };
                match flags {
                    None => format!("{left} {base} {right}"),
                    Some("i") => format!("{left} {base}* {right}"),
                    Some(flags) => {
                        format!("{left} {base} CONCAT('(?', {}, ')', {right})", literal(flags))
                    }
                }
            }
            (Backend::Sqlite, true, _) => {
                return Err(CompileError::Message(
                    "sqlite dialect does not support regular expression replacements".to_owned(),
                ));
            }
            (Backend::Sqlite, false, _) => {
                let not = if negated { "NOT " } else { "" };
                format!("{left} {not}REGEXP {right}")
            }
            (Backend::Mariadb, true, flags) => match (flags, right.split_once(", ")) {
                (Some(flags), Some((pattern, with))) => {
                    let pattern = format!("CONCAT('(?', {}, ')', {pattern})", literal(flags));
                    format!("REGEXP_REPLACE({left}, {pattern}, {with})")
                }
                _ => format!("REGEXP_REPLACE({left}, {right})"),
            },
            (_, true, None) => format!("REGEXP_REPLACE({left}, {right})"),
            (_, true, Some(flags)) => {
                format!("REGEXP_REPLACE({left}, {right}, {})", literal(flags))
            }
            (_, false, None) => {
                let not = if negated { "NOT " } else { "" };
                format!("{left} {not}REGEXP {right}")
            }
            (Backend::Mariadb, false, Some(flags)) => {
                let not = if negated { "NOT " } else { "" };
                format!("{left} {not}REGEXP CONCAT('(?', {}, ')', {right})", literal(flags))
            }
            (_, false, Some(flags)) => {
                let not = if negated { "NOT " } else { "" };
                format!("{not}REGEXP_LIKE({left}, {right}, {})", literal(flags))
            }
        })
    }
}

#[derive(Clone, Copy)]
struct Contained {
    before: bool,
    after: bool,
    insensitive: bool,
}

fn contained(op: &str) -> Option<Contained> {
    let op = op.strip_prefix("not_").unwrap_or(op);
    let (before, after) = match op.strip_prefix('i').unwrap_or(op) {
        "contains_op" => (true, true),
        "startswith_op" => (false, true),
        "endswith_op" => (true, false),
        _ => return None,
    };
    Some(Contained { before, after, insensitive: op.starts_with('i') })
}

fn flatten<'e>(binary: &'e Binary, items: &mut Vec<&'e Expr>) {
    for side in [&binary.left, &binary.right] {
        match side.as_ref() {
            Expr::Binary(inner) if inner.op == "concat_op" && !inner.custom => {
                flatten(inner, items);
            }
            other => items.push(other),
        }
    }
}
