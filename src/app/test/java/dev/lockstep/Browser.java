package dev.lockstep;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A browser without a window: keeps cookies, follows redirects from host to host, fills in plain HTML forms. */
public final class Browser {

    private static final int MOST_REDIRECTS = 20;
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final Pattern FORM = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\">");
    private static final Pattern OTHER = Pattern.compile("href=\"([^\"]*/new[^\"]*)\"");

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client;
    private final URI web;

    public Browser(URI web) {
        this(web, null);
    }

    /** @param trusting whose certificates it takes; null for the public's */
    public Browser(URI web, @Nullable SSLContext trusting) {
        this.web = web;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(cookies)
                .connectTimeout(Duration.ofSeconds(5));
        if (trusting != null) {
            builder.sslContext(trusting);
        }
        this.client = builder.build();
    }

    /** Signs up, or in, by the emulated Google with an account of this name. */
    public HttpResponse<String> signIn(String email, String firstName, String lastName)
            throws IOException, InterruptedException {
        HttpResponse<String> chooser = get("/oauth2/authorization/clerk?with=google&fresh");
        HttpResponse<String> form = follow(HttpRequest.newBuilder(link(chooser)).GET());
        return submit(form, Map.of("email", email, "first_name", firstName, "last_name", lastName));
    }

    /** Signs in as somebody whom the emulated Google offers. */
    public HttpResponse<String> signInAs(String email) throws IOException, InterruptedException {
        return submit(get("/oauth2/authorization/clerk?with=google&fresh"), Map.of("account", email));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return follow(HttpRequest.newBuilder(web.resolve(path)).GET());
    }

    /** As {@link #get}, but stays where it is told to go somewhere else. */
    public HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(web.resolve(path)).GET());
    }

    /** Fills in the form of a page and stays at the answer. */
    public HttpResponse<String> answer(HttpResponse<String> page, Map<String, String> fields)
            throws IOException, InterruptedException {
        return ask(filledIn(page, fields));
    }

    /** All cookies of the application, as a header has them. */
    public String cookies() {
        return cookies.getCookieStore().get(web).stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** What a cookie of the application's holds. */
    public Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    private static URI link(HttpResponse<String> page) {
        var link = OTHER.matcher(page.body());
        if (!link.find()) {
            throw new IllegalStateException(page.uri() + " offers no other account: " + page.body());
        }
        return page.uri().resolve(unescaped(link.group(1)));
    }

    private HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> fields)
            throws IOException, InterruptedException {
        return follow(filledIn(page, fields));
    }

    private static HttpRequest.Builder filledIn(HttpResponse<String> page, Map<String, String> fields) {
        var all = new LinkedHashMap<String, String>();
        var hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            all.put(unescaped(hidden.group(1)), unescaped(hidden.group(2)));
        }
        all.putAll(fields);
        var form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IllegalStateException(page.uri() + " has no form: " + page.body());
        }
        return HttpRequest.newBuilder(page.uri().resolve(unescaped(form.group(1))))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(all)));
    }

    private HttpResponse<String> follow(HttpRequest.Builder first) throws IOException, InterruptedException {
        HttpRequest request = first.timeout(Duration.ofSeconds(60)).build();
        for (int hop = 0; hop < MOST_REDIRECTS; hop++) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            var location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            request = HttpRequest.newBuilder(request.uri().resolve(location.get()))
                    .timeout(Duration.ofSeconds(60))
                    .GET()
                    .build();
        }
        throw new IllegalStateException("Redirected in circles, last to " + request.uri());
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String unescaped(String html) {
        return html.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
