package dev.lockstep.account.webhook;

import org.springframework.context.ApplicationContext;

/** Intake and processing, moved by hand. */
public final class PlayedWebhooks {

    private PlayedWebhooks() {}

    /** From now on messages are applied when it is said, never in the background. */
    public static void stop(ApplicationContext context) {
        context.getBean(WebhookLoop.class).stop();
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
