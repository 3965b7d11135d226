package dev.lockstep.account.profile;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.row.AccountEntity;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.platform.LiveData;
import dev.lockstep.platform.LiveListener;
import dev.lockstep.platform.LiveQuery;
import dev.lockstep.platform.PersonQueries;
import dev.lockstep.work.RetriedTransaction;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What only Convex keeps of a person, and other clients write too: the interests, and that the person has been welcomed.
 * Brought into the row here at a sign-in and while a page shows it, so that what a phone wrote is shown, is kept by the
 * next save, and nobody is welcomed twice. What this person has just changed here, and is on its way there, stays.
 */
@Component
public class ConvexNews {

    private static final Logger LOG = LoggerFactory.getLogger(ConvexNews.class);

    private static final String CURRENT = "users:current";
    private static final LiveQuery<ConvexValue> PERSON =
            new LiveQuery<>(CURRENT, ConvexValue.emptyObject(), value -> value);
    private static final String WELCOMED = "onboardingCompletedAt";

    /** A person is waiting for the first page meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AccountRepository accounts;
    private final ProfileChanges changes;
    private final RetriedTransaction writes;
    private final PersonQueries convex;
    private final LiveData live;
    private final Clock clock;

    ConvexNews(
            AccountRepository accounts,
            ProfileChanges changes,
            RetriedTransaction writes,
            PersonQueries convex,
            LiveData live,
            Clock clock) {
        this.accounts = accounts;
        this.changes = changes;
        this.writes = writes;
        this.convex = convex;
        this.live = live;
        this.clock = clock;
    }

    /** Asks once, two seconds at most. Without an answer all stays as it is: there will be other occasions. */
    public void ask(PersonId user) {
        var answer = new CompletableFuture<ConvexValue>();
        Thread.ofVirtual().name("convex-person").start(() -> {
            try {
                answer.complete(convex.query(user, CURRENT, ConvexValue.emptyObject()));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(value -> take(user, value))
                .exceptionally(failure -> {
                    LOG.info("Convex was not asked about user={}: {}", user, failure.getMessage());
                    return null;
                })
                .join();
    }

    /**
     * Follows the person while a page shows them.
     *
     * @param changed called after the row here has changed, on any thread
     * @return ends it
     */
    public Runnable follow(PersonId user, Runnable changed) {
        return live.follow(user, PERSON, new LiveListener<>() {
            @Override
            public void updated(ConvexValue value) {
                if (take(user, value)) {
                    changed.run();
                }
            }

            @Override
            public void failed(Problem problem) {
                LOG.info("Convex does not tell of user={}: {}", user, problem.sentence());
            }
        });
    }

    /** @return whether the row changed; a person whom Convex does not know changes nothing */
    private boolean take(PersonId user, ConvexValue told) {
        return told instanceof ConvexValue.Obj person && Boolean.TRUE.equals(writes.run(() -> take(user, person)));
    }

    private boolean take(PersonId user, ConvexValue.Obj person) {
        Optional<AccountEntity> known = accounts.findById(user.value()).filter(row -> !row.isDeleted());
        if (known.isEmpty()) {
            return false;
        }
        AccountEntity row = known.get();
        boolean tells = person.field(ProfileChange.INTERESTS).isPresent()
                && !changes.toConvexUnderWay(user).containsKey(ProfileChange.INTERESTS);
        ProfileChange news = tells
                ? ProfilePayload.row(person)
                        .only(Set.of(ProfileChange.INTERESTS))
                        .since(row.account())
                : ProfileChange.NOTHING;
        boolean welcomed = !row.account().onboarded() && person.fields().get(WELCOMED) instanceof ConvexValue.Float64;
        if (welcomed) {
            row.onboarded(clock.instant());
        }
        if (!news.isEmpty()) {
            row.apply(news, clock.instant());
        }
        return welcomed || !news.isEmpty();
    }
}
