#!/bin/sh
# Ours beside the limit, interleaved, for developers: cycles per 16 pairs, and the part of the limit's speed reached.
#
#   jmh/compare.sh [WORKLOAD [THREADS [ROUNDS]]]
#
# WORKLOAD is a part of a name, all without it. One thread is timed by its processor time, more by the clock on the
# wall.
# KEOPS_JAVA_OPTIONS are further options of the JVM.
set -eu
cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/.."
mvn -B -ntp -o -q -pl jmh -am package -Dmaven.test.skip=true
baseline=$(jmh/baseline/build.sh)
# Threads of OpenMP that wait must not take the cores of those whose turn it is.
export GOMP_SPINCOUNT=10000 KMP_BLOCKTIME=0
# shellcheck disable=SC2086 # options are to be split
exec "$(./keops --java-home)/bin/java" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  "$baseline" ${KEOPS_JAVA_OPTIONS:-} -cp jmh/target/benchmarks.jar keops.jmh.Compare "$@"
