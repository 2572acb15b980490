"""What the interpreter is, by SQLAlchemy's names."""

py3k = py38 = py39 = py310 = py311 = True
pypy = cpython = win32 = osx = arm = False
