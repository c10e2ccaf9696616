package org.pbxfailover.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.pbxfailover.config.RobotSettings.Listen;

/** The rules between the keys of {@code robot}, as {@link KeyRules}: who listens where, who may log in, what is believed. */
final class RobotKeyRules {
    private final Section robot;

    RobotKeyRules(Section robot) {
        this.robot = robot;
    }

    void check() {
        Section api = robot.section("api");
        Section console = robot.section("console");
        Optional<Listen> apiListen = listen(api, Defaults.API);
        Optional<Listen> consoleListen = listen(console, Defaults.CONSOLE);
        apiListen.map(Listen::port).filter(port -> port != 0).ifPresent(port -> {
            if (consoleListen.filter(other -> other.port() == port).isPresent()) {
                Section later = console.has("listen") ? console : api;
                later.complain(
                        "listen",
                        "robot.api and robot.console both listen on port " + port
                                + ": give one of them another port, such as listen: \""
                                + (port == 9876 ? Defaults.API : Defaults.CONSOLE) + "\"");
            }
        });
        apiListen.ifPresent(listen -> guarded(api, listen, "token", "{{env:PBX_FAILOVER_TOKEN}}"));
        consoleListen.ifPresent(
                listen -> guarded(console, listen, "password", "{{env:PBX_FAILOVER_CONSOLE_PASSWORD}}"));
        monitor(console);
        if (!robot.doubtful("trust")) {
            robot.list("trust").forEach(RobotKeyRules::certificates);
        }
    }

    private static void monitor(Section console) {
        boolean taken =
                console.text("user").filter(RobotSettings.MONITOR::equals).isPresent();
        if (taken && console.has("monitor-password")) {
            console.complain(
                    "user",
                    console.path("user") + " is " + RobotSettings.MONITOR
                            + ", who may only read, with the monitor-password: write another name, such as user: "
                            + Defaults.USER);
        }
    }

    private static void certificates(Section entry) {
        String file = entry.node().asText();
        try {
            CertificateFile.read(Path.of(file));
        } catch (BoundedFile.Unfit | InvalidPathException e) {
            Problems problems = entry.problems();
            String why = e instanceof BoundedFile.Unfit ? e.getMessage() : "is no path";
            problems.add(
                    entry.pointer(),
                    problems.path(entry.pointer()) + " is " + Text.shown(file) + ", which " + why
                            + ": write the path of a PEM file, such as trust: [config/pbx-ca.pem]");
        }
    }

    private static Optional<Listen> listen(Section section, String absent) {
        return section.doubtful("listen")
                ? Optional.empty()
                : section.text("listen").or(() -> Optional.of(absent)).flatMap(Listens::parse);
    }

    private static void guarded(Section section, Listen listen, String key, String example) {
        if (!Listens.loopback(listen) && !section.has(key) && !section.doubtful(key)) {
            section.complain(
                    "listen",
                    section.path("listen") + " is " + listen + ", which others can reach, so a " + key
                            + " must be configured: write " + key + ": \"" + example + "\", or listen on 127.0.0.1:"
                            + listen.port());
        }
    }
}
