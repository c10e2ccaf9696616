package org.pbxfailover.stories;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks Signature Version 4 as AWS does, from what has arrived. */
final class AwsSignature {
    private static final Pattern FORM = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=[^/]+/((\\d{8})/([^/]+)/([^/]+)/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    private AwsSignature() {}

    static boolean holds(Service.Request request, String secret) throws GeneralSecurityException {
        Matcher form = FORM.matcher(request.header("Authorization"));
        if (!form.matches() || !form.group(5).contains("host")) {
            return false;
        }
        String headers = Arrays.stream(form.group(5).split(";", -1))
                .map(name -> name + ":" + request.header(name).strip() + "\n")
                .collect(Collectors.joining());
        String query = Arrays.stream(Optional.ofNullable(request.uri().getRawQuery())
                        .orElse("")
                        .split("&", -1))
                .sorted()
                .collect(Collectors.joining("&"));
        String canonical = String.join(
                "\n",
                request.method(),
                request.uri().getRawPath(),
                query,
                headers,
                form.group(5),
                hex(sha256(request.body())));
        String toSign = String.join(
                "\n", "AWS4-HMAC-SHA256", request.header("X-Amz-Date"), form.group(1), hex(sha256(canonical)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {form.group(2), form.group(3), form.group(4), "aws4_request"}) {
            key = hmac(key, part);
        }
        return hex(hmac(key, toSign)).equals(form.group(6));
    }

    private static byte[] sha256(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
