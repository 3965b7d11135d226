package dev.lockstep.sync.table;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;

/**
 * A record as Convex has it.
 *
 * @param revision counts its writings from 1, deletions too
 * @param stamp of its latest edit
 */
public record RemoteRecord(
        String clientId, long revision, Stamp stamp, Overlay state, Instant createdAt, Instant updatedAt) {

    /** @throws IllegalStateException unless it is what the functions give as a record */
    public static RemoteRecord of(ConvexValue value) {
        if (value instanceof Obj said && said.fields().get("fields") instanceof Obj fields) {
            return new RemoteRecord(
                    said.text("clientId").orElseThrow(),
                    said.number("revision").orElseThrow().longValue(),
                    new Stamp(said.text("stamp").orElseThrow()),
                    new Overlay(fields, said.bool("deleted").orElseThrow()),
                    Instant.ofEpochMilli(said.number("createdAt").orElseThrow().longValue()),
                    Instant.ofEpochMilli(said.number("updatedAt").orElseThrow().longValue()));
        }
        throw new IllegalStateException("Bug: a record has fields");
    }
}
