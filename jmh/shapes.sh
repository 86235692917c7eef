#!/bin/sh
# All shapes beside plain C++, interleaved, on one thread: the processor time of C++ over ours, in tables of Markdown.
# Some ten minutes on a core that has nothing else to do.
#
#   jmh/shapes.sh [TASK]
#
# TASK is a part of a name (gaussian_product, logsumexp, nearest), all without it.
# KEOPS_JAVA_OPTIONS are further options of the JVM.
set -eu
cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/.."
mvn -B -ntp -o -q -pl jmh -am package -Dmaven.test.skip=true
baseline=$(jmh/baseline/build.sh)
# Threads of OpenMP that wait must not take the cores of those whose turn it is.
export GOMP_SPINCOUNT=10000 KMP_BLOCKTIME=0
# shellcheck disable=SC2086 # options are to be split
exec "$(./keops --java-home)/bin/java" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  "$baseline" ${KEOPS_JAVA_OPTIONS:-} -cp jmh/target/benchmarks.jar keops.jmh.Shapes "$@"
