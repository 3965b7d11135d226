package dev.lockstep;

import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.LiveClients;
import dev.lockstep.convex.TokenSource;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Secret;
import dev.lockstep.fuzz.FuzzedSocket;
import java.awt.Color;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that goes on in an installation, in rounds that are all the same: the people are the same few, and what a round
 * opens it closes, or leaves to be closed by the server as browsers do.
 */
final class MixedLoad implements AutoCloseable {

    private static final int LANES = 4;
    private static final int PEOPLE = 6;
    private static final List<String> PAGES = List.of("", "profile", "gallery", "projects");
    private static final Pattern KEY = Pattern.compile("\"Vaadin-Security-Key\":\"([^\"]+)\"");
    private static final Pattern NUMBER = Pattern.compile("\"v-uiId\":(\\d+)");
    private static final Pattern NAME = Pattern.compile("\"deploymentName\":\"([^\"]+)\"");

    private record Member(PersonId user, String email, Browser browser) {}

    private final LockstepApp app;
    private final Profiles profiles;
    private final LiveClients live;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    private final List<Member> members = new ArrayList<>();
    private final Map<String, AtomicLong> done = new ConcurrentHashMap<>();

    MixedLoad(LockstepApp app) throws IOException, InterruptedException {
        this.app = app;
        this.profiles = new Profiles(app);
        this.live = new LiveClients(
                new ConvexProperties(URI.create(app.env("CONVEX_URL")), Duration.ofSeconds(5), Duration.ofSeconds(20)));
        for (int i = 0; i < PEOPLE; i++) {
            var browser = new Browser(app.web());
            PersonId user = app.signUp(browser, "Mary" + i, "Shelley");
            String email = app.clerkApi("GET", "/users/" + user, "")
                    .path("email_addresses")
                    .get(0)
                    .path("email_address")
                    .asString();
            members.add(new Member(user, email, browser));
        }
    }

    /** One round; returns when all of it is done. */
    void round(int number) throws Exception {
        Member one = members.get(number % PEOPLE);
        Member other = members.get((number + 1) % PEOPLE);
        var random = new Random(number);
        List<Callable<Void>> works = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String page = PAGES.get((number + i) % PAGES.size());
            boolean says = i % 2 == 0;
            works.add(() -> count("anonymous page", () -> page("", "", says)));
            works.add(() -> count("page", () -> page(page, one.browser.cookies(), says)));
            works.add(() -> count("subscription", () -> subscription(other)));
            works.add(() -> count("refused webhook", this::refusedWebhook));
        }
        works.add(() -> count("save", () -> save(one, number)));
        works.add(() -> count("webhook", () -> webhook(other, number)));
        works.add(() -> count("failed sign-in", this::failedSignIn));
        works.add(() -> count("sign-in", () -> other.browser.signInAs(other.email)));
        works.add(() -> count("function that throws", this::throwing));
        works.add(() -> count("odd socket", () -> FuzzedSocket.play(socket(), random, said -> {})));
        if (number % 10 == 0) {
            works.add(() -> count("deployment", () -> deployment(number)));
        }
        for (Future<Void> work : lanes.invokeAll(works)) {
            work.get();
        }
    }

    /** What was done so far, by kind. */
    Map<String, AtomicLong> done() {
        return new TreeMap<>(done);
    }

    /** Each person's session is asked once, which is when it lets go of pages that were left. */
    void touch() throws Exception {
        for (Member member : members) {
            page("", member.browser.cookies(), true);
        }
    }

    private @Nullable Void count(String what, Callable<?> work) throws Exception {
        work.call();
        done.computeIfAbsent(what, name -> new AtomicLong()).incrementAndGet();
        return null;
    }

    /** @param says whether the browser gets to say that it leaves the page */
    private int page(String path, String cookies, boolean says) throws Exception {
        String session = cookies;
        if (session.isEmpty()) {
            session = get("/", "")
                    .headers()
                    .firstValue("Set-Cookie")
                    .map(cookie -> cookie.split(";")[0])
                    .orElseThrow(() -> new AssertionError("No session for who is not signed in"));
        }
        String opened = get("/?v-r=init&location=" + path + "&query=", session).body();
        Matcher key = KEY.matcher(opened);
        Matcher number = NUMBER.matcher(opened);
        if (!key.find() || !number.find()) {
            throw new AssertionError("No page at /" + path + ": " + opened);
        }
        if (!says) {
            return 0;
        }
        String farewell =
                "{\"csrfToken\":\"" + key.group(1) + "\",\"UNLOAD\":true,\"rpc\":[],\"syncId\":0,\"clientId\":0}";
        return send(HttpRequest.newBuilder(app.web().resolve("/?v-r=uidl&v-uiId=" + number.group(1)))
                        .header("Cookie", session)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(farewell)))
                .statusCode();
    }

    private Object save(Member member, int number) {
        return profiles.save(
                member.user,
                profiles.form(member.user, "Mary", number % 2 == 0 ? "Godwin" : "Shelley", "Writing"),
                number % 5 == 0 ? Profiles.picture(new Color(number * 7919 & 0xffffff)) : new PictureChoice.Keep());
    }

    /** A change at Clerk, of which it tells by webhook; Clerk refuses some when there are many. */
    private int webhook(Member member, int number) throws Exception {
        String change = "{\"first_name\":\"Mary" + (number / PEOPLE) % 2 + "\"}";
        return send(HttpRequest.newBuilder(URI.create(app.env("CLERK_API_URL") + "/v1/users/" + member.user))
                        .header("Authorization", "Bearer " + app.env("CLERK_SECRET_KEY"))
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(change)))
                .statusCode();
    }

    private int refusedWebhook() throws Exception {
        return send(HttpRequest.newBuilder(app.web().resolve("/webhooks/clerk"))
                        .header("svix-id", "msg_1")
                        .header("svix-timestamp", "1")
                        .header("svix-signature", "v1,no")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"type\":\"user.updated\"}")))
                .statusCode();
    }

    private int failedSignIn() throws Exception {
        get("/oauth2/authorization/clerk?with=google&fresh", "");
        get("/login/oauth2/code/clerk?error=access_denied&state=unknown", "");
        return get("/login/oauth2/code/clerk?code=unknown&state=unknown", "").statusCode();
    }

    private Object subscription(Member member) throws Exception {
        var identity = ConvexValue.object("issuer", ConvexValue.text(app.env("CLERK_ISSUER")))
                .with("subject", ConvexValue.text(member.user.value()));
        var token = new ConvexToken.Admin(Secret.of(app.env("CONVEX_ADMIN_KEY")), Optional.of(identity));
        try (var client = live.connect(TokenSource.of(token))) {
            var first = new CompletableFuture<ConvexValue>();
            client.subscribe("users:current", ConvexValue.emptyObject(), first::complete);
            first.get(60, TimeUnit.SECONDS);
            return client.mutation("users:getOrCreate", ConvexValue.emptyObject())
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private int throwing() throws Exception {
        int status = 0;
        for (String path : List.of("users:updateProfile", "users:getOrCreate", "nothing:here")) {
            String call = JsonMapper.shared()
                    .writeValueAsString(Map.of("path", path, "args", Map.of("name", "x"), "format", "json"));
            status = send(HttpRequest.newBuilder(URI.create(app.env("CONVEX_URL") + "/api/mutation"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(call)))
                    .statusCode();
        }
        return status;
    }

    /** One that is made at the platform, asked, and deleted. */
    private Object deployment(int number) {
        String made = app.platform(
                "POST",
                "/v1/teams/1/create_project",
                "{\"projectName\":\"stay-" + number + "-" + System.nanoTime() + "\",\"deploymentType\":\"dev\"}");
        Matcher name = NAME.matcher(made);
        Matcher project = Pattern.compile("\"projectId\":(\\d+)").matcher(made);
        if (!name.find() || !project.find()) {
            throw new AssertionError("No deployment was made: " + made);
        }
        app.platform("POST", "/v1/deployments/" + name.group(1) + "/delete", "");
        return app.platform("POST", "/v1/projects/" + project.group(1) + "/delete", "");
    }

    private URI socket() {
        return URI.create(app.env("CONVEX_URL").replaceFirst("^http", "ws") + "/api/sync");
    }

    private HttpResponse<String> get(String path, String cookies) throws Exception {
        var request = HttpRequest.newBuilder(app.web().resolve(path)).GET();
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        lanes.shutdownNow();
        live.close();
        http.close();
    }
}
