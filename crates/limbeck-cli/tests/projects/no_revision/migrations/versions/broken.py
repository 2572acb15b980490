"""broken"""

def upgrade():
    pass
