package org.pbxfailover.console;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.management.DefaultManagementAgent;

/**
 * What Camel shows in JMX, and so Hawtio: an MBean for each of some hundred nodes of the routes. A fifth of a start went into them, and no
 * probe needs them; so they wait until the robot guards. From {@link #register()} on Camel registers at once. Thread-safe.
 */
final class LateBeans extends DefaultManagementAgent {
    private final Map<ObjectName, Object> waiting = new LinkedHashMap<>();
    private boolean early = true;

    LateBeans(CamelContext context) {
        super(context);
    }

    @Override
    public void register(Object bean, ObjectName name, boolean again) throws JMException {
        synchronized (waiting) {
            if (early) {
                waiting.put(name, bean);
                return;
            }
        }
        super.register(bean, name, again);
    }

    @Override
    public void unregister(ObjectName name) throws JMException {
        synchronized (waiting) {
            if (waiting.remove(name) != null) {
                return;
            }
        }
        super.unregister(name);
    }

    @Override
    public boolean isRegistered(ObjectName name) {
        synchronized (waiting) {
            return waiting.containsKey(name) || super.isRegistered(name);
        }
    }

    /** Registers what waits. To be called once, when the robot guards. */
    void register() throws JMException {
        synchronized (waiting) {
            early = false;
            Map<ObjectName, Object> all = new LinkedHashMap<>(waiting);
            waiting.clear(); // from here on what is registered is what JMX has
            for (Map.Entry<ObjectName, Object> one : all.entrySet()) {
                super.register(one.getValue(), one.getKey(), false);
            }
        }
    }
}
