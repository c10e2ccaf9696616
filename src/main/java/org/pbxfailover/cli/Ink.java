package org.pbxfailover.cli;

/** Colours, or their absence. */
record Ink(boolean coloured) {

    String good(String text) {
        return paint("32", text);
    }

    String warning(String text) {
        return paint("33", text);
    }

    String bad(String text) {
        return paint("1;31", text);
    }

    String strong(String text) {
        return paint("1", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    /** The word of a state or of a stage's state, in the colour of how worried one should be. */
    String state(String shown) {
        return switch (shown.strip()) {
            case "watching", "done", "completed" -> good(shown);
            case "stalled", "hold" -> bad(shown);
            case "suspect",
                    "blind",
                    "activating",
                    "active",
                    "failing-back",
                    "maintenance",
                    "running",
                    "open",
                    "given-up" -> warning(shown);
            default -> shown;
        };
    }

    private String paint(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
