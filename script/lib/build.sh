# shellcheck shell=bash
# Builds share one target folder in the cache, so that a clean checkout does not pay for its dependencies again.
# The results are copied into this checkout, so that two checkouts never run each other's binary.
# Sourced after scripts.sh.

FEATURES='--no-default-features --features local-idp'

# Every file a build reads, tracked or not yet.
source_files() {
  local parts='src style public migrations .sqlx .cargo build.rs Cargo.toml Cargo.lock script/versions
    script/lib/pack_pages.mjs script/lib/name_release_files.mjs script/lib/release_files.mjs
    end2end/package-lock.json end2end/bundle.mjs'
  if git rev-parse --git-dir >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    git ls-files -z --cached --others --exclude-standard -- $parts
  else
    # shellcheck disable=SC2086
    find $parts -type f -not -path 'public/js/*' -print0 2>/dev/null || true
  fi
}

# The names count as well as the contents; a tracked file that was deleted is simply absent.
fingerprint() {
  {
    source_files | LC_ALL=C sort -z | { xargs -0 cksum 2>/dev/null || true; }
    printf '%s\n' "$SETUP_KEY" "${1:-}"
  } | digest
}

built_is_complete() {
  [ -x target/release/gitgud ] && [ -x target/release/gitgud-local-idp ] && [ -f target/release/hash.txt ] &&
    [ -f target/site/js/enhance.js ] && [ -f "target/site/pkg/gitgud.$(hash_of wasm).wasm.br" ] &&
    [ -f "target/site/pkg/__wasm_split.$(hash_of split).js" ] &&
    [ -f "target/site/pkg/__wasm_split_manifest.$(hash_of manifest).json" ]
}

# The hash in a file's name, by its kind.
hash_of() { sed -n "s/^$1: //p" target/release/hash.txt 2>/dev/null; }

# The browser half, as small as it gets: a file per page (src/pages.rs), and a standard library built along with it for
# size, in which a panic stops at once without words. So nothing says where it came from: the places of all panics are one
# table, which would keep every page's texts in the main file. The compiler calls this unstable, so it is told to be
# lenient for this half only (docs/decisions/009).
build_browser_half() {
  logged build-browser env RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort \
    CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT=true \
    CARGO_PROFILE_WASM_RELEASE_PANIC=immediate-abort \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS='-Zlocation-detail=none -Zfmt-debug=none' \
    cargo leptos build --release --frontend-only --split -P ||
    fail "the release build of the browser half failed" "the whole log: $LOGS/build-browser.log"
  logged build-packs node script/lib/pack_pages.mjs target/site/pkg "$CARGO_TARGET_DIR/release/hash.txt" ||
    fail "the browser half's files could not be packed" "the whole log: $LOGS/build-packs.log"
  logged build-names node script/lib/name_release_files.mjs target/site/pkg "$CARGO_TARGET_DIR/release/hash.txt" ||
    fail "the browser half's files could not be named" "the whole log: $LOGS/build-names.log"
}

# Both binaries in one go: the same features, the library compiled once.
build_server_half() {
  logged build cargo leptos build --release --server-only --bin-features local-idp --bin-cargo-args=--bin=gitgud-local-idp ||
    fail "the release build of the server failed" "the whole log: $LOGS/build.log" \
      "the command: cargo leptos build --release --server-only --bin-features local-idp"
}

# Cargo does not see a new migration or a changed .sqlx file: what embeds them is compiled again.
notice_embedded_files() {
  local now stamp=$DATA/embedded
  now=$({ find migrations .sqlx -type f -print0 2>/dev/null || true; } | LC_ALL=C sort -z |
    { xargs -0 cksum 2>/dev/null || true; } | digest)
  if [ "$(cat "$stamp" 2>/dev/null)" != "$now" ]; then
    [ ! -f src/lib.rs ] || touch src/lib.rs
    printf '%s\n' "$now" >"$stamp"
  fi
}

# Replaces a file or folder that may be in use.
install_result() {
  mkdir -p "$(dirname "$2")"
  rm -rf "$2.new"
  cp -R "$1" "$2.new"
  rm -rf "$2"
  mv "$2.new" "$2"
}

build_release_locked() {
  local want=$1 name
  # Another script may have built this very state while we waited.
  if [ "$(cat target/.gitgud-built 2>/dev/null)" = "$want" ] && built_is_complete; then return 0; fi
  rm -f target/.gitgud-built
  build_scripts
  notice_embedded_files
  if [ -d "$CARGO_TARGET_DIR/front" ]; then
    step "building the release (browser half, then server), a few minutes"
  else
    step "building the release (browser half, then server), about 15 minutes the first time"
  fi
  build_browser_half
  build_server_half
  for name in gitgud gitgud-local-idp hash.txt; do
    [ -f "$CARGO_TARGET_DIR/release/$name" ] || fail "the build made no $name" "see $LOGS/build.log"
    install_result "$CARGO_TARGET_DIR/release/$name" "target/release/$name"
  done
  # cargo-leptos reports success although a later step failed in some releases; trust only what is there.
  built_is_complete || fail "the build is incomplete" "see $LOGS/build.log"
  printf '%s\n' "$want" >target/.gitgud-built
}

# The release build in target/, made only when a source file changed.
build_release() {
  local want
  want=$(fingerprint release)
  if [ "$(cat target/.gitgud-built 2>/dev/null)" = "$want" ] && built_is_complete; then return 0; fi
  with_lock "$CACHE/build.lock" "another checkout is building, waiting for it" build_release_locked "$want"
}
