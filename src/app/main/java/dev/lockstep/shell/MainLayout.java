package dev.lockstep.shell;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.RouterLayout;
import com.vaadin.flow.server.menu.MenuConfiguration;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import dev.lockstep.kit.Attention;
import dev.lockstep.kit.Face;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.outbox.change.PendingCount;
import jakarta.annotation.security.PermitAll;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The frame around every page of a signed-in person, or of a guest: navigation at the side, below on phones; a header with the state
 * of their changes, the environment and the way to their profile. The menu is what the pages say about themselves.
 */
@Layout
@PermitAll
class MainLayout extends Div implements RouterLayout, AfterNavigationObserver {

    private static final String CONTENT = "content";

    private final Accounts accounts;
    private final CurrentAccount current;
    private final Main content = new Main();
    private final Navigation navigation;
    private final Optional<Role> role;
    private final Anchor skip = new Anchor("", getTranslation("app.skip"));
    private final Face face = new Face(Optional.empty(), "");
    private final Attentions attentions;
    private Runnable refresh = () -> {};
    private boolean fresh;
    private final StatePill pill = new StatePill(State.OK, getTranslation("state.in-step"));

    MainLayout(
            Accounts accounts, CurrentAccount current, Environment environment, ObjectProvider<Attention> attention) {
        this.accounts = accounts;
        this.current = current;
        this.role = current.find().map(Account::role);
        this.attentions = new Attentions(attention.orderedStream().toList());
        this.navigation = new Navigation(
                MenuConfiguration.getMenuEntries(), attentions, current.guest().isPresent() ? "data" : "home");
        addClassName("frame");
        content.setId(CONTENT);
        content.addClassName("frame-main");
        content.getElement().setAttribute("tabindex", "-1");
        var main = new Div(attentions);
        current.guest().ifPresent(guest -> main.add(new GuestNote()));
        main.add(content);
        main.addClassName("frame-body");
        add(skipLink(), navigation, header(environment), main);
    }

    private Anchor skipLink() {
        skip.addClassName("skip-link");
        skip.setRouterIgnore(true);
        return skip;
    }

    private Header header(Environment environment) {
        var header = new Header(navigation.brand(), pill);
        header.addClassName("frame-header");
        if (!environment.name().isEmpty()) {
            header.add(badge(environment));
        }
        if (current.guest().isPresent()) {
            pill.show(State.IDLE, getTranslation("guest.state"));
        } else {
            header.add(me(current.get()));
        }
        return header;
    }

    private Anchor me(Account account) {
        face.show(account.imageUrl(), account.displayName());
        var me = new Anchor("profile", face);
        me.addClassName("me");
        me.getElement().setAttribute("aria-label", getTranslation("nav.profile") + ": " + account.displayName());
        return me;
    }

    private Span badge(Environment environment) {
        var name = new Span(environment.name());
        var words = new Span(name);
        if (!environment.emulated().isEmpty()) {
            name.setText(getTranslation("environment.local"));
            var detail = new Span(": " + getTranslation("environment.emulated." + environment.emulated()));
            detail.addClassName("detail");
            words.add(detail);
        }
        var badge = new Span(Glyph.LAPTOP.draw(), words);
        badge.addClassName("environment");
        return badge;
    }

    @Override
    public void showRouterLayoutContent(HasElement page) {
        content.getElement().removeAllChildren();
        content.getElement().appendChild(page.getElement());
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        if (!role.equals(current.find().map(Account::role))) {
            // The menu and what asks for attention are made for a role.
            event.getLocationChangeEvent().getUI().getPage().reload();
            return;
        }
        String path = event.getLocation().getPath();
        // The whole address: the page has a base, against which a bare "#content" would lead to the welcome page.
        skip.setHref(event.getLocation().getPathWithQueryParameters() + "#" + CONTENT);
        navigation.at(path);
        attentions.at(path);
        if (!fresh) {
            refresh.run();
        }
        fresh = false;
    }

    /** The first reading is on the page's thread, so that nobody sees a wrong state flash. */
    @Override
    protected void onAttach(AttachEvent event) {
        current.id().ifPresent(id -> {
            Live live = Live.of(this);
            Runnable standing = live.follow(news -> accounts.watch(id, news), () -> read(id), this::show);
            show(read(id));
            Runnable asking = attentions.follow(live);
            refresh = () -> {
                standing.run();
                asking.run();
            };
            fresh = true;
        });
    }

    /** How a person stands; counted, never listed, since this is read at each navigation. */
    private record Standing(PendingCount waiting, int setAside, Optional<Account> account) {}

    private Standing read(PersonId person) {
        PendingCount waiting = accounts.countWaiting(person);
        int setAside = waiting.all() == 0 ? accounts.differences(person).size() : 0;
        // A new picture has its address only once Clerk has taken it.
        return new Standing(waiting, setAside, accounts.find(person));
    }

    private void show(Standing now) {
        now.account().ifPresent(account -> face.show(account.imageUrl(), account.displayName()));
        long stopped = now.waiting().stopped();
        if (stopped > 0) {
            pill.show(
                    State.FAIL,
                    stopped == 1 ? getTranslation("state.needs-you-one") : getTranslation("state.needs-you", stopped));
        } else if (now.waiting().all() > 0) {
            pill.show(State.WAIT, getTranslation("state.waiting", now.waiting().all()));
        } else if (now.setAside() > 0) {
            pill.show(State.WAIT, getTranslation("state.set-aside", now.setAside()));
        } else {
            pill.show(State.OK, getTranslation("state.in-step"));
        }
    }
}
