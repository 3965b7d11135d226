package dev.lockstep.project.server;

import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * Who may start dev servers on this machine: {@code LOCKSTEP_SANDBOX_LOCAL} is {@code off}, {@code everybody}, or a list of
 * user ids and {@code admins}, parted by commas. Not set it means everybody, and in production nobody: there the people who
 * sign in are not those to whom the machine belongs.
 */
@Component
public class LocalUse {

    private static final String EVERYBODY = "everybody";
    private static final String ADMINISTRATORS = "admins";

    private final Set<String> allowed;

    LocalUse(@Value("${lockstep.sandbox.local:}") String setting, Environment environment) {
        String unset = environment.acceptsProfiles(Profiles.of("production")) ? "off" : EVERYBODY;
        String meant = setting.isBlank() ? unset : setting;
        this.allowed = Arrays.stream(meant.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty() && !word.equals("off"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Why this person may not; empty when they may. */
    public Optional<Problem> refusal(Account person) {
        boolean allows = allowed.contains(EVERYBODY)
                || allowed.contains(person.id().value())
                || (allowed.contains(ADMINISTRATORS) && person.role() == Role.ADMIN);
        return allows
                ? Optional.empty()
                : Optional.of(new Problem(
                        new ProblemCode("LocalSandboxNotAllowed"),
                        Problem.Kind.PERMANENT,
                        "Running projects on the machine of this site is not open to you.",
                        "Run it in the cloud where that is offered, or ask whoever runs this site to name you in"
                                + " LOCKSTEP_SANDBOX_LOCAL."));
    }
}
