#!/bin/sh
# The story on real parts, with its times from the death of a PBX on: two Kamailio PBXs, a Kamailio carrier, PowerDNS, BIND and baresip
# telephones, as stories.RealStoryTest plays it. Needs the packages of CONTRIBUTING.md. With --write the table replaces that in
# docs/reliability.md.
set -eu
cd "$(dirname -- "$0")/.."

rm -rf target/real-story
load=$(cut -d' ' -f1-3 /proc/loadavg)
mvn -q -B -Preal -Dtest=RealStoryTest test >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
results=target/real-story/story.md
{
    echo "Measured on $(date -u +%Y-%m-%d): $(nproc) processors, Linux $(uname -r), load average before: $load, $("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/Java \1/p')."
    echo
    cat target/real-story/head.md target/real-story/*.row.md
} >"$results"
cat "$results"

if [ "${1:-}" = --write ]; then
    page=docs/reliability.md
    {
        sed '/<!-- story results -->/q' "$page"
        printf '\n'
        cat "$results"
        printf '\n'
        sed -n '/<!-- end of story results -->/,$p' "$page"
    } >"$page.new"
    mv "$page.new" "$page"
fi
