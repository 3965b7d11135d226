package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Owner;
import dev.lockstep.platform.PersonMutations;
import dev.lockstep.platform.PersonQueries;
import org.springframework.stereotype.Component;

/** The functions of synced tables, called as the person whose records they are. */
interface SyncFunctions {

    /** @throws dev.lockstep.core.Problem when there is no token, or Convex refuses the call or does not answer */
    ConvexValue mutate(Owner owner, String function, ConvexValue.Obj args);

    /** @throws dev.lockstep.core.Problem when there is no token, or Convex does not answer */
    ConvexValue query(Owner owner, String function, ConvexValue.Obj args);

    /** Those of the platform's deployment. */
    @Component
    record OfPlatform(PersonMutations mutations, PersonQueries queries) implements SyncFunctions {

        @Override
        public ConvexValue mutate(Owner owner, String function, ConvexValue.Obj args) {
            return mutations.mutate(owner, function, args);
        }

        @Override
        public ConvexValue query(Owner owner, String function, ConvexValue.Obj args) {
            return queries.query(owner, function, args);
        }
    }
}
