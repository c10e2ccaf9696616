package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.pbxfailover.config.RobotSettings.Listen;

/**
 * What a command needs to speak to a robot that runs: read from the configuration whatever else is wrong with it, for the command may
 * be given where the robot's secrets are not, or while somebody works on the file.
 *
 * @param listen where the API listens; empty: what stands there is no address
 * @param state directory with the generated token
 * @param token as configured; empty: the robot made one
 */
public record ApiAccess(Optional<Listen> listen, Path state, Optional<Template> token) {

    /** Empty when the file is not there or no YAML. Secrets are looked up when the token is used. */
    public static Optional<ApiAccess> read(Path file, Secrets secrets) {
        return YamlTree.read(file, new Problems(file.toString())).map(tree -> of(tree.path("robot"), secrets));
    }

    private static ApiAccess of(JsonNode robot, Secrets secrets) {
        JsonNode listen = robot.path("api").path("listen");
        return new ApiAccess(
                listen.isMissingNode() ? Listens.parse(Defaults.API) : Listens.parse(listen.asText()),
                state(robot.path("state")),
                Optional.of(robot.path("api").path("token"))
                        .filter(JsonNode::isTextual)
                        .map(token -> Template.hidden(token.asText(), secrets)));
    }

    private static Path state(JsonNode written) {
        try {
            return Path.of(written.isTextual() ? written.asText() : Defaults.STATE);
        } catch (InvalidPathException e) {
            return Path.of(Defaults.STATE);
        }
    }
}
