package dev.lockstep.kit.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.DomEvent;
import com.vaadin.flow.internal.nodefeature.ElementListenerMap;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.server.VaadinSession;
import dev.lockstep.ViewTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithAnonymousUser;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A list of words, filtered by what they contain. */
@WithAnonymousUser
class RecordsPageTest extends ViewTest {

    /** @param open the word beside the list; empty when there is none */
    private record Filter(String find, String open) {}

    private static final Filter ALL = new Filter("", "");

    private final List<String> words = new CopyOnWriteArrayList<>(List.of("one", "two", "three"));
    private final List<String> reads = new CopyOnWriteArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private volatile boolean broken;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private Runnable news = () -> {};
    private boolean watched;
    private final Span told = new Span();
    private final Div panel = new Div();
    private RecordsGrid<String> grid;
    private RecordsPage<Filter, String> page;

    @BeforeEach
    void show() {
        grid = new RecordsGrid<>("Words", word -> word);
        grid.addColumn(word -> word);
        grid.wideOnly(grid.addColumn(String::length));
        panel.setVisible(false);
        page = new RecordsPage<>(new Words(), grid, ALL);
        page.beside(panel);
        page.walk(new ByKeys(), "x");
        UI.getCurrent().add(told, page);
    }

    @Test
    void isBeingReadUntilItIsEntered() {
        assertThat(text()).contains("Reading…");
        assertThat(grid.isVisible()).isFalse();

        page.enter(QueryParameters.empty());

        assertThat(text()).doesNotContain("Reading…");
        assertThat(test(grid).size()).isEqualTo(3);
        assertThat(told.getText()).isEqualTo("3 found");
    }

    @Test
    void showsWhatTheAddressSaysAndWhenNothingFits() {
        page.enter(QueryParameters.of("find", "t"));
        assertThat(test(grid).size()).isEqualTo(2);

        page.go(new Filter("nobody", ""));
        assertThat(text()).contains("No word has nobody");
        assertThat($(Grid.class).all()).isEmpty();

        page.go(ALL);
        assertThat(test(grid).size()).isEqualTo(3);
    }

    @Test
    void saysThatItCouldNotBeReadAndTriesAgainOffThePage() {
        broken = true;
        page.enter(QueryParameters.empty());
        assertThat(text()).contains("This could not be read");

        test($(Button.class).withText("Try again").single()).click();
        awaitUntil(() -> reads.size() == 2 && text().contains("This could not be read"));

        broken = false;
        held = new CountDownLatch(1);
        test($(Button.class).withText("Try again").single()).click();
        assertThat(text()).contains("Reading…");
        held.countDown();
        awaitUntil(() -> grid.isVisible());
        assertThat(test(grid).size()).isEqualTo(3);
    }

    /** Counts and rows used to be read at each piece of news while the page was locked. */
    @Test
    void readsNewsAndTheRowsOnTheScreenOffThePage() {
        page.enter(QueryParameters.empty());
        roundTrip();
        assertThat(test(grid).getRow(0)).isEqualTo("one");
        reads.clear();

        words.addFirst("zero");
        news.run();

        awaitUntil(() -> told.getText().equals("4 found"));
        assertThat(reads).contains("rows off the page").allMatch(read -> read.endsWith("off the page"));
        assertThat(test(grid).getRow(0)).isEqualTo("zero");
    }

    /** What was read for the filter before must not come over what a person has chosen since. */
    @Test
    void throwsAwayNewsOfAFilterThatIsShownNoMore() {
        page.enter(QueryParameters.empty());
        CountDownLatch hold = new CountDownLatch(1);
        held = hold;
        reads.clear();
        news.run();
        awaitUntil(() -> !reads.isEmpty());

        held = new CountDownLatch(0);
        page.go(new Filter("two", ""));
        assertThat(told.getText()).isEqualTo("1 found");
        words.add("twofold");
        hold.countDown();

        awaitUntil(() -> told.getText().equals("2 found"));
        assertThat(told.getClassNames()).doesNotContain("late");
    }

    @Test
    void opensARowBesideTheListWhereItIsNarrowThen() {
        page.enter(QueryParameters.empty());
        assertThat(grid.isWide()).isTrue();

        test(grid).clickRow(1);

        assertThat(panel.getText()).isEqualTo("two");
        assertThat(page.hasClassName("with-panel")).isTrue();
        assertThat(grid.isWide()).isFalse();
        assertThat(grid.getColumns().getLast().isVisible()).isFalse();

        page.goBeside(ALL);
        assertThat(panel.isVisible()).isFalse();
        assertThat(grid.isWide()).isTrue();
    }

    @Test
    void isWalkedByKeys() {
        page.enter(QueryParameters.empty());

        press("j");
        press("j");
        press("x");
        assertThat(heard).containsExactly("x two");
        assertThat(panel.isVisible()).isFalse();

        press("Enter");
        assertThat(panel.getText()).isEqualTo("two");
        press("j");
        assertThat(panel.getText()).isEqualTo("three");
        press("j");
        press("k");
        press("k");
        assertThat(panel.getText()).isEqualTo("one");
        press("Escape");
        assertThat(panel.isVisible()).isFalse();
    }

    @Test
    void walksOnFromWhatTheAddressHasOpen() {
        page.enter(QueryParameters.of("open", "two"));
        assertThat(panel.getText()).isEqualTo("two");

        press("j");

        assertThat(panel.getText()).isEqualTo("three");
    }

    /** Each visit of the webhooks used to leave a whole page behind, resized with the rest. */
    @Test
    void followsNothingAfterItHasLeftThePage() {
        assertThat(watched).isTrue();

        UI.getCurrent().remove(page);

        assertThat(watched).isFalse();
    }

    private void press(String key) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("event.detail", key);
        page.getElement()
                .getNode()
                .getFeature(ElementListenerMap.class)
                .fireEvent(new DomEvent(page.getElement(), "console-key", data));
    }

    private static String text() {
        return UI.getCurrent().getElement().getTextRecursively();
    }

    private final class Words implements Records<Filter, String> {

        @Override
        public Filter parse(QueryParameters said) {
            return new Filter(
                    said.getSingleParameter("find").orElse(""),
                    said.getSingleParameter("open").orElse(""));
        }

        @Override
        public String address(Filter filter) {
            return "words?find=" + filter.find() + "&open=" + filter.open();
        }

        @Override
        public Found<String> read(Filter filter) {
            CountDownLatch hold = held;
            note("count");
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (broken) {
                throw new IllegalStateException("broken");
            }
            List<String> fit =
                    words.stream().filter(word -> word.contains(filter.find())).toList();
            return new Found<>(
                    fit.size(),
                    (offset, limit) -> {
                        note("rows");
                        return fit.stream().skip(offset).limit(limit).toList();
                    },
                    () -> {
                        told.setText(fit.size() + " found");
                        told.setClassName("late", !filter.equals(page.filter()));
                    });
        }

        private void note(String what) {
            VaadinSession session = VaadinSession.getCurrent();
            reads.add(what + (session != null && session.hasLock() ? " on the page" : " off the page"));
        }

        @Override
        public Component nothing(Filter filter) {
            return new Span("No word has " + filter.find());
        }

        @Override
        public void open(String row) {
            page.goBeside(new Filter(page.filter().find(), row));
        }

        @Override
        public void beside(Filter filter) {
            panel.setText(filter.open());
            panel.setVisible(!filter.open().isEmpty());
        }

        @Override
        public Runnable watch(Runnable watcher) {
            news = watcher;
            watched = true;
            return () -> watched = false;
        }
    }

    private final class ByKeys implements Walk<Filter, String> {

        @Override
        public Optional<String> opened(Filter filter) {
            return Optional.of(filter.open()).filter(word -> !word.isEmpty());
        }

        @Override
        public void close() {
            page.goBeside(new Filter(page.filter().find(), ""));
        }

        @Override
        public void pressed(String key, String marked) {
            heard.add(key + " " + marked);
        }
    }
}
