package dev.lockstep.emulator.clerk.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser goes once somebody is signed in: back to the authorization request that sent it here, or to the
 * emulator's own first page. Never anywhere else, whatever an address says.
 */
public record Continuation(String target) {

    private static final String AUTHORIZE = "/oauth/authorize?";

    public Continuation {
        if (!target.equals("/") && !target.startsWith(AUTHORIZE)) {
            throw new IllegalArgumentException("A sign-in continues at the authorization request or at the first page");
        }
    }

    public static Continuation parse(@Nullable String target) {
        boolean known =
                target != null && target.startsWith(AUTHORIZE) && target.chars().noneMatch(Character::isISOControl);
        return new Continuation(known ? target : "/");
    }

    /** The address of a page that keeps this continuation. */
    public String at(String path) {
        return target.equals("/") ? path : path + "?continue=" + encoded(target);
    }

    /** As {@link #at}, with one parameter more. */
    public String at(String path, String name, String value) {
        String address = at(path);
        return address + (address.contains("?") ? "&" : "?") + name + "=" + encoded(value);
    }

    /** Whether an application is waiting for the sign-in. */
    public Optional<String> application() {
        return target.equals("/") ? Optional.empty() : Optional.of(target);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
