"""Directives for views and functions that a revision replaces by another form."""
from alembic.operations import MigrateOperation, Operations


class Replaceable:
    def __init__(self, name, sqltext):
        self.name = name
        self.sqltext = sqltext


class ReversibleOp(MigrateOperation):
    def __init__(self, target):
        self.target = target

    @classmethod
    def invoke_for_target(cls, operations, target):
        return operations.invoke(cls(target))

    def reverse(self):
        raise NotImplementedError()

    @classmethod
    def _object_of(cls, operations, ident):
        version, name = ident.split(".")
        module = operations.get_context().script.get_revision(version).module
        return getattr(module, name)

    @classmethod
    def replace(cls, operations, target, replaces=None, replace_with=None):
        if replaces:
            drop_old = cls(cls._object_of(operations, replaces)).reverse()
            create_new = cls(target)
        elif replace_with:
            drop_old = cls(target).reverse()
            create_new = cls(cls._object_of(operations, replace_with))
        else:
            raise TypeError("replaces or replace_with is required")
        operations.invoke(drop_old)
        operations.invoke(create_new)


@Operations.register_operation("create_view", "invoke_for_target")
@Operations.register_operation("replace_view", "replace")
class CreateViewOp(ReversibleOp):
    def reverse(self):
        return DropViewOp(self.target)


@Operations.register_operation("drop_view", "invoke_for_target")
class DropViewOp(ReversibleOp):
    def reverse(self):
        return CreateViewOp(self.target)


@Operations.register_operation("create_sp", "invoke_for_target")
@Operations.register_operation("replace_sp", "replace")
class CreateSPOp(ReversibleOp):
    def reverse(self):
        return DropSPOp(self.target)


@Operations.register_operation("drop_sp", "invoke_for_target")
class DropSPOp(ReversibleOp):
    def reverse(self):
        return CreateSPOp(self.target)


@Operations.implementation_for(CreateViewOp)
def create_view(operations, operation):
    operations.execute("CREATE VIEW %s AS %s" % (operation.target.name, operation.target.sqltext))


@Operations.implementation_for(DropViewOp)
def drop_view(operations, operation):
    operations.execute("DROP VIEW %s" % operation.target.name)


@Operations.implementation_for(CreateSPOp)
def create_sp(operations, operation):
    operations.execute("CREATE FUNCTION %s %s" % (operation.target.name, operation.target.sqltext))


@Operations.implementation_for(DropSPOp)
def drop_sp(operations, operation):
    operations.execute("DROP FUNCTION %s" % operation.target.name)
