//! The directives themselves, each with the arguments that it takes.

use limbeck_core::{
    expr::Executable,
    ops::{
        AddColumn, AlterColumn, Change, ColumnGenerator, CreateConstraint, CreateIndex,
        CreateTable, DropColumn, DropConstraint, DropIndex, DropTable, Execute, Operation,
        RenameTable,
    },
    schema::{
        Constraint, ConstraintKind, ForeignKey, Ident, Index, IndexElement, Table, UniqueConstraint,
    },
};
use rustpython_vm::{AsObject, Py, PyObjectRef, VirtualMachine, builtins::PyDict};

use super::{
    Plain, Stop, Surroundings,
    arguments::Arguments,
    columns::{column, server_default, type_of},
    constraints::{parts, unnamed},
    object::text,
};

struct Call<'a> {
    args: &'a [PyObjectRef],
    kwargs: &'a Py<PyDict>,
    surroundings: &'a Surroundings,
    vm: &'a VirtualMachine,
}

pub(super) fn read(
    name: &str,
    args: &[PyObjectRef],
    kwargs: &Py<PyDict>,
    surroundings: &Surroundings,
    vm: &VirtualMachine,
) -> Plain<Operation> {
    let call = Call { args, kwargs, surroundings, vm };
    match name {
        "create_table" => call.create_table(),
        "drop_table" => call.drop_table(),
        "rename_table" => call.rename_table(),
        "add_column" => call.add_column(),
        "alter_column" => call.alter_column(),
        "drop_column" => call.drop_column(),
        "create_index" => call.create_index(),
        "drop_index" => call.drop_index(),
        "create_unique_constraint" => call.create_unique_constraint(),
        "create_foreign_key" => call.create_foreign_key(),
        "drop_constraint" => call.drop_constraint(),
        "execute" => call.execute(),
        _ => Err(Stop::NotPlain),
    }
}

impl Call<'_> {
    fn bind(&self, positional: &[&'static str], keywords: &[&'static str]) -> Plain<Arguments<'_>> {
        Arguments::bind(self.args, self.kwargs, positional, keywords, self.vm)
    }

    fn create_table(&self) -> Plain<Operation> {
        let (name, items) = self.args.split_first().ok_or(Stop::NotPlain)?;
        let keywords = ["schema", "comment", "if_not_exists"];
        let given = Arguments::bind(&[], self.kwargs, &[], &keywords, self.vm)?;
        let (columns, constraints) = parts(items, self.surroundings, self.vm)?;
        let table = Table {
            schema: given.ident("schema")?,
            comment: given.text("comment")?,
            columns,
            constraints,
            naming_convention: self.surroundings.convention(self.vm)?,
            ..Table::new(text(name, self.vm)?)
        };
        let if_not_exists = given.flag("if_not_exists")?.unwrap_or(false);
        Ok(Operation::CreateTable(CreateTable { table, if_not_exists }))
    }

    fn drop_table(&self) -> Plain<Operation> {
        let given = self.bind(&["table_name"], &["schema", "if_exists"])?;
        Ok(Operation::DropTable(DropTable {
            name: given.needed("table_name")?,
            schema: given.ident("schema")?,
            if_exists: given.flag("if_exists")?.unwrap_or(false),
            table: None,
        }))
    }

    fn rename_table(&self) -> Plain<Operation> {
        let given = self.bind(&["old_table_name", "new_table_name"], &["schema"])?;
        Ok(Operation::RenameTable(RenameTable {
            old: given.needed("old_table_name")?,
            new: given.needed("new_table_name")?,
            schema: given.ident("schema")?,
        }))
    }

    fn add_column(&self) -> Plain<Operation> {
        let given = self.bind(&["table_name", "column"], &["schema", "if_not_exists"])?;
        let item = given.object("column").ok_or(Stop::NotPlain)?;
        let column = column(item, self.surroundings, self.vm)?;
        if column.primary_key {
            return Err(Stop::NotPlain);
        }
        Ok(Operation::AddColumn(Box::new(AddColumn {
            table: given.needed("table_name")?,
            schema: given.ident("schema")?,
            column,
            constraints: Vec::new(),
            indexes: Vec::new(),
            if_not_exists: given.flag("if_not_exists")?,
            inline_references: false,
            inline_primary_key: false,
            insert_before: None,
            insert_after: None,
        })))
    }

    fn alter_column(&self) -> Plain<Operation> {
        let keywords = [
            "nullable",
            "new_column_name",
            "type_",
            "existing_type",
            "existing_nullable",
            "existing_comment",
            "schema",
            "server_default",
            "existing_server_default",
        ];
        // Here None is not as good as nothing: it takes a default away.
        for key in ["server_default", "existing_server_default"] {
            if let Some(value) = self.kwargs.get_item_opt(key, self.vm)?
                && self.vm.is_none(&value)
            {
                return Err(Stop::NotPlain);
            }
        }
        let given = self.bind(&["table_name", "column_name"], &keywords)?;
        let type_of = |key| {
            given.object(key).map(|item| type_of(item, self.surroundings, self.vm)).transpose()
        };
        Ok(Operation::AlterColumn(Box::new(AlterColumn {
            table: given.needed("table_name")?,
            column: given.needed("column_name")?,
            schema: given.ident("schema")?,
            nullable: given.flag("nullable")?,
            comment: Change::Unset,
            server_default: self.generator(&given, "server_default")?,
            new_name: given.ident("new_column_name")?,
            type_: type_of("type_")?,
            bare_type: false,
            type_checks: Vec::new(),
            existing_type: type_of("existing_type")?,
            existing_type_checks: Vec::new(),
            existing_server_default: self.generator(&given, "existing_server_default")?,
            existing_nullable: given.flag("existing_nullable")?,
            existing_comment: given.text("existing_comment")?,
            autoincrement: None,
            existing_autoincrement: None,
            options: Default::default(),
            insert_before: None,
            insert_after: None,
        })))
    }

    fn generator(&self, given: &Arguments<'_>, key: &str) -> Plain<Change<ColumnGenerator>> {
        let Some(value) = given.object(key) else { return Ok(Change::Unset) };
        if value.is(self.vm.ctx.false_value.as_object()) {
            return Ok(Change::Unset);
        }
        let default = server_default(value, self.surroundings, self.vm)?;
        Ok(Change::To { to: Some(ColumnGenerator::Default(default)) })
    }

    fn drop_column(&self) -> Plain<Operation> {
        let given = self.bind(&["table_name", "column_name"], &["schema", "if_exists"])?;
        Ok(Operation::DropColumn(DropColumn {
            table: given.needed("table_name")?,
            column: given.needed("column_name")?,
            schema: given.ident("schema")?,
            if_exists: given.flag("if_exists")?,
            options: Default::default(),
        }))
    }

    fn create_index(&self) -> Plain<Operation> {
        let positional = ["index_name", "table_name", "columns"];
        let given = self.bind(&positional, &["schema", "unique", "if_not_exists"])?;
        let elements = given
            .names("columns")?
            .into_iter()
            .map(|column| IndexElement::Column { column: column.into() });
        let index = Index {
            name: given.name("index_name")?,
            table: given.needed("table_name")?,
            schema: given.ident("schema")?,
            elements: elements.collect(),
            unique: given.flag("unique")?.unwrap_or(false),
            options: Default::default(),
        };
        let if_not_exists = given.flag("if_not_exists")?;
        Ok(Operation::CreateIndex(CreateIndex { index, if_not_exists }))
    }

    fn drop_index(&self) -> Plain<Operation> {
        let given = self.bind(&["index_name", "table_name"], &["schema", "if_exists"])?;
        Ok(Operation::DropIndex(DropIndex {
            name: given.name("index_name")?,
            table: given.ident("table_name")?,
            schema: given.ident("schema")?,
            if_exists: given.flag("if_exists")?,
            options: Default::default(),
        }))
    }

    fn create_unique_constraint(&self) -> Plain<Operation> {
        let given = self.bind(&["constraint_name", "table_name", "columns"], &["schema"])?;
        let columns = idents(given.names("columns")?)?;
        let kind = ConstraintKind::Unique(UniqueConstraint { columns });
        self.create_constraint(&given, "table_name", "schema", unnamed(kind))
    }

    fn create_foreign_key(&self) -> Plain<Operation> {
        let positional =
            ["constraint_name", "source_table", "referent_table", "local_cols", "remote_cols"];
        let keywords = [
            "onupdate",
            "ondelete",
            "deferrable",
            "initially",
            "match",
            "source_schema",
            "referent_schema",
        ];
        let given = self.bind(&positional, &keywords)?;
        let key = ForeignKey {
            columns: idents(given.names("local_cols")?)?,
            referent_table: given.needed("referent_table")?,
            referent_schema: given.ident("referent_schema")?,
            referent_columns: idents(given.names("remote_cols")?)?,
            onupdate: given.text("onupdate")?,
            ondelete: given.text("ondelete")?,
            match_: given.text("match")?,
            use_alter: false,
            link_to_name: false,
        };
        if key.columns.len() != key.referent_columns.len() {
            return Err(Stop::NotPlain);
        }
        let constraint = Constraint {
            deferrable: given.flag("deferrable")?,
            initially: given.text("initially")?,
            ..unnamed(ConstraintKind::ForeignKey(key))
        };
        self.create_constraint(&given, "source_table", "source_schema", constraint)
    }

    fn create_constraint(
        &self,
        given: &Arguments<'_>,
        table: &str,
        schema: &str,
        constraint: Constraint,
    ) -> Plain<Operation> {
        Ok(Operation::CreateConstraint(CreateConstraint {
            table: given.needed(table)?,
            schema: given.ident(schema)?,
            constraint: Constraint { name: given.name("constraint_name")?, ..constraint },
        }))
    }

    fn drop_constraint(&self) -> Plain<Operation> {
        let positional = ["constraint_name", "table_name", "type_"];
        let given = self.bind(&positional, &["schema", "if_exists"])?;
        let type_ = given.text("type_")?;
        if !matches!(type_.as_deref(), None | Some("check" | "foreignkey" | "primary" | "unique")) {
            return Err(Stop::NotPlain);
        }
        Ok(Operation::DropConstraint(DropConstraint {
            name: given.name("constraint_name")?,
            table: given.needed("table_name")?,
            schema: given.ident("schema")?,
            type_,
            if_exists: given.flag("if_exists")?,
        }))
    }

    fn execute(&self) -> Plain<Operation> {
        let given = self.bind(&["sqltext"], &[])?;
        let sql = given.text("sqltext")?.ok_or(Stop::NotPlain)?;
        let statement = Executable::Text { sql, binds: Vec::new(), columns: Vec::new() };
        Ok(Operation::Execute(Execute { statement, options: Default::default() }))
    }
}

/// Names of columns, of which there is at least one.
fn idents(names: Vec<String>) -> Plain<Vec<Ident>> {
    match names.is_empty() {
        true => Err(Stop::NotPlain),
        false => Ok(names.into_iter().map(Ident::from).collect()),
    }
}
