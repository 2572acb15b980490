"""Up and down, as a test of the project's own."""
import tempfile
import unittest

import sqlalchemy as sa
from alembic import command
from alembic.config import Config


class Migrations(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.url = f"sqlite:///{self.folder.name}/t.db"
        self.config = Config("alembic.ini")
        self.config.set_main_option("sqlalchemy.url", self.url)

    def test_upgrade_downgrade(self):
        command.upgrade(self.config, "head")
        engine = sa.create_engine(self.url)
        with engine.connect() as connection:
            self.assertEqual(connection.scalar(sa.text("SELECT count(*) FROM parcel")), 0)
        command.downgrade(self.config, "base")
        with engine.connect() as connection:
            with self.assertRaises(sa.exc.OperationalError):
                connection.execute(sa.text("SELECT 1 FROM parcel"))


if __name__ == "__main__":
    unittest.main()
