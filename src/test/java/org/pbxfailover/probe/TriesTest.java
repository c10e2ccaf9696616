package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/** What the failures at several addresses of one host say together. */
class TriesTest {
    private static final IOException OWN = new SocketException("Too many open files");
    private static final IOException REFUSED = new ConnectException("Connection refused");

    private static FailureClass together(List<IOException> failures) throws Exception {
        Tries tries = new Tries("pbx1.acme.example", true);
        for (int i = 0; i < failures.size(); i++) {
            tries.failed(InetAddress.getByName("192.0.2." + (i + 1)), failures.get(i));
        }
        return ((Finding.Failed) Classify.failure(tries.failure(), java.time.Duration.ZERO)).failure();
    }

    @Test
    void what_the_host_said_at_one_address_counts_though_the_robot_failed_itself_at_another() throws Exception {
        assertThat(together(List.of(OWN))).isEqualTo(FailureClass.OWN);
        assertThat(together(List.of(OWN, REFUSED))).isEqualTo(FailureClass.REFUSED);
        assertThat(together(List.of(REFUSED, OWN))).isEqualTo(FailureClass.REFUSED);
    }
}
