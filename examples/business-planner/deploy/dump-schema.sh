#!/bin/bash
# Prints what a database consists of, the same for the same schema: dump-schema.sh URL
set -euo pipefail
pg_dump --schema-only --no-owner --no-privileges "${1/+asyncpg/}" |
    sed -E '/^(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict |COMMENT ON EXTENSION )/d' | cat -s
