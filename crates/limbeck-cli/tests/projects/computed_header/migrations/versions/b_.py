"""annotated header"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "bbbb00000001"
down_revision: Union[str, Sequence[str], None] = ("aaaa" "00000001")
branch_labels: Union[str, Sequence[str], None] = ["feature"]
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("t", sa.Column("b", sa.Integer))


def downgrade() -> None:
    op.drop_column("t", "b")
