<%!
import re

%>"""${message}

Revision ID: ${up_revision}
Revises: ${comma(down_revision)}
Create Date: ${create_date}

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
${imports or ""}

# revision identifiers, used by Alembic.
revision: str = ${repr(up_revision)}
down_revision: Union[str, Sequence[str], None] = ${repr(down_revision)}
branch_labels: Union[str, Sequence[str], None] = ${repr(branch_labels)}
depends_on: Union[str, Sequence[str], None] = ${repr(depends_on)}


def upgrade(engine_name: str) -> None:
    """Upgrade schema."""
    globals()["upgrade_%s" % engine_name]()


def downgrade(engine_name: str) -> None:
    """Downgrade schema."""
    globals()["downgrade_%s" % engine_name]()

<%
    engine_names = config.get_main_option("databases")
%>

## A pair of functions for each database that the configuration names.

% for engine_name in re.split(r",\s*", engine_names):

def upgrade_${engine_name}() -> None:
    """Upgrade ${engine_name} schema."""
    ${context.get("%s_upgrades" % engine_name, "pass")}


def downgrade_${engine_name}() -> None:
    """Downgrade ${engine_name} schema."""
    ${context.get("%s_downgrades" % engine_name, "pass")}

% endfor
