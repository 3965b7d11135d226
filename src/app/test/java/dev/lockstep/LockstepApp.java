package dev.lockstep;

import dev.lockstep.account.SignIns;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkProperties;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.EnvFile;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Secret;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.project.Projects;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole application with both emulators, started as {@code main} starts it, with a {@link Line} to each service
 * that a test can cut. Its outbox tries again sooner than usual, so that tests wait less.
 */
public final class LockstepApp implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration ARRIVAL = Duration.ofSeconds(30);
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final ConfigurableApplicationContext context;
    private final Path home;
    private final Map<String, String> env;
    private final Line clerkLine;
    private final Line convexLine;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ClerkClient clerk;
    private final ConvexClient convex;

    private static final class Shared {
        private static final LockstepApp APP = start(fresh("shared"));
    }

    private LockstepApp(ConfigurableApplicationContext context, Path home, List<Line> lines, List<String> settings) {
        this.context = context;
        this.home = home;
        this.env = read(home.resolve("emulator.env"));
        // What is not emulated was given.
        settings.forEach(setting -> env.putIfAbsent(setting.split("=", 2)[0], setting.split("=", 2)[1]));
        this.clerkLine = lines.get(0);
        this.convexLine = lines.get(1);
        this.clerk = new ClerkClient(ClerkProperties.of(
                URI.create(env("CLERK_API_URL")), Secret.of(env("CLERK_SECRET_KEY")), URI.create(env("CLERK_ISSUER"))));
        this.convex = new ConvexClient(
                new ConvexProperties(URI.create(env("CONVEX_URL")), Duration.ofSeconds(2), Duration.ofSeconds(8)));
    }

    /** One for all tests of this run; leave it without faults. */
    public static LockstepApp shared() {
        return Shared.APP;
    }

    /** A folder of its own below target, empty. */
    public static Path fresh(String name) {
        Path home = Path.of(
                        "target", "apps", name + "-" + ProcessHandle.current().pid())
                .toAbsolutePath();
        try {
            if (Files.exists(home)) {
                try (var files = Files.walk(home)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            Files.createDirectories(home);
            return home;
        } catch (IOException e) {
            throw new IllegalStateException("No folder for the application", e);
        }
    }

    /** @param settings {@code NAME=value}; ports are any free ones unless given */
    public static LockstepApp start(Path home, String... settings) {
        return start(home, Clock.systemUTC(), settings);
    }

    /** @param clock the application's own; those of the emulators, of its libraries and of its services are the machine's */
    public static LockstepApp start(Path home, Clock clock, String... settings) {
        var application = new SpringApplication(Lockstep.class);
        List<Line> lines = new ArrayList<>();
        application.addInitializers(started -> {
            started.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    return name.equals("clock") ? clock : bean;
                }
            });
            var environment = started.getEnvironment();
            Line clerk = Line.to(URI.create(environment.getRequiredProperty("lockstep.clerk.api-url")));
            Line convex = Line.to(URI.create(environment.getRequiredProperty("lockstep.convex.url")));
            lines.addAll(List.of(clerk, convex));
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "lines",
                            Map.of(
                                    "lockstep.clerk.api-url", clerk.at("/v1").toString(),
                                    "lockstep.convex.url", convex.at("").toString())));
        });
        return new LockstepApp(application.run(arguments(home, settings)), home, lines, List.of(settings));
    }

    /** What {@code main} is called with, for a run beside others. */
    public static String[] arguments(Path home, String... settings) {
        var all = new LinkedHashMap<String, String>();
        all.put("LOCKSTEP_HOME", home.toString());
        all.put("SERVER_PORT", "0");
        all.put("LOCKSTEP_EMULATOR_CLERK_PORT", "0");
        all.put("LOCKSTEP_EMULATOR_CONVEX_PORT", "0");
        all.put("LOCKSTEP_EMULATOR_CONVEX_SITE_PORT", "0");
        all.put("LOCKSTEP_EMULATOR_PLATFORM_PORT", "0");
        all.put("lockstep.outbox.first-wait", "200ms");
        all.put("lockstep.outbox.longest-wait", "1s");
        all.put("lockstep.outbox.pause", "250ms");
        all.put("lockstep.outbox.breaker.open", "1s");
        // Enough for all that the emulator tells within a minute, and reached sooner by who tries.
        all.put("lockstep.limits.webhooks", "1500");
        // A deployment is made in less, also on a busy machine; tests of what is slow need not wait as long as people.
        all.put("lockstep.project.call-timeout", "6s");
        // Where packages come from may be a mirror in this machine's own network.
        all.put("lockstep.sandbox.allow", "registry.npmjs.org:443");
        for (String setting : settings) {
            String[] sides = setting.split("=", 2);
            all.put(sides[0], sides[1]);
        }
        return all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    /** Ends the application as {@code SIGTERM} does and starts it again on the same folder and ports. */
    public LockstepApp restart() {
        close();
        return start(home, ports(env).toArray(String[]::new));
    }

    /** Settings for the ports of an earlier start. */
    public static List<String> ports(Map<String, String> env) {
        return List.of(
                "LOCKSTEP_EMULATOR_CLERK_PORT="
                        + URI.create(env.get("CLERK_ISSUER")).getPort(),
                "LOCKSTEP_EMULATOR_CONVEX_PORT="
                        + URI.create(env.get("CONVEX_URL")).getPort());
    }

    @Override
    public void close() {
        clerkLine.close();
        convexLine.close();
        convex.close();
        context.close();
    }

    /** For what is nobody else's to see. */
    public Object bean(String name) {
        return context.getBean(name);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public Path home() {
        return home;
    }

    public URI web() {
        return URI.create(env("WEB_URL"));
    }

    /** Where the HTTP actions of the deployment are. */
    public URI site() {
        return URI.create(env("CONVEX_SITE_URL"));
    }

    /** What {@code emulator.env} says. */
    public Map<String, String> env() {
        return env;
    }

    public String env(String name) {
        return Optional.ofNullable(env.get(name))
                .orElseThrow(() -> new IllegalStateException("emulator.env has no " + name));
    }

    public static Map<String, String> read(Path file) {
        try {
            return EnvFile.read(Files.readString(file)).values();
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    public Line clerkLine() {
        return clerkLine;
    }

    public Line convexLine() {
        return convexLine;
    }

    /** Asks the emulator of Clerk for trouble. */
    public void clerkFault(String json) {
        call("POST", "CLERK_API_URL", "/emulator/faults", "Bearer " + env("CLERK_SECRET_KEY"), json);
    }

    /** Asks the emulator of Convex for trouble. */
    public void convexFault(String json) {
        call("POST", "CONVEX_URL", "/emulator/faults", "Convex " + env("CONVEX_ADMIN_KEY"), json);
    }

    /** Asks the emulated platform of Convex for trouble. */
    public void platformFault(String json) {
        platform("POST", "/emulator/faults", json);
    }

    /** A call of Convex's platform, or of its emulator's own addresses, as the person whose teams they are. */
    public String platform(String method, String path, String json) {
        return call(method, "CONVEX_PLATFORM_URL", path, "Bearer " + env("CONVEX_PLATFORM_TOKEN"), json);
    }

    /** Ends all trouble. */
    public void calm() {
        if (env.containsKey("CONVEX_PLATFORM_URL")) {
            platform("DELETE", "/emulator/faults", "");
        }
        call("DELETE", "CLERK_API_URL", "/emulator/faults", "Bearer " + env("CLERK_SECRET_KEY"), "");
        call("DELETE", "CONVEX_URL", "/emulator/faults", "Convex " + env("CONVEX_ADMIN_KEY"), "");
        clerkLine.mend();
        convexLine.mend();
        clerkLine.release();
        convexLine.release();
    }

    /** A call of Clerk's Backend API with its secret key. */
    public JsonNode clerkApi(String method, String path, String json) {
        return JSON.readTree(call(method, "CLERK_API_URL", "/v1" + path, "Bearer " + env("CLERK_SECRET_KEY"), json));
    }

    private String call(String method, String service, String path, String authorization, String json) {
        var request = HttpRequest.newBuilder(URI.create(env(service) + path))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        method + " " + path + " answered " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Visit visit(PersonId person, ProjectId project) {
        return bean(Projects.class).visit(person, project);
    }

    /** A new person who signs in through the web, as a browser does. */
    public PersonId signUp(String firstName, String lastName) {
        return signUp(new Browser(web()), firstName, lastName);
    }

    public PersonId signUp(Browser browser, String firstName, String lastName) {
        String email = "person" + PEOPLE.incrementAndGet() + "." + System.nanoTime() + "@example.com";
        try {
            HttpResponse<String> landed = browser.signIn(email, firstName, lastName);
            if (!landed.uri().getPath().equals("/onboarding")) {
                throw new IllegalStateException("The sign-in ended at " + landed.uri());
            }
        } catch (IOException e) {
            throw new IllegalStateException("The sign-in failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        PersonId user = new PersonId(clerkApi("GET", "/users?email_address=" + email, "")
                .get(0)
                .get("id")
                .asString());
        await("the news of " + user, () -> bean(Deliveries.class).waiting(user).isEmpty());
        return user;
    }

    /** A person made in Clerk and signed in without the web: with a session there, from which tokens are minted. */
    public PersonId settle(String email, String firstName) {
        String body = JSON.writeValueAsString(Map.of("email_address", List.of(email), "first_name", firstName));
        PersonId user = new PersonId(clerkApi("POST", "/users", body).get("id").asString());
        clerkApi("POST", "/sessions", "{\"user_id\":\"" + user + "\"}");
        bean(SignIns.class).store(user, Map.of("email", email, "given_name", firstName));
        bean(Deliveries.class).signedIn(user);
        return user;
    }

    public ClerkUser inClerk(PersonId user) {
        return clerk.findUser(user.value()).orElseThrow();
    }

    /** The person's row in Convex; without fields while there is none. */
    public ConvexValue.Obj inConvex(PersonId user) {
        ConvexValue row = convex.query("users:current", ConvexValue.emptyObject(), () -> as(user));
        return row instanceof ConvexValue.Obj found ? found : ConvexValue.emptyObject();
    }

    /** Runs a mutation as this person, as another client of theirs does. */
    public ConvexValue inConvex(PersonId user, String mutation, ConvexValue.Obj args) {
        return convex.mutation(mutation, args, () -> as(user));
    }

    /** Asks a query as this person. */
    public ConvexValue inConvexRead(PersonId user, String query, ConvexValue.Obj args) {
        return convex.query(query, args, () -> as(user));
    }

    private ConvexToken as(PersonId user) {
        var identity = ConvexValue.object("issuer", ConvexValue.text(env("CLERK_ISSUER")))
                .with("subject", ConvexValue.text(user.value()));
        return new ConvexToken.Admin(Secret.of(env("CONVEX_ADMIN_KEY")), Optional.of(identity));
    }

    /** Waits for something that the application does in the background. */
    public static void await(String what, BooleanSupplier happened) {
        await(what, ARRIVAL, happened);
    }

    public static void await(String what, Duration patience, BooleanSupplier happened) {
        long end = System.nanoTime() + patience.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + patience.toSeconds() + " s: " + what);
            }
            pause();
        }
    }

    /** For a moment, between two looks. */
    public static void pause() {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, 50, TimeUnit.MILLISECONDS)
                .join();
    }
}
