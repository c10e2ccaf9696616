package org.pbxfailover.routes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.model.RouteDefinition;

/**
 * The routes of a directory, as far as they could be read. What a broken file would have offered is not known, so nobody is told that it
 * is missing: the broken file has been named, and one mistake is said once.
 *
 * @param routes in the order of the files
 * @param configurations ids of the route configurations, by which routes share what happens on errors
 * @param failed ids of those that are no routes that could run
 * @param broken the texts of the files that could not be read
 */
record LoadedRoutes(
        List<RouteDefinition> routes, Set<String> configurations, Set<String> failed, Map<Path, String> broken) {

    /** Where the routes begin, such as {@code direct:http}. */
    Set<String> addresses() {
        Set<String> addresses = new TreeSet<>();
        routes.forEach(route -> addresses.add(address(route.getInput().getUri())));
        return addresses;
    }

    /** At most one, and none that may only have taken the place of another with the same id. */
    List<RouteDefinition> withId(String id) {
        return routes.stream()
                .filter(route -> id.equals(route.getRouteId()))
                .filter(route -> broken.keySet().stream()
                        .noneMatch(file -> file.toUri().toString().equals(location(route))))
                .toList();
    }

    /** The file that a route came from, as a URI; empty when nobody knows. */
    static String location(RouteDefinition route) {
        return route.getResource() == null ? "" : route.getResource().getLocation();
    }

    boolean lacksRoute(String id) {
        return withId(id).isEmpty() && !mayBe(id, "id: " + id);
    }

    boolean lacksConfiguration(String id) {
        return !configurations.contains(id) && !mayBe(id, "id: " + id);
    }

    /** @param address such as {@code direct:http} */
    boolean lacksAddress(String address) {
        return !addresses().contains(address) && !mayBe(address.replaceFirst("^.*:", ""), address);
    }

    private boolean mayBe(String fileName, String mention) {
        Pattern word = Pattern.compile("(?<![\\w.-])" + Pattern.quote(mention) + "(?![\\w.-])");
        return broken.entrySet().stream()
                .anyMatch(file -> RouteFiles.name(file.getKey()).equals(fileName)
                        || word.matcher(file.getValue()).find());
    }

    /** An address without its parameters, written as people write it. */
    static String address(String uri) {
        return uri.replaceAll("\\?.*", "").replaceFirst("^(direct|seda)://", "$1:");
    }
}
