package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValueException;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.query.VectorSearch;
import dev.lockstep.emulator.convex.script.ScriptHost;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.storage.StorageCalls;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.web.Fetcher;
import dev.lockstep.emulator.convex.web.Fetches;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What an action may ask for: other functions, each in a transaction of its own, the scheduler, the network. */
final class ActionHost implements ScriptHost, AutoCloseable {

    private final Frame frame;
    private final FunctionRunner runner;
    private final Executor workers;
    private final Fetches fetches;

    ActionHost(Frame frame, FunctionRunner runner, Executor workers, Fetcher fetcher) {
        this.frame = frame;
        this.runner = runner;
        this.workers = workers;
        this.fetches = new Fetches(fetcher, workers);
    }

    @Override
    public String syscall(String operation, JsonNode arguments) {
        throw new FunctionError("Unknown operation " + operation);
    }

    @Override
    public Answer asyncSyscall(String operation, JsonNode arguments) {
        try {
            return switch (operation) {
                case "1.0/actions/query" -> run(arguments, FunctionKind.QUERY);
                case "1.0/actions/mutation" -> run(arguments, FunctionKind.MUTATION);
                case "1.0/actions/action" -> run(arguments, FunctionKind.ACTION);
                case "1.0/actions/vectorSearch" ->
                    new Answer.Later(CompletableFuture.supplyAsync(() -> vectorSearch(arguments), workers));
                case "1.0/actions/schedule" -> schedule(calls -> calls.add(arguments));
                case "1.0/actions/cancel_job" -> schedule(calls -> calls.cancel(arguments));
                case "1.0/storageGenerateUploadUrl" -> new Answer.Now(storage().generateUploadUrl());
                case "1.0/storageGetUrl" -> transact(transaction -> storage().url(arguments, transaction));
                case "1.0/storageGetMetadata" ->
                    transact(transaction -> storage().metadata(arguments, transaction));
                case "1.0/storageGet" -> transact(transaction -> storage().get(arguments, transaction));
                case "1.0/storageDelete" -> transact(transaction -> storage().delete(arguments, transaction));
                case "1.0/storageStore" -> store(arguments);
                case "1.0/getUserIdentity" -> new Answer.Now(SharedCalls.userIdentity(frame));
                case "1.0/getFunctionMetadata" -> new Answer.Now(SharedCalls.functionMetadata(frame));
                case "1.0/getRequestMetadata" -> new Answer.Now(SharedCalls.requestMetadata(frame));
                case "1.0/getDeploymentMetadata" -> new Answer.Now(SharedCalls.deploymentMetadata());
                case "1.0/createFunctionHandle" ->
                    new Answer.Now(Address.of(arguments, frame.component()).handleJson());
                // As the service says it: npm's convex looks for these words.
                case "1.0/getTransactionMetrics" -> throw new FunctionError("Unknown async operation " + operation);
                case "fetch/piece" ->
                    new Answer.Later(fetches.piece(arguments.path("id").asInt()));
                case "fetch/cancel" -> cancelFetch(arguments.path("id").asInt());
                default -> throw SharedCalls.unsupported(operation);
            };
        } catch (ConvexValueException e) {
            throw new FunctionError(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Answer fetch(JsonNode request) {
        return new Answer.Later(fetches.send(request, frame.left()));
    }

    private Answer cancelFetch(int id) {
        fetches.cancel(id);
        return new Answer.Now("null");
    }

    /** What the action fetched and did not read is not wanted any more. */
    @Override
    public void close() {
        fetches.close();
    }

    private Answer run(JsonNode arguments, FunctionKind kind) {
        FunctionCall inner =
                frame.call().inner(Address.of(arguments, frame.component()), Lookup.arguments(arguments), kind);
        return new Answer.Later(
                CompletableFuture.supplyAsync(() -> ConvexJson.encode(runner.runFromAction(inner, frame)), workers));
    }

    /** The nearest documents of a vector index, on the latest data. */
    private String vectorSearch(JsonNode arguments) {
        return VectorSearch.of(arguments.path("query"), frame.code().schema(), frame.component())
                .results(runner.transactions().store().latest());
    }

    private Answer schedule(Function<ScheduleCalls, String> change) {
        return transact(transaction -> change.apply(new ScheduleCalls(transaction, frame)));
    }

    private Answer store(JsonNode arguments) {
        return new Answer.Later(CompletableFuture.supplyAsync(
                () -> {
                    FileStorage.Uploaded uploaded = storage().upload(arguments);
                    return runner.transactions().run(transaction -> storage().store(arguments, uploaded, transaction));
                },
                workers));
    }

    private Answer transact(Function<Transaction, String> work) {
        return new Answer.Later(
                CompletableFuture.supplyAsync(() -> runner.transactions().run(work), workers));
    }

    private StorageCalls storage() {
        return runner.storage(frame);
    }
}
