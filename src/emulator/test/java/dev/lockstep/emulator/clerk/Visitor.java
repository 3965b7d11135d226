package dev.lockstep.emulator.clerk;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without a window: keeps cookies, follows redirects as long as they stay at the emulator, fills forms. */
final class Visitor {

    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final Pattern FORM = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\">");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI base;

    Visitor(URI base) {
        this.base = base;
    }

    /** What a page or a redirect away came to. */
    record Visit(URI address, HttpResponse<String> response) {

        String body() {
            return response.body();
        }

        int status() {
            return response.statusCode();
        }

        /** Where a redirect that leaves the emulator leads. */
        URI leavesTo() {
            return URI.create(response.headers().firstValue("Location").orElseThrow());
        }

        Map<String, String> query() {
            return parsed(leavesTo().getRawQuery());
        }
    }

    static Map<String, String> parsed(String query) {
        var map = new LinkedHashMap<String, String>();
        for (String pair : query.split("&")) {
            String[] sides = pair.split("=", 2);
            map.put(decoded(sides[0]), decoded(sides[1]));
        }
        return map;
    }

    private static String decoded(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    CookieManager cookies() {
        return cookies;
    }

    Visit get(String path) throws IOException, InterruptedException {
        return follow(
                base.resolve(path), HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    /** Sends the page's form with its hidden fields and these. */
    Visit submit(Visit page, Map<String, String> fields) throws IOException, InterruptedException {
        var all = new LinkedHashMap<String, String>();
        var hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            all.put(unescaped(hidden.group(1)), unescaped(hidden.group(2)));
        }
        all.putAll(fields);
        var form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IllegalStateException("No form on the page: " + page.body());
        }
        return post(unescaped(form.group(1)), all);
    }

    Visit post(String path, Map<String, String> fields) throws IOException, InterruptedException {
        URI address = base.resolve(path);
        return follow(
                address,
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    private Visit follow(URI address, HttpRequest.Builder request) throws IOException, InterruptedException {
        var response =
                client.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
        var location = response.headers().firstValue("Location").map(address::resolve);
        if (response.statusCode() / 100 == 3
                && location.isPresent()
                && location.get().getAuthority().equals(base.getAuthority())) {
            return follow(location.get(), HttpRequest.newBuilder(location.get()).GET());
        }
        return new Visit(address, response);
    }

    static String form(Map<String, String> fields) {
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
