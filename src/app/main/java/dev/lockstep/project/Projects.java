package dev.lockstep.project;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.limit.Limits;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.UuidV7;
import dev.lockstep.project.Visit.Viewer;
import dev.lockstep.project.access.DetailsNews;
import dev.lockstep.project.access.Member;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The door to projects. Every method asks who is asking: a project of which somebody is no member does not exist for
 * them, so that ids tell nothing.
 */
@Service
public class Projects {

    /** The longest name, in characters. */
    public static final int LONGEST_NAME = 100;

    private static final String STRANGER = "ProjectNotFound";

    private final ProjectRepository projects;
    private final MemberRepository members;
    private final Accounts accounts;
    private final AuditTrail trail;
    private final Limits limits;
    private final DetailsNews news;
    private final Clock clock;
    private final UuidV7 ids;

    Projects(
            ProjectRepository projects,
            MemberRepository members,
            Accounts accounts,
            AuditTrail trail,
            Limits limits,
            DetailsNews news,
            Clock clock) {
        this.limits = limits;
        this.news = news;
        this.projects = projects;
        this.members = members;
        this.accounts = accounts;
        this.trail = trail;
        this.clock = clock;
        this.ids = new UuidV7(clock, new SecureRandom());
    }

    /** Calls after every change of the project's name, members or being archived, on any thread. @return ends it */
    public Runnable watch(Viewer viewer, Runnable watcher) {
        return news.watch(viewer.project(), watcher);
    }

    /** The same for all projects that a person sees; those that they come to see are among them. */
    public Runnable watch(PersonId person, Runnable watcher) {
        return news.watch(person, watcher);
    }

    /** The person's projects, the newest first; archived ones after the others. */
    @Transactional(readOnly = true)
    public List<Project> of(PersonId person) {
        Map<UUID, ProjectRole> roles = members.findByKeyPerson(person.value()).stream()
                .collect(Collectors.toMap(MemberEntity::project, MemberEntity::role));
        return projects.findAllById(roles.keySet()).stream()
                .map(entity -> entity.seenBy(ProjectRole.VIEWER))
                .map(project -> new Project(
                        project.id(),
                        project.name(),
                        roles.get(project.id().value()),
                        project.stage(),
                        project.createdAt()))
                .sorted(Comparator.comparing(Project::stage)
                        .thenComparing(Project::createdAt, Comparator.reverseOrder()))
                .toList();
    }

    /** Empty when there is none or the person is no member of it. */
    @Transactional(readOnly = true)
    public Optional<Project> find(PersonId person, ProjectId id) {
        return members.findById(MemberEntity.Key.of(id, person))
                .flatMap(member -> projects.findById(id.value()).map(entity -> entity.seenBy(member.role())));
    }

    /** Somebody at the deployment that the project is connected to; proves nothing yet. */
    public Visit visit(PersonId person, ProjectId id) {
        return visit(person, Target.of(id));
    }

    /** Somebody at one of a project's deployments; proves nothing yet. */
    public Visit visit(PersonId person, Target target) {
        return new Visit(this, person, target);
    }

    /**
     * The project, for somebody who may do with it what is needed.
     *
     * @throws Problem when there is none for this person, or their role is not enough
     */
    @Transactional(readOnly = true)
    Project require(PersonId person, ProjectId id, ProjectRole needed) {
        Project project = find(person, id).orElseThrow(Projects::unknown);
        if (!project.role().may(needed)) {
            throw new Problem(
                    new ProblemCode("RoleTooSmall"),
                    Problem.Kind.PERMANENT,
                    "Only " + (needed == ProjectRole.OWNER ? "owners" : "owners and editors") + " of \""
                            + project.name() + "\" may do this.",
                    "Ask an owner of the project.",
                    Problem.Words.of(needed == ProjectRole.OWNER ? "owners" : "editors", project.name()));
        }
        return project;
    }

    /**
     * As {@link #require}, for who is about to change something, or to have something done that takes effort.
     *
     * @throws Problem also when this person has changed too much in a short while
     */
    @Transactional(readOnly = true)
    Project requireToChange(PersonId person, ProjectId id, ProjectRole needed) {
        Project project = require(person, id, needed);
        limits.change(person);
        return project;
    }

    /** @throws Problem when the name is blank or longer than {@link #LONGEST_NAME}, or the person made too many */
    @Transactional
    public Project create(PersonId person, String name) {
        limits.change(person);
        var id = new ProjectId(ids.get());
        var entity = projects.save(new ProjectEntity(id, checked(name), person, clock.instant()));
        members.save(new MemberEntity(MemberEntity.Key.of(id, person), ProjectRole.OWNER, clock.instant()));
        audit(person, "project.created", id, checked(name));
        tell(id, person);
        return entity.seenBy(ProjectRole.OWNER);
    }

    @Transactional
    public Project rename(PersonId person, ProjectId id, String name) {
        return change(person, id, ProjectRole.EDITOR, "project.renamed", entity -> {
            entity.rename(checked(name), clock.instant());
            return checked(name);
        });
    }

    /** Leaves it out of lists; {@link #takeBack} undoes this. */
    @Transactional
    public Project archive(PersonId person, ProjectId id) {
        return change(person, id, ProjectRole.OWNER, "project.archived", entity -> {
            entity.archive(clock.instant());
            return "";
        });
    }

    @Transactional
    public Project takeBack(PersonId person, ProjectId id) {
        return change(person, id, ProjectRole.OWNER, "project.taken-back", entity -> {
            entity.takeBack(clock.instant());
            return "";
        });
    }

    /** The longest-standing first; any member may know the others. */
    @Transactional(readOnly = true)
    public List<Member> members(PersonId person, ProjectId id) {
        require(person, id, ProjectRole.VIEWER);
        return members.findByKeyProjectOrderBySince(id.value()).stream()
                .map(MemberEntity::member)
                .toList();
    }

    /**
     * Makes somebody a member, or gives a member another role. The last owner stays one.
     *
     * @throws Problem when there is no such person, or the last owner would be none any more
     */
    @Transactional
    public void admit(PersonId person, ProjectId id, PersonId other, ProjectRole role) {
        oneAtATime(id);
        requireToChange(person, id, ProjectRole.OWNER);
        Optional<MemberEntity> member = members.findById(MemberEntity.Key.of(id, other));
        if (accounts.find(other).isEmpty()) {
            throw new Problem(
                    new ProblemCode("NoSuchPerson"),
                    Problem.Kind.PERMANENT,
                    "Nobody here has this id.",
                    "Ask them to sign in once, then add them.");
        }
        if (role != ProjectRole.OWNER && isLastOwner(id, other)) {
            throw lastOwner();
        }
        member.ifPresentOrElse(
                known -> known.become(role),
                () -> members.save(new MemberEntity(MemberEntity.Key.of(id, other), role, clock.instant())));
        audit(person, "project.member", id, other + " is " + role);
        tell(id, other);
    }

    /** Owners take anybody off; everybody may take themselves off. The last owner stays. */
    @Transactional
    public void dismiss(PersonId person, ProjectId id, PersonId other) {
        oneAtATime(id);
        requireToChange(person, id, person.equals(other) ? ProjectRole.VIEWER : ProjectRole.OWNER);
        if (isLastOwner(id, other)) {
            throw lastOwner();
        }
        members.deleteById(MemberEntity.Key.of(id, other));
        audit(person, "project.member", id, other + " is no member any more");
        tell(id, other);
    }

    /** Of two owners who take each other off at the same moment, the second one finds that they are none any more. */
    private void oneAtATime(ProjectId id) {
        projects.lock(id.value());
    }

    private boolean isLastOwner(ProjectId id, PersonId person) {
        List<PersonId> owners = members.findByKeyProjectOrderBySince(id.value()).stream()
                .map(MemberEntity::member)
                .filter(member -> member.role() == ProjectRole.OWNER)
                .map(Member::person)
                .toList();
        return owners.equals(List.of(person));
    }

    private Project change(
            PersonId person, ProjectId id, ProjectRole needed, String action, Function<ProjectEntity, String> change) {
        Project project = requireToChange(person, id, needed);
        ProjectEntity entity = projects.findById(id.value()).orElseThrow(Projects::unknown);
        audit(person, action, id, change.apply(entity));
        tell(id, person);
        return entity.seenBy(project.role());
    }

    private void tell(ProjectId id, PersonId oneMore) {
        Set<PersonId> people = new HashSet<>(Set.of(oneMore));
        members.findByKeyProjectOrderBySince(id.value())
                .forEach(member -> people.add(member.member().person()));
        news.afterCommit(id, people);
    }

    private void audit(PersonId person, String action, ProjectId id, String detail) {
        trail.add(AuditEntry.general(person.value(), action, ("project " + id + " " + detail).strip()));
    }

    private static String checked(String name) {
        String stripped = name.strip();
        boolean readable = stripped.chars().noneMatch(Character::isISOControl);
        if (stripped.isEmpty() || stripped.length() > LONGEST_NAME || !readable) {
            throw new Problem(
                    new ProblemCode("BadProjectName"),
                    Problem.Kind.PERMANENT,
                    "A project's name has 1 to " + LONGEST_NAME + " characters, all in one line.",
                    "Give it another name.",
                    Problem.Words.with(LONGEST_NAME));
        }
        return stripped;
    }

    private static Problem unknown() {
        return new Problem(
                new ProblemCode(STRANGER),
                Problem.Kind.PERMANENT,
                "There is no such project, or you are no member of it.",
                "Look at your projects, or ask an owner to add you.");
    }

    private static Problem lastOwner() {
        return new Problem(
                new ProblemCode("LastOwner"),
                Problem.Kind.PERMANENT,
                "A project keeps at least one owner.",
                "Make somebody else an owner first.");
    }
}
