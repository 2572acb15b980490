import sys

from alembic.config import main

main(argv=sys.argv[1:], prog="mover")
