package dev.lockstep.admin;

import dev.lockstep.account.people.ListedPerson;
import dev.lockstep.account.people.People;
import dev.lockstep.account.people.PeopleFilter;
import dev.lockstep.account.people.PersonLook;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.PersonId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** All people, for administrators. Reading here asks for the role; what asks Clerk or Convex, off the page, for its proof. */
@Service
public class PeopleDesk {

    private final Operations operations;
    private final People people;
    private final AuditTrail trail;

    PeopleDesk(Operations operations, People people, AuditTrail trail) {
        this.operations = operations;
        this.people = people;
        this.trail = trail;
    }

    /** See {@link Operations#administrator}. */
    public Administrator administrator() {
        return operations.administrator();
    }

    public List<ListedPerson> page(PeopleFilter filter, int offset, int limit) {
        return page(operations.administrator(), filter, offset, limit);
    }

    /** The same, on any thread. */
    public List<ListedPerson> page(Administrator by, PeopleFilter filter, int offset, int limit) {
        operations.check(by);
        return people.page(filter, offset, limit);
    }

    /** On any thread. */
    public long count(Administrator by, PeopleFilter filter) {
        operations.check(by);
        return people.count(filter);
    }

    public Optional<ListedPerson> find(PersonId user) {
        operations.administrator();
        return people.find(user);
    }

    /** Whether this is the administrator whose page it is. */
    public boolean isOwn(PersonId user) {
        return own(operations.administrator()).equals(user);
    }

    /** What the trail says of somebody, the newest first. */
    public List<AuditRecord> trail(PersonId user, int size) {
        operations.administrator();
        return trail.about(user, size);
    }

    /** Names of who did what is in these, by id. */
    public Map<String, String> actors(List<AuditRecord> records) {
        return operations.names(
                records.stream().map(record -> record.entry().actor()).collect(Collectors.toSet()));
    }

    /** See {@link People#look}. */
    public PersonLook look(Administrator by, PersonId user) {
        return people.look(user);
    }

    /** See {@link People#ban}. */
    public void ban(Administrator by, PersonId user) {
        people.ban(user, own(by));
    }

    /** See {@link People#unban}. */
    public void unban(Administrator by, PersonId user) {
        people.unban(user, own(by));
    }

    /** See {@link People#signOut}. */
    public int signOut(Administrator by, PersonId user) {
        return people.signOut(user, own(by));
    }

    /** See {@link People#bringInStep}. */
    public void bringInStep(Administrator by, PersonId user) {
        people.bringInStep(user, own(by));
    }

    /** See {@link People#deleteGone}. */
    public void deleteGone(Administrator by, PersonId user) {
        people.deleteGone(user, own(by));
    }

    private static PersonId own(Administrator by) {
        return new PersonId(by.id());
    }
}
