"""Children whose parent is told or not, in sessions that know it or not."""
from family import A, B, S, rows

s = S()
a = A(id=1)
a.kids.append(B(id=1, name="1"))
a.kids.append(B(id=2, name="2"))
a.kids.append(B(id=3, name="3"))
s.add(a)
s.commit()
b = s.get(B, 1)
b.parent = None
s.flush()
rows(s, "unloaded")
s.rollback()
b = s.get(B, 1)
b.name = "x"
s.flush()
rows(s, "after rollback")
s.commit()
b = s.get(B, 1)
b.parent
b.parent = None
s.flush()
rows(s, "parent loaded")
s.rollback()
a = s.get(A, 1)
a.kids
b = s.get(B, 2)
b.parent = None
s.flush()
rows(s, "kids loaded")
s.rollback()
s.close()
s = S()
b = s.get(B, 3)
b.parent = None
s.commit()
rows(s, "fresh session, unloaded")
s.close()
s = S()
b = s.get(B, 2)
b.parent
b.parent = None
s.commit()
rows(s, "fresh session, parent loaded")
s.close()
s = S()
b = s.get(B, 1)
a2 = A(id=2)
s.add(a2)
b.parent = a2
s.commit()
rows(s, "moved")
s.close()
s = S()
b = s.get(B, 1)
b.a_id = None
s.commit()
rows(s, "by key")
