package dev.lockstep.account.ui;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import dev.lockstep.account.Accounts;
import dev.lockstep.core.PersonId;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.State;
import dev.lockstep.kit.SystemChip;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.outbox.Waiting;

/** A person's own changes that have not arrived everywhere, each with its reason and a way to send it now. */
final class WaitingList extends UnorderedList {

    private final Accounts accounts;
    private final PersonId user;
    private final Runnable changed;

    WaitingList(Accounts accounts, PersonId user, Runnable changed) {
        this.accounts = accounts;
        this.user = user;
        this.changed = changed;
        addClassName("waiting-list");
    }

    void show(Accounts.HeldUp heldUp) {
        removeAll();
        heldUp.oldest().forEach(change -> add(chip(change)));
        if (heldUp.more()) {
            var more = new ListItem(getTranslation("profile.waiting.more"));
            more.addClassName("hint");
            add(more);
        }
    }

    private SystemChip chip(Waiting change) {
        String key = change.stopped() ? "profile.waiting.stopped" : "profile.waiting.detail";
        var chip = new SystemChip(SaveChips.system(change.destination()), change.title());
        chip.show(change.stopped() ? State.FAIL : State.WAIT, getTranslation(key, change.attempts(), said(change)));
        return chip.action(
                getTranslation("profile.retry"),
                getTranslation("profile.retry.name", change.title()),
                () -> retry(change));
    }

    /** Why it has not arrived. */
    private String said(Waiting change) {
        return change.error().map(error -> ProblemWords.said(this, error)).orElse("");
    }

    private void retry(Waiting change) {
        Live.of(this)
                .run(
                        () -> accounts.retry(user, change.id()),
                        left -> {
                            Notices.tell(left.map(
                                            still -> getTranslation("profile.retry.still", change.title(), said(still)))
                                    .orElseGet(() -> getTranslation("profile.retry.done", change.title())));
                            changed.run();
                        },
                        failure -> changed.run());
    }
}
