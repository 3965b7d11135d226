package dev.lockstep.account.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.account.language.Languages;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.Role;
import dev.lockstep.account.profile.ConvexNews;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Page;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Where people edit what they say about themselves, and see which system has it. */
@Route("profile")
@Menu(title = "nav.profile", order = 90, icon = "PERSON")
@RolesAllowed("MEMBER")
final class ProfileView extends Page implements HasDynamicTitle {

    private final Accounts accounts;
    private final ConvexNews convex;
    private final Account account;
    private final ProfileForm form;
    private final ProfileSave save;
    private final WaitingList waiting;
    private final Section waitingCard;
    private final AtomicInteger saves = new AtomicInteger();
    private Runnable again = () -> {};

    ProfileView(
            Accounts accounts,
            ConvexNews convex,
            CurrentAccount current,
            Languages languages,
            AuthenticationContext authentication,
            Clock clock) {
        super(UI.getCurrent().getTranslation("profile.title"), UI.getCurrent().getTranslation("profile.lead"));
        this.accounts = accounts;
        this.convex = convex;
        this.account = current.get();
        form = new ProfileForm(account, "profile");
        save = new ProfileSave(
                form,
                getTranslation("profile.save"),
                (change, picture, progress) -> accounts.save(account.id(), change, picture, progress),
                saved -> {
                    saves.incrementAndGet();
                    showWaiting();
                },
                clock);
        waiting = new WaitingList(accounts, account.id(), this::showWaiting);
        waitingCard = card(new H2(getTranslation("profile.waiting")), waiting);
        add(card(form, save), waitingCard, aboutAccount(languages, authentication));
        showWaiting();
    }

    @Override
    protected void onAttach(AttachEvent event) {
        again = Live.of(this).follow(this::watch, this::read, this::show);
    }

    private Runnable watch(Runnable news) {
        Runnable unwatch = accounts.watch(account.id(), news);
        Runnable unfollow = convex.follow(account.id(), news);
        return () -> {
            unwatch.run();
            unfollow.run();
        };
    }

    /**
     * How the person stands.
     *
     * @param saves how many answers to saves the form had when this was read
     */
    private record Standing(Accounts.HeldUp heldUp, Optional<Account> account, int saves) {}

    private Standing read() {
        int before = saves.get();
        return new Standing(accounts.heldUp(account.id()), accounts.find(account.id()), before);
    }

    private void show(Standing now) {
        showWaiting(now.heldUp());
        if (now.saves() != saves.get()) {
            // What the form shows since its answer is newer than what was read before that.
            again.run();
        } else if (!save.isSaving()) {
            now.account().ifPresent(form::refresh);
        }
    }

    private void showWaiting() {
        showWaiting(accounts.heldUp(account.id()));
    }

    private void showWaiting(Accounts.HeldUp now) {
        waiting.show(now);
        waitingCard.setVisible(!now.oldest().isEmpty());
    }

    private Section aboutAccount(Languages languages, AuthenticationContext authentication) {
        var facts = new DescriptionList();
        facts.addClassName("facts");
        account.email().ifPresent(email -> fact(facts, "profile.account.email", email));
        fact(
                facts,
                "profile.account.role",
                getTranslation(
                        account.role() == Role.ADMIN ? "profile.account.role.admin" : "profile.account.role.member"));
        fact(facts, "profile.account.id", account.id().value());
        var signOut =
                new Button(getTranslation("profile.sign-out"), Glyph.SIGN_OUT.draw(), click -> authentication.logout());
        signOut.addClassName("own-width");
        return card(
                new H2(getTranslation("profile.account")), facts, new LanguageChoice(languages, account.id()), signOut);
    }

    private void fact(DescriptionList facts, String term, String value) {
        facts.add(new DescriptionList.Term(getTranslation(term)), new DescriptionList.Description(value));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("profile.title") + " · " + getTranslation("app.name");
    }
}
