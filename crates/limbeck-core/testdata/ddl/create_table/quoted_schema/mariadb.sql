CREATE TABLE `My Schema`.t (
    `Id` INTEGER NOT NULL AUTO_INCREMENT, 
    `order` INTEGER, 
    `a b` INTEGER COMMENT 'c', 
    PRIMARY KEY (`Id`), 
    UNIQUE (`a b`)
);

CREATE INDEX `ix_My Schema_t_order` ON `My Schema`.t (`order`);

