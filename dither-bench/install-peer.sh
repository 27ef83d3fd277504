#!/usr/bin/env bash
# Installs what Dither is compared with: Debian's PyTorch for Python, and the fast BLAS for it.
set -euo pipefail

missing=()
for package in python3-torch libopenblas0-openmp; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
root=()
[ "$(id -u)" -eq 0 ] || root=(sudo)
"${root[@]}" apt-get update
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
