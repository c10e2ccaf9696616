package org.pbxfailover.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.pbxfailover.operator.FakeOperator;

class PairBeansTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @Test
    void registers_a_thousand_pairs_and_removes_them_again() throws Exception {
        FakeOperator operator = new FakeOperator(
                IntStream.range(0, 1000).mapToObj(i -> "pair-" + i).toArray(String[]::new));
        ObjectName all = new ObjectName("org.pbxfailover:type=Pair,*");
        try (PairBeans beans = new PairBeans(operator)) {
            assertThat(SERVER.queryNames(all, null)).hasSize(1000);
            assertThat(SERVER.getMBeanInfo(PairBeans.name("pair-0")))
                    .as("one description for all")
                    .isEqualTo(SERVER.getMBeanInfo(PairBeans.name("pair-999")));
        }
        assertThat(SERVER.queryNames(all, null)).isEmpty();
    }

    @Test
    void quotes_a_name_that_needs_it() throws Exception {
        assertThat(PairBeans.name("a=b,c*").getKeyProperty("name")).isEqualTo("\"a=b,c\\*\"");
        assertThat(PairBeans.name("acme.de_1-x").getKeyProperty("name")).isEqualTo("acme.de_1-x");
    }

    @Test
    void describes_orders_and_their_parameters() throws Exception {
        try (PairBeans beans = new PairBeans(new FakeOperator("described"))) {
            assertThat(SERVER.getMBeanInfo(PairBeans.name("described")).getOperations())
                    .allSatisfy(operation -> {
                        assertThat(operation.getDescription()).isNotBlank();
                        assertThat(operation.getSignature())
                                .allSatisfy(parameter ->
                                        assertThat(parameter.getDescription()).isNotBlank());
                    })
                    .extracting(operation -> operation.getName())
                    .containsExactly(
                            "failover",
                            "failBack",
                            "maintenance",
                            "endMaintenance",
                            "acknowledge",
                            "hold",
                            "release",
                            "drill");
        }
    }
}
