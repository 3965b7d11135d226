#!/bin/sh
# Trains the AOT cache of the extracted application in $1: starts it, asks for what a first visitor asks for, and ends it
# in order, which writes the cache. (Ending at context refresh would stop at the first of the contexts in this process.)
set -eu
cd "$1"
LOCKSTEP_HOME=$(mktemp -d)
export LOCKSTEP_HOME
export SERVER_PORT=${SERVER_PORT:-18080} LOCKSTEP_EMULATOR_CLERK_PORT=0 LOCKSTEP_EMULATOR_CONVEX_PORT=0 LOCKSTEP_EMULATOR_CONVEX_SITE_PORT=0 LOCKSTEP_EMULATOR_PLATFORM_PORT=0
pid=""
# Whatever goes wrong, no JVM stays behind.
trap '[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true; rm -rf "$LOCKSTEP_HOME"' EXIT

java -XX:AOTCacheOutput=lockstep.aot -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m \
  --enable-native-access=ALL-UNNAMED -jar lockstep.jar > "$LOCKSTEP_HOME/train.log" 2>&1 &
pid=$!
# Ten minutes: a machine that builds images may be busy, or emulate another.
tries=0
until [ -f "$LOCKSTEP_HOME/emulator.env" ]; do
  tries=$((tries + 1))
  if [ "$tries" -ge 1200 ] || ! kill -0 "$pid" 2>/dev/null; then
    cat "$LOCKSTEP_HOME/train.log"
    exit 1
  fi
  sleep 0.5
done
. "$LOCKSTEP_HOME/emulator.env"
for page in / /lockstep/lockstep.css /profile /actuator/health; do
  curl -s -o /dev/null -L "$WEB_URL$page" || true
done
curl -s -o /dev/null -H "Authorization: Bearer $CLERK_SECRET_KEY" "$CLERK_API_URL/v1/users"
curl -s -o /dev/null -H "Authorization: Convex $CONVEX_ADMIN_KEY" -H 'Content-Type: application/json' \
  -d '{"path":"users:current","args":{},"format":"json"}' "$CONVEX_URL/api/function"
kill -TERM "$pid"
wait "$pid" || true
pid=""
[ -s lockstep.aot ]
# The JVM makes it for the user who trains; the image runs as another, and without it when it cannot read it.
chmod a+r lockstep.aot
