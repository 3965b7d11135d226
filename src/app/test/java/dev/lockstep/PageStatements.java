package dev.lockstep;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * What a page asks the database: the statements that the thread of the test prepares, whose page it is, and those that work
 * for pages. The background of the application, which may do anything at any time, is left out. Carries no stereotype, so
 * that only {@link ViewTest} has it.
 */
public final class PageStatements implements BeanPostProcessor {

    /** Of the threads that work for pages, see docs/threads.md. */
    private static final String WORKS_FOR_PAGES = "page-";

    /** One that was prepared, and the thread that did. */
    public record Statement(Thread by, String sql) {

        /** Whether what the page shows was read off its lock, on a thread of its own. */
        public boolean isOffThePage() {
            return by.getName().startsWith(WORKS_FOR_PAGES);
        }
    }

    private final Queue<Statement> prepared = new ConcurrentLinkedQueue<>();
    private volatile Optional<Thread> visitor = Optional.empty();

    /** Forgets what there was and listens; this thread is the visitor's. */
    public void listen() {
        visitor = Optional.of(Thread.currentThread());
        prepared.clear();
    }

    /** Until then each connection of a page is a slower one. */
    public void stop() {
        visitor = Optional.empty();
    }

    /** @return each since {@link #listen}, in order and as often as it was prepared */
    public List<Statement> prepared() {
        return List.copyOf(prepared);
    }

    /** @return how many of them have this in their SQL */
    public long count(String part) {
        return prepared().stream().filter(one -> one.sql().contains(part)).count();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource pool ? new Heard(pool) : bean;
    }

    private boolean isOfAPage(Thread thread) {
        return visitor.filter(it -> it == thread || thread.getName().startsWith(WORKS_FOR_PAGES))
                .isPresent();
    }

    private final class Heard extends DelegatingDataSource {

        private Heard(DataSource pool) {
            super(pool);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return isOfAPage(Thread.currentThread()) ? heard(connection) : connection;
        }
    }

    private Connection heard(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("prepare")) {
                        prepared.add(new Statement(Thread.currentThread(), (String) arguments[0]));
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
