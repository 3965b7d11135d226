package dev.lockstep.admin.ui.people;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.Drift;
import dev.lockstep.account.drift.PersonState;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.people.PersonLook;
import dev.lockstep.account.people.Verdict;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.PeopleDesk;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.language.ProblemWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What an administrator can do to one person: each deed asks first, works off the page and is told on it. */
final class PersonDeeds {

    private final Component page;
    private final PeopleDesk desk;
    private final Runnable begun;
    private final BiConsumer<PersonId, Optional<String>> over;

    /**
     * @param begun called when a deed begins, on the page
     * @param over called after each deed, on the page, with whom it was about and why it was not done
     */
    PersonDeeds(Component page, PeopleDesk desk, Runnable begun, BiConsumer<PersonId, Optional<String>> over) {
        this.page = page;
        this.desk = desk;
        this.begun = begun;
        this.over = over;
    }

    /** The buttons for what can be done as it stands. */
    List<Button> buttons(PersonLook look, String name) {
        PersonId user = look.user();
        List<Button> buttons = new ArrayList<>();
        Optional<Drift> drift =
                look.verdict() instanceof Verdict.OutOfStep(Drift found) ? Optional.of(found) : Optional.empty();
        boolean mendable = drift.filter(found -> found instanceof Drift.Different || found instanceof Drift.Missing)
                .isPresent();
        if (mendable) {
            Button repair = button("users.repair", user, name, by -> desk.bringInStep(by, user));
            repair.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            buttons.add(repair);
        }
        if (drift.filter(Drift.Extra.class::isInstance).isPresent()) {
            buttons.add(danger(button("users.delete", user, name, by -> desk.deleteGone(by, user))));
        }
        boolean living = look.state(Place.CLERK)
                .or(() -> look.state(Place.HERE))
                .filter(state -> !state.deleted())
                .isPresent();
        boolean inClerk = !(look.sides().get(Place.CLERK) instanceof PersonLook.Side.Nobody);
        if (living && inClerk && !desk.isOwn(user)) {
            buttons.add(button("users.sign-out", user, name, by -> desk.signOut(by, user)));
            buttons.add(
                    isBanned(look)
                            ? button("users.unban", user, name, by -> desk.unban(by, user))
                            : danger(button("users.ban", user, name, by -> desk.ban(by, user))));
        }
        return buttons;
    }

    /** By Clerk's word; by that of this site while Clerk cannot be read. */
    private static boolean isBanned(PersonLook look) {
        return look.state(Place.CLERK)
                .or(() -> look.state(Place.HERE))
                .flatMap((PersonState state) -> state.value(ComparedField.BANNED))
                .filter("true"::equals)
                .isPresent();
    }

    private static Button danger(Button button) {
        button.addThemeVariants(ButtonVariant.LUMO_ERROR);
        return button;
    }

    /** @param key where the words of the deed are */
    private Button button(String key, PersonId user, String name, Consumer<Administrator> deed) {
        var button = new Button(
                word(key),
                click -> Confirm.ask(
                        word(key + ".question", name),
                        word(key + ".detail", name),
                        word(key + ".verb"),
                        word("users.keep"),
                        () -> work(user, deed, word(key + ".done", name))));
        button.setAriaLabel(word(key + ".name", name));
        return button;
    }

    private String word(String key, Object... parts) {
        return page.getTranslation(key, parts);
    }

    /** A refusal is an answer; only what nobody expected is a failure. */
    private void work(PersonId user, Consumer<Administrator> deed, String done) {
        Administrator by = desk.administrator();
        begun.run();
        Live.of(page)
                .run(
                        () -> refusal(deed, by),
                        refused -> {
                            if (refused.isEmpty()) {
                                Notices.tell(done);
                            }
                            over.accept(user, refused.map(problem -> ProblemWords.both(page, problem)));
                        },
                        broken -> over.accept(user, Optional.of(word("users.deed.broken"))));
    }

    private static Optional<Problem> refusal(Consumer<Administrator> deed, Administrator by) {
        try {
            deed.accept(by);
            return Optional.empty();
        } catch (Problem problem) {
            return Optional.of(problem);
        }
    }
}
