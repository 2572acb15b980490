SELECT 'a\\b';

