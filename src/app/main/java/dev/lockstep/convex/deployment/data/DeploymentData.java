package dev.lockstep.convex.deployment.data;

import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.DeploymentFunctions;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.convex.outside.Outside;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a deployment holds, the app's own; components' tables are left out. Asks what Convex's command line tool asks, and for
 * single documents, addresses of files and cron jobs what its dashboard asks, so that it is the same for Convex, a self-hosted
 * deployment and the emulator. Changes nothing.
 *
 * <p>Thread-safe; holds connections, no keys. Blocks the calling thread; every method throws {@link PlatformProblem}.
 */
public final class DeploymentData implements AutoCloseable {

    /** Documents on a page. */
    public static final int PAGE = 50;

    /** When a whole page is more than an answer may hold: documents may have a megabyte each. */
    private static final int SMALL_PAGE = 4;

    private static final int MOST_TABLES = 10_000;

    private final DeploymentFunctions functions;

    public DeploymentData(Duration callTimeout, Outside outside) {
        this.functions = new DeploymentFunctions(callTimeout, outside);
    }

    /** By name. */
    public List<Table> tables(ConvexDeployment deployment) {
        Obj answer = object(functions.ask(
                deployment,
                "_system/cli/tables:default",
                ConvexValue.object("paginationOpts", options(Optional.empty(), MOST_TABLES))));
        List<String> names = items(answer).stream()
                .flatMap(table -> table.text("name").stream())
                .sorted()
                .toList();
        List<OptionalLong> sizes = sizes(deployment, names);
        var tables = new ArrayList<Table>();
        for (int i = 0; i < names.size(); i++) {
            tables.add(new Table(names.get(i), i < sizes.size() ? sizes.get(i) : OptionalLong.empty()));
        }
        return tables;
    }

    /** Nice to have: a deployment that does not count still has its tables shown. */
    private List<OptionalLong> sizes(ConvexDeployment deployment, List<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<Obj> arguments = names.stream()
                .map(name -> ConvexValue.object("tableName", ConvexValue.text(name)))
                .toList();
        try {
            return functions.askAll(deployment, "_system/cli/tableSize:default", arguments).stream()
                    .map(size -> size.flatMap(count -> Fields.number(ConvexValue.object("count", count), "count")))
                    .map(count -> count.map(OptionalLong::of).orElse(OptionalLong.empty()))
                    .toList();
        } catch (PlatformProblem problem) {
            if (problem.kind() == Problem.Kind.AUTH) {
                throw problem;
            }
            return List.of();
        }
    }

    /** @param cursor of the page before; empty for the newest documents */
    public DataPage<StoredDocument> documents(ConvexDeployment deployment, String table, Optional<String> cursor) {
        return page(deployment, table, cursor).map(StoredDocument::new);
    }

    /** Empty when there is no document of this id. */
    public Optional<StoredDocument> document(ConvexDeployment deployment, String id) {
        ConvexValue found = functions.ask(
                deployment, "_system/frontend/getById:default", ConvexValue.object("id", ConvexValue.text(id)));
        return found instanceof Obj document ? Optional.of(new StoredDocument(document)) : Optional.empty();
    }

    public DataPage<ScheduledCall> scheduled(ConvexDeployment deployment, Optional<String> cursor) {
        return page(deployment, "_scheduled_functions", cursor).map(ScheduledCall::of);
    }

    /** By name. */
    public List<CronJob> crons(ConvexDeployment deployment) {
        ConvexValue answer =
                functions.ask(deployment, "_system/frontend/listCronJobs:default", ConvexValue.emptyObject());
        return objects(answer).stream()
                .map(CronJob::of)
                .sorted(Comparator.comparing(CronJob::name))
                .toList();
    }

    public DataPage<StoredFile> files(ConvexDeployment deployment, Optional<String> cursor) {
        return page(deployment, "_storage", cursor).map(StoredFile::of);
    }

    /**
     * Where anybody who knows the address gets the file; empty when it is gone, or the deployment gives none.
     *
     * @return an address of http or https, never another, whatever the deployment says
     */
    public Optional<URI> address(ConvexDeployment deployment, String fileId) {
        try {
            ConvexValue file = functions.ask(
                    deployment,
                    "_system/frontend/fileStorageV2:getFile",
                    ConvexValue.object("storageId", ConvexValue.text(fileId)));
            return (file instanceof Obj row ? row.text("url") : Optional.<String>empty())
                    .filter(url -> url.matches("https?://[^\\s/]+/\\S*"))
                    .map(URI::create);
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.NOT_OFFERED)) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    private DataPage<Obj> page(ConvexDeployment deployment, String table, Optional<String> cursor) {
        try {
            return page(deployment, table, cursor, PAGE);
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.TOO_LARGE)) {
                return page(deployment, table, cursor, SMALL_PAGE);
            }
            throw problem;
        }
    }

    private DataPage<Obj> page(ConvexDeployment deployment, String table, Optional<String> cursor, int size) {
        Obj answer = object(functions.ask(
                deployment,
                "_system/cli/tableData:default",
                ConvexValue.object("table", ConvexValue.text(table))
                        .with("order", ConvexValue.text("desc"))
                        .with("paginationOpts", options(cursor, size))));
        boolean done = answer.bool("isDone").orElse(true);
        return new DataPage<>(items(answer), answer.text("continueCursor").filter(next -> !done));
    }

    @Override
    public void close() {
        functions.close();
    }

    private static Obj options(Optional<String> cursor, int size) {
        return ConvexValue.object("numItems", ConvexValue.number(size))
                .with("cursor", cursor.<ConvexValue>map(ConvexValue::text).orElse(ConvexValue.NULL));
    }

    private static List<Obj> items(Obj page) {
        return objects(page.field("page").orElse(ConvexValue.NULL));
    }

    private static List<Obj> objects(ConvexValue list) {
        return list instanceof Array(var items)
                ? items.stream()
                        .filter(Obj.class::isInstance)
                        .map(Obj.class::cast)
                        .toList()
                : List.of();
    }

    private static Obj object(ConvexValue answer) {
        return answer instanceof Obj object ? object : ConvexValue.emptyObject();
    }
}
