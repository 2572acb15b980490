//! Names as databases write them.

/// `InProgress` as `in_progress`; a run of capitals is one word, as in `HTTPStatus`.
pub fn snake_case(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut words = String::with_capacity(name.len() + 4);
    for (place, character) in characters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| characters.get(place));
        let next = characters.get(place + 1);
        let begins = character.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || next.is_some_and(|next| next.is_lowercase())
            })
            && before != Some(&'_');
        if begins {
            words.push('_');
        }
        words.extend(character.to_lowercase());
    }
    words
}

/// A name under one of serde's rules for renaming; `None` for a rule that is none.
pub fn renamed(name: &str, rule: &str) -> Option<String> {
    let snake = snake_case(name);
    Some(match rule {
        "lowercase" => name.to_lowercase(),
        "UPPERCASE" => name.to_uppercase(),
        "PascalCase" => name.to_owned(),
        "camelCase" => {
            let mut characters = name.chars();
            let first = characters.next().map(char::to_lowercase);
            first.into_iter().flatten().chain(characters).collect()
        }
        "snake_case" => snake,
        "SCREAMING_SNAKE_CASE" => snake.to_uppercase(),
        "kebab-case" => snake.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => snake.replace('_', "-").to_uppercase(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules_of_serde() {
        let cases = [
            ("InProgress", "snake_case", "in_progress"),
            ("HTTPStatus", "snake_case", "http_status"),
            ("A", "snake_case", "a"),
            ("InProgress", "camelCase", "inProgress"),
            ("InProgress", "kebab-case", "in-progress"),
            ("InProgress", "SCREAMING_SNAKE_CASE", "IN_PROGRESS"),
            ("InProgress", "lowercase", "inprogress"),
            ("InProgress", "PascalCase", "InProgress"),
        ];
        for (name, rule, expected) in cases {
            assert_eq!(renamed(name, rule).as_deref(), Some(expected), "{name} {rule}");
        }
        assert_eq!(renamed("A", "Snake"), None);
    }
}
