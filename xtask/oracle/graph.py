# output: crates/limbeck-core/testdata/graph
"""Records what Alembic's revision map, script directory and version rows do with random graphs.

Writes one file per shape of graph. A graph is drawn from a fixed seed; what Alembic keeps in
sets is put into declared or file order right after loading, so that one run equals the next.
A second argument is another seed, for a look at graphs that are not committed.
"""

import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import types
import warnings

if os.environ.get("PYTHONHASHSEED") != "0":
    os.environ["PYTHONHASHSEED"] = "0"
    os.execv(sys.executable, [sys.executable, *sys.argv])

from alembic.runtime.migration import HeadMaintainer
from alembic.script.base import Script, ScriptDirectory
from alembic.script.revision import RevisionError, RevisionMap
from alembic.util import CommandError
from sqlalchemy import Column, MetaData, String, Table

GRAPHS = {
    "linear": 70,
    "branches": 90,
    "merges": 100,
    "labels": 100,
    "depends": 110,
    "bases": 90,
    "mixed": 120,
    "broken": 60,
}
PLANS = 9
SEED = 20261


class Rows(HeadMaintainer):
    """The real version-row rules, with each statement noted instead of run."""

    def __init__(self, heads):
        table = Table("alembic_version", MetaData(), Column("version_num", String(32)))
        impl = types.SimpleNamespace(_exec=lambda statement: None)
        context = types.SimpleNamespace(impl=impl, _version=table, as_sql=True)
        super().__init__(context, heads)
        self.notes = []

    def _insert_version(self, version):
        self.notes.append(f"I {version}")
        super()._insert_version(version)

    def _delete_version(self, version):
        self.notes.append(f"D {version}")
        super()._delete_version(version)

    def _update_version(self, from_, to_):
        self.notes.append(f"U {from_} {to_}")
        super()._update_version(from_, to_)


class Hang(Exception):
    """Alembic went round in circles."""


def give_up(*_):
    raise Hang


class Written(Exception):
    """Stands in for writing the file of a new revision."""


def new_id(rng, taken):
    kind = rng.random()
    if kind < 0.55:
        made = f"{rng.getrandbits(48):012x}"
    elif kind < 0.75:
        made = rng.choice(["abcd", "1234", "feed"]) + f"{rng.getrandbits(12):03x}"
    elif kind < 0.88:
        made = f"{len(taken):03d}"
    else:
        made = rng.choice("abxyz") + str(rng.randrange(40)) + rng.choice(["", "_add_t"])
    return made if made not in taken else new_id(rng, taken)


def draw_links(rng, shape, place, order, leaves):
    """Parents of the next revision among those drawn before."""
    if not order:
        return []
    multi = shape in ("bases", "mixed", "depends")
    if multi and rng.random() < 0.13:
        return []
    if shape == "linear":
        return [order[-1]]
    fork = {"branches": 0.35, "merges": 0.4, "labels": 0.25}.get(shape, 0.25)
    merge = {"branches": 0.03, "merges": 0.4, "labels": 0.12}.get(shape, 0.18)
    if len(leaves) > 1 and rng.random() < merge:
        return rng.sample(leaves, min(len(leaves), rng.choice([2, 2, 2, 3])))
    if rng.random() < fork:
        return [rng.choice(order)]
    return [rng.choice(leaves)]


def draw_graph(rng, shape):
    order, leaves, drawn, labels = [], [], [], []
    for place in range(rng.randint(3, 25)):
        id_ = new_id(rng, order)
        down = draw_links(rng, shape, place, order, leaves)
        needs = []
        if shape in ("depends", "mixed") and order and rng.random() < 0.3:
            others = [one for one in order if one not in down]
            names = others + [label for label in labels if label[0] not in down] * 2
            for one in rng.sample(names, min(len(names), rng.choice([1, 1, 1, 2]))):
                needs.append(one if isinstance(one, str) else one[1])
        own = []
        chance = {"labels": 0.3, "mixed": 0.15, "bases": 0.12, "depends": 0.1}.get(shape, 0.03)
        while rng.random() < chance and len(own) < 2:
            own.append(rng.choice(["api", "web", "core", "x", "ledger"]) + str(len(labels)))
            labels.append((id_, own[-1]))
        doc = rng.choice(["", "add things", "one line\nsecond line", " first\n\n rest of it\n\n  more "])
        drawn.append([id_, down, own, needs, doc])
        order.append(id_)
        leaves = [leaf for leaf in leaves if leaf not in down] + [id_]
    if rng.random() < 0.5:
        rng.shuffle(drawn)
    return drawn


def break_graph(rng, drawn):
    """Makes one thing wrong that loading notices."""
    what = rng.choice(["loop", "deploop", "cycle", "depcycle", "missing", "missdep", "twice", "label", "char", "nobase"])
    one, other = rng.sample(drawn, 2)
    if what == "loop":
        one[1] = [*one[1], one[0]]
    elif what == "deploop":
        one[3] = [*one[3], one[0]]
    elif what == "cycle":
        drawn.extend([["cyc1", ["cyc2"], [], [], ""], ["cyc2", ["cyc1"], [], [], ""]])
    elif what == "depcycle":
        one[3], other[3] = [other[0]], [one[0]]
    elif what == "missing":
        one[1] = ["nowhere0"]
    elif what == "missdep":
        one[3] = ["nowhere1"]
    elif what == "twice":
        drawn.insert(rng.randrange(len(drawn) + 1), [one[0], rng.choice([one[1], other[1]]), [], [], "again"])
    elif what == "label":
        one[2], other[2] = ["same"], ["same"]
    elif what == "char":
        one[0] = one[0] + rng.choice(["-", "@", "+x", "a:b-"])
    else:
        first = next(row for row in drawn if not row[1])
        first[1] = [drawn[-1][0]]


def scripts(drawn):
    for id_, down, labels, needs, doc in drawn:
        module = types.ModuleType("script", doc or None)
        module.down_revision = tuple(down) if len(down) > 1 else (down[0] if down else None)
        module.branch_labels = tuple(labels) or None
        module.depends_on = tuple(needs) or None
        module.upgrade = types.FunctionType((lambda: None).__code__, {}, "upgrade")
        module.downgrade = types.FunctionType((lambda: None).__code__, {}, "downgrade")
        yield Script(module, id_, f"versions/{id_}.py")


def settle(revision_map):
    """Puts what Alembic keeps in sets into declared or file order."""
    keys = [key for key in revision_map._revision_map if isinstance(key, str)]
    labelled = list(dict.fromkeys(revision_map._revision_map[key] for key in keys))
    for rev in labelled:
        rev.nextrev = tuple(sorted(rev.nextrev, key=keys.index))
        rev._all_nextrev = tuple(sorted(rev._all_nextrev, key=keys.index))
        rest = [label for one in labelled for label in one._orig_branch_labels if label in rev.branch_labels]
        rev.branch_labels = list(dict.fromkeys([*rev._orig_branch_labels, *rest]))
        needs = rev._normalized_resolved_dependencies
        rev._normalized_resolved_dependencies = tuple(sorted(needs, key=rev._resolved_dependencies.index))
    return labelled


def settle_text(text):
    """Sorts the ids that a message takes from a set."""
    head, overlap, tail = text.partition(" overlaps with other requested revisions ")
    if overlap:
        return head + overlap + ", ".join(sorted(tail.split(", ")))
    taken = re.fullmatch(r"(Branch name '.*' in revision )(.*)( already used by revision )(.*)", text)
    if taken:
        one, other = sorted([taken[2], taken[4]])
        return taken[1] + one + taken[3] + other
    return text


def attempt(function):
    """The value, or how it failed: the text after FAILED, or the kind of traceback."""
    signal.setitimer(signal.ITIMER_REAL, 1.5)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            value = function()
        return {"ok": value, "warn": [str(w.message) for w in caught]} if caught else {"ok": value}
    except (CommandError, RevisionError) as error:
        return {"failed": settle_text(str(error))}
    except Exception as error:  # the kind is what is recorded
        return {"crash": type(error).__name__}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def ids(revisions):
    return [rev if isinstance(rev, str) or rev is None else rev.revision for rev in revisions]


def sure_ids(revisions):
    """Ids where the command goes on to use each as a script."""
    return [rev.revision for rev in revisions]


def draw_rows(rng, revisions):
    """Version rows of a sound database: the tops of a set closed under what it stands on."""
    known = {rev.revision: rev for rev in revisions}
    applied, todo = set(), rng.sample(sorted(known), rng.randint(0, min(3, len(known))))
    while todo:
        one = todo.pop()
        if one not in applied:
            applied.add(one)
            todo.extend(known[one]._all_down_revisions)
    below = {down for one in applied for down in known[one]._all_down_revisions}
    rows = sorted(applied - below)
    rng.shuffle(rows)
    return rows


def draw_symbol(rng, revisions, labels):
    rev = rng.choice(revisions).revision
    near = [rev, rev, rev, rev[:4], rev[:5], "head", "base", "heads"]
    names = labels * 3 + [rev, rev[:4], "bogus"]
    number = rng.choice([1, 1, 1, 2, 2, 3, 5, 40])
    forms = [
        lambda: "head",
        lambda: "heads",
        lambda: "base",
        lambda: rev,
        lambda: rev[: rng.randint(1, 5)],
        lambda: rng.choice(names),
        lambda: f"{rng.choice(names)}@{rng.choice(near)}",
        lambda: f"{rng.choice(names)}@{rng.choice(['head', 'heads', 'base'])}",
        lambda: f"{rng.choice('+-')}{number}",
        lambda: f"{rng.choice(near)}{rng.choice('+-')}{number}",
        lambda: f"{rng.choice(names)}@{rng.choice('+-')}{number}",
        lambda: f"{rng.choice(names)}@{rng.choice(near)}{rng.choice('+-')}{number}",
        lambda: rng.choice(["", "@head", f"{rev}@", "bogus", "bogus@head", "current", "+0", "-0", "1x+1", "a@b@head", rev + "z", "@-1", "-1x", "head@head", "base@head", "heads@+1"]),
    ]
    weights = [4, 4, 4, 7, 3, 3, 5, 4, 6, 5, 4, 3, 2]
    return rng.choices(forms, weights)[0]()


def run_steps(steps, rows):
    maintainer = Rows(rows)
    noted = []
    for step in steps:
        maintainer.notes = []
        maintainer.update_to_step(step)
        noted.append(f"{step} | {'; '.join(maintainer.notes)}")
    return {"steps": noted, "end": sorted(maintainer.heads)}


def made_steps(make, rows):
    """Steps and version rows, told apart: rows may fail where steps do not."""
    result = attempt(lambda: make())
    if "ok" in result:
        steps = result["ok"]
        applied = attempt(lambda: run_steps(steps, rows))
        if "ok" in applied:
            result["ok"] = applied["ok"]
        else:
            result = {"rows_crash": applied.get("crash") or applied["failed"], "steps": [str(s) for s in steps]}
    return result


def sample(rng, values, count):
    values = list(values)
    return rng.sample(values, min(count, len(values)))


def record_plans(rng, directory, revisions, labels):
    plans = []
    for number in range(PLANS):
        rows = draw_rows(rng, revisions)
        if number < 3:
            kind, target = ("up", "heads") if number == 0 else ("down", "base") if number == 1 else ("up", "head")
            if number == 1:
                rows = list(directory.revision_map._real_heads)
        else:
            kind = rng.choice(["up", "up", "down", "down", "down", "stamp"])
            target = draw_symbol(rng, revisions, labels)
            if rng.random() < 0.06:
                rows = rng.choice([["nosuchrow"], rows + rng.choice([[rev.revision] for rev in revisions]), [rng.choice(revisions).revision[:5]], rows * 2])
        case = {"do": kind, "rows": rows}
        if kind == "up":
            case["to"] = [target]
            case.update(made_steps(lambda: directory._upgrade_revs(target, tuple(rows)), rows))
        elif kind == "down":
            case["to"] = [target]
            case.update(made_steps(lambda: directory._downgrade_revs(target, tuple(rows)), rows))
        else:
            more = [draw_symbol(rng, revisions, labels) for _ in range(rng.choice([0, 0, 1]))]
            case["to"] = [target, *more]
            wanted = tuple(case["to"])
            case.update(made_steps(lambda: directory._stamp_revs(wanted, tuple(rows)), rows))
        plans.append(case)
    return plans


def record_history(rng, directory, revisions, labels):
    listed = [{"from": None, "to": None, **attempt(lambda: ids(directory.walk_revisions()))}]
    for _ in range(4):
        rows = draw_rows(rng, revisions)
        draw = lambda: rng.choice([None, draw_symbol(rng, revisions, labels), draw_symbol(rng, revisions, labels), rng.choice(revisions).revision, "current"])
        base, head = draw(), draw()
        # What the history command does with its two ends.
        lower, upper = base, head
        if head == "current":
            upper = tuple(rows)
        elif base == "current":
            lower = tuple(rows)
        result = attempt(lambda: ids(directory.walk_revisions(base=lower or "base", head=upper or "heads")))
        if "@" in (base or "") and result.get("failed", "").startswith("Requested revision"):
            continue  # the targets come from a set, and with them the revision that is named
        listed.append({"from": base, "to": head, "rows": rows, **result})
    return listed


def record_new(rng, directory, revisions, labels):
    def noted(**values):
        raise Written(values)

    def make(heads, splice, needs):
        directory._generate_template = lambda *args, **values: noted(**values)
        try:
            directory.generate_revision("new0new0", "m", head=heads, splice=splice, depends_on=needs)
        except Written as written:
            values = written.args[0]
            pack = lambda value: [] if value is None else [value] if isinstance(value, str) else list(value)
            return {"down": pack(values["down_revision"]), "needs": pack(values["depends_on"])}

    made = []
    for _ in range(2):
        heads = [draw_symbol(rng, revisions, labels) for _ in range(rng.choice([1, 1, 2]))]
        if rng.random() < 0.5:
            heads = rng.choice([["head"], ["heads"], list(directory.revision_map.heads)[:2]])
        splice = rng.random() < 0.5
        needs = [draw_symbol(rng, revisions, labels)] if rng.random() < 0.3 else []
        made.append({"heads": heads, "splice": splice, "needs": needs, **attempt(lambda: make(heads, splice, needs))})
    return made


def record_lines(rng, revisions):
    lines = []
    for rev in sample(rng, revisions, 2):
        lines.append({
            "rev": rev.revision,
            "history": rev.cmd_format(False, include_branches=True, include_doc=True, include_parents=True),
            "heads": rev.cmd_format(False, include_branches=True, tree_indicators=False),
            "current": rev.cmd_format(False),
            "record": rev.log_entry,
        })
    return lines


def record_branches(directory, revisions):
    """What the branches command prints, for at most two branch points."""
    printed = []
    for rev in [rev for rev in revisions if rev.is_branch_point][:2]:
        for verbose in (False, True):
            children = [directory.get_revision(child) for child in rev.nextrev]
            below = [child.cmd_format(False, include_branches=True, include_doc=verbose) for child in children]
            indent = " " * len(rev.revision)
            rows = "\n".join(f"{indent} -> {line}" for line in below)
            text = f"{rev.cmd_format(verbose, include_branches=True)}\n{rows}\n"
            printed.append([rev.revision, verbose, text])
    return printed


def record(rng, shape):
    drawn = draw_graph(rng, shape)
    if shape == "broken":
        break_graph(rng, drawn)
    case = {"revisions": drawn}
    revision_map = RevisionMap(lambda: scripts(drawn))
    loaded = attempt(lambda: sorted(len(key) for key in revision_map._revision_map if key))
    if "ok" not in loaded:
        return {**case, "load": loaded}
    case["warnings"] = loaded.get("warn", [])
    revisions = settle(revision_map)
    labels = [label for rev in revisions for label in rev._orig_branch_labels]
    folder = tempfile.mkdtemp()
    os.mkdir(os.path.join(folder, "versions"))
    directory = ScriptDirectory(folder, messaging_opts={"quiet": True})
    directory.revision_map = revision_map
    case["heads"] = list(revision_map.heads)
    case["real_heads"] = list(revision_map._real_heads)
    case["bases"] = list(revision_map.bases)
    case["branch_points"] = [rev.revision for rev in revisions if rev.is_branch_point]
    case["labels"] = {rev.revision: rev.branch_labels for rev in revisions if rev.branch_labels}
    case["needs"] = {rev.revision: rev._normalized_resolved_dependencies for rev in revisions if rev.dependencies}
    case["lines"] = record_lines(rng, revisions)
    case["branches"] = record_branches(directory, revisions)
    case["history"] = record_history(rng, directory, revisions, labels)
    case["plans"] = record_plans(rng, directory, revisions, labels)
    case["new"] = record_new(rng, directory, revisions, labels)
    symbols = [draw_symbol(rng, revisions, labels) for _ in range(6)]
    case["show"] = [{"id": one, **attempt(lambda: sure_ids(directory.get_revisions(one)))} for one in symbols]
    rows = draw_rows(rng, revisions)
    case["current"] = {"rows": rows, **attempt(lambda: sorted(ids(directory.get_all_current(tuple(rows)))))}
    shutil.rmtree(folder)
    return case


def main(folder, seed=SEED):
    signal.signal(signal.SIGALRM, give_up)
    os.makedirs(folder, exist_ok=True)
    for shape, count in GRAPHS.items():
        cases = []
        for number in range(count):
            rng = random.Random(f"{seed} {shape} {number}")
            cases.append(json.dumps({"seed": f"{shape} {number}", **record(rng, shape)}, separators=(",", ":")))
        with open(os.path.join(folder, f"{shape}.json"), "w", encoding="utf-8") as file:
            file.write("[\n" + ",\n".join(cases) + "\n]\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
