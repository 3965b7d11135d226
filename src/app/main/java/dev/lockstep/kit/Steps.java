package dev.lockstep.kit;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import java.util.Optional;

/** Things that happen one after the other: each with its state, how long it took, and one line of cause. */
public final class Steps extends OrderedList {

    private static final double MILLIS = 1000.0;

    public Steps() {
        addClassName("steps");
    }

    /** A step that has not begun. */
    public Step step(String name) {
        var step = new Step(name);
        add(step);
        return step;
    }

    /** One of them. */
    public static final class Step extends ListItem {

        private final StatePill pill;
        private final Span time = new Span();
        private final Paragraph cause = new Paragraph();
        private final Paragraph next = new Paragraph();

        private Step(String name) {
            addClassName("step");
            pill = new StatePill(State.IDLE, getTranslation("steps.not-yet"));
            var title = new Span(name);
            title.addClassName("step-name");
            time.addClassName("hint");
            var head = new Div(title, pill, time);
            head.addClassName("step-head");
            cause.addClassName("step-cause");
            next.addClassName("step-next");
            add(head, cause, next);
            say(Optional.empty(), Optional.empty());
        }

        public void running() {
            running(getTranslation("steps.running"));
        }

        /** @param word what is going on */
        public void running(String word) {
            pill.show(State.WAIT, word);
            time.setText("");
            say(Optional.empty(), Optional.empty());
        }

        /**
         * How it ended.
         *
         * @param took zero shows nothing
         * @param why one line
         * @param whatNext what to do about it
         */
        public void ended(State state, String word, Duration took, String why, Optional<String> whatNext) {
            pill.show(state, word);
            time.setText(took.isZero() ? "" : told(took));
            say(Optional.of(why).filter(text -> !text.isBlank()), whatNext);
        }

        private String told(Duration took) {
            long millis = took.toMillis();
            return millis < MILLIS
                    ? getTranslation("steps.took.millis", millis)
                    : getTranslation("steps.took", millis / MILLIS);
        }

        private void say(Optional<String> why, Optional<String> whatNext) {
            cause.setText(why.orElse(""));
            cause.setVisible(why.isPresent());
            next.setText(whatNext.orElse(""));
            next.setVisible(whatNext.isPresent());
        }
    }
}
