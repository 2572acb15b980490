"""The implementations for MySQL and MariaDB."""

from .impl import DefaultImpl


class MySQLImpl(DefaultImpl):
    __dialect__ = "mysql"
    transactional_ddl = False


class MariaDBImpl(MySQLImpl):
    __dialect__ = "mariadb"
