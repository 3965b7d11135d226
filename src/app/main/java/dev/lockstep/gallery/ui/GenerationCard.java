package dev.lockstep.gallery.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.gallery.Generation;
import dev.lockstep.kit.language.ProblemWords;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A picture in the gallery: the small picture, or where it is on its way. */
final class GenerationCard extends Div {

    private final Consumer<Generation> open;
    private final Deeds deeds;
    private final NativeButton face = new NativeButton();
    private final StatusMark mark = new StatusMark();
    private final Span prompt = new Span();
    private final Div foot = new Div();
    private @Nullable Generation shown;

    GenerationCard(Generation generation, Deeds deeds, Consumer<Generation> open) {
        this.deeds = deeds;
        this.open = open;
        addClassName("generation-card");
        getElement().setAttribute("role", "listitem");
        face.addClassName("generation-face");
        face.addClickListener(click -> open());
        prompt.addClassName("generation-caption");
        foot.addClassName("generation-foot");
        add(face, prompt, foot);
        show(generation);
    }

    private void open() {
        if (shown != null) {
            open.accept(shown);
        }
    }

    void show(Generation generation) {
        boolean same = shown != null
                && shown.status() == generation.status()
                && shown.asset().equals(generation.asset());
        shown = generation;
        mark.show(generation);
        if (same) {
            return;
        }
        prompt.setText(generation.prompt());
        prompt.setTitle(generation.prompt());
        face.removeAll();
        Optional<Generation.Asset> asset = generation.asset();
        asset.ifPresentOrElse(picture -> face.add(small(generation, picture)), () -> face.add(mark));
        face.setAriaLabel(
                asset.isPresent()
                        ? getTranslation("gallery.open", generation.prompt())
                        : getTranslation("gallery.open.status", generation.prompt()));
        foot.removeAll();
        generation.failure().filter(failure -> !generation.isOpen()).ifPresent(failure -> {
            foot.add(new Span(ProblemWords.said(this, failure.sentence())));
            if (failure.retryable()) {
                foot.add(deeds.retry(generation));
            }
        });
    }

    private static Image small(Generation generation, Generation.Asset asset) {
        var image = new Image(asset.thumbUrl().toString(), generation.prompt());
        image.getElement().setAttribute("loading", "lazy");
        image.getElement().setAttribute("decoding", "async");
        return image;
    }
}
