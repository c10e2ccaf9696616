package org.pbxfailover.config;

import java.util.regex.Pattern;

/** Addresses of mail as they are accepted: without names, comments and quotes, so that nothing can hide in them. */
public final class MailAddresses {
    /** What browsers accept as an address, which is RFC 5322 without its curiosities; at most 254 characters (RFC 5321, 4.5.3.1). */
    private static final Pattern FORM = Pattern.compile(
            "(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*");

    private MailAddresses() {}

    public static boolean valid(String address) {
        return FORM.matcher(address).matches();
    }
}
