#!/bin/sh
# How long calls go on after an interrupt, for developers: milliseconds, the median and the longest of some rounds.
#
#   jmh/latency.sh [CALL [ROUNDS]]
#
# CALL is a part of a name, all without it.
# KEOPS_JAVA_OPTIONS are further options of the JVM.
set -eu
cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/.."
mvn -B -ntp -o -q -pl jmh -am package -Dmaven.test.skip=true
# shellcheck disable=SC2086 # options are to be split
exec "$(./keops --java-home)/bin/java" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  ${KEOPS_JAVA_OPTIONS:-} -cp jmh/target/benchmarks.jar keops.jmh.Latency "$@"
