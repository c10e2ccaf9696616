#!/bin/sh
# How long the image needs from the launcher's start to the line that says that it guards: nine starts in one container.
#
#   mvn -B -q -DskipTests package && docker build -t pbx-failover . && bench/image-start.sh [IMAGE]
set -eu
cd "$(dirname "$0")/.."

docker run --rm --network none -v "$PWD/config:/config:ro" --entrypoint bash "${1:-pbx-failover}" -c '
    for start in 1 2 3 4 5 6 7 8 9; do
        mkfifo "/tmp/log$start"
        began=$(date +%s%3N)
        pbx-failover run >"/tmp/log$start" 2>&1 &
        while read -r line; do
            case $line in *" guards "*) break ;; esac
        done <"/tmp/log$start"
        echo "$(($(date +%s%3N) - began)) ms"
        kill $!
        wait $! 2>/dev/null || true
    done' | sort -n
