CREATE TABLE "My Schema".t (
    "Id" INTEGER NOT NULL, 
    "order" INTEGER, 
    "a b" INTEGER, 
    PRIMARY KEY ("Id"), 
    UNIQUE ("a b")
);

CREATE INDEX "My Schema"."ix_My Schema_t_order" ON t ("order");

