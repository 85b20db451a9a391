# Short visible steps: a line when one starts, the seconds when it ends, the whole output in build/log.
# Sourced by ./run and ./test with the project's root as the working directory.

log_dir=build/log
mkdir -p "$log_dir"

# Prints how far a build has come, from ninja's `[n/m]`, until it is killed. Waits on a pipe that nobody writes to,
# so that no `sleep` outlives it.
watch_progress() {
  local log=$1 title=$2 seen='' now pause
  exec {pause}<> <(:)
  while true; do
    read -r -t 2 -u "$pause" _ || true
    now=$(tail -c 400 "$log" 2>/dev/null | tr '\r' '\n' | sed -n 's/^\[\([0-9]*\/[0-9]*\)\].*/\1/p' | tail -n 1)
    [ -n "$now" ] && [ "$now" != "$seen" ] || continue
    seen=$now
    if [ -t 1 ]; then printf '\r%s … %s' "$title" "$now"; fi
  done
}

# step NAME TITLE COMMAND...: runs COMMAND with its output in build/log/NAME.log; shows its end on failure.
step() {
  local name=$1 title=$2 started=$SECONDS status=0 watcher
  shift 2
  local log=$log_dir/$name.log
  : >"$log"
  printf '%s …' "$title"
  watch_progress "$log" "$title" &
  watcher=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  if [ "$status" = 0 ]; then
    printf ' %d s\n' $((SECONDS - started))
    return 0
  fi
  printf ' failed after %d s\n' $((SECONDS - started))
  # Of a build, what failed; the steps that went well before it say nothing.
  { grep -v '^\[[0-9]*/[0-9]*\] [A-Z][a-z]*ing ' "$log" || true; } | tail -n 60 >&2
  printf '%s: failed with status %d; all of its output: %s\n' "$title" "$status" "$log" >&2
  return "$status"
}

# content_hash PATH...: one word for the names and contents of every file below the paths.
content_hash() {
  find "$@" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}
