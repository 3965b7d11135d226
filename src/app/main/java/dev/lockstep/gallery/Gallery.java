package dev.lockstep.gallery;

import dev.lockstep.account.limit.Limit;
import dev.lockstep.account.limit.Limits;
import dev.lockstep.account.limit.TooMany;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.Outcome;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.platform.LiveData;
import dev.lockstep.platform.LiveListener;
import dev.lockstep.platform.LiveQuery;
import dev.lockstep.platform.PersonQueries;
import dev.lockstep.platform.StoredFiles;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The door to pictures: ask for one, follow it, look through all of one's own. What is asked for goes through the
 * outbox, so that it is kept when Convex cannot be reached; what is seen comes from Convex live.
 */
@Service
public class Gallery {

    /** How long a person waits for an answer; after that the wish goes on in the background. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String RECORD = "generations/";

    /**
     * What became of something that was asked for.
     *
     * @param arrived whether Convex has taken it
     * @param sentence why it has not, for people; empty when it has
     * @param fields the fields at fault; nothing was kept then
     */
    public record Asked(GenerationId id, boolean arrived, Optional<String> sentence, List<Problem.Field> fields) {

        /** Whether it will never be done. */
        public boolean isRefused() {
            return !arrived && !fields.isEmpty();
        }
    }

    private final Changes changes;
    private final Deliveries deliveries;
    private final PersonQueries queries;
    private final LiveData live;
    private final StoredFiles files;
    private final Limits limits;
    private final TransactionTemplate transaction;
    private volatile Optional<Catalog> catalog = Optional.empty();

    Gallery(
            Changes changes,
            Deliveries deliveries,
            PersonQueries queries,
            LiveData live,
            StoredFiles files,
            Limits limits,
            PlatformTransactionManager transactions) {
        this.changes = changes;
        this.deliveries = deliveries;
        this.queries = queries;
        this.live = live;
        this.files = files;
        this.transaction = new TransactionTemplate(transactions);
        this.limits = limits;
    }

    /**
     * What a picture can be made with. Asked for once in the life of this process.
     *
     * @throws Problem when it is not known yet and Convex does not answer
     */
    public Catalog catalog(PersonId owner) {
        if (catalog.isEmpty()) {
            catalog = Optional.of(Catalog.of(queries.query(owner, "generations:options", ConvexValue.emptyObject())));
        }
        return catalog.get();
    }

    /** The same when it is known already, without asking anybody. */
    public Optional<Catalog> knownCatalog() {
        return catalog;
    }

    /** Asks for a picture; returns when Convex has taken the wish, refused it, or some seconds have gone by. */
    public Asked create(PersonId owner, Wish wish) {
        var id = new GenerationId(changes.newId().toString());
        return ask(
                owner,
                id,
                "generations:create",
                ConvexValue.object("prompt", ConvexValue.text(wish.prompt()))
                        .with("style", ConvexValue.text(wish.style()))
                        .with("aspectRatio", ConvexValue.text(wish.aspectRatio()))
                        .with("model", ConvexValue.text(wish.model())));
    }

    /** Ends one that is queued or running. */
    public Asked cancel(PersonId owner, GenerationId id) {
        return ask(owner, id, "generations:cancel", ConvexValue.emptyObject());
    }

    /** Tries a failed one again. */
    public Asked retry(PersonId owner, GenerationId id) {
        return ask(owner, id, "generations:retry", ConvexValue.emptyObject());
    }

    /** Takes one out of the gallery. */
    public Asked remove(PersonId owner, GenerationId id) {
        return ask(owner, id, "generations:remove", ConvexValue.emptyObject());
    }

    /**
     * The bytes of a picture, as they come; the caller closes the stream.
     *
     * @throws Problem when it is not there or does not come
     */
    public InputStream content(Generation.Asset asset) {
        return files.open(asset.url());
    }

    /** Whether something that this person asked for this picture has not reached Convex yet. */
    public boolean isWaiting(PersonId owner, GenerationId id) {
        return deliveries.count(owner, RECORD + id, Set.of()).all() > 0;
    }

    /** How many of this person's wishes have not reached Convex yet. */
    public long countWaiting(PersonId owner) {
        return deliveries.count(owner, RECORD, Set.of()).all();
    }

    /**
     * Follows one picture; empty while there is none of this id.
     *
     * @return ends it
     */
    public Runnable follow(PersonId owner, GenerationId id, LiveListener<Optional<Generation>> listener) {
        LiveQuery<Optional<Generation>> one = new LiveQuery<>(
                "generations:get",
                ConvexValue.object("clientId", ConvexValue.text(id.value())),
                value -> value instanceof Obj ? Optional.of(Generation.of(value)) : Optional.empty());
        return live.follow(owner, one, listener);
    }

    /**
     * Follows a piece of the gallery.
     *
     * @return ends it
     */
    public Runnable follow(
            PersonId owner, GalleryPage.Filter filter, GalleryPage.Piece piece, LiveListener<GalleryPage> listener) {
        Obj page = ConvexValue.object("numItems", ConvexValue.number(piece.size()))
                .with(
                        "cursor",
                        piece.start().<ConvexValue>map(ConvexValue::text).orElse(ConvexValue.NULL));
        if (piece.end().isPresent()) {
            page = page.with("endCursor", ConvexValue.text(piece.end().get()));
        }
        Obj args = ConvexValue.object("paginationOpts", page);
        args = with(args, "status", filter.status().map(Generation.Status::word));
        args = with(args, "style", filter.style());
        args = with(args, "model", filter.model());
        return live.follow(owner, new LiveQuery<>("generations:listForUser", args, GalleryPage::of), listener);
    }

    private static Obj with(Obj args, String name, Optional<String> value) {
        return value.map(text -> args.with(name, ConvexValue.text(text))).orElse(args);
    }

    private Asked ask(PersonId owner, GenerationId id, String function, Obj args) {
        Optional<TooMany> tooMany = limits.take(Limit.SAVES, owner.value());
        if (tooMany.isPresent()) {
            TooMany problem = tooMany.get();
            String sentence = problem.sentence() + " " + problem.nextStep();
            return new Asked(
                    id,
                    false,
                    Optional.of(sentence),
                    List.of(new Problem.Field("", problem.code().text(), sentence)));
        }
        ChangeId group = changes.newId();
        Obj call = ConvexValue.object("function", ConvexValue.text(function))
                .with("args", args.with("clientId", ConvexValue.text(id.value())));
        var change = new Change(changes.newId(), group, owner, Changes.CONVEX, RECORD + id, ConvexJson.encode(call));
        transaction.executeWithoutResult(status -> changes.recordForDelivery(List.of(change)));
        Leg leg = deliveries.deliver(group, PATIENCE, progress -> {}).getFirst();
        return switch (leg.outcome()) {
            case Outcome.Saved saved -> new Asked(id, true, Optional.empty(), List.of());
            case Outcome.Queued queued -> new Asked(id, false, Optional.of(queued.reason()), List.of());
            case Outcome.Rejected rejected -> {
                forget(owner, id);
                yield new Asked(id, false, Optional.of(rejected.reason()), fields(rejected));
            }
        };
    }

    /** The person has been told what is wrong and still has the form: nobody needs to settle this any more. */
    private void forget(PersonId owner, GenerationId id) {
        transaction.executeWithoutResult(status ->
                changes.parked(owner, Changes.CONVEX, RECORD + id).forEach(parked -> changes.supersede(parked.id())));
    }

    private static List<Problem.Field> fields(Outcome.Rejected rejected) {
        return rejected.fields().isEmpty()
                ? List.of(new Problem.Field("", "Refused", rejected.reason()))
                : rejected.fields();
    }
}
