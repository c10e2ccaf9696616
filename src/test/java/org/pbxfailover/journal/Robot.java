package org.pbxfailover.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** A robot in a process of its own: takes the directory and appends, telling every number that was acknowledged, until its test is gone. */
final class Robot {
    private Robot() {}

    public static void main(String[] args) {
        StateDirectory.Opening opening = StateDirectory.open(Path.of(args[0]), "standby");
        if (opening instanceof StateDirectory.Refused refused) {
            System.out.println(refused.reason());
            return;
        }
        Journal journal = ((StateDirectory.Opened) opening).directory().journal();
        for (int thread = 0; thread < 4; thread++) {
            String pair = "pair" + thread;
            new Thread(() -> appendForEver(journal, pair)).start();
        }
        endWithTheTest();
    }

    /** A build that is broken off must not leave a process behind that writes for ever. */
    private static void endWithTheTest() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // nobody is there either
        }
        Runtime.getRuntime().halt(0);
    }

    private static void appendForEver(Journal journal, String pair) {
        for (int i = 0; true; i++) {
            journal.append(List.of(Samples.acknowledged(pair, "begin " + i), Samples.acknowledged(pair, "end " + i)));
            System.out.println(pair + " " + i);
        }
    }
}
