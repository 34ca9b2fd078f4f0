#!/usr/bin/env bash
# Starts Trino, Athena's engine, on 127.0.0.1: up.sh [PORT] [VERSION]. Prints TRINO_URL, TRINO_PID and TRINO_TABLES when it answers.
#   TRINO_TABLES=iceberg  the server of Maven Central, its catalogue "lake" is Iceberg tables in a local folder
#   TRINO_TABLES=memory   where Maven Central has no such server: the same engine from its test libraries in one process, its
#                         catalogue "lake" is LakePlugin.java; a sentence on stderr says why
# What it needs is fetched once, by Maven, into a folder outside the repository (CASEBOOK_CACHE, else ~/.cache/casebook).
# Exit status 3: something is missing; the last line says what. At most 3 GB of memory.
set -euo pipefail
port=${1:-18080}
version=${2:-435} # the last release for Java 17
here=$(cd "$(dirname "$0")" && pwd)
cache=${CASEBOOK_CACHE:-$HOME/.cache/casebook}/trino-$version
run=$cache/run-$port
rm -rf "$run"
mkdir -p "$run"

missing() { echo "$1" >&2; exit 3; }
command -v java >/dev/null || missing "There is no java. Install Java 17."
command -v javac >/dev/null || missing "There is no javac. Install the JDK, version 17."
command -v mvn >/dev/null || missing "There is no mvn. Install Maven."
java -version 2>&1 | head -1 | grep -qE '"(17|18|19|2[0-9])' || missing "Trino $version needs Java 17 or newer: $(java -version 2>&1 | head -1)"

maven() { mvn -q -B "$@" >"$cache/download.log" 2>&1; }
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.6.1
server=$cache/trino-server-$version
opens=(--add-opens=java.base/{java.lang,java.nio,java.util,sun.nio.ch}=ALL-UNNAMED)
# A server that lives for minutes gains nothing from the optimising compiler.
options=(-Xmx3g -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256M "${opens[@]}" -Djdk.attach.allowAttachSelf=true -Djol.skipHotspotSAAttach=true)

# Maven Central is asked once; what it said is kept.
if [ ! -d "$server" ] && [ ! -f "$cache/no-server" ]; then
  if maven $plugin:copy -Dartifact=io.trino:trino-server:"$version":tar.gz -DoutputDirectory="$cache"; then
    tar xzf "$cache/trino-server-$version.tar.gz" -C "$run"
    mv "$run/trino-server-$version" "$server"
    rm "$cache/trino-server-$version.tar.gz"
  else
    grep -m1 -oE '(Could not|Unable) .*' "$cache/download.log" | cut -c1-200 >"$cache/no-server" || true
  fi
fi

if [ -d "$server" ]; then
  tables=iceberg
  mkdir -p "$run/catalog" "$run/lake"
  cat >"$run/config.properties" <<END
coordinator=true
node-scheduler.include-coordinator=true
node.internal-address=127.0.0.1
http-server.http.port=$port
discovery.uri=http://127.0.0.1:$port
query.max-length=50000000
query.max-memory=2GB
query.max-memory-per-node=800MB
END
  # Since release 360 the file metastore is a kind of catalogue and says in its name that it is for tests.
  if [ "$version" -lt 360 ]; then metastore=hive.metastore=file; else metastore=iceberg.catalog.type=testing_file_metastore; fi
  printf '%s\n' connector.name=iceberg "$metastore" "hive.metastore.catalog.dir=file://$run/lake" >"$run/catalog/lake.properties"
  cd "$server"
  java "${options[@]}" -Dconfig="$run/config.properties" -Dcatalog.config-dir="$run/catalog" \
    -Dnode.environment=casebook -Dnode.id=casebook -Dnode.data-dir="$run/data" \
    -cp "lib/*" io.trino.server.TrinoServer >"$run/log" 2>&1 &
else
  tables=memory
  echo "Maven Central has no io.trino:trino-server:$version here: $(cat "$cache/no-server")" >&2
  if [ ! -f "$cache/complete" ]; then
    cp "$here/pom.xml" "$cache/pom.xml"
    maven -f "$cache/pom.xml" $plugin:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$cache/lib" \
      || missing "Trino could not be downloaded from Maven Central: $(grep -m1 ERROR "$cache/download.log" | cut -c1-300)"
    touch "$cache/complete"
  fi
  javac -nowarn -cp "$cache/lib/*" -d "$run/classes" "$here"/*.java >"$run/log" 2>&1 \
    || missing "The catalogue of Trino does not compile: $(grep -m1 'error:' "$run/log")"
  java "${options[@]}" -cp "$run/classes:$cache/lib/*" SingleNode "$port" >"$run/log" 2>&1 &
fi
pid=$!

for _ in $(seq 1 180); do
  if grep -qE 'ready http|SERVER STARTED' "$run/log"; then
    printf '%s\n' "TRINO_URL=http://127.0.0.1:$port" "TRINO_PID=$pid" "TRINO_TABLES=$tables"
    exit 0
  fi
  kill -0 "$pid" 2>/dev/null || missing "Trino did not start: $(grep -m1 -E 'error:|Exception|Error' "$run/log" | cut -c1-300)"
  sleep 1
done
kill "$pid"
missing "Trino did not answer within three minutes; see $run/log"
