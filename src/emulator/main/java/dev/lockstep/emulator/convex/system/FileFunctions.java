package dev.lockstep.emulator.convex.system;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.system.SystemFunctions.Facts;
import java.util.Optional;

/** Stored files with their addresses. */
final class FileFunctions {

    private final Facts facts;

    FileFunctions(Facts facts) {
        this.facts = facts;
    }

    /** The row of {@code _storage} with the address under which everybody gets the file; null when there is none. */
    ConvexValue file(ComponentPath component, Transaction transaction, Obj args) {
        return FileStorage.find(Args.text(args, "storageId"), component, transaction)
                .flatMap(file -> transaction
                        .get(file.id())
                        .map(Document::value)
                        .flatMap(row -> Optional.ofNullable(facts.addresses().get("CONVEX_CLOUD_URL"))
                                .map(origin ->
                                        row.with("url", ConvexValue.text(origin + FileStorage.servePath(file))))))
                .<ConvexValue>map(row -> row)
                .orElse(ConvexValue.NULL);
    }
}
