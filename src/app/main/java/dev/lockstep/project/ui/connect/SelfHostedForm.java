package dev.lockstep.project.ui.connect;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Visit;

/** A deployment that somebody hosts themselves: its address and a key to it. */
final class SelfHostedForm extends Div {

    private final Connections connections;
    private final Visit visit;
    private final TextField url = new TextField();
    private final PasswordField key = new PasswordField();
    private final Paragraph problem = new Paragraph();
    private final Button go = new Button(getTranslation("connect.own.do"), click -> connect());

    SelfHostedForm(Connections connections, Visit visit) {
        this.connections = connections;
        this.visit = visit;
        addClassName("connect-own");
        url.setLabel(getTranslation("connect.own.url"));
        url.setHelperText(getTranslation("connect.own.url.help"));
        url.setAutocomplete(Autocomplete.OFF);
        url.setWidthFull();
        key.setLabel(getTranslation("connect.own.key"));
        // Password managers fill in what they know of this site, which is never this key.
        key.setAutocomplete(Autocomplete.NEW_PASSWORD);
        key.setWidthFull();
        problem.addClassName("connected-error");
        problem.getElement().setAttribute("role", "alert");
        add(new Paragraph(getTranslation("connect.own.detail")), url, key, problem, go);
    }

    private void connect() {
        url.setInvalid(false);
        key.setInvalid(false);
        problem.setText("");
        go.setEnabled(false);
        String givenUrl = url.getValue();
        String givenKey = key.getValue();
        Live.of(this)
                .run(
                        () -> {
                            connections.selfHosted(visit.toChangeAsOwner(), givenUrl, givenKey);
                            return givenUrl;
                        },
                        done -> go.setEnabled(true),
                        this::failed);
    }

    private void failed(RuntimeException failure) {
        go.setEnabled(true);
        if (!(failure instanceof Problem told)) {
            problem.setText(getTranslation("connect.own.failed"));
            return;
        }
        String sentence = ProblemWords.both(this, told);
        String field = told.fields().isEmpty() ? "" : told.fields().getFirst().field();
        if (field.equals("url")) {
            url.setErrorMessage(sentence);
            url.setInvalid(true);
        } else if (field.equals("key")) {
            key.setErrorMessage(sentence);
            key.setInvalid(true);
        } else {
            problem.setText(sentence);
        }
    }
}
