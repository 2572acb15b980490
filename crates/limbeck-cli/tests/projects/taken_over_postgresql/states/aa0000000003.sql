-- As Alembic 1.20.1 left the database at aa0000000003.
CREATE TYPE public.kind AS ENUM (
    'novel',
    'essay'
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.writer (
    id integer NOT NULL,
    name character varying(80) NOT NULL,
    born date,
    CONSTRAINT ck_author_name CHECK ((length((name)::text) > 1))
);
CREATE SEQUENCE public.author_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.author_id_seq OWNED BY public.writer.id;
CREATE TABLE public.book (
    id integer NOT NULL,
    author_id integer NOT NULL,
    title text NOT NULL,
    kind public.kind,
    price numeric(8,2) DEFAULT '0'::numeric NOT NULL,
    pages integer NOT NULL
);
CREATE SEQUENCE public.book_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.book_id_seq OWNED BY public.book.id;
CREATE TABLE public.tag (
    book_id integer NOT NULL,
    word character varying(30) NOT NULL,
    at timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
ALTER TABLE ONLY public.book ALTER COLUMN id SET DEFAULT nextval('public.book_id_seq'::regclass);
ALTER TABLE ONLY public.writer ALTER COLUMN id SET DEFAULT nextval('public.author_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('aa0000000003');
INSERT INTO public.book VALUES (1, 1, 'It''s notes', 'essay', 10.50, 100);
INSERT INTO public.book VALUES (2, 2, '50% off: a novel', 'novel', 3.00, 200);
INSERT INTO public.tag VALUES (1, 'essay', '2026-01-02 03:04:05');
INSERT INTO public.tag VALUES (2, 'novel', '2026-01-02 03:04:05');
INSERT INTO public.writer VALUES (1, 'Ada', '1815-12-10');
INSERT INTO public.writer VALUES (2, 'Zoë', NULL);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.writer
    ADD CONSTRAINT pk_author PRIMARY KEY (id);
ALTER TABLE ONLY public.book
    ADD CONSTRAINT pk_book PRIMARY KEY (id);
ALTER TABLE ONLY public.tag
    ADD CONSTRAINT tag_pkey PRIMARY KEY (book_id, word);
ALTER TABLE ONLY public.writer
    ADD CONSTRAINT uq_author_name UNIQUE (name);
CREATE INDEX ix_book_title ON public.book USING btree (title);
ALTER TABLE ONLY public.book
    ADD CONSTRAINT fk_book_author FOREIGN KEY (author_id) REFERENCES public.writer(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.tag
    ADD CONSTRAINT tag_book_id_fkey FOREIGN KEY (book_id) REFERENCES public.book(id);
