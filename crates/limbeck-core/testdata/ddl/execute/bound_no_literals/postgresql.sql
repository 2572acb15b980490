UPDATE t SET a = %(a)s::VARCHAR, b = '5%%';

