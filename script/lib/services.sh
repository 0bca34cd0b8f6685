# shellcheck shell=bash
# The database, the identity provider and the app as running processes, and their environment.
# Sourced after build.sh.

APP_ADDR=${GITGUD_ADDR:-127.0.0.1:3000}
APP_PORT=${APP_ADDR##*:}
APP_ORIGIN=${GITGUD_ORIGIN:-http://localhost:$APP_PORT}
IDP_ADDR=127.0.0.1:4455
IDP_KEYS=$DATA/idp

# A private cluster unless the caller brings a database.
ensure_database() {
  if [ -z "${DATABASE_URL:-}" ]; then
    cluster_start postgres 5433
    DATABASE_URL=$(cluster_url postgres)
    export DATABASE_URL
  fi
}

# Who listens on a port, as far as this user may know.
port_owner() {
  local line=''
  if have ss; then
    line=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:((\(.*\)))$/\1/p' | head -n 1)
  elif have lsof; then
    line=$(lsof -nP -iTCP:"$1" -sTCP:LISTEN -Fcp 2>/dev/null | tr '\n' ' ')
  fi
  printf '%s' "${line:-a program of another user}"
}

require_port() {
  port_taken "$1" || return 0
  fail "port $1, needed for $2, is taken by $(port_owner "$1")" "stop that program${3:+, or $3}"
}

# The CLERK_… variables of the local provider, unless the caller brings a real Clerk instance.
# use_local_idp BINARY [ADDR KEYS]
use_local_idp() {
  local line name value text
  text=$("$1" env --keys "${3:-$IDP_KEYS}" --addr "${2:-$IDP_ADDR}") || fail "the local identity provider gives no environment"
  # Single-quoted NAME='value' lines, nothing else is believed.
  while IFS= read -r line; do
    name=${line%%=*}
    value=${line#*=}
    case $name in
    CLERK_* | ALLOW_LOCAL_IDP) ;;
    *) continue ;;
    esac
    value=${value#\'}
    export "$name=${value%\'}"
  done <<EOF
$text
EOF
}

# wait_ready NAME ADDRESS PATH PID LOG : until the path answers 200, or the process ends.
wait_ready() {
  local name=$1 address=$2 path=$3 pid=$4 log=$5 turn status
  for turn in $(seq 1 300); do
    if ! kill -0 "$pid" 2>/dev/null; then
      tail -n 20 "$log" | sed 's/^/    | /' >&2
      fail "$name ended before it was ready" "the log is $log"
    fi
    status=$(http_status "$address" "$path")
    if [ "$status" = 200 ]; then return 0; fi
    sleep 0.1
  done
  tail -n 20 "$log" | sed 's/^/    | /' >&2
  fail "$name is not ready after 30 seconds (turn $turn, $path answers ${status:-nothing})" "the log is $log"
}

# The status code of a GET, or nothing. Needs no curl.
http_status() {
  (
    exec 3<>"/dev/tcp/${1%:*}/${1##*:}" || exit 0
    printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "${1##*:}" >&3
    IFS=' ' read -r -t 5 _ code _ <&3 && printf '%s' "$code"
  ) 2>/dev/null || true
}

IDP_PID=''
APP_PID=''

# start_idp BINARY [ADDR KEYS ORIGIN LOG]
start_idp() {
  local address=${2:-$IDP_ADDR} keys=${3:-$IDP_KEYS} origin=${4:-$APP_ORIGIN} log=$LOGS/${5:-idp}.log
  mkdir -p "$keys"
  chmod 700 "$keys"
  : >"$log"
  start_child "$log" "$1" serve --addr "$address" --keys "$keys" --app-origin "$origin" \
    --webhook-url "$origin/webhooks/clerk"
  IDP_PID=$STARTED
  wait_ready "the local identity provider" "$address" /.well-known/jwks.json "$IDP_PID" "$log"
  use_local_idp "$1" "$address" "$keys"
}

# start_app BINARY [ADDR ORIGIN LOG]
start_app() {
  local address=${2:-$APP_ADDR} origin=${3:-$APP_ORIGIN} log=$LOGS/${4:-app}.log
  : >"$log"
  export GITGUD_ADDR=$address GITGUD_ORIGIN=$origin GITGUD_SITE_ROOT=$ROOT/target/site
  start_child "$log" "$1" serve
  APP_PID=$STARTED
  wait_ready "gitgud" "$(reachable "$address")" /readyz "$APP_PID" "$log"
}

# Where to knock when the app listens everywhere.
reachable() {
  case $1 in
  0.0.0.0:* | \[::\]:* | :*) printf '127.0.0.1:%s' "${1##*:}" ;;
  *) printf '%s' "$1" ;;
  esac
}

# serve_release NAME : the release build with a database, a provider and ports of its own, until leave_release. Where they are is in
# DATABASE_URL, GITGUD_E2E_ORIGIN and GITGUD_E2E_IDP; GITGUD_DEMO writes journals, and
# GITGUD_PSQL with GITGUD_PSQL_LIBRARIES asks the database.
RELEASE_DATABASE=''
serve_release() {
  local name=$1 app idp
  cluster_start test-postgres 5533 "$TEST_CLUSTER_OPTIONS"
  unset CLERK_PUBLISHABLE_KEY CLERK_SECRET_KEY CLERK_JWT_KEY
  RELEASE_DATABASE=gitgud_${name}_$$
  cluster_psql test-postgres postgres -c "create database $RELEASE_DATABASE"
  DATABASE_URL=$(cluster_url test-postgres "$RELEASE_DATABASE")
  export DATABASE_URL
  app=$(free_port $((20000 + RANDOM % 5000)))
  idp=$(free_port $((26000 + RANDOM % 5000)))
  start_idp target/release/gitgud-local-idp "127.0.0.1:$idp" "$DATA/$name-idp" "http://localhost:$app" "$name-idp"
  logged "$name-migrate" target/release/gitgud migrate
  start_app target/release/gitgud "127.0.0.1:$app" "http://localhost:$app" "$name-app"
  export GITGUD_E2E_ORIGIN=http://localhost:$app GITGUD_E2E_IDP=http://127.0.0.1:$idp GITGUD_DEMO=$ROOT/target/release/gitgud
  export GITGUD_PSQL=$PG_BIN/psql GITGUD_PSQL_LIBRARIES=$PG_LIBRARIES
}

# add_access_token PERSON SECRET : a token for that person that may read and change, in the database of serve_release.
add_access_token() {
  cluster_psql test-postgres "$RELEASE_DATABASE" \
    -c "insert into users (clerk_id, email) values ('$1', '') on conflict do nothing" \
    -c "insert into access_tokens (user_id, id, name, scope, digest, hint)
        values ('$1', gen_random_uuid(), 'a script', 'write', sha256('$2'), '4567')"
}

leave_release() {
  stop_child "$APP_PID"
  stop_child "$IDP_PID"
  APP_PID='' IDP_PID=''
  [ -z "$RELEASE_DATABASE" ] ||
    cluster_psql test-postgres postgres -c "drop database if exists $RELEASE_DATABASE with (force)" >/dev/null 2>&1 || true
  stop_services
}

# What a script leaves behind is ended here, whichever way it ends.
stop_services() {
  stop_child "$APP_PID"
  stop_child "$IDP_PID"
  APP_PID='' IDP_PID=''
  stop_started_clusters
}
