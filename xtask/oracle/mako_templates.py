# output: crates/limbeck-python/testdata/mako.json
"""Records what Mako makes of the templates in testdata/mako, or that it fails.

The context below is that of a revision file; crates/limbeck-python/tests/mako.rs has the same.
"""

import datetime
import json
import pathlib
import sys
import warnings

from mako.template import Template


class Config:
    def get_main_option(self, name):
        return {"databases": "engine1, engine2"}.get(name)


def comma(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else ", ".join(value)


CONTEXT = {
    "message": "add a user's table",
    "up_revision": "abc",
    "down_revision": "def",
    "branch_labels": ("one",),
    "depends_on": None,
    "both": ("a", "b"),
    "listed": ["x", "y"],
    "nothing": None,
    "markup": "<a href=\"x\">it's & more</a>",
    "imports": "",
    "upgrades": "op.drop_table('t')\n    op.drop_table('u')",
    "downgrades": "",
    "engine1_upgrades": "op.drop_table('t')",
    "create_date": datetime.datetime(2025, 1, 2, 3, 4, 5, 678901),
    "comma": comma,
    "config": Config(),
}


def record(path):
    try:
        template = Template(filename=str(path))
        return {"name": path.stem, "output": template.render_unicode(**CONTEXT)}
    except Exception as error:
        return {"name": path.stem, "error": type(error).__name__}


def main():
    warnings.simplefilter("ignore")
    output = pathlib.Path(sys.argv[1])
    cases = [record(path) for path in sorted((output.parent / "mako").glob("*.mako"))]
    output.write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


main()
