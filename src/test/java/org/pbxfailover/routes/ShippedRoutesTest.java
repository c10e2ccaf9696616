package org.pbxfailover.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;

/** What a person sees of the shipped routes in Hawtio. */
class ShippedRoutesTest {

    @Test
    void every_route_says_what_it_is_for_and_every_node_has_a_name_of_its_own() throws Exception {
        List<String> nameless = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.setAutoStartup(false);
            for (Map.Entry<Path, String> file :
                    RouteFiles.read(Path.of("routes")).entrySet()) {
                PluginHelper.getRoutesLoader(context).loadRoutes(RouteLoading.resource(file.getKey(), file.getValue()));
            }
            assertThat(context.getRouteDefinitions()).hasSizeGreaterThan(50);
            for (RouteDefinition route : context.getRouteDefinitions()) {
                assertThat(route.getDescriptionText()).as(route.getRouteId()).isNotBlank();
                List<OptionalIdentifiedDefinition<?>> nodes = new ArrayList<>(List.of(route, route.getInput()));
                for (ProcessorDefinition<?> node :
                        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
                    nodes.add(node);
                }
                for (OptionalIdentifiedDefinition<?> node : nodes) {
                    ids.add(node.getId());
                    if (!node.hasCustomIdAssigned()) {
                        nameless.add(node + " of route " + route.getRouteId());
                    }
                }
            }
        }
        assertThat(nameless).isEmpty();
        assertThat(ids).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    }
}
