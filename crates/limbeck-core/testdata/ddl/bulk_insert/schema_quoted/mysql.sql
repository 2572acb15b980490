INSERT INTO s.`Order` (`User`) VALUES (1);

