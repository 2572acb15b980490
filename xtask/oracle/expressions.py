# output: crates/limbeck-python/tests/expressions/expected.json
"""Records what CPython says to the expressions that the embedded interpreter is held to.

Usage: expressions.py OUTFILE. The expressions stand beside OUTFILE in expressions.txt.
"""

import json
import pathlib
import sys

MODULES = (
    "abc array ast base64 binascii bisect calendar collections configparser contextlib copy "
    "csv dataclasses datetime decimal difflib enum fnmatch fractions functools glob hashlib "
    "heapq hmac html inspect io ipaddress itertools json keyword locale math numbers operator "
    "os pathlib pprint random re secrets shlex statistics string struct sys tempfile textwrap "
    "threading time types typing unicodedata urllib.parse uuid weakref xml.dom.minidom "
    "xml.etree.ElementTree xml.sax zlib zoneinfo"
)


def outcome(expression, names):
    try:
        return repr(eval(expression, dict(names)))
    except BaseException as error:
        return f"! {type(error).__name__}: {error}"


def main():
    target = pathlib.Path(sys.argv[1])
    names = {}
    for module in MODULES.split():
        names[module.partition(".")[0]] = __import__(module)
    expressions = target.with_name("expressions.txt").read_text("utf-8").splitlines()
    outcomes = {expression: outcome(expression, names) for expression in expressions}
    text = json.dumps(outcomes, indent=0, ensure_ascii=True)
    target.write_text(text + "\n", "utf-8")


main()
