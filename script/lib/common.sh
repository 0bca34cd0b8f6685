# shellcheck shell=bash
# What every command script needs: the root folder, the caches, words on the terminal, locks.
# Sourced, never run. Works with bash 3.2 (macOS) and later.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$ROOT"

: "${HOME:=$(eval echo "~$(id -un)")}"
export HOME
CACHE=${GITGUD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gitgud}
TOOLS=$CACHE/tools
DATA=$ROOT/.data
LOGS=$DATA/logs
export GITGUD_CACHE=$CACHE

# shellcheck source=script/versions
. "$ROOT/script/versions"

# A command that fails where nobody expected it is at least named when the script ends.
LAST_ERROR=''
ERROR_SAID=''
set -E
trap 'LAST_ERROR="${BASH_SOURCE[0]}:$LINENO: $BASH_COMMAND"' ERR

say() { printf '%s\n' "$*" >&2; }
step() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

# fail "what went wrong" ["what to try"]…
fail() {
  ERROR_SAID=1
  printf '\033[31mfailed:\033[0m %s\n' "$1" >&2
  shift
  local hint
  for hint in "$@"; do printf '        %s\n' "$hint" >&2; done
  exit 1
}

# Colours only where somebody looks at them.
if [ ! -t 2 ] || [ -n "${NO_COLOR:-}" ]; then
  step() { printf '==> %s\n' "$*" >&2; }
  fail() {
    ERROR_SAID=1
    printf 'failed: %s\n' "$1" >&2
    shift
    local hint
    for hint in "$@"; do printf '        %s\n' "$hint" >&2; done
    exit 1
  }
fi

have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }
is_mac() { [ "$(uname -s)" = Darwin ]; }
is_debian() { have apt-get && have dpkg; }

# Short digest of what is read, the same on Linux and macOS.
digest() {
  if have sha256sum; then sha256sum; else shasum -a 256; fi | cut -c1-32
}

# at_least 1.96.0 1.95.3 → false
at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$1" ]
}

# Seconds since the script began, for progress lines.
elapsed() { printf '%ss' "$SECONDS"; }

# limited SECONDS command… : stops a command that hangs, where the system has `timeout`.
limited() {
  local seconds=$1
  shift
  if have timeout; then timeout -k 5 "$seconds" "$@"; else "$@"; fi
}

ensure_folders() {
  mkdir -p "$CACHE" "$TOOLS/bin" "$CACHE/target" 2>/dev/null ||
    fail "cannot write to the cache folder $CACHE" "set GITGUD_CACHE to a folder you own"
  mkdir -p "$LOGS" 2>/dev/null || fail "cannot write to $DATA" "is this checkout yours? (ls -ld '$ROOT')"
}

# logged NAME command… : runs a command with its output in .data/logs/NAME.log, one line a minute while it lasts.
# On failure the end of the log is shown and the command's exit status returned.
# The command has a process group of its own, so that all of it ends when we are told to.
LOGGED_PID=''
logged() {
  local name=$1 log started=$SECONDS next=60 status=0
  shift
  log=$LOGS/$name.log
  printf '$ %s\n' "$*" >"$log"
  set -m
  "$@" >>"$log" 2>&1 </dev/null &
  LOGGED_PID=$!
  set +m
  while kill -0 "$LOGGED_PID" 2>/dev/null; do
    sleep 0.2
    if [ $((SECONDS - started)) -ge "$next" ]; then
      say "    still at it ($((next / 60)) min): $(tail -n 1 "$log" | plain | cut -c1-100)"
      next=$((next + 60))
    fi
  done
  wait "$LOGGED_PID" || status=$?
  LOGGED_PID=''
  if [ "$status" != 0 ]; then
    ERROR_SAID=1
    say "    last lines of $log:"
    tail -n "${GITGUD_LOG_LINES:-25}" "$log" | plain | sed 's/^/    | /' >&2
  fi
  return "$status"
}

# Tools that colour their words even into a file.
plain() { sed "s/$(printf '\033')[[(][0-9;]*[a-zA-Z]//g" | tr -d '\r'; }

stop_logged() {
  [ -z "$LOGGED_PID" ] || kill -TERM -- "-$LOGGED_PID" 2>/dev/null || true
  LOGGED_PID=''
}

name_error() {
  case $1 in
  0 | 130 | 143) ;;
  *) [ -n "$ERROR_SAID" ] || [ -z "$LAST_ERROR" ] || say "stopped at $LAST_ERROR" ;;
  esac
}

# on_exit FUNCTION : runs it once when this shell ends, also after Ctrl-C and SIGTERM.
on_exit() {
  # shellcheck disable=SC2064
  trap "status=\$?; trap - EXIT INT TERM HUP ERR; set +e; name_error \$status; stop_logged; $1; exit \$status" EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# with_lock FILE "words while waiting" command… : one at a time, across processes. The lock goes with this shell.
with_lock() {
  local file=$1 words=$2 lock=''
  shift 2
  mkdir -p "$(dirname "$file")"
  if have flock; then
    exec {lock}>>"$file"
    if ! flock -n "$lock"; then
      say "$words"
      flock "$lock"
    fi
    # Nothing started in here may keep the lock after we are gone. (A plain {lock}>&- would close it for us, too.)
    eval '"$@"' "$lock>&-"
    exec {lock}>&-
  else
    # macOS has no flock: a folder, and the number of the process that made it.
    while ! mkdir "$file.d" 2>/dev/null; do
      if kill -0 "$(cat "$file.d/pid" 2>/dev/null || echo $$)" 2>/dev/null; then
        [ -z "$words" ] || say "$words"
        words=''
        sleep 1
      else
        rm -rf "$file.d"
      fi
    done
    echo "$$" >"$file.d/pid"
    "$@"
    rm -rf "$file.d"
  fi
}

# Starts a command that ends when this script does, even by kill -9 (Linux). Its pid is in STARTED.
start_child() {
  local log=$1
  shift
  if have setpriv && ! is_mac && setpriv --pdeathsig TERM true 2>/dev/null; then
    setpriv --pdeathsig TERM "$@" >>"$log" 2>&1 </dev/null &
  else
    "$@" >>"$log" 2>&1 </dev/null &
  fi
  STARTED=$!
}

# Asks a child to end and waits up to ten seconds before insisting.
stop_child() {
  local pid=$1 turn
  [ -n "$pid" ] || return 0
  kill -TERM "$pid" 2>/dev/null || return 0
  for turn in $(seq 1 50); do
    kill -0 "$pid" 2>/dev/null || return 0
    [ "$turn" != 50 ] || kill -KILL "$pid" 2>/dev/null || true
    sleep 0.2
  done
}
