package dev.lockstep.convex.outside;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Asks issuers of sign-ins who they are, as Convex does before it trusts one (OpenID Connect Discovery 1.0). Thread-safe;
 * blocks the calling thread. Every refusal names what is wrong, at the field {@code issuer}.
 */
public final class OpenIdIssuers implements AutoCloseable {

    private static final int LARGEST = 256 * 1024;
    private static final int OK = 200;

    private final OkHttpClient client;

    public OpenIdIssuers(Duration callTimeout, Outside outside) {
        client = outside.guard(new OkHttpClient.Builder()
                        .callTimeout(callTimeout)
                        .followRedirects(false)
                        .followSslRedirects(false))
                .build();
    }

    /**
     * Asks it.
     *
     * @param typed its address, with or without a slash at the end
     * @return the issuer to the letter as it calls itself, which is what its tokens say and Convex compares
     * @throws Problem when that is no issuer, or not one that can be called from here
     */
    public String check(String typed) {
        HttpUrl address = address(typed.strip());
        String wanted = address.toString().replaceAll("/+$", "");
        JsonNode document = document(HttpUrl.get(wanted + "/.well-known/openid-configuration"));
        String named = document.path("issuer").asString("");
        if (!named.replaceAll("/+$", "").equals(wanted)) {
            throw bad(
                    named.isEmpty()
                            ? wanted + " does not say who it is: its configuration has no issuer."
                            : "What answers there calls itself " + cut(named) + ", not " + wanted + ".",
                    named.isEmpty()
                            ? "Take the Frontend API URL from the Clerk dashboard → API keys."
                            : "Take the issuer as it calls itself: Convex compares it letter by letter.");
        }
        if (HttpUrl.parse(document.path("jwks_uri").asString("")) == null) {
            throw bad(
                    wanted + " does not say where its keys are: its configuration has no jwks_uri.",
                    "Without keys nobody can check its tokens. Take another issuer.");
        }
        return named;
    }

    private static HttpUrl address(String text) {
        if (text.matches("(?s)(pk|sk)_.*")) {
            throw bad(
                    "That is a key, not an address.",
                    "Take the Frontend API URL from the Clerk dashboard → API keys, and roll the key if it was a secret"
                            + " one and others may have seen it.");
        }
        HttpUrl address = HttpUrl.parse(text);
        boolean bare = address != null
                && address.username().isEmpty()
                && address.password().isEmpty()
                && address.query() == null
                && address.fragment() == null;
        if (!bare) {
            throw bad(
                    "The issuer must be an https address without ? and #, like https://verb-noun-00.clerk.accounts.dev.",
                    "Take the Frontend API URL from the Clerk dashboard → API keys.");
        }
        if (!address.isHttps() && !isHere(address.host())) {
            throw bad("The issuer must be an https address.", "Plain http is for this machine only.");
        }
        return address;
    }

    private static boolean isHere(String host) {
        try {
            return host.equals("localhost")
                    || ((host.contains(":") || host.matches("[0-9.]+"))
                            && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private JsonNode document(HttpUrl address) {
        Request request = new Request.Builder().url(address).build();
        try (Response response = client.newCall(request).execute()) {
            if (response.code() != OK) {
                throw bad(
                        address.host() + " has no OpenID configuration: it answered with status " + response.code()
                                + ".",
                        "Open " + address + " in a browser: it must show one.");
            }
            BufferedSource source = response.body().source();
            JsonNode json = source.request(LARGEST + 1L)
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(source.readString(StandardCharsets.UTF_8));
            if (!json.isObject()) {
                throw noJson(address);
            }
            return json;
        } catch (JacksonException e) {
            throw noJson(address);
        } catch (ForbiddenAddress e) {
            throw bad(e.sentence(), ForbiddenAddress.NEXT_STEP);
        } catch (IOException e) {
            throw bad(
                    "No answer came from " + address.host() + ".",
                    "Compare the address with the Clerk dashboard → API keys, or try again in a moment.");
        }
    }

    private static Problem noJson(HttpUrl address) {
        return bad(
                "What " + address.host() + " answered is no OpenID configuration: it is no JSON object.",
                "Open " + address + " in a browser: it must show one.");
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private static String cut(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static Problem bad(String sentence, String next) {
        return new BadIssuer(sentence, next);
    }

    private static final class BadIssuer extends Problem {

        private static final ProblemCode CODE = new ProblemCode("BadIssuer");

        BadIssuer(String sentence, String next) {
            super(
                    CODE,
                    Kind.PERMANENT,
                    sentence,
                    next,
                    List.of(new Field("issuer", CODE.text(), sentence)),
                    null,
                    null);
        }
    }
}
