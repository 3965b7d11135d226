package dev.lockstep.admin.ui;

import com.vaadin.flow.component.Component;
import dev.lockstep.audit.AuditEntry;
import java.util.Map;

/** How the audit trail's actions and actors are called on these pages. */
public final class AuditWords {

    private AuditWords() {}

    /** An action that has no words here is shown as it is stored. */
    public static String action(Component asking, String action) {
        String key = "audit.action." + action;
        String word = asking.getTranslation(key);
        return word.contains(key) ? action : word;
    }

    /** @param names display names by id */
    public static String actor(Component asking, String actor, Map<String, String> names) {
        return switch (actor) {
            case AuditEntry.SYSTEM -> asking.getTranslation("audit.actor.system");
            case AuditEntry.CLERK -> asking.getTranslation("audit.actor.clerk");
            default -> names.getOrDefault(actor, actor);
        };
    }
}
