package dev.lockstep.kit.records;

import java.util.Optional;

/** Hears the keys that walk a list. Holds the row that is marked; on the page's thread. */
final class RecordKeys<F, R> {

    /** Keys go to the page unless somebody is typing or on something that takes them itself. */
    private static final String LISTEN = """
            const page = this;
            const keys = ['j', 'k', 'Enter', 'Escape', ...$0];
            const heard = event => {
              if (!page.isConnected) { document.removeEventListener('keydown', heard); return; }
              const at = event.composedPath()[0];
              const busy = at.closest && at.closest('input, textarea, vaadin-dialog, vaadin-select, [role=dialog], [role=listbox]');
              const pressed = event.key === 'Enter' && at.closest && at.closest('button, a, vaadin-button, vaadin-tab');
              if (busy || pressed || event.ctrlKey || event.metaKey || event.altKey) return;
              if (keys.includes(event.key)) {
                page.dispatchEvent(new CustomEvent('console-key', { detail: event.key }));
              }
            };
            document.addEventListener('keydown', heard);
            """;

    private final RecordsPage<F, R> page;
    private final RecordsGrid<R> grid;
    private final Records<F, R> records;
    private final Walk<F, R> walk;
    private Optional<R> marked = Optional.empty();

    RecordKeys(RecordsPage<F, R> page, RecordsGrid<R> grid, Records<F, R> records, Walk<F, R> walk) {
        this.page = page;
        this.grid = grid;
        this.records = records;
        this.walk = walk;
        grid.addItemClickListener(click -> mark(click.getItem()));
    }

    /** @param own keys beside those that walk, of one character each */
    void listen(String own) {
        page.addAttachListener(attach -> page.getElement().executeJs(LISTEN, own));
        page.getElement()
                .addEventListener(
                        "console-key",
                        event ->
                                pressed(event.getEventData().get("event.detail").asString()))
                .addEventData("event.detail");
    }

    private void pressed(String key) {
        switch (key) {
            case "j" -> step(1);
            case "k" -> step(-1);
            case "Enter" -> marked.ifPresent(records::open);
            case "Escape" -> walk.close();
            default -> marked.ifPresent(row -> walk.pressed(key, row));
        }
    }

    private void step(int by) {
        Optional<?> at = marked.isPresent() ? marked.map(grid::identity) : walk.opened(page.filter());
        grid.beside(at, by).ifPresent(next -> {
            mark(next);
            if (page.isOpen()) {
                records.open(next);
            }
        });
    }

    private void mark(R row) {
        marked = Optional.of(row);
        grid.select(row);
    }
}
