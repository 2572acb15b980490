//! JSON documents as the text that Python's drivers send.

use std::fmt::Write;

use serde_json::Value as Json;

/// A document as Python's `json.dumps` writes it: a blank after `,` and `:`, and nothing
/// beyond ASCII, since what is stored in a text column can be compared byte by byte.
///
/// ```
/// use limbeck_core::statement::json_text;
///
/// let document = serde_json::json!({ "a": [1, null], "ü": "😀" });
/// assert_eq!(json_text(&document), r#"{"a": [1, null], "\u00fc": "\ud83d\ude00"}"#);
/// ```
pub fn json_text(document: &Json) -> String {
    let mut text = String::new();
    write_document(document, &mut text);
    text
}

fn write_document(document: &Json, text: &mut String) {
    match document {
        Json::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push_str(", ");
                }
                write_document(item, text);
            }
            text.push(']');
        }
        Json::Object(map) => {
            text.push('{');
            for (place, (key, value)) in map.iter().enumerate() {
                if place > 0 {
                    text.push_str(", ");
                }
                write_text(key, text);
                text.push_str(": ");
                write_document(value, text);
            }
            text.push('}');
        }
        Json::String(value) => write_text(value, text),
        plain => text.push_str(&plain.to_string()),
    }
}

fn write_text(value: &str, text: &mut String) {
    // The quotes and the escapes below ASCII are those of every JSON writer.
    let quoted = Json::from(value).to_string();
    for character in quoted.chars() {
        if character.is_ascii() {
            text.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a String cannot fail.
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
}
