#!/bin/sh
# Builds the benchmarks and the C++ baselines, runs them all and writes jmh/RESULTS.md and jmh/plots: some twenty minutes
# on two cores that have nothing else to do.
#
#   jmh/run.sh           all
#   jmh/run.sh --quick   some, shortly, to see that they work: jmh/target/quick/RESULTS.md
set -eu
cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/.."
results=jmh/RESULTS.md
case ${1:-} in
  '') ;;
  --quick) results=jmh/target/quick/RESULTS.md ;;
  *) echo "usage: jmh/run.sh [--quick]" >&2; exit 2 ;;
esac
mvn -B -ntp -q -pl jmh -am package -Dmaven.test.skip=true
baseline=$(jmh/baseline/build.sh)
# Threads of OpenMP that wait must not take the cores of those whose turn it is.
export GOMP_SPINCOUNT=10000 KMP_BLOCKTIME=0
mkdir -p "$(dirname "$results")"
exec "$(./keops --java-home)/bin/java" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  "$baseline" -cp jmh/target/benchmarks.jar keops.jmh.Report ${1:+"$1"} "$results" jmh/sections
