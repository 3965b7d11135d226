package dev.lockstep.sync.table;

import dev.lockstep.core.Owner;

/** One record of one owner's. */
public record RecordId(Owner owner, String table, String clientId) {}
