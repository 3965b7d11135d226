package dev.lockstep.gallery.ui;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Image;
import dev.lockstep.gallery.Generation;
import dev.lockstep.kit.ButtonLink;
import java.util.List;
import java.util.function.Supplier;

/** Complete pictures in full, one after the other: arrow keys or buttons. Escape closes. */
final class Lightbox extends Dialog {

    private final Deeds deeds;
    private final Supplier<List<Generation>> pictures;
    private final Div frame = new Div();
    private final Div ways = new Div();
    private final Button before;
    private final Button after;
    private Generation shown;

    /** @param pictures what can be leafed through, in order; asked for at each step */
    Lightbox(Generation first, Deeds deeds, Supplier<List<Generation>> pictures) {
        this.deeds = deeds;
        this.pictures = pictures;
        this.shown = first;
        addClassName("lightbox");
        frame.addClassName("lightbox-frame");
        ways.addClassName("ways");
        before = new Button("‹", click -> step(-1));
        after = new Button("›", click -> step(1));
        before.setAriaLabel(getTranslation("lightbox.before"));
        after.setAriaLabel(getTranslation("lightbox.after"));
        Shortcuts.addShortcutListener(this, () -> step(-1), Key.ARROW_LEFT).listenOn(this);
        Shortcuts.addShortcutListener(this, () -> step(1), Key.ARROW_RIGHT).listenOn(this);
        add(frame);
        getFooter().add(before, after, ways, new Button(getTranslation("lightbox.close"), click -> close()));
        show(first);
    }

    private void step(int by) {
        List<Generation> all = pictures.get();
        int wanted = index(all) + by;
        if (wanted >= 0 && wanted < all.size()) {
            show(all.get(wanted));
        }
    }

    private int index(List<Generation> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(shown.id())) {
                return i;
            }
        }
        return 0;
    }

    private void show(Generation generation) {
        shown = generation;
        setHeaderTitle(generation.prompt());
        frame.removeAll();
        ways.removeAll();
        generation.asset().ifPresent(asset -> {
            frame.add(new Image(asset.url().toString(), generation.prompt()));
            ways.add(deeds.download(generation, asset));
        });
        ways.add(
                ButtonLink.to("generations/" + generation.id(), getTranslation("lightbox.details")),
                deeds.delete(generation, this::close));
        List<Generation> all = pictures.get();
        int place = index(all);
        before.setEnabled(place > 0);
        after.setEnabled(place < all.size() - 1);
    }
}
