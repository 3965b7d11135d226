package dev.lockstep.guest;

import jakarta.servlet.http.Cookie;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where a browser keeps the key of its guest. */
@Component
public class GuestCookie {

    private final String name;

    GuestCookie(@Value("${lockstep.site.cookie-prefix:}") String prefix) {
        this.name = prefix + "lockstep-guest";
    }

    String name() {
        return name;
    }

    /** The key, if it is among a request's cookies; null is none. */
    public Optional<String> key(Cookie @Nullable [] cookies) {
        return cookies == null
                ? Optional.empty()
                : Stream.of(cookies)
                        .filter(one -> one.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }
}
