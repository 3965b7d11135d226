package dev.lockstep.emulator;

import dev.lockstep.core.Command;
import dev.lockstep.core.EnvFile;
import dev.lockstep.core.PrivateFolder;
import dev.lockstep.core.Problem;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.platform.Platform;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes, lists and deletes deployments of the emulator of Convex from the command line, through the Management API of
 * the Lockstep that is running. Where none runs, {@code create} serves the deployment itself until it is stopped.
 */
public final class EmulatorCommand implements Command {

    private static final String USAGE = """
            Usage:
              emulator deployment create [--name NAME] [--type dev|prod|preview] [--project NAME]
                                         [--admin-key KEY] [--port PORT] [--site-port PORT] [--quota-mb MEGABYTES]
              emulator deployment list
              emulator deployment delete NAME
              emulator deployment key NAME [--name KEY_NAME]
            They act on the Lockstep that runs on LOCKSTEP_HOME (./data when not set). Where none runs, `create` serves
            the deployment itself until it is stopped.""";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    public EmulatorCommand() {
        this(System.getenv(), System.out, System.err);
    }

    EmulatorCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    @Override
    public String name() {
        return "emulator";
    }

    @Override
    public int run(List<String> words) {
        try {
            if (words.size() < 2 || !words.getFirst().equals("deployment")) {
                throw new UsageException("");
            }
            var options = CommandOptions.of(words.subList(2, words.size()));
            switch (words.get(1)) {
                case "create" -> create(options);
                case "list" -> list(options);
                case "delete" -> delete(options);
                case "key" -> key(options);
                default -> throw new UsageException("There is no `deployment " + words.get(1) + "`.");
            }
            return 0;
        } catch (UsageException e) {
            err.println((e.getMessage() + "\n" + USAGE).strip());
            return 2;
        } catch (Problem e) {
            err.println(e.sentence() + " " + e.nextStep());
            return 1;
        }
    }

    private void create(CommandOptions options) {
        options.allow("name", "type", "project", "admin-key", "port", "site-port", "quota-mb");
        Optional<PlatformClient> running = PlatformClient.running(home());
        if (running.isPresent()) {
            print(create(running.get(), options));
            return;
        }
        serve(options);
    }

    private static JsonNode create(PlatformClient platform, CommandOptions options) {
        long project = platform.project(options.text("project").orElse("Command line"));
        ObjectNode wanted =
                JSON.createObjectNode().put("type", options.text("type").orElse("dev"));
        options.text("name").ifPresent(name -> wanted.put("name", name));
        options.text("admin-key").ifPresent(key -> wanted.put("deployKey", key));
        options.number("port").ifPresent(port -> wanted.put("localPort", port.intValue()));
        options.number("site-port").ifPresent(port -> wanted.put("localSitePort", port.intValue()));
        options.number("quota-mb").ifPresent(megabytes -> wanted.put("quotaBytes", megabytes << 20));
        JsonNode made = platform.post("/v1/projects/" + project + "/create_deployment", wanted);
        String key = options.text("admin-key")
                .orElseGet(() -> platform.newKey(made.path("name").asString(), "cli"));
        return ((ObjectNode) made).put("deployKey", key);
    }

    /** Without a Lockstep to ask, this process is the platform, with the same data that Lockstep would use. */
    private void serve(CommandOptions options) {
        try {
            PrivateFolder.open(home()).ifPresent(sentence -> out.println("# " + sentence));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + home() + " cannot be made", e);
        }
        EmulatorKeys keys = EmulatorKeys.in(home());
        try (var host = new DeploymentHost(CallLimits.DEFAULT, Clock.systemUTC());
                var platform = Platform.start(host, keys.platformSettings(0, home()))) {
            print(create(new PlatformClient(platform.url(), keys.platform()), options));
            out.println("# No Lockstep runs on " + home() + ": this command serves the deployment until it is "
                    + "stopped.");
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void list(CommandOptions options) {
        options.allow();
        PlatformClient platform = requireRunning();
        for (JsonNode project : platform.get("/v1/teams/" + PlatformClient.TEAM_ID + "/projects")
                .path("items")) {
            for (JsonNode deployment :
                    platform.get("/v1/projects/" + project.path("id").asLong() + "/list_deployments")) {
                out.println(deployment.path("name").asString() + "  "
                        + deployment.path("deploymentType").asString() + "  "
                        + deployment.path("deploymentUrl").asString() + "  "
                        + project.path("name").asString());
            }
        }
    }

    private void delete(CommandOptions options) {
        options.allow();
        String name = options.word("the deployment's name");
        requireRunning().post("/v1/deployments/" + name + "/delete", JSON.createObjectNode());
        out.println("Deleted " + name + " with its data.");
    }

    private void key(CommandOptions options) {
        options.allow("name");
        String deployment = options.word("the deployment's name");
        String key = requireRunning().newKey(deployment, options.text("name").orElse("cli"));
        out.print(EnvFile.write(Map.of("CONVEX_DEPLOY_KEY", key)));
    }

    private PlatformClient requireRunning() {
        return PlatformClient.running(home()).orElseThrow(() -> PlatformClient.noneRuns(home()));
    }

    private Path home() {
        return Path.of(environment.getOrDefault("LOCKSTEP_HOME", "./data"))
                .toAbsolutePath()
                .normalize();
    }

    /** The key goes where the person asked for it: to their own terminal, once. */
    private void print(JsonNode deployment) {
        String key = deployment.path("deployKey").asString();
        String bare =
                key.contains(":") && key.indexOf(':') < key.indexOf('|') ? key.substring(key.indexOf(':') + 1) : key;
        var variables = new LinkedHashMap<String, String>();
        variables.put("CONVEX_DEPLOYMENT_NAME", deployment.path("name").asString());
        variables.put("CONVEX_SELF_HOSTED_URL", deployment.path("deploymentUrl").asString());
        variables.put("CONVEX_SITE_URL", deployment.path("siteUrl").asString());
        variables.put("CONVEX_SELF_HOSTED_ADMIN_KEY", bare);
        out.print(EnvFile.write(variables));
        out.flush();
    }

    /** Words that make no command. */
    static final class UsageException extends RuntimeException {
        UsageException(String message) {
            super(message);
        }
    }
}
