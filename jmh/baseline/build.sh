#!/bin/sh
# Builds the baselines, if there is a C++ compiler, and prints the Java option that tells where they are, or why they
# are missing. CXX names another compiler than g++ or clang++.
set -eu
cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"
target=../target/baseline
library=$target/libkeops-baseline.so

missing() { # REASON
  printf '%s\n' "-Dkeops.baseline.missing=$1"
  exit 0
}

for compiler in "${CXX:-}" g++ clang++; do
  [ -n "$compiler" ] && command -v "$compiler" >/dev/null && break
  compiler=
done
[ -n "$compiler" ] || missing "no C++ compiler was found: install g++ or clang++, or set CXX"

mkdir -p "$target"
# The option -ffast-math is left out of linking: there it would change the rounding of denormal numbers in the JVM.
if ! {
  "$compiler" -std=c++17 -O3 -march=native -fopenmp -fPIC -c limit.cpp -o "$target/limit.o" &&
    "$compiler" -std=c++17 -O3 -march=native -ffast-math -fopenmp -fPIC -c plain.cpp -o "$target/plain.o" &&
    "$compiler" -fopenmp -shared "$target/limit.o" "$target/plain.o" -o "$library"
} >"$target/build.log" 2>&1; then
  missing "$compiler failed, see jmh/target/baseline/build.log"
fi
printf '%s\n' "-Dkeops.baseline=$(CDPATH='' cd -- "$target" && pwd)/libkeops-baseline.so"
