package org.pbxfailover.real;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;

/**
 * A real Exim on loopback that takes mail for {@code noc@example.net} and {@code oncall@example.net}, after STARTTLS and a login, and puts
 * it into a mailbox file.
 */
public final class Exim implements AutoCloseable {
    public static final String USER = "robot";
    public static final String PASSWORD = "hunter2-at-exim";

    /** To whom it gives up root, if we are root: it delivers nothing as root. */
    private static final int NOBODY = 65_534;

    private static final String CONFIGURATION = """
            keep_environment =
            exim_user = %1$d
            exim_group = %2$d
            primary_hostname = localhost
            spool_directory = %3$s/spool
            log_file_path = %3$s/%%slog
            deliver_drop_privilege = true
            disable_ipv6 = true
            tls_advertise_hosts = *
            tls_certificate = %4$s
            tls_privatekey = %5$s
            auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
            acl_smtp_mail = mail
            acl_smtp_rcpt = recipient
            acl_smtp_data = accept

            begin acl
            mail:
              deny !authenticated = *
                   message = log in first
              accept
            recipient:
              accept domains = example.net
                     local_parts = noc : oncall
              deny message = no such mailbox here

            begin routers
            everybody:
              driver = accept
              transport = mailbox

            begin transports
            mailbox:
              driver = appendfile
              file = %3$s/mailbox

            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_condition = ${if and{{eq{$auth2}{%6$s}}{eq{$auth3}{%7$s}}}}
              server_set_id = $auth2
            """;

    private final int port = RealProgram.freePort();
    private final Path own;
    private final RealProgram program;

    /**
     * @param certificate a PEM file with the certificate, beside one with its key: {@code NAME.pem} and {@code NAME.key}
     */
    public Exim(Path directory, Path certificate) {
        try {
            own = Files.createTempDirectory(directory, "exim");
            int user = (int) Files.getAttribute(own, "unix:uid");
            int group = (int) Files.getAttribute(own, "unix:gid");
            if (user == 0) {
                user = NOBODY;
                group = NOBODY;
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
                Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            String key = certificate.toString().replaceFirst("\\.pem$", ".key");
            Path file = Files.writeString(
                    own.resolve("exim.conf"),
                    CONFIGURATION.formatted(user, group, own, certificate, key, USER, PASSWORD));
            // With -oX it writes no file with its process id, whose place would be root's.
            program = new RealProgram(
                    "exim4-daemon-light",
                    own.resolve("said"),
                    own,
                    List.of("exim4", "-C", file.toString(), "-bdf", "-oX", "127.0.0.1." + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program.untilTaken(port, false);
    }

    public int port() {
        return port;
    }

    /** What it has delivered, once there is so much of it. */
    public List<MimeMessage> mails(int atLeast) {
        return Awaitility.await("mails in the mailbox").until(this::mails, mails -> mails.size() >= atLeast).stream()
                .map(Exim::parsed)
                .toList();
    }

    /** An mbox file: each mail begins with a line {@code From ADDRESS TIME}, and a line of a mail that looks like it has a sign before it. */
    private List<String> mails() throws IOException {
        Path mailbox = own.resolve("mailbox");
        String all = Files.exists(mailbox) ? Files.readString(mailbox, StandardCharsets.ISO_8859_1) : "";
        return Arrays.stream(all.split("(?m)^From .*\n"))
                .filter(mail -> !mail.isEmpty())
                .toList();
    }

    /** Its own log of what it took and refused. */
    public String log() throws IOException {
        Path file = own.resolve("mainlog");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static MimeMessage parsed(String mail) {
        try {
            return new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (MessagingException e) {
            throw new AssertionError(mail, e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
