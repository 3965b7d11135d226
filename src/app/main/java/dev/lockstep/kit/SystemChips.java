package dev.lockstep.kit;

import com.vaadin.flow.component.html.UnorderedList;

/** The answers of all systems to one action, one chip each; announced politely as they come in. */
public class SystemChips extends UnorderedList {

    public SystemChips(String label) {
        addClassName("system-chips");
        getElement().setAttribute("aria-label", label);
        getElement().setAttribute("aria-live", "polite");
    }
}
