package org.pbxfailover.api;

import java.util.Map;

/** What the API says to one request. */
sealed interface ApiAnswer {

    record Ok(Map<String, Object> json) implements ApiAnswer {}

    /**
     * A success whose document exists already.
     *
     * @param json a document as it is
     */
    record Document(String json) implements ApiAnswer {}

    /**
     * A refusal, or a failure of the robot.
     *
     * @param status 400 to 599
     * @param sentence what is wrong, and what would be right
     */
    record No(int status, String sentence) implements ApiAnswer {}
}
