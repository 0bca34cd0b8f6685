# shellcheck shell=bash
# Builds share one target folder in the cache, so that a clean checkout does not pay for its dependencies again.
# The results are copied into this checkout, so that two checkouts never run each other's binary.
# Sourced after scripts.sh.

FEATURES='--no-default-features --features local-idp'

# Every file a build reads, tracked or not yet.
source_files() {
  local parts='src style public migrations .sqlx .cargo build.rs Cargo.toml Cargo.lock script/versions
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
    [ -f target/site/js/enhance.js ] && [ -n "$(ls target/site/pkg/*.wasm 2>/dev/null)" ]
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
  # Both binaries in one go: the same features, the library compiled once.
  logged build cargo leptos build --release -P --bin-features local-idp --bin-cargo-args=--bin=gitgud-local-idp ||
    fail "the release build failed" "the whole log: $LOGS/build.log" \
      "the command: cargo leptos build --release -P --bin-features local-idp"
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
