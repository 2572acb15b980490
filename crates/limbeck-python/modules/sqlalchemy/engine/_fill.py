"""Fills a Table from what an Inspector tells of it."""

from ..sql._schema_item import fire


def fill(inspector, table, include_columns, exclude_columns, resolve_fks, extend_on):
    """Adds the columns, constraints and indexes that the database has."""
    schema = table.schema
    if not inspector.has_table(table.name, schema=schema):
        inspector._no_such_table(table.name, schema)
    if extend_on is not None:
        if table in extend_on:
            return
        extend_on.add(table)
    table._validate_dialect_kwargs(inspector.get_table_options(table.name, schema))
    columns = inspector.get_columns(table.name, schema)
    key = inspector.get_pk_constraint(table.name, schema)
    for described in columns:
        is_key = described["name"] in key["constrained_columns"]
        for target in (table.metadata, table):
            fire(target, "column_reflect", inspector, table, described)
        # A listener may have given it another.
        name = described["name"]
        if include_columns and name not in include_columns or name in exclude_columns:
            continue
        table.append_column(_column(described, is_key), replace_existing=True)
    _primary_key(table, key)
    _foreign_keys(inspector, table, exclude_columns, resolve_fks, extend_on)
    _indexes(inspector, table, include_columns)
    _constraints(inspector, table, include_columns)
    comment = inspector.get_table_comment(table.name, schema).get("text")
    if comment:
        table.comment = comment


def _column(described, is_key):
    from ..sql.elements import TextClause
    from ..sql.schema import Column, Computed, DefaultClause, Identity

    more = []
    computed, identity = described.get("computed"), described.get("identity")
    if computed:
        more.append(Computed(computed["sqltext"], persisted=computed.get("persisted")))
    elif identity:
        more.append(Identity(**identity))
    elif described.get("default") is not None:
        more.append(DefaultClause(TextClause(described["default"])))
    return Column(
        described["name"], described["type"], *more, nullable=described["nullable"],
        primary_key=is_key, autoincrement=described.get("autoincrement", "auto"),
        comment=described.get("comment"), key=described.get("key"), info=described.get("info"),
    )


def _primary_key(table, key):
    if key.get("name"):
        table.primary_key.name = key["name"]
    by_name = {column.name: column for column in table.primary_key.columns}
    named = [name for name in key["constrained_columns"] if name in by_name]
    table.primary_key._put_in_order([by_name.pop(name) for name in named] + [*by_name.values()])


def _foreign_keys(inspector, table, exclude_columns, resolve_fks, extend_on):
    from ..sql.schema import ForeignKeyConstraint, Table

    for described in inspector.get_foreign_keys(table.name, table.schema):
        own = described["constrained_columns"]
        if any(name in exclude_columns or name not in table.c for name in own):
            continue
        schema, referred = described["referred_schema"], described["referred_table"]
        if resolve_fks:
            Table(referred, table.metadata, schema=schema, autoload_with=inspector,
                  _extend_on=extend_on)
        prefix = f"{schema}.{referred}" if schema else referred
        table.append_constraint(
            ForeignKeyConstraint(
                own, [f"{prefix}.{name}" for name in described["referred_columns"]],
                name=described["name"], link_to_name=True, **described["options"],
            )
        )


def _indexes(inspector, table, include_columns):
    from ..sql.elements import TextClause
    from ..sql.schema import Index

    for described in inspector.get_indexes(table.name, table.schema):
        if described.get("duplicates_constraint"):
            continue
        names = described["column_names"]
        texts = described.get("expressions", names)
        if include_columns and not set(names) - {None} <= set(include_columns):
            continue
        sorting = described.get("column_sorting", {})
        elements = [
            TextClause(text) if name is None else _sorted(table.c[name], sorting.get(name, ()))
            for name, text in zip(names, texts)
        ]
        options = {
            key: value for key, value in described.get("dialect_options", {}).items()
            if hasattr(value, "_wire") or value
        }
        Index(described["name"], *elements, unique=bool(described["unique"]), _table=table,
              **options)


def _sorted(column, words):
    """A column of an index as it is sorted: `desc`, `nulls_last` .."""
    for word in words:
        column = getattr(column, word)()
    return column


def _constraints(inspector, table, include_columns):
    from ..sql.elements import TextClause
    from ..sql.schema import CheckConstraint, UniqueConstraint

    for described in inspector.get_unique_constraints(table.name, table.schema):
        if described.get("duplicates_index"):
            continue
        names = described["column_names"]
        if include_columns and not set(names) <= set(include_columns):
            continue
        table.append_constraint(
            UniqueConstraint(*[table.c[name] for name in names], name=described["name"])
        )
    for described in inspector.get_check_constraints(table.name, table.schema):
        table.append_constraint(
            CheckConstraint(TextClause(described["sqltext"]), name=described["name"])
        )
