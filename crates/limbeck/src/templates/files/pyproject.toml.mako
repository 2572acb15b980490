[tool.alembic]

# Where env.py, script.py.mako and the revision files are. %(here)s is the folder of this file.
script_location = "${script_location}"

# Folders put in front of Python's module search path, for the imports of env.py.
prepend_sys_path = ["."]

# How much "check" and --autogenerate compare: "full" is all that can be compared, "alembic" what
# Alembic compares.
compare = "full"

# Folders of revision files. Unset, it is "versions" in script_location. Where there are
# several, the first revision of a branch says which by --version-path.
# version_locations = ["%(here)s/one", "%(here)s/two"]

# Whether revision files may be in folders below those.
# recursive_version_locations = false

# Names of new revision files, without ".py". There are rev, slug (the message), epoch, year,
# month, day, hour, minute and second; a percent sign of theirs is doubled.
# file_template = "%%(rev)s_%%(slug)s"
# file_template = "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(rev)s_%%(slug)s"

# How many characters of the message a file name has.
# truncate_slug_length = 40

# Time zone of the date in new revision files, such as UTC or Europe/Berlin; unset, local time.
# timezone = "UTC"

# Encoding of new revision files.
# output_encoding = "utf-8"

# Whether "revision" runs env.py even without --autogenerate.
# revision_environment = false

# Whether compiled revision files without their source count.
# sourceless = false

# Programs to run on each new revision file: of type exec, console_scripts (a script that a
# Python package installs, its name as entrypoint) or module (run by "python -m").
# [[tool.alembic.post_write_hooks]]
# name = "ruff"
# type = "exec"
# executable = "ruff"
# options = "check --fix REVISION_SCRIPT_FILENAME"
