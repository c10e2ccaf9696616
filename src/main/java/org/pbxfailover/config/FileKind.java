package org.pbxfailover.config;

/**
 * What a strictly read file is called in the sentences about it.
 *
 * @param subject such as {@code the configuration}
 * @param another how to name another file
 * @param least what it must hold at least
 */
public record FileKind(String subject, String another, String least) {
    static final FileKind CONFIGURATION = new FileKind(
            "the configuration", "name another with --config FILE", "describe at least internet and pairs");
}
