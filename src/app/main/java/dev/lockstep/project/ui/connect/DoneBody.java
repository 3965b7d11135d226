package dev.lockstep.project.ui.connect;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.project.Connection;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.ui.page.Words;

/** It worked: what the project is connected to now, and what to do next. */
final class DoneBody extends Div {

    DoneBody(Connection connection) {
        addClassName("connect-done");
        Connected connected = connection.connected().orElseThrow();
        add(
                new StatePill(State.OK, getTranslation("connection.CONNECTED")),
                new Paragraph(
                        getTranslation("connect.done", connection.project().name(), Words.place(connected))),
                new Paragraph(getTranslation("connect.done.next")));
    }
}
