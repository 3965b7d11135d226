package dev.lockstep.shell;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.router.RouteData;
import dev.lockstep.AsGuest;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.Projects;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.test.context.support.WithAnonymousUser;

/** Who sees which page, for all pages that there are: one that has no rule here fails the test. */
class PageAuthorisationTest extends ViewTest {

    private enum For {
        EVERYBODY,
        GUESTS_TOO,
        SIGNED_IN,
        ADMINISTRATORS
    }

    private static final Map<String, For> RULES = Map.ofEntries(
            entry("", For.EVERYBODY),
            entry("onboarding", For.SIGNED_IN),
            entry("home", For.SIGNED_IN),
            entry("profile", For.SIGNED_IN),
            entry("gallery", For.SIGNED_IN),
            entry("create", For.SIGNED_IN),
            entry("generations/:___url_parameter", For.SIGNED_IN),
            entry("data/:table?", For.GUESTS_TOO),
            entry("data/conflicts", For.SIGNED_IN),
            entry("bring", For.SIGNED_IN),
            entry("projects", For.SIGNED_IN),
            entry("projects/:___url_parameter", For.SIGNED_IN),
            entry("admin/users", For.ADMINISTRATORS),
            entry("admin/failures", For.ADMINISTRATORS),
            entry("admin/webhooks", For.ADMINISTRATORS),
            entry("admin/reconciliation", For.ADMINISTRATORS),
            entry("admin/audit", For.ADMINISTRATORS),
            entry("admin/setup", For.ADMINISTRATORS),
            entry("admin/health", For.ADMINISTRATORS));

    @Autowired
    private Projects projects;

    @Test
    @WithAnonymousUser
    void hasARuleForEveryPage() {
        assertThat(routes()).extracting(RouteData::getTemplate).containsExactlyInAnyOrderElementsOf(RULES.keySet());
    }

    @Test
    @WithAnonymousUser
    void showsNobodyButWhatIsForEverybody() {
        assertThat(seen()).isEqualTo(pages(EnumSet.of(For.EVERYBODY)));
    }

    @Test
    @AsGuest("guest_pages")
    void showsGuestsTheRecordsAndNothingElse() {
        assertThat(seen()).isEqualTo(pages(EnumSet.of(For.EVERYBODY, For.GUESTS_TOO)));
    }

    @Test
    @AsGuest("guest_pages")
    void offersGuestsNoWayThatIsClosedToThem() {
        UI.getCurrent().navigate("data/tasks");

        assertThat($(Anchor.class).all())
                .extracting(Anchor::getHref)
                .filteredOn(href -> RULES.containsKey(href))
                .isEmpty();
        assertThat($(GuestNote.class).single().getElement().getTextRecursively())
                .contains("without an account");
    }

    @Test
    @SignedIn("user_pages_member")
    void showsMembersWhatIsNotForAdministrators() {
        assertThat(seen()).isEqualTo(pages(EnumSet.of(For.EVERYBODY, For.GUESTS_TOO, For.SIGNED_IN)));
    }

    @Test
    @SignedIn(value = "user_pages_admin", role = Role.ADMIN)
    void showsAdministratorsAll() {
        assertThat(seen()).isEqualTo(RULES.keySet());
    }

    @Test
    @SignedIn("user_pages_owner")
    void showsAProjectToItsOwner() {
        assertThat(project("user_pages_owner")).contains("Prometheus");
    }

    @Test
    @SignedIn("user_pages_stranger")
    void showsAStrangerThatThereIsNoSuchProject() {
        assertThat(project("user_pages_somebody")).contains("no such project").doesNotContain("Prometheus");
    }

    @Test
    @SignedIn(value = "user_pages_admin", role = Role.ADMIN)
    void showsAnAdministratorNoProjectOfOthers() {
        assertThat(project("user_pages_somebody")).contains("no such project").doesNotContain("Prometheus");
    }

    private String project(String owner) {
        var id = projects.create(new PersonId(owner), "Prometheus").id();
        UI.getCurrent().navigate("projects/" + id);
        return pageText();
    }

    private static List<RouteData> routes() {
        return RouteConfiguration.forApplicationScope().getAvailableRoutes();
    }

    private static Set<String> pages(Set<For> whose) {
        return RULES.entrySet().stream()
                .filter(rule -> whose.contains(rule.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The pages that come when one goes there. */
    private static Set<String> seen() {
        var seen = new HashSet<String>();
        for (RouteData route : routes()) {
            UI.getCurrent().navigate("an-address-that-leads-nowhere");
            UI.getCurrent()
                    .navigate(route.getTemplate()
                            .replace(":table?", "tasks")
                            .replaceAll(":.*", "01890a5d-ac96-774b-bcce-b302099a8057"));
            boolean shown = UI.getCurrent().getActiveRouterTargetsChain().stream()
                    .anyMatch(page -> page.getClass().equals(route.getNavigationTarget()));
            if (shown) {
                seen.add(route.getTemplate());
            }
        }
        return seen;
    }
}
