#!/bin/sh
# Runs one program of the image: run.sh service NAME | simulator NAME | job NAME.
set -eu
dist=$(dirname "$0")/../../dist
if [ $# -ne 2 ]; then
  echo '用法 usage: service|simulator|job NAME' >&2
  exit 64
fi
program=$dist/$(cat "$dist/current")/$1-$2.js
if [ ! -f "$program" ]; then
  echo "镜像中没有 not in this image: $1 $2" >&2
  exit 64
fi
# The flags the packages were compiled for; words of one line each, no blanks in them.
# shellcheck disable=SC2046
exec node $(cat "$dist/flags") "$dist/../scripts/start.cjs" "$dist/$(cat "$dist/packages")" "$program"
