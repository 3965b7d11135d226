package dev.lockstep.guest.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.VaadinRequest;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.PersonId;
import dev.lockstep.guest.GuestCookie;
import dev.lockstep.guest.Guests;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.sync.Merge;
import dev.lockstep.sync.Merges;
import java.util.List;
import java.util.Optional;

/** Which guest the browser of a page has the key of, and what a person is told of that. */
@org.springframework.stereotype.Component
public class GuestBrowser {

    private final Guests guests;
    private final Merges merges;
    private final GuestCookie cookie;

    GuestBrowser(Guests guests, Merges merges, GuestCookie cookie) {
        this.guests = guests;
        this.merges = merges;
        this.cookie = cookie;
    }

    /** Of the page's request, so call it on the page's own thread. */
    Optional<GuestId> guest() {
        return Optional.ofNullable(VaadinRequest.getCurrent())
                .flatMap(request -> cookie.key(request.getCookies()))
                .flatMap(guests::known);
    }

    /**
     * A line that leads to what was written in this browser without an account, or to what of it was brought in before; empty
     * where there is neither. Call it on the page's own thread.
     */
    public Optional<Component> note(Component page, PersonId person) {
        long count = guest().map(guest -> merges.preview(guest, person)).orElse(List.of()).stream()
                .mapToLong(table -> table.brought() + table.merged())
                .sum();
        List<Merge> past = count > 0 ? List.of() : merges.of(person);
        if (count == 0 && past.isEmpty()) {
            return Optional.empty();
        }
        var note = new Div();
        note.addClassName("guest-note");
        if (count > 0) {
            note.add(new Span(page.getTranslation("guest.bring.note", count)));
        }
        note.add(ButtonLink.to(
                BringView.ROUTE, page.getTranslation(count > 0 ? "guest.bring.look" : "guest.bring.past")));
        return Optional.of(note);
    }
}
