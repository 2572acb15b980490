"""Operations that hold others, and scripts to be written."""

from .ops import MigrateOperation

# The module that its classes are known by.
__name__ = "alembic.operations.ops"


class OpContainer(MigrateOperation):
    def __init__(self, ops=()):
        self.ops = list(ops)

    def is_empty(self):
        return not self.ops

    def as_diffs(self):
        found = []
        for operation in self.ops:
            if hasattr(operation, "ops"):
                found.extend(operation.as_diffs())
            else:
                found.append(operation.to_diff_tuple())
        return found

    def _reversed(self):
        return [operation.reverse() for operation in self.ops][::-1]


class ModifyTableOps(OpContainer):
    def __init__(self, table_name, ops, *, schema=None):
        super().__init__(ops)
        self.table_name = table_name
        self.schema = schema

    def reverse(self):
        return ModifyTableOps(self.table_name, ops=self._reversed(), schema=self.schema)


class UpgradeOps(OpContainer):
    def __init__(self, ops=(), upgrade_token="upgrades"):
        super().__init__(ops)
        self.upgrade_token = upgrade_token

    def reverse_into(self, downgrade_ops):
        downgrade_ops.ops[:] = self._reversed()
        return downgrade_ops

    def reverse(self):
        return self.reverse_into(DowngradeOps())


class DowngradeOps(OpContainer):
    def __init__(self, ops=(), downgrade_token="downgrades"):
        super().__init__(ops)
        self.downgrade_token = downgrade_token

    def reverse(self):
        return UpgradeOps(self._reversed())


class MigrationScript(MigrateOperation):
    def __init__(self, rev_id, upgrade_ops, downgrade_ops, *, message=None, imports=None,
                 head=None, splice=None, branch_label=None, version_path=None, depends_on=None):
        self.rev_id = rev_id
        self.message = message
        self.imports = set() if imports is None else imports
        self.head = head
        self.splice = splice
        self.branch_label = branch_label
        self.version_path = None if version_path is None else str(version_path)
        self.depends_on = depends_on
        self.upgrade_ops = upgrade_ops
        self.downgrade_ops = downgrade_ops

    @staticmethod
    def _only(operations, what, attribute):
        if len(operations) > 1:
            raise ValueError(
                f"This MigrationScript instance has a multiple-entry list for {what}; please use "
                f"the {attribute} attribute."
            )
        return operations[0] if operations else None

    @property
    def upgrade_ops(self):
        return self._only(self._upgrade_ops, "UpgradeOps", "upgrade_ops_list")

    @upgrade_ops.setter
    def upgrade_ops(self, value):
        self._upgrade_ops = _listed(value, UpgradeOps)

    @property
    def downgrade_ops(self):
        return self._only(self._downgrade_ops, "DowngradeOps", "downgrade_ops_list")

    @downgrade_ops.setter
    def downgrade_ops(self, value):
        self._downgrade_ops = _listed(value, DowngradeOps)

    @property
    def upgrade_ops_list(self):
        return self._upgrade_ops

    @property
    def downgrade_ops_list(self):
        return self._downgrade_ops


def _listed(value, cls):
    listed = [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]
    assert all(isinstance(item, cls) for item in listed)
    return listed
