package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.admin.Operations;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which failures are chosen, to be sent again together; a bar that shows itself while any is. */
final class ChosenFailures extends Div {

    private final Operations operations;
    private final Runnable changed;
    private final Set<ChangeId> chosen = new LinkedHashSet<>();
    private final Span count = new Span();
    private final Button retry;

    /** @param changed is told when another one is chosen, and when those chosen have moved */
    ChosenFailures(Operations operations, Runnable changed) {
        this.operations = operations;
        this.changed = changed;
        addClassNames("toolbar", "chosen-bar");
        getElement().setAttribute("role", "status");
        retry = new Button(getTranslation("failures.chosen.retry"), Glyph.RETRY.draw(), click -> retry());
        retry.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_SMALL);
        var clear = new Button(getTranslation("failures.chosen.clear"), click -> clear());
        clear.addThemeVariants(ButtonVariant.LUMO_SMALL);
        add(count, new Div(retry, clear));
        show();
    }

    boolean has(ChangeId change) {
        return chosen.contains(change);
    }

    void choose(ChangeId change, boolean wanted) {
        boolean moved = wanted ? chosen.add(change) : chosen.remove(change);
        if (moved) {
            show();
            changed.run();
        }
    }

    /** What is chosen stays so only while it is in the list: nobody acts on what they cannot see. */
    void clear() {
        if (!chosen.isEmpty()) {
            chosen.clear();
            show();
            changed.run();
        }
    }

    private void show() {
        setVisible(!chosen.isEmpty());
        count.setText(getTranslation("failures.chosen", chosen.size()));
    }

    private void retry() {
        Administrator by = operations.administrator();
        List<ChangeId> some = List.copyOf(chosen);
        retry.setEnabled(false);
        Live.of(this)
                .run(
                        () -> some.stream()
                                .filter(change -> arrives(by, change))
                                .count(),
                        arrived -> {
                            retry.setEnabled(true);
                            clear();
                            changed.run();
                            Notices.tell(getTranslation("failures.chosen.done", arrived, some.size() - arrived));
                        },
                        failure -> {
                            retry.setEnabled(true);
                            Notices.tell(getTranslation("failures.broken"));
                        });
    }

    /** One that has moved meanwhile is none of this deed's any more. */
    private boolean arrives(Administrator by, ChangeId change) {
        try {
            return operations.retry(by, change).isEmpty();
        } catch (Problem problem) {
            return false;
        }
    }
}
