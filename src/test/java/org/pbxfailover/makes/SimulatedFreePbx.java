package org.pbxfailover.makes;

/** FreePBX's GraphQL API: a token, a reload as a transaction, and errors with a status of 200. */
public final class SimulatedFreePbx extends Simulated {
    public static final String CLIENT = "client-of-robot";
    public static final String SECRET = "secret&of robot";
    private static final String TOKEN = "token-of-freepbx";

    private String end = "Executed";
    private boolean scoped = true;
    private boolean needs = true;
    private int asked;

    /** How the transaction ends. */
    public synchronized SimulatedFreePbx ends(String message) {
        end = message;
        return this;
    }

    /** The client has no scope. */
    public synchronized SimulatedFreePbx noScope() {
        scoped = false;
        return this;
    }

    /** The transaction is executed and the reload is needed all the same. */
    public synchronized SimulatedFreePbx needsForEver() {
        asked = Integer.MIN_VALUE / 2;
        return this;
    }

    @Override
    protected Reply answer(Asked request) {
        if (request.uri().equals("/admin/api/api/token")) {
            var form = form(request.body());
            return CLIENT.equals(form.get("client_id")) && SECRET.equals(form.get("client_secret"))
                    ? json(200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"" + TOKEN + "\"}")
                    : json(401, "{\"error\":\"invalid_client\",\"message\":\"Client authentication failed\"}");
        }
        if (!("Bearer " + TOKEN).equals(request.headers().get("authorization"))) {
            return json(401, "{\"error\":\"access_denied\"}");
        }
        if (!scoped) {
            return json(200, "{\"errors\":[{\"message\":\"Cannot query field on type\",\"category\":\"graphql\"}]}");
        }
        if (request.body().contains("doreload")) {
            return json(
                    200,
                    "{\"data\":{\"doreload\":{\"status\":true,\"message\":\"initiated\",\"transaction_id\":\"42\"}}}");
        }
        if (request.body().contains("fetchApiStatus")) {
            boolean over = ++asked > 2 || asked < 0;
            needs = needs && !(over && asked > 0 && end.equals("Executed"));
            return json(
                    200,
                    "{\"data\":{\"fetchApiStatus\":{\"status\":\"true\",\"message\":\"" + (over ? end : "Processing")
                            + "\"}}}");
        }
        return json(200, "{\"data\":{\"system\":{\"version\":\"17.0\",\"needReload\":" + needs + "}}}");
    }

    private static Reply json(int status, String body) {
        return Reply.of(status, "application/json", body);
    }
}
