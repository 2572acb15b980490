SELECT 'a:b';

