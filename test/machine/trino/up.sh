#!/usr/bin/env bash
# Starts Trino, Athena's engine, on 127.0.0.1: up.sh COLUMNS_FILE [PORT]. Prints TRINO_URL and TRINO_PID when it answers.
# What it needs is fetched once from Maven Central, by Maven, into a folder outside the repository (CASEBOOK_CACHE, else
# ~/.cache/casebook). Exit status 3: something is missing; the last line says what. At most 3 GB of memory.
set -euo pipefail
version=435 # the last release for Java 17
here=$(cd "$(dirname "$0")" && pwd)
cache=${CASEBOOK_CACHE:-$HOME/.cache/casebook}/trino-$version
columns=$1
port=${2:-18080}

missing() { echo "$1" >&2; exit 3; }
command -v java >/dev/null || missing "There is no java. Install Java 17."
command -v mvn >/dev/null || missing "There is no mvn. Install Maven."
java -version 2>&1 | head -1 | grep -qE '"(17|18|19|2[0-9])' || missing "Trino $version needs Java 17 or newer: $(java -version 2>&1 | head -1)"

if [ ! -f "$cache/complete" ]; then
  mkdir -p "$cache/lib"
  cp "$here/pom.xml" "$cache/pom.xml"
  mvn -q -B -f "$cache/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$cache/lib" >"$cache/download.log" 2>&1 \
    || missing "Trino could not be downloaded from Maven Central: $(grep -m1 ERROR "$cache/download.log" | cut -c1-300)"
  touch "$cache/complete"
fi

log=$cache/server-$port.log
java -Xmx3g --add-opens=java.base/java.nio=ALL-UNNAMED -Djol.skipHotspotSAAttach=true \
  -cp "$cache/lib/*" "$here/SingleNode.java" "$port" "$columns" >"$log" 2>&1 &
pid=$!
for _ in $(seq 1 180); do
  if grep -q 'ready http' "$log"; then
    echo "TRINO_URL=http://127.0.0.1:$port"
    echo "TRINO_PID=$pid"
    exit 0
  fi
  kill -0 "$pid" 2>/dev/null || missing "Trino did not start: $(grep -m1 -E 'error:|Exception' "$log" | cut -c1-300)"
  sleep 1
done
kill "$pid"
missing "Trino did not answer within three minutes; see $log"
