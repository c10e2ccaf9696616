package org.pbxfailover.probe;

import java.io.IOException;
import org.pbxfailover.core.Finding;

/** None of the addresses of a host let us in. */
final class NoConnection extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Finding.Failed finding;

    NoConnection(Finding.Failed finding) {
        super(finding.detail());
        this.finding = finding;
    }

    /** It is what was found, and nobody asks where: with a thousand dead primaries a trace each second for each. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    Finding.Failed finding() {
        return finding;
    }
}
