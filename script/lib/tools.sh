# shellcheck shell=bash
# cargo-leptos, wasm-bindgen, the npm packages of end2end/, a browser, and what docs/API.md is run with.
# Sourced after rust.sh.

# Built for being built quickly: these run for seconds, and their own release profiles take half an hour.
install_cargo_tool() {
  local name=$1 version=$2
  shift 2
  if have cargo-binstall && limited 120 cargo binstall --no-confirm --disable-strategies compile \
    --root "$TOOLS" "$name@$version" >"$LOGS/binstall.log" 2>&1; then
    return 0
  fi
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=64 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
    CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_TARGET_DIR="$CACHE/tools-target" \
    logged "$name" cargo install "$name" --version "$version" --root "$TOOLS" --force "$@"
}

ensure_cargo_tools() {
  if [ "$("$TOOLS/bin/cargo-leptos" --version 2>/dev/null | sed 's/.* //')" != "$GITGUD_CARGO_LEPTOS" ]; then
    step "building cargo-leptos $GITGUD_CARGO_LEPTOS, about 10 minutes, once per machine"
    # Compresses the assets of every release build, so this one crate is worth optimising.
    install_cargo_tool cargo-leptos "$GITGUD_CARGO_LEPTOS" --locked --no-default-features --features no_downloads \
      --config 'profile.release.package.brotli.opt-level=3' ||
      fail "could not install cargo-leptos" "is the network up? the log is $LOGS/cargo-leptos.log"
  fi
  if [ "$("$TOOLS/bin/wasm-bindgen" --version 2>/dev/null | sed 's/.* //')" != "$GITGUD_WASM_BINDGEN" ]; then
    step "building wasm-bindgen $GITGUD_WASM_BINDGEN, about 3 minutes, once per machine"
    # Not --locked: its lock file may name versions that a registry mirror does not have yet.
    install_cargo_tool wasm-bindgen-cli "$GITGUD_WASM_BINDGEN" ||
      fail "could not install wasm-bindgen" "is the network up? the log is $LOGS/wasm-bindgen-cli.log"
  fi
  rm -rf "$CACHE/tools-target"
}

ensure_node_modules() {
  local mark=$ROOT/end2end/node_modules/.gitgud
  if [ -f "$mark" ] && [ "$(cat "$mark")" = "$(digest <end2end/package-lock.json)" ]; then return 0; fi
  have npm || fail "npm is missing" "install Node 20 or newer"
  step "installing the npm packages of end2end/"
  logged npm env PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix end2end --ignore-scripts --no-audit --no-fund ||
    fail "npm ci failed in end2end/" "is the network up? the log is $LOGS/npm.log"
  digest <end2end/package-lock.json >"$mark"
}

# Prints the path of a browser that answers.
find_browser() {
  local candidate
  for candidate in "${GITGUD_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "$CACHE/chromium/bin/chromium"; do
    [ -n "$candidate" ] || continue
    candidate=$(command -v "$candidate") || continue
    limited 20 "$candidate" --version >/dev/null 2>&1 || continue
    printf '%s\n' "$candidate"
    return 0
  done
  return 1
}

# Only the browser tests need one, so a machine without is not an error here.
ensure_browser() {
  BROWSER_FOUND=$(find_browser) && return 0
  step "installing Chromium"
  if is_mac; then
    have brew && logged brew brew install --cask chromium || true
  elif ! install_packages chromium fonts-liberation; then
    unpack_browser || true
  fi
  BROWSER_FOUND=$(find_browser) || {
    BROWSER_FOUND=
    say "    no browser found: the browser tests cannot run (set GITGUD_BROWSER to a Chromium or Chrome)"
  }
}

# Prints the path of a Java that answers; macOS has one that only says that there is none.
find_java() {
  local candidate
  for candidate in "${GITGUD_JAVA:-}" java /opt/homebrew/opt/openjdk/bin/java "$CACHE/java/bin/java"; do
    [ -n "$candidate" ] || continue
    candidate=$(command -v "$candidate") || continue
    limited 20 "$candidate" -version >/dev/null 2>&1 || continue
    printf '%s\n' "$candidate"
    return 0
  done
  return 1
}

# Only the W3C's checker of the pages needs it, so a machine without is not an error here.
ensure_java() {
  JAVA_FOUND=$(find_java) && return 0
  if ! is_mac; then
    step "installing Java"
    install_packages default-jre-headless || unpack_java || true
  fi
  JAVA_FOUND=$(find_java) || {
    JAVA_FOUND=
    say "    no Java found: the pages cannot be checked as HTML (set GITGUD_JAVA to one of 11 or newer; macOS: brew install openjdk)"
  }
}

# Only the test that runs docs/API.md needs them, so a machine without is not an error here.
ensure_curl_and_jq() {
  local program missing='' folder=$CACHE/shell/tree
  for program in curl jq; do
    have "$program" || missing="$missing $program"
  done
  [ -n "$missing" ] || return 0
  step "installing$missing"
  # shellcheck disable=SC2086
  install_packages $missing || unpack_packages "$folder" $missing || true
  for program in $missing; do
    if ! have "$program" && [ -x "$folder/usr/bin/$program" ]; then
      write_wrapper "$TOOLS/bin/$program" "$folder/usr/bin/$program" "$(unpacked_libraries "$folder")"
    fi
    have "$program" || [ -x "$TOOLS/bin/$program" ] ||
      say "    no $program found: docs/API.md cannot be tested (as root: apt-get install $program; macOS: brew install $program)"
  done
}

# Java beside the system, for a user without rights. Its settings are links into /etc, which stays as it is.
unpack_java() {
  local folder=$CACHE/java/tree link program
  unpack_packages "$folder" default-jre-headless || return 1
  find "$folder/usr/lib/jvm" -type l -lname '/etc/*' | while read -r link; do
    ln -sfn "$folder$(readlink "$link")" "$link"
  done
  program=$(find "$folder/usr/lib/jvm" -path '*/bin/java' -type f | head -n 1)
  [ -n "$program" ] && write_wrapper "$CACHE/java/bin/java" "$program" "$(unpacked_libraries "$folder")"
}

# Chromium beside the system, for a user without rights: libraries, the certificate store's modules, fonts.
unpack_browser() {
  local folder=$CACHE/chromium/tree libraries
  unpack_packages "$folder" chromium fonts-liberation fontconfig-config || return 1
  libraries=$(unpacked_libraries "$folder")
  write_wrapper "$CACHE/chromium/bin/chromium" "$folder/usr/lib/chromium/chromium" "$libraries"
  if [ ! -f /etc/fonts/fonts.conf ]; then
    mkdir -p "$CACHE/chromium/fonts"
    printf '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>\n' \
      "$folder/usr/share/fonts" "$CACHE/chromium/fonts" >"$CACHE/chromium/fonts.conf"
    sed -i "2i export FONTCONFIG_FILE=$CACHE/chromium/fonts.conf" "$CACHE/chromium/bin/chromium"
  fi
}

# Schemathesis, which tries the API against its description, in a folder of its own. Only that part of the tests
# needs it, so a machine without Python is not an error here.
ensure_schemathesis() {
  local folder=$CACHE/schemathesis-$GITGUD_SCHEMATHESIS
  SCHEMATHESIS_FOUND=$folder/bin/schemathesis
  if [ -x "$SCHEMATHESIS_FOUND" ] && limited 60 "$SCHEMATHESIS_FOUND" --version >/dev/null 2>&1; then return 0; fi
  step "installing Schemathesis $GITGUD_SCHEMATHESIS"
  rm -rf "$folder"
  if ! python3 -m venv "$folder" >"$LOGS/venv.log" 2>&1; then
    rm -rf "$folder"
    is_mac || install_packages python3-venv || true
    python3 -m venv "$folder" >"$LOGS/venv.log" 2>&1 || true
  fi
  if ! logged schemathesis "$folder/bin/pip" install --quiet --disable-pip-version-check \
    "schemathesis==$GITGUD_SCHEMATHESIS"; then
    SCHEMATHESIS_FOUND=
    say "    no Schemathesis: script/test contract cannot run (it needs Python 3.10 or newer with venv)"
  fi
}
