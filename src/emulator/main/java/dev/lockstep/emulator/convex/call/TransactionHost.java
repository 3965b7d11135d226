package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValueException;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.db.DocumentCalls;
import dev.lockstep.emulator.convex.db.QueryCalls;
import dev.lockstep.emulator.convex.limit.NestedLimits;
import dev.lockstep.emulator.convex.script.ScriptHost;
import dev.lockstep.emulator.convex.storage.StorageCalls;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.token.SignedTokens;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a query or a mutation may ask for: its transaction, who calls, functions inside it. All answers are at once. */
final class TransactionHost implements ScriptHost {

    private final Transaction transaction;
    private final Frame frame;
    private final FunctionRunner runner;
    private final DocumentCalls documents;
    private final QueryCalls queries;
    private final ScheduleCalls schedule;

    TransactionHost(Transaction transaction, Frame frame, FunctionRunner runner) {
        this.transaction = transaction;
        this.frame = frame;
        this.runner = runner;
        this.documents = new DocumentCalls(transaction, frame.code().schema(), frame.component());
        // A page inside a page would fight over one end; only the outermost is kept.
        this.queries = new QueryCalls(
                transaction,
                frame.code().schema(),
                frame.component(),
                frame.depth() == 0 ? frame.notes().given() : Optional.empty());
        this.schedule = new ScheduleCalls(transaction, frame);
    }

    @Override
    public String syscall(String operation, JsonNode arguments) {
        return switch (operation) {
            case "1.0/queryStream" -> queries.open(arguments);
            case "1.0/queryCleanup" -> queries.close(arguments);
            case "1.0/db/normalizeId" -> documents.normalizeId(arguments);
            case "1.0/componentArgument" -> "{}";
            case "1.0/getSnapshotTs" -> ConvexJson.encode(ConvexValue.int64(transaction.ts()));
            default -> throw new FunctionError("Unknown operation " + operation);
        };
    }

    @Override
    public Answer asyncSyscall(String operation, JsonNode arguments) {
        try {
            return new Answer.Now(answer(operation, arguments));
        } catch (ConvexValueException e) {
            throw new FunctionError(String.valueOf(e.getMessage()));
        }
    }

    private String answer(String operation, JsonNode arguments) {
        return switch (operation) {
            case "1.0/get" -> documents.get(arguments);
            case "1.0/count" -> documents.count(arguments);
            case "1.0/queryStreamNext" -> queries.next(arguments);
            case "1.0/queryPage" -> page(arguments);
            case "1.0/getUserIdentity" -> SharedCalls.userIdentity(frame);
            case "1.0/getFunctionMetadata" -> SharedCalls.functionMetadata(frame);
            case "1.0/getRequestMetadata" -> SharedCalls.requestMetadata(frame);
            case "1.0/getDeploymentMetadata" -> SharedCalls.deploymentMetadata();
            case "1.0/getTransactionMetrics" -> NestedLimits.metrics(transaction.usage());
            case "1.0/createFunctionHandle" ->
                Address.of(arguments, frame.component()).handleJson();
            case "1.0/runUdf" -> run(arguments);
            case "1.0/insert" -> writing().insert(arguments);
            case "1.0/shallowMerge" -> writing().patch(arguments);
            case "1.0/replace" -> writing().replace(arguments);
            case "1.0/remove" -> writing().remove(arguments);
            case "1.0/storageGenerateUploadUrl" -> writingStorage().generateUploadUrl();
            case "1.0/storageGetUrl" -> runner.storage(frame).url(arguments, transaction);
            case "1.0/storageGetMetadata" -> runner.storage(frame).metadata(arguments, transaction);
            case "1.0/storageGet" -> runner.storage(frame).get(arguments, transaction);
            case "1.0/storageDelete" -> writingStorage().delete(arguments, transaction);
            case "1.0/storageStore" -> store(arguments);
            case "1.0/signJwt" -> sign(arguments);
            case "1.0/schedule" -> schedule.add(arguments);
            case "1.0/cancel_job" -> schedule.cancel(arguments);
            default -> throw SharedCalls.unsupported(operation);
        };
    }

    private String page(JsonNode arguments) {
        String page = queries.page(arguments);
        if (frame.depth() == 0) {
            queries.pageEnd().ifPresent(frame.notes()::pageEnded);
        }
        return page;
    }

    private String sign(JsonNode arguments) {
        if (frame.spec().kind() != FunctionKind.MUTATION) {
            throw new FunctionError("Only mutations can sign tokens");
        }
        String url = frame.code().environment().getOrDefault("CONVEX_CLOUD_URL", "");
        String issuer = frame.component().isRoot() ? url : url + "/components/" + frame.component();
        return SignedTokens.sign(arguments, issuer, transaction);
    }

    private DocumentCalls writing() {
        if (frame.spec().kind() != FunctionKind.MUTATION) {
            throw new FunctionError("Queries cannot write to the database");
        }
        return documents;
    }

    private String store(JsonNode arguments) {
        StorageCalls storage = writingStorage();
        return storage.store(arguments, storage.upload(arguments), transaction);
    }

    private StorageCalls writingStorage() {
        if (frame.spec().kind() != FunctionKind.MUTATION) {
            throw new FunctionError("Queries cannot write to file storage");
        }
        return runner.storage(frame);
    }

    private String run(JsonNode arguments) {
        FunctionKind kind =
                arguments.path("udfType").asString().equals("mutation") ? FunctionKind.MUTATION : FunctionKind.QUERY;
        if (kind == FunctionKind.MUTATION && frame.spec().kind() != FunctionKind.MUTATION) {
            throw new FunctionError("Queries cannot run mutations");
        }
        FunctionCall inner =
                frame.call().inner(Address.of(arguments, frame.component()), Lookup.arguments(arguments), kind);
        Transaction on = transactionFor(arguments.path("udfType").asString());
        return on.usage()
                .within(
                        NestedLimits.of(arguments.path("transactionLimits")),
                        () -> ConvexJson.encode(runner.runInside(inner, frame, on)));
    }

    private Transaction transactionFor(String udfType) {
        if (!udfType.equals("snapshotQuery")) {
            return transaction;
        }
        if (frame.spec().kind() != FunctionKind.MUTATION) {
            throw new FunctionError("`useStaleSnapshot` is only supported in mutations, not queries.");
        }
        return transaction.beside();
    }

    @Override
    public void unread(String report) {
        queries.unread(report);
    }

    /** The function has ended. */
    void finish() {
        queries.finish();
    }

    @Override
    public void usedTime() {
        frame.notes().usedTime();
    }

    @Override
    public Answer fetch(JsonNode request) {
        throw new FunctionError("Can't use fetch() in queries and mutations. Please consider using an action. "
                + "See https://docs.convex.dev/functions/actions for more details.");
    }
}
