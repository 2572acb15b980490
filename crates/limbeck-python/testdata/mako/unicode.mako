## -*- coding: utf-8 -*-
Zażółć ${"gęślą"} ${"日本" | u} ${message} — ✓
