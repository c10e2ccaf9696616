# The robot as an image. What goes in is built outside, so no step here needs the network:
#
#   mvn -B -q -DskipTests package && docker build -t pbx-failover .
#   docker run --rm pbx-failover demo
#
# It works in /, so that config/, routes/ and state/ of a checkout are /config, /routes and /state here:
#   /config   failover.yaml; mount a folder
#   /routes   the routes; the image has those of its version, mount a folder to edit them while the robot runs
#   /state    the journal; mount a volume, or it is gone with the container
FROM eclipse-temurin:25-jre

# Fixed numbers, so that a volume's owner is known. 1000 is taken in some base images.
RUN groupadd --gid 10001 pbx-failover \
    && useradd --uid 10001 --gid 10001 --home-dir /state --no-create-home --shell /usr/sbin/nologin pbx-failover \
    && install -d -m 0700 -o pbx-failover -g pbx-failover /state

# What changes seldom comes first.
COPY target/lib /opt/pbx-failover/lib
COPY target/native /opt/pbx-failover/native
# SQLite's library lies ready: unpacking it at each start would need a /tmp from which programs may be run.
RUN mv "/opt/pbx-failover/native/$(uname -m)/libsqlitejdbc.so" /opt/pbx-failover/native/ \
    && rm -r /opt/pbx-failover/native/*/ \
    && ln -s /opt/pbx-failover/pbx-failover /usr/local/bin/pbx-failover
COPY pbx-failover docker/start /opt/pbx-failover/
COPY routes /routes
COPY target/pbx-failover.jar /opt/pbx-failover/

# A whole story on loopback shows Java what the robot needs, from the first probe to the way back; the cache that it leaves halves the
# time of every start. It has to be made with this very Java and these very files. A build machine too busy to play the story in time
# makes a good cache all the same.
RUN cd / && cache=/opt/pbx-failover/pbx-failover-25.aot \
    && { PBX_FAILOVER_JAVA_OPTS="-XX:AOTCacheOutput=$cache -Xlog:aot*=error" pbx-failover demo || true; } \
    && test -s "$cache" && rm -rf /tmp/*

USER 10001:10001
WORKDIR /
EXPOSE 8080 9876

# Healthy: its routes run, its journal can be written and it is not on hold. Asked with what the base image has: it has no curl.
ENV PBX_FAILOVER_CONSOLE_PORT=9876
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PBX_FAILOVER_CONSOLE_PORT && printf 'GET /observe/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -u 3 line && [[ $line == *' 200 '* ]]"]

STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/pbx-failover/start"]
CMD ["run"]
