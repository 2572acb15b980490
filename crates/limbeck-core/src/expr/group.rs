//! Where parentheses go: SQLAlchemy's precedence of operators.

use super::{
    Expr,
    kind::{Kind, is_boolean, type_of},
};

/// What has to happen to an operand before it stands beside an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grouping {
    Plain,
    Parens,
    /// A value that is used as a condition: `x = 1` where the dialect knows no booleans.
    AsCondition,
}

const SMALLEST: i32 = -100;
const LARGEST: i32 = 100;

/// The precedence of an operator by SQLAlchemy's name.
fn precedence(op: &str) -> Option<i32> {
    Some(match op {
        "any_op"
        | "all_op"
        | "getitem"
        | "json_getitem_op"
        | "json_path_getitem_op"
        | "hstore_getitem_op"
        | "pow"
        | "from_" => 15,
        "mul" | "truediv" | "floordiv" | "mod" | "neg" | "bitwise_not_op" => 8,
        "add" | "sub" | "bitwise_xor_op" | "bitwise_or_op" | "bitwise_and_op"
        | "bitwise_lshift_op" | "bitwise_rshift_op" | "null_op" => 7,
        "filter_op" => 6,
        "concat_op"
        | "match_op"
        | "not_match_op"
        | "regexp_match_op"
        | "not_regexp_match_op"
        | "regexp_replace_op"
        | "ilike_op"
        | "not_ilike_op"
        | "like_op"
        | "not_like_op"
        | "in_op"
        | "not_in_op"
        | "is_"
        | "is_not"
        | "eq"
        | "ne"
        | "is_distinct_from"
        | "is_not_distinct_from"
        | "gt"
        | "lt"
        | "ge"
        | "le"
        | "between_op"
        | "not_between_op"
        | "distinct_op"
        | "inv"
        | "is_true"
        | "is_false" => 5,
        "collate" => 4,
        "and" | "desc_op" | "asc_op" => 3,
        "or" => 2,
        "exists" => 0,
        "comma_op" | "as_" => -1,
        "_asbool" => -10,
        _ => return None,
    })
}

fn is_natural(op: &str) -> bool {
    matches!(
        op,
        "add"
            | "mul"
            | "concat_op"
            | "and"
            | "or"
            | "getitem"
            | "json_getitem_op"
            | "json_path_getitem_op"
    )
}

/// Whether `op` has to be put in parentheses beside `against`.
fn binds_weaker(op: &str, own: Option<i32>, against: &str, other: Option<i32>) -> bool {
    if op == against && own.is_none() && is_natural(op) {
        return false;
    }
    own.or_else(|| precedence(op)).unwrap_or(SMALLEST)
        <= other.or_else(|| precedence(against)).unwrap_or(LARGEST)
}

/// Whether the operator compares: its result is a condition.
pub(super) fn is_comparison(op: &str) -> bool {
    matches!(
        op,
        "eq" | "ne"
            | "lt"
            | "le"
            | "gt"
            | "ge"
            | "is_"
            | "is_not"
            | "in_op"
            | "not_in_op"
            | "like_op"
            | "not_like_op"
            | "ilike_op"
            | "not_ilike_op"
            | "is_distinct_from"
            | "is_not_distinct_from"
            | "contains_op"
            | "not_contains_op"
            | "startswith_op"
            | "not_startswith_op"
            | "endswith_op"
            | "not_endswith_op"
            | "icontains_op"
            | "not_icontains_op"
            | "istartswith_op"
            | "not_istartswith_op"
            | "iendswith_op"
            | "not_iendswith_op"
            | "match_op"
            | "not_match_op"
            | "regexp_match_op"
            | "not_regexp_match_op"
            | "between_op"
            | "not_between_op"
    )
}

/// What a negation of `op` is, where it has an opposite.
pub(super) fn opposite(op: &str) -> Option<&'static str> {
    Some(match op {
        "eq" => "ne",
        "ne" => "eq",
        "lt" => "ge",
        "ge" => "lt",
        "gt" => "le",
        "le" => "gt",
        "is_" => "is_not",
        "is_not" => "is_",
        "in_op" => "not_in_op",
        "not_in_op" => "in_op",
        "like_op" => "not_like_op",
        "not_like_op" => "like_op",
        "ilike_op" => "not_ilike_op",
        "not_ilike_op" => "ilike_op",
        "is_distinct_from" => "is_not_distinct_from",
        "is_not_distinct_from" => "is_distinct_from",
        "contains_op" => "not_contains_op",
        "not_contains_op" => "contains_op",
        "startswith_op" => "not_startswith_op",
        "not_startswith_op" => "startswith_op",
        "endswith_op" => "not_endswith_op",
        "not_endswith_op" => "endswith_op",
        "icontains_op" => "not_icontains_op",
        "not_icontains_op" => "icontains_op",
        "istartswith_op" => "not_istartswith_op",
        "not_istartswith_op" => "istartswith_op",
        "iendswith_op" => "not_iendswith_op",
        "not_iendswith_op" => "iendswith_op",
        "match_op" => "not_match_op",
        "not_match_op" => "match_op",
        "regexp_match_op" => "not_regexp_match_op",
        "not_regexp_match_op" => "regexp_match_op",
        _ => return None,
    })
}

/// How `expr` stands beside the operator `against`; `other` is the precedence that a script
/// gave to an operator of its own.
pub(super) fn grouping(expr: &Expr, against: &str, other: Option<i32>) -> Grouping {
    let parens = |needed| if needed { Grouping::Parens } else { Grouping::Plain };
    match expr {
        Expr::Binary(binary) if binary.natural && binary.op == against => Grouping::Plain,
        Expr::Binary(binary) => {
            let own = binary.custom.then(|| binary.precedence.unwrap_or(0));
            parens(
                binds_weaker(&binary.op, own, against, other)
                    || against == "inv"
                        && !(is_comparison(&binary.op) && !binary.custom
                            || binary.custom && is_boolean(expr)),
            )
        }
        Expr::Between { .. } => parens(binds_weaker("between_op", None, against, other)),
        Expr::Collate { .. } => {
            parens(binds_weaker("collate", None, against, other) || against == "inv")
        }
        Expr::And { items } | Expr::Or { items } => {
            let op = if matches!(expr, Expr::And { .. }) { "and" } else { "or" };
            match conditions(items, op == "and") {
                kept if kept.is_empty() => Grouping::Plain,
                kept if kept.len() == 1 => grouping(kept[0], against, other),
                _ => parens(binds_weaker(op, None, against, other)),
            }
        }
        Expr::List { parens: false, .. } => parens(binds_weaker("comma_op", None, against, other)),
        Expr::Exists { .. } => parens(binds_weaker("exists", None, against, other)),
        Expr::Filter { .. } => parens(binds_weaker("filter_op", None, against, other)),
        Expr::Unary { op, operand, .. } => match op.as_str() {
            "asc_op" | "desc_op" | "nulls_first_op" | "nulls_last_op" => Grouping::Plain,
            "inv" => match super::operator::negation(operand) {
                super::operator::Negation::Word => {
                    parens(binds_weaker("inv", None, against, other))
                }
                super::operator::Negation::Condition => Grouping::Plain,
                super::operator::Negation::Swapped(swapped) => grouping(&swapped, against, other),
            },
            op => parens(binds_weaker(op, None, against, other)),
        },
        Expr::Text { .. } => parens(matches!(against, "in_op" | "not_in_op")),
        Expr::Label(label) => grouping(&label.operand, against, other),
        Expr::TypeCoerce { operand, type_ } => match grouping(operand, against, other) {
            Grouping::Plain
                if against_condition(against) && Kind::of(Some(type_)) == Kind::Boolean =>
            {
                Grouping::AsCondition
            }
            found => found,
        },
        Expr::Grouping { .. }
        | Expr::List { .. }
        | Expr::Subquery { .. }
        | Expr::Slice { .. }
        | Expr::Star { .. } => Grouping::Plain,
        Expr::Function(function)
            if against == "getitem" && Kind::of(function.type_.as_ref()) == Kind::Array =>
        {
            Grouping::Parens
        }
        _ if against_condition(against) && is_value_condition(expr) => Grouping::AsCondition,
        _ => parens(matches!(against, "any_op" | "all_op")),
    }
}

fn against_condition(against: &str) -> bool {
    matches!(against, "and" | "or" | "_asbool")
}

/// What an AND or OR comes to that stands as a condition and of which one item is left.
pub(super) fn only_condition<'e>(expr: &'e Expr, against: &str) -> Option<&'e Expr> {
    let (Expr::And { items } | Expr::Or { items }) = expr else {
        return None;
    };
    match conditions(items, matches!(expr, Expr::And { .. })).as_slice() {
        [only] if against_condition(against) => Some(only),
        _ => None,
    }
}

/// Whether a plain value (a column, a bind, a function) is of boolean type.
pub(super) fn is_value_condition(expr: &Expr) -> bool {
    match expr {
        Expr::True | Expr::False => true,
        _ => Kind::of(type_of(expr)) == Kind::Boolean,
    }
}

/// The items of an AND or OR that count: a TRUE in AND is left out, a FALSE stands alone.
pub(super) fn conditions(items: &[Expr], all: bool) -> Vec<&Expr> {
    let (neutral, deciding) = match all {
        true => (Expr::True, Expr::False),
        false => (Expr::False, Expr::True),
    };
    if let Some(found) = items.iter().find(|item| **item == deciding) {
        return vec![found];
    }
    let kept: Vec<&Expr> = items.iter().filter(|item| **item != neutral).collect();
    if kept.is_empty() && !items.is_empty() { vec![&items[0]] } else { kept }
}
