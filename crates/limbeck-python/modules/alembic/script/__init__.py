"""The script directory."""

import _limbeck


def _call(config, name, **payload):
    """Asks about the scripts of the run, or those of another configuration."""
    if config is not None:
        payload["config"] = config
    return _limbeck.call(f"script.{name}", payload)


def _as_list(value):
    return [] if value is None else [value] if isinstance(value, str) else list(value)


class Script:
    """A revision, from the dict in which Rust describes it."""

    def __init__(self, described, config=None):
        self._config = config
        self.revision = described["revision"]
        down = described.get("down_revision")
        self.down_revision = tuple(down) if isinstance(down, list) else down
        self.branch_labels = set(described.get("branch_labels") or ())
        depends = described.get("dependencies")
        self.dependencies = tuple(depends) if isinstance(depends, list) else depends
        self.nextrev = frozenset(described.get("nextrev") or ())
        self.path = described.get("path")
        self.doc = described.get("doc") or ""
        self.longdoc = described.get("longdoc") or self.doc
        self.is_head = bool(described.get("is_head"))
        self.is_base = self.down_revision in (None, ())
        self.is_branch_point = bool(described.get("is_branch_point", len(self.nextrev) > 1))
        self.is_merge_point = isinstance(self.down_revision, tuple) and len(self.down_revision) > 1
        self._described = described

    @property
    def module(self):
        """The script, loaded."""
        return _call(self._config, "module", revision=self.revision)

    @property
    def _all_down_revisions(self):
        down = self.down_revision
        first = () if down is None else (down,) if isinstance(down, str) else down
        depends = self.dependencies
        more = () if depends is None else (depends,) if isinstance(depends, str) else depends
        return tuple(dict.fromkeys((*first, *more)))

    @property
    def log_entry(self):
        return self._described.get("log_entry", f"Rev: {self.revision}")

    def cmd_format(self, verbose, include_branches=False, include_doc=False, include_parents=False,
                   tree_indicators=True):
        """The revision as `history` and its like print it."""
        if verbose:
            return self.log_entry
        return _call(
            self._config, "line", revision=self.revision, labels=include_branches,
            doc=include_doc, parents=include_parents, tree=tree_indicators,
        )

    def __str__(self):
        down = self.down_revision or "<base>"
        down = down if isinstance(down, str) else ", ".join(down)
        marks = (
            (self.is_head, "head"), (self.is_branch_point, "branchpoint"),
            (self.is_merge_point, "mergepoint"),
        )
        marks = "".join(f" ({mark})" for is_marked, mark in marks if is_marked)
        return f"{down} -> {self.revision}{marks}, {self.doc}"


class ScriptDirectory:
    """The scripts of the run, or of another configuration."""

    def __init__(self, dir, file_template="%(rev)s_%(slug)s", **kw):
        self.dir = str(dir)
        self.file_template = file_template
        self._config = None

    @classmethod
    def _of_run(cls, info):
        return cls(info.get("script_location") or "")

    @classmethod
    def from_config(cls, config):
        location = config.get_main_option("script_location")
        if location is None:
            from ..util.exc import CommandError

            raise CommandError("No 'script_location' key found in configuration.")
        made = cls(location)
        if not config._bound:
            made._config = config._wire()
        return made

    def _call(self, name, **payload):
        return _call(self._config, name, **payload)

    def _one(self, name, **payload):
        found = self._call(name, **payload)
        return None if found is None else Script(found, self._config)

    @property
    def versions(self):
        import os

        return os.path.join(self.dir, "versions")

    @property
    def env_py_location(self):
        import os

        return os.path.abspath(os.path.join(self.dir, "env.py"))

    @property
    def revision_map(self):
        return self

    def get_heads(self, consider_depends_on=False):
        return list(self._call("heads", consider_depends_on=consider_depends_on))

    @property
    def heads(self):
        return tuple(self.get_heads())

    @property
    def _real_heads(self):
        return tuple(self.get_heads(consider_depends_on=True))

    def get_current_head(self):
        heads = self.get_heads()
        if len(heads) > 1:
            from ..util.exc import CommandError

            raise CommandError(
                "The script directory has multiple heads (due to branching).Please use "
                "get_heads(), or merge the branches using alembic merge."
            )
        return heads[0] if heads else None

    def get_bases(self):
        return list(self._call("bases"))

    def get_base(self):
        bases = self.get_bases()
        if len(bases) > 1:
            from ..util.exc import CommandError

            raise CommandError(
                "The script directory has multiple bases. Please use get_bases()."
            )
        return bases[0] if bases else None

    def get_revision(self, id_):
        return self._one("get_revision", revision=id_)

    def get_revisions(self, id_):
        return tuple(Script(item, self._config) for item in self._call("get_revisions", revision=id_))

    def get_all_current(self, id_):
        return {Script(item, self._config) for item in self._call("all_current", revision=id_)}

    def as_revision_number(self, id_):
        """The full identifiers that a symbol stands for: a string, a tuple, or None."""
        found = self._call("as_revision_number", revision=id_)
        return tuple(found) if isinstance(found, list) else found

    def walk_revisions(self, base="base", head="heads"):
        for item in self._call("walk_revisions", base=base, head=head):
            yield Script(item, self._config)

    def iterate_revisions(self, upper, lower, **kw):
        for item in self._call("iterate_revisions", upper=upper, lower=lower,
                               **{key: value for key, value in kw.items() if value is not None}):
            yield Script(item, self._config)

    def generate_revision(self, revid, message, head=None, splice=False, branch_labels=None,
                          version_path=None, file_template=None, depends_on=None, refresh=None,
                          **template_args):
        """Writes a revision, without a run of env.py unless the configuration asks for it."""
        labels = _as_list(branch_labels)
        unknown = list(template_args)
        if file_template is not None:
            unknown.append("file_template")
        if len(labels) > 1:
            unknown.append("several branch_labels")
        if unknown:
            raise NotImplementedError(
                f"generate_revision() does not take {', '.join(unknown)}; give env.py's "
                "context.configure() template_args, and alembic.ini the file_template"
            )
        heads = _as_list(head)
        given = {
            "message": message, "rev_id": str(revid), "splice": bool(splice),
            "branch_label": labels[0] if labels else None,
        }
        if len(heads) > 1:
            command, given["revisions"] = "merge", heads
        else:
            command, given["head"] = "revision", heads[0] if heads else "head"
            given["depends_on"] = _as_list(depends_on)
            given["version_path"] = None if version_path is None else str(version_path)
        config = self._config
        if config is None:
            from .. import _proxies

            config = _proxies.environment().config._wire()
        (made,) = _limbeck.call(f"command.{command}", {"config": config, **given})["made"]
        return Script(made, self._config)

    def _upgrade_revs(self, destination, current_rev):
        return self._steps("upgrade", destination, current_rev)

    def _downgrade_revs(self, destination, current_rev):
        return self._steps("downgrade", destination, current_rev)

    def _stamp_revs(self, revision, heads):
        from ..runtime.migration import StampStep

        return [StampStep(revision)]

    def _steps(self, direction, destination, rows):
        """The steps from these version rows, for the function that an environment was given."""
        from ..runtime.migration import RevisionStep

        rows = () if rows is None else (rows,) if isinstance(rows, str) else rows
        found = self._call(
            "steps", direction=direction, destination=destination, rows=list(rows)
        )
        return [
            RevisionStep(self, Script(item, self._config), direction == "upgrade")
            for item in found
        ]

    def run_env(self):
        """Runs env.py in the environment that has been entered last."""
        from .. import _proxies
        from ..runtime import migration

        environment = _proxies.environment()
        opts = environment.context_opts
        current = list(migration._current)
        starting = opts.get("starting_rev")
        try:
            self._call(
                "run_env", offline=bool(opts.get("as_sql")), tag=opts.get("tag"),
                starting=starting, wire=environment.config._wire(),
            )
        finally:
            migration._current[:] = current


def __getattr__(name):
    if name in ("base", "revision", "write_hooks"):
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
