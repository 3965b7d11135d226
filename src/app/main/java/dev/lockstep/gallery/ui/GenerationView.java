package dev.lockstep.gallery.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.gallery.Catalog;
import dev.lockstep.gallery.Gallery;
import dev.lockstep.gallery.Generation;
import dev.lockstep.gallery.GenerationId;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.language.ProblemWords;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One picture: on its way, done or failed, as it happens. */
@Route("generations")
@RolesAllowed("MEMBER")
final class GenerationView extends Page implements HasUrlParameter<String>, HasDynamicTitle {

    private final Gallery gallery;
    private final PersonId owner;
    private final Deeds deeds;
    private final StatusMark mark = new StatusMark();
    private final Div frame = new Div();
    private final Div side = new Div();
    private final Div body = new Div();
    private Optional<GenerationId> id = Optional.empty();
    private @Nullable Generation shown;
    private Runnable end = () -> {};

    GenerationView(Gallery gallery, CurrentAccount current) {
        super(UI.getCurrent().getTranslation("generation.title"), "");
        this.gallery = gallery;
        this.owner = current.get().id();
        this.deeds = new Deeds(this, gallery, owner);
        addClassName("generation-page");
        frame.addClassNames("generation-frame", "loading");
        side.addClassName("generation-side");
        body.addClassName("generation-body");
        body.add(frame, side);
        add(body);
    }

    @Override
    public void setParameter(BeforeEvent event, String parameter) {
        id = GenerationId.parse(parameter);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        if (id.isEmpty()) {
            showNothing();
            return;
        }
        var following = new Following<Optional<Generation>>(
                Live.of(this), this::show, this::failed, connection -> setClassName("offline", !connection.up()));
        if (gallery.isWaiting(owner, id.get())) {
            showWaiting();
        }
        end = gallery.follow(owner, id.get(), following);
        addDetachListener(detach -> {
            detach.unregisterListener();
            end.run();
        });
    }

    private void show(Optional<Generation> found) {
        if (found.isPresent()) {
            show(found.get());
        } else if (id.filter(wanted -> gallery.isWaiting(owner, wanted)).isPresent()) {
            showWaiting();
        } else {
            showNothing();
        }
    }

    private void show(Generation generation) {
        boolean known = shown != null && shown.status() == generation.status();
        shown = generation;
        mark.show(generation);
        if (known && generation.status() == Generation.Status.RUNNING) {
            return;
        }
        frame.removeClassName("loading");
        frame.removeAll();
        generation.asset().ifPresentOrElse(asset -> frame.add(picture(generation, asset)), () -> frame.add(mark));
        side.removeAll();
        var prompt = new H2(generation.prompt());
        prompt.addClassName("generation-prompt");
        side.add(prompt);
        if (generation.asset().isPresent()) {
            side.add(mark);
        }
        generation.failure().filter(why -> !generation.isOpen()).ifPresent(failure -> {
            var why = new Paragraph(ProblemWords.said(this, failure.sentence()));
            why.addClassName("generation-failure");
            side.add(why);
        });
        side.add(facts(generation), ways(generation));
    }

    private static Image picture(Generation generation, Generation.Asset asset) {
        var image = new Image(asset.url().toString(), generation.prompt());
        image.getElement().setAttribute("width", String.valueOf(asset.width()));
        image.getElement().setAttribute("height", String.valueOf(asset.height()));
        return image;
    }

    private DescriptionList facts(Generation generation) {
        var facts = new DescriptionList();
        facts.addClassName("facts");
        fact(facts, "create.style", label(Catalog::styles, generation.style()));
        fact(facts, "create.ratio", label(Catalog::aspectRatios, generation.aspectRatio()));
        fact(facts, "create.model", label(Catalog::models, generation.model()));
        generation
                .asset()
                .ifPresent(asset -> fact(
                        facts,
                        "generation.size",
                        getTranslation("generation.size.value", asset.width(), asset.height(), asset.bytes() / 1024)));
        return facts;
    }

    private String label(Function<Catalog, List<Catalog.Choice>> table, String word) {
        return gallery.knownCatalog()
                .map(catalog -> ProblemWords.said(this, Catalog.label(table.apply(catalog), word)))
                .orElse(word);
    }

    private void fact(DescriptionList facts, String term, String value) {
        facts.add(new DescriptionList.Term(getTranslation(term)), new DescriptionList.Description(value));
    }

    private Div ways(Generation generation) {
        var ways = new Div();
        ways.addClassName("ways");
        generation.asset().ifPresent(asset -> ways.add(deeds.download(generation, asset)));
        if (generation.isOpen()) {
            ways.add(deeds.cancel(generation));
        }
        if (generation.failure().filter(Generation.Failure::retryable).isPresent() && !generation.isOpen()) {
            ways.add(deeds.retry(generation));
        }
        ways.add(ButtonLink.to(again(generation), getTranslation("generation.again")));
        if (!generation.isOpen()) {
            ways.add(deeds.delete(generation, () -> getUI().ifPresent(ui -> ui.navigate(GalleryView.class))));
        }
        ways.add(ButtonLink.to("gallery", getTranslation("generation.gallery")));
        return ways;
    }

    private static String again(Generation generation) {
        return "create?"
                + QueryParameters.simple(Map.of(
                                "prompt",
                                generation.prompt(),
                                "style",
                                generation.style(),
                                "ratio",
                                generation.aspectRatio(),
                                "model",
                                generation.model()))
                        .getQueryString();
    }

    private void showWaiting() {
        frame.removeClassName("loading");
        frame.removeAll();
        mark.showWaiting();
        frame.add(mark);
        side.removeAll();
        side.add(
                new H2(getTranslation("generation.pending.title")),
                new Paragraph(getTranslation("generation.pending.detail")),
                ButtonLink.to("gallery", getTranslation("generation.gallery")));
    }

    private void showNothing() {
        body.setVisible(false);
        add(new EmptyState(
                Glyph.GALLERY,
                getTranslation("generation.none"),
                getTranslation("generation.none.detail"),
                ButtonLink.to("gallery", getTranslation("generation.gallery"))));
    }

    private void failed(Problem problem) {
        frame.removeClassName("loading");
        side.removeAll();
        side.add(
                new Paragraph(ProblemWords.sentence(this, problem)),
                new Paragraph(ProblemWords.nextStep(this, problem)));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("generation.title") + " · " + getTranslation("app.name");
    }
}
