package dev.lockstep.account.people;

import dev.lockstep.account.profile.ClerkNews;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkSession;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What is done in Clerk first and follows here and in Convex from Clerk's answer, so that no webhook has to come; one that
 * comes tells what is known. While Clerk does not answer, nothing is done here either.
 */
@Component
class ClerkDeeds {

    private static final Logger LOG = LoggerFactory.getLogger(ClerkDeeds.class);

    private final ClerkClient clerk;
    private final ClerkNews news;
    private final RememberedWrites writes;

    ClerkDeeds(ClerkClient clerk, ClerkNews news, RememberedWrites writes) {
        this.clerk = clerk;
        this.news = news;
        this.writes = writes;
    }

    void ban(PersonId user, PersonId by) {
        answered(user, by, "person.banned", clerk::ban);
    }

    void unban(PersonId user, PersonId by) {
        answered(user, by, "person.unbanned", clerk::unban);
    }

    private void answered(PersonId user, PersonId by, String action, Call deed) {
        ClerkUser answer = deed.apply(user.value());
        LOG.info("{} user={} by={}", action, user, by);
        var entry = AuditEntry.about(by.value(), action, user, "");
        writes.run(() -> news.answered(answer), effect -> Stream.of(entry));
    }

    /** A call of Clerk about one person, whom it answers with. */
    @FunctionalInterface
    private interface Call {
        ClerkUser apply(String user);
    }

    int signOut(PersonId user, PersonId by) {
        List<ClerkSession> sessions = clerk.activeSessions(user.value());
        int ended = 0;
        try {
            for (ClerkSession session : sessions) {
                clerk.revokeSession(session.id());
                ended++;
            }
        } catch (Problem problem) {
            if (ended == 0) {
                throw problem;
            }
            signedOutHere(user, by, ended, sessions.size());
            throw PersonProblem.partly(ended, sessions.size(), problem);
        }
        signedOutHere(user, by, ended, sessions.size());
        return ended;
    }

    private void signedOutHere(PersonId user, PersonId by, int ended, int all) {
        LOG.info("Signed out everywhere user={} by={} sessions={} of={}", user, by, ended, all);
        String detail = ended == all ? "sessions: " + all : "sessions: " + ended + " of " + all;
        var entry = AuditEntry.about(by.value(), "person.signed-out", user, detail);
        writes.run(() -> news.signedOut(user), effect -> Stream.of(entry));
    }
}
