package dev.lockstep.convex;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A token as the value of the Authorization header. */
record Authorization(@Nullable Secret header, @Nullable Secret token) {

    static Authorization of(ConvexToken token) {
        return switch (token) {
            case ConvexToken.None() -> new Authorization(null, null);
            case ConvexToken.User(Secret jwt) -> new Authorization(Secret.of("Bearer " + jwt.reveal()), jwt);
            case ConvexToken.Admin(Secret key, var actingAs) -> {
                String identity = actingAs.map(person -> ":" + base64(ConvexJson.encode(person)))
                        .orElse("");
                yield new Authorization(Secret.of("Convex " + key.reveal() + identity), key);
            }
        };
    }

    /** The text without the token, should the other side have repeated it. */
    String scrub(String text) {
        return token == null ? text : text.replace(token.reveal(), token.toString());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
