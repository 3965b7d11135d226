package dev.lockstep.gallery.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.gallery.Catalog;
import dev.lockstep.gallery.Catalog.Choice;
import dev.lockstep.gallery.Gallery;
import dev.lockstep.gallery.GalleryPage;
import dev.lockstep.gallery.GalleryPage.Filter;
import dev.lockstep.gallery.Generation;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.kit.time.Moments;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All of a person's pictures, the newest first, as they change. The address keeps what is filtered. */
@Route("gallery")
@Menu(title = "nav.gallery", order = 30, icon = "GALLERY")
@RolesAllowed("MEMBER")
final class GalleryView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private final Gallery gallery;
    private final PersonId owner;
    private final Deeds deeds;
    private final Div toolbar = new Div();
    private final Div body = new Div();
    private final StatePill pill = new StatePill(State.WAIT, "");
    private Filter filter = Filter.NONE;

    GalleryView(Gallery gallery, CurrentAccount current) {
        super(UI.getCurrent().getTranslation("gallery.title"), UI.getCurrent().getTranslation("gallery.lead"));
        this.gallery = gallery;
        this.owner = current.get().id();
        this.deeds = new Deeds(this, gallery, owner);
        addClassName("gallery-page");
        toolbar.addClassNames("toolbar", "gallery-toolbar");
        pill.setVisible(false);
        add(toolbar, body);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Map<String, List<String>> given =
                event.getLocation().getQueryParameters().getParameters();
        filter = new Filter(
                one(given, "status")
                        .flatMap(word -> Arrays.stream(Generation.Status.values())
                                .filter(status -> status.word().equals(word))
                                .findFirst()),
                one(given, "style"),
                one(given, "model"));
        showPictures();
    }

    private static Optional<String> one(Map<String, List<String>> given, String name) {
        return given.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isBlank());
    }

    @Override
    protected void onAttach(AttachEvent event) {
        if (event.isInitialAttach()) {
            Live.of(this).run(() -> gallery.catalog(owner), this::showFilters, unknown -> showFilters(null));
        }
    }

    /** Without the catalog there is still the filter by status. */
    private void showFilters(Catalog catalog) {
        toolbar.removeAll();
        var status = select("gallery.status", Arrays.asList(Generation.Status.values()), filter.status());
        status.setItemLabelGenerator(
                one -> one == null ? getTranslation("gallery.all") : getTranslation("gallery.status." + one.word()));
        status.addValueChangeListener(
                change -> filtered(new Filter(Optional.ofNullable(change.getValue()), filter.style(), filter.model())));
        toolbar.add(status);
        if (catalog != null) {
            var style = choice("create.style", catalog.styles(), filter.style());
            style.addValueChangeListener(
                    change -> filtered(new Filter(filter.status(), id(change.getValue()), filter.model())));
            var model = choice("create.model", catalog.models(), filter.model());
            model.addValueChangeListener(
                    change -> filtered(new Filter(filter.status(), filter.style(), id(change.getValue()))));
            toolbar.add(style, model);
        }
        toolbar.add(
                pill, ButtonLink.to("create", getTranslation("gallery.create")).main());
    }

    private Select<Choice> choice(String label, List<Choice> choices, Optional<String> chosen) {
        var select = select(
                label,
                choices,
                choices.stream()
                        .filter(one -> chosen.equals(Optional.of(one.id())))
                        .findFirst());
        select.setItemLabelGenerator(
                one -> one == null ? getTranslation("gallery.all") : ProblemWords.said(this, one.label()));
        return select;
    }

    private <T> Select<T> select(String label, List<T> items, Optional<T> chosen) {
        var select = new Select<T>();
        select.setLabel(getTranslation(label));
        select.setItems(items);
        select.setEmptySelectionAllowed(true);
        select.setEmptySelectionCaption(getTranslation("gallery.all"));
        chosen.ifPresent(select::setValue);
        return select;
    }

    private static Optional<String> id(Choice choice) {
        return Optional.ofNullable(choice).map(Choice::id);
    }

    private void filtered(Filter wanted) {
        filter = wanted;
        var parameters = new LinkedHashMap<String, String>();
        filter.status().ifPresent(status -> parameters.put("status", status.word()));
        filter.style().ifPresent(style -> parameters.put("style", style));
        filter.model().ifPresent(model -> parameters.put("model", model));
        getUI().ifPresent(ui -> ui.getPage()
                .getHistory()
                .replaceState(
                        null,
                        "gallery"
                                + (parameters.isEmpty()
                                        ? ""
                                        : "?"
                                                + QueryParameters.simple(parameters)
                                                        .getQueryString())));
        showPictures();
    }

    private void showPictures() {
        body.removeAll();
        var scroll = new Scroll();
        body.add(scroll.list);
    }

    /** What belongs to one list of pictures: another filter makes another one. */
    private final class Scroll {

        private final GalleryScroll list = new GalleryScroll(this::card, this::follow);

        private GenerationCard card(Generation generation) {
            return new GenerationCard(generation, deeds, this::open);
        }

        private Runnable follow(GalleryPiece piece, GalleryPage.Piece wanted) {
            var following = new Following<GalleryPage>(
                    Live.of(list), page -> show(piece, page), GalleryView.this::failed, GalleryView.this::connection);
            return gallery.follow(owner, filter, wanted, following);
        }

        private void show(GalleryPiece piece, GalleryPage page) {
            boolean first = !piece.isLoaded();
            piece.show(page);
            if (first) {
                list.grown();
            }
            showEmpty(list.isEmpty());
        }

        private void open(Generation generation) {
            if (generation.asset().isPresent()) {
                new Lightbox(generation, deeds, this::complete).open();
            } else {
                getUI().ifPresent(ui ->
                        ui.navigate(GenerationView.class, generation.id().value()));
            }
        }

        private List<Generation> complete() {
            return list.items().stream().filter(one -> one.asset().isPresent()).toList();
        }

        private void showEmpty(boolean empty) {
            boolean shown = body.getComponentCount() > 1;
            if (empty && !shown) {
                body.add(nothing());
            } else if (!empty && shown) {
                body.remove(body.getComponentAt(1));
            }
            list.setVisible(!empty);
        }
    }

    private EmptyState nothing() {
        return filter.isEmpty()
                ? new EmptyState(
                        Glyph.GALLERY,
                        getTranslation("gallery.empty"),
                        getTranslation("gallery.empty.detail"),
                        ButtonLink.to("create", getTranslation("gallery.create"))
                                .main())
                : new EmptyState(
                        Glyph.GALLERY,
                        getTranslation("gallery.none"),
                        getTranslation("gallery.none.detail"),
                        new Button(
                                getTranslation("gallery.none.all"),
                                click -> getUI().ifPresent(ui -> ui.navigate(GalleryView.class))));
    }

    private void failed(Problem problem) {
        body.removeAll();
        body.add(new EmptyState(
                Glyph.FAILURE,
                getTranslation("gallery.failed"),
                ProblemWords.sentence(this, problem),
                new Button(getTranslation("gallery.failed.again"), click -> showPictures())));
    }

    private void connection(Following.Connection connection) {
        pill.setVisible(!connection.up());
        if (!connection.up()) {
            pill.show(State.WAIT, getTranslation("gallery.offline", Moments.time(this, connection.since())));
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("gallery.title") + " · " + getTranslation("app.name");
    }
}
