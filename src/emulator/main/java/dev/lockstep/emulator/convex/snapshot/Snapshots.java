package dev.lockstep.emulator.convex.snapshot;

/** Data in and out of one deployment. */
public record Snapshots(Imports imports, Exports exports) implements AutoCloseable {

    public Snapshots(SnapshotParts parts) {
        this(new Imports(parts), new Exports(parts));
    }

    /** Fails what an earlier run left unfinished. */
    public void start() {
        imports.start();
        exports.start();
    }

    @Override
    public void close() {
        imports.close();
        exports.close();
    }
}
