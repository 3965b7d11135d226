package dev.lockstep.outbox.store;

import dev.lockstep.outbox.engine.Effect;
import dev.lockstep.outbox.trouble.Sending;

/** Where it is written down how a try went, in the caller's transaction. */
public interface AttemptLog {

    void write(Sending sending, Effect effect);
}
