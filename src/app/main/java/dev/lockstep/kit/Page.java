package dev.lockstep.kit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;

/** The body of a page: its one title, a lead, and what follows. */
public abstract class Page extends Div {

    protected Page(String title, String lead) {
        addClassName("page");
        var head = new Div(new H1(title));
        if (!lead.isEmpty()) {
            var paragraph = new Paragraph(lead);
            paragraph.addClassName("page-lead");
            head.add(paragraph);
        }
        add(head);
    }

    /** A framed part of a page. */
    protected static Section card(Component... content) {
        var section = new Section(content);
        section.addClassName("card");
        return section;
    }
}
