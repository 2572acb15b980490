"""comments of constraints"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import DropConstraintComment, SetConstraintComment

revision = "s009"
down_revision = "s008"


def upgrade():
    if op.get_context().dialect.name != "postgresql":
        return
    table = op.create_table(
        "commented", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer)
    )
    for name, comment in [("Kept", "it's above 5% \\ of nothing"), ("dropped", "goes")]:
        constraint = sa.CheckConstraint("n > 0", name=name, comment=comment)
        op.create_check_constraint(name, "commented", "n > 0")
        table.append_constraint(constraint)
        op.execute(SetConstraintComment(constraint))
        if name == "dropped":
            op.execute(DropConstraintComment(constraint))


def downgrade():
    pass
