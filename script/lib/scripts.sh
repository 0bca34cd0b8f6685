# shellcheck shell=bash
# The browser's scripts: src/browser/js, bundled into public/js, from where cargo-leptos copies them to the site.
# Sourced after setup.sh.

# Every file the bundles are made of.
scripts_fingerprint() {
  {
    find src/browser/js -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum
    cksum end2end/package-lock.json end2end/bundle.mjs
    { ls -l public/js public/js/chunks 2>/dev/null || true; } | cksum
  } | digest
}

# Made only when a source changed, or when what was made is no longer there.
build_scripts() {
  local stamp=$DATA/scripts
  if [ -f public/js/enhance.js ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(scripts_fingerprint)" ]; then return 0; fi
  rm -f "$stamp"
  logged scripts npm --prefix end2end run --silent build ||
    fail "the browser's scripts could not be bundled" "the whole log: $LOGS/scripts.log"
  scripts_fingerprint >"$stamp"
}

# Bundles again whenever a source changes, with source maps. The process is in STARTED.
watch_scripts() {
  : >"$LOGS/scripts.log"
  start_child "$LOGS/scripts.log" node end2end/bundle.mjs --watch
}
