package dev.lockstep.account.limit;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one node takes. People stay far below all of this.
 *
 * @param firstPages pages that one address may open without a session, in a period
 * @param signIns requests of sign-ins from one address, of which each takes two, and of those who come in without an account, in a
 *     period
 * @param webhooks webhooks from one address, in a period
 * @param api requests of one person to the JSON API, in a period
 * @param uploads files that one person may send, in a period
 * @param saves changes that one person may make, in a period
 * @param period how long a period is, longer than nothing
 * @param anonymousSessions sessions in which nobody has signed in, all together
 * @param anonymousPages pages that are open in them, all together; each takes some 50 KB
 * @param anonymousIdle how long one of them is kept when nothing is asked in it
 * @param sessionsPerPerson sessions that one person may have open; the oldest ends when there is one more
 * @param pagesPerSession pages that one session may have open; the one not heard of for longest is let go when there is one
 *     more
 * @param longestSession how long a sign-in lasts at most, however much is done in it
 */
@ConfigurationProperties("lockstep.limits")
public record LimitProperties(
        @DefaultValue("120") int firstPages,
        @DefaultValue("240") int signIns,
        @DefaultValue("6000") int webhooks,
        @DefaultValue("240") int api,
        @DefaultValue("60") int uploads,
        @DefaultValue("240") int saves,
        @DefaultValue("1m") Duration period,
        @DefaultValue("5000") int anonymousSessions,
        @DefaultValue("2000") int anonymousPages,
        @DefaultValue("10m") Duration anonymousIdle,
        @DefaultValue("20") int sessionsPerPerson,
        @DefaultValue("50") int pagesPerSession,
        @DefaultValue("7d") Duration longestSession) {

    public LimitProperties {
        Map.of(
                        "first-pages", firstPages,
                        "sign-ins", signIns,
                        "webhooks", webhooks,
                        "api", api,
                        "uploads", uploads,
                        "saves", saves,
                        "anonymous-sessions", anonymousSessions,
                        "anonymous-pages", anonymousPages,
                        "sessions-per-person", sessionsPerPerson,
                        "pages-per-session", pagesPerSession)
                .forEach((name, number) -> {
                    if (number < 1) {
                        throw new IllegalArgumentException(
                                "lockstep.limits." + name + " must be at least 1, not " + number + ".");
                    }
                });
        Map.of("period", period, "anonymous-idle", anonymousIdle, "longest-session", longestSession)
                .forEach((name, time) -> {
                    if (!time.isPositive()) {
                        throw new IllegalArgumentException(
                                "lockstep.limits." + name + " must be longer than nothing, not " + time + ".");
                    }
                });
    }

    int of(Limit limit) {
        return switch (limit) {
            case FIRST_PAGES -> firstPages;
            case SIGN_INS -> signIns;
            case WEBHOOKS -> webhooks;
            case API -> api;
            case UPLOADS -> uploads;
            case SAVES -> saves;
        };
    }
}
