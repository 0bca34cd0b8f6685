# shellcheck shell=bash
# Private PostgreSQL clusters below .data/: one for development, one for the tests.
# Only 127.0.0.1, a generated password, no socket file, UTC. Sourced after packages.sh.

PG_BIN=
PG_LIBRARIES=
PG_STARTED=''
PG_WAIT=60

# The server refuses to run as root: then it runs as this account.
pg_account() {
  if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

# as_pg command… : as the account that owns the cluster, from a folder it can read.
as_pg() {
  if is_root; then
    local user
    user=$(pg_account)
    if have setpriv; then
      (cd / && HOME=/tmp LD_LIBRARY_PATH=$PG_LIBRARIES setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups "$@")
    else
      (cd / && HOME=/tmp LD_LIBRARY_PATH=$PG_LIBRARIES runuser -u "$user" -- "$@")
    fi
  else
    (cd / && LD_LIBRARY_PATH=$PG_LIBRARIES "$@")
  fi
}

pg_usable() {
  local folder=$1 version
  [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ] && [ -x "$folder/psql" ] || return 1
  version=$(as_pg "$folder/postgres" --version 2>/dev/null | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
  [ -n "$version" ] && [ "$version" -ge "$GITGUD_POSTGRES" ]
}

# Sets PG_BIN to a folder with initdb, pg_ctl, postgres and psql, the newest release first.
find_postgres() {
  local folder
  while IFS= read -r folder; do
    if [ -n "$folder" ] && pg_usable "$folder"; then
      PG_BIN=$folder
      return 0
    fi
  done <<EOF
$(pg_config --bindir 2>/dev/null)
$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin 2>/dev/null | sort -rV)
$(dirname "$(command -v pg_ctl 2>/dev/null || echo /nowhere/x)")
EOF
  return 1
}

# Unpacking is tried before installing: Debian's packages would also start a server for the whole machine.
unpacked_postgres() {
  local home=$CACHE/postgres
  # The server's account must be able to reach it.
  if is_root; then home=/var/lib/gitgud/postgres; fi
  if [ ! -d "$home" ]; then
    [ "${1:-}" = fetch ] || return 1
    mkdir -p "$(dirname "$home")" && unpack_packages "$home" postgresql || return 1
    if is_root; then chmod -R go+rX "$home"; fi
  fi
  PG_LIBRARIES=$(unpacked_libraries "$home")
  local folder
  for folder in "$home"/usr/lib/postgresql/*/bin; do
    if pg_usable "$folder"; then
      PG_BIN=$folder
      return 0
    fi
  done
  PG_LIBRARIES=
  return 1
}

ensure_postgres() {
  find_postgres && return 0
  unpacked_postgres && return 0
  step "installing PostgreSQL"
  unpacked_postgres fetch && return 0
  if is_mac; then
    install_packages postgresql@17 && find_postgres && return 0
  else
    install_packages postgresql && find_postgres && return 0
  fi
  fail "PostgreSQL $GITGUD_POSTGRES or newer is missing (initdb, pg_ctl, postgres, psql)" \
    "install it, or set DATABASE_URL to a database you have; the log is $LOGS/apt-install.log"
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# First port from this one on that nobody listens on.
free_port() {
  local port=$1 last=$(($1 + 200))
  while [ "$port" -lt "$last" ]; do
    port_taken "$port" || {
      echo "$port"
      return 0
    }
    port=$((port + 1))
  done
  fail "no free port between $1 and $last"
}

# The real folder: the server's account cannot follow a link through a closed home folder.
cluster_folder() { readlink "$DATA/$1" 2>/dev/null || printf '%s' "$DATA/$1"; }

cluster_port() { sed -n 4p "$DATA/$1/postmaster.pid" 2>/dev/null; }

# Is the server of this very folder alive? The pid file alone does not tell: after kill -9 it remains, its number may
# belong to another program by now, or to a zombie that nobody collects (containers without an init).
cluster_running() {
  local pid
  pid=$(head -n 1 "$DATA/$1/postmaster.pid" 2>/dev/null) || return 1
  [ -n "$pid" ] || return 1
  case $(command_line_of "$pid") in
  *postgres*"$(cluster_folder "$1")"*) return 0 ;;
  *) return 1 ;;
  esac
}

# Empty when there is no such process, or it is a zombie. (`ps` is not on every machine.)
command_line_of() {
  if [ -d /proc/self ]; then
    { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null || true
  else
    ps -o args= -p "$1" 2>/dev/null || true
  fi
}

# cluster_url NAME [DATABASE]
cluster_url() {
  printf 'postgres://gitgud:%s@127.0.0.1:%s/%s' "$(cat "$DATA/$1.password")" "$(cluster_port "$1")" "${2:-gitgud}"
}

# cluster_psql NAME DATABASE [argument…]
cluster_psql() {
  local name=$1 database=$2
  shift 2
  PGPASSWORD=$(cat "$DATA/$name.password") LD_LIBRARY_PATH=$PG_LIBRARIES PGOPTIONS='-c client_min_messages=warning' \
    "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$(cluster_port "$name")" -U gitgud -d "$database" "$@"
}

# As root the server's account may not reach this checkout (a home folder is often closed): then the real
# folder is in /var/lib/gitgud and .data/ has a link to it.
cluster_home() {
  local name=$1
  if is_root && ! as_pg test -x "$DATA"; then
    local home
    home=/var/lib/gitgud/$(printf '%s' "$ROOT" | digest)
    mkdir -p "$home"
    printf '%s/%s' "$home" "$name"
  else
    printf '%s/%s' "$DATA" "$name"
  fi
}

# Made under another name and moved, so that a cluster killed half-way is never mistaken for one.
cluster_create() {
  local name=$1 home next locale=C.UTF-8
  home=$(cluster_home "$name")
  next=$home.new
  if [ -L "$DATA/$name" ] && [ "$(readlink "$DATA/$name")" != "$home" ]; then rm -f "$DATA/$name"; fi
  if [ -d "$home" ] && [ -f "$home/gitgud.conf" ]; then
    [ "$home" = "$DATA/$name" ] || ln -sfn "$home" "$DATA/$name"
    [ -f "$DATA/$name.password" ] && return 0
    fail "$home exists but its password in $DATA/$name.password is gone" "remove $home to begin with an empty database"
  fi
  step "making a private PostgreSQL cluster in .data/$name"
  rm -rf "$next" "$next.password"
  mkdir -m 700 "$next"
  if ! [ -s "$DATA/$name.password" ]; then
    (umask 077 && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$DATA/$name.password")
  fi
  (umask 077 && cp "$DATA/$name.password" "$next.password")
  if is_root; then chown "$(pg_account)" "$next" "$next.password"; fi
  if is_mac; then locale=C; fi
  logged "initdb-$name" as_pg "$PG_BIN/initdb" -D "$next" -U gitgud -A scram-sha-256 --pwfile="$next.password" \
    --encoding=UTF8 --locale="$locale" --no-sync ||
    fail "initdb failed" "the log is $LOGS/initdb-$name.log; is the disk full?"
  rm -f "$next.password"
  printf "%s\n" "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''" "timezone = 'UTC'" \
    "log_timezone = 'UTC'" "password_encryption = 'scram-sha-256'" "log_line_prefix = '%m [%p] %d '" >"$next/gitgud.conf"
  printf "include 'gitgud.conf'\n" >>"$next/postgresql.conf"
  if is_root; then chown "$(pg_account)" "$next/gitgud.conf"; fi
  mv "$next" "$home"
  [ "$home" = "$DATA/$name" ] || ln -sfn "$home" "$DATA/$name"
}

cluster_start_locked() {
  local name=$1 wanted=$2 options=$3 port turn
  if cluster_running "$name"; then
    # Left behind by a script that was killed: ours from now on.
    kill -0 "$(cat "$DATA/$name.owner" 2>/dev/null || echo $$)" 2>/dev/null || cluster_own "$name"
    return 0
  fi
  [ -f "$DATA/$name/gitgud.conf" ] || cluster_create "$name"
  port=$(cat "$DATA/$name.port" 2>/dev/null || echo "$wanted")
  for turn in 1 2 3 4 5; do
    # Not running, as we know: a pid file would only mislead the server.
    rm -f "$DATA/$name/postmaster.pid"
    port=$(free_port "$port")
    : >"$LOGS/$name.log"
    if is_root; then chown "$(pg_account)" "$LOGS/$name.log" && chmod 600 "$LOGS/$name.log"; fi
    local log=$LOGS/$name.log
    if is_root && ! as_pg test -w "$log"; then log=$(cluster_folder "$name")/server.log; fi
    if as_pg "$PG_BIN/pg_ctl" -D "$(cluster_folder "$name")" -l "$log" -w -t "$PG_WAIT" -s \
      -o "-p $port $options" start >"$LOGS/$name-start.log" 2>&1 </dev/null; then
      echo "$port" >"$DATA/$name.port"
      cluster_own "$name"
      return 0
    fi
    # Orphans of a killed server still hold its memory for a moment; a taken port needs the next one.
    if grep -q -e 'could not bind' -e 'Address already in use' "$log"; then port=$((port + 1)); fi
    sleep "$turn"
  done
  tail -n 15 "$log" | sed 's/^/    | /' >&2
  fail "PostgreSQL does not start in .data/$name" "remove .data/$name to begin with an empty database (its data is lost)"
}

# PG_STARTED lists the clusters this script stops at its end.
cluster_own() {
  echo "$$" >"$DATA/$1.owner"
  PG_STARTED="$PG_STARTED $1"
}

# cluster_start NAME PORT [server options] : starts it unless it runs, and makes sure of the database.
cluster_start() {
  local name=$1
  with_lock "$DATA/$name.lock" "waiting for another start of the database" cluster_start_locked "$name" "$2" "${3:-}"
  if ! cluster_psql "$name" postgres -Atc "select 1 from pg_database where datname = 'gitgud'" | grep -q 1; then
    cluster_psql "$name" postgres -c 'create database gitgud'
  fi
}

cluster_stop() {
  cluster_running "$1" || return 0
  as_pg "$PG_BIN/pg_ctl" -D "$(cluster_folder "$1")" -m fast -w -t 30 -s stop >/dev/null 2>&1 </dev/null ||
    as_pg "$PG_BIN/pg_ctl" -D "$(cluster_folder "$1")" -m immediate -w -t 10 -s stop >/dev/null 2>&1 </dev/null || true
}

stop_started_clusters() {
  local name
  for name in $PG_STARTED; do cluster_stop "$name"; done
  PG_STARTED=''
}
