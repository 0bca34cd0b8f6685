# shellcheck shell=bash
# The Rust compiler for both targets: the active one if it will do, else rustup's, else Debian's packages unpacked.
# Sourced after packages.sh. Sets RUST_FOLDER (a folder to put on PATH, may be empty) and RUSTUP_TOOLCHAIN.

RUST_FOLDER=
DEBIAN_RUST=$CACHE/rust

# Does the rustc on PATH do everything we need? Tried, not guessed: version, lints, format, and a link for each target.
rust_complete() {
  local version try=$CACHE/try.$$ status=0
  version=$(rustc -vV 2>/dev/null | sed -n 's/^release: \([0-9.]*\).*/\1/p')
  [ -n "$version" ] && at_least "$GITGUD_RUST" "$version" || return 1
  cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 || return 1
  mkdir -p "$try"
  printf 'fn main() {}\n' >"$try/host.rs"
  printf '#[unsafe(no_mangle)]\npub extern "C" fn answer() -> usize { String::from("42").len() }\n' >"$try/browser.rs"
  { rustc --edition 2024 -o "$try/host" "$try/host.rs" && "$try/host" &&
    rustc --edition 2024 --target wasm32-unknown-unknown --crate-type cdylib -o "$try/browser.wasm" "$try/browser.rs" &&
    # The release of the browser half builds the standard library along.
    [ -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ]; } \
    >>"$LOGS/rust-try.log" 2>&1 || status=1
  rm -rf "$try"
  return "$status"
}

# Each way sets the environment, tries it and takes it back when it will not do.
use_rustup() {
  have rustup && rustup run "$GITGUD_RUST" rustc --version >/dev/null 2>&1 || return 1
  export RUSTUP_TOOLCHAIN=$GITGUD_RUST
}

use_debian_rust() {
  [ -x "$DEBIAN_RUST/bin/rustc" ] || return 1
  RUST_FOLDER=$DEBIAN_RUST/bin
  PATH=$RUST_FOLDER:$PATH
  # Where rustup's proxies come first on PATH they hand over to this folder.
  export RUSTUP_TOOLCHAIN=$DEBIAN_RUST
}

# Installs the pinned toolchain beside the others. A download that stands still is given up:
# on a closed network it would wait for minutes. Nobody's own toolchain is touched.
install_with_rustup() {
  have rustup || return 1
  local home=${RUSTUP_HOME:-$HOME/.rustup} host pid size last='' still=0 status=0 had=''
  host=$(rustc -vV 2>/dev/null | sed -n 's/^host: //p')
  if [ -d "$home/toolchains/$GITGUD_RUST-$host" ]; then had=1; fi
  step "installing Rust $GITGUD_RUST with rustup, about a minute"
  rustup toolchain install "$GITGUD_RUST" --profile minimal --component clippy,rustfmt,rust-src \
    --target wasm32-unknown-unknown --no-self-update >"$LOGS/rustup.log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    # shellcheck disable=SC2012
    size=$(du -sk "$home/downloads" "$home/tmp" "$home/toolchains/$GITGUD_RUST-$host" 2>/dev/null | tr -d '\n' || true)
    if [ "$size" = "$last" ]; then still=$((still + 1)); else still=0; fi
    last=$size
    if [ "$still" -ge 30 ]; then
      say "    nothing arrives; trying another way"
      kill -KILL "$pid" 2>/dev/null || true
      break
    fi
  done
  wait "$pid" || status=$?
  [ "$status" = 0 ] && return 0
  # A half-written toolchain would answer to its name.
  [ -z "$host" ] || [ -n "$had" ] || rm -rf "$home/toolchains/$GITGUD_RUST-$host"
  return 1
}

# Debian's security repository carries a current compiler for its browsers. It is unpacked, not installed.
install_debian_rust() {
  is_debian || return 1
  local packages libraries program tree=$DEBIAN_RUST/tree sysroot
  packages="rustc-web cargo-web rust-web-clippy rustfmt-web rust-web-src libstd-rust-web-dev lld-$GITGUD_DEBIAN_LLD"
  step "unpacking Rust from Debian's packages, about a minute"
  rm -rf "$DEBIAN_RUST"
  mkdir -p "$DEBIAN_RUST"
  # shellcheck disable=SC2086
  if ! unpack_packages "$tree" $packages; then
    # What is already installed is not unpacked again: then everything is in /usr.
    [ -x /usr/bin/rustc ] && [ -x "/usr/bin/wasm-ld-$GITGUD_DEBIAN_LLD" ] && [ -w /usr/lib/rustlib ] || return 1
    tree=
  fi
  libraries=$(unpacked_libraries "$tree")
  for program in rustc rustdoc cargo rustfmt cargo-fmt cargo-clippy clippy-driver; do
    [ -x "$tree/usr/bin/$program" ] || continue
    write_wrapper "$DEBIAN_RUST/bin/$program" "$tree/usr/bin/$program" "$libraries"
  done
  [ -x "$DEBIAN_RUST/bin/rustc" ] || return 1
  sysroot=$("$DEBIAN_RUST/bin/rustc" --print sysroot)
  local host
  host=$("$DEBIAN_RUST/bin/rustc" -vV | sed -n 's/^host: //p')
  write_wrapper "$sysroot/lib/rustlib/$host/bin/rust-lld" "$tree/usr/bin/wasm-ld-$GITGUD_DEBIAN_LLD" "$libraries"
  build_wasm_std "$sysroot"
}

# Debian ships no standard library for the browser; it is built once from Debian's own sources.
build_wasm_std() {
  local sysroot=$1 folder=$CACHE/wasm-std file target=$1/lib/rustlib/wasm32-unknown-unknown/lib
  step "building the standard library for the browser, about a minute"
  rm -rf "$folder"
  mkdir -p "$folder/src" "$target"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n' >"$folder/Cargo.toml"
  : >"$folder/src/lib.rs"
  logged wasm-std env PATH="$DEBIAN_RUST/bin:$PATH" RUSTUP_TOOLCHAIN="$DEBIAN_RUST" RUSTC_BOOTSTRAP=1 RUSTFLAGS= \
    "$DEBIAN_RUST/bin/cargo" build --release -Zbuild-std=std,panic_abort --target wasm32-unknown-unknown \
    --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target" || return 1
  for file in "$folder"/target/wasm32-unknown-unknown/release/deps/*.rlib; do
    case ${file##*/} in
    libempty-*) ;;
    *) cp "$file" "$target/" ;;
    esac
  done
  rm -rf "$folder"
}

ensure_rust() {
  local path=$PATH chosen=${RUSTUP_TOOLCHAIN:-}
  local way
  for way in true use_rustup use_debian_rust install_with_rustup install_debian_rust; do
    PATH=$path
    RUST_FOLDER=
    if [ -n "$chosen" ]; then export RUSTUP_TOOLCHAIN=$chosen; else unset RUSTUP_TOOLCHAIN; fi
    "$way" || continue
    case $way in
    install_with_rustup) use_rustup || continue ;;
    install_debian_rust) use_debian_rust || continue ;;
    esac
    hash -r
    rust_complete && return 0
  done
  fail "no Rust compiler $GITGUD_RUST or newer with clippy, rustfmt, rust-src and the wasm32-unknown-unknown target" \
    "with rustup: rustup toolchain install $GITGUD_RUST -c clippy,rustfmt,rust-src -t wasm32-unknown-unknown" \
    "what was tried is in $LOGS (rustup.log, apt-*.log, wasm-std.log, rust-try.log)"
}
