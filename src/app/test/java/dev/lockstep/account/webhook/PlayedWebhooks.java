package dev.lockstep.account.webhook;

import dev.lockstep.account.ClerkNews;
import dev.lockstep.outbox.Deliveries;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;

/** Intake and processing, moved by hand. */
public final class PlayedWebhooks {

    private PlayedWebhooks() {}

    /** Applies when it is told to, never in the background. */
    static class QuietProcessor extends WebhookProcessor {

        QuietProcessor(
                WebhookMessages messages,
                ClerkNews news,
                Deliveries deliveries,
                Onlookers onlookers,
                WebhookMeters meters,
                Clock clock,
                RandomGenerator random,
                PlatformTransactionManager transactions) {
            super(messages, news, deliveries, onlookers, meters, clock, random, transactions);
        }

        @Override
        void nudge() {}
    }

    public static Class<?> processor() {
        return QuietProcessor.class;
    }

    /** @return whether it was taken */
    public static boolean receive(
            ApplicationContext context, String id, String timestamp, String signature, byte[] body) {
        return switch (context.getBean(WebhookIntake.class).receive(id, timestamp, signature, body)) {
            case STORED, REPEATED -> true;
            case REFUSED, UNREADABLE, CLOSED -> false;
        };
    }

    public static void apply(ApplicationContext context) {
        context.getBean(WebhookProcessor.class).runOnce();
    }
}
