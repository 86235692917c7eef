#!/bin/sh
# Builds the documentation as a site that needs no network: the pages, offline search and the Javadoc, with every link
# checked. It takes a minute and needs node 18 or newer; the skin, VitePress, comes by npm on the first run.
#
#   docs/site.sh           builds docs/target/site; any server of files shows it
#   docs/site.sh --serve   shows the pages at an address that it prints, as they are while you write
#
# KEOPS_SITE_BASE   the path of the site on its server, with a slash at both ends
set -eu
cd -- "$(dirname -- "$0")/.."
case ${1:-} in
  '' | --serve) ;;
  *) echo "usage: docs/site.sh [--serve]" >&2; exit 2 ;;
esac
[ -d docs/node_modules/vitepress ] || npm --prefix docs ci --ignore-scripts --no-audit --no-fund
if [ "${1:-}" = --serve ]; then
  exec docs/node_modules/.bin/vitepress dev docs
fi

java=$(./keops --java-home)/bin
rm -rf docs/target/site docs/target/public
mkdir -p docs/target/public
cp docs/pictures/optimal-transport-colours.png docs/target/public
"$java/javadoc" -quiet -Xdoclint:all,-missing -d docs/target/public/api --module keops \
  --module-source-path keops=src/main/java --module-source-path keops.bindings=bindings/src/main/java \
  --add-modules jdk.incubator.vector -windowtitle 'KeOps for Java' -notimestamp 2>docs/target/javadoc.txt || status=$?
# That the Vector API incubates is no fault of the comments; every other warning is.
if [ "${status:-0}" -ne 0 ] || grep 'warning: ' docs/target/javadoc.txt | grep -qv '\[incubating\]'; then
  cat docs/target/javadoc.txt >&2
  exit 1
fi
docs/node_modules/.bin/vitepress build docs
"$java/java" docs/Links.java docs/target/site "${KEOPS_SITE_BASE:-/}"
