UPDATE t SET a = %(a)s, b = '5%%';

