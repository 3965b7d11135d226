package dev.lockstep.emulator.clerk;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.api.Limits;
import dev.lockstep.emulator.clerk.people.ClerkEvent;
import dev.lockstep.emulator.clerk.store.Announcer;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.webhook.Webhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.web.context.support.StandardServletEnvironment;

/**
 * A Clerk of one's own: OIDC provider, Backend API and sign-in pages on 127.0.0.1, with its memory in a folder. Runs
 * beside the application in the same JVM and shares nothing with it but the address.
 */
public final class ClerkEmulator implements AutoCloseable {

    private static final ProblemCode PORT_TAKEN = new ProblemCode("EmulatorPortTaken");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * @param port 0 takes any free one; the issuer is http://127.0.0.1:port
     * @param home the folder of all emulators; this one writes below {@code emulator/clerk}
     * @param webhookSigningSecret {@code whsec_…}; several, parted by spaces, while one takes the place of another
     * @param environmentName what the pages call this place, for example "Local"
     * @param limits how many requests the Backend API takes
     */
    public record Settings(
            int port,
            Path home,
            String oauthClientId,
            Secret oauthClientSecret,
            Secret secretKey,
            Secret webhookSigningSecret,
            String environmentName,
            Limits limits) {

        public Settings {
            if (port < 0 || port > HIGHEST_PORT) {
                throw new IllegalArgumentException("port must be between 0 and 65535, not " + port);
            }
            if (oauthClientId.isBlank()) {
                throw new IllegalArgumentException("oauthClientId must not be blank");
            }
        }

        /** With the limits of a production instance. */
        public Settings(
                int port,
                Path home,
                String oauthClientId,
                Secret oauthClientSecret,
                Secret secretKey,
                Secret webhookSigningSecret,
                String environmentName) {
            this(
                    port,
                    home,
                    oauthClientId,
                    oauthClientSecret,
                    secretKey,
                    webhookSigningSecret,
                    environmentName,
                    Limits.production());
        }
    }

    private final Instance instance;
    private final Announcer announcer;
    private final Database database;
    private final Webhooks webhooks;
    private final AnnotationConfigServletWebServerApplicationContext context;

    private ClerkEmulator(
            Instance instance,
            Announcer announcer,
            Database database,
            Webhooks webhooks,
            AnnotationConfigServletWebServerApplicationContext context) {
        this.instance = instance;
        this.announcer = announcer;
        this.database = database;
        this.webhooks = webhooks;
        this.context = context;
    }

    /**
     * Starts and returns once it answers.
     *
     * @throws Problem when the port is taken, or the folder is in use or cannot be written
     */
    public static ClerkEmulator start(Settings settings) {
        return start(settings, Clock.systemUTC());
    }

    /** The same with a clock of the caller's. */
    public static ClerkEmulator start(Settings settings, Clock clock) {
        int port = settings.port() == 0 ? freePort() : settings.port();
        URI issuer = URI.create("http://127.0.0.1:" + port);
        Database database = Database.open(settings.home().resolve("emulator").resolve("clerk"));
        try {
            var announcer = new Announcer();
            var instance =
                    Instance.open(database, new Ids(new SecureRandom()), clock, issuer, settings.environmentName());
            var wiring = new Assembly(settings, instance, database, announcer, clock).wiring(port);
            return new ClerkEmulator(instance, announcer, database, wiring.webhooks(), serve(wiring));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static AnnotationConfigServletWebServerApplicationContext serve(ClerkContext.Wiring wiring) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        var context = new AnnotationConfigServletWebServerApplicationContext();
        // Whatever thread starts us, Tomcat and Spring find their classes where ours are, also in a packaged jar.
        thread.setContextClassLoader(ClerkEmulator.class.getClassLoader());
        try {
            context.setEnvironment(new Isolated());
            context.setDisplayName("emulator of Clerk");
            context.registerBean(ClerkContext.Wiring.class, () -> wiring);
            context.register(ClerkContext.class);
            context.refresh();
            return context;
        } catch (RuntimeException e) {
            wiring.webhooks().close();
            context.close();
            throw takesPort(e) ? portTaken(wiring.port()) : e;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** No system property, environment variable or file of the application reaches the emulator. */
    private static final class Isolated extends StandardServletEnvironment {

        @Override
        protected void customizePropertySources(MutablePropertySources sources) {
            // None: everything is in Settings.
        }
    }

    private static boolean takesPort(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException) {
                return true;
            }
        }
        return false;
    }

    private static Problem portTaken(int port) {
        return new Problem(
                PORT_TAKEN,
                Problem.Kind.TRANSIENT,
                "Port " + port + ", which the emulator of Clerk needs, is in use.",
                "Stop what uses it, or set LOCKSTEP_EMULATOR_CLERK_PORT to another port (0 takes any free one).");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("This machine has no free port", e);
        }
    }

    /** Where it answers, without a slash at the end; also the OIDC issuer and what tokens name in {@code iss}. */
    public URI issuer() {
        return instance.issuer();
    }

    /**
     * Makes the key that tokens are signed with, unless it is there, which takes a good part of a second. Without this
     * whoever needs it first waits for that.
     */
    public void makeSigningKey() {
        instance.key();
    }

    /** The Backend API's address without {@code /v1}, as Clerk's JavaScript wants it; the Java SDK wants {@code /v1} appended. */
    public URI apiUrl() {
        return instance.issuer();
    }

    /** Hears of every change of people and sessions after it is stored, on the thread that made it. */
    void listen(Consumer<ClerkEvent> listener) {
        announcer.listen(listener);
    }

    /**
     * Sends webhooks to this address from now on, those first that have been waiting since the last start. Nothing is
     * sent before the first call.
     */
    public void deliverWebhooksTo(URI address) {
        webhooks.deliverTo(address);
    }

    /** Stops answering, then lets go of the folder. Closing twice is fine. */
    @Override
    public void close() {
        context.close();
        webhooks.close();
        database.close();
    }
}
