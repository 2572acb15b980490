SELECT '5%%';

