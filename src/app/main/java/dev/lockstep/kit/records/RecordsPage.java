package dev.lockstep.kit.records;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in a list and one of them beside it. The address keeps the filter; rows are read piece by piece; what is shown follows
 * the news. What a person asks for is read on the page's thread, so that they see it at once, news off the page.
 *
 * <p>Holds the filter that is shown. Does not hold rows, nor what filters look like: its page puts those above it. All methods
 * are for the page's thread.
 *
 * @param <F> see {@link Records}
 * @param <R> see {@link Records}
 */
public final class RecordsPage<F, R> extends Div {

    private static final Logger LOG = LoggerFactory.getLogger(RecordsPage.class);

    /** Below this width the list shows one column that holds everything. */
    private static final int NARROW = 900;

    private final Records<F, R> records;
    private final RecordsGrid<R> grid;
    private final RecordList list;
    private Optional<Component> panel = Optional.empty();
    private Runnable again = () -> {};
    private int width = Integer.MAX_VALUE;

    /** Changed on the page only. */
    private volatile F filter;

    /** How things stood when they were read for this filter. */
    private record Reading<F, R>(F filter, Found<R> found, Ahead.Piece<R> ahead) {}

    /** @param nothing the filter before anybody has come to an address */
    public RecordsPage(Records<F, R> records, RecordsGrid<R> grid, F nothing) {
        this.records = records;
        this.grid = grid;
        this.filter = nothing;
        this.list = new RecordList(grid, this::tryAgain);
        grid.addItemClickListener(click -> records.open(click.getItem()));
        addClassName("records-page");
        add(list);
    }

    /** Puts this beside the list; it makes itself visible while a record is open. */
    public void beside(Component open) {
        panel = Optional.of(open);
        add(open);
    }

    /** Puts this above the list. */
    public void above(Component bar) {
        list.addComponentAsFirst(bar);
    }

    /**
     * Lets people walk the list by keys.
     *
     * @param own keys that are the page's own, of one character each
     */
    public void walk(Walk<F, R> walk, String own) {
        new RecordKeys<>(this, grid, records, walk).listen(own);
    }

    /**
     * What is shown when nothing fits, for {@link Records#nothing}.
     *
     * @param key of its title; its sentence is {@code key.detail}
     * @param ways out of it, such as a button to a wider filter
     */
    public EmptyState nothing(Glyph glyph, String key, Component... ways) {
        return new EmptyState(glyph, getTranslation(key), getTranslation(key + ".detail"), ways);
    }

    /** Whether a record is open beside the list. */
    boolean isOpen() {
        return panel.filter(Component::isVisible).isPresent();
    }

    /** Shows what the address says. */
    public void enter(QueryParameters said) {
        filter = records.parse(said);
        refresh();
        beside();
    }

    public F filter() {
        return filter;
    }

    /** Shows what another filter says, and says so in the address. */
    public void go(F wanted) {
        filter = wanted;
        getUI().ifPresent(ui -> ui.getPage().getHistory().replaceState(null, records.address(wanted)));
        refresh();
        arrange();
    }

    /** The same for a filter that has another record open, or none. */
    public void goBeside(F wanted) {
        go(wanted);
        beside();
    }

    private void beside() {
        records.beside(filter);
        arrange();
    }

    /** Reads everything again and keeps what is open. */
    public void refresh() {
        try {
            show(read(filter, found -> Ahead.Piece.none()));
        } catch (RuntimeException e) {
            LOG.error("Records could not be read", e);
            list.failed();
        }
    }

    private Reading<F, R> read(F wanted, Function<Found<R>, Ahead.Piece<R>> ahead) {
        Found<R> found = records.read(wanted);
        return new Reading<>(wanted, found, ahead.apply(found));
    }

    private Reading<F, R> readNews() {
        return read(filter, found -> found.count() > 0 ? grid.readAhead(found.rows()) : Ahead.Piece.none());
    }

    /** What was read for another filter than the one shown by now is read again. */
    private void showNews(Reading<F, R> now) {
        if (now.filter().equals(filter)) {
            show(now);
            arrange();
        } else {
            again.run();
        }
    }

    private void show(Reading<F, R> now) {
        now.found().also().run();
        grid.show(now.found(), now.ahead());
        if (now.found().count() > 0) {
            list.rows();
        } else {
            list.empty(records.nothing(now.filter()));
        }
    }

    private void tryAgain() {
        list.loading();
        Live.of(this).run(this::readNews, this::showNews, failure -> list.failed());
    }

    @Override
    protected void onAttach(AttachEvent event) {
        var page = event.getUI().getPage();
        page.retrieveExtendedClientDetails(details -> fit(details.getBodyClientWidth()));
        var resizes = page.addBrowserWindowResizeListener(resize -> fit(resize.getWidth()));
        addDetachListener(detach -> {
            detach.unregisterListener();
            resizes.remove();
        });
        again = Live.of(this).follow(records::watch, this::readNews, this::showNews);
    }

    private void fit(int now) {
        width = now;
        arrange();
    }

    private void arrange() {
        setClassName("with-panel", isOpen());
        grid.fit(width >= NARROW && !isOpen());
    }
}
