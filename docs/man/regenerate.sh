#!/bin/sh
# Writes the manual pages of keops-cache again: picocli writes their sources from the command's own help, and Asciidoctor
# makes pages of them, which 'man -l docs/man/keops-cache.1' shows. The sums in GENERATED.sha256 let a test see whether
# this was done after the last change. It needs Maven, which fetches Asciidoctor.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/../.."
asciidoctor=org.asciidoctor:asciidoctor-maven-plugin:2.2.6

# The other test fails until the sums are written below.
mvn -B -ntp -q -pl cache-tool -am test -Dtest='ManualTest#theSourcesOfThePagesAreCurrent' \
  -Dsurefire.failIfNoSpecifiedTests=false -Dkeops.updateDocs=true
made=$PWD/cache-tool/target/man
mvn -B -ntp -q -N "$asciidoctor:process-asciidoc" -Dasciidoctor.backend=manpage -Dasciidoctor.doctype=manpage \
  -Dasciidoctor.sourceDirectory="$here" -Dasciidoctor.outputDirectory="$made" -Dasciidoctor.attributes=reproducible
cd "$here"
cp "$made"/*.1 .
for page in *.adoc; do
  sha256sum "$page" "${page%.adoc}.1"
done >GENERATED.sha256
