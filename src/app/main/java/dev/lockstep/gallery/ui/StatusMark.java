package dev.lockstep.gallery.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.lockstep.gallery.Generation;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;

/** Where a picture is on its way: a pill, and a bar while it is being made. */
final class StatusMark extends Div {

    private final StatePill pill = new StatePill(State.WAIT, getTranslation("generation.queued"));
    private final ProgressBar bar = new ProgressBar(0, 100, 0);

    StatusMark() {
        addClassName("status-mark");
        bar.getElement().setAttribute("aria-label", getTranslation("generation.progress"));
        add(pill, bar);
    }

    void show(Generation generation) {
        bar.setVisible(generation.status() == Generation.Status.RUNNING);
        bar.setValue(generation.progress());
        switch (generation.status()) {
            case QUEUED -> pill.show(State.WAIT, getTranslation("generation.queued"));
            case RUNNING -> pill.show(State.WAIT, getTranslation("generation.running", generation.progress()));
            case COMPLETE -> pill.show(State.OK, getTranslation("generation.complete"));
            case FAILED -> pill.show(State.FAIL, getTranslation("generation.failed"));
        }
    }

    /** Convex has not heard of it yet. */
    void showWaiting() {
        bar.setVisible(false);
        pill.show(State.WAIT, getTranslation("generation.pending"));
    }
}
