#!/bin/sh
# Measures the robot on loopback and prints Markdown tables: bench/run.sh [load] [deaths] [starts], without a word all three; or
# bench/run.sh storm: a thousand primaries that die in one moment, again and again; or
# bench/run.sh hostile: 10,000 hostile calls of API and console while the robot polls.
#
# BENCH_JDKS      JDKs to measure with, separated by colons; otherwise JAVA_HOME or the java in PATH
# BENCH_PAIRS     1000   BENCH_ROUNDS 3   BENCH_WARM_UP 15 (s)   BENCH_WINDOW 30 (s)     for load
# BENCH_DEATHS    40     of each kind
# BENCH_STARTS    7      of each kind
# BENCH_STORMS    5      one after the other
# BENCH_GUARDED   100    BENCH_CALLS 10000   for hostile
#
# With --write the results replace those in docs/performance.md, or in docs/reliability.md for storm and hostile. PBX_FAILOVER_JAVA_OPTS reaches the robot as always.
set -eu
cd "$(dirname -- "$0")/.."

write=
mark=results
if [ "${1:-}" = --write ]; then
    shift
    write=docs/performance.md
    case "${1:-}" in
        storm) write=docs/reliability.md ;;
        hostile) write=docs/reliability.md mark="hostile results" ;;
    esac
fi
[ $# -gt 0 ] || set -- load deaths starts

mvn -q -B -Pbench -DskipTests package >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
results=target/bench-results.md
"$java" -Dlogback.configurationFile=bench/logback.xml -cp "target/test-classes:target/lib/*" org.pbxfailover.bench.Bench "$@" | tee "$results"

if [ -n "$write" ]; then
    {
        sed "/<!-- $mark -->/q" "$write"
        printf '\n'
        cat "$results"
        printf '\n'
        sed -n "/<!-- end of $mark -->/,\$p" "$write"
    } >"$write.new"
    mv "$write.new" "$write"
fi
