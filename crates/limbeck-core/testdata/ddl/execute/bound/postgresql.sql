UPDATE t SET a = 'it''s', b = 5;

