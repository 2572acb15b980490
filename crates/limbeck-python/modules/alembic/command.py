"""The commands as functions."""

import _limbeck

from . import _proxies


def _run(command, config, **arguments):
    """Runs a command with this configuration, which env.py then finds as `context.config`.

    It runs within the run that is under way. Gives back the revisions that it made.
    """
    from .runtime import migration

    kept = [(stack, list(stack)) for stack in (
        _proxies.configs, _proxies.environments, _proxies.operations, migration._current
    )]
    _proxies.configs.append(config)
    _proxies.environments.clear()
    wire = {**config._wire(), "captured": config.stdout is not None}
    try:
        answer = _limbeck.call(f"command.{command}", {"config": wire, **arguments})
    finally:
        for stack, items in kept:
            stack[:] = items
    for line in answer["lines"]:
        config.stdout.write(line + "\n")
    return answer["made"]


def list_templates(config):
    _run("list_templates", config)


def init(config, directory, template="generic", package=False):
    _run("init", config, directory=str(directory), template=template, package=package)


def revision(config, message=None, autogenerate=False, sql=False, head="head", splice=False,
             branch_label=None, version_path=None, rev_id=None, depends_on=None,
             process_revision_directives=None):
    if process_revision_directives is not None:
        raise NotImplementedError(
            "revision(process_revision_directives=..) is not supported; give it to "
            "context.configure() in env.py"
        )
    made = _run(
        "revision", config, message=message, autogenerate=autogenerate, sql=sql, head=head,
        splice=splice, branch_label=branch_label,
        version_path=None if version_path is None else str(version_path), rev_id=rev_id,
        depends_on=depends_on,
    )
    return _scripts(config, made)


def merge(config, revisions, message=None, branch_label=None, rev_id=None, splice=False):
    made = _run("merge", config, revisions=revisions, message=message,
                branch_label=branch_label, rev_id=rev_id, splice=splice)
    return _scripts(config, made)


def _scripts(config, made):
    from .script import Script

    wire = None if config._bound else config._wire()
    made = [Script(item, wire) for item in made]
    return made if len(made) > 1 else made[0] if made else None


def check(config):
    _run("check", config)


def upgrade(config, revision, sql=False, tag=None):
    _run("upgrade", config, revision=revision, sql=sql, tag=tag)


def downgrade(config, revision, sql=False, tag=None):
    _run("downgrade", config, revision=revision, sql=sql, tag=tag)


def show(config, rev):
    _run("show", config, rev=rev)


def history(config, rev_range=None, verbose=False, indicate_current=False):
    _run("history", config, rev_range=rev_range, verbose=verbose,
         indicate_current=indicate_current)


def heads(config, verbose=False, resolve_dependencies=False):
    _run("heads", config, verbose=verbose, resolve_dependencies=resolve_dependencies)


def branches(config, verbose=False):
    _run("branches", config, verbose=verbose)


def current(config, check_heads=False, verbose=False):
    _run("current", config, check_heads=check_heads, verbose=verbose)


def stamp(config, revision, sql=False, tag=None, purge=False):
    revisions = [revision] if isinstance(revision, str) else list(revision)
    _run("stamp", config, revisions=revisions, sql=sql, tag=tag, purge=purge)


def edit(config, rev):
    _run("edit", config, rev=rev)


def ensure_version(config, sql=False):
    _run("ensure_version", config, sql=sql)
