CREATE TABLE "My Schema".t (
    "Id" SERIAL NOT NULL, 
    "order" INTEGER, 
    "a b" INTEGER, 
    PRIMARY KEY ("Id"), 
    UNIQUE ("a b")
);

CREATE INDEX "ix_My Schema_t_order" ON "My Schema".t ("order");

COMMENT ON COLUMN "My Schema".t."a b" IS 'c';

