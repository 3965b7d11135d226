package dev.lockstep.start;

import static dev.lockstep.convex.value.ConvexValue.object;
import static dev.lockstep.convex.value.ConvexValue.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.convex.ConvexProblem;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.TokenSource;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled functions, pushed as the application pushes them and called through our client: nothing is faked. */
@Tag("wire")
class PlatformFunctionsTest {

    private static final Obj NOTHING = ConvexValue.emptyObject();

    private static PlatformDeployment deployment;

    @BeforeAll
    static void push(@TempDir Path home) throws Exception {
        deployment = new PlatformDeployment(home);
    }

    @AfterAll
    static void close() {
        deployment.close();
    }

    @Test
    void createsThePersonFromTheTokensClaims() {
        TokenSource ada = deployment.signedIn("user_ada");

        Obj person = (Obj) deployment.client.mutation("users:getOrCreate", NOTHING, ada);

        assertThat(person.text("externalId")).contains("user_ada");
        assertThat(person.text("tokenIdentifier")).contains(deployment.issuer.url() + "|user_ada");
        assertThat(person.text("first_name")).contains("Ada");
        assertThat(deployment.client.query("users:current", NOTHING, ada)).isEqualTo(person);
    }

    @Test
    void answersNobodyWithNull() {
        assertThat(deployment.client.query("users:current", NOTHING, TokenSource.anonymous()))
                .isEqualTo(ConvexValue.NULL);
    }

    @Test
    void changesWhatIsSentAndClearsWhatIsNull() {
        TokenSource bob = deployment.signedIn("user_bob");
        Obj change = object("username", text("bob_b")).with("last_name", ConvexValue.NULL);

        Obj person = (Obj) deployment.client.mutation("users:updateProfile", change, bob);

        assertThat(person.text("username")).contains("bob_b");
        assertThat(person.text("first_name")).contains("Ada");
        assertThat(person.field("last_name")).isEmpty();
    }

    @Test
    void namesTheFieldThatIsWrong() {
        var problem = catchThrowableOfType(
                ConvexProblem.class,
                () -> deployment.client.mutation(
                        "users:updateProfile", object("username", text("a b")), deployment.signedIn("user_eve")));

        assertThat(problem.code()).hasToString("InvalidUsername");
        assertThat(problem.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(problem.fields()).extracting(Problem.Field::field).containsExactly("username");
        assertThat(problem.mayHaveRun()).isFalse();
    }

    @Test
    void asksWhoeverIsNotSignedInToSignIn() {
        var problem = catchThrowableOfType(
                ConvexProblem.class,
                () -> deployment.client.mutation("users:updateProfile", NOTHING, TokenSource.anonymous()));

        assertThat(problem.code()).hasToString("NotSignedIn");
        assertThat(problem.kind()).isEqualTo(Kind.AUTH);
    }

    @Test
    void asksWhoeverHasAnExpiredTokenToSignIn() {
        var expired = deployment.issuer.token("user_ada", Duration.ofMinutes(-1), Map.of());

        var problem = catchThrowableOfType(
                ConvexProblem.class,
                () -> deployment.client.query("users:current", NOTHING, TokenSource.of(new ConvexToken.User(expired))));

        assertThat(problem.kind()).isEqualTo(Kind.AUTH);
        assertThat(problem.sentence()).doesNotContain(expired.reveal());
    }

    @Test
    void refusesArgumentsThatTheFunctionDoesNotTake() {
        var problem = catchThrowableOfType(
                ConvexProblem.class,
                () -> deployment.client.mutation(
                        "users:updateProfile", object("role", text("admin")), deployment.signedIn("user_eve")));

        assertThat(problem.code()).hasToString("ArgumentsRefused");
    }

    @Test
    void hidesInternalFunctionsFromEverybodyButTheOwner() {
        Obj user = object("user", object("id", text("user_kim")).with("updated_at", ConvexValue.number(1000)));

        var problem = catchThrowableOfType(
                ConvexProblem.class,
                () -> deployment.client.mutation("users:upsertFromClerk", user, deployment.signedIn("user_eve")));

        assertThat(problem.code()).hasToString("FunctionMissing");
        assertThat(deployment.client.function("users:upsertFromClerk", user, deployment.owner()))
                .isEqualTo(text("created"));
        assertThat(deployment.client.function("users:upsertFromClerk", user, deployment.owner()))
                .isEqualTo(text("ignored"));
    }

    @Test
    void letsTheOwnerActAsAPerson() {
        Obj identity = object("issuer", text(deployment.issuer.url())).with("subject", text("user_lin"));
        var actingAs = new ConvexToken.Admin(deployment.adminKey, Optional.of(identity));

        Obj person = (Obj) deployment.client.mutation("users:getOrCreate", NOTHING, TokenSource.of(actingAs));

        assertThat(person.text("externalId")).contains("user_lin");
    }

    @Test
    void neverRevivesSomebodyDeleted() {
        TokenSource zoe = deployment.signedIn("user_zoe");
        deployment.client.mutation("users:getOrCreate", NOTHING, zoe);
        deployment.client.function("users:deleteFromClerk", object("id", text("user_zoe")), deployment.owner());

        var problem = catchThrowableOfType(
                ConvexProblem.class, () -> deployment.client.mutation("users:getOrCreate", NOTHING, zoe));

        assertThat(problem.code()).hasToString("AccountDeleted");
        assertThat(deployment.client.query("users:current", NOTHING, zoe)).isEqualTo(ConvexValue.NULL);
    }

    @Test
    void hasOneEffectForManyCallsOfOneOperation() throws Exception {
        TokenSource max = deployment.signedIn("user_max");
        Obj link = object("opId", text("op-1")).with("localId", text("device-1"));
        Callable<ConvexValue> call = () -> deployment.client.mutation("users:linkLocalId", link, max);

        List<Future<ConvexValue>> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers =
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> call).toList());
        }

        assertThat(answers)
                .extracting(Future::get)
                .containsOnly(answers.getFirst().get());
        Obj person = (Obj) deployment.client.query("users:current", NOTHING, max);
        assertThat(person.field("localIds")).contains(ConvexValue.array(text("device-1")));
    }

    @Test
    void pushesAgainWithoutLosingAnything() {
        TokenSource amy = deployment.signedIn("user_amy");
        ConvexValue before = deployment.client.mutation("users:getOrCreate", NOTHING, amy);

        new PlatformPush().push(deployment.url(), deployment.adminKey, Map.of());

        assertThat(deployment.client.query("users:current", NOTHING, amy)).isEqualTo(before);
    }
}
