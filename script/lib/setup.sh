# shellcheck shell=bash
# Puts everything missing in place and remembers what was found, so that the next time costs a glance.
# Sourced after tools.sh and postgres.sh.

# What the remembered answer depends on.
setup_key() {
  {
    cat script/versions end2end/package-lock.json script/lib/*.sh
    printf '%s\n' "$GITGUD_WASM_BINDGEN" "$CACHE" "$(id -u)" "$HOME" "${1:-}" "$(uname -sm)" "${GITGUD_BROWSER:-}" "${GITGUD_JAVA:-}"
  } | digest
}

write_environment() {
  local file=$1 key=$2 name
  {
    printf 'SETUP_KEY=%s\n' "$key"
    printf 'export PATH=%q:$PATH\n' "$TOOLS/bin${RUST_FOLDER:+:$RUST_FOLDER}${CC_FOLDER:+:$CC_FOLDER}${CARGO_FOLDER:+:$CARGO_FOLDER}:$ROOT/end2end/node_modules/.bin"
    [ -z "${RUSTUP_TOOLCHAIN:-}" ] || printf 'export RUSTUP_TOOLCHAIN=%q\n' "$RUSTUP_TOOLCHAIN"
    for name in PG_BIN PG_LIBRARIES BROWSER_FOUND JAVA_FOUND SCHEMATHESIS_FOUND; do printf '%s=%q\n' "$name" "${!name:-}"; done
    printf 'RUSTC_FOUND=%q\n' "$(command -v rustc)"
    printf 'RUST_MINOR=%q\n' "$(rustc -vV | sed -n 's/^release: \([0-9]*\.[0-9]*\).*/\1/p')"
  } >"$file.$$"
  mv "$file.$$" "$file"
}

# Is all that was remembered still there?
still_there() {
  [ "${SETUP_KEY:-}" = "$1" ] && [ -x "$RUSTC_FOUND" ] && [ -x "$TOOLS/bin/cargo-leptos" ] &&
    [ -x "$TOOLS/bin/wasm-bindgen" ] && [ -x "$PG_BIN/postgres" ] && [ -f end2end/node_modules/.gitgud ] &&
    have curl && have jq && [ -n "$BROWSER_FOUND" ] && [ -x "$BROWSER_FOUND" ] &&
    { [ -z "$JAVA_FOUND" ] || [ -x "$JAVA_FOUND" ]; } && [ -n "$SCHEMATHESIS_FOUND" ] && [ -x "$SCHEMATHESIS_FOUND" ]
}

install_everything() {
  CARGO_FOLDER=
  if ! have cargo && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
    CARGO_FOLDER=${CARGO_HOME:-$HOME/.cargo}/bin
    PATH=$CARGO_FOLDER:$PATH
  fi
  have node || fail "Node is missing" "install Node 20 or newer"
  ensure_c_compiler
  ensure_rust
  ensure_cargo_tools
  ensure_node_modules
  ensure_postgres
  ensure_browser
  ensure_java
  ensure_schemathesis
  ensure_curl_and_jq
  write_environment "$1" "$2"
}

# Everything the other scripts rely on: tools on PATH, where things are, one environment for every cargo call.
setup() {
  local file key
  file=$DATA/setup-$(id -u).env
  key=$(setup_key "${RUSTUP_TOOLCHAIN:-}")
  SETUP_KEY=
  ensure_folders
  # shellcheck disable=SC1090
  if [ -f "$file" ]; then (. "$file" && still_there "$key") || rm -f "$file"; fi
  if [ ! -f "$file" ]; then
    # In the checkout's and the cache's name: two first runs at once would trip over each other.
    with_lock "$CACHE/setup.lock" "another setup is running, waiting for it" install_everything "$file" "$key"
  fi
  # shellcheck disable=SC1090
  . "$file"
  export CARGO_TARGET_DIR=$CACHE/target
  # What only the next build of changed code would be quicker by.
  [ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0
  # The committed .sqlx folder is the truth for every build; only script/prepare asks a database.
  export SQLX_OFFLINE=true
  # cargo-leptos sets this for its builds; set for all, dependencies compiled once serve lints, tests and releases.
  export LEPTOS_OUTPUT_NAME=gitgud
  export GITGUD_BROWSER=$BROWSER_FOUND GITGUD_JAVA=$JAVA_FOUND
  export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
}
