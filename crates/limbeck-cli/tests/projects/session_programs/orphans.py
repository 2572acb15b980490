"""Whose children are orphans, and what a rollback takes back of that."""
from family import A, B, S, rows

s = S()
a = A(id=1)
a.kids = [B(id=i, name=str(i)) for i in range(1, 4)]
s.add_all([a, A(id=2)])
s.commit()


def case(tag, do):
    s.rollback()
    s.expire_all()
    try:
        do()
        s.flush()
        rows(s, tag)
    except Exception as e:
        print(tag, type(e).__name__)
    s.rollback()


def c1():
    a = s.get(A, 1)
    a.name
    b = s.get(B, 1)
    b.name
    b.parent = None


def c2():
    b = s.get(B, 1)
    b.name
    b.parent = None      # a expired


def c3():
    s.expunge_all()
    b = s.get(B, 1)
    b.parent = None   # a not there


def c4():
    b = s.get(B, 1)
    s.expire(b)
    b.parent = None


def c5():
    a = s.get(A, 1)
    a.name
    b = s.get(B, 1)
    b.name
    other = s.get(A, 2)
    b.parent = other


def c6():
    b = s.get(B, 1)
    b.name
    other = s.get(A, 2)
    b.parent = other


def c7():
    a = s.get(A, 1)
    a.kids
    b = s.get(B, 1)
    other = s.get(A, 2)
    b.parent = other


def c8():
    a = s.get(A, 1)
    a.kids.remove(s.get(B, 1))


def c9():
    a = s.get(A, 1)
    b = s.get(B, 1)
    a.kids.remove(b)
    other = s.get(A, 2)
    other.kids.append(b)


def c10():
    a = s.get(A, 1)
    b = s.get(B, 1)
    other = s.get(A, 2)
    other.kids.append(b)


def c11():
    b = s.get(B, 1)
    b.a_id = 2


def c12():
    a = s.get(A, 1)
    a.kids = []
    s.flush()
    s.rollback()
    print(len(a.kids))
    a.name = "z"


def c13():
    b = s.get(B, 2)
    b.parent = None
    s.flush()
    s.rollback()
    b.name = "n"


def c14():
    with s.begin_nested() as n:
        a = s.get(A, 1)
        a.kids.pop()
        s.flush()
        n.rollback()
    a.name = "q"
    print(len(a.kids))
for n, f in list(globals().items()):
    if n[0] == "c" and n[1:].isdigit():
        case(n, f)
