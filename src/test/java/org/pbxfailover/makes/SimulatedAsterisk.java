package org.pbxfailover.makes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * AMI over HTTP as Asterisk 22 speaks it ({@code main/manager.c}, {@code res_pjsip_outbound_registration.c}); its texts were compared with
 * those of a running one. Everything is answered with 200, and the list of registrations shows the passwords of the trunks.
 */
public final class SimulatedAsterisk extends Simulated {
    public static final String USER = "robot";
    public static final String SECRET = "s3cret &+%";
    public static final String TRUNK_PASSWORD = "trunk-pass-of-carrier";

    private static final class Registration {
        private String status = "Unregistered";
        /** How many lists show the old status still. */
        private int stale;
        /** How many lists show no effect yet. */
        private int delay;

        private String next = "";
    }

    private final Map<String, Registration> registrations = new LinkedHashMap<>();
    private final Set<String> modules = new HashSet<>(Set.of("res_pjsip.so", "res_pjsip_outbound_registration.so"));
    private final Set<String> sessions = new HashSet<>();
    private final Map<String, Integer> rejecting = new HashMap<>();
    private int number = 0x1000;
    private int lists = 0;
    private int loading;
    private boolean writes = true;
    private boolean web = true;
    private boolean cut;
    private boolean forgets;
    private boolean keeps;
    private boolean clings;
    private int seconds = 2;

    /** A registration of its configuration. */
    public synchronized SimulatedAsterisk has(String name, String status) {
        registrations.computeIfAbsent(name, any -> new Registration()).status = status;
        return this;
    }

    /** The carrier refuses it. */
    public synchronized SimulatedAsterisk rejected(String name) {
        rejecting.put(name, 1);
        return this;
    }

    /** So many lists go by before a registration that was told to is sent: {@code max_random_initial_delay}. */
    public synchronized SimulatedAsterisk delay(int shown) {
        seconds = shown;
        return this;
    }

    /** It is starting: reloads are queued, with the same words, and no module runs for so many questions. */
    public synchronized SimulatedAsterisk starting(int questions) {
        loading = questions;
        return this;
    }

    /** Its user has no {@code write = system}. */
    public synchronized SimulatedAsterisk mayNotWrite() {
        writes = false;
        return this;
    }

    /** Without {@code webenabled = yes}. */
    public synchronized SimulatedAsterisk noWeb() {
        web = false;
        return this;
    }

    /** The module is not loaded; neither are its actions. */
    public synchronized SimulatedAsterisk without(String module) {
        modules.remove(module);
        return this;
    }

    /** The list of registrations breaks off. */
    public synchronized SimulatedAsterisk cutsList() {
        cut = true;
        return this;
    }

    /** Sessions are over as soon as they have begun. */
    public synchronized SimulatedAsterisk forgetsSessions() {
        forgets = true;
        return this;
    }

    /** The carrier answers no request to end a registration. */
    public synchronized SimulatedAsterisk keeps() {
        keeps = true;
        return this;
    }

    /** It lets nobody log off. */
    public synchronized SimulatedAsterisk clings() {
        clings = true;
        return this;
    }

    public synchronized int openSessions() {
        return sessions.size();
    }

    public synchronized String status(String name) {
        return registrations.get(name).status;
    }

    @Override
    protected Reply answer(Asked request) {
        if (!web || !request.uri().startsWith("/rawman")) {
            return Reply.of(404, "text/html", "<html><body><h1>Not Found</h1></body></html>");
        }
        String query = request.uri().contains("?") ? request.uri().replaceFirst(".*\\?", "") : "";
        Map<String, String> form = form(request.method().equals("POST") ? request.body() : query);
        String cookie =
                request.headers().getOrDefault("cookie", "").replaceAll(".*mansession_id=\"?([0-9a-f]+).*", "$1");
        boolean known = sessions.contains(cookie);
        String session = known ? cookie : Integer.toHexString(number++);
        String text = act(form, session, known);
        return new Reply(
                200,
                Map.of(
                        "Content-Type",
                        "text/plain",
                        "Set-Cookie",
                        "mansession_id=\"" + session + "\"; Version=1; Max-Age=60"),
                text + "\r\n");
    }

    private String act(Map<String, String> form, String session, boolean known) {
        String action = form.getOrDefault("action", "").toLowerCase();
        if (action.equals("login")) {
            if (known) {
                return ok("Already authenticated");
            }
            if (!USER.equals(form.get("username")) || !SECRET.equals(form.get("secret"))) {
                return error("Authentication failed");
            }
            if (!forgets) {
                sessions.add(session);
            }
            return ok("Authentication accepted");
        }
        if (action.equals("logoff")) {
            if (clings) {
                return error("Cannot log off");
            }
            sessions.remove(session);
            return "Response: Goodbye\r\nMessage: Thanks for all the fish.\r\n\r\n";
        }
        return known && writes ? permitted(action, form) : error("Permission denied");
    }

    private String permitted(String action, Map<String, String> form) {
        String module = form.getOrDefault("module", "");
        return switch (action) {
            case "reload" -> modules.contains(module) || loading > 0 ? ok("Module Reloaded") : error("No such module");
            case "modulecheck" -> {
                boolean runs = loading-- <= 0 && modules.contains(module);
                yield runs ? "Response: Success\r\nVersion: \r\n\r\n" : error("Module not loaded");
            }
            case "pjsipshowregistrationsoutbound", "pjsipregister", "pjsipunregister" ->
                modules.contains("res_pjsip_outbound_registration.so")
                        ? registrations(action, form.getOrDefault("registration", ""))
                        : error("Invalid/unknown command: " + action
                                + ". Use Action: ListCommands to show available commands.");
            default ->
                error("Invalid/unknown command: " + action + ". Use Action: ListCommands to show available commands.");
        };
    }

    private String registrations(String action, String name) {
        if (action.startsWith("pjsipshow")) {
            return list();
        }
        boolean begin = action.equals("pjsipregister");
        if (name.equals("*all")) {
            registrations.forEach((one, registration) -> {
                registration.status = begin ? "Unregistered" : "";
                told(one, registration, begin);
            });
            return ok(begin ? "Reregistrations queued." : "Unregistrations queued.");
        }
        Registration registration = registrations.get(name);
        if (registration == null || registration.status.isEmpty()) {
            return error("Unable to retrieve registration entry\n");
        }
        registration.stale = registration.status.equals("Registered") ? (keeps ? Integer.MAX_VALUE : 2) : 0;
        told(name, registration, begin);
        return ok(begin ? "Reregistration sent" : "Unregistration sent");
    }

    private void told(String name, Registration registration, boolean begin) {
        registration.delay = seconds;
        registration.next = begin ? (rejecting.containsKey(name) ? "Rejected" : "Registered") : "Unregistered";
    }

    /** One look further, everything that was told goes on. */
    private void pass(Registration registration) {
        if (registration.stale > 0) {
            if (--registration.stale == 0) {
                registration.status = "Unregistered";
            }
        } else if (!registration.next.isEmpty() && registration.delay-- <= 0) {
            registration.status = registration.status.isEmpty() ? "" : registration.next;
            registration.next = "";
        }
    }

    private String list() {
        StringBuilder text = new StringBuilder(
                "Response: Success\r\nEventList: start\r\nMessage: Following are Events for each Outbound registration\r\n\r\n");
        registrations.forEach((name, registration) -> {
            pass(registration);
            text.append("Event: OutboundRegistrationDetail\r\nObjectType: registration\r\nObjectName: ")
                    .append(name)
                    .append("\r\nServerUri: sip:carrier.example\r\n")
                    .append(
                            registration.status.isEmpty()
                                    ? ""
                                    : "Status: " + registration.status + "\r\nNextReg: -1\r\n")
                    .append("\r\nEvent: AuthDetail\r\nObjectType: auth\r\nObjectName: auth-")
                    .append(name)
                    .append("\r\nPassword: " + TRUNK_PASSWORD + "\r\n\r\n");
        });
        lists++;
        return cut
                ? text.toString()
                : text + "Event: OutboundRegistrationDetailComplete\r\nEventList: Complete\r\nListItems: "
                        + registrations.size() + "\r\nRegistered: 0\r\nNotRegistered: 0\r\n\r\n";
    }

    /** How often the list was asked for. */
    public synchronized int lists() {
        return lists;
    }

    private static String ok(String message) {
        return "Response: Success\r\nMessage: " + message + "\r\n\r\n";
    }

    private static String error(String message) {
        return "Response: Error\r\nMessage: " + message + "\r\n\r\n";
    }
}
