package dev.lockstep.account.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.account.selftest.CheckResult.Answer;
import dev.lockstep.account.selftest.CheckResult.Verdict;
import dev.lockstep.core.PersonId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person's way from Clerk to Convex, whole and broken at each place. */
@Tag("wire")
class SelfTestTest {

    private final LockstepApp app = LockstepApp.shared();

    @AfterEach
    void calm() {
        app.calm();
    }

    @Test
    void followsASignInToConvexAndFindsEverythingRight() {
        PersonId user = app.signUp("Mary", "Shelley");
        List<CheckResult> heard = new ArrayList<>();

        List<CheckResult> results = app.bean(SelfTest.class).run(user, heard::add);

        assertThat(heard).isEqualTo(results);
        assertThat(results).extracting(CheckResult::check).containsExactly(Check.values());
        assertThat(results).allSatisfy(result -> assertThat(result.verdict()).isEqualTo(Verdict.GOOD));
        assertThat(words(results, Check.CONVEX)).containsExactly(user.value());
        assertThat(words(results, Check.CLAIMS)).containsExactly(app.env("CLERK_ISSUER"), "convex");
    }

    @Test
    void namesTheKeyAndAsksNothingThatNeedsIt() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.clerkFault("{\"match\":\"GET /v1/users/count\",\"status\":401}");

        Map<Check, CheckResult> results = run(app, user);

        assertThat(results.get(Check.CLERK_KEY).verdict()).isEqualTo(Verdict.BAD);
        assertThat(results.get(Check.CLERK_KEY).answer())
                .isInstanceOfSatisfying(
                        Answer.Trouble.class,
                        trouble -> assertThat(trouble.nextStep()).contains("CLERK_SECRET_KEY"));
        assertThat(results.get(Check.TOKEN).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(results.get(Check.CONVEX).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(results.get(Check.ISSUER).verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void saysThatThereIsNoSessionToMakeATokenFor() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.clerkApi("POST", "/users/" + user + "/ban", "");

        assertThat(name(run(app, user), Check.TOKEN)).isEqualTo("no-session");
    }

    @Test
    void saysThatTheTemplateIsMissing() {
        try (LockstepApp other = LockstepApp.start(LockstepApp.fresh("no-template"), "CLERK_CONVEX_TEMPLATE=typo")) {
            PersonId user = other.signUp("Mary", "Shelley");

            Map<Check, CheckResult> results = run(other, user);

            assertThat(name(results, Check.TOKEN)).isEqualTo("no-template");
            assertThat(words(List.copyOf(results.values()), Check.TOKEN)).containsExactly("typo");
        }
    }

    @Test
    void namesBothIssuersWhenConvexTrustsAnother() {
        try (LockstepApp other = LockstepApp.start(
                LockstepApp.fresh("other-issuer"),
                "CONVEX_URL=" + app.env("CONVEX_URL"),
                "CONVEX_DEPLOY_KEY=" + app.env("CONVEX_ADMIN_KEY"))) {
            PersonId user = other.settle("self-test@example.com", "Mary");

            Map<Check, CheckResult> results = run(other, user);

            assertThat(results.get(Check.CLAIMS).verdict()).isEqualTo(Verdict.GOOD);
            assertThat(name(results, Check.CONVEX)).isEqualTo("issuer");
            assertThat(words(List.copyOf(results.values()), Check.CONVEX))
                    .containsExactly(app.env("CLERK_ISSUER"), other.env("CLERK_ISSUER"));
        }
    }

    @Test
    void saysThatConvexCannotBeReached() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.convexLine().cut();

        CheckResult result = run(app, user).get(Check.CONVEX);

        assertThat(result.verdict()).isEqualTo(Verdict.BAD);
        assertThat(result.answer()).isInstanceOf(Answer.Trouble.class);
    }

    private static Map<Check, CheckResult> run(LockstepApp app, PersonId user) {
        var results = new EnumMap<Check, CheckResult>(Check.class);
        app.bean(SelfTest.class).run(user, result -> results.put(result.check(), result));
        return results;
    }

    private static String name(Map<Check, CheckResult> results, Check check) {
        assertThat(results.get(check).verdict()).isEqualTo(Verdict.BAD);
        return ((Answer.Known) results.get(check).answer()).name();
    }

    private static List<String> words(List<CheckResult> results, Check check) {
        return results.stream()
                .filter(result -> result.check() == check)
                .map(result -> ((Answer.Known) result.answer()).words())
                .findFirst()
                .orElseThrow();
    }
}
