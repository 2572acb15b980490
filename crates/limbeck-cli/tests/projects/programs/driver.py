"""A program that uses the driver itself."""
import sqlite3, os
con = sqlite3.connect("s2.db")
cur = con.cursor()
cur.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)")
cur.executemany("INSERT INTO t (name) VALUES (?)", [("a",), ("b",)])
con.commit()
for row in cur.execute("SELECT id, name FROM t ORDER BY id"):
    print(row)
con.row_factory = sqlite3.Row
row = con.execute("SELECT * FROM t WHERE id = :id", {"id": 2}).fetchone()
print(row["name"], row.keys(), tuple(row))
print(cur.lastrowid, cur.rowcount, cur.description)
try:
    con.execute("INSERT INTO t (id) VALUES (1)")
except sqlite3.IntegrityError as error:
    print(type(error).__name__, error)
with con:
    con.execute("DELETE FROM t")
print(con.execute("SELECT count(*) FROM t").fetchone()[0], con.total_changes, con.in_transaction)
con.executescript("CREATE TABLE a (x); INSERT INTO a VALUES (1); ")
print(con.execute("select * from a").fetchall()[0]["x"])
con.close()
try:
    con.execute("select 1")
except sqlite3.ProgrammingError as error:
    print(error)
con = sqlite3.connect(":memory:", isolation_level=None)
cur = con.cursor()
cur.executescript("""
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c BLOB, d REAL);
CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET b = 'x;y' WHERE a = new.a; SELECT 1; END;
INSERT INTO t (b) VALUES ('q;');
""")
print(cur.execute("SELECT * FROM t").fetchall(), con.in_transaction)
cur.execute("INSERT INTO t (a, b, c, d) VALUES (?, ?, ?, ?)", (5, None, b"\x00\xff", 1.5))
print(cur.lastrowid, cur.rowcount, cur.description)
print(cur.execute("SELECT a, c, d FROM t ORDER BY a").fetchmany(1), cur.fetchall(), cur.fetchone())
print(next(con.execute("SELECT 7")), list(con.execute("SELECT 1 UNION SELECT 2")))
con2 = sqlite3.connect("tx.db")
print(con2.isolation_level, con.isolation_level)
con2.execute("CREATE TABLE t (x)")
con2.execute("INSERT INTO t VALUES (1)")
print(con2.in_transaction)
con2.rollback()
print(con2.execute("SELECT count(*) FROM t").fetchone())
try:
    with con2:
        con2.execute("INSERT INTO t VALUES (2)")
        raise KeyError("x")
except KeyError:
    print(con2.execute("SELECT count(*) FROM t").fetchone())
con2.executemany("INSERT INTO t VALUES (:v)", [{"v": 1}, {"v": 2}])
print(con2.total_changes)
con2.text_factory = bytes
print(con2.execute("SELECT 'é'").fetchone())
con2.text_factory = str
con2.row_factory = lambda cursor, row: {c[0]: v for c, v in zip(cursor.description, row)}
print(con2.execute("SELECT x, x + 1 AS y FROM t").fetchall())
try:
    con2.execute("SELEKT")
except sqlite3.Error as error:
    print(type(error).__mro__[:3], error)
try:
    con2.execute("SELECT ?", (1, 2))
except sqlite3.Error as error:
    print(type(error).__name__)
try:
    sqlite3.connect("/no/such/dir/x.db")
except sqlite3.OperationalError as error:
    print("unable" in str(error))
import datetime, decimal
sqlite3.register_adapter(decimal.Decimal, str)
print(con.execute("SELECT ?, typeof(?)", (decimal.Decimal("1.20"), decimal.Decimal("1.20"))).fetchone())
import contextlib
with contextlib.closing(sqlite3.connect("s2.db")) as c:
    print(c.execute("PRAGMA user_version").fetchone(), isinstance(c, sqlite3.Connection))
    c.execute("PRAGMA user_version = 5")
with sqlite3.connect("s2.db") as c:
    print(c.execute("PRAGMA user_version").fetchone()[0], type(c) is sqlite3.Connection)
