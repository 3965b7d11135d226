package dev.lockstep.project;

import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;

/**
 * Somebody at one of a project's deployments. It proves nothing, so a page may keep it for as long as it is open: what the
 * person may do is looked up anew with every proof that is asked of it. {@link Projects#visit} begins one.
 *
 * <p>The doors take the proofs. Only this class makes them, each for the one call that follows: a role may be gone the moment
 * after. Do not keep one.
 */
public final class Visit {

    private final Projects projects;
    private final PersonId person;
    private final Target target;

    Visit(Projects projects, PersonId person, Target target) {
        this.projects = projects;
        this.person = person;
        this.target = target;
    }

    public PersonId person() {
        return person;
    }

    public Target target() {
        return target;
    }

    public ProjectId project() {
        return target.project();
    }

    /** The same person at the deployment that the project is connected to. */
    public Visit connected() {
        return new Visit(projects, person, Target.of(project()));
    }

    /** The same person at the deployment that is looked at there. */
    public Visit at(Connection seen) {
        return new Visit(projects, person, new Target(project(), seen.target().deployment()));
    }

    /** @throws Problem when there is no such project for this person */
    public Viewer asViewer() {
        return new Viewer(target, person, require(ProjectRole.VIEWER));
    }

    /** @throws Problem when there is no such project for this person, or their role is not enough */
    public Editor asEditor() {
        return new Editor(target, person, require(ProjectRole.EDITOR));
    }

    /** @throws Problem when there is no such project for this person, or their role is not enough */
    public Owner asOwner() {
        return new Owner(target, person, require(ProjectRole.OWNER));
    }

    private Project require(ProjectRole needed) {
        return projects.require(person, project(), needed);
    }

    /**
     * For one change, or one thing that takes effort; it counts against what a person may do in a short while.
     *
     * @throws Problem as {@link #asEditor}, and when this person has changed too much
     */
    public ChangingEditor toChangeAsEditor() {
        return new ChangingEditor(target, person, requireToChange(ProjectRole.EDITOR));
    }

    /**
     * For one change, or one thing that takes effort; it counts against what a person may do in a short while.
     *
     * @throws Problem as {@link #asOwner}, and when this person has changed too much
     */
    public ChangingOwner toChangeAsOwner() {
        return new ChangingOwner(target, person, requireToChange(ProjectRole.OWNER));
    }

    private Project requireToChange(ProjectRole needed) {
        return projects.requireToChange(person, project(), needed);
    }

    /** Proof that a member is asking. */
    public static sealed class Viewer permits Editor {

        private final Target target;
        private final PersonId person;
        private final Project seen;

        private Viewer(Target target, PersonId person, Project seen) {
            this.target = target;
            this.person = person;
            this.seen = seen;
        }

        PersonId person() {
            return person;
        }

        Target target() {
            return target;
        }

        ProjectId project() {
            return target.project();
        }

        /** As they see it. */
        Project seen() {
            return seen;
        }
    }

    /** Proof that an editor or an owner is asking. */
    public static sealed class Editor extends Viewer permits Owner, ChangingEditor {

        private Editor(Target target, PersonId person, Project seen) {
            super(target, person, seen);
        }
    }

    /** Proof that an owner is asking. */
    public static sealed class Owner extends Editor permits ChangingOwner {

        private Owner(Target target, PersonId person, Project seen) {
            super(target, person, seen);
        }
    }

    /** Proof that an editor or an owner is about to change something, and has not changed too much. */
    public static final class ChangingEditor extends Editor {

        private ChangingEditor(Target target, PersonId person, Project seen) {
            super(target, person, seen);
        }
    }

    /** Proof that an owner is about to change something, and has not changed too much. */
    public static final class ChangingOwner extends Owner {

        private ChangingOwner(Target target, PersonId person, Project seen) {
            super(target, person, seen);
        }
    }
}
