package dev.lockstep.kit.records;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import dev.lockstep.kit.records.Found.Rows;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A list of records, read piece by piece; its columns are its page's. Where it is narrow, only the first columns are shown, of
 * which one then holds everything. Holds how many rows there are and where they come from; on the page's thread.
 */
public final class RecordsGrid<R> extends Grid<R> {

    private static final int FEW = 12;
    private static final int NEAR = 100;
    private static final int FAR = 2000;

    private final Function<R, Object> identity;
    private final Ahead<R> ahead = new Ahead<>();
    private Rows<R> rows = (offset, limit) -> List.of();
    private List<Column<R>> wideOnly = List.of();
    private boolean wide = true;
    private long size;
    private int lastIndex;

    /**
     * @param label for those who do not see it
     * @param identity by which a row is known again after it has changed
     */
    public RecordsGrid(String label, Function<R, Object> identity) {
        this.identity = identity;
        addClassName("records-grid");
        addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        getElement().setAttribute("aria-label", label);
        // How many there are is read with the rest; asking again would double the database's work.
        setItems(new CallbackDataProvider<>(
                query -> ahead.take(query.getOffset(), query.getLimit(), rows).stream(),
                query -> (int) size,
                identity::apply));
    }

    /** Columns for which a narrow place has no room. */
    @SafeVarargs
    public final void wideOnly(Column<R>... columns) {
        wideOnly = List.of(columns);
    }

    /** Whether there is room for all columns; otherwise the first one says everything. */
    public boolean isWide() {
        return wide;
    }

    void fit(boolean room) {
        if (wide != room) {
            wide = room;
            wideOnly.forEach(column -> column.setVisible(room));
            getDataProvider().refreshAll();
        }
    }

    /** Reads again what is on the screen, on any thread. */
    Ahead.Piece<R> readAhead(Rows<R> from) {
        return ahead.read(from);
    }

    /** A few rows make a short list; many scroll inside a list of fixed height. */
    void show(Found<R> found, Ahead.Piece<R> read) {
        rows = found.rows();
        size = found.count();
        ahead.put(read);
        setAllRowsVisible(size <= FEW);
        setHeight(size <= FEW ? null : "min(720px, 70dvh)");
        getDataProvider().refreshAll();
    }

    /** The row after or before the marked one, the first when none is marked; empty when there is none. */
    Optional<R> beside(Optional<?> marked, int step) {
        int at = marked.map(this::indexOf).orElse(-1);
        int wanted = at < 0 ? 0 : at + step;
        if (wanted < 0 || wanted >= size) {
            return Optional.empty();
        }
        scrollToIndex(wanted);
        return Optional.of(getLazyDataView().getItem(wanted));
    }

    Object identity(R row) {
        return identity.apply(row);
    }

    /** Looks near where it was last, then from the top; further down nobody goes on by keys from a click. */
    private int indexOf(Object id) {
        int near = Math.max(0, lastIndex - NEAR);
        int found = indexOf(id, near, 2 * NEAR);
        lastIndex = found >= 0 ? found : Math.max(0, indexOf(id, 0, FAR));
        return found >= 0 || lastIndex > 0 ? lastIndex : -1;
    }

    private int indexOf(Object id, int from, int limit) {
        List<R> some = rows.read(from, limit);
        for (int i = 0; i < some.size(); i++) {
            if (identity(some.get(i)).equals(id)) {
                return from + i;
            }
        }
        return -1;
    }
}
