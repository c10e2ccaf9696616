#!/bin/sh
# Measures the robot on loopback and prints a Markdown table: bench/run.sh [load] [deaths] [starts]; without a word all three.
#
# BENCH_JDKS      JDKs to measure with, separated by colons; otherwise JAVA_HOME or the java in PATH
# BENCH_PAIRS     1000   BENCH_ROUNDS 3   BENCH_WARM_UP 15 (s)   BENCH_WINDOW 30 (s)     for load
# BENCH_DEATHS    40     of each kind
# BENCH_STARTS    7      of each kind
#
# With --write the results replace those in docs/performance.md. PBX_FAILOVER_JAVA_OPTS reaches the robot as always.
set -eu
cd "$(dirname -- "$0")/.."

write=
if [ "${1:-}" = --write ]; then
    write=docs/performance.md
    shift
fi
[ $# -gt 0 ] || set -- load deaths starts

mvn -q -B -Pbench -DskipTests package >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
results=target/bench-results.md
"$java" -Dlogback.configurationFile=bench/logback.xml -cp "target/test-classes:target/lib/*" org.pbxfailover.bench.Bench "$@" | tee "$results"

if [ -n "$write" ]; then
    {
        sed '/<!-- results -->/q' "$write"
        printf '\n'
        cat "$results"
        printf '\n'
        sed -n '/<!-- end of results -->/,$p' "$write"
    } >"$write.new"
    mv "$write.new" "$write"
fi
