UPDATE alembic_version SET version_num = 'gone';
