package org.pbxfailover;

import org.pbxfailover.cli.Cli;
import org.pbxfailover.logging.LogEnd;

/** The entry point: reads the command line, and ends the process with the command's exit status. */
public final class PbxFailover {
    private PbxFailover() {}

    public static void main(String[] arguments) {
        VirtualThreads.wherePossible(
                System.getProperties(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors());
        int exit = Cli.run(new LocalProgram(), arguments);
        LogEnd.flush();
        System.exit(exit);
    }
}
