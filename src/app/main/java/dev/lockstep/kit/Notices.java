package dev.lockstep.kit;

import com.vaadin.flow.component.notification.Notification;

/** Short answers to a person's own action. Background news belongs to the pill or the page it concerns. */
public final class Notices {

    private static final int MILLIS = 6000;

    private Notices() {}

    public static void tell(String sentence) {
        Notification.show(sentence, MILLIS, Notification.Position.BOTTOM_START);
    }
}
