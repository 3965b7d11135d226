package dev.lockstep.clerk;

import com.clerk.backend_api.Clerk;
import com.clerk.backend_api.models.components.User;
import com.clerk.backend_api.models.operations.File;
import com.clerk.backend_api.models.operations.GetSessionListRequest;
import com.clerk.backend_api.models.operations.GetUserListRequest;
import com.clerk.backend_api.models.operations.GetUsersCountRequest;
import com.clerk.backend_api.models.operations.SetUserProfileImageRequestBody;
import com.clerk.backend_api.models.operations.Status;
import com.clerk.backend_api.models.operations.UpdateUserMetadataRequestBody;
import com.clerk.backend_api.models.operations.UpdateUserRequestBody;
import com.clerk.backend_api.utils.RetryConfig;
import dev.lockstep.core.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * The Backend API of Clerk. Every call ends within the retry budget (3 s), an upload within the time of one request
 * (5 s); what cannot be had by then is a {@link ClerkProblem}. Safe for any thread; a call blocks the one that makes it,
 * and an interrupt ends it.
 */
public final class ClerkClient {

    /** How many people can be asked for by their ids at once. */
    public static final int MOST_IDS = 100;

    private static final int MOST_SESSIONS = 500;

    private final Clerk clerk;
    private final Calls calls;
    private final Duration budget;
    private final Duration upload;

    public ClerkClient(ClerkProperties properties) {
        this(properties, new SecureRandom());
    }

    /** @param random spreads the waits between tries */
    ClerkClient(ClerkProperties properties, RandomGenerator random) {
        var http = new BoundedHttp(properties.connectTimeout(), properties.requestTimeout());
        this.calls = new Calls(http, random);
        this.budget = properties.retryBudget();
        this.upload = properties.requestTimeout();
        this.clerk = Clerk.builder()
                .bearerAuth(properties.secretKey().reveal())
                .serverURL(properties.apiUrl().toString())
                .client(http)
                // The SDK's own retries go on for an hour.
                .retryConfig(RetryConfig.noRetries())
                .build();
    }

    /** Empty when Clerk has nobody of that id. */
    public Optional<ClerkUser> findUser(String userId) {
        try {
            return Optional.of(user(() -> clerk.users().get(userId).user()));
        } catch (ClerkProblem problem) {
            if (problem.code().equals(ClerkProblem.NOT_FOUND)) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /** Sends the named fields alone. */
    public ClerkUser updateUser(String userId, ClerkUserChange change) {
        UpdateUserRequestBody body = body(change);
        return user(() -> clerk.users().update(userId, body).user());
    }

    private static UpdateUserRequestBody body(ClerkUserChange change) {
        var body = UpdateUserRequestBody.builder();
        change.fields().forEach((field, value) -> {
            JsonNullable<String> sent = JsonNullable.of(value.orElse(null));
            switch (field) {
                case FIRST_NAME -> body.firstName(sent);
                case LAST_NAME -> body.lastName(sent);
                case USERNAME -> body.username(sent);
                case EXTERNAL_ID -> body.externalId(sent);
            }
        });
        return body.build();
    }

    /**
     * @param image PNG, JPEG, GIF or WebP, at most 10 MB
     * @return the user with the picture's new address
     */
    public ClerkUser setProfileImage(String userId, byte[] image, String fileName) {
        var body = SetUserProfileImageRequestBody.builder()
                .file(File.builder().fileName(fileName).content(image).build())
                .build();
        return calls.run(
                upload,
                () -> Users.from(
                        present(clerk.users().setProfileImage(userId, body).user())));
    }

    public ClerkUser deleteProfileImage(String userId) {
        return user(() -> clerk.users().deleteProfileImage(userId).user());
    }

    /** Merges deeply; a null value removes its key. */
    public ClerkUser updatePublicMetadata(String userId, Map<String, Object> merge) {
        var body = UpdateUserMetadataRequestBody.builder().publicMetadata(merge).build();
        return user(() -> clerk.users()
                .updateMetadata()
                .userId(userId)
                .requestBody(body)
                .call()
                .user());
    }

    public long countUsers() {
        var request = GetUsersCountRequest.builder().build();
        return run(() -> present(clerk.users().count(request).totalCount()).totalCount());
    }

    /**
     * Newest first.
     *
     * @param limit 1 to 500
     */
    public List<ClerkUser> users(int limit, int offset) {
        return list(GetUserListRequest.builder().limit(limit).offset(offset).build());
    }

    /**
     * Oldest first, so that who signs up meanwhile comes at the end.
     *
     * @param limit 1 to 500
     */
    public List<ClerkUser> usersByAge(int limit, int offset) {
        return list(GetUserListRequest.builder()
                .limit(limit)
                .offset(offset)
                .orderBy("+created_at")
                .build());
    }

    /**
     * Whom of these there are, in any order.
     *
     * @param userIds 1 to {@value #MOST_IDS}
     */
    public List<ClerkUser> usersOf(List<String> userIds) {
        return list(GetUserListRequest.builder()
                .userId(userIds)
                .limit(userIds.size())
                .build());
    }

    private List<ClerkUser> list(GetUserListRequest request) {
        return run(() -> present(clerk.users().list(request).userList()).stream()
                .map(Users::from)
                .toList());
    }

    /** Newest first. */
    public List<ClerkSession> activeSessions(String userId) {
        var request = GetSessionListRequest.builder()
                .userId(userId)
                .status(Status.ACTIVE)
                .limit(MOST_SESSIONS)
                .build();
        return run(() -> present(clerk.sessions().list(request).sessionList()).stream()
                .map(Users::from)
                .toList());
    }

    /** A JWT for the session, made by the template of that name. */
    public Secret mintToken(String sessionId, String template) {
        return run(() -> Secret.of(present(present(clerk.sessions()
                        .createTokenFromTemplate(sessionId, template)
                        .object())
                .jwt())));
    }

    /** Also ends every session of the person. */
    public ClerkUser ban(String userId) {
        return user(() -> clerk.users().ban(userId).user());
    }

    public ClerkUser unban(String userId) {
        return user(() -> clerk.users().unban(userId).user());
    }

    /** Deleting who is not there is no problem: an earlier try may have done it. */
    public void deleteUser(String userId) {
        orGone(() -> clerk.users().delete(userId));
    }

    /** Ending a session that is not there is no problem. */
    public void revokeSession(String sessionId) {
        orGone(() -> clerk.sessions().revoke(sessionId));
    }

    private void orGone(Supplier<?> call) {
        try {
            run(call);
        } catch (ClerkProblem problem) {
            if (!problem.code().equals(ClerkProblem.NOT_FOUND)) {
                throw problem;
            }
        }
    }

    private ClerkUser user(Supplier<Optional<? extends User>> call) {
        return run(() -> Users.from(present(call.get())));
    }

    private <T> T run(Supplier<T> call) {
        return calls.run(budget, call);
    }

    /** An answer of success without its content is no answer. */
    private static <T> T present(Optional<? extends T> content) {
        return content.map(Function.<T>identity()).orElseThrow(Calls::unreadable);
    }
}
