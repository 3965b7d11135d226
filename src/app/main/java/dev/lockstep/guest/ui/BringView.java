package dev.lockstep.guest.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.PersonId;
import dev.lockstep.guest.Guests;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.time.Moments;
import dev.lockstep.sync.Merge;
import dev.lockstep.sync.Merges;
import dev.lockstep.sync.SyncedRecords;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What somebody wrote in this browser without an account, before anything of it is moved; and what they brought in before. */
@Route(BringView.ROUTE)
@RolesAllowed("MEMBER")
final class BringView extends Page implements HasDynamicTitle {

    static final String ROUTE = "bring";

    private final Merges merges;
    private final SyncedRecords records;
    private final Guests guests;
    private final PersonId person;
    private final Optional<GuestId> guest;
    private final Div offer = new Div();
    private final UnorderedList past = new UnorderedList();
    private Optional<Standing> shown = Optional.empty();

    BringView(Merges merges, SyncedRecords records, Guests guests, GuestBrowser browser, CurrentAccount current) {
        super(
                UI.getCurrent().getTranslation("guest.bring.title"),
                UI.getCurrent().getTranslation("guest.bring.lead"));
        this.merges = merges;
        this.records = records;
        this.guests = guests;
        this.person = current.id().orElseThrow();
        this.guest = browser.guest();
        past.addClassName("guest-past");
        add(card(offer), past);
    }

    private record Standing(List<Merge.Preview> preview, List<Merge> past) {}

    @Override
    protected void onAttach(AttachEvent event) {
        Live.of(this).follow(news -> records.watch(person, news), this::read, this::show);
        show(read());
    }

    private Standing read() {
        return new Standing(guest.map(one -> merges.preview(one, person)).orElse(List.of()), merges.of(person));
    }

    /** Buttons are drawn anew only when there is something new: a click on what has just been replaced is lost. */
    private void show(Standing now) {
        if (shown.equals(Optional.of(now))) {
            return;
        }
        shown = Optional.of(now);
        offer.removeAll();
        if (now.preview().isEmpty()) {
            offer.add(new Paragraph(getTranslation("guest.bring.none")));
        } else {
            offer.add(tables(now.preview()), ways());
        }
        past.removeAll();
        now.past().forEach(one -> past.add(line(one)));
        past.setVisible(!now.past().isEmpty());
    }

    private UnorderedList tables(List<Merge.Preview> preview) {
        var list = new UnorderedList();
        for (Merge.Preview one : preview) {
            var line = new ListItem(
                    getTranslation("guest.bring.table", getTranslation("table." + one.table()), one.brought()));
            if (one.merged() > 0) {
                line.add("; " + getTranslation("guest.bring.both", one.merged()));
            }
            line.add("; " + getTranslation("guest.bring.there", one.there()));
            list.add(line);
        }
        return list;
    }

    private Div ways() {
        var all = new Button(
                getTranslation("guest.bring.all"),
                click -> guest.ifPresent(one -> {
                    run(merges.begin(one, person));
                }));
        all.setDisableOnClick(true);
        all.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var discard = new Button(
                getTranslation("guest.bring.discard"),
                click -> Confirm.ask(
                        getTranslation("guest.bring.discard.ask"),
                        getTranslation("guest.bring.discard.lost"),
                        getTranslation("guest.bring.discard"),
                        getTranslation("guest.bring.discard.keep"),
                        () -> {
                            guest.ifPresent(guests::discard);
                            show(read());
                        }));
        var ways = new Div(all, ButtonLink.to("data", getTranslation("guest.bring.leave")), discard);
        ways.addClassName("guest-note");
        return ways;
    }

    private ListItem line(Merge one) {
        if (one.done().isEmpty()) {
            return new ListItem(getTranslation("guest.bring.under-way", one.records()));
        }
        var line = new ListItem(new Span(getTranslation(
                "guest.bring.done",
                one.records(),
                Moments.dateTime(this, one.done().get()))));
        line.addClassName("guest-note");
        if (one.undone().isPresent()) {
            line.add(new Span(getTranslation("guest.bring.undone", one.kept())));
        } else if (one.undoAsked().isPresent()) {
            line.add(new Span(getTranslation("guest.bring.undoing")));
        } else if (one.records() > 0) {
            line.add(new Button(getTranslation("guest.bring.undo"), click -> {
                if (merges.undo(person, one.id())) {
                    run(one.id());
                }
            }));
        }
        return line;
    }

    /** Goes on by itself when this page is left. */
    private void run(UUID merge) {
        Live.of(this)
                .run(
                        () -> {
                            merges.run(merge);
                            return read();
                        },
                        this::show,
                        trouble -> {
                            Notices.tell(getTranslation("guest.bring.trouble"));
                            shown = Optional.empty();
                            show(read());
                        });
        show(read());
    }

    @Override
    public String getPageTitle() {
        return getTranslation("guest.bring.title") + " · " + getTranslation("app.name");
    }
}
