#!/bin/sh
# Makes the pictures of docs/gallery.md again, each by its tutorial at its default size, in some minutes. Tutorials make
# more pictures than the page shows; the others are not kept.
set -eu
cd -- "$(dirname -- "$0")/.."
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for tutorial in anisotropic-kernels gaussian-mixture generative-model optimal-transport lddmm kernel-regression \
  kmeans mean-shift knn spectral attention n-body; do
  ./keops "$tutorial" --out "$made"
done
grep -o '(pictures/[a-z-]*\.png)' docs/gallery.md | tr -d '()' | while read -r picture; do
  cp "$made/${picture#pictures/}" "docs/$picture"
done
