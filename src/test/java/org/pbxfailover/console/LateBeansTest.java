package org.pbxfailover.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.UUID;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LateBeansTest {
    private final String name = "late-" + UUID.randomUUID();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final LateBeans beans = new LateBeans(context);

    @BeforeEach
    void start() throws Exception {
        context.getCamelContextExtension().setName(name);
        context.getManagementStrategy().setManagementAgent(beans);
        add("early");
        add("gone");
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void add(String route) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + route).routeId(route).log("${body}").id("log-" + route);
            }
        });
    }

    private List<String> shown(String type) throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:context=" + name + ",type=" + type + ",*"), null)
                .stream()
                .map(found -> ObjectName.unquote(found.getKeyProperty("name")))
                .sorted()
                .toList();
    }

    @Test
    void routes_and_their_nodes_are_shown_once_the_robot_guards_and_not_before() throws Exception {
        assertThat(shown("routes")).isEmpty();
        beans.register();
        assertThat(shown("routes")).containsExactly("early", "gone");
        assertThat(shown("processors")).containsExactly("log-early", "log-gone");
    }

    @Test
    void a_route_that_is_gone_by_then_is_never_shown() throws Exception {
        context.getRouteController().stopRoute("gone");
        context.removeRoute("gone");
        beans.register();
        assertThat(shown("routes")).containsExactly("early");
        assertThat(shown("processors")).containsExactly("log-early");
    }

    @Test
    void an_edit_after_that_is_shown_at_once() throws Exception {
        beans.register();
        add("added");
        assertThat(shown("routes")).containsExactly("added", "early", "gone");
        context.getRouteController().stopRoute("gone");
        context.removeRoute("gone");
        assertThat(shown("routes")).containsExactly("added", "early");
    }

    @Test
    void nothing_is_shown_of_a_robot_that_has_stopped() throws Exception {
        beans.register();
        context.stop();
        assertThat(shown("routes")).isEmpty();
    }
}
