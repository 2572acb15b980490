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
    """Show what `init` can set up."""
    _run("list_templates", config)


def init(config, directory, template="generic", package=False):
    """Set up a directory for scripts, and the configuration beside it."""
    _run("init", config, directory=str(directory), template=template, package=package)


def revision(config, message=None, autogenerate=False, sql=False, head="head", splice=False,
             branch_label=None, version_path=None, rev_id=None, depends_on=None,
             process_revision_directives=None):
    """Write a new revision."""
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
    """Write a revision that joins several others."""
    made = _run("merge", config, revisions=revisions, message=message,
                branch_label=branch_label, rev_id=rev_id, splice=splice)
    return _scripts(config, made)


def _scripts(config, made):
    from .script import Script

    wire = None if config._bound else config._wire()
    made = [Script(item, wire) for item in made]
    return made if len(made) > 1 else made[0] if made else None


def check(config):
    """Tell whether the models and the database differ."""
    _run("check", config)


def upgrade(config, revision, sql=False, tag=None):
    """Go forward to a later revision."""
    _run("upgrade", config, revision=revision, sql=sql, tag=tag)


def downgrade(config, revision, sql=False, tag=None):
    """Go back to an earlier revision."""
    _run("downgrade", config, revision=revision, sql=sql, tag=tag)


def show(config, rev):
    """Show revisions in full."""
    _run("show", config, rev=rev)


def history(config, rev_range=None, verbose=False, indicate_current=False):
    """List the revisions, newest first."""
    _run("history", config, rev_range=rev_range, verbose=verbose,
         indicate_current=indicate_current)


def heads(config, verbose=False, resolve_dependencies=False):
    """Show the newest revisions of the scripts."""
    _run("heads", config, verbose=verbose, resolve_dependencies=resolve_dependencies)


def branches(config, verbose=False):
    """Show the revisions from which branches spring."""
    _run("branches", config, verbose=verbose)


def current(config, check_heads=False, verbose=False):
    """Show the revisions at which the database stands."""
    _run("current", config, check_heads=check_heads, verbose=verbose)


def stamp(config, revision, sql=False, tag=None, purge=False):
    """Record a revision in the database without running anything."""
    revisions = [revision] if isinstance(revision, str) else list(revision)
    _run("stamp", config, revisions=revisions, sql=sql, tag=tag, purge=purge)


def edit(config, rev):
    """Open revision files in $EDITOR."""
    _run("edit", config, rev=rev)


def ensure_version(config, sql=False):
    """Create the version table where it does not exist."""
    _run("ensure_version", config, sql=sql)
