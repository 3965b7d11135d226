package dev.lockstep.emulator;

import dev.lockstep.core.EnvFile;
import dev.lockstep.core.PrivateFile;
import dev.lockstep.core.PrivateFolder;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The emulators as a program of their own: {@code java -jar lockstep-emulator.jar} serves both until it is stopped, and
 * {@code java -jar lockstep-emulator.jar deployment …} is {@link EmulatorCommand}. The environment says where:
 * {@code LOCKSTEP_HOME} and {@code LOCKSTEP_EMULATOR_…_PORT}.
 */
public final class EmulatorMain {

    /** Its own, by a name that no other program finds by accident. */
    private static final String LOGGING = "dev/lockstep/emulator/program-logback.xml";

    private EmulatorMain() {}

    public static void main(String[] args) throws InterruptedException {
        System.setProperty("logback.configurationFile", System.getProperty("logback.configurationFile", LOGGING));
        if (args.length > 0) {
            System.exit(new EmulatorCommand().run(List.of(args)));
        }
        try {
            serve(System.getenv());
        } catch (Problem e) {
            System.err.println(e.sentence() + " " + e.nextStep());
            System.exit(1);
        }
    }

    private static void serve(Map<String, String> environment) throws InterruptedException {
        Path home = Path.of(environment.getOrDefault("LOCKSTEP_HOME", "./data"))
                .toAbsolutePath()
                .normalize();
        try {
            PrivateFolder.open(home).ifPresent(sentence -> System.out.println("# " + sentence));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + home + " cannot be made", e);
        }
        Emulator emulator = Emulator.start(home, ports(environment), Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "emulator-close"));
        String webhooks = environment.getOrDefault("LOCKSTEP_EMULATOR_WEBHOOK_URL", "");
        if (!webhooks.isBlank()) {
            emulator.deliverWebhooksTo(URI.create(webhooks));
        }
        announce(home, emulator);
        Thread.currentThread().join();
    }

    private static void announce(Path home, Emulator emulator) {
        var variables = new LinkedHashMap<>(EmulatorVariables.convex(emulator));
        variables.putAll(EmulatorVariables.clerk(emulator));
        Path file = home.resolve("emulator.env");
        try {
            PrivateFile.write(file, EnvFile.write(variables));
        } catch (IOException e) {
            throw new UncheckedIOException("The addresses of the emulators could not be written to " + file, e);
        }
        variables.keySet().removeIf(EmulatorVariables::isSecret);
        System.out.print(EnvFile.write(variables));
        System.out.println(
                "# Clerk and Convex are emulated here until this is stopped; the same with the keys: " + file);
    }

    private static EmulatorPorts ports(Map<String, String> environment) {
        return new EmulatorPorts(
                port(environment, "LOCKSTEP_EMULATOR_CLERK_PORT", 3212),
                port(environment, "LOCKSTEP_EMULATOR_CONVEX_PORT", 3210),
                port(environment, "LOCKSTEP_EMULATOR_CONVEX_SITE_PORT", 3211),
                port(environment, "LOCKSTEP_EMULATOR_PLATFORM_PORT", 3213));
    }

    private static int port(Map<String, String> environment, String variable, int standard) {
        String text = environment.getOrDefault(variable, "").strip();
        try {
            return text.isEmpty() ? standard : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Problem(
                    new ProblemCode("PortWrong"),
                    Problem.Kind.PERMANENT,
                    variable + " is not a port, but “" + text + "”.",
                    "Set it to a number from 0 (any free one) to 65535.");
        }
    }
}
