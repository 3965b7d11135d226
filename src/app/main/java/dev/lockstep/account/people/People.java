package dev.lockstep.account.people;

import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * The door to all people of this installation, for whoever may look after them: that is for the caller to know. What asks
 * Clerk or Convex waits for them, so call it off the page and outside any transaction. Every deed is remembered in the trail.
 */
@Service
public class People {

    private final PeopleRows rows;
    private final Sightings sightings;
    private final ClerkDeeds deeds;
    private final PersonRepair repair;

    People(PeopleRows rows, Sightings sightings, ClerkDeeds deeds, PersonRepair repair) {
        this.rows = rows;
        this.sightings = sightings;
        this.deeds = deeds;
        this.repair = repair;
    }

    public List<ListedPerson> page(PeopleFilter filter, int offset, int limit) {
        return rows.page(filter, offset, limit);
    }

    public long count(PeopleFilter filter) {
        return rows.count(filter);
    }

    /** As the list shows them; empty when nobody of this id was ever heard of here. */
    public Optional<ListedPerson> find(PersonId user) {
        return rows.find(user);
    }

    /** The person in all three places, now; a place that does not answer says why and leaves the others alone. */
    public PersonLook look(PersonId user) {
        return sightings.of(user).look();
    }

    /**
     * Bans in Clerk, which ends the person's sessions there; ends those here and tells Convex.
     *
     * @throws Problem when it is one's own account, or Clerk does not do it: nothing is changed then
     */
    public void ban(PersonId user, PersonId by) {
        another(user, by);
        deeds.ban(user, by);
    }

    /** @throws Problem when Clerk does not do it: nothing is changed then */
    public void unban(PersonId user, PersonId by) {
        deeds.unban(user, by);
    }

    /**
     * Ends all of a person's sessions in Clerk and here; the person can sign in again.
     *
     * @return how many there were in Clerk
     * @throws Problem when it is one's own account, or Clerk does not do it: nothing is changed then, but for sessions that
     *     Clerk ended before it failed, of which the problem tells
     */
    public int signOut(PersonId user, PersonId by) {
        another(user, by);
        return deeds.signOut(user, by);
    }

    /**
     * Brings the person here and in Convex to what Clerk says now. Deletes nobody.
     *
     * @throws Problem when Clerk or Convex does not answer, when Clerk does not have the person, or when they were deleted
     */
    public void bringInStep(PersonId user, PersonId by) {
        repair.bringInStep(user, by);
    }

    /**
     * Deletes here and in Convex a person whom Clerk, asked once more, does not have.
     *
     * @throws Problem when Clerk or Convex does not answer, when Clerk has them, or when nobody ever heard of them
     */
    public void deleteGone(PersonId user, PersonId by) {
        another(user, by);
        repair.deleteGone(user, by);
    }

    private static void another(PersonId user, PersonId by) {
        if (user.equals(by)) {
            throw PersonProblem.ownAccount();
        }
    }
}
