# shellcheck shell=bash
# The .sqlx folder without sqlx-cli: the query macros write it themselves when they may ask a database.
# Sourced after services.sh.

# Nothing in a test database is worth a disk write.
TEST_CLUSTER_OPTIONS='-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200'

# Applies migrations/*.sql in order, as the app does.
migrate_with_psql() {
  local name=$1 database=$2 file once
  for file in migrations/*.sql; do
    case $file in
    *.down.sql | 'migrations/*.sql') continue ;;
    esac
    once=--single-transaction
    if head -n 1 "$file" | grep -q '^-- no-transaction'; then once=''; fi
    # shellcheck disable=SC2086
    cluster_psql "$name" "$database" $once -f "$file" >/dev/null || return 1
  done
}

# Compiles the crate against a database; every macro leaves a file in the folder. Only this crate's check build is
# made stale, and only for a moment: other builds go by the same file's time.
describe_queries() {
  local url=$1 folder=$2 status=0
  touch -r src/lib.rs "$folder.time"
  touch src/lib.rs
  # shellcheck disable=SC2086
  logged sqlx env SQLX_OFFLINE=false DATABASE_URL="$url" SQLX_OFFLINE_DIR="$folder" \
    cargo check $FEATURES --all-targets || status=$?
  touch -r "$folder.time" src/lib.rs
  rm -f "$folder.time"
  return "$status"
}

# prepare_sqlx [--check], with the test cluster running. Skipped when nothing it depends on changed since it was right.
prepare_sqlx() {
  local database=gitgud_prepare_$$ folder=$DATA/sqlx.$$ key status=0
  key=$(fingerprint sqlx)
  if [ "${1:-}" = --check ] && [ "$(cat "$DATA/sqlx-checked" 2>/dev/null)" = "$key" ]; then return 0; fi
  rm -rf "$folder"
  mkdir -p "$folder"
  cluster_psql test-postgres postgres -c "create database $database"
  migrate_with_psql test-postgres "$database" || fail "the migrations do not apply to an empty database" "see above"
  describe_queries "$(cluster_url test-postgres "$database")" "$folder" || status=$?
  cluster_psql test-postgres postgres -c "drop database $database with (force)"
  if [ "$status" != 0 ]; then
    rm -rf "$folder"
    fail "a query does not fit the schema, or the crate does not compile" "the whole log: $LOGS/sqlx.log"
  fi
  if [ "${1:-}" = --check ]; then
    mkdir -p "$DATA/empty"
    if ! diff -rq "$([ -d .sqlx ] && echo .sqlx || echo "$DATA/empty")" "$folder" >>"$LOGS/sqlx.log"; then
      rm -rf "$folder"
      fail ".sqlx is out of date" "run script/prepare and commit the folder"
    fi
    rm -rf "$folder"
  else
    rm -rf .sqlx
    mv "$folder" .sqlx
    say ".sqlx describes $(find .sqlx -name '*.json' | wc -l | tr -d ' ') statements"
  fi
  fingerprint sqlx >"$DATA/sqlx-checked"
}
