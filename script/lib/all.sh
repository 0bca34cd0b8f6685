# shellcheck shell=bash
# The whole shell library, in the order the parts need each other.
# shellcheck source=/dev/null
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
for part in packages rust tools postgres setup scripts build services sqlx checks; do
  # shellcheck source=/dev/null
  . "$ROOT/script/lib/$part.sh"
done
unset part

on_exit stop_services
