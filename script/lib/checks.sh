# shellcheck shell=bash
# The parts of script/test. Each runs in a subshell, prints one line and adds to the counts.
# Sourced after sqlx.sh.

PASSED=0
FAILED=0
CHECK_PID=''

# check NAME "words" "what to try" function [argument…]
# A part leaves its counts in $COUNTS as "passed failed"; one that counts nothing adds a failure only when it fails.
check() {
  local name=$1 words=$2 hint=$3 started=$SECONDS status=0 passed=0 failed=0
  shift 3
  COUNTS=$DATA/counts.$name
  rm -f "$COUNTS"
  step "$words"
  # In the background, because a signal is then heard at once; not in an `if`, which would ignore failures inside.
  (
    PG_STARTED=''
    on_exit :
    "$@"
  ) &
  CHECK_PID=$!
  wait "$CHECK_PID" || status=$?
  CHECK_PID=''
  if [ -f "$COUNTS" ]; then read -r passed failed <"$COUNTS"; fi
  if [ "$status" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
  if [ "$status" = 0 ]; then
    say "    ok$([ "$passed" = 0 ] || echo ", $passed passed") ($((SECONDS - started))s)"
  else
    say "    FAILED in $((SECONDS - started))s. $hint"
  fi
  return 0
}

check_format() {
  GITGUD_LOG_LINES=40 logged format cargo fmt --check
}

# Warnings are errors for the pinned release of the compiler; a newer one may know lints we have not met.
deny_warnings() {
  case $GITGUD_RUST in
  "$RUST_MINOR".*) echo '-D warnings' ;;
  *)
    say "    Rust $RUST_MINOR is not the pinned ${GITGUD_RUST%.*}: its warnings are in the log, not counted"
    echo '-W warnings'
    ;;
  esac
}

check_server_lints() {
  notice_embedded_files
  # shellcheck disable=SC2046,SC2086
  GITGUD_LOG_LINES=60 logged clippy-server cargo clippy $FEATURES --all-targets -- $(deny_warnings)
}

check_browser_lints() {
  # shellcheck disable=SC2046
  GITGUD_LOG_LINES=60 logged clippy-browser cargo clippy --no-default-features --features hydrate \
    --target wasm32-unknown-unknown --lib -- $(deny_warnings)
}

check_scripts() {
  GITGUD_LOG_LINES=60 logged types npm --prefix end2end run --silent types || return 1
  logged sizes npm --prefix end2end run --silent sizes
}

check_queries() { prepare_sqlx --check; }

check_unit() {
  local status=0
  notice_embedded_files
  DATABASE_URL=$(cluster_url test-postgres)
  export DATABASE_URL
  # shellcheck disable=SC2086
  GITGUD_LOG_LINES=60 logged unit cargo test $FEATURES --no-fail-fast "$@" || status=$?
  sed -n 's/^test result: .* \([0-9]*\) passed; \([0-9]*\) failed;.*/\1 \2/p' "$LOGS/unit.log" |
    awk '{ passed += $1; failed += $2 } END { print passed + 0, failed + 0 }' >"$COUNTS"
  return "$status"
}

# The scripts' pure parts. Node tells its counts in lines like "# pass 12".
check_script_units() {
  local status=0
  GITGUD_LOG_LINES=60 logged script-units npm --prefix end2end run --silent unit -- "$@" || status=$?
  awk '/^# pass /{ p += $3 } /^# (fail|cancelled) /{ f += $3 } END { print p + 0, f + 0 }' "$LOGS/script-units.log" >"$COUNTS"
  return "$status"
}

check_build() { build_release; }

# The API tried against its own description: every operation, alone and one after the other, with good values and bad.
# How many of them does not depend on the machine: the numbers of examples and the seed are fixed, and what takes longer
# than ten minutes has failed.
check_contract() {
  local status=0 secret=gitgud_pat_0123456789abcdef0123456789abcdef01234567 cases
  [ -n "$SCHEMATHESIS_FOUND" ] || fail "there is no Schemathesis" "install Python 3.10 or newer with venv"
  on_exit leave_release
  export GITGUD_API_PER_MINUTE=1000000
  serve_release contract
  add_access_token user_contract "$secret"
  logged contract limited 600 "$SCHEMATHESIS_FOUND" --config-file end2end/schemathesis.toml --no-color run \
    "$GITGUD_E2E_ORIGIN/api/v1/openapi.json" -H "Authorization: Bearer $secret" \
    --phases examples,coverage,fuzzing,stateful --max-examples 100 --seed 1 --continue-on-failure || status=$?
  cases=$(sed -n 's/^ *\([0-9][0-9]*\) generated.*/\1/p' "$LOGS/contract.log" | tail -n 1)
  # A run that tried nothing is no success.
  [ "${cases:-0}" -ge 500 ] || status=1
  say "    ${cases:-0} requests"
  echo "$((status == 0)) $((status != 0))" >"$COUNTS"
  return "$status"
}

# A summary line of Playwright's: count_of failed → the number before the word.
count_of() { sed -n "s/^ *\([0-9][0-9]*\) $1.*/\1/p" "$LOGS/e2e.log" | awk '{ n += $1 } END { print n + 0 }'; }

# All specs, and after them those that disturb the others.
play() {
  local status=0
  npm --prefix end2end run --silent test -- --reporter=list --pass-with-no-tests --project=hydrated --project=plain "$@" || status=$?
  npm --prefix end2end run --silent test -- --reporter=list --pass-with-no-tests --project=alone --workers 1 "$@" || status=$?
  return "$status"
}

# The release build, a provider and a database of its own, on ports of their own.
check_browser() {
  local status=0
  [ -n "$GITGUD_BROWSER" ] || fail "no browser to test with" "set GITGUD_BROWSER to a Chromium or Chrome"
  on_exit leave_release
  serve_release e2e
  export NO_COLOR=1 CI=1
  GITGUD_LOG_LINES=80 logged e2e play "$@" || status=$?
  # A name that no spec has is no success.
  [ "$(($(count_of passed) + $(count_of flaky)))" -gt 0 ] || status=1
  echo "$(($(count_of passed) + $(count_of flaky))) $(($(count_of failed) + $(count_of interrupted) + $(count_of 'did not run')))" >"$COUNTS"
  return "$status"
}

# A part that is running ends itself first; only then its database.
stop_checks() {
  stop_child "$CHECK_PID"
  stop_services
}
