package dev.lockstep.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.LockstepApp;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.Member;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.auth.AuthChoice;
import dev.lockstep.project.auth.AuthPlan;
import dev.lockstep.project.connection.ConnectedProjects.Parting;
import dev.lockstep.project.grant.GrantId;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.sandbox.process.SandboxKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose projects are whose, and who may do what with them. */
@Tag("wire")
class ProjectsTest {

    private final LockstepApp app = LockstepApp.shared();
    private final Projects projects = app.bean(Projects.class);
    private final Connections connections = app.bean(Connections.class);
    private final List<Object> doors = List.of(
            projects,
            connections,
            app.bean(Deployments.class),
            app.bean(Variables.class),
            app.bean(VariableDefaults.class),
            app.bean(Functions.class),
            app.bean(Data.class),
            app.bean(AuthSetups.class),
            app.bean(DevServers.class),
            app.bean(CodeFiles.class));

    private PersonId person(String name) {
        return app.settle(name.toLowerCase() + "." + System.nanoTime() + "@example.com", name);
    }

    @Test
    void showsEveryoneTheirOwn() {
        PersonId mary = person("Mary");
        PersonId percy = person("Percy");

        Project first = projects.create(mary, "  Frankenstein ");
        Project second = projects.create(mary, "Mathilda");
        projects.create(percy, "Ozymandias");
        projects.admit(mary, first.id(), percy, ProjectRole.VIEWER);
        projects.archive(mary, first.id());

        assertThat(first.name()).isEqualTo("Frankenstein");
        assertThat(projects.of(mary)).extracting(Project::name).containsExactly("Mathilda", "Frankenstein");
        assertThat(projects.of(mary)).extracting(Project::isArchived).containsExactly(false, true);
        assertThat(projects.of(percy)).extracting(Project::role).containsExactly(ProjectRole.OWNER, ProjectRole.VIEWER);
        projects.takeBack(mary, first.id());
        assertThat(projects.find(mary, first.id()))
                .hasValueSatisfying(it -> assertThat(it.isArchived()).isFalse());
        assertThat(projects.rename(mary, second.id(), "Valperga").name()).isEqualTo("Valperga");
    }

    @Test
    void takesOnlyNamesThatCanBeRead() {
        PersonId mary = person("Mary");

        for (String name : List.of("", "   ", "x".repeat(101), "two\nlines", "a\0b")) {
            assertThat(refusal(() -> projects.create(mary, name))).as(name).isEqualTo("BadProjectName");
        }
        assertThat(projects.create(mary, "ü".repeat(100)).name()).hasSize(100);
        assertThat(projects.create(mary, "<b>Frankenstein</b>").name()).isEqualTo("<b>Frankenstein</b>");
    }

    /** Every method of the doors that takes a project, whoever adds the next one. */
    @Test
    void keepsOthersProjectsAsUnknownAsMissingOnes() throws Exception {
        PersonId mary = person("Mary");
        PersonId stranger = person("Victor");
        ProjectId foreign = projects.create(mary, "Frankenstein").id();
        var missing = new ProjectId(UUID.randomUUID());
        int asked = 0;

        for (Object door : doors) {
            for (Method method : methods(door)) {
                String toForeign = answer(door, method, stranger, foreign, mary);
                assertThat(toForeign).as(method.getName()).isEqualTo(answer(door, method, stranger, missing, mary));
                assertThat(toForeign)
                        .as(method.getName())
                        .isIn(
                                "Optional.empty",
                                "ProjectNotFound: There is no such project, or you are no member of it.");
                asked++;
            }
        }

        assertThat(asked).isGreaterThan(30);
        assertThat(projects.members(mary, foreign)).extracting(Member::person).containsExactly(mary);
    }

    /** A door that took a project would have to remember to ask who may what with it. */
    @Test
    void givesNothingOfAProjectWithoutAProof() {
        assertThat(doors.stream()
                        .filter(door -> door != projects)
                        .flatMap(door -> Arrays.stream(door.getClass().getDeclaredMethods()))
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .filter(method -> Stream.of(method.getParameterTypes())
                                .anyMatch(type -> type == ProjectId.class || type == Target.class)))
                .isEmpty();
    }

    /** Pages stay open for hours: what they keep is the visit. */
    @Test
    void provesARoleAnewEachTime() {
        PersonId mary = person("Mary");
        PersonId percy = person("Percy");
        ProjectId id = projects.create(mary, "Frankenstein").id();
        projects.admit(mary, id, percy, ProjectRole.OWNER);
        Visit visit = projects.visit(percy, id);
        assertThat(visit.asOwner().person()).isEqualTo(percy);

        projects.admit(mary, id, percy, ProjectRole.EDITOR);
        assertThat(refusal(visit::asOwner)).isEqualTo("RoleTooSmall");
        assertThat(visit.toChangeAsEditor().project()).isEqualTo(id);

        projects.dismiss(mary, id, percy);
        assertThat(refusal(visit::asViewer)).isEqualTo("ProjectNotFound");
        assertThat(refusal(visit::toChangeAsEditor)).isEqualTo("ProjectNotFound");
    }

    /** Looking does not count against what somebody may do in a short while; each change does, once. */
    @Test
    void countsProofsForChangesOnly() {
        PersonId mary = person("Mary");
        Visit visit = projects.visit(mary, projects.create(mary, "Frankenstein").id());
        int changes = 0;
        while (changes < 1000 && refusal(visit::toChangeAsOwner).isEmpty()) {
            changes++;
        }

        assertThat(changes).isBetween(1, 999);
        assertThat(refusal(visit::toChangeAsEditor)).isEqualTo("TooManyRequests");
        assertThat(refusal(visit::asOwner)).isEmpty();
    }

    @Test
    void letsRolesDoWhatTheyMay() throws Exception {
        PersonId mary = person("Mary");
        PersonId editor = person("Edith");
        PersonId viewer = person("Victor");
        ProjectId id = projects.create(mary, "Frankenstein").id();
        projects.admit(mary, id, editor, ProjectRole.EDITOR);
        projects.admit(mary, id, viewer, ProjectRole.VIEWER);

        projects.rename(editor, id, "Prometheus");
        assertThat(refusal(() -> projects.rename(viewer, id, "Mine"))).isEqualTo("RoleTooSmall");
        assertThat(connections
                        .of(projects.visit(viewer, id).asViewer())
                        .project()
                        .name())
                .isEqualTo("Prometheus");
        assertThat(projects.members(viewer, id)).hasSize(3);
        List<String> ownersOnly = List.of(
                "archive",
                "takeBack",
                "admit",
                "dismiss",
                "authorize",
                "withTeam",
                "choices",
                "select",
                "again",
                "cancel",
                "selfHosted",
                "disconnect",
                "createProduction",
                "pause",
                "resume");
        var refused = new ArrayList<String>();
        for (Object door : doors) {
            for (Method method : methods(door)) {
                String toEditor = answer(door, method, editor, id, mary);
                if (toEditor.startsWith("RoleTooSmall")) {
                    refused.add(method.getName());
                    assertThat(answer(door, method, viewer, id, mary)).startsWith("RoleTooSmall");
                }
            }
        }
        assertThat(refused).containsAll(ownersOnly);
        projects.dismiss(viewer, id, viewer);
        assertThat(projects.find(viewer, id)).isEmpty();
    }

    @Test
    void keepsAnOwner() {
        PersonId mary = person("Mary");
        PersonId percy = person("Percy");
        ProjectId id = projects.create(mary, "Frankenstein").id();

        assertThat(refusal(() -> projects.dismiss(mary, id, mary))).isEqualTo("LastOwner");
        assertThat(refusal(() -> projects.admit(mary, id, mary, ProjectRole.VIEWER)))
                .isEqualTo("LastOwner");
        assertThat(refusal(() -> projects.admit(mary, id, new PersonId("user_nobody"), ProjectRole.OWNER)))
                .isEqualTo("NoSuchPerson");
        projects.admit(mary, id, percy, ProjectRole.OWNER);
        projects.dismiss(mary, id, mary);
        assertThat(projects.members(percy, id)).extracting(Member::person).containsExactly(percy);
        assertThatThrownBy(() -> projects.members(mary, id)).isInstanceOf(Problem.class);
    }

    /** Each counted two owners and took the other one off: nobody was left who could do anything. */
    @Test
    void keepsAnOwnerWhenTwoTakeEachOtherOffAtTheSameMoment() throws Exception {
        for (int round = 0; round < 5; round++) {
            PersonId mary = person("Mary");
            PersonId percy = person("Percy");
            ProjectId id = projects.create(mary, "Frankenstein").id();
            projects.admit(mary, id, percy, ProjectRole.OWNER);
            var together = new CyclicBarrier(2);

            try (var threads = Executors.newFixedThreadPool(2)) {
                List<Future<String>> told = Stream.of(List.of(mary, percy), List.of(percy, mary))
                        .map(pair -> threads.submit(() -> {
                            together.await();
                            return refusal(() -> projects.dismiss(pair.get(0), id, pair.get(1)));
                        }))
                        .toList();
                List<String> both = List.of(told.get(0).get(), told.get(1).get());
                assertThat(both).containsExactlyInAnyOrder("", "ProjectNotFound");
            }

            boolean maryStays = projects.find(mary, id).isPresent();
            assertThat(projects.members(maryStays ? mary : percy, id))
                    .extracting(Member::role)
                    .containsExactly(ProjectRole.OWNER);
        }
    }

    private static List<Method> methods(Object door) {
        Class<?> type =
                door.getClass().getSimpleName().contains("$$") ? door.getClass().getSuperclass() : door.getClass();
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() != Visit.class)
                .filter(method -> Arrays.stream(method.getParameterTypes())
                        .anyMatch(given -> given == ProjectId.class
                                || given == Target.class
                                || Visit.Viewer.class.isAssignableFrom(given)))
                .toList();
    }

    private String answer(Object door, Method method, PersonId person, ProjectId project, PersonId other)
            throws Exception {
        var arguments = new ArrayList<>();
        try {
            for (Class<?> type : method.getParameterTypes()) {
                boolean first = type == PersonId.class && !arguments.contains(person);
                arguments.add(
                        Visit.Viewer.class.isAssignableFrom(type)
                                ? proof(type, projects.visit(person, project))
                                : first ? person : argument(type, project, other));
            }
            return String.valueOf(method.invoke(door, arguments.toArray()));
        } catch (Problem refused) {
            return told(refused);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Problem problem) {
                return told(problem);
            }
            throw new AssertionError(method + " failed", e.getCause());
        }
    }

    private static String told(Problem problem) {
        return problem.code() + ": " + problem.sentence();
    }

    private static Visit.Viewer proof(Class<?> type, Visit visit) {
        return Stream.<Supplier<? extends Visit.Viewer>>of(
                        visit::asViewer,
                        visit::asEditor,
                        visit::asOwner,
                        visit::toChangeAsEditor,
                        visit::toChangeAsOwner)
                .map(Supplier::get)
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static Object argument(Class<?> type, ProjectId project, PersonId other) {
        List<Object> known = List.of(
                project,
                Target.of(project),
                other,
                ProjectRole.VIEWER,
                Confirmed.NO,
                Mode.ONCE,
                SandboxKind.LOCAL,
                List.of(),
                Map.of(),
                Parting.FORGET,
                new Choice.Fresh("Frankenstein"),
                new GrantId(UUID.randomUUID()),
                URI.create("http://localhost/convex/callback"),
                new AuthChoice.ConvexAuth("https://app.example"),
                new AuthPlan(
                        new AuthChoice.ConvexAuth("https://app.example"),
                        Optional.empty(),
                        "",
                        List.of(),
                        List.of(),
                        List.of()),
                Optional.empty(),
                "a text");
        Optional<Object> fits = known.stream().filter(type::isInstance).findFirst();
        return fits.orElseGet(() -> {
            if (type == Runnable.class) {
                return (Runnable) () -> {};
            }
            throw new AssertionError("No argument of the type " + type);
        });
    }

    private static String refusal(Runnable work) {
        Problem problem = catchThrowableOfType(Problem.class, work::run);
        return problem == null ? "" : problem.code().text();
    }
}
