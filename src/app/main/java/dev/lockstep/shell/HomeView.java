package dev.lockstep.shell;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.account.Difference;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.Face;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.outbox.Failures;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.stream.Collectors;

/** How things stand for the person who came in. */
@Route("home")
@Menu(title = "nav.home", order = 10, icon = "HOME")
@RolesAllowed("MEMBER")
class HomeView extends Page implements HasDynamicTitle {

    private final Accounts accounts;
    private final PersonId person;
    private final Section changes = card();

    HomeView(Accounts accounts, CurrentAccount current, Failures failures) {
        super(
                UI.getCurrent().getTranslation("home.title", current.get().greetingName()),
                UI.getCurrent().getTranslation("home.lead"));
        Account account = current.get();
        this.accounts = accounts;
        this.person = account.id();
        var cards = new Div();
        cards.addClassName("home-grid");
        cards.add(account.onboarded() ? profile(account) : introduction(), changes);
        show(read());
        if (account.role() == Role.ADMIN) {
            cards.add(failures(failures.count()));
        }
        add(cards);
    }

    private Section profile(Account account) {
        var name = new Div();
        var strong = new Element("strong");
        strong.setText(account.displayName());
        name.getElement().appendChild(strong);
        name.add(new Span(account.username()
                .map(username -> "@" + username)
                .or(account::email)
                .orElse("")));
        var who = new Div(new Face(account.imageUrl(), account.displayName()), name);
        who.addClassName("who");
        return card(
                new H2(getTranslation("home.profile")),
                who,
                ButtonLink.to("profile", getTranslation("home.profile.edit")));
    }

    private Section introduction() {
        return card(
                new H2(getTranslation("home.introduce")),
                new Paragraph(getTranslation("home.introduce.detail")),
                ButtonLink.to("onboarding", getTranslation("home.introduce")).main());
    }

    @Override
    protected void onAttach(AttachEvent event) {
        Live.of(this).follow(news -> accounts.watch(person, news), this::read, this::show);
    }

    /** How much has not arrived everywhere, and what was set aside. */
    private record Standing(long waiting, List<Difference> differences) {}

    private Standing read() {
        return new Standing(accounts.countWaiting(person).all(), accounts.differences(person));
    }

    private void show(Standing now) {
        long waiting = now.waiting();
        List<Difference> differences = now.differences();
        changes.removeAll();
        changes.add(new H2(getTranslation("home.sync")), new Div(pill(waiting, differences)));
        if (waiting == 0 && differences.isEmpty()) {
            changes.add(new Paragraph(getTranslation("home.sync.none")));
        }
        if (waiting > 0) {
            changes.add(new Paragraph(getTranslation("home.sync.some")));
        }
        differences.forEach(one -> changes.add(new Paragraph(sentence(one))));
        if (waiting > 0 || !differences.isEmpty()) {
            changes.add(
                    ButtonLink.to("profile", getTranslation(waiting == 0 ? "home.profile.edit" : "home.sync.open")));
        }
    }

    private StatePill pill(long waiting, List<Difference> differences) {
        if (waiting > 0) {
            return new StatePill(State.WAIT, getTranslation("state.waiting", waiting));
        }
        return differences.isEmpty()
                ? new StatePill(State.OK, getTranslation("state.in-step"))
                : new StatePill(State.WAIT, getTranslation("state.set-aside", differences.size()));
    }

    /** Which part differs where, who decided that and why, and what the person can do about it. */
    private String sentence(Difference one) {
        String fields = one.fields().isEmpty()
                ? getTranslation("home.aside.change")
                : one.fields().stream()
                        .map(field -> getTranslation("profile.field." + field))
                        .collect(Collectors.joining(", "));
        String why = one.reason().isEmpty() ? "" : " " + getTranslation("home.aside.reason", one.by(), one.reason());
        return getTranslation("home.aside", fields, one.title()) + why + " " + getTranslation("home.aside.next");
    }

    private Section failures(long count) {
        return card(
                new H2(getTranslation("home.failures")),
                new Paragraph(
                        count == 0
                                ? getTranslation("home.failures.none")
                                : getTranslation("home.failures.some", count)),
                ButtonLink.to("admin/failures", getTranslation("home.failures.open")));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("nav.home") + " · " + getTranslation("app.name");
    }
}
