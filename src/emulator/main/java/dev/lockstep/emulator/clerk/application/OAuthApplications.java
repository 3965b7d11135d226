package dev.lockstep.emulator.clerk.application;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Shelf;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The applications. Safe for any thread. */
public final class OAuthApplications {

    private static final int CLIENT_ID_LENGTH = 16;
    private static final int SECRET_LENGTH = 43;

    private final Database database;
    private final Shelf<OAuthApplication> shelf;
    private final Ids ids;
    private final Clock clock;

    public OAuthApplications(Database database, JsonMapper json, Ids ids, Clock clock) {
        this.database = database;
        this.shelf = new Shelf<>(database, json, "oauth_application", OAuthApplication.class);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * An application with its secret, which is told this once.
     *
     * @param secret empty for a public application
     */
    record Made(OAuthApplication application, Optional<String> secret) {}

    /** Newest first. */
    List<OAuthApplication> all() {
        return shelf.all();
    }

    public Optional<OAuthApplication> find(String id) {
        return shelf.find(id);
    }

    public Optional<OAuthApplication> byClientId(String clientId) {
        return shelf.named(clientId);
    }

    /** @throws Refusal 404 when there is none of that id */
    OAuthApplication get(String id) {
        return find(id).orElseThrow(() -> Refusal.notFound("OAuth application"));
    }

    private OAuthApplication held(String id) {
        return shelf.held(id).orElseThrow(() -> Refusal.notFound("OAuth application"));
    }

    Made create(OAuthApplication.Content content, boolean isPublic) {
        Instant now = now();
        Optional<String> secret = isPublic ? Optional.empty() : Optional.of(ids.text(SECRET_LENGTH));
        var application = new OAuthApplication(
                ids.make("oa"),
                content.name(),
                ids.text(CLIENT_ID_LENGTH),
                secret.map(Secrets::hash).orElse(null),
                content.redirectUris(),
                content.scopes(),
                content.consent(),
                content.pkceRequired(),
                now,
                now);
        return new Made(shelf.add(place(application), application), secret);
    }

    /** An application that becomes public loses its secret; one that is public no more gets one by rotating it. */
    OAuthApplication update(String id, OAuthApplication.Content content, boolean isPublic) {
        return database.inTransaction(() -> {
            OAuthApplication before = held(id);
            OAuthApplication after = before.with(content, now());
            if (isPublic) {
                after = after.withSecretHash(null, now());
            } else if (before.isPublic()) {
                // Nobody knows it yet, so that nobody gets in by it.
                after = after.withSecretHash(Secrets.hash(ids.text(SECRET_LENGTH)), now());
            }
            return shelf.replace(place(after), after);
        });
    }

    /** @throws Refusal 403 when the application is public */
    Made rotate(String id) {
        return database.inTransaction(() -> {
            OAuthApplication before = held(id);
            if (before.isPublic()) {
                throw Refusal.of(403, "oauth_application_is_public", "A public application has no secret to rotate.");
            }
            String secret = ids.text(SECRET_LENGTH);
            OAuthApplication after = before.withSecretHash(Secrets.hash(secret), now());
            return new Made(shelf.replace(place(after), after), Optional.of(secret));
        });
    }

    /** With everything that was granted to it. */
    OAuthApplication delete(String id) {
        return database.inTransaction(() -> {
            OAuthApplication gone = held(id);
            shelf.remove(id);
            // What names an application that there is not cannot be read any more.
            database.jdbc()
                    .sql("DELETE FROM oauth2_authorization WHERE registered_client_id = ?")
                    .param(id)
                    .update();
            return gone;
        });
    }

    private static Shelf.Place place(OAuthApplication application) {
        return new Shelf.Place(application.id(), application.clientId(), null);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
