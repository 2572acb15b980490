//! Headers of scripts as they are written, and what is told of those that cannot be read.

use limbeck_python::header::{HeaderValue, parse_header, read_headers};
use std::{fs, time::Instant};

fn one(text: &str) -> HeaderValue {
    HeaderValue::One(text.to_owned())
}

fn many(texts: &[&str]) -> HeaderValue {
    HeaderValue::Many(texts.iter().map(|text| text.to_string()).collect())
}

/// `down_revision` of a script that consists of these lines.
fn check(source: &str, expected: HeaderValue) {
    let header = parse_header("a.py", source).unwrap();
    assert_eq!(header.down_revision.value, expected, "{source}");
}

#[test]
fn the_stock_script_is_read_whole() {
    let source = r#""""create account table

Revision ID: 1975ea83b712
Revises: 
"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1975ea83b712'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = ('accounts',)
depends_on: Union[str, Sequence[str], None] = ["a1", 'b2']


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        'account',
        sa.Column('id', sa.Integer, primary_key=True),
    )
"#;
    let header = parse_header("1975ea83b712.py", source).unwrap();
    let docstring = "create account table\n\nRevision ID: 1975ea83b712\nRevises: \n";
    assert_eq!(header.docstring.as_deref(), Some(docstring));
    assert_eq!(header.revision.value, one("1975ea83b712"));
    assert_eq!(header.revision.line, 13);
    assert_eq!(header.down_revision.value, HeaderValue::None);
    assert_eq!(header.branch_labels.value, many(&["accounts"]));
    assert_eq!(header.depends_on.value, many(&["a1", "b2"]));
    assert!(!header.needs_run());
}

#[test]
fn every_literal_form_of_a_parent_is_read() {
    check("down_revision = None", HeaderValue::None);
    check("down_revision = 'a'", one("a"));
    check("down_revision = 'a' \"b\"", one("ab"));
    check("down_revision = ('a'\n    'b')", one("ab"));
    check("down_revision = ('a', 'b')", many(&["a", "b"]));
    check("down_revision = ['a']", many(&["a"]));
    check("down_revision = {'a'}", many(&["a"]));
    check("down_revision = ()", many(&[]));
    check("down_revision: str = 'a'", one("a"));
    check("revision, down_revision = 'b', 'a'", one("a"));
    check("revision = down_revision = 'a'", one("a"));
    check("base = 'a'\ndown_revision = base", one("a"));
    check("down_revision = 'a' + 'b'", one("ab"));
    check("down_revision = 'a'\ndown_revision = 'b'", one("b"));
    check("down_revision = 'a'; branch_labels = None", one("a"));
    check("revision = 'a'", HeaderValue::Missing);
    check("down_revision: str", HeaderValue::Missing);
    check("down_revision = 'a'\ndel down_revision", HeaderValue::Missing);
}

#[test]
fn what_is_no_literal_needs_a_run() {
    check("down_revision = f'a{1}'", HeaderValue::NeedsRun);
    check("down_revision = get()", HeaderValue::NeedsRun);
    check("down_revision = other", HeaderValue::NeedsRun);
    check("from .base import down_revision", HeaderValue::NeedsRun);
    check("down_revision = ('a', 1)", HeaderValue::NeedsRun);
    check("down_revision = 'a'\nif x:\n    down_revision = 'b'", HeaderValue::NeedsRun);
    check("try:\n    down_revision = 'b'\nexcept E:\n    pass", HeaderValue::NeedsRun);
    check("down_revision = 'a'\ndown_revision += 'b'", HeaderValue::NeedsRun);
}

#[test]
fn what_follows_the_functions_counts_where_it_sets_the_header() {
    check("def upgrade():\n    pass\ndown_revision = 'a'", one("a"));
    check("down_revision = 'a'\ndef f():\n    x = 1\nx = 2", one("a"));
    check("down_revision = 'a'\nclass A:\n    pass\ndown_revision = 'b'", one("b"));
    check(
        "down_revision = 'a'\n@x\ndef f(): ...\nif f():\n    down_revision = 'b'",
        HeaderValue::NeedsRun,
    );
    check("'''\ndef in_a_docstring():\n'''\ndown_revision = 'a'\ndef f(): ...", one("a"));
    check(
        "down_revision = 'a'\nSQL = '''\nclass x\n'''\ndepends_on = None\ndef f(): ...",
        one("a"),
    );
}

#[test]
fn a_syntax_error_names_its_line() {
    let error = parse_header("v/a.py", "revision = 'a'\ndown_revision = 'b' c\n").unwrap_err();
    let message = error.to_string();
    assert!(message.starts_with("v/a.py, line 2: "), "{message}");
    assert!(message.ends_with(": down_revision = 'b' c"), "{message}");
}

#[test]
fn many_files_are_read_in_order_and_fast() {
    let folder = std::env::temp_dir().join(format!("limbeck-headers-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let mut paths = Vec::new();
    for number in 0..300 {
        let path = folder.join(format!("{number:04}.py"));
        let body =
            "    op.add_column('t', sa.Column('c', sa.Integer(), nullable=True))\n".repeat(12);
        let source = format!(
            "\"\"\"step {number}\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\
             revision = 'r{number}'\ndown_revision = 'r{}'\n\n\ndef upgrade():\n{body}",
            number - 1
        );
        fs::write(&path, source).unwrap();
        paths.push(path);
    }
    let started = Instant::now();
    let headers = read_headers(paths);
    let took = started.elapsed();
    fs::remove_dir_all(&folder).unwrap();
    for (number, header) in headers.into_iter().enumerate() {
        assert_eq!(header.unwrap().revision.value, one(&format!("r{number}")));
    }
    // The release build needs a hundredth of this; a parser gone quadratic does not pass.
    assert!(took.as_millis() < 1000, "{took:?}");
}
