package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Password;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Images;
import dev.lockstep.emulator.clerk.store.Newcomer;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Sessions;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.ImageUpload;
import dev.lockstep.emulator.clerk.wire.RateLimit;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /users}: list, count, get, create, change, picture, ban, lock, delete. */
final class UsersEndpoint {

    private static final String METADATA_LEFT_PATCH = "2026-05-12";

    private final People people;
    private final Sessions sessions;
    private final Images images;
    private final RateLimit writes;
    private final Answers answers;
    private final Bodies bodies;
    private final UserJson users;
    private final Clock clock;

    UsersEndpoint(UsersApi.Stores stores, RateLimit writes, Answers answers, UserJson users, Clock clock) {
        this.people = stores.people();
        this.sessions = stores.sessions();
        this.images = stores.images();
        this.clock = clock;
        this.writes = writes;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
        this.users = users;
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/users", this::list)
                .GET("/users/count", this::count)
                .POST("/users", this::create)
                .GET("/users/{id}", request -> answer(people.get(id(request))))
                .PATCH("/users/{id}", this::update)
                .DELETE("/users/{id}", this::delete)
                .PATCH("/users/{id}/metadata", request -> metadata(request, Metadata::merged))
                .PUT("/users/{id}/metadata", request -> metadata(request, Metadata::replaced))
                .POST("/users/{id}/profile_image", this::setImage)
                .DELETE("/users/{id}/profile_image", request -> change(request, noImage()))
                .POST("/users/{id}/ban", this::ban)
                .POST("/users/{id}/unban", request -> change(request, banned(false)))
                .POST("/users/{id}/lock", request -> change(request, locked(true)))
                .POST("/users/{id}/unlock", request -> change(request, locked(false)))
                .POST("/users/ban", request -> changeAll(request, true))
                .POST("/users/unban", request -> changeAll(request, false));
    }

    private ServerResponse list(ServerRequest request) {
        ArrayNode list = answers.json().createArrayNode();
        people.list(UserFilters.page(request)).forEach(person -> list.add(users.of(person)));
        return answers.ok(list);
    }

    private ServerResponse count(ServerRequest request) {
        return answers.ok(answers.json()
                .createObjectNode()
                .put("object", "total_count")
                .put("total_count", people.count(UserFilters.filters(request))));
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        ObjectNode body = bodies.object(request);
        UnaryOperator<Person> identities = new NewIdentities(people, body).taken();
        UnaryOperator<Person> password = PasswordFields.setting(PasswordFields.take(body, clock));
        boolean banned = taken(body, "banned");
        boolean locked = taken(body, "locked");
        UnaryOperator<Person> fields = UserFields.parse(body, UserFields.Metadatas.ACCEPTED);
        var newcomer = new Newcomer(
                Person.Profile.named(null, null, null),
                List.of(),
                Optional.empty(),
                Metadata.empty(),
                Person.Standing.good().withBanned(banned).withLocked(locked));
        return answer(people.create(newcomer, person -> fields.apply(password.apply(identities.apply(person)))));
    }

    /** Takes a flag that only creation knows out of the body. */
    private static boolean taken(ObjectNode body, String name) {
        JsonNode value = body.remove(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw Refusal.illFormed(name, "true or false");
        }
        return value.booleanValue();
    }

    private ServerResponse update(ServerRequest request) throws IOException {
        writes.take(id(request));
        ObjectNode body = bodies.object(request);
        Optional<Password> password = PasswordFields.take(body, clock);
        boolean signOut = body.path("sign_out_of_other_sessions").asBoolean(false);
        String version = request.headers().firstHeader("Clerk-API-Version");
        boolean older = version != null && version.compareTo(METADATA_LEFT_PATCH) < 0;
        var fields = UserFields.parse(body, older ? UserFields.Metadatas.ACCEPTED : UserFields.Metadatas.REFUSED);
        ServerResponse response =
                change(request, person -> PasswordFields.setting(password).apply(fields.apply(person)));
        if (signOut && password.isPresent()) {
            sessions.revokeAll(id(request));
        }
        return response;
    }

    private ServerResponse delete(ServerRequest request) {
        Person person = people.delete(id(request));
        return answers.ok(users.deleted(person.id(), person.profile().externalId()));
    }

    private ServerResponse metadata(ServerRequest request, Rewrite rewrite) throws IOException {
        writes.take(id(request));
        ObjectNode body = bodies.object(request);
        for (String name : body.propertyNames()) {
            if (kind(name).isEmpty()) {
                throw Refusal.unknown(name);
            }
            if (!body.get(name).isObject()) {
                throw Refusal.illFormed(name, "an object");
            }
        }
        return change(request, person -> {
            Metadata metadata = person.metadata();
            for (Map.Entry<String, JsonNode> field : body.properties()) {
                metadata = rewrite.apply(metadata, kind(field.getKey()).orElseThrow(), (ObjectNode) field.getValue());
            }
            return person.with(metadata);
        });
    }

    private interface Rewrite {
        Metadata apply(Metadata before, Metadata.Kind kind, ObjectNode content);
    }

    private static Optional<Metadata.Kind> kind(String field) {
        return List.of(Metadata.Kind.values()).stream()
                .filter(kind -> kind.field().equals(field))
                .findFirst();
    }

    private ServerResponse setImage(ServerRequest request) throws IOException {
        String user = people.get(id(request)).id();
        String image = images.store(user, ImageUpload.read(request));
        return change(request, person -> person.with(person.profile().withImageId(image)));
    }

    private static UnaryOperator<Person> noImage() {
        return person -> person.with(person.profile().withImageId(null));
    }

    private ServerResponse ban(ServerRequest request) {
        ServerResponse response = change(request, banned(true));
        sessions.revokeAll(id(request));
        return response;
    }

    /** All or none: an id that is nobody's refuses the request. */
    private ServerResponse changeAll(ServerRequest request, boolean banned) throws IOException {
        var form = new Form(bodies.object(request));
        List<String> ids = form.texts("user_ids");
        form.end();
        if (ids.isEmpty()) {
            throw Refusal.missing("user_ids");
        }
        ids.forEach(people::get);
        ArrayNode changed = answers.json().createArrayNode();
        for (String id : ids) {
            changed.add(users.of(people.update(id, banned(banned))));
            if (banned) {
                sessions.revokeAll(id);
            }
        }
        return answers.ok(changed);
    }

    private static UnaryOperator<Person> banned(boolean banned) {
        return person -> person.with(person.standing().withBanned(banned));
    }

    private static UnaryOperator<Person> locked(boolean locked) {
        return person -> person.with(person.standing().withLocked(locked));
    }

    private ServerResponse change(ServerRequest request, UnaryOperator<Person> change) {
        return answer(people.update(id(request), change));
    }

    private ServerResponse answer(Person person) {
        return answers.ok(users.of(person));
    }

    private static String id(ServerRequest request) {
        return request.pathVariable("id");
    }
}
