#!/bin/sh
# Makes the pictures of docs/gallery.md again, each by its tutorial at its default size. A minute or two in all.
set -eu
cd -- "$(dirname -- "$0")/.."
for tutorial in anisotropic-kernels gaussian-mixture kmeans knn; do
  ./keops "$tutorial" --out docs/pictures
done
rm -f docs/pictures/*.gif # they are larger than what they add to the page
