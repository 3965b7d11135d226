package dev.lockstep.project.ui.auth;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.auth.AuthChoice;

/** Who signs people in to what is built, and where that is. */
final class SignInForm extends Div {

    private enum Provider {
        CLERK,
        CONVEX_AUTH
    }

    private final RadioButtonGroup<Provider> provider = new RadioButtonGroup<>();
    private final Paragraph detail = new Paragraph();
    private final TextField issuer = field("auth.issuer");
    private final TextField site = field("auth.site");

    /** @param usualIssuer to begin with */
    SignInForm(String usualIssuer) {
        addClassName("sign-in-form");
        provider.setLabel(getTranslation("auth.provider"));
        provider.setItems(Provider.values());
        provider.setItemLabelGenerator(one -> getTranslation("auth.provider." + one));
        issuer.setValue(usualIssuer);
        issuer.setAutofocus(true);
        issuer.setHelperText(getTranslation("auth.issuer.help"));
        site.setValue("http://localhost:3000");
        site.setHelperText(getTranslation("auth.site.help"));
        detail.addClassName("hint");
        provider.addValueChangeListener(change -> showFields());
        provider.setValue(Provider.CLERK);
        add(provider, detail, issuer, site);
    }

    private TextField field(String label) {
        var field = new TextField(getTranslation(label));
        field.setAutocomplete(Autocomplete.OFF);
        field.setWidthFull();
        return field;
    }

    private void showFields() {
        boolean clerk = provider.getValue() == Provider.CLERK;
        detail.setText(getTranslation("auth.provider." + provider.getValue() + ".detail"));
        issuer.setVisible(clerk);
        site.setVisible(!clerk);
    }

    AuthChoice choice() {
        return switch (provider.getValue()) {
            case CLERK -> new AuthChoice.Clerk(issuer.getValue());
            case CONVEX_AUTH -> new AuthChoice.ConvexAuth(site.getValue());
        };
    }

    void valid() {
        issuer.setInvalid(false);
        site.setInvalid(false);
    }

    /** Shows the refusal at the field that it is about. @return whether it is about one */
    boolean refused(RuntimeException failure) {
        if (!(failure instanceof Problem told) || told.fields().isEmpty()) {
            return false;
        }
        TextField wrong = told.fields().getFirst().field().equals("issuer") ? issuer : site;
        wrong.setErrorMessage(ProblemWords.both(this, told));
        wrong.setInvalid(true);
        return true;
    }
}
