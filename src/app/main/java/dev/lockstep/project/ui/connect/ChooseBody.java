package dev.lockstep.project.ui.connect;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.select.Select;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.grant.Grant;
import dev.lockstep.project.ui.page.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where to connect to: an authorised team, another one, or a deployment of one's own; above it, why the last try failed. */
final class ChooseBody extends Div {

    private final Connections connections;
    private final Visit visit;
    private final ProjectId project;
    private final Select<Optional<Grant>> team = new Select<>();
    private final Paragraph problem = new Paragraph();
    private final Div actions = new Div();

    ChooseBody(Connections connections, Visit visit, Connection connection) {
        this.connections = connections;
        this.visit = visit;
        this.project = connection.project().id();
        addClassName("connect-choose");
        problem.addClassName("connected-error");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        if (connection.kind() == Connection.Kind.REVOKED) {
            say(getTranslation("connect.revoked"));
        }
        connection
                .attempt()
                .filter(attempt -> attempt.fault().isPresent())
                .ifPresent(attempt -> add(new FailedPart(attempt, this::again)));
        connection
                .connected()
                .filter(now -> now.state() == Connected.State.CONNECTED)
                .ifPresent(now -> add(new Paragraph(getTranslation("connect.switch.detail", Words.place(now)))));
        if (connections.connectsTeams()) {
            offerTeams();
        } else {
            add(problem, new SelfHostedForm(connections, visit), hint("connect.own.only"));
        }
    }

    private void offerTeams() {
        add(new Paragraph(getTranslation("connect.lead")), problem);
        List<Grant> teams = connections.teams(visit.person());
        if (!teams.isEmpty()) {
            add(teams(teams));
        }
        actions.addClassName("connect-actions");
        add(actions, powers(), own());
        showWay();
    }

    private Paragraph hint(String key) {
        var hint = new Paragraph(getTranslation(key));
        hint.addClassName("hint");
        return hint;
    }

    private Select<Optional<Grant>> teams(List<Grant> teams) {
        var items = new ArrayList<Optional<Grant>>();
        teams.forEach(grant -> items.add(Optional.of(grant)));
        items.add(Optional.empty());
        team.setLabel(getTranslation("connect.team"));
        team.setHelperText(getTranslation("connect.team.help"));
        team.setItems(items);
        team.setItemLabelGenerator(
                one -> one.map(Grant::teamSlug).orElseGet(() -> getTranslation("connect.team.other")));
        // The one used last comes first.
        team.setValue(items.getFirst());
        team.setWidthFull();
        team.setAutofocus(true);
        team.addValueChangeListener(change -> showWay());
        return team;
    }

    private void showWay() {
        actions.removeAll();
        Optional<Grant> chosen = Optional.ofNullable(team.getValue()).flatMap(one -> one);
        if (chosen.isPresent()) {
            var go = new Button(
                    getTranslation("connect.with", chosen.get().teamSlug()),
                    Glyph.CONNECT.draw(),
                    click -> begin(chosen.get()));
            go.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            go.setDisableOnClick(true);
            actions.add(go);
        } else {
            actions.add(new AuthorizeButton(project, getTranslation("connect.do")));
        }
    }

    private void begin(Grant grant) {
        try {
            connections.withTeam(visit.toChangeAsOwner(), grant.id());
        } catch (Problem told) {
            say(ProblemWords.both(this, told));
            showWay();
        }
    }

    private void again(Attempt attempt) {
        try {
            connections.again(visit.toChangeAsOwner());
        } catch (Problem told) {
            say(ProblemWords.both(this, told));
        }
    }

    private void say(String sentence) {
        problem.setText(sentence);
        problem.setVisible(true);
    }

    private Details powers() {
        var list = new UnorderedList(
                new ListItem(getTranslation("connect.power.projects")),
                new ListItem(getTranslation("connect.power.deploy")),
                new ListItem(getTranslation("connect.power.data")),
                new ListItem(getTranslation("connect.power.revoke")));
        return new Details(getTranslation("connect.powers"), list);
    }

    private Details own() {
        return new Details(getTranslation("connect.own"), new SelfHostedForm(connections, visit));
    }
}
