#!/bin/bash
# Build the offline bundle twice, compare, and try it as an office would, with the network cut. usage: press.sh PYTHON
# Needed: osslsigncode, wine, a mingw compiler, iproute2; root, for a network of one's own (only loopback: xlwings
# opens a socket to itself).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python=$(realpath -s "$1")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$python" packaging/windows/bundle.py --ra "$place/first.zip"
"$python" packaging/windows/bundle.py --ra "$place/second.zip"
cmp "$place/first.zip" "$place/second.zip"
# Wine loses a process now and then: what failed is tried once more by itself.
# shellcheck disable=SC2016
HOTICH_BUNDLE=$place/first.zip unshare --net sh -c 'ip link set lo up
    "$0" -m pytest -s tests/bundle/test_pressed.py || exec "$0" -m pytest -s --last-failed tests/bundle/test_pressed.py' "$python"
