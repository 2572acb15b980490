"""broken"""
revision = "b2f0c3d2e4b5"
down_revision = "a1f0c3d2e4b5"

def upgrade(:
    pass
