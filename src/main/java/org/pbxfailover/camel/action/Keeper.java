package org.pbxfailover.camel.action;

import org.apache.camel.Exchange;
import org.pbxfailover.camel.Refused;

/** Keeps what an action is about to replace, so that a fail-back can put it back. Thread-safe. */
@FunctionalInterface
public interface Keeper {
    /**
     * For the action of an activation, before its change; durable on return. In anything else nothing is kept.
     *
     * @param of what it is the value of, and where
     * @throws Refused when it cannot be kept: then it must not be replaced
     */
    void keep(Exchange exchange, String of, String value) throws Refused;
}
