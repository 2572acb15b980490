//! The directives themselves, each with the arguments that it takes.

use limbeck_core::{
    expr::Executable,
    ops::{
        AddColumn, AlterColumn, BatchAlterTable, Change, ColumnGenerator, CreateConstraint,
        CreateIndex, CreateTable, DropColumn, DropConstraint, DropIndex, DropTable, Execute,
        Operation, Recreate, RenameTable,
    },
    schema::{
        Constraint, ConstraintKind, ForeignKey, Ident, Index, IndexElement, NamingConvention,
        Table, UniqueConstraint,
    },
};
use rustpython_vm::compiler::ast::{self, Expr, Stmt};

use super::{
    arguments::{Arguments, Batch, optional},
    columns::{column, server_default},
    constraints::{parts, unnamed},
    names::{BATCH, Names},
    types::type_of,
};

struct Call<'a> {
    call: &'a ast::ExprCall,
    names: &'a Names<'a>,
    convention: Option<&'a NamingConvention>,
    batch: Option<&'a Batch>,
}

/// The directives of a function, one after another.
pub(super) fn read_all(
    body: &[Stmt],
    names: &Names<'_>,
    convention: Option<&NamingConvention>,
) -> Option<Vec<Operation>> {
    let mut operations = Vec::with_capacity(body.len());
    for statement in lines(body) {
        operations.push(match statement {
            Stmt::With(block) => batch_alter_table(block, names)?,
            Stmt::Expr(line) => {
                let Expr::Call(call) = &*line.value else { return None };
                let path = names.path(&call.func)?;
                let call = Call { call, names, convention, batch: None };
                match path.strip_prefix("alembic.op.")? {
                    "create_table" => call.create_table()?,
                    "drop_table" => call.drop_table()?,
                    "rename_table" => call.rename_table()?,
                    "execute" => call.execute()?,
                    directive => call.on_table(directive)?,
                }
            }
            _ => return None,
        });
    }
    Some(operations)
}

/// The statements that do something.
fn lines(body: &[Stmt]) -> impl Iterator<Item = &Stmt> {
    body.iter().filter(|statement| match statement {
        Stmt::Pass(_) => false,
        Stmt::Expr(line) => !line.value.is_string_literal_expr(),
        _ => true,
    })
}

/// `with op.batch_alter_table(..) as batch_op:`
fn batch_alter_table(block: &ast::StmtWith, names: &Names<'_>) -> Option<Operation> {
    let [item] = &*block.items else { return None };
    let (Expr::Call(call), Some(Expr::Name(name))) =
        (&item.context_expr, &item.optional_vars.as_deref())
    else {
        return None;
    };
    if block.is_async || names.path(&call.func)? != "alembic.op.batch_alter_table" {
        return None;
    }
    let positional = ["table_name", "schema", "recreate"];
    let given = Arguments::bind(&call.arguments.args, call, names, &positional, &[])?;
    let batch = Batch { table: given.needed("table_name")?, schema: given.ident("schema")? };
    let recreate = match given.text("recreate")?.as_deref() {
        None | Some("auto") => Recreate::Auto,
        Some("always") => Recreate::Always,
        Some("never") => Recreate::Never,
        Some(_) => return None,
    };
    let names = names.with_batch(&name.id);
    let mut operations = Vec::with_capacity(block.body.len());
    for statement in lines(&block.body) {
        let Stmt::Expr(line) = statement else { return None };
        let Expr::Call(call) = &*line.value else { return None };
        let path = names.path(&call.func)?;
        let directive = path.strip_prefix(BATCH)?.strip_prefix('.')?;
        let call = Call { call, names: &names, convention: None, batch: Some(&batch) };
        operations.push(call.on_table(directive)?);
    }
    Some(Operation::BatchAlterTable(Box::new(BatchAlterTable {
        table: batch.table,
        schema: batch.schema,
        recreate,
        operations,
        copy_from: None,
        table_args: Vec::new(),
        table_options: Default::default(),
        partial_reordering: Vec::new(),
        reflect_columns: Vec::new(),
        reflect_constraints: Vec::new(),
        naming_convention: None,
        client_defaults: Default::default(),
    })))
}

impl Call<'_> {
    /// A directive that batch mode has, too.
    fn on_table(&self, directive: &str) -> Option<Operation> {
        match directive {
            "add_column" => self.add_column(),
            "alter_column" => self.alter_column(),
            "drop_column" => self.drop_column(),
            "create_index" => self.create_index(),
            "drop_index" => self.drop_index(),
            "create_unique_constraint" => self.create_unique_constraint(),
            "create_foreign_key" => self.create_foreign_key(),
            "drop_constraint" => self.drop_constraint(),
            _ => None,
        }
    }

    fn bind(
        &self,
        positional: &[&'static str],
        keywords: &[&'static str],
    ) -> Option<Arguments<'_>> {
        let args = &self.call.arguments.args;
        match self.batch {
            None => Arguments::bind(args, self.call, self.names, positional, keywords),
            Some(batch) => Arguments::bind_in(batch, self.call, self.names, positional, keywords),
        }
    }

    fn create_table(&self) -> Option<Operation> {
        let (name, items) = self.call.arguments.args.split_first()?;
        let keywords = ["schema", "comment", "if_not_exists"];
        let given = Arguments::bind(&[], self.call, self.names, &[], &keywords)?;
        let (columns, constraints) = parts(items, self.names)?;
        let table = Table {
            schema: given.ident("schema")?,
            comment: given.text("comment")?,
            columns,
            constraints,
            naming_convention: self.convention.cloned(),
            ..Table::new(self.names.text(name)?)
        };
        let if_not_exists = given.flag("if_not_exists")?.unwrap_or(false);
        Some(Operation::CreateTable(CreateTable { table, if_not_exists, alone: false }))
    }

    fn drop_table(&self) -> Option<Operation> {
        let given = self.bind(&["table_name"], &["schema", "if_exists"])?;
        Some(Operation::DropTable(DropTable {
            name: given.needed("table_name")?,
            schema: given.ident("schema")?,
            if_exists: given.flag("if_exists")?.unwrap_or(false),
            table: None,
        }))
    }

    fn rename_table(&self) -> Option<Operation> {
        let given = self.bind(&["old_table_name", "new_table_name"], &["schema"])?;
        Some(Operation::RenameTable(RenameTable {
            old: given.needed("old_table_name")?,
            new: given.needed("new_table_name")?,
            schema: given.ident("schema")?,
        }))
    }

    fn add_column(&self) -> Option<Operation> {
        let given = self.bind(&["table_name", "column"], &["schema", "if_not_exists"])?;
        let Expr::Call(written) = given.get("column")? else { return None };
        if self.names.path(&written.func)? != "sqlalchemy.Column" {
            return None;
        }
        let column = column(written, self.names)?.column;
        if column.primary_key {
            return None;
        }
        Some(Operation::AddColumn(Box::new(AddColumn {
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

    fn alter_column(&self) -> Option<Operation> {
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
        let given = self.bind(&["table_name", "column_name"], &keywords)?;
        let type_of = |key| optional(given.get(key), |item| type_of(item, self.names));
        let spelled = given.get("type_").or(given.get("existing_type"));
        Some(Operation::AlterColumn(Box::new(AlterColumn {
            table: given.needed("table_name")?,
            column: given.needed("column_name")?,
            schema: given.ident("schema")?,
            nullable: given.flag("nullable")?,
            comment: Change::Unset,
            server_default: self.generator(&given, "server_default")?,
            new_name: given.ident("new_column_name")?,
            type_: type_of("type_")?,
            bare_type: spelled.is_some_and(|type_| !type_.is_call_expr()),
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

    fn generator(&self, given: &Arguments<'_>, key: &str) -> Option<Change<ColumnGenerator>> {
        let Some(value) = given.written(key) else { return Some(Change::Unset) };
        if self.names.flag(value) == Some(false) {
            return Some(Change::Unset);
        }
        // Here None is not as good as nothing: it takes a default away.
        let to = match self.names.is_none(value) {
            true => None,
            false => Some(ColumnGenerator::Default(server_default(value, self.names)?)),
        };
        Some(Change::To { to })
    }

    fn drop_column(&self) -> Option<Operation> {
        let given = self.bind(&["table_name", "column_name"], &["schema", "if_exists"])?;
        Some(Operation::DropColumn(DropColumn {
            table: given.needed("table_name")?,
            column: given.needed("column_name")?,
            schema: given.ident("schema")?,
            if_exists: given.flag("if_exists")?,
            options: Default::default(),
        }))
    }

    fn create_index(&self) -> Option<Operation> {
        let positional = ["index_name", "table_name", "columns"];
        let given = self.bind(&positional, &["schema", "unique", "if_not_exists"])?;
        let elements = given
            .texts("columns")?
            .into_iter()
            .map(|column| IndexElement::Column { column: column.into() });
        let index = Index {
            name: given.name("index_name")?,
            table: given.needed("table_name")?,
            schema: given.ident("schema")?,
            elements: elements.collect(),
            unique: given.flag("unique")?.unwrap_or(false),
            unique_is_number: false,
            options: Default::default(),
        };
        let if_not_exists = given.flag("if_not_exists")?;
        Some(Operation::CreateIndex(CreateIndex { index, if_not_exists }))
    }

    fn drop_index(&self) -> Option<Operation> {
        let given = self.bind(&["index_name", "table_name"], &["schema", "if_exists"])?;
        Some(Operation::DropIndex(DropIndex {
            name: given.name("index_name")?,
            table: given.ident("table_name")?,
            schema: given.ident("schema")?,
            if_exists: given.flag("if_exists")?,
            options: Default::default(),
        }))
    }

    fn create_unique_constraint(&self) -> Option<Operation> {
        let given = self.bind(&["constraint_name", "table_name", "columns"], &["schema"])?;
        let columns = idents(given.texts("columns")?)?;
        let kind = ConstraintKind::Unique(UniqueConstraint { columns });
        self.create_constraint(&given, "table_name", "schema", unnamed(kind))
    }

    fn create_foreign_key(&self) -> Option<Operation> {
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
            columns: idents(given.texts("local_cols")?)?,
            referent_table: given.needed("referent_table")?,
            referent_schema: given.ident("referent_schema")?,
            referent_columns: idents(given.texts("remote_cols")?)?,
            onupdate: given.text("onupdate")?,
            ondelete: given.text("ondelete")?,
            match_: given.text("match")?,
            use_alter: false,
            link_to_name: false,
        };
        if key.columns.len() != key.referent_columns.len() {
            return None;
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
    ) -> Option<Operation> {
        Some(Operation::CreateConstraint(CreateConstraint {
            table: given.needed(table)?,
            schema: given.ident(schema)?,
            constraint: Constraint { name: given.name("constraint_name")?, ..constraint },
        }))
    }

    fn drop_constraint(&self) -> Option<Operation> {
        let positional = ["constraint_name", "table_name", "type_"];
        let given = self.bind(&positional, &["schema", "if_exists"])?;
        let type_ = given.text("type_")?;
        if !matches!(type_.as_deref(), None | Some("check" | "foreignkey" | "primary" | "unique")) {
            return None;
        }
        Some(Operation::DropConstraint(DropConstraint {
            name: given.name("constraint_name")?,
            table: given.needed("table_name")?,
            schema: given.ident("schema")?,
            type_,
            if_exists: given.flag("if_exists")?,
        }))
    }

    fn execute(&self) -> Option<Operation> {
        let given = self.bind(&["sqltext"], &[])?;
        let sql = given.text("sqltext")??;
        let statement = Executable::Text { sql, binds: Vec::new(), columns: Vec::new() };
        Some(Operation::Execute(Execute { statement, options: Default::default() }))
    }
}

/// Names of columns, of which there is at least one.
fn idents(names: Vec<String>) -> Option<Vec<Ident>> {
    match names.is_empty() {
        true => None,
        false => Some(names.into_iter().map(Ident::from).collect()),
    }
}
