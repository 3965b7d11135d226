package dev.lockstep.project.ui.data;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.lockstep.convex.deployment.data.StoredFile;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.time.Moments;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The files that the deployment keeps. Where one can be had is asked for when somebody wants it, since the address is enough. */
final class FilesPart extends Div {

    private static final long KILO = 1024;
    private static final int CHECKSUM = 12;

    private final Place place;

    FilesPart(Place place) {
        this.place = place;
        addClassName("data-files");
        if (!place.seesContent()) {
            add(new EmptyState(Glyph.PEOPLE, getTranslation("data.editors"), getTranslation("data.editors.detail")));
            return;
        }
        var pages = new Pages<>(cursor -> place.data().files(place.visit().asEditor(), cursor), this::list, this::none);
        var again = new Button(getTranslation("data.again"), Glyph.RETRY.draw(), click -> pages.restart());
        var head = new Div(new H3(getTranslation("data.files")), again);
        head.addClassName("functions-head");
        add(head, pages);
    }

    private Component list(List<StoredFile> files) {
        var list = new UnorderedList();
        list.addClassName("data-list");
        files.forEach(file -> list.add(new ListItem(row(file))));
        return list;
    }

    private Component row(StoredFile file) {
        var id = new Span(file.id());
        id.addClassName("mono");
        var way = new Div();
        way.addClassName("file-way");
        var open = new Button(getTranslation("data.file.address"));
        open.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        open.setAriaLabel(getTranslation("data.file.address") + " " + file.id());
        open.addClickListener(click -> address(file, way));
        way.add(open);
        var line = new Div(
                id,
                new Span(file.contentType().orElseGet(() -> getTranslation("data.file.no-type"))),
                new Span(size(file.size())),
                way);
        line.addClassName("data-line");
        String checksum =
                file.sha256().substring(0, Math.min(CHECKSUM, file.sha256().length()));
        var detail = new Span(getTranslation("data.file.detail", Moments.exact(this, file.created()), checksum));
        detail.addClassName("hint");
        detail.getElement().setAttribute("title", file.sha256());
        return new Div(line, detail);
    }

    private void address(StoredFile file, Div way) {
        Live.of(this)
                .run(
                        () -> place.data().address(place.visit().asEditor(), file.id()),
                        address -> show(address, way),
                        failure -> show(way, Place.told(this, failure)));
    }

    private void show(Optional<URI> address, Div way) {
        if (address.isEmpty()) {
            show(way, getTranslation("data.file.nowhere"));
            return;
        }
        var link = new Anchor(address.get().toString(), getTranslation("data.file.open"));
        link.setTarget("_blank");
        link.getElement().setAttribute("rel", "noopener noreferrer");
        way.removeAll();
        way.add(link);
        link.getElement().callJsFunction("focus");
    }

    private static void show(Div way, String sentence) {
        var told = new Span(sentence);
        told.addClassName("hint");
        told.getElement().setAttribute("role", "status");
        way.removeAll();
        way.add(told);
    }

    private String size(long bytes) {
        if (bytes < KILO) {
            return getTranslation("data.bytes", bytes);
        }
        double kilo = bytes / (double) KILO;
        return kilo < KILO
                ? String.format(getLocale(), "%.1f KB", kilo)
                : String.format(getLocale(), "%.1f MB", kilo / KILO);
    }

    private EmptyState none() {
        return new EmptyState(
                Glyph.DOWNLOAD, getTranslation("data.files.none"), getTranslation("data.files.none.detail"));
    }
}
