#!/usr/bin/env bash
# Gets real Iceberg: Spark with Iceberg's library, and pyiceberg as a second reader. Prints SPARK_PYTHON and ICEBERG_JAR.
# What it needs comes once from PyPI and Maven Central, into a folder outside the repository (CASEBOOK_CACHE, else ~/.cache/casebook).
# Exit status 3: something is missing; the last line says what.
set -euo pipefail
spark=3.5.7 pyiceberg=0.12.0 library=1.10.1
cache=${CASEBOOK_CACHE:-$HOME/.cache/casebook}/iceberg-$library
mkdir -p "$cache"

missing() { echo "$1" >&2; exit 3; }
command -v java >/dev/null || missing "There is no java. Install Java 17."
command -v python3 >/dev/null || missing "There is no python3."
command -v mvn >/dev/null || missing "There is no mvn. Install Maven."

artifact=iceberg-spark-runtime-3.5_2.12
jar=$cache/$artifact-$library.jar
if [ ! -f "$jar" ]; then
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy -Dartifact="org.apache.iceberg:$artifact:$library" \
    -DoutputDirectory="$cache" >"$cache/maven.log" 2>&1 || missing "Maven Central has no $artifact $library here: $(grep -m1 ERROR "$cache/maven.log" | cut -c1-200)"
fi
if [ ! -f "$cache/complete" ]; then
  { python3 -m venv "$cache/python" && "$cache/python/bin/pip" install -q "pyspark==$spark" "pyiceberg[pyarrow]==$pyiceberg"; } >"$cache/pip.log" 2>&1 \
    || missing "pyspark and pyiceberg could not be installed: $(tail -1 "$cache/pip.log" | cut -c1-200)"
  touch "$cache/complete"
fi
printf '%s\n' "SPARK_PYTHON=$cache/python/bin/python" "ICEBERG_JAR=$jar"
