package org.pbxfailover.console;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.pbxfailover.operator.Operator;
import org.pbxfailover.operator.PairView;

/** One MBean per pair, {@code org.pbxfailover:type=Pair,name=…}, from registration to {@link #close}. */
final class PairBeans implements AutoCloseable {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> registered = new ArrayList<>();

    /** @throws IllegalStateException when JMX refuses, for instance because a second robot runs in this process */
    PairBeans(Operator operator) {
        for (PairView pair : operator.pairs()) {
            try {
                ObjectName name = name(pair.name());
                server.registerMBean(new PairBean(operator, pair.name()), name);
                registered.add(name);
            } catch (JMException e) {
                close();
                throw new IllegalStateException(
                        "The MBean of pair %s cannot be registered: %s.".formatted(pair.name(), e.getMessage()), e);
            }
        }
    }

    static ObjectName name(String pair) throws JMException {
        String value = pair.matches("[A-Za-z0-9._-]+") ? pair : ObjectName.quote(pair);
        return new ObjectName("org.pbxfailover:type=Pair,name=" + value);
    }

    @Override
    public void close() {
        for (ObjectName name : registered) {
            try {
                server.unregisterMBean(name);
            } catch (InstanceNotFoundException e) {
                // Somebody else removed it; gone is what we want.
            } catch (JMException e) {
                throw new IllegalStateException("The MBean %s cannot be removed.".formatted(name), e);
            }
        }
        registered.clear();
    }
}
