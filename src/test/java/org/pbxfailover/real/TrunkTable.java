package org.pbxfailover.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The table {@code uacreg} of a Kamailio as text files: its trunks. */
final class TrunkTable {
    private static final String COLUMNS =
            "id(int,auto) l_uuid(string) l_username(string) l_domain(string) r_username(string)"
                    + " r_domain(string) realm(string) auth_username(string) auth_password(string) auth_ha1(string,null)"
                    + " auth_proxy(string) expires(int) flags(int) reg_delay(int) contact_addr(string,null) socket(string,null)\n";

    private static final int DISABLED = 1;

    private TrunkTable() {}

    /**
     * A trunk.
     *
     * @param uuid by which it is known here, and the user of its contact
     * @param user who is called here when a call comes in, at {@code domain}
     * @param account at the carrier, with its {@code password}
     * @param expires how long a registration is asked for, in seconds
     */
    record Row(
            String uuid,
            String user,
            String domain,
            String account,
            String password,
            String carrier,
            int port,
            int expires,
            boolean enabled) {
        Row enabled(boolean now) {
            return new Row(uuid, user, domain, account, password, carrier, port, expires, now);
        }

        private String line(int id) {
            return String.join(
                            ":",
                            String.valueOf(id),
                            uuid,
                            user,
                            domain,
                            account,
                            carrier,
                            "carrier",
                            account,
                            password,
                            "",
                            "sip\\:" + carrier + "\\:" + port,
                            String.valueOf(expires),
                            String.valueOf(enabled ? 0 : DISABLED),
                            "0",
                            "",
                            "")
                    + "\n";
        }
    }

    /** @return the directory with the tables, for {@code text://} */
    static Path write(Path own, Row... rows) throws IOException {
        Path tables = Files.createDirectories(own.resolve("tables"));
        Files.writeString(tables.resolve("version"), "table_name(string) table_version(int)\nuacreg:5\n");
        StringBuilder text = new StringBuilder(COLUMNS);
        for (int i = 0; i < rows.length; i++) {
            text.append(rows[i].line(i + 1));
        }
        Files.writeString(tables.resolve("uacreg"), text);
        return tables;
    }
}
