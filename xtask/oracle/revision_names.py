# output: crates/limbeck/testdata/revision_names.json
"""Records the file names that Alembic gives new revisions."""

import datetime
import json
import pathlib
import sys
import tempfile

from alembic.script import ScriptDirectory

MESSAGES = [
    None,
    "",
    "add users",
    "Add users' table!",
    "  spaces -- and_underscores__  ",
    "ÄÖÜ straße İstanbul",
    "добавить таблицу",
    "हिन्दी संदेश",
    "表を追加 ２ ½ x²",
    "a" * 45,
    "one two three four five six seven eight nine",
    "exactly_forty_characters_long_slug_here_",
    "word " * 12,
    "_" * 50,
]
TEMPLATES = [
    "%(rev)s_%(slug)s",
    "%(year)d%(month).2d%(day).2d_%(hour).2d%(minute).2d%(second).2d_%(rev)s",
    "%(year)d/%(month)02d/%(slug)s",
    "%(epoch)s-%(rev).4s|%(rev)10s|%(rev)-10s|",
    "%(day)+d %(day) d %(hour)x %(epoch)#X %(minute)5.3d %(second)-4d|",
    "100%%_%(rev)r_%(slug)a",
    "%(rev)",
    "%(nowhere)s",
    "%(slug)d",
    "50%",
    "%(day)z",
]
DATE = datetime.datetime(2025, 3, 4, 5, 6, 7, 891011, tzinfo=datetime.timezone.utc)


def name(script, template, message, length):
    script.file_template = template
    script.truncate_slug_length = length
    try:
        path = script._rev_path("", "ab12cd34ef56", message, DATE)
    except Exception as error:
        return {"raised": type(error).__name__}
    return {"name": path.as_posix()}


def main():
    with tempfile.TemporaryDirectory() as folder:
        script = ScriptDirectory(folder)
        cases = [(TEMPLATES[0], message, length) for message in MESSAGES for length in (40, 10)]
        cases += [(template, "add users", 40) for template in TEMPLATES]
        results = [
            {"template": template, "message": message, "length": length}
            | name(script, template, message, length)
            for template, message, length in cases
        ]
    text = json.dumps(results, indent=1, ensure_ascii=False)
    pathlib.Path(sys.argv[1]).write_text(text + "\n", encoding="utf-8")


main()
