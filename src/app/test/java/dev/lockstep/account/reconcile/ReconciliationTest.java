package dev.lockstep.account.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.Profiles;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.Disagreement;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.person.Role;
import dev.lockstep.account.profile.PeopleHere;
import dev.lockstep.account.reconcile.ReconciliationRun.Mode;
import dev.lockstep.account.reconcile.ReconciliationRun.State;
import dev.lockstep.account.reconcile.finding.Finding;
import dev.lockstep.account.reconcile.finding.FindingFilter;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Secret;
import dev.lockstep.platform.OwnDeployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Drift made on purpose in Clerk, in Convex and here, in the real application with pages of five people. */
@Tag("wire")
class ReconciliationTest {

    private static final String BY = "user_admin";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static LockstepApp app;
    private static Reconciliation reconciliation;
    private static List<PersonId> crowd;

    @BeforeAll
    static void start() {
        app = LockstepApp.start(
                LockstepApp.fresh("reconcile"),
                "lockstep.reconciliation.page-size=5",
                "lockstep.reconciliation.grace=0s",
                "lockstep.reconciliation.clerk-calls-per-second=200");
        reconciliation = app.bean(Reconciliation.class);
        crowd = IntStream.range(0, 14).mapToObj(i -> person("Crowd" + i)).toList();
        assertThat(run(Mode.REPAIR).state()).isEqualTo(State.DONE);
        settle();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    /** Else Clerk tells of each change at once and nothing drifts. */
    @BeforeEach
    void silenceClerk() {
        app.clerkFault("{\"match\":\"WEBHOOK\",\"drop\":true}");
    }

    @AfterEach
    void putRight() {
        app.calm();
        assertThat(run(Mode.REPAIR).state()).isIn(State.DONE, State.PAUSED);
        settle();
    }

    /** In an open session too, within two seconds. */
    @Test
    void takesARoleBackThatClerkHasTakenBack() {
        PersonId demoted = crowd.get(5);
        clerk("PATCH", "/users/" + demoted + "/metadata", "{\"public_metadata\":{\"role\":\"admin\"}}");
        assertThat(run(Mode.REPAIR).state()).isEqualTo(State.DONE);
        assertThat(role(demoted)).isEqualTo(Role.ADMIN);
        clerk("PATCH", "/users/" + demoted + "/metadata", "{\"public_metadata\":{\"role\":null}}");

        ReconciliationRun run = run(Mode.REPAIR);

        assertThat(only(findings(run.id()), demoted).fields())
                .containsExactly(new Disagreement(
                        ComparedField.ROLE,
                        Map.of(Place.CLERK, Optional.of("member"), Place.HERE, Optional.of("administrator"))));
        assertThat(role(demoted)).isEqualTo(Role.MEMBER);
        assertThat(findings(run(Mode.DRY_RUN).id())).isEmpty();
    }

    private static Role role(PersonId user) {
        return app.bean(Accounts.class).find(user).orElseThrow().role();
    }

    @Test
    void reportsWhatIsWrongChangesNothingThenPutsItRight() {
        PersonId changed = crowd.get(1);
        PersonId onlyClerk = person("Newcomer");
        PersonId wrongHere = crowd.get(2);
        PersonId wrongInConvex = crowd.get(3);
        PersonId lostHere = crowd.get(4);
        clerk("PATCH", "/users/" + changed, "{\"last_name\":\"Godwin\"}");
        sql("update account set first_name = 'Mallory' where id = ?", wrongHere);
        interests(wrongHere, "logic");
        convex(
                wrongInConvex,
                "\"first_name\":\"Eve\"",
                app.inClerk(wrongInConvex).updatedAt().toEpochMilli());
        interests(lostHere, "poetry");
        sql("delete from account where id = ?", lostHere);
        Map<String, ConvexValue.Obj> before = inConvex(List.of(changed, onlyClerk, wrongHere, wrongInConvex, lostHere));

        ReconciliationRun dry = run(Mode.DRY_RUN);

        assertThat(dry.state()).isEqualTo(State.DONE);
        Map<String, Finding> found = findings(dry.id());
        assertThat(found)
                .containsOnlyKeys(
                        changed.value(), onlyClerk.value(), wrongHere.value(), wrongInConvex.value(), lostHere.value());
        assertThat(only(found, changed))
                .satisfies(one -> assertThat(one.kind()).isEqualTo(Finding.Kind.DIFFERENT))
                .satisfies(
                        one -> assertThat(one.fields()).contains(says(ComparedField.LAST_NAME, "Godwin", null, null)));
        assertThat(only(found, wrongHere).fields())
                .containsExactlyInAnyOrder(
                        says(ComparedField.FIRST_NAME, "Crowd2", "Crowd2", "Mallory"),
                        new Disagreement(
                                ComparedField.INTERESTS,
                                Map.of(Place.CONVEX, Optional.of("logic"), Place.HERE, Optional.empty())));
        assertThat(only(found, wrongInConvex).fields())
                .containsExactly(says(ComparedField.FIRST_NAME, "Crowd3", "Eve", "Crowd3"));
        assertThat(only(found, onlyClerk).places()).containsExactlyInAnyOrder(Place.CONVEX, Place.HERE);
        assertThat(only(found, lostHere).places()).containsExactly(Place.HERE);
        assertThat(here(wrongHere)).isEqualTo("Mallory");
        assertThat(inConvex(List.of(changed, onlyClerk, wrongHere, wrongInConvex, lostHere)))
                .isEqualTo(before);

        ReconciliationRun repaired = run(Mode.REPAIR);

        assertThat(repaired.counts().repaired()).isEqualTo(5);
        settle();
        assertThat(here(wrongHere)).isEqualTo("Crowd2");
        assertThat(app.bean(Accounts.class).find(wrongHere).orElseThrow().interests())
                .containsExactly("logic");
        assertThat(app.inConvex(wrongInConvex).text("first_name")).contains("Crowd3");
        assertThat(app.inConvex(wrongHere).field("interests")).contains(ConvexValue.of(List.of("logic")));
        assertThat(app.inConvex(onlyClerk).text("first_name")).contains("Newcomer");
        assertThat(here(lostHere)).isEqualTo("Crowd4");
        assertThat(app.bean(Accounts.class).find(lostHere).orElseThrow().interests())
                .containsExactly("poetry");
        assertThat(app.inConvex(changed).text("last_name")).contains("Godwin");
        assertThat(trail(changed)).anyMatch(detail -> detail.contains("CORRECTED") && detail.contains("last_name"));
        assertThat(trail(changed)).noneMatch(detail -> detail.contains("Godwin"));

        assertThat(run(Mode.DRY_RUN).counts().findings()).isZero();
    }

    @Test
    void deletesWhomClerkDoesNotHaveAndOnlyThem() {
        PersonId gone = person("Gone");
        run(Mode.REPAIR);
        settle();
        clerk("DELETE", "/users/" + gone, "");

        ReconciliationRun dry = run(Mode.DRY_RUN);

        assertThat(findings(dry.id())).containsOnlyKeys(gone.value());
        assertThat(only(findings(dry.id()), gone).places()).containsExactlyInAnyOrder(Place.CONVEX, Place.HERE);
        assertThat(isDeletedHere(gone)).isFalse();

        Finding one =
                reconciliation.repair(only(findings(dry.id()), gone).id(), BY).orElseThrow();

        assertThat(one.outcome()).contains(Finding.Outcome.DELETED);
        settle();
        assertThat(isDeletedHere(gone)).isTrue();
        assertThat(inConvex(List.of(gone)).get(gone.value()).bool("deleted")).contains(true);
        assertThat(run(Mode.DRY_RUN).counts().findings()).isZero();
    }

    /** A key of another instance makes everybody extra. */
    @Test
    void asksAPersonBeforeManyAreDeleted() {
        List<PersonId> many =
                IntStream.range(0, 11).mapToObj(i -> ghost("ghost" + i)).toList();

        ReconciliationRun paused = run(Mode.REPAIR);

        assertThat(paused.state()).isEqualTo(State.PAUSED);
        assertThat(paused.reason().orElseThrow()).contains("11 of ").contains("nothing was changed");
        assertThat(paused.counts().repaired()).isZero();
        assertThat(inConvex(many).values()).allMatch(row -> row.bool("deleted").equals(Optional.of(false)));

        reconciliation.confirmDeletions(paused.id(), BY);

        ReconciliationRun done = await(paused.id());
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.counts().repaired()).isEqualTo(11);
        settle();
        assertThat(inConvex(many).values()).allMatch(row -> row.bool("deleted").equals(Optional.of(true)));
    }

    @Test
    void goesOnWhereItStopped() {
        // Each page but the first begins with the last one of the page before.
        int pages = (int) Math.ceil((people() - 1) / 4.0);
        // Two pages pass, then the key is refused once.
        app.clerkFault("{\"match\":\"GET /v1/users$\",\"delayMillis\":1,\"times\":2}");
        app.clerkFault("{\"match\":\"GET /v1/users$\",\"status\":401,\"times\":1}");

        ReconciliationRun failed = run(Mode.DRY_RUN);

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.reason()).isPresent();
        assertThat(failed.counts().inClerk()).isEqualTo(9);

        reconciliation.resume(failed.id(), BY);

        ReconciliationRun done = await(failed.id());
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.counts().inClerk()).isEqualTo(people());
        assertThat(done.calls().clerk()).isLessThanOrEqualTo(pages + 4);
        assertThat(done.counts().findings()).isZero();
    }

    @Test
    void waitsOutABusyClerk() {
        app.clerkFault("{\"match\":\"GET /v1/users\",\"status\":429,\"headers\":{\"Retry-After\":\"1\"},\"times\":1}");
        app.clerkFault("{\"match\":\"GET /v1/users\",\"status\":503,\"times\":8}");

        ReconciliationRun run = run(Mode.DRY_RUN);

        assertThat(run.state()).isEqualTo(State.DONE);
        assertThat(run.counts().inClerk()).isEqualTo(people());
    }

    @Test
    void leavesAloneWhatIsUnderWay() {
        PersonId user = app.signUp("Mary", "Shelley");
        run(Mode.REPAIR);
        settle();
        app.clerkFault("{\"match\":\"PATCH\",\"status\":503}");
        var profiles = new Profiles(app);
        profiles.save(user, profiles.form(user, "Mary", "Typed here"));

        assertThat(findings(run(Mode.DRY_RUN).id())).doesNotContainKey(user.value());

        app.calm();
        profiles.awaitArrival(user);
    }

    private static PersonId person(String firstName) {
        return new PersonId(clerk(
                        "POST",
                        "/users",
                        "{\"email_address\":[\"" + UUID.randomUUID() + "@example.com\"],\"first_name\":\"" + firstName
                                + "\"}")
                .get("id")
                .asString());
    }

    /** Somebody in Convex alone. */
    private static PersonId ghost(String name) {
        PersonId user = new PersonId("user_" + name + UUID.randomUUID());
        convex(user, "\"first_name\":\"" + name + "\"", 1);
        return user;
    }

    private static JsonNode clerk(String method, String path, String json) {
        return app.clerkApi(method, path, json);
    }

    private static int people() {
        return clerk("GET", "/users/count", "").get("total_count").asInt();
    }

    private static ReconciliationRun run(Mode mode) {
        return await(reconciliation.start(mode, BY));
    }

    private static ReconciliationRun await(UUID run) {
        LockstepApp.await(
                "the end of the run",
                PATIENCE,
                () -> !reconciliation.find(run).orElseThrow().isRunning());
        return reconciliation.find(run).orElseThrow();
    }

    private static Map<String, Finding> findings(UUID run) {
        return reconciliation.findings(FindingFilter.all(run), 0, 1000).stream()
                .collect(Collectors.toMap(Finding::person, Function.identity()));
    }

    private static Finding only(Map<String, Finding> found, PersonId user) {
        return found.get(user.value());
    }

    private static Disagreement says(ComparedField field, String clerk, String convex, String here) {
        return new Disagreement(
                field,
                Map.of(
                        Place.CLERK, Optional.ofNullable(clerk),
                        Place.CONVEX, Optional.ofNullable(convex),
                        Place.HERE, Optional.ofNullable(here)));
    }

    /** Waits until nothing is on its way to Convex. */
    private static void settle() {
        LockstepApp.await(
                "an empty outbox",
                () -> app.bean(JdbcClient.class)
                                .sql("select count(*) from outbox_entry where state = 'WAITING'")
                                .query(Long.class)
                                .single()
                        == 0);
    }

    private static void sql(String statement, PersonId user) {
        app.bean(JdbcClient.class).sql(statement).param(user.value()).update();
    }

    private static void convex(PersonId user, String fields, long updatedAt) {
        String args = "{\"user\":{\"id\":\"" + user + "\",\"updated_at\":" + updatedAt + "," + fields + "}}";
        app.bean(OwnDeployment.class).query("users:upsertFromClerk", (ConvexValue.Obj) ConvexJson.parse(args));
    }

    private static void interests(PersonId user, String interest) {
        var identity = ConvexValue.object("issuer", ConvexValue.text(app.env("CLERK_ISSUER")))
                .with("subject", ConvexValue.text(user.value()));
        var acting = new ConvexToken.Admin(Secret.of(app.env("CONVEX_ADMIN_KEY")), Optional.of(identity));
        app.bean(ConvexClient.class)
                .mutation(
                        "users:updateProfile",
                        ConvexValue.object("interests", ConvexValue.of(List.of(interest))),
                        () -> acting);
    }

    private static Map<String, ConvexValue.Obj> inConvex(List<PersonId> users) {
        var ids = ConvexValue.of(users.stream().map(PersonId::value).toList());
        var rows = (ConvexValue.Array)
                app.bean(OwnDeployment.class).query("reconciliation:byIds", ConvexValue.object("ids", ids));
        return rows.items().stream()
                .map(row -> (ConvexValue.Obj) row)
                .collect(Collectors.toMap(row -> row.text("id").orElseThrow(), Function.identity()));
    }

    private static String here(PersonId user) {
        return app.bean(Accounts.class).find(user).orElseThrow().firstName().orElse("");
    }

    private static boolean isDeletedHere(PersonId user) {
        return app.bean(PeopleHere.class).byIds(Set.of(user.value())).getFirst().deleted();
    }

    private static List<String> trail(PersonId user) {
        return app
                .bean(AuditTrail.class)
                .newest(new AuditTrail.Filter(user.value(), Set.of(), Instant.EPOCH), 0, 100)
                .stream()
                .map(record -> record.entry().action() + " " + record.entry().detail())
                .toList();
    }
}
