package dev.lockstep.project.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

@Tag("unit")
class LocalUseTest {

    private static final Account GRACE = person("user_grace", Role.MEMBER);
    private static final Account ADA = person("user_ada", Role.ADMIN);

    @Test
    void isOpenToEverybodyButInProduction() {
        assertThat(use("").refusal(GRACE)).isEmpty();

        assertThat(use("", "production").refusal(GRACE))
                .hasValueSatisfying(problem -> assertThat(problem.nextStep()).contains("LOCKSTEP_SANDBOX_LOCAL"));
        assertThat(use("", "production").refusal(ADA)).isPresent();
    }

    @Test
    void isOpenToThoseWhoAreNamed() {
        assertThat(use("off").refusal(ADA)).isPresent();
        assertThat(use("admins", "production").refusal(ADA)).isEmpty();
        assertThat(use("admins", "production").refusal(GRACE)).isPresent();
        assertThat(use("user_other, user_grace", "production").refusal(GRACE)).isEmpty();
        assertThat(use("user_other,user_grace").refusal(ADA)).isPresent();
        assertThat(use("everybody", "production").refusal(GRACE)).isEmpty();
    }

    private static LocalUse use(String setting, String... profiles) {
        var environment = new MockEnvironment();
        environment.setActiveProfiles(profiles);
        return new LocalUse(setting, environment);
    }

    private static Account person(String id, Role role) {
        return new Account(
                new PersonId(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                role,
                true);
    }
}
