#!/bin/sh
# Makes a folder that a bare Linux machine with a GPU can run: a Java image with our modules, the tests that need a GPU,
# and the benchmarks of GPUs. On that machine, FOLDER/run runs both; it needs nothing but the NVIDIA driver.
#
#   jmh/image.sh FOLDER
#
# KEOPS_NVRTC_LIBRARY  the libnvrtc.so to take along, with its built-ins beside it; without it, the machine must have one
set -eu
cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/.."
[ $# -eq 1 ] || { echo "usage: jmh/image.sh FOLDER" >&2; exit 2; }
image=$1
[ ! -e "$image" ] || { echo "jmh/image.sh: $image is there already" >&2; exit 2; }
jdk=$(./keops --java-home)
# The version of JUnit's console has to be that of the engine which the tests are built with.
junit=org.junit.platform:junit-platform-console-standalone:1.14.4

mvn -B -ntp -q -pl bindings,src,jmh -am package -DskipTests
mvn -B -ntp -q dependency:copy -Dartifact=com.google.code.gson:gson:2.13.1 -DoutputDirectory="$PWD/jmh/target/image"
mvn -B -ntp -q dependency:copy -Dartifact="$junit" -DoutputDirectory="$PWD/jmh/target/image"

"$jdk/bin/jlink" --output "$image" --module-path bindings/target/classes:src/target/classes \
  --add-modules keops,keops.bindings,jdk.incubator.vector,java.logging,java.management,java.sql,java.xml,jdk.unsupported \
  --strip-debug --no-header-files --no-man-pages --compress zip-6
mkdir "$image/app"
cp jmh/target/benchmarks.jar jmh/target/image/*.jar "$image/app"
cp jmh/gpu_peers.py "$image/app"
cp -R src/target/test-classes "$image/app/tests"
if [ -n "${KEOPS_NVRTC_LIBRARY:-}" ]; then
  mkdir "$image/nvrtc"
  cp -L "$KEOPS_NVRTC_LIBRARY" "$(dirname "$KEOPS_NVRTC_LIBRARY")"/libnvrtc-builtins.so.* "$image/nvrtc"
fi
cat >"$image/run" <<'RUN'
#!/bin/sh
# Runs the tests that need a GPU, then the benchmark of GPUs, and KeOps's own where Python has it. Its arguments are more
# options for Java.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for nvrtc in "$here"/nvrtc/libnvrtc.so.*; do
  [ ! -e "$nvrtc" ] || set -- "-Dkeops.nvrtc.library=$nvrtc" "$@"
done
set -- --enable-native-access=ALL-UNNAMED,keops.bindings "-Dkeops.cache.folder=$here/kernels" "$@"
"$here/bin/java" "$@" --patch-module keops="$here/app/tests" --add-reads keops=ALL-UNNAMED \
  --add-opens keops/keops=ALL-UNNAMED -cp "$here/app/*" org.junit.platform.console.ConsoleLauncher execute \
  --disable-banner --disable-ansi-colors --details=summary --include-tag gpu --select-class keops.GpuTest
status=$?
"$here/bin/java" "$@" -cp "$here/app/benchmarks.jar" keops.jmh.GpuSpeed || status=$?
if command -v python3 >/dev/null; then
  python3 "$here/app/gpu_peers.py" || status=$?
else
  echo "skipped: KeOps on a GPU, because: there is no python3 here"
fi
exit "$status"
RUN
chmod +x "$image/run"
du -sh "$image"
