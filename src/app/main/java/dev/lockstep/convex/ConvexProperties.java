package dev.lockstep.convex;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the deployment is and how long it may take.
 *
 * @param url the deployment's origin, for example {@code https://happy-animal-123.convex.cloud}
 * @param connectTimeout for reaching the deployment, 2 s unless set
 * @param callTimeout for a whole call with its token and its retries, 8 s unless set
 */
@ConfigurationProperties("lockstep.convex")
public record ConvexProperties(
        URI url,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("8s") Duration callTimeout) {

    public ConvexProperties {
        checkUrl(url);
        checkPositive("lockstep.convex.connect-timeout", connectTimeout);
        checkPositive("lockstep.convex.call-timeout", callTimeout);
    }

    private static void checkUrl(@Nullable URI url) {
        if (url == null) {
            throw new IllegalArgumentException(
                    "lockstep.convex.url (LOCKSTEP_CONVEX_URL) is not set: it is the address of the Convex deployment");
        }
        String scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException(
                    "lockstep.convex.url (LOCKSTEP_CONVEX_URL) must be an http or https address, not '" + url + "'");
        }
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    "lockstep.convex.url (LOCKSTEP_CONVEX_URL) must be an address without a user, a query or a fragment");
        }
    }

    private static void checkPositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than zero, not " + duration);
        }
    }
}
