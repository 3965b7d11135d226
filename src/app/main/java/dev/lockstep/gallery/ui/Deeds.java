package dev.lockstep.gallery.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import dev.lockstep.core.PersonId;
import dev.lockstep.gallery.Gallery;
import dev.lockstep.gallery.Gallery.Asked;
import dev.lockstep.gallery.Generation;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.language.ProblemWords;
import java.util.function.Supplier;

/** What a person can do with a picture, wherever it is shown. */
record Deeds(Component page, Gallery gallery, PersonId owner) {

    Button cancel(Generation generation) {
        return button(
                "generation.cancel",
                Glyph.CROSS,
                () -> ask(() -> gallery.cancel(owner, generation.id()), "generation.cancelled"));
    }

    Button retry(Generation generation) {
        return button(
                "generation.retry",
                Glyph.RETRY,
                () -> ask(() -> gallery.retry(owner, generation.id()), "generation.retried"));
    }

    /** @param deleted what follows */
    Button delete(Generation generation, Runnable deleted) {
        return button(
                "generation.delete",
                Glyph.DELETE,
                () -> Confirm.ask(
                        page.getTranslation("generation.delete.question"),
                        page.getTranslation("generation.delete.consequence"),
                        page.getTranslation("generation.delete"),
                        page.getTranslation("generation.delete.keep"),
                        () -> {
                            ask(() -> gallery.remove(owner, generation.id()), "generation.deleted");
                            deleted.run();
                        }));
    }

    /** A link that saves the picture under a name made of its prompt. */
    Anchor download(Generation generation, Generation.Asset asset) {
        var handler = DownloadHandler.fromInputStream(event ->
                new DownloadResponse(gallery.content(asset), name(generation, asset), asset.mime(), asset.bytes()));
        var link = new Anchor(handler, "");
        link.add(Glyph.DOWNLOAD.draw(), new Span(page.getTranslation("generation.download")));
        link.addClassName("button-link");
        return link;
    }

    private static String name(Generation generation, Generation.Asset asset) {
        String words = generation.prompt().replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-|-$", "");
        String name = words.substring(0, Math.min(words.length(), 60));
        return (name.isEmpty() ? "picture" : name) + "."
                + asset.mime().substring(asset.mime().indexOf('/') + 1);
    }

    private Button button(String label, Glyph glyph, Runnable deed) {
        return new Button(page.getTranslation(label), glyph.draw(), click -> deed.run());
    }

    private void ask(Supplier<Asked> deed, String done) {
        Live.of(page)
                .run(
                        deed,
                        asked -> Notices.tell(
                                asked.arrived()
                                        ? page.getTranslation(done)
                                        : page.getTranslation(
                                                asked.isRefused() ? "generation.refused" : "generation.kept",
                                                asked.sentence()
                                                        .map(said -> ProblemWords.said(page, said))
                                                        .orElse(""))),
                        broken -> Notices.tell(page.getTranslation("generation.broken")));
    }
}
