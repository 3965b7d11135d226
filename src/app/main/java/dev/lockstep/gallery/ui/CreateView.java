package dev.lockstep.gallery.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.gallery.Catalog;
import dev.lockstep.gallery.Catalog.Choice;
import dev.lockstep.gallery.Gallery;
import dev.lockstep.gallery.Gallery.Asked;
import dev.lockstep.gallery.Wish;
import dev.lockstep.kit.Drafts;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.language.ProblemWords;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;

/** Asks for a picture. The words of an earlier wish can come with the address ({@code ?prompt=…&style=…}). */
@Route("create")
@Menu(title = "nav.create", order = 20, icon = "CREATE")
@RolesAllowed("MEMBER")
final class CreateView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private final Gallery gallery;
    private final PersonId owner;
    private final TextArea prompt = new TextArea(getTranslation("create.prompt"));
    private final RadioButtonGroup<Choice> style = choices("create.style");
    private final RadioButtonGroup<Choice> aspectRatio = choices("create.ratio");
    private final RadioButtonGroup<Choice> model = choices("create.model");
    private final Paragraph message = new Paragraph();
    private final Button button = new Button(getTranslation("create.submit"), click -> create());
    private final Div body = new Div();
    private final Drafts drafts;
    private Map<String, List<String>> given = Map.of();

    CreateView(Gallery gallery, CurrentAccount current) {
        super(UI.getCurrent().getTranslation("create.title"), UI.getCurrent().getTranslation("create.lead"));
        this.gallery = gallery;
        this.owner = current.get().id();
        this.drafts = new Drafts(owner.value(), "create", this::restore);
        addClassName("create-page");
        body.addClassName("create-body");
        add(body);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        given = event.getLocation().getQueryParameters().getParameters();
    }

    @Override
    protected void onAttach(com.vaadin.flow.component.AttachEvent event) {
        if (event.isInitialAttach()) {
            load();
        }
    }

    private void load() {
        var skeleton = card(new Div(), new Div(), new Div());
        skeleton.addClassName("skeleton-form");
        body.removeAll();
        body.add(skeleton);
        Live.of(this).run(() -> gallery.catalog(owner), this::show, this::broken);
    }

    private void broken(RuntimeException problem) {
        body.removeAll();
        body.add(new EmptyState(
                Glyph.FAILURE,
                getTranslation("create.broken"),
                getTranslation("create.broken.detail"),
                new Button(getTranslation("create.broken.again"), click -> load())));
    }

    private void show(Catalog catalog) {
        prompt.setMaxLength(catalog.longestPrompt());
        prompt.setPlaceholder(getTranslation("create.prompt.example"));
        prompt.setWidthFull();
        prompt.setMinRows(3);
        prompt.setRequiredIndicatorVisible(true);
        prompt.setValue(given("prompt"));
        fill(style, catalog.styles(), "style");
        fill(aspectRatio, catalog.aspectRatios(), "ratio");
        fill(model, catalog.models(), "model");
        message.addClassName("form-message");
        message.getElement().setAttribute("role", "status");
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        button.setDisableOnClick(true);
        var foot = new Div(button, message);
        foot.addClassName("form-foot");
        body.removeAll();
        drafts.of(prompt, "prompt");
        drafts.begin(Map.of("prompt", prompt.getValue()));
        body.add(card(drafts, prompt, style, aspectRatio, model, foot));
        prompt.focus();
    }

    private void restore(Map<String, Object> typed) {
        if (typed.get("prompt") instanceof String text) {
            prompt.setValue(text);
            message.setText(getTranslation("draft.restored"));
        }
    }

    private RadioButtonGroup<Choice> choices(String label) {
        var group = new RadioButtonGroup<Choice>(getTranslation(label));
        group.addClassName("choices");
        group.setItemLabelGenerator(choice -> ProblemWords.said(this, choice.label()));
        return group;
    }

    private void fill(RadioButtonGroup<Choice> group, List<Choice> choices, String parameter) {
        group.setItems(choices);
        String wanted = given(parameter);
        group.setValue(choices.stream()
                .filter(choice -> choice.id().equals(wanted))
                .findFirst()
                .orElse(choices.getFirst()));
        group.addValueChangeListener(change -> describe(group));
        describe(group);
    }

    private void describe(RadioButtonGroup<Choice> group) {
        group.setHelperText(group.getValue()
                .description()
                .map(said -> ProblemWords.said(this, said))
                .orElse(null));
    }

    private String given(String name) {
        return given.getOrDefault(name, List.of("")).getFirst();
    }

    private void create() {
        prompt.setInvalid(prompt.getValue().isBlank());
        if (prompt.isInvalid()) {
            prompt.setErrorMessage(getTranslation("create.prompt.empty"));
            prompt.focus();
            button.setEnabled(true);
            return;
        }
        message.setText(getTranslation("create.sending"));
        var wish = new Wish(
                prompt.getValue().strip(),
                style.getValue().id(),
                aspectRatio.getValue().id(),
                model.getValue().id());
        Live.of(this).run(() -> gallery.create(owner, wish), this::show, failure -> {
            button.setEnabled(true);
            message.setText(getTranslation("create.failed"));
        });
    }

    private void show(Asked asked) {
        button.setEnabled(true);
        if (!asked.isRefused()) {
            drafts.end();
            getUI().ifPresent(ui -> ui.navigate(GenerationView.class, asked.id().value()));
            return;
        }
        message.setText(getTranslation("create.refused"));
        for (Problem.Field field : asked.fields()) {
            if (field.field().equals("prompt")) {
                prompt.setErrorMessage(ProblemWords.sentence(this, field));
                prompt.setInvalid(true);
            } else {
                message.setText(ProblemWords.sentence(this, field));
            }
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("create.title") + " · " + getTranslation("app.name");
    }
}
