package dev.lockstep.project.ui.overview;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.kit.CopyField;
import dev.lockstep.project.Connection;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.connection.Deployment;
import dev.lockstep.project.ui.page.Words;
import java.net.URI;

/** What a project is connected to: whose it is, its addresses, the way to its dashboard. */
final class ConnectedCard extends Section {

    ConnectedCard(
            Connection connection, StateLine state, ProductionOffer offer, Runnable connect, Runnable disconnect) {
        addClassNames("card", "connected-card");
        Connected connected = connection.connected().orElseThrow();
        Deployment deployment = connection.deployment().orElseThrow();
        var place = new Span(Words.place(connected));
        place.addClassName("connected-place");
        var name = new Span(deployment.name().orElse(""));
        name.addClassName("mono");
        var line = new Div(Words.pill(this, connected), place, Words.badge(deployment.type()), name);
        line.addClassName("connected-line");
        add(new H2(getTranslation("connection.title")), line, state);
        connected.error().ifPresent(error -> {
            var why = new Paragraph(error);
            why.addClassName("connected-error");
            why.getElement().setAttribute("role", "alert");
            add(why);
        });
        add(address("connection.cloud", deployment.url()));
        deployment.site().ifPresent(site -> add(address("connection.site", site)));
        var actions = new Div();
        actions.addClassName("connected-actions");
        connection.dashboard().ifPresent(dashboard -> actions.add(dashboard(dashboard)));
        if (connection.project().role().may(ProjectRole.OWNER)) {
            boolean revoked = connected.state() == Connected.State.REVOKED;
            var again = new Button(
                    getTranslation(revoked ? "connection.reconnect" : "connection.switch"), click -> connect.run());
            if (revoked) {
                again.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            }
            actions.add(again, new Button(getTranslation("connection.disconnect"), click -> disconnect.run()));
        }
        add(actions, offer);
    }

    private Component address(String key, URI address) {
        var label = new Span(getTranslation(key));
        label.addClassName("hint");
        var field = new CopyField(getTranslation(key));
        field.show(address.toString());
        var row = new Div(label, field);
        row.addClassName("connected-address");
        return row;
    }

    private Anchor dashboard(URI address) {
        var link = new Anchor(address.toString(), getTranslation("connection.dashboard"));
        link.addClassName("button-link");
        link.setTarget(AnchorTarget.BLANK);
        link.getElement().setAttribute("rel", "noopener noreferrer");
        return link;
    }
}
