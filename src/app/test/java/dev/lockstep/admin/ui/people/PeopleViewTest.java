package dev.lockstep.admin.ui.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.people.PeopleFilter;
import dev.lockstep.account.people.PeopleFilter.Show;
import dev.lockstep.account.person.Role;
import dev.lockstep.admin.PeopleDesk;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.core.PersonId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class PeopleViewTest extends ViewTest {

    @Autowired
    private PeopleDesk desk;

    @Autowired
    private ClerkClient clerk;

    @Autowired
    private JdbcTemplate jdbc;

    @Test
    @SignedIn(value = "user_people_1", firstName = "Ada", lastName = "Admin", role = Role.ADMIN)
    void listsAndFiltersByWhatTheAddressSays() {
        person("user_listed_banned", "Bertha", "banned", "true");
        person("user_listed_gone", "Gerda", "deleted_at", "now()");
        person("user_listed_new", "Nora", "banned", "false");

        open(Map.of("find", "user_listed_", "order", "name"));
        Grid<?> grid = $(Grid.class).single();
        assertThat(test(grid).size()).isEqualTo(3);
        assertThat(test(grid).getCellText(0, 1)).isEqualTo("user_listed_banned@example.com");
        assertThat(test(grid).getCellText(2, 3)).isEqualTo("never");
        assertThat(pageText()).contains("3 people");

        open(Map.of("find", "user_listed_", "show", "banned"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(1);
        assertThat($(Select.class).all()).extracting(Select::getValue).contains(Show.BANNED);
        open(Map.of("find", "user_listed_", "show", "never"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(2);
        open(Map.of("find", "USER_PEOPLE_1", "show", "administrators", "order", "nonsense"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(1);
        open(Map.of("find", "nobody has this name"));
        assertThat(pageText()).contains("Nobody fits");
        jdbc.update("update account set banned = false");
        open(Map.of("show", "banned"));
        assertThat(pageText()).contains("Nobody is banned");

        test($(Button.class).withText("Show everybody").single()).click();

        assertThat($(Grid.class).all()).isNotEmpty();
        assertThat($(TextField.class).single().getValue()).isEmpty();
    }

    @Test
    @SignedIn(value = "user_people_2", firstName = "Ada", role = Role.ADMIN)
    void bringsInStepBansAndLiftsTheBanAfterAsking() {
        ClerkUser grace = clerk.users(500, 0).stream()
                .filter(user -> user.email().filter("grace@example.com"::equals).isPresent())
                .findFirst()
                .orElseThrow();
        jdbc.update("delete from account where id = ?", grace.id());

        open(Map.of("person", grace.id()));
        assertThat(pageText()).contains("Asking Clerk and Convex…");
        awaitPage("Clerk’s time of this state");
        assertThat(pageText()).contains("Missing").contains("grace@example.com");
        confirm("Bring in step…", "Bring in step");
        awaitUntil(() -> desk.find(new PersonId(grace.id())).isPresent());
        awaitPage("Brought in step");
        awaitPage("Ban…");

        test(button("Ban…")).click();
        assertThat($(Dialog.class).single().getElement().getTextRecursively()).contains("Nothing of theirs is deleted");
        test($(Button.class, $(Dialog.class).single())
                        .withText("Change nothing")
                        .single())
                .click();
        assertThat(clerk.findUser(grace.id()).orElseThrow().banned()).isFalse();
        confirm("Ban…", "Ban");
        awaitPage("Lift the ban…");
        assertThat(clerk.findUser(grace.id()).orElseThrow().banned()).isTrue();
        assertThat(desk.find(new PersonId(grace.id())).orElseThrow().banned()).isTrue();
        confirm("Lift the ban…", "Lift the ban");
        awaitPage("Ban…");
        assertThat(clerk.findUser(grace.id()).orElseThrow().banned()).isFalse();
    }

    @Test
    @SignedIn(value = "user_people_3", firstName = "Ada", role = Role.ADMIN)
    void opensFromTheList() {
        person("user_opened", "Olga", "banned", "false");
        open(Map.of("find", "user_opened"));

        test($(Grid.class).single()).clickRow(0);

        awaitPage("Delete here and in Convex…");
        assertThat(pageText()).contains("Deleted in Clerk, here still.", "Latest in the audit trail");
        assertThat($(Button.class).withText("Ban…").all()).isEmpty();
    }

    @Test
    @SignedIn(value = "user_people_4", firstName = "Ada", role = Role.ADMIN)
    void saysWhenThereIsNobodyAndOffersNoWayToLockOneselfOut() {
        open(Map.of("person", "user_nobody_ever"));
        awaitPage("There is no such person");

        open(Map.of("person", "user_people_4"));
        awaitPage("This is your own account");
        assertThat($(Button.class).withText("Ban…").all()).isEmpty();
        assertThat($(Button.class).withText("Sign out everywhere…").all()).isEmpty();
    }

    @Test
    void saysInTheAddressWhatIsShown() {
        var shown = new PeopleQuery(
                new PeopleFilter("ada", Show.BANNED, PeopleFilter.Order.NAME), Optional.of(new PersonId("user_ada")));

        assertThat(shown.address()).isEqualTo("admin/users?person=user_ada&find=ada&show=banned&order=name");
        assertThat(PeopleQuery.of(QueryParameters.fromString(shown.address().split("\\?")[1])))
                .isEqualTo(shown);
        assertThat(PeopleQuery.NOTHING.address()).isEqualTo("admin/users");
    }

    @Test
    @SignedIn("user_people_5")
    void doesNotExistForAnybodyElse() {
        UI.getCurrent().navigate("admin/users");

        assertThat(pageText()).contains("There is nothing here");
        assertThatThrownBy(() -> desk.page(PeopleFilter.ALL, 0, 10)).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> desk.administrator()).isInstanceOf(SecurityException.class);
    }

    private void confirm(String button, String verb) {
        test(button(button)).click();
        test($(Button.class, $(Dialog.class).single()).withText(verb).single()).click();
    }

    private Button button(String text) {
        return $(Button.class).withText(text).single();
    }

    private static void open(Map<String, String> address) {
        UI.getCurrent().navigate(PeopleView.class, QueryParameters.simple(address));
    }

    /** @param column set to this SQL */
    private void person(String id, String firstName, String column, String value) {
        jdbc.update("delete from account where id = ?", id);
        jdbc.update("""
                insert into account (id, email, first_name, interests, role, created_at, updated_at, version)
                values (?, ?, ?, '[]', 'MEMBER', now(), now(), 0)
                """, id, id + "@example.com", firstName);
        jdbc.update("update account set " + column + " = " + value + " where id = ?", id);
    }
}
