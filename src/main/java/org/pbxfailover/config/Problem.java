package org.pbxfailover.config;

/**
 * One thing wrong with the configuration, the routes or the state: one sentence for a person.
 *
 * @param file the file, as the person named it
 * @param line from 1; 0 when there is none
 * @param sentence names the key, says what is wrong and what would be right
 */
public record Problem(String file, int line, String sentence) {
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ": " + sentence : file + ": " + sentence;
    }
}
