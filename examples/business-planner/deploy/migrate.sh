#!/bin/bash
# Migrates production in four steps: backup, preview, upgrade, verify. `migrate.sh preview` stops
# before the upgrade. DATABASE_URL names the database; each run's files go to BACKUP_DIR, ./backups,
# under a number of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${DATABASE_URL:?names the database}"
libpq_url="${DATABASE_URL/+asyncpg/}"

query() {
    psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --command "$1" "$libpq_url"
}

query "SELECT" > /dev/null
from="$(limbeck current 2>/dev/null | cut -d ' ' -f 1)"
if limbeck current --check-heads > /dev/null 2>&1; then
    echo "nothing to do: the database is at $from"
    exit 0
fi

folder="${BACKUP_DIR:-backups}"
mkdir -p "$folder"
run=1
while compgen -G "$folder/$run-*" > /dev/null; do
    run=$((run + 1))
done
backup="$folder/$run-before-${from:-base}.sql"

echo "1. backup"
pg_dump "$libpq_url" > "$backup"

echo "2. preview"
limbeck upgrade "${from:-base}:head" --sql > "$folder/$run-preview.sql" 2>/dev/null
grep -E '^-- Running upgrade|^(DROP|TRUNCATE|DELETE)|^ALTER TABLE .* DROP ' "$folder/$run-preview.sql" || true
if [ "${1:-}" = preview ]; then
    exit 0
fi

echo "3. upgrade"
if ! limbeck upgrade head 2> "$folder/$run-upgrade.log"; then
    grep -E '^[A-Za-z.]+Error:|^FAILED' "$folder/$run-upgrade.log" >&2 || true
    echo "The upgrade failed. The database is at $(limbeck current 2>/dev/null)." >&2
    echo "Mend the cause and run this again, or go back: psql DATABASE < $backup" >&2
    exit 1
fi

echo "4. verify"
limbeck current --check-heads 2>/dev/null
invalid="$(query "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid")"
if [ -n "$invalid" ]; then
    echo "These indexes are not valid: $invalid" >&2
    exit 1
fi
for table in users businesses members projects tasks task_history; do
    echo "$table: $(query "SELECT count(*) FROM $table") rows"
done
