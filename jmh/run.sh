#!/bin/sh
# Builds the benchmarks, runs them all and writes jmh/RESULTS.md, or the file that is named.
set -eu
cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/.."
mvn -B -ntp -q -pl jmh -am package -Dmaven.test.skip=true
exec "$(./keops --java-home)/bin/java" --add-modules=jdk.incubator.vector \
  -cp jmh/target/benchmarks.jar keops.jmh.Report "${1:-jmh/RESULTS.md}"
