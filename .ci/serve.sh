# Sourced by the checks that start Lockstep: one server at a time, ended with the check.
# `java` of the commands is the JDK that ./mvnw takes.
. .mvn/select-jdk.sh
export PATH="$JAVA_HOME/bin:$PATH"

work=$(mktemp -d)
server=""

stop() {
  [ -n "$server" ] || return 0
  # Maven's Java is a child: the whole group ends.
  kill -TERM -- "-$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=""
}
trap 'stop; rm -rf "$work"' EXIT

fail() {
  echo "$(basename "$0"): $1" >&2
  [ ! -f "$work/server.log" ] || tail -n 40 "$work/server.log" >&2
  exit 1
}

# until_there SECONDS WHAT COMMAND...
until_there() {
  local seconds=$1 what=$2
  shift 2
  for _ in $(seq $((seconds * 2))); do
    "$@" >/dev/null 2>&1 && return
    if [ -n "$server" ] && ! kill -0 "$server" 2>/dev/null; then fail "$what: the process ended"; fi
    sleep 0.5
  done
  fail "$what: not within $seconds s"
}

# serve HOME COMMAND: starts it, and waits for the emulators' file and the first page.
serve() {
  stop
  rm -f "$1/emulator.env"
  setsid sh -c "$2" >"$work/server.log" 2>&1 &
  server=$!
  until_there 300 "$2" test -f "$1/emulator.env"
  until_there 60 "$2" sh -c ". '$1/emulator.env'; curl -fsS -o /dev/null \"\$WEB_URL/\""
}
