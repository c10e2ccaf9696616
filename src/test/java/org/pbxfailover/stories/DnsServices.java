package org.pbxfailover.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pbxfailover.stories.Service.Reply;
import org.pbxfailover.stories.Service.Request;

/** DNS services as their makers document them, with the answers that trap who only looks at the status. */
final class DnsServices {
    static final String SECRET = "s3cret-of-the-service";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TYPES = List.of("A", "AAAA");

    private DnsServices() {}

    private static String list(List<String> entries) {
        return "[" + String.join(",", entries) + "]";
    }

    private static String quoted(List<String> texts) {
        return list(texts.stream().map(text -> "\"" + text + "\"").toList());
    }

    /** The Authoritative Server's HTTP API: names end with a dot, a change has no body, errors do. */
    static Service powerDns(Zone zone) {
        return new Service(request -> {
            if (!request.header("X-API-Key").equals(SECRET)) {
                return new Reply(401, "Unauthorized");
            }
            if (!request.path().equals("/api/v1/servers/localhost/zones/" + Zone.ZONE + ".")) {
                return new Reply(404, "Not Found");
            }
            if (request.method().equals("GET")) {
                List<String> sets = new ArrayList<>();
                for (String type : TYPES) {
                    if (!zone.get(type).isEmpty()) {
                        List<String> records = new ArrayList<>(entries(zone.get(type), false));
                        records.addAll(entries(zone.disabled(type), true));
                        sets.add("{\"comments\":[],\"name\":\"" + zone.name + ".\",\"type\":\"" + type + "\",\"ttl\":"
                                + zone.ttl() + ",\"records\":" + list(records) + "}");
                    }
                }
                return new Reply(200, "{\"id\":\"" + Zone.ZONE + ".\",\"rrsets\":" + list(sets) + "}");
            }
            for (JsonNode set : JSON.readTree(request.body()).path("rrsets")) {
                List<String> all = set.path("records").findValuesAsText("content");
                if (Set.copyOf(all).size() < all.size()) {
                    return new Reply(422, "{\"error\":\"Duplicate record in RRset\"}");
                }
                if (!set.path("name").asText().equals(zone.name + ".")
                        || !set.path("changetype").asText().equals("REPLACE")) {
                    return new Reply(
                            422, "{\"error\":\"DNS Name '" + set.path("name").asText() + "' is not canonical\"}");
                }
            }
            for (JsonNode set : JSON.readTree(request.body()).path("rrsets")) {
                String type = set.path("type").asText();
                zone.ttl(set.path("ttl").asLong())
                        .disabled(type, contents(set, true))
                        .set(type, contents(set, false));
            }
            return new Reply(204, "");
        });
    }

    private static List<String> entries(List<String> addresses, boolean disabled) {
        return addresses.stream()
                .map(address -> "{\"content\":\"" + address + "\",\"disabled\":" + disabled + "}")
                .toList();
    }

    private static String[] contents(JsonNode set, boolean disabled) {
        List<String> contents = new ArrayList<>();
        for (JsonNode record : set.path("records")) {
            if (record.path("disabled").asBoolean() == disabled) {
                contents.add(record.path("content").asText());
            }
        }
        return contents.toArray(String[]::new);
    }

    /** Version 4 of the API: one record by its id, and {@code success} in the body. */
    static Service cloudflare(Zone zone) {
        return new Service(request -> {
            if (!request.header("Authorization").equals("Bearer " + SECRET)) {
                return new Reply(
                        403, "{\"success\":false,\"errors\":[{\"code\":9109,\"message\":\"Invalid access token\"}]}");
            }
            String records = "/zones/0123abc/dns_records";
            if (request.method().equals("GET") && request.path().equals(records)) {
                List<String> found = new ArrayList<>();
                for (String type : TYPES) {
                    zone.get(type).forEach(address -> found.add(record(zone, type, address)));
                }
                return new Reply(200, "{\"success\":true,\"errors\":[],\"result\":" + list(found) + "}");
            }
            JsonNode body = JSON.readTree(request.body());
            String type = body.path("type").asText();
            if (!request.path().equals(records + "/id-" + type)
                    || body.path("proxied").asBoolean(true)) {
                return new Reply(
                        404,
                        "{\"success\":false,\"errors\":[{\"code\":81044,\"message\":\"Record does not exist.\"}]}");
            }
            zone.ttl(body.path("ttl").asLong()).set(type, body.path("content").asText());
            return new Reply(
                    200,
                    "{\"success\":true,\"errors\":[],\"result\":"
                            + record(zone, type, body.path("content").asText()) + "}");
        });
    }

    private static String record(Zone zone, String type, String address) {
        return "{\"id\":\"id-" + type + "\",\"name\":\"" + zone.name + "\",\"type\":\"" + type + "\",\"content\":\""
                + address + "\",\"proxied\":false,\"ttl\":" + zone.ttl() + "}";
    }

    /** All records of a request or none of them; no TTL below an hour. */
    static Service desec(Zone zone) {
        zone.ttl(3600);
        return new Service(request -> {
            if (!request.header("Authorization").equals("Token " + SECRET)) {
                return new Reply(401, "{\"detail\":\"Invalid token.\"}");
            }
            String label = zone.name.replace("." + Zone.ZONE, "");
            if (request.path().equals("/domains/" + Zone.ZONE + "/")) {
                return new Reply(200, "{\"name\":\"" + Zone.ZONE + "\",\"minimum_ttl\":3600}");
            }
            if (!request.path().equals("/domains/" + Zone.ZONE + "/rrsets/")) {
                return new Reply(404, "{\"detail\":\"Not found.\"}");
            }
            if (request.method().equals("PATCH")) {
                for (JsonNode set : JSON.readTree(request.body())) {
                    if (set.path("ttl").asLong() < 3600
                            || !set.path("subname").asText().equals(label)) {
                        return new Reply(400, "[{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"]}]");
                    }
                }
                for (JsonNode set : JSON.readTree(request.body())) {
                    List<String> records = new ArrayList<>();
                    set.path("records").forEach(record -> records.add(record.asText()));
                    zone.ttl(set.path("ttl").asLong()).set(set.path("type").asText(), records.toArray(String[]::new));
                }
            }
            List<String> sets = TYPES.stream()
                    .filter(type -> !zone.get(type).isEmpty())
                    .map(type -> "{\"subname\":\"" + label + "\",\"name\":\"" + zone.name + ".\",\"type\":\"" + type
                            + "\",\"ttl\":" + zone.ttl() + ",\"records\":" + quoted(zone.get(type)) + "}")
                    .toList();
            return new Reply(200, list(sets));
        });
    }

    /** Answers everything with 200. */
    static Service dynDns(Zone zone) {
        String basic = Base64.getEncoder().encodeToString(("robot:" + SECRET).getBytes(StandardCharsets.UTF_8));
        return new Service(request -> {
            if (!request.header("Authorization").equals("Basic " + basic)) {
                return new Reply(200, "badauth");
            }
            if (request.header("User-Agent").isEmpty()) {
                return new Reply(200, "badagent");
            }
            if (!request.path().equals("/nic/update")
                    || !request.query("hostname").equals(zone.name)) {
                return new Reply(200, "nohost");
            }
            for (String address : request.query("myip").split(",", -1)) {
                zone.set(address.contains(":") ? "AAAA" : "A", address);
            }
            return new Reply(200, "good " + request.query("myip"));
        });
    }

    /** A change is {@code PENDING} for so many questions; requests must be signed. */
    static Service route53(Zone zone, AtomicInteger pending) {
        return new Service(request -> {
            if (!AwsSignature.holds(request, SECRET)) {
                return new Reply(
                        403, "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>");
            }
            String xmlns = " xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"";
            if (request.path().startsWith("/2013-04-01/change/")) {
                String status = pending.getAndDecrement() > 0 ? "PENDING" : "INSYNC";
                zone.held(status.equals("PENDING"));
                return new Reply(
                        200,
                        "<GetChangeResponse" + xmlns + "><ChangeInfo><Id>/change/C1</Id><Status>" + status
                                + "</Status></ChangeInfo></GetChangeResponse>");
            }
            if (!request.path().equals("/2013-04-01/hostedzone/Z1/rrset")) {
                return new Reply(404, "<ErrorResponse><Error><Code>NoSuchHostedZone</Code></Error></ErrorResponse>");
            }
            if (request.method().equals("GET")) {
                return new Reply(
                        200,
                        "<ListResourceRecordSetsResponse" + xmlns + "><ResourceRecordSets>" + sets(zone)
                                + "</ResourceRecordSets></ListResourceRecordSetsResponse>");
            }
            return changed(zone, pending, request, xmlns);
        });
    }

    private static String sets(Zone zone) {
        StringBuilder sets = new StringBuilder();
        for (String type : TYPES) {
            if (!zone.get(type).isEmpty()) {
                sets.append("<ResourceRecordSet><Name>" + zone.name + ".</Name><Type>" + type + "</Type><TTL>"
                        + zone.ttl() + "</TTL><ResourceRecords>");
                zone.get(type)
                        .forEach(address ->
                                sets.append("<ResourceRecord><Value>" + address + "</Value></ResourceRecord>"));
                sets.append("</ResourceRecords></ResourceRecordSet>");
            }
        }
        return sets.toString();
    }

    private static Reply changed(Zone zone, AtomicInteger pending, Request request, String xmlns) {
        zone.held(pending.get() > 0);
        Matcher change = Pattern.compile("<Action>UPSERT</Action><ResourceRecordSet><Name>" + zone.name
                        + "\\.</Name><Type>(A+)</Type><TTL>([0-9]+)</TTL> *<ResourceRecords>(.*?)</ResourceRecords>")
                .matcher(request.body());
        int changes = 0;
        while (change.find()) {
            String[] addresses = Pattern.compile("<ResourceRecord><Value>([^<]+)</Value></ResourceRecord>")
                    .matcher(change.group(3))
                    .results()
                    .map(found -> found.group(1))
                    .toArray(String[]::new);
            zone.ttl(Long.parseLong(change.group(2))).set(change.group(1), addresses);
            changes++;
        }
        return changes == 0
                ? new Reply(400, "<ErrorResponse><Error><Code>InvalidInput</Code></Error></ErrorResponse>")
                : new Reply(
                        200,
                        "<ChangeResourceRecordSetsResponse" + xmlns
                                + "><ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status></ChangeInfo></ChangeResourceRecordSetsResponse>");
    }
}
